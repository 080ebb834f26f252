"""How well pictures of pages are read: native pages drawn as scans, read, and compared with their text layer.

python -m bench.recognition [FOLDER] [--pages 40] [--dpi 150 200] [--noise no yes]

Compared are the words without white space after NFKC (wide and narrow forms, m³ and m3, Ⅲ and III are one), with all
dashes one, a run of them one, a row of dots (……, the leaders of a contents page) one, straight and curly quotes one,
and 〔〕 as []. A figure is right when every one of its digits stands at its place and no other digit touches it.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.model import Document
from ingest.readers import ReadOptions
from ingest.reading import read

FIGURE = re.compile(r"\d+(?:\.\d+)?")
ANCHOR = 16
ALIKE = str.maketrans("〔〕【】—–―－‐‑−“”‘’＂", '[][]-------""\'\'"')


@dataclass(slots=True)
class Score:
    """What was counted over pages: characters, those wrong, figures, those right, seconds of CPU."""

    pages: int = 0
    letters: int = 0
    errors: int = 0
    figures: int = 0
    right: int = 0
    seconds: float = 0.0

    def take(self, truth: str, seen: str) -> None:
        errors, places = aligned(truth, seen)
        self.pages += 1
        self.letters += len(truth)
        self.errors += errors
        for figure in FIGURE.finditer(truth):
            self.figures += 1
            self.right += _stands(seen, [places[at] for at in range(*figure.span())], figure.group())


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?", default="../shared/policies")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200])
    parser.add_argument("--noise", choices=["no", "yes"], nargs="+", default=["no", "yes"])
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    files = sorted(Path(args.folder).glob("*.[pP][dD][fF]"))
    if not files:
        print(f"没有 PDF：{args.folder}", file=sys.stderr)
        return 2
    for dpi in args.dpi:
        for noise in args.noise:
            score = _read(files, args.pages, dpi, noise == "yes", random.Random(args.seed))
            print(
                f"{score.pages} pages at {dpi} dpi{', noise and half a degree' if noise == 'yes' else ''}: "
                f"character errors {score.errors}/{score.letters} = {score.errors / score.letters:.3%}, "
                f"figures right {score.right}/{score.figures} = {score.right / max(score.figures, 1):.2%}, "
                f"{score.seconds / score.pages:.2f} s of CPU a page, "
                f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB",
                flush=True,
            )
    return 0


def _read(files: Sequence[Path], pages: int, dpi: int, noise: bool, chance: random.Random) -> Score:
    score = Score()
    while score.pages < pages:
        truth, picture = _page(chance.choice(files), chance, dpi, noise)
        if len(truth) < 200:
            continue
        started = time.process_time()
        document = read(picture, "扫描", "pdf", ReadOptions(ocr="always"))
        score.seconds += time.process_time() - started
        score.take(truth, bare(document))
    return score


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
    return bare(document), _scan(image, dpi, noise)


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


def bare(document: Document) -> str:
    """A document's words as they are compared."""
    text = unicodedata.normalize("NFKC", re.sub(r"\s", "", document.text).translate(ALIKE)).translate(ALIKE)
    return re.sub(r"\.{3,}", "...", re.sub("-+", "-", text))


def _stands(seen: str, places: Sequence[int | None], figure: str) -> bool:
    """Whether a figure's digits stand together in what was read, with no other digit beside them."""
    first = places[0]
    if first is None or list(places) != list(range(first, first + len(figure))):
        return False
    around = seen[max(0, first - 1) : first] + seen[first + len(figure) : first + len(figure) + 1]
    return seen[first : first + len(figure)] == figure and not any(c.isdigit() for c in around)


def aligned(a: str, b: str) -> tuple[int, list[int | None]]:
    """Characters to insert, delete or change to make b from a, and where in b each character of a stands.

    Between runs of sixteen characters that stand once in each text and in the same order the fewest changes are sought.
    """
    places: list[int | None] = []
    errors = at = 0
    for start, there in [*_anchors(a, b), (len(a), len(b))]:
        begin = len(places)
        wrong, inner = _aligned(a[begin:start], b[at:there])
        errors += wrong
        places += [None if place is None else place + at for place in inner]
        end = min(ANCHOR, len(a) - start)
        places += range(there, there + end)
        at = there + end
    return errors, places


def _anchors(a: str, b: str) -> list[tuple[int, int]]:
    """Places in a and b, rising in both and not overlapping, at which the same run stands that is unique in each."""
    grams = [Counter(text[i : i + ANCHOR] for i in range(len(text) - ANCHOR + 1)) for text in (a, b)]
    where = {b[j : j + ANCHOR]: j for j in range(len(b) - ANCHOR + 1)}
    chain: list[tuple[int, int]] = []
    for i in range(len(a) - ANCHOR + 1):
        gram = a[i : i + ANCHOR]
        if grams[0][gram] == 1 == grams[1][gram]:
            last = chain[-1] if chain else (-ANCHOR, -ANCHOR)
            j = where[gram]
            if i >= last[0] + ANCHOR and last[1] + ANCHOR <= j < last[1] + ANCHOR + (i - last[0]) + 600:
                chain.append((i, j))
    return chain


def _aligned(a: str, b: str) -> tuple[int, list[int | None]]:
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        before, now = rows[-1], [i]
        for j, y in enumerate(b, 1):
            now.append(min(before[j] + 1, now[-1] + 1, before[j - 1] + (x != y)))
        rows.append(now)
    places: list[int | None] = [None] * len(a)
    i, j = len(a), len(b)
    while i and j:
        if rows[i][j] == rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]):
            i, j = i - 1, j - 1
            places[i] = j
        elif rows[i][j] == rows[i - 1][j] + 1:
            i -= 1
        else:
            j -= 1
    return rows[-1][-1], places


if __name__ == "__main__":
    raise SystemExit(main())
