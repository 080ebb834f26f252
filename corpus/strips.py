"""Strips (版面条): a source's elements become pieces of page, top to bottom, that only page breaks can part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from corpus.fonts import HEI, KAI, SONG, TITLE
from corpus.markup import Element, Source
from corpus.tables import Grid, lay_out
from corpus.typesetting import RED, Color, Line, Piece, Style, set_paragraph, text_width


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page that is never broken: ``height`` points, a line of text, a table row, a rule or an order.

    ``grid`` and ``row`` belong to a table row; ``frame`` numbers the box (专栏) around it; ``keep`` holds it on the page
    of the next strip; ``heading`` is what a table of contents shows of it, with its level.
    """

    height: float
    line: Line = Line(())
    size: float = 16
    keep: bool = False
    grid: Grid | None = None
    row: int = 0
    frame: int = 0
    rule: tuple[Color, float] | None = None
    order: str = ""
    heading: tuple[int, str] | None = None


class Composer:
    """Turns one source's elements into strips for frames of a given width (a page's or a column's)."""

    def __init__(self, source: Source, width: float, contents: dict[str, int] | None = None) -> None:
        self.source, self.width, self.contents = source, width, contents or {}
        self.size = source.number("size", 16)
        self.pitch = source.number("pitch", self.size * 1.75)
        self.frames = 0
        self._marks: dict[str, str] = {}
        self._makers: dict[str, Callable[[Element], Iterator[Strip]]] = {
            "title": self._title, "h1": self._heading, "h2": self._heading, "h3": self._heading, "table": self._table,
            "chapter": self._heading, "box": self._box, "break": self._order, "columns": self._columns, "toc": self._toc,
            "rule": self._rule, "space": self._space, "seal": self._order, "annex": self._annex,
        }  # fmt: skip

    def mark(self, note: str) -> str:
        """The printed sign of a footnote: ①… or 1…, in order of first use."""
        order = list(self.source.notes).index(note)
        return "①②③④⑤⑥⑦⑧⑨⑩"[order] if self.source.settings.get("marks") == "circled" else str(order + 1)

    def strips(self) -> Iterator[Strip]:
        for element in self.source.elements:
            yield from self._makers.get(element.kind, self._paragraph)(element)

    def _lines(self, text: str, style: Style, pitch: float, width: float = 0, **more: object) -> Iterator[Strip]:
        lines = set_paragraph(text, style, width or self.width, self.mark)
        for line in lines:
            yield replace(Strip(pitch, line, style.size), **more)  # type: ignore[arg-type]

    def _title(self, element: Element) -> Iterator[Strip]:
        size = self.source.number("title_size", 22)
        parts = element.text.split("\\")
        yield Strip(self.pitch * 0.6, keep=True)
        for part in parts:
            yield from self._lines(part, Style(TITLE, size, align="center"), size * 1.5, keep=True)
        yield Strip(self.pitch * 0.6, keep=True)

    def _heading(self, element: Element) -> Iterator[Strip]:
        role = {"h1": HEI, "h2": KAI, "h3": HEI, "chapter": HEI}[element.kind]
        level = {"h1": 1, "h2": 2, "h3": 3, "chapter": 1}[element.kind]
        centered = element.kind == "chapter" or (element.kind == "h1" and "headings" in self.source.settings)
        style = Style(role, self.size, 0 if centered else 2 * self.size, align="center" if centered else "left")
        if element.kind == "chapter":
            yield Strip(self.pitch * 0.5)
        first = True
        for strip in self._lines(element.text, style, self.pitch, keep=True):
            yield replace(strip, heading=(level, element.text)) if first else strip
            first = False
        if element.kind == "chapter":
            yield Strip(self.pitch * 0.3, keep=True)

    def _paragraph(self, element: Element) -> Iterator[Strip]:
        size = self.size
        small = size - 1.5 if "columns" in self.source.settings else size
        styles = {
            "para": Style(SONG, size, indent=2 * size),
            "article": Style(SONG, size, indent=2 * size),
            "flush": Style(SONG, size),
            "center": Style(KAI, size, align="center"),
            "author": Style(KAI, size + 1, align="center"),
            "right": Style(SONG, size, right=2 * size, align="right"),
            "caption": Style(HEI, size - 2, align="center"),
            "abstract": Style(KAI, small, left=2 * size, right=2 * size),
            "reference": Style(SONG, small - 0.5, left=2 * small, indent=-2 * small, align="left"),
        }
        style = styles[element.kind]
        pitch = self.pitch if style.size >= size else style.size * 1.65
        yield from self._lines(element.text, style, pitch, keep=element.kind == "caption")

    def _annex(self, element: Element) -> Iterator[Strip]:
        yield Strip(0, order="page")
        yield from self._lines(element.text, Style(HEI, self.size), self.pitch, keep=True)

    def _order(self, element: Element) -> Iterator[Strip]:
        middle = 2 * self.size + text_width(element.text, SONG, self.size) / 2
        yield Strip(0, order="page" if element.kind == "break" else f"seal {middle:.1f}")

    def _columns(self, element: Element) -> Iterator[Strip]:
        count = int(element.text)
        gap = 18.0
        yield Strip(0, order=f"columns {count}")
        full = self.source.number("width", 442)
        self.width = (full - gap * (count - 1)) / count

    def _space(self, element: Element) -> Iterator[Strip]:
        yield Strip(self.pitch * float(element.text))

    def _rule(self, element: Element) -> Iterator[Strip]:
        yield Strip(self.pitch * 0.4, rule=((0, 0, 0), 0.6))

    def _table(self, element: Element) -> Iterator[Strip]:
        yield from self._rows(element, self.width, 0)
        yield Strip(self.pitch * 0.5)

    def _rows(self, element: Element, width: float, frame: int) -> Iterator[Strip]:
        grid = lay_out(element, width, self.source.number("table_size", 10.5), self.mark)
        for row, height in enumerate(grid.heights):
            notes = tuple(n for cell in grid.cells if cell.row == row for line in cell.lines for n in line.notes)
            head = row < element.header_rows
            yield Strip(height, Line((), notes), grid=grid, row=row, frame=frame, keep=head)

    def _box(self, element: Element) -> Iterator[Strip]:
        self.frames += 1
        frame, size, pad = self.frames, self.size - 2, 8.0
        style = Style(HEI, size, left=pad, right=pad, align="center")
        yield Strip(self.pitch * 0.3)
        yield Strip(4, frame=frame, keep=True)
        yield from self._lines(element.text, style, size * 1.7, keep=True, frame=frame)
        for inner in element.inner:
            if inner.kind == "table":
                yield from self._rows(inner, self.width, frame)
                continue
            body = Style(SONG, size, 2 * size, pad, pad)
            yield from self._lines(inner.text, body, size * 1.6, frame=frame)
        yield Strip(6, frame=frame)
        yield Strip(self.pitch * 0.5)

    def _toc(self, element: Element) -> Iterator[Strip]:
        style = Style(HEI, self.size + 2, align="center")
        yield from self._lines("目  录", style, self.pitch * 1.6)
        for text, page in self.contents.items():
            level = 1 if text[0] in "一二三四五六七八九十第附" else 2
            left = (level - 1) * self.size * 1.5
            role, size = (HEI if level == 1 else SONG), self.size - 2
            room = self.width - left - text_width(text, role, size) - text_width(str(page), SONG, size) - 4
            dots = "." * int(room / text_width(".", SONG, size))
            x = self.width - text_width(dots + str(page), SONG, size)
            pieces = (Piece(text, role, size, left), Piece(dots + str(page), SONG, size, x))
            yield Strip(size * 1.75, Line(pieces), size)
        yield Strip(0, order="page")


