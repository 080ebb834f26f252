"""One writer at a time (写入锁): an advisory lock on a file, released by the system even when a process is killed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import LibraryBusy, LibraryReadOnly

_PAUSE = 0.1


@contextmanager
def locked(file: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the lock on ``file`` (created when missing); LibraryBusy when another holds it for ``wait`` seconds.

    Threads of one process exclude each other too; the lock is not re-entrant.
    """
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise LibraryReadOnly(str(file.parent)) from error
    try:
        deadline = time.monotonic() + wait
        while not _try(handle):
            if time.monotonic() >= deadline:
                raise LibraryBusy(str(file.parent))
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _try(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
