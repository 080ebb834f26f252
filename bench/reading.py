"""Speed of reading PDFs beside bare pypdfium2 and pdfplumber: python -m bench.reading [FOLDER] [--memory].

With ``--memory`` the files are read again and again until 10,000 pages are read, and what the process holds then is
compared with what it held after 1,000.

Times are CPU seconds of this process, so that other work on the machine counts little. Recognition of pictures is
left out (``ocr="never"``) and measured by bench.recognition.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import sys
import time
from pathlib import Path

from ingest.model import Document
from ingest.readers import ReadOptions
from ingest.reading import read
from ingest.sandbox import give_back
from ingest.segment import segment

FOLDER = Path("../shared/policies")
PLUMBER_PAGES = 60


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--memory", action="store_true")
    args = parser.parse_args()
    files = sorted(args.folder.glob("*.[pP][dD][fF]"))
    if not files:
        print(f"没有 PDF：{args.folder}", file=sys.stderr)
        return 2
    data = {path: path.read_bytes() for path in files}
    if args.memory:
        return memory(data)
    pages, seconds = bare(data)
    print(f"pypdfium2, text alone        {pages:5} pages {pages / seconds:7.0f} pages/s")
    pages, seconds = plumber(data)
    print(f"pdfplumber, text alone       {pages:5} pages {pages / seconds:7.0f} pages/s")
    plain, tabled, whole = [0, 0.0], [0, 0.0], [0, 0.0]
    for path, content in data.items():
        started = time.process_time()
        document = read(content, path.stem, "pdf", ReadOptions(ocr="never"))
        segment(document)
        spent = time.process_time() - started
        share = ruled_share(document)
        for box in (whole, *([tabled] if share > 0.3 else [plain] if share == 0 else [])):
            box[0] += len(document.pages)
            box[1] += spent
    for name, (count, spent) in (
        ("without tables", plain),
        ("with tables on more than 30 % of the pages", tabled),
        ("all", whole),
    ):
        print(f"documents {name:44} {count:5.0f} pages {count / max(spent, 1e-9):7.0f} pages/s (gate to segmentation)")
    print(f"peak memory                  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


def memory(data: dict[Path, bytes]) -> int:
    """Prints what the process holds after 1,000 pages and after 10,000, its free heap given back as a reading child does.

    The files come in a drawn order, so that the first 1,000 pages are of every kind.
    """
    import pdfplumber  # noqa: F401 - the second engine is loaded on first use: 29 MB that are no growth

    pages, held = 0, dict.fromkeys((1_000, 10_000), 0.0)
    drawn = list(data.items())
    random.Random(1).shuffle(drawn)
    for path, content in itertools.cycle(drawn):
        document = read(content, path.stem, "pdf", ReadOptions(ocr="never"))
        segment(document)
        pages += len(document.pages)
        del document
        give_back()
        now = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
        held.update({mark: now for mark, seen in held.items() if not seen and pages >= mark})
        if pages >= 10_000:
            break
    print(
        f"held after 1,000 pages {held[1_000]:.0f} MB, after 10,000 {held[10_000]:.0f} MB: {held[10_000] / held[1_000]:.2f}"
    )
    return 0


def ruled_share(document: Document) -> float:
    """The share of a document's pages on which a table stands."""
    pages = {
        region.page for block in document.blocks if block.kind == "table" for region in document.locate(block.span)
    }
    return len(pages) / max(len(document.pages), 1)


def bare(data: dict[Path, bytes]) -> tuple[int, float]:
    """Pages and seconds of pypdfium2 giving nothing but text."""
    import pypdfium2 as pdfium

    pages, started = 0, time.process_time()
    for content in data.values():
        pdf = pdfium.PdfDocument(content)
        for index in range(len(pdf)):
            page = pdf[index]
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
            pages += 1
        pdf.close()
    return pages, time.process_time() - started


def plumber(data: dict[Path, bytes]) -> tuple[int, float]:
    """Pages and seconds of pdfplumber giving nothing but text, on every so manieth page."""
    import io

    import pdfplumber

    pages, started = 0, time.process_time()
    for content in list(data.values())[:: max(1, len(data) // 20)]:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            for page in pdf.pages[: max(1, PLUMBER_PAGES // 20)]:
                page.extract_text()
                pages += 1
    return pages, time.process_time() - started


if __name__ == "__main__":
    raise SystemExit(main())
