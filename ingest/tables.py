"""Tables (表格): the characters inside a ruled grid become cells; tables that go on over pages become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.draft import DraftCell, DraftTable
from ingest.lines import Glyphs, lines_of
from ingest.model import Box
from ingest.rulings import Grid, GridCell

FIGURE = re.compile(r"[\d.,%％≥≤<>~～〔\[\]〕()（）+\-—/]+")
YEAR = re.compile(r"(?:19|20)\d\d(?:[-—~]20\d\d)?")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the grids of a page hold: tables, frames drawn round paragraphs, and the characters outside tables."""

    tables: tuple[DraftTable, ...]
    frames: tuple[Box, ...]
    rest: Glyphs


def ruled(glyphs: Glyphs, grids: Sequence[Grid], page: int) -> Ruled:
    """Sorts a page's characters into its grids; grids of one column are frames (专栏), near-empty ones drawings."""
    tables: list[DraftTable] = []
    frames: list[Box] = []
    taken: set[int] = set()
    for grid in grids:
        inside = _inside(glyphs, grid.box, taken)
        if not inside:
            continue
        if len(grid.xs) == 2 or len({cell.column for cell in grid.cells}) == 1:
            frames.append(grid.box)
            continue
        cells = _fill(glyphs, grid, inside, page)
        if not _is_table(grid, cells):
            continue
        if not grid.ruled:
            worded = {cell.row for cell in cells if cell.lines}
            cells = [cell for cell in cells if cell.row in worded]
        taken.update(inside)
        tables.append(_compact(DraftTable(page, grid.box, len(grid.ys) - 1, len(grid.xs) - 1, tuple(cells), grid.xs)))
    rest = glyphs.only([i for i in range(len(glyphs)) if i not in taken]) if taken else glyphs
    return Ruled(tuple(tables), tuple(frames), rest)


def _inside(glyphs: Glyphs, box: Box, taken: set[int]) -> list[int]:
    found = []
    for i in range(len(glyphs)):
        x, y = (glyphs.x0[i] + glyphs.x1[i]) / 2, (glyphs.top[i] + glyphs.bottom[i]) / 2
        if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom and i not in taken:
            found.append(i)
    return found


def _fill(glyphs: Glyphs, grid: Grid, inside: list[int], page: int) -> list[DraftCell]:
    """Every cell of the grid with the lines of the characters whose middle it holds."""
    owner: dict[tuple[int, int], GridCell] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                owner[row, column] = cell
    held: dict[GridCell, list[int]] = {}
    for i in inside:
        x, y = (glyphs.x0[i] + glyphs.x1[i]) / 2, (glyphs.top[i] + glyphs.bottom[i]) / 2
        place = (_step(grid.ys, y), _step(grid.xs, x))
        if place in owner:
            held.setdefault(owner[place], []).append(i)
    cells = []
    for cell in grid.cells:
        lines = tuple(lines_of(glyphs.only(held[cell]), page)) if cell in held else ()
        cells.append(DraftCell(cell.row, cell.column, lines, cell.rows, cell.columns))
    return cells


def _step(places: Sequence[float], value: float) -> int:
    low, high = 0, len(places) - 2
    while low < high:
        middle = (low + high + 1) // 2
        if places[middle] <= value:
            low = middle
        else:
            high = middle - 1
    return low


def _is_table(grid: Grid, cells: Sequence[DraftCell]) -> bool:
    """Whether a grid holds a table: at least two rows and columns, words in two rows and two columns of them."""
    if len(grid.ys) < 3 and len(cells) < 3:
        return False
    worded = [cell for cell in cells if cell.lines]
    return len(worded) >= 3 and len({cell.column for cell in worded}) >= 2


def _compact(table: DraftTable) -> DraftTable:
    """The table without rows and columns in which no cell begins (slivers between double lines)."""
    rows = sorted({cell.row for cell in table.cells})
    columns = sorted({cell.column for cell in table.cells})
    if len(rows) == table.rows and len(columns) == table.columns:
        return replace(table, cells=headed(table.cells, table.columns))
    row_at = {row: n for n, row in enumerate(rows)}
    column_at = {column: n for n, column in enumerate(columns)}
    cells = tuple(
        replace(
            cell,
            row=row_at[cell.row],
            column=column_at[cell.column],
            rows=sum(cell.row <= row < cell.row + cell.rows for row in rows),
            columns=sum(cell.column <= column < cell.column + cell.columns for column in columns),
        )
        for cell in table.cells
    )
    edges = tuple(table.edges[column] for column in columns) + table.edges[-1:]
    return replace(table, rows=len(rows), columns=len(columns), cells=headed(cells, len(columns)), edges=edges)


def words(cell: DraftCell) -> str:
    return "".join(line.text for line in cell.lines)


def headed(cells: tuple[DraftCell, ...], columns: int) -> tuple[DraftCell, ...]:
    """The cells with ``header`` set on those of the head rows."""
    depth = _head_rows(cells, columns)
    return tuple(replace(cell, header=cell.row < depth) for cell in cells)


def _head_rows(cells: Sequence[DraftCell], columns: int) -> int:
    """How many rows from the top are heads: a title over all columns, then the column heads and what they span."""
    rows = max((cell.row for cell in cells), default=-1) + 1
    depth = 0
    while depth < rows - 1 and any(cell.row == depth and cell.columns == columns and cell.lines for cell in cells):
        depth += 1
    top = [cell for cell in cells if cell.row == depth]
    if not top or not _looks_head(top):
        return depth if depth and rows > depth + 1 and not _looks_data(top) else 0
    end = depth + max(cell.rows for cell in top)
    deepest = depth + min(cell.rows for cell in top)
    while deepest < end and _looks_head([cell for cell in cells if cell.row == deepest]):
        deepest += 1
    return min(deepest, rows - 1)


def _looks_head(row: Sequence[DraftCell]) -> bool:
    texts = [words(cell) for cell in row if cell.lines]
    if not texts or any(len(text) > 30 or "。" in text or "；" in text for text in texts):
        return False
    figures = any(FIGURE.fullmatch(text) and not YEAR.fullmatch(text) for text in texts)
    return not figures and not re.fullmatch(r"[(（]?\d{1,3}[)）.、]?", texts[0])


def _looks_data(row: Sequence[DraftCell]) -> bool:
    return any(re.fullmatch(r"[\d.,%％]+", words(cell)) for cell in row)
