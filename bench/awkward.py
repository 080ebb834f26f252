"""Reads a folder of hostile PDFs in the sandbox and prints how each one ended: python -m bench.awkward [FOLDER]."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from pathlib import Path

from ingest.errors import IngestError
from ingest.reading import read
from ingest.sandbox import Limits, run_all

FOLDER = Path("../shared/awkward")


def outcome(path: str) -> tuple[str, int, int, int, float]:
    """How a file ended: (Document, pages, doubtful pages, characters, seconds); IngestError when it cannot be read."""
    started = time.perf_counter()
    file = Path(path)
    document = read(file.read_bytes(), file.stem, file.suffix)
    doubtful = sum(bool(page.doubt) for page in document.pages)
    return "Document", len(document.pages), doubtful, len(document.text), time.perf_counter() - started


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf")
    if not files:
        print(f"没有 PDF：{folder}", file=sys.stderr)
        return 2
    started = time.perf_counter()
    rows: dict[int, str] = {}
    slowest = 0.0
    kinds: Counter[str] = Counter()
    from bench.awkward import outcome as work  # by its importable name: the child's main module is another

    limits = Limits(seconds=60, memory_mb=1000)
    for place, result in run_all(work, [str(file) for file in files], workers=2, limits=limits):
        if isinstance(result, IngestError):
            kinds[result.kind] += 1
            rows[place] = f"{result.kind:12} {result}"
        else:
            kind, pages, doubtful, characters, seconds = result
            slowest = max(slowest, seconds)
            kinds["Document, doubtful" if doubtful else kind] += 1
            rows[place] = f"{kind:12} 页 {pages}  存疑 {doubtful}  字符 {characters}  {seconds:.2f} 秒"
    for place, row in sorted(rows.items()):
        print(f"{files[place].name[:46]:46} {row}")
    print(f"\n{len(rows)} of {len(files)} files in {time.perf_counter() - started:.1f} s")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"slowest document {slowest:.1f} s, largest child {largest:.0f} MB; limits {limits.seconds:g} s, {limits.memory_mb} MB"
    )
    for kind, count in kinds.most_common():
        print(f"| {kind} | {count} |")
    return 0 if len(rows) == len(files) else 1


if __name__ == "__main__":
    raise SystemExit(main())
