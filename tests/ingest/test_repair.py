"""Pages that pdfium cannot read alone: the second engine, then the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest import gate
from ingest.readers import ReadOptions, ocr
from ingest.reading import read

CORPUS = Path(__file__).parents[2] / "corpus" / "pdf"


def sample(start: str, choice: str) -> Any:
    paths = sorted(CORPUS.glob(f"{start}_*.pdf"))
    if not paths:
        pytest.skip(f"corpus/pdf/{start}_*.pdf 尚未生成")
    return read(paths[0].read_bytes(), paths[0].stem, "pdf", ReadOptions(ocr=choice))  # type: ignore[arg-type]


def test_a_font_without_a_character_table_is_read_by_the_second_engine() -> None:
    document = sample("s03", "never")
    assert not any(page.doubt or page.ocr for page in document.pages)
    assert "第一章 规划背景" in document.text and "气候" in document.metadata.title
    assert all(region.box is not None and region.edges for region in document.regions)


def test_a_scan_is_a_document_whose_pages_are_named_doubtful() -> None:
    document = sample("s09", "never")
    assert document.text == "" and {page.doubt for page in document.pages} == {gate.PICTURE}


@pytest.mark.slow
def test_a_scan_is_read_from_its_pictures() -> None:
    if not ocr.available():
        pytest.skip("未安装 rapidocr")
    document = sample("s09", "auto")
    assert all(page.ocr and not page.doubt for page in document.pages)
    for words in ("人均综合能耗", "31万吨标准煤", "2900万立方米", "50%"):
        assert words in document.text
    for region in document.regions:
        page = document.pages[region.page - 1]
        assert 0 <= region.box.x0 < region.box.x1 <= page.width and type(region.box.top) is float


@pytest.mark.slow
def test_words_drawn_as_outlines_are_read_from_the_picture(paper: Any, read_pdf: Any) -> None:
    if not ocr.available():
        pytest.skip("未安装 rapidocr")
    body = "各市按年度分解岸电建设任务，明确责任单位和完成时限，按季度通报进展情况。"
    draw_outlines(paper, "二、工作任务和要求", 120, 100)
    paper.y = 130
    paper.paragraph(body)
    data = paper.bytes()
    assert read_pdf(data).pages[0].doubt == gate.OUTLINED
    document = read_pdf(data, "auto")
    assert document.text == f"二、工作任务和要求\n{body}"
    assert document.pages[0].ocr and not document.pages[0].doubt


def draw_outlines(paper: Any, words: str, x: float, y: float) -> None:
    """Draws words as filled shapes, from the outlines of a font of the sample corpus."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    fonts = sorted((CORPUS.parent / "fonts").glob("*.[to]tf"))
    for path in fonts:
        font = TTFont(path, fontNumber=0)
        names = font.getBestCmap()
        if all(ord(c) in names for c in words):
            break
    else:
        pytest.skip("corpus/fonts 中没有可用的字体")
    glyphs, unit = font.getGlyphSet(), 16 / font["head"].unitsPerEm
    for n, c in enumerate(words):
        pen = DecomposingRecordingPen(glyphs)
        glyphs[names[ord(c)]].draw(pen)
        paper.canvas.saveState()
        paper.canvas.translate(x + 16 * n, 842 - y)
        paper.canvas.scale(unit, unit)
        paper.canvas.drawPath(path_of(paper, pen.value), stroke=0, fill=1)
        paper.canvas.restoreState()


def path_of(paper: Any, strokes: Any) -> Any:
    """A glyph's outline as a path; the curves' control points stand in for the curves."""
    path = paper.canvas.beginPath()
    for name, points in strokes:
        if name == "moveTo":
            path.moveTo(*points[0])
        elif name == "closePath":
            path.close()
        else:
            for point in points:
                if point:
                    path.lineTo(*point)
    return path


def test_a_page_whose_doubt_cannot_be_lifted_keeps_its_text_and_its_reason(paper: Any, read_pdf: Any) -> None:
    paper.paragraph("新建岸电泊位达到")
    paper.put(300, 100, "万个以上，用电量超过")
    paper.put(120, 140, "绿色船舶面积达到")
    paper.put(264, 140, "万吨以上，运力超过")
    paper.put(430, 140, "万吨")
    document = read_pdf(paper.bytes())
    assert "万吨以上" in document.text and "数字缺失" in document.pages[0].doubt
