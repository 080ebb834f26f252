"""The whole way measured: ``python -m bench.adding PATH… [--workers N] [--library DIR]``.

Adds the files to a new library and prints pages a second, processor seconds of parent and children, the most memory that
all processes together held (sampled twice a second from /proc), and the size of each part of the library.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from kb import Library
from kb.settings import Settings

MB = 1_000_000


class Memory(threading.Thread):
    """Samples the resident memory of this process and its children until stopped; ``peak`` and ``own`` in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = self.own = 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.5):
            sizes = [_resident(pid) for pid in [os.getpid(), *_children()]]
            self.own = max(self.own, sizes[0])
            self.peak = max(self.peak, sum(sizes))

    def stop(self) -> None:
        self._done.set()
        self.join()


def _children() -> list[int]:
    me, found = str(os.getpid()), []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = path.read_text().rsplit(")", 1)[1].split()[1]
        except (OSError, IndexError):
            continue
        if parent == me:
            found.append(int(path.parent.name))
    return found


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def sizes(folder: Path) -> dict[str, int]:
    """Bytes of each part of a library folder."""
    parts: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            parts[path.relative_to(folder).parts[0]] += path.stat().st_size
    return dict(parts)


def _spent(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def measure(paths: list[str], folder: Path, workers: int | None) -> None:
    memory = Memory()
    memory.start()
    began = time.monotonic()
    first = None
    statuses: Counter[str] = Counter()
    pages = targets = 0
    with Library.open(folder, Settings.load()) as library:
        for step in library.add(paths, workers=workers):
            first = first or time.monotonic() - began
            statuses[step.status] += 1
            pages += step.pages
            targets += step.targets
            if step.failure:
                print(f"failed: {step.path}: {step.failure.message}")
        seconds = time.monotonic() - began
        counts = library.counts()
    memory.stop()
    own, children = _spent(resource.RUSAGE_SELF), _spent(resource.RUSAGE_CHILDREN)
    print(f"files {dict(statuses)}, {counts}")
    print(
        f"{pages} pages, {targets} targets in {seconds:.1f} s: {pages / seconds:.1f} pages/s (first file after {first or 0:.1f} s)"
    )
    print(
        f"processor: parent {own:.1f} s, children {children:.1f} s, {pages / (own + children):.1f} pages per processor second"
    )
    print(f"memory: {memory.peak / MB:.0f} MB at most together, {memory.own / MB:.0f} MB the parent")
    print("library: " + ", ".join(f"{name} {size / MB:.1f} MB" for name, size in sorted(sizes(folder).items())))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--library", type=Path, help="folder to keep; a temporary one by default")
    chosen = parser.parse_args()
    if chosen.library:
        measure(chosen.paths, chosen.library, chosen.workers)
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(chosen.paths, Path(folder) / "library", chosen.workers)


if __name__ == "__main__":
    main()
