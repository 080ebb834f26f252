"""Tables over pages (跨页表格): the parts of a table that breaks at the foot of a page are joined into one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.draft import DraftCell, DraftTable, Sheet
from ingest.lines import Line
from ingest.model import Furniture
from ingest.paragraphs import NOTE, NOTE_START
from ingest.tables import headed, words

NEAR = 8.0
"""Column edges on two pages that differ by less, in points of an A4 page, are one."""
STOPS = "。；！？;"
SERIAL = re.compile(r"[（(]?\d{1,3}[)）.、]?(?!\d)(?![%％])|[（(]?[一二三四五六七八九十]{1,3}[)）、]")
AGAIN = re.compile(r"[（(]?\s*续\s*表?\s*[\d一二三四五六七八九十.\-—]*\s*[）)]?|.{0,30}[（(]续[）)]")


def joined(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[Furniture, ...]]:
    """The sheets with every table that goes on over pages held whole by its first sheet; repeated heads left out."""
    kept = list(sheets)
    furniture: list[Furniture] = []
    holder = 0
    for n in range(1, len(kept)):
        above = kept[holder] if _ends_with_table(kept[holder], holder == n - 1) else None
        noted = holder == n - 1 and bool(_under(kept[holder]))
        if above is None or not kept[n].tables:
            holder = n
            continue
        part = min(kept[n].tables, key=lambda t: t.box.top)
        captions = [line for line in kept[n].lines if line.middle < part.box.top]
        if any(not AGAIN.fullmatch(line.text) for line in captions):
            holder = n
            continue
        whole = max(above.tables, key=lambda t: t.box.bottom)
        merged = _merge(whole, part, kept[n].width / 595)
        if merged is None or (noted and not merged[1]):
            holder = n
            continue
        table, repeated = merged
        kept[holder] = replace(above, tables=tuple(table if t is whole else t for t in above.tables))
        kept[n] = replace(
            kept[n],
            tables=tuple(t for t in kept[n].tables if t is not part),
            lines=tuple(line for line in kept[n].lines if line not in captions),
        )
        furniture += [Furniture("header", line.text, line.page, line.box) for line in captions]
        furniture += [Furniture("header", line.text, line.page, line.box) for cell in repeated for line in cell.lines]
        if kept[n].tables or any(line.middle > part.box.bottom for line in kept[n].lines):
            holder = n
    return tuple(kept), tuple(furniture)


def _ends_with_table(sheet: Sheet, own: bool) -> bool:
    """Whether a table, with notes under it or not, is the last thing on a sheet (``own``: the sheet itself, not one
    whose table filled later ones)."""
    if not sheet.tables:
        return False
    under = _under(sheet) if own else []
    return not under or (len(under) <= 4 and bool(NOTE.match(under[0].text) or NOTE_START.match(under[0].text)))


def _under(sheet: Sheet) -> list[Line]:
    """The lines under the last table of a sheet."""
    bottom = max((table.box.bottom for table in sheet.tables), default=0.0)
    return [line for line in sheet.lines if line.middle > bottom]


def _merge(whole: DraftTable, part: DraftTable, scale: float) -> tuple[DraftTable, list[DraftCell]] | None:
    """``part`` put under ``whole``, and the cells of the head that it repeats; None when their columns differ."""
    edges = _union(whole.edges, part.edges, NEAR * max(scale, 0.5))
    if edges is None:
        return None
    over, under = _on_edges(whole, edges), _on_edges(part, edges)
    skip = _repeated(over, under)
    repeated = [cell for cell in under.cells if cell.row < skip]
    body = [replace(cell, row=cell.row - skip, header=False) for cell in under.cells if cell.row >= skip]
    if not body:
        return over, repeated
    cells = list(over.cells)
    offset = over.rows
    if _same_row(over, body):
        body = _continue_row(cells, over, body)
        offset -= 1
    else:
        _extend_down(cells, over, body)
    cells += [replace(cell, row=cell.row + offset) for cell in body]
    rows = max(cell.row + cell.rows for cell in cells)
    table = replace(
        over, rows=rows, columns=len(edges) - 1, cells=tuple(sorted(cells, key=lambda c: (c.row, c.column)))
    )
    if not any(cell.header for cell in table.cells):
        table = replace(table, cells=headed(table.cells, table.columns))
    return table, repeated


def _union(a: Sequence[float], b: Sequence[float], near: float) -> tuple[float, ...] | None:
    """The column edges of two parts taken together; None when they are not the same table's."""
    if len(a) == len(b) and all(abs(x - y) <= 2 * near for x, y in zip(a, b, strict=True)):
        return tuple(a)
    shift = (b[0] + b[-1] - a[0] - a[-1]) / 2
    moved = [x - shift for x in b]
    if abs(moved[0] - a[0]) > 2 * near or abs(moved[-1] - a[-1]) > 2 * near:
        return None
    edges = list(a)
    shared = 0
    for x in moved:
        if any(abs(x - y) <= near for y in a):
            shared += 1
        else:
            edges.append(x)
    if shared < 0.6 * min(len(a), len(b)) or shared < 3:
        return None
    return tuple(sorted(edges))


def _on_edges(table: DraftTable, edges: tuple[float, ...]) -> DraftTable:
    """The table with its columns counted on finer column edges."""
    if len(edges) == len(table.edges):
        return replace(table, edges=edges)
    shift = (table.edges[0] + table.edges[-1] - edges[0] - edges[-1]) / 2
    at = [min(range(len(edges)), key=lambda k: abs(edges[k] - x + shift)) for x in table.edges]
    cells = tuple(
        replace(cell, column=at[cell.column], columns=at[cell.column + cell.columns] - at[cell.column])
        for cell in table.cells
    )
    return replace(table, columns=len(edges) - 1, cells=cells, edges=edges)


