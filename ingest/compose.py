"""Units in reading order → the one text of a document, with blocks, regions and pages as spans into it."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.draft import DraftTable, Sheet, Unit
from ingest.lines import Line
from ingest.model import Block, Cell, Page, Region, Span


@dataclass(frozen=True, slots=True)
class Composed:
    """A document's text and everything that points into it."""

    text: str
    blocks: tuple[Block, ...]
    regions: tuple[Region, ...]
    pages: tuple[Page, ...]


@dataclass(slots=True)
class _Writer:
    """The text as it grows; ``starts`` holds where each page's first character stands."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    regions: list[Region] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)
    sheets: dict[int, Sheet] = field(default_factory=dict)

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def put_lines(self, lines: Sequence[Line]) -> Span | None:
        """Writes the lines of one paragraph or cell, joined; None when they hold nothing."""
        start = self.length
        for n, line in enumerate(lines):
            if not line.text:
                continue
            blank = n + 1 < len(lines) and joined_by_blank(line.text, lines[n + 1].text)
            self._put_line(line, blank)
        return Span(start, self.length) if self.length > start else None

    def _put_line(self, line: Line, blank: bool) -> None:
        text = line.text + " " if blank else line.text
        edges = line.edges + line.edges[-2:] if blank and line.edges else line.edges
        span = Span(self.length, self.length + len(text))
        if line.number:
            self.regions.append(Region(span, line.page or None, None, line.number))
        else:
            self.regions.append(_region(span, line, edges, self.sheets.get(line.page)))
        if line.page:
            self.starts.setdefault(line.page, self.length)
        self.put(text)


def _region(span: Span, line: Line, edges: bytes, sheet: Sheet | None) -> Region:
    """Where a line stands on its page as displayed, its edges kept where they still mean places across."""
    if sheet is None:
        return Region(span, line.page, line.box, None, edges)
    box = sheet.as_displayed(line.box)
    if sheet.turn in (90, 270):
        return Region(span, line.page, box)
    wide = round(sheet.width * 10)
    if sheet.turn == 180:
        edges = array("H", (max(0, wide - place) for place in array("H", edges))).tobytes()
    elif sheet.skew and edges:
        first, last = line.box.x0, max(line.box.x1, line.box.x0 + 0.1)
        share = (box.x1 - box.x0) / (last - first)
        moved = (round((box.x0 + (place / 10 - first) * share) * 10) for place in array("H", edges))
        edges = array("H", (min(wide, max(0, place)) for place in moved)).tobytes()
    elif line.box.x1 > sheet.width:
        edges = array("H", (min(wide, place) for place in array("H", edges))).tobytes()
    return Region(span, line.page, box, None, edges)


def joined_by_blank(before: str, after: str) -> bool:
    """Whether two lines of one paragraph are joined by a blank: only between two Latin words."""
    return bool(before and after) and all(c.isascii() and c.isalpha() for c in (before[-1], after[0]))


def compose(units: Sequence[Unit], sheets: Sequence[Sheet]) -> Composed:
    """Writes the units one after the other, a newline between two; tables with tabs between cells."""
    writer = _Writer(sheets={sheet.number: sheet for sheet in sheets})
    blocks: list[Block] = []
    for unit in units:
        mark = writer.length
        if mark:
            writer.put("\n")
        start = writer.length
        cells = _put_table(writer, unit.table) if unit.table else ()
        if not unit.table:
            writer.put_lines(unit.lines)
        if writer.length > start:
            blocks.append(Block(unit.kind, Span(start, writer.length), cells, unit.level))
        elif mark:
            writer.parts.pop()
            writer.length = mark
    return Composed("".join(writer.parts), tuple(blocks), tuple(writer.regions), _pages(sheets, writer))


def _put_table(writer: _Writer, table: DraftTable) -> tuple[Cell, ...]:
    places = {(cell.row, cell.column): cell for cell in table.cells}
    cells: list[Cell] = []
    for row in range(table.rows):
        if row:
            writer.put("\n")
        for column in range(table.columns):
            if column:
                writer.put("\t")
            cell = places.get((row, column))
            if cell:
                span = writer.put_lines(cell.lines)
                cells.append(Cell(row, column, span, cell.rows, cell.columns, cell.header))
    return tuple(cells)


def _pages(sheets: Sequence[Sheet], writer: _Writer) -> tuple[Page, ...]:
    """Pages with the characters that start on them: from a page's first character to the next page's first."""
    starts = array("q", [writer.length] * (len(sheets) + 1))
    bound = writer.length
    for n in range(len(sheets) - 1, -1, -1):
        bound = min(bound, writer.starts.get(sheets[n].number, bound))
        starts[n] = bound
    return tuple(Page(s.number, *s.size, starts[n], starts[n + 1], s.doubt, s.ocr) for n, s in enumerate(sheets))
