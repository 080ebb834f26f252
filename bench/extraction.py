"""Speed and memory of extraction on one core: ``python -m bench.extraction [FOLDER] [--files N]``.

Documents are read first; measured is extraction alone, in CPU seconds of this process, a warm-up document before it.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

from extract import extract
from extract.pipeline import nlp
from ingest.readers import ReadOptions
from ingest.reading import read
from ingest.segment import segment

FOLDER = Path("../shared/policies")


def main(arguments: list[str]) -> int:
    count = int(arguments[arguments.index("--files") + 1]) if "--files" in arguments else 40
    folder = Path(arguments[0]) if arguments and not arguments[0].startswith("--") else FOLDER
    files = sorted(folder.glob("*.[pP][dD][fF]"))
    files = files[:: max(1, len(files) // count)]
    if not files:
        print(f"没有 PDF：{folder}", file=sys.stderr)
        return 2
    started = time.process_time()
    nlp()
    print(f"loading spaCy, jieba, word lists   {time.process_time() - started:6.1f} s (once a process)")
    documents = [read(path.read_bytes(), path.stem, "pdf", ReadOptions(ocr="never")) for path in files]
    cut = [segment(document) for document in documents]
    extract(documents[0], cut[0])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clauses = rows = left = signs = 0
    started = time.process_time()
    for document, parts in zip(documents, cut, strict=True):
        found = extract(document, parts)
        clauses += len(parts)
        rows += len(found.targets)
        left += len(found.leftovers)
        signs += len(document.text)
    spent = time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"documents {len(files)}, clauses {clauses}, characters {signs}, targets {rows}, leftovers {left}")
    print(
        f"extraction {spent:.1f} CPU s = {clauses / spent:.0f} clauses/s = {signs / spent / 1000:.0f} thousand characters/s"
    )
    print(f"memory {before / 1024:.0f} → {after / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
