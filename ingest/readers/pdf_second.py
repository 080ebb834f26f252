"""The second engine (第二引擎): pdfplumber reads characters by the font's own table where pdfium gives garbage, and
finds the columns of tables without rules down."""

from __future__ import annotations

import io
import logging
from typing import Any

from ingest.lines import Glyphs
from ingest.model import Box
from ingest.open_tables import grid_of
from ingest.rulings import Grid


class SecondOpinion:
    """A PDF opened by pdfplumber when first asked; closes with ``close``."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None
        self._failed = False

    def glyphs(self, index: int) -> Glyphs | None:
        """The characters of page ``index`` (0-based) as displayed; None when pdfplumber cannot read it."""
        page = self._page(index)
        if page is None:
            return None
        left, top = float(page.cropbox[0]), float(page.cropbox[1])
        try:
            chars = page.chars
        except Exception:  # pdfminer raises whatever it stumbles over; the first reading stands then
            return None
        text: list[str] = []
        places: list[tuple[float, float, float, float]] = []
        blanks: list[bool] = []
        blank = False
        for char in chars:
            sign = char["text"]
            if sign.startswith("(cid:"):
                sign = "\ufffd"
            if not sign.strip():
                blank = True
                continue
            wide = (char["x1"] - char["x0"]) / len(sign)
            for n, c in enumerate(sign):
                x0 = char["x0"] - left + n * wide
                text.append(c)
                places.append((x0, char["top"] - top, x0 + wide, char["bottom"] - top))
                blanks.append(blank)
                blank = False
        x0s, tops, x1s, bottoms = ([place[k] for place in places] for k in range(4))
        page.flush_cache()
        return Glyphs(text, x0s, tops, x1s, bottoms, blanks)

    def table(self, index: int, box: Box) -> Grid | None:
        """The table that words make up inside ``box`` of page ``index``; None when pdfplumber finds none."""
        page = self._page(index)
        if page is None:
            return None
        left, top = float(page.cropbox[0]), float(page.cropbox[1])
        area = (box.x0 + left - 2, box.top + top - 1, box.x1 + left + 2, box.bottom + top + 1)
        rows = {
            "vertical_strategy": "text",
            "horizontal_strategy": "text",
            "min_words_vertical": 2,
            "text_x_tolerance": 6,
        }
        try:
            tables = page.crop(area, strict=False).find_tables(rows)
        except Exception:  # as above
            return None
        if not tables:
            return None
        best = max(tables, key=lambda table: len(table.cells))
        cells = [(x0 - left, y0 - top, x1 - left, y1 - top) for x0, y0, x1, y1 in best.cells]
        return grid_of(cells, box)

    def _page(self, index: int) -> Any:
        if self._failed:
            return None
        try:
            if self._pdf is None:
                import pdfplumber

                logging.getLogger("pdfminer").setLevel(logging.ERROR)
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            return self._pdf.pages[index]
        except Exception:  # as above
            self._failed = True
            return None

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()
