"""Lines of text (排版): inline marks → glyphs → justified lines that keep Chinese line-break rules (避头尾)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.fonts import HEI, KAI, SONG, font

Color = tuple[float, float, float]
BLACK: Color = (0, 0, 0)
RED: Color = (0.84, 0.05, 0.08)
GREY: Color = (0.42, 0.42, 0.42)

NOT_FIRST = set("，。、；：？！）〕》〉」』】”’％%℃…—～·’ー²³₂")
NOT_LAST = set("（〔《〈「『【“‘")
LATIN = re.compile(r"[A-Za-z0-9.,+\-/°~]")
INLINE = re.compile(r"\*\*(?P<hei>.+?)\*\*|//(?P<kai>.+?)//|\[\^(?P<note>\w+)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters in one font on one line: left edge ``x`` from the frame's left, ``rise`` above the base line."""

    text: str
    font: str
    size: float
    x: float
    rise: float = 0
    color: Color = BLACK
    spacing: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A set line (行): its pieces and the footnotes that are called on it."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set: font, size, indents in points, alignment left, justify, center or right."""

    font: str = SONG
    size: float = 16
    indent: float = 0
    left: float = 0
    right: float = 0
    align: str = "justify"
    color: Color = BLACK


@dataclass(frozen=True, slots=True)
class _Glyph:
    char: str
    font: str
    size: float
    rise: float = 0
    note: str = ""

    @property
    def width(self) -> float:
        return font(self.font).width(self.char) * self.size / 1000


def _glyphs(text: str, style: Style, mark: Callable[[str], str]) -> Iterator[_Glyph]:
    place = 0
    for found in INLINE.finditer(text):
        yield from (_Glyph(c, style.font, style.size) for c in text[place : found.start()])
        if found["note"]:
            small = style.size * 0.6
            yield from (_Glyph(c, style.font, small, style.size * 0.36, found["note"]) for c in mark(found["note"]))
        else:
            role, words = (HEI, found["hei"]) if found["hei"] else (KAI, found["kai"])
            yield from (_Glyph(c, role, style.size) for c in words)
        place = found.end()
    yield from (_Glyph(c, style.font, style.size) for c in text[place:])


def _units(glyphs: Iterator[_Glyph]) -> list[list[_Glyph]]:
    """Runs that no line break may part: Latin words and numbers, and punctuation with what it clings to."""
    units: list[list[_Glyph]] = []
    for glyph in glyphs:
        last = units[-1][-1] if units else None
        clings = last is not None and (
            glyph.char in NOT_FIRST
            or glyph.note
            or last.char in NOT_LAST
            or (LATIN.match(glyph.char) and LATIN.match(last.char) and not last.note)
        )
        if clings:
            units[-1].append(glyph)
        else:
            units.append([glyph])
    return units


def _fill(units: list[list[_Glyph]], style: Style, width: float) -> list[list[_Glyph]]:
    rows: list[list[_Glyph]] = [[]]
    room = width - style.left - style.right - style.indent
    for unit in units:
        need = sum(g.width for g in unit)
        if rows[-1] and need > room + 0.01:
            rows.append([])
            room = width - style.left - style.right
        if not rows[-1] and unit[0].char == " ":
            continue
        if need > width - style.left - style.right:
            for glyph in unit:
                if glyph.width > room and rows[-1]:
                    rows.append([])
                    room = width - style.left - style.right
                rows[-1].append(glyph)
                room -= glyph.width
            continue
        rows[-1].extend(unit)
        room -= need
    return rows


def _pieces(row: list[_Glyph], x: float, spacing: float, color: Color) -> Iterator[Piece]:
    start = 0
    while start < len(row):
        end, first = start, row[start]
        while end < len(row) and (row[end].font, row[end].size, row[end].rise) == (first.font, first.size, first.rise):
            end += 1
        text = "".join(g.char for g in row[start:end])
        yield Piece(text, first.font, first.size, x, first.rise, color, spacing)
        x += sum(g.width + spacing for g in row[start:end])
        start = end


def set_paragraph(text: str, style: Style, width: float, mark: Callable[[str], str] = str) -> list[Line]:
    """Breaks a paragraph into lines of ``width`` points; ``mark`` gives the printed sign of a footnote."""
    rows = _fill(_units(_glyphs(text, style, mark)), style, width)
    lines = []
    for number, row in enumerate(rows):
        if not row:
            continue
        x = style.left + (style.indent if number == 0 else 0)
        slack = width - style.right - x - sum(g.width for g in row)
        spacing = 0.0
        if style.align == "center":
            x += slack / 2
        elif style.align == "right":
            x += slack
        elif style.align == "justify" and number < len(rows) - 1 and len(row) > 1:
            spacing = slack / (len(row) - 1)
            spacing = spacing if spacing < style.size * 0.3 else 0.0
        notes = tuple(dict.fromkeys(g.note for g in row if g.note))
        lines.append(Line(tuple(_pieces(row, x, spacing, style.color)), notes))
    return lines


def text_width(text: str, role: str, size: float) -> float:
    return font(role).stringWidth(text, size)
