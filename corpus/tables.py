"""Ruled tables (表格): merged cells and heights; drawn in fragments, because a page break may part a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from corpus.fonts import HEI, SONG
from corpus.markup import Element
from corpus.typesetting import Line, Style, set_paragraph

PAD = 3.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by its first row and column, how many of each it spans, and its set lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A measured table: column edges and row heights in points, cells, type size, and how many rows head it."""

    edges: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[GridCell, ...]
    size: float
    header_rows: int

    @property
    def leading(self) -> float:
        return self.size * 1.35


def lay_out(element: Element, width: float, size: float, mark: Callable[[str], str]) -> Grid:
    """Measures a table for ``width`` points. Text columns stand left, short ones and headers centred."""
    total = sum(element.widths)
    edges = [0.0]
    for part in element.widths:
        edges.append(edges[-1] + width * part / total)
    cells = []
    body = element.rows[element.header_rows :]
    wordy = {column for column in range(len(element.widths)) if max((len(row[column]) for row in body), default=0) > 9}
    for row, texts in enumerate(element.rows):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            rows, columns = _reach(element.rows, row, column)
            head = row < element.header_rows
            room = edges[column + columns] - edges[column] - 2 * PAD
            align = "center" if head or column not in wordy or columns == len(texts) else "left"
            style = Style(HEI if head else SONG, size, align=align)
            lines = [line for part in text.split("\\") for line in set_paragraph(part, style, room, mark)]
            cells.append(GridCell(row, column, rows, columns, tuple(lines)))
    return Grid(tuple(edges), tuple(_heights(cells, len(element.rows), size)), tuple(cells), size, element.header_rows)


def _reach(rows: tuple[tuple[str, ...], ...], row: int, column: int) -> tuple[int, int]:
    columns = 1
    while column + columns < len(rows[row]) and rows[row][column + columns] == "<":
        columns += 1
    down = 1
    while row + down < len(rows) and rows[row + down][column] == "^":
        down += 1
    return down, columns


def _heights(cells: list[GridCell], count: int, size: float) -> list[float]:
    leading = size * 1.35
    heights = [leading + 2 * PAD] * count
    for cell in cells:
        if cell.rows == 1:
            heights[cell.row] = max(heights[cell.row], len(cell.lines) * leading + 2 * PAD)
    for cell in cells:
        have = sum(heights[cell.row : cell.row + cell.rows])
        lack = len(cell.lines) * leading + 2 * PAD - have
        if cell.rows > 1 and lack > 0:
            for row in range(cell.row, cell.row + cell.rows):
                heights[row] += lack / cell.rows
    return heights


def draw(canvas: Any, grid: Grid, rows: Iterable[int], x: float, top: float, put: Callable[..., None]) -> None:
    """Draws consecutive rows as one fragment with its top at ``top``; a cell cut by a page break is ruled on both."""
    shown = list(rows)
    tops = {}
    place = top
    for row in shown:
        tops[row] = place
        place -= grid.heights[row]
    canvas.setLineWidth(0.5)
    for cell in grid.cells:
        mine = [row for row in range(cell.row, cell.row + cell.rows) if row in tops]
        if not mine:
            continue
        high, low = tops[mine[0]], tops[mine[-1]] - grid.heights[mine[-1]]
        left, right = x + grid.edges[cell.column], x + grid.edges[cell.column + cell.columns]
        canvas.rect(left, low, right - left, high - low)
        if cell.row != mine[0]:
            continue
        middle = (high + low) / 2 + len(cell.lines) * grid.leading / 2
        for number, line in enumerate(cell.lines):
            base = middle - (number + 0.5) * grid.leading - grid.size * 0.36
            put(line, left + PAD, base)
