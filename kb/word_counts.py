"""How often words are used (词频): what jieba cuts by, looked up in a file where it would take long to load.

jieba's dictionary and the policy words are half a million entries, most of a second to take into memory; a question
looks up a hundred of them. The file holds a digest of each word, ascending, then the counts in the same order.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from kb import array_files

_HEAD = 256  # bytes before the digests
_LAYOUT = f"1-{sys.byteorder}"
_MOST = 50_000  # words kept in memory once looked up


class Counts:
    """Words with their counts, as far as jieba asks a dictionary for them; ``total`` is the sum of all counts.

    A word is told by 64 bits of its digest: that a look-up hits another word's is less likely than a fault of the disk.
    """

    def __init__(self, keys: memoryview, counts: memoryview, total: int) -> None:
        self._keys, self._counts = keys.cast("Q"), counts.cast("I")
        self._known: dict[str, int | None] = {}
        self.total = total

    def get(self, word: str, default: Any = None) -> Any:
        count = self._known.get(word, -1)
        if count == -1:  # asked for the first time
            if len(self._known) >= _MOST:
                self._known.clear()
            count = self._known[word] = self._looked_up(word)
        return default if count is None else count

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def __getitem__(self, word: str) -> int:
        count: int | None = self.get(word)
        if count is None:
            raise KeyError(word)
        return count

    def _looked_up(self, word: str) -> int | None:
        key = _key(word)
        place = bisect_left(self._keys, key)
        return self._counts[place] if place < len(self._keys) and self._keys[place] == key else None


def read(file: Path) -> Counts | None:
    """The counts of a file; None when there is none, or none that this user wrote whole."""
    found = array_files.read(
        file, _HEAD, {"layout": _LAYOUT}, lambda facts: (8 * int(facts["size"]), 4 * int(facts["size"])), own=True
    )
    if found is None or not isinstance(found[0].get("total"), int):
        return None
    keys, numbers = found[1]
    return Counts(keys, numbers, found[0]["total"])


def write(file: Path, counts: Mapping[str, int], total: int) -> None:
    """Keep counts; nothing happens where that cannot be done."""
    import numpy as np

    keys = np.fromiter(map(_key, counts), dtype=np.uint64, count=len(counts))
    order = np.argsort(keys)
    numbers = np.fromiter(counts.values(), dtype=np.uint32, count=len(counts))
    facts = {"layout": _LAYOUT, "size": len(counts), "total": total}
    array_files.write(file, _HEAD, facts, (keys[order].data, numbers[order].data))


def _key(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
