"""What comes back when fonts lose their character tables: python -m bench.character_tables [FOLDER] [--files 10].

Copies of real PDFs are made in which every ToUnicode map is empty (in the same number of bytes, so that nothing else
moves); those whose words change by that are read with all means, and compared with the reading of the original.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import zlib
from pathlib import Path

from bench.recognition import Score, bare
from ingest.model import Document
from ingest.readers import ReadOptions
from ingest.reading import read

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
EMPTY = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /None def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange endcmap end end"
)


def stripped(data: bytes) -> tuple[bytes, int]:
    """A PDF with its ToUnicode maps emptied, and how many there were."""
    whole, count = bytearray(data), 0
    for found in STREAM.finditer(data):
        body = found[1]
        try:
            words, packed = zlib.decompress(body), True
        except zlib.error:
            words, packed = body, False
        if b"begincmap" not in words or (b"beginbfchar" not in words and b"beginbfrange" not in words):
            continue
        new = zlib.compress(EMPTY, 9) if packed else EMPTY
        if len(new) <= len(body):
            whole[found.start(1) : found.end(1)] = new + (b"\0" if packed else b" ") * (len(body) - len(new))
            count += 1
    return bytes(whole), count


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", default="../shared/policies")
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--most", type=int, default=15, help="pages of a file, at most")
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args()
    files = sorted(Path(args.folder).glob("*.[pP][dD][fF]"))
    if not files:
        print(f"没有 PDF：{args.folder}", file=sys.stderr)
        return 2
    random.Random(args.seed).shuffle(files)
    whole, done = Score(), 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            copy, maps = stripped(path.read_bytes())
            if done == args.files or not maps:
                continue
            before = read(path.read_bytes(), "原件", "pdf", ReadOptions(ocr="never"))
            if len(before.pages) > args.most or any(page.doubt for page in before.pages):
                continue
            held = Path(folder) / f"{done}.pdf"
            held.write_bytes(copy)
            if _first_reading(held) == _first_reading(path):
                continue
            done += 1
            _compare(path, before, held, whole)
    print(
        f"{done} files: character errors {whole.errors}/{whole.letters} = {whole.errors / max(whole.letters, 1):.3%}, "
        f"figures right {whole.right}/{whole.figures} = {whole.right / max(whole.figures, 1):.2%}"
    )
    return 0


def _compare(path: Path, before: Document, held: Path, whole: Score) -> None:
    started = time.process_time()
    after = read(held.read_bytes(), "原件", "pdf", ReadOptions(ocr="auto"))
    seconds = time.process_time() - started
    one = Score()
    for score in (one, whole):
        score.take(bare(before), bare(after))
    print(
        f"{path.stem[:24]:24} pages {len(after.pages)}, by picture {sum(page.ocr for page in after.pages)}, doubtful "
        f"{sum(bool(page.doubt) for page in after.pages)}, characters {one.errors}/{one.letters} wrong, "
        f"figures {one.right}/{one.figures}, {seconds:.1f} s",
        flush=True,
    )


def _first_reading(path: Path) -> str:
    """The words that pdfium gives of a file."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(path)
    try:
        return "".join(pdf[index].get_textpage().get_text_range() for index in range(len(pdf)))
    finally:
        pdf.close()


if __name__ == "__main__":
    raise SystemExit(main())
