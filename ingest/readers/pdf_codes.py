"""The codes of a PDF's mute fonts as they stand on its pages (字形编码), with the places of their glyphs."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.lines import Glyphs
from ingest.readers.glyph_votes import Key
from ingest.readers.pdf_fonts import FontTables, remainders
from ingest.readers.pdf_page import SPACES, matrix_of

FIRST = 0x4E00
"""The characters as which codes are passed through pdfium begin here: it leaves Han where they stand, while what looks
Arabic to it is turned round."""
BY = (82 * 256, 78 * 256)
"""Two numbers by whose remainders every code below 65,536 is known; as many Han there are."""


@dataclass(frozen=True, slots=True)
class Coded:
    """The glyphs of page ``index`` (0-based) as displayed, ``width`` × ``height`` points, and for each its font and code,
    None when its font says its character."""

    index: int
    width: float
    height: float
    glyphs: Glyphs
    keys: tuple[Key | None, ...]


def coded_pages(tables: FontTables) -> Iterator[Coded]:
    """Every page of a PDF on which mute fonts are used; a page that cannot be read is left out."""
    import pypdfium2 as pdfium

    one, two = (
        pdfium.PdfDocument(
            tables.with_tables({font.number: remainders(FIRST, by, font.wide) for font in tables.fonts}, named=True)
        )
        for by in BY
    )
    try:
        for index in range(len(one)):
            try:
                page = _coded(one, two, index)
            except pdfium.PdfiumError:
                continue
            if any(page.keys):
                yield page
    finally:
        one.close()
        two.close()


def _coded(one: Any, two: Any, index: int) -> Coded:
    import pypdfium2.raw as raw

    page, other = one[index], two[index]
    text, again = page.get_textpage(), other.get_textpage()
    try:
        width, height = page.get_size()
        a, b, c, d, e, f = matrix_of(page, width, height)
        count = raw.FPDFText_CountChars(text)
        if count != raw.FPDFText_CountChars(again):
            return Coded(index, width, height, Glyphs([], [], [], [], [], []), ())
        rect = raw.FS_RECTF()
        names: dict[int, int] = {}
        signs: list[str] = []
        boxes: list[tuple[float, float, float, float]] = []
        keys: list[Key | None] = []
        for i in range(count):
            sign = raw.FPDFText_GetUnicode(text, i)
            if sign in SPACES or sign > 0x10FFFF or not raw.FPDFText_GetLooseCharBox(text, i, ctypes.byref(rect)):
                continue
            xs = a * rect.left + c * rect.top + e, a * rect.right + c * rect.bottom + e
            ys = b * rect.left + d * rect.top + f, b * rect.right + d * rect.bottom + f
            font = _font(raw, text, i, names)
            signs.append(chr(sign))
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
            keys.append((font, _code(sign, raw.FPDFText_GetUnicode(again, i))) if font else None)
    finally:
        for held in (text, again, page, other):
            held.close()
    x0, top, x1, bottom = ([box[k] for box in boxes] for k in range(4))
    return Coded(index, width, height, Glyphs(signs, x0, top, x1, bottom, [False] * len(signs)), tuple(keys))


def _font(raw: Any, text: Any, i: int, names: dict[int, int]) -> int:
    """The number of the mute font's object in which character i is set, 0 when its font is none."""
    held = raw.FPDFText_GetTextObject(text, i)
    font = raw.FPDFTextObj_GetFont(held) if held else None
    if not font:
        return 0
    place = ctypes.addressof(font.contents)
    if place not in names:
        name = ctypes.create_string_buffer(32)
        raw.FPDFFont_GetBaseFontName(font, name, 32)
        words = name.value.decode("latin-1")
        names[place] = int(words[1:]) if words[:1] == "F" and words[1:].isdigit() else 0
    return names[place]


def _code(one: int, two: int) -> int:
    """The code whose remainders two characters tell."""
    first, second = one - FIRST, two - FIRST
    return next((code for code in range(first, 65536, BY[0]) if code % BY[1] == second), 0)
