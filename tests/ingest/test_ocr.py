"""Pages read from their pictures: askew, page after page, in a bounded amount of memory."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import pytest

from ingest.readers import ReadOptions, ocr
from ingest.readers.ocr import Straight, skew_of
from ingest.reading import read

pytestmark = pytest.mark.skipif(not ocr.available(), reason="未安装 rapidocr")


def scan(data: bytes, degrees: float) -> bytes:
    """The first page of a PDF as a PDF that holds nothing but its picture, turned clockwise by some degrees."""
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(data)
    image = pdf[0].render(scale=150 / 72).to_pil().convert("L")
    pdf.close()
    buffer = io.BytesIO()
    image.rotate(-degrees, fillcolor=255, resample=2).save(buffer, "PDF", resolution=150)
    return buffer.getvalue()


def quad(x: float, y: float, wide: float, high: float, skew: float) -> list[tuple[float, float]]:
    cos, sin = math.cos(skew), math.sin(skew)
    corners = ((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high))
    return [(x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners]


def test_the_skew_of_a_page_is_that_of_its_long_lines() -> None:
    lines = [quad(100, 100 + 40 * n, 600, 24, 0.02) for n in range(9)] + [quad(0, 0, 30, 24, -0.3)]
    assert skew_of(lines) == pytest.approx(0.02)
    assert skew_of([quad(0, 0, 900, 20, 0.0004)]) == 0.0 and skew_of([]) == 0.0


def test_places_of_a_page_put_straight_are_level() -> None:
    straight = Straight(0.03, 500, 700, 2.0)
    ys = [straight.of(x, y)[1] for x, y in quad(100, 300, 700, 0, 0.03)]
    assert max(ys) - min(ys) < 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [0.5, -1.5])
def test_a_scan_askew_is_read_with_its_table_and_marked_where_it_stands(paper: Any, degrees: float) -> None:
    words = "各市按年度分解岸电建设任务，明确责任单位和完成时限，按季度通报进展情况。"
    paper.paragraph(words)
    paper.y = 400
    paper.table(
        (88, 238, 388, 508),
        (300, 330, 360),
        {(0, 0): "指标名称", (0, 1): "二〇二五年", (1, 0): "岸电泊位", (1, 1): "310"},
        12,
    )
    data = paper.bytes()
    straight = read(data, "原件", "pdf", ReadOptions(ocr="never"))
    seen = read(scan(data, degrees), "扫描", "pdf", ReadOptions(ocr="always"))
    assert seen.text.split() == straight.text.split()
    assert [block.kind for block in seen.blocks] == [block.kind for block in straight.blocks]
    angle = math.radians(degrees)
    wide, high = straight.pages[0].width / 2, straight.pages[0].height / 2
    for mine, theirs in ((straight.text.index("泊位"), seen.text.index("泊位")), (0, 0)):
        ours = next(r.box for r in straight.regions if r.span.start <= mine < r.span.end)
        found = next(r.box for r in seen.regions if r.span.start <= theirs < r.span.end)
        assert ours is not None and found is not None
        x, y = (ours.x0 + ours.x1) / 2 - wide, (ours.top + ours.bottom) / 2 - high
        turned = wide + x * math.cos(angle) - y * math.sin(angle), high + x * math.sin(angle) + y * math.cos(angle)
        assert abs((found.x0 + found.x1) / 2 - turned[0]) < 6 and abs((found.top + found.bottom) / 2 - turned[1]) < 6


@pytest.mark.slow
def test_lines_of_ever_new_widths_do_not_make_recognition_grow() -> None:
    import numpy as np

    statm = Path("/proc/self/statm")
    if not statm.exists():
        pytest.skip("系统不提供进程内存")

    def held() -> float:
        return int(statm.read_text().split()[1]) * 4096 / 1e6

    from ingest.readers.ocr_engine import engine

    reader = engine().text_rec.session
    for wide in range(1600, 319, -160):
        reader(np.zeros((1, 3, 48, wide), np.float32))
    before = held()
    for wide in range(321, 1600, 17):
        answer = reader(np.zeros((1, 3, 48, wide), np.float32))
        assert abs(answer.shape[1] - wide / 8) <= 2
    assert held() - before < 100
