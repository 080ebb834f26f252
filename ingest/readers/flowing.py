"""Flowing text (流式文本) of formats without pages: lines counted from 1, what a paragraph is, tables of lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.draft import DraftCell, DraftTable, Unit
from ingest.lines import Line
from ingest.model import BlockKind, Box
from ingest.paragraphs import HEADING, LEADERS, MARKER, NOTE, TOC_END, ended
from ingest.tables import headed

MOST_CELLS = 200_000
"""Cells beyond which a table is taken for a trap rather than a table."""
LONGEST_HEADING = 40


@dataclass(slots=True)
class Flow:
    """The units of a file in the order of reading; ``count`` is how many lines have been written."""

    units: list[Unit] = field(default_factory=list)
    count: int = 0

    def line(self, text: str) -> Line:
        """The next line; its number is its place among all lines of the text, its width in half-width columns."""
        self.count += 1
        return Line(text, 0, Box(0, self.count, width(text), self.count + 0.5), b"", 2.0, self.count)

    def add(self, kind: BlockKind, texts: Iterable[str], level: int = 0) -> None:
        """A block of these lines; nothing when they hold no words. ``level`` is that which the file gives a heading."""
        lines = tuple(self.line(text) for text in texts if text)
        if lines:
            self.units.append(Unit(kind, lines, level=level if kind == "heading" else 0))

    def table(self, cells: Sequence[PlainCell]) -> None:
        """A table; its rows and columns are those in which its cells begin, cells of one column become a box (专栏)."""
        cells = _compact(cells)
        if not cells:
            return
        if len({cell.column for cell in cells}) == 1:
            for text in [text for cell in sorted(cells, key=lambda cell: cell.row) for text in cell.lines]:
                self.add("box", (text,))
            return
        rows = max(cell.row + cell.rows for cell in cells)
        columns = max(cell.column + cell.columns for cell in cells)
        drafted = tuple(
            DraftCell(
                cell.row, cell.column, tuple(self.line(text) for text in cell.lines if text), cell.rows, cell.columns
            )
            for cell in sorted(cells, key=lambda cell: (cell.row, cell.column))
        )
        told = {cell.row for cell in cells if cell.header}
        if told:
            drafted = tuple(
                DraftCell(c.row, c.column, c.lines, c.rows, c.columns, c.row in told) for c in drafted
            )  # fmt: skip
        else:
            drafted = headed(drafted, columns)
        self.units.append(Unit("table", (), DraftTable(0, Box(0, 0, 0, 0), rows, columns, drafted)))


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A table cell before its lines are counted: 0-based place, extent, its lines, whether the file calls it a head."""

    row: int
    column: int
    lines: tuple[str, ...]
    rows: int = 1
    columns: int = 1
    header: bool = False


def width(text: str) -> int:
    """How wide text prints in half-width columns: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def kind_of(text: str, *, bold: bool, large: bool, centred: bool, opening: bool) -> BlockKind:
    """What a paragraph is by its words and looks; ``opening`` is true until the first sentence has been read."""
    if LEADERS.search(text) or (TOC_END.search(text) and len(text) < 60):
        return "toc"
    if NOTE.match(text) and len(text) < 60:
        return "note"
    short = len(text) <= LONGEST_HEADING and not ended(text) and not re.search("[。；]", text)
    if short and HEADING.match(text) and text[-1] not in "，、":
        return "heading"
    if centred and (bold or large) and len(text) <= 80 and not ended(text):
        return "title" if (large or opening) and not MARKER.match(text) else "heading"
    if (bold or large) and short and not re.search("[，：:]", text) and len(text) <= 30:
        return "heading"
    return "paragraph"


def _compact(cells: Sequence[PlainCell]) -> list[PlainCell]:
    """The cells without the rows and columns in which no cell begins or that hold no words at all."""
    worded = [cell for cell in cells if any(cell.lines)]
    rows = sorted({cell.row for cell in worded})
    columns = sorted({cell.column for cell in cells})
    return [
        replace(
            cell,
            row=sum(row < cell.row for row in rows),
            column=columns.index(cell.column),
            rows=max(1, sum(cell.row <= row < cell.row + cell.rows for row in rows)),
            columns=max(1, sum(cell.column <= column < cell.column + cell.columns for column in columns)),
        )
        for cell in cells
        if any(cell.row <= row < cell.row + cell.rows for row in rows)
    ]
