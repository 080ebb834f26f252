"""How well pictures of pages are read: native pages drawn as scans, read, and compared with their text layer.

python -m bench.recognition [FOLDER] [--pages 40] [--dpi 150] [--noise]
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

from ingest.model import Document
from ingest.readers import ReadOptions
from ingest.reading import read

FIGURE = re.compile(r"\d+(?:\.\d+)?")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", default="../shared/policies")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--noise", action="store_true", help="noise and half a degree of rotation")
    args = parser.parse_args()
    files = sorted(Path(args.folder).glob("*.[pP][dD][fF]"))
    if not files:
        print(f"没有 PDF：{args.folder}", file=sys.stderr)
        return 2
    chance = random.Random(7)
    errors = letters = figures = right = done = 0
    spent = 0.0
    while done < args.pages:
        path = chance.choice(files)
        truth, picture = _page(path, chance, args.dpi, args.noise)
        if len(truth) < 200:
            continue
        started = time.process_time()
        seen = _bare(read(picture, "扫描", "pdf", ReadOptions(ocr="always")))
        spent += time.process_time() - started
        errors += _distance(truth, seen)
        letters += len(truth)
        wanted, found = FIGURE.findall(truth), FIGURE.findall(seen)
        figures += len(wanted)
        for figure in wanted:
            if figure in found:
                found.remove(figure)
                right += 1
        done += 1
        print(f"{done:3} {path.name[:30]:30} {len(truth)} characters", file=sys.stderr)
    print(
        f"{done} pages at {args.dpi} dpi{' with noise' if args.noise else ''}: character errors {errors / letters:.3%}, "
        f"figures right {right}/{figures} = {right / max(figures, 1):.2%}, {spent / done:.1f} s of CPU a page"
    )
    return 0


def _page(path: Path, chance: random.Random, dpi: int, noise: bool) -> tuple[str, bytes]:
    """A random page of a PDF: its text as read, and the page as a PDF that holds nothing but its picture."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(path)
    try:
        index = chance.randrange(len(pdf))
        one = pdfium.PdfDocument.new()
        one.import_pages(pdf, [index])
        buffer = io.BytesIO()
        one.save(buffer)
        image = pdf[index].render(scale=dpi / 72).to_pil().convert("L")
    finally:
        pdf.close()
    try:
        document = read(buffer.getvalue(), "原件", "pdf", ReadOptions(ocr="never"))
    except Exception:  # a page without words is none to test on
        return "", b""
    if any(page.doubt for page in document.pages):
        return "", b""
    return _bare(document), _scan(image, dpi, noise)


def _scan(image: Any, dpi: int, noise: bool) -> bytes:
    if noise:
        import numpy as np
        from PIL import Image

        image = image.rotate(0.5, expand=False, fillcolor=255)
        grain = np.random.default_rng(5).normal(0, 14, (image.height, image.width))
        image = Image.fromarray(np.clip(np.asarray(image, dtype=float) + grain, 0, 255).astype("uint8"))
    buffer = io.BytesIO()
    image.save(buffer, "PDF", resolution=dpi)
    return buffer.getvalue()


def _bare(document: Document) -> str:
    """A document's words without white space, wide and narrow forms of marks made one."""
    text = re.sub(r"\s", "", document.text)
    return text.translate(str.maketrans("（），：；！？％［］〔〕—－–“”‘’", "(),:;!?%[][]---\"\"''"))


def _distance(a: str, b: str) -> int:
    """Characters to insert, delete or change to make b from a (a band of the whole table)."""
    before = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        now = [i]
        for j, y in enumerate(b, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (x != y)))
        before = now
    return before[-1]


if __name__ == "__main__":
    raise SystemExit(main())
