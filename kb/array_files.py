"""Arrays in one file (数组文件): a line of JSON that says what they are, then one array behind the other, mapped into memory.

Such a file is a copy that spares work: opening it costs nothing whatever its size, and where it is missing, stale or torn it is
made again. It is written whole beside its place and then moved there, never changed, so a reader sees the old one or the new.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

Facts = Mapping[str, Any]


def write(file: Path, head: int, facts: Facts, arrays: Iterable[memoryview]) -> None:
    """Keep arrays behind ``head`` bytes of facts; nothing happens where that cannot be done (a full disk, a read-only folder)."""
    line = json.dumps(facts).encode()
    if len(line) > head:
        return
    waiting = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with waiting.open("xb") as opened:
            opened.write(line.ljust(head))
            for array in arrays:
                opened.write(array)
        waiting.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)


def read(
    file: Path, head: int, wanted: Facts, sizes: Callable[[Facts], Sequence[int]], *, own: bool = False
) -> tuple[Facts, list[memoryview]] | None:
    """The facts and the arrays of a file; None when there is none that is whole and says what is ``wanted``.

    ``sizes`` are the bytes of each array by the facts; with ``own`` only a file of this user counts.
    """
    try:
        with file.open("rb") as opened:
            facts: dict[str, Any] = json.loads(opened.read(head))
            status = os.fstat(opened.fileno())
            parts = sizes(facts)
            if any(facts[name] != value for name, value in wanted.items()) or min(parts) < 0:
                return None
            if status.st_size != head + sum(parts) or (own and not _own(status.st_uid)):
                return None
            view = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None
    return facts, [
        view[first : first + size] for first, size in zip(accumulate(parts, initial=head), parts, strict=False)
    ]


def _own(user: int) -> bool:
    """Whether a file of this user may be trusted: in a folder for all, anybody may leave one."""
    return not hasattr(os, "getuid") or user == os.getuid()
