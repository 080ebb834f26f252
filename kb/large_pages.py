"""Large pages of memory (内存大页): two megabytes each instead of four kilobytes, so that a search touches hundreds, not thousands.

A search walks a graph whose vectors lie here and there in hundreds of megabytes. Where a host lends a machine its memory, the
first touch of a page that rested costs some microseconds, and finding a small page takes longer in any case.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import re
from collections.abc import Iterator
from pathlib import Path

SIZE = 1 << 21  # bytes of a large page of x86-64 and of ARM with small pages of 4 KB
LEAST = 2 * SIZE  # bytes of an area that is worth asking for
USED = 0.5  # share of an area that is in memory; the rest would be taken up as well

_AREAS = Path("/proc/self/smaps")
_AREA = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+) *(.*)")
_COLLAPSE = 25  # MADV_COLLAPSE (Linux 6.1, madvise(2)), which Python does not name


def ask_for() -> int:
    """Ask the system to keep what this process holds in large pages, now and later; bytes asked for.

    Anonymous areas alone, of at least ``LEAST`` bytes and in memory for the share ``USED``. 0, and nothing happens, where there are
    no large pages or no list of areas (systems other than Linux). Takes about 3 s a gigabyte, which other threads need not wait for.
    """
    advice = getattr(mmap, "MADV_HUGEPAGE", None)
    if advice is None or not _AREAS.exists():
        return 0
    asked = 0
    with contextlib.suppress(OSError, AttributeError):  # a list that may not be read, a C library without madvise
        call = ctypes.CDLL(None).madvise
        call.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
        for start, end in _areas(_AREAS.read_text(encoding="utf-8", errors="replace")):
            # An area that is gone by now, or cannot be put together, is refused by the system and stays as it is.
            call(start, end - start, advice)
            call(start, end - start, _COLLAPSE)
            asked += end - start
    return asked


def _areas(listed: str) -> Iterator[tuple[int, int]]:
    """Start and end, at borders of large pages, of the areas of ``/proc/PID/smaps`` (proc_pid_smaps(5)) that are worth asking for."""
    start = end = 0
    for line in listed.splitlines():
        if found := _AREA.match(line):
            first, last, rights, file, name = found.groups()
            own = file == "0" and "w" in rights and "p" in rights and not name.startswith(("[stack", "[v"))
            start, end = (-(-int(first, 16) // SIZE) * SIZE, int(last, 16) // SIZE * SIZE) if own else (0, 0)
        elif line.startswith("Rss:") and end - start >= LEAST and 1024 * int(line.split()[1]) >= USED * (end - start):
            yield start, end
