"""PDF pages drawn at test time, so that every layout under test stands in the test that needs it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, EM, LEADING, PER_LINE = 88.0, 16.0, 28.0, 26


class Paper:
    """A PDF in the making: text set like an official document, 26 characters of 16 points a line."""

    def __init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=(WIDTH, HEIGHT))
        self.y = 100.0

    def put(self, x: float, y: float, text: str, size: float = EM) -> None:
        """Words at a place, y counted from the top to the baseline."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def paragraph(self, text: str, indent: int = 2, size: float = EM) -> None:
        """A paragraph wrapped by hand: Han characters only, first line indented."""
        room = PER_LINE - indent
        x = LEFT + indent * EM
        while text:
            self.put(x, self.y, text[:room], size)
            text, room, x = text[room:], PER_LINE, LEFT
            self.y += LEADING

    def centre(self, text: str, size: float = EM) -> None:
        self.put((WIDTH - size * len(text)) / 2, self.y, text, size)
        self.y += LEADING * 1.2

    def page_number(self, text: str) -> None:
        self.put(290, 790, text, 12)

    def next_page(self) -> None:
        self.canvas.showPage()
        self.y = 100.0

    def table(
        self, x: Sequence[float], y: Sequence[float], words: dict[tuple[int, int], str], size: float = 10
    ) -> None:
        """A fully ruled table: column and row edges from the top left, words by (row, column)."""
        for place in x:
            self.canvas.line(place, HEIGHT - y[0], place, HEIGHT - y[-1])
        for place in y:
            self.canvas.line(x[0], HEIGHT - place, x[-1], HEIGHT - place)
        for (row, column), text in words.items():
            for n, part in enumerate(text.split("\n")):
                self.put(x[column] + 3, y[row] + size + 3 + n * (size + 2), part, size)

    def bytes(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()


@pytest.fixture
def paper() -> Paper:
    return Paper()


@pytest.fixture
def read_pdf() -> Callable[..., Any]:
    from ingest.readers import ReadOptions
    from ingest.reading import read

    def reading(data: bytes, ocr: str = "never") -> Any:
        return read(data, "样张", "pdf", ReadOptions(ocr=ocr))  # type: ignore[arg-type]

    return reading