def _repeated(over: DraftTable, under: DraftTable) -> int:
    """How many rows at the head of ``under`` say the same as those at the head of ``over``."""
    heads = [_row(over, row) for row in range(min(over.rows, 6))]
    found = 0
    for row in range(min(under.rows, 6)):
        mine = _row(under, row)
        if not any(mine):
            break
        if mine in heads:
            found = row + 1
        elif row:
            break
        else:
            return 0
    return found


def _row(table: DraftTable, row: int) -> tuple[str, ...]:
    return tuple(re.sub(r"\s", "", words(cell)) for cell in table.cells if cell.row == row)


def _same_row(over: DraftTable, body: Sequence[DraftCell]) -> bool:
    """Whether the first row under the break goes on with the last row above it (a row cut by the page's end)."""
    last = {cell.column: cell for cell in over.cells if cell.row + cell.rows == over.rows}
    first = {cell.column: cell for cell in body if cell.row == 0}
    if set(last) != set(first):
        return False
    pairs = [
        (words(last[column]), words(cell), max(last[column].rows, cell.rows) > 1)
        for column, cell in first.items()
        if cell.lines
    ]
    if not pairs or any(not above or above == below or _complete(below) for above, below, _ in pairs):
        return False
    if any(_cut(above, below) for above, below, merged in pairs if not merged) or _without_name(over, body):
        return True
    numbered = sum(bool(SERIAL.match(words(cell))) for cell in over.cells if cell.column == 0) > 0.5 * over.rows
    name = first.get(0)
    blank = name is not None and not name.lines and name.rows == 1 and bool(last[0].lines)
    serial = name is not None and bool(SERIAL.match(words(name)))
    return (numbered or blank) and not serial and all(above[-1] not in STOPS for above, _, _ in pairs)


def _without_name(over: DraftTable, body: Sequence[DraftCell]) -> bool:
    """Whether the first row under the break leaves a column blank that says something in every row above it."""
    blank = {cell.column for cell in body if cell.row == 0 and cell.rows == 1 and cell.columns == 1 and not cell.lines}
    for column in blank:
        mine = [cell for cell in over.cells if cell.column == column and not cell.header]
        if len(mine) >= 4 and all(cell.lines and cell.rows == cell.columns == 1 for cell in mine):
            return True
    return False


def _complete(text: str) -> bool:
    """Whether a cell's words stand for themselves: a figure, a serial number, 预期性."""
    return bool(
        SERIAL.match(text) or re.fullmatch(r"[≥≤<>＞＜约]?[\d.,]+[%％]?(?:左右|以上|以内)?|[—\-/]+|约束性|预期性", text)
    )


def _cut(above: str, below: str) -> bool:
    """Whether a cell's words break off and go on: a bracket left open, a stop or a unit in brackets at the start."""
    opened = sum(above.count(c) for c in "（(《“") > sum(above.count(c) for c in "）)》”")
    return (
        opened
        or below[0] in "，。；、）)》”"
        or bool(re.match(r"[（(][^）)\d一二三四五六七八九十]{1,12}[）)]$", below))
    )


def _continue_row(cells: list[DraftCell], over: DraftTable, body: list[DraftCell]) -> list[DraftCell]:
    """Adds the first row's lines to the cells above; the rest of the body is returned."""
    first = {cell.column: cell for cell in body if cell.row == 0}
    for n, cell in enumerate(cells):
        if cell.row + cell.rows == over.rows and cell.column in first:
            tail = first[cell.column]
            cells[n] = replace(cell, lines=cell.lines + tail.lines, rows=cell.rows + tail.rows - 1)
    return [cell for cell in body if cell.row > 0]


def _extend_down(cells: list[DraftCell], over: DraftTable, body: list[DraftCell]) -> None:
    """A merged cell cut by the page's end: its rest under the break, blank or with the end of its words, joins it."""
    for tail in [cell for cell in body if cell.row == 0 and cell.rows > 1]:
        for n, cell in enumerate(cells):
            above = cell.row + cell.rows == over.rows and cell.column == tail.column and cell.columns == tail.columns
            if above and cell.lines and (not tail.lines or _cut(words(cell), words(tail)) or _hangs(tail, over, body)):
                cells[n] = replace(cell, rows=cell.rows + tail.rows, lines=cell.lines + tail.lines)
                body.remove(tail)
                break


def _hangs(tail: DraftCell, over: DraftTable, body: Sequence[DraftCell]) -> bool:
    """Whether a merged cell at a page's head has its words at its top, while the column's others have them amid."""
    if SERIAL.match(words(tail)):
        return False
    above = [cell for cell in over.cells if cell.row + cell.rows < over.rows]
    below = [cell for cell in body if cell.row > 0]
    heights = [
        _height_in(cell, among)
        for peers, among in ((above, over.cells), (below, body))
        for cell in peers
        if cell.column == tail.column and cell.rows > 1 and cell.lines and not cell.header
    ]
    return bool(heights) and all(0.35 < height < 0.65 for height in heights) and _height_in(tail, body) < 0.3


def _height_in(cell: DraftCell, cells: Sequence[DraftCell]) -> float:
    """Where the middle of a merged cell's words stands between the words of its first and last row, from 0 to 1."""
    beside = [
        line
        for other in cells
        if other.rows == 1 and cell.row <= other.row < cell.row + cell.rows
        for line in other.lines
        if line.page == cell.lines[0].page
    ]
    if not beside:
        return 0.5
    top, bottom = min(line.box.top for line in beside), max(line.box.bottom for line in beside)
    middle = (min(line.box.top for line in cell.lines) + max(line.box.bottom for line in cell.lines)) / 2
    return (middle - top) / max(bottom - top, 1.0)