def masthead(source: Source, width: float) -> Iterator[Strip]:
    """The red head of a first page (版头): issuers, document number and the red rule; nothing without ``masthead``."""
    names = [name for name in source.settings.get("masthead", "").split("、") if name]
    if not names:
        return
    if "secret" in source.settings:
        yield Strip(22, Line((Piece(source.settings["secret"], HEI, 13, 0),)), 13)
    widest = max(len(name) for name in names)
    size = min(46.0, width / (widest + (2.6 if len(names) > 1 else 0.2)))
    yield Strip(34)
    for place, name in enumerate(names):
        room = width - (2.4 * size if len(names) > 1 else 0)
        spacing = (room - len(name) * size) / max(1, len(name) - 1) if len(names) > 1 else 0
        line = set_paragraph(name, Style(TITLE, size, align="center", color=RED), room)[0]
        if len(names) > 1:
            line = Line((Piece(name, TITLE, size, 0, 0, RED, spacing),))
            if place == len(names) - 1:
                rise = (len(names) - 1) * size * 0.7
                line = Line((*line.pieces, Piece("文件", TITLE, size, width - 2 * size, rise, RED)))
        yield Strip(size * 1.4, line, size)
    yield Strip(26)
    if number := source.settings.get("number"):
        yield from (Strip(24, line, 15) for line in set_paragraph(number, Style(SONG, 15, align="center"), width))
    yield Strip(12, rule=(RED, 2.2))
    yield Strip(14)
