"""What holds for every document, whatever was in the file."""

from __future__ import annotations

import io
import itertools
from array import array
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import NoText
from ingest.model import Document
from ingest.readers import ReadOptions
from ingest.reading import read

SHARED = Path("../shared/policies")


def check(document: Document) -> None:
    """Blocks tile the text, regions cover it in order, lie on their pages and hold an edge for every character."""
    at = 0
    for block in document.blocks:
        assert block.span.start == at
        at = block.span.end + 1
        for cell in block.cells:
            assert cell.span is None or block.span.contains(cell.span)
    assert not document.blocks or at == len(document.text) + 1
    sizes = {page.number: page for page in document.pages}
    covered = bytearray(len(document.text))
    for before, region in itertools.pairwise((None, *document.regions)):
        assert region is not None
        assert before is None or before.span.end <= region.span.start
        covered[region.span.start : region.span.end] = b"\1" * len(region.span)
        if region.box is not None and region.page is not None:
            page = sizes[region.page]
            assert 0 <= region.box.x0 <= region.box.x1 <= page.width + 0.1
            assert 0 <= region.box.top <= region.box.bottom <= page.height + 0.1
        if region.edges:
            edges = array("H", region.edges)
            assert len(edges) == len(region.span) + 1
    assert all(seen or c in "\t\n" for seen, c in zip(covered, document.text, strict=True))
    for first, second in itertools.pairwise(document.pages):
        assert first.start <= first.end == second.start
    assert not any(0xD800 <= ord(c) <= 0xDFFF for c in document.text)


words = st.text(alphabet="岸电港口，。：；（）一二三、1234567890.%年月 \tABab第章条", max_size=60)
texts = st.lists(words, min_size=1, max_size=40).map("\n".join)


@given(texts, st.sampled_from(["txt", "md"]), st.sampled_from(["\n", "\f"]))
@settings(max_examples=60, deadline=None)
def test_any_text_becomes_a_sound_document(text: str, suffix: str, feed: str) -> None:
    data = ("岸电\n" + text.replace("\n第", feed + "第")).encode()
    document = read(data, "样张", suffix)
    check(document)
    assert document == read(data, "样张", suffix)
    kept = "".join(document.text.split()) + "".join("".join(piece.text.split()) for piece in document.furniture)
    assert len(kept) <= len("".join(data.decode().split()))


places = st.tuples(
    st.floats(-40, 640), st.floats(-40, 880), st.sampled_from([6, 10.5, 16, 36]), st.sampled_from([0, 0, 0, 90, 180, 7])
)
printed = st.text(alphabet="岸电港口，。（）一二三、1234567890%第章", min_size=1, max_size=30)
rulers = st.tuples(st.integers(0, 595), st.integers(0, 842), st.integers(0, 595), st.integers(0, 842))


@given(
    st.lists(st.tuples(places, printed), min_size=1, max_size=12),
    st.lists(rulers, max_size=8),
    st.sampled_from([0, 90, 180, 270]),
    st.sampled_from([None, (50, 60, 500, 700)]),
)
@settings(max_examples=60, deadline=None)
def test_words_printed_anywhere_on_any_page_lie_on_it(pieces: Any, lines: Any, turn: int, crop: Any) -> None:
    data = drawn(pieces, lines, turn, crop)
    try:
        document = read(data, "样张", "pdf", ReadOptions(ocr="never"))
    except NoText:
        return
    check(document)
    assert document == read(data, "样张", "pdf", ReadOptions(ocr="never"))


def drawn(pieces: Any, lines: Any, turn: int, crop: Any) -> bytes:
    """A PDF of two pages alike: words at places, sizes and angles, level and upright lines, turned and cropped."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), cropBox=crop)
    for _ in range(2):
        canvas.setPageRotation(turn)
        for (x, y, size, angle), words in pieces:
            canvas.saveState()
            canvas.translate(x, y)
            canvas.rotate(angle)
            canvas.setFont("STSong-Light", size)
            canvas.drawString(0, 0, words)
            canvas.restoreState()
        for a, b, c, d in lines:
            canvas.line(a, b, c, b)
            canvas.line(a, b, a, d)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.shared
@pytest.mark.slow
def test_every_tenth_real_policy_becomes_a_sound_document() -> None:
    if not SHARED.is_dir():
        pytest.skip("没有 ../shared/policies（真实政策文件）")
    for path in sorted(SHARED.glob("*.[pP][dD][fF]"))[::10]:
        check(read(path.read_bytes(), path.stem, "pdf"))
