"""How often words are used (词频): what jieba cuts by, looked up in a file where it would take long to load.

jieba's dictionary and the policy words are half a million entries, most of a second to take into memory; a question
looks up a hundred of them. The file holds a digest of each word, ascending, then the counts in the same order.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import secrets
import sys
from bisect import bisect_left
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

_HEAD = 256  # bytes before the digests, a line of JSON filled up with blanks
_LAYOUT = f"1-{sys.byteorder}"
_MOST = 50_000  # words kept in memory once looked up


class Counts:
    """Words with their counts, as far as jieba asks a dictionary for them; ``total`` is the sum of all counts.

    A word is told by 64 bits of its digest: that a look-up hits another word's is less likely than a fault of the disk.
    """

    def __init__(self, data: mmap.mmap, size: int, total: int) -> None:
        view = memoryview(data)
        self._keys = view[_HEAD : _HEAD + 8 * size].cast("Q")
        self._counts = view[_HEAD + 8 * size :].cast("I")
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
    try:
        with file.open("rb") as opened:
            facts = json.loads(opened.read(_HEAD))
            status = os.fstat(opened.fileno())
            size = int(facts["size"])
            if facts["layout"] != _LAYOUT or status.st_size != _HEAD + 12 * size or not _own(status.st_uid):
                return None
            return Counts(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ), size, int(facts["total"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(file: Path, counts: Mapping[str, int], total: int) -> None:
    """Keep counts; nothing happens where that cannot be done."""
    import numpy as np

    keys = np.fromiter(map(_key, counts), dtype=np.uint64, count=len(counts))
    order = np.argsort(keys)
    numbers = np.fromiter(counts.values(), dtype=np.uint32, count=len(counts))
    head = json.dumps({"layout": _LAYOUT, "size": len(counts), "total": total}).encode().ljust(_HEAD)
    waiting = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with waiting.open("xb") as opened:
            opened.write(head + keys[order].tobytes() + numbers[order].tobytes())
        waiting.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)


def _key(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _own(user: int) -> bool:
    """Whether a file of this user may be trusted: in a folder for all, anybody may leave one."""
    return not hasattr(os, "getuid") or user == os.getuid()
