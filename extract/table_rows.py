"""Indicator tables (指标表) → rows of targets: one row for each cell that states a value for a year ahead.

Columns of base years, headers, numbering and tables of another kind give no rows; their figures are listed with the
reason. Cells that hold sentences are handed back, to be read by the rules for prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from extract import lexicon, scope, table_lists, table_parallel, table_years
from extract.model import Period
from extract.periods import plan_period
from extract.table_captions import is_metric, metric_over
from extract.table_cells import Amount, amounts, is_nothing, loose_numbers
from extract.table_grid import Column, Grid, columns, due_of, is_place, own_rows, row_span, unit_of_table
from extract.table_model import Prose, Row, TableReading
from extract.table_names import RowName, headed_by, name_of, of_column, powered
from extract.table_values import baseline_of, binding_of, bodies, change_of, label_of, labelled, place_of, positive
from ingest.model import Block, Cell, Clause, Document, Span

__all__ = ["Prose", "Row", "TableReading", "read"]

_BEHIND: Final = re.compile(r"\s*[（(]([\u4e00-\u9fff]{2,16})[）)]")
_SENTENCE: Final = re.compile(r"[，。；：]|[\u4e00-\u9fff]{10}")
_NO_TABLE: Final = "非指标表中的数"
_PLAN: Final = re.compile(r"十([二三四五六七])五")


def read(document: Document, clause: Clause, block: Block, *, default_scope: str | None = None) -> TableReading:
    """Reads a table block; every figure in it ends in exactly one of rows, leftovers and prose cells."""
    grid = Grid(document, block)
    since, horizon = _times(document, grid)
    roles = columns(grid, since, horizon)
    home = scope.named_in(grid.title) or default_scope or scope.home_of(document)
    peaks = tuple(table_lists.peaks(grid, home))
    if peaks:
        return TableReading(peaks, tuple(_left(grid, roles, peaks)), ())
    why_not = _not_indicators(grid, roles)
    if why_not in ("", _NO_TABLE) and (why_not or table_years.applies(grid, roles)):
        yearly = table_years.read(grid, roles, clause, home, since)
        if yearly is not None:
            return yearly
    if why_not:
        return _other_table(grid, roles, why_not, tuple(table_lists.projects(grid, roles, home, horizon)))
    names = {place: name for place in own_rows(grid) if (name := name_of(grid, roles, place)) is not None}
    over = _indicator_over(grid, clause, tuple(names.values()))
    rows = [row for place, name in names.items() for row in _rows(grid, roles, place, name, over, home, since)]
    return TableReading(tuple(rows), tuple(_left(grid, roles, rows)), ())


def _times(document: Document, grid: Grid) -> tuple[int, int | None]:
    """(last year that is past, end of the plan period) for a document, from its metadata and the table's title."""
    period = document.metadata.period
    if period is None:
        match = _PLAN.search(document.metadata.title) or _PLAN.search(document.name)
        period = plan_period(f"十{match[1]}五") if match else None
    named = _PLAN.search(grid.title)
    ahead = plan_period(f"十{named[1]}五") if named else None
    issued = document.metadata.issued_on or document.metadata.published_on or ""
    if period is not None:
        since = period[0] - 1
    elif issued[:4].isdigit():
        since = int(issued[:4]) - 1
    else:
        since = ahead[0] - 1 if ahead else 0
    return since, (ahead or period or (0, None))[1]


def _not_indicators(grid: Grid, roles: Sequence[Column]) -> str:
    """Why a table is no table of targets (in Chinese), "" when it is one."""
    wanted = [column for column in roles if column.role == "target"]
    if not wanted:
        past = any(column.role == "base" for column in roles) or _says(grid.title, "past")
        return "统计或完成情况表" if past else _NO_TABLE
    if _says(grid.title, "past") and not any(column.stated and not _says(grid.title, "past") for column in wanted):
        return "上一时期完成情况表"
    if _says(grid.title, "forecast") and "目标" not in grid.title:
        return "测算或预测表"
    if any(column.role == "project" for column in roles):
        return "项目清单中的数"
    if not any(column.role in ("name", "place", "other", "category") for column in roles):
        return _NO_TABLE
    return ""


def _says(words: str, key: str) -> bool:
    return any(word in words for word in lexicon.words("tables", key))


def _other_table(grid: Grid, roles: Sequence[Column], reason: str, rows: tuple[Row, ...]) -> TableReading:
    """A table of another kind: cells of words are prose, all other figures are left over with ``reason``."""
    taken = [row.quantity.number_span for row in rows if row.quantity is not None]
    prose: list[Prose] = []
    left: list[tuple[Span, str]] = []
    for cell in grid.cells:
        if cell.span is None:
            continue
        words = grid.words(cell)
        if not cell.header and len(words) >= 12 and _SENTENCE.search(words) and "完成情况" not in reason:
            due = due_of(grid, roles, cell.row)
            prose.append(Prose(cell.span, due[0] if due else None, *bodies(grid, roles, cell.row)))
        else:
            left += [(span, "表头" if cell.header else reason) for span in loose_numbers(grid.text, cell.span, taken)]
    return TableReading(rows, tuple(left), tuple(prose))


def _dated(grid: Grid, roles: Sequence[Column], place: int, column: Column) -> Column:
    """The column with the year that the row's own time column states (目标年, 完成时限)."""
    due = due_of(grid, roles, place)
    return replace(column, year=due[0], start=None, stated=True) if due and not column.stated else column


def _own_name(name: RowName, column: Column, over: str) -> RowName | None:
    """The row's name, completed where rows are only places or subjects; None when nothing names an indicator.

    ``over`` is the indicator that the words over the table name for such rows, "" for rows that name their own.
    """
    own = of_column(column)
    if name.placed:
        scoped = is_place(own)
        metric = own if own and not scoped else name.metric or over
        return replace(name, metric=metric, told=metric, scope=own if scoped else name.scope) if metric else None
    if over and not is_metric(own):
        scoped = is_place(own)
        told = over if name.told in over else name.told + over
        return replace(name, metric=headed_by(told), told=told, scope=own if scoped else name.scope)
    if is_place(own) and not name.scope:
        return replace(name, scope=own) if name.metric else None
    return name if name.metric else None


def _indicator_over(grid: Grid, clause: Clause, names: Sequence[RowName]) -> tuple[str, str]:
    """(indicator, unit) of the words over the table for rows that name none themselves, ("", "") when one does."""
    if any(not name.placed and (name.unit or is_metric(name.told)) for name in names):
        return "", ""
    metric, unit = metric_over(grid, clause)
    placed = all(name.placed for name in names)
    return (metric, unit) if placed or is_metric(metric) else ("", "")


def _rows(
    grid: Grid, roles: Sequence[Column], place: int, name: RowName, over: tuple[str, str], home: str, since: int
) -> Iterator[Row]:
    """The targets of one row of an indicator table."""
    kind = binding_of(grid, roles, place)
    agencies, lead = bodies(grid, roles, place)
    quote = row_span(grid, place, name.cell.column) or name.cell.span
    falls = _falls(grid, roles, place)
    for at, column in enumerate(roles):
        cell = grid.cell(place, at)
        if column.role not in ("target", "rate", "total") or cell is None or cell.span is None:
            continue
        if cell.row != place or is_nothing(grid.words(cell)) or quote is None:
            continue
        column = _dated(grid, roles, place, column)
        own = _own_name(name, column, over[0])
        if own is None or (column.stated and column.year is not None and column.year <= since):
            continue
        own = replace(own, unit=own.unit or (over[1] if not column.unit else ""))
        for part, amount, label in _values(grid, roles, place, own, column, cell):
            change = change_of(part, column, amount, label, falls)
            yield Row(
                span=quote if len(quote) <= 300 else cell.span, kind="target", metric=labelled(part, label, amount),
                metric_span=name.cell.span, quantity=positive(amount), change=change, period=_period(column, amount),
                baseline_year=baseline_of(grid, part, column, cell, change), binding=kind, 
                scope=own.scope or place_of(label) or scope.named_by(part.metric, home) or home,
                agencies=agencies, lead=lead, confidence=0.95 if column.role == "target" and not label else 0.75,
            )  # fmt: skip


def _values(
    grid: Grid, roles: Sequence[Column], place: int, name: RowName, column: Column, cell: Cell
) -> Iterator[tuple[RowName, Amount, str]]:
    """The figures of a cell, each with the name it belongs to and the words before it when the cell holds several."""
    unit = _unit(grid, roles, place, name, column)
    part = replace(name, metric=powered(name.metric, unit))
    assert cell.span is not None
    if parallel := table_parallel.members(grid.text, cell.span, name.metric, unit):
        for metric, one in parallel:
            yield replace(name, metric=metric), one, ""
        return
    found = amounts(grid.text, cell.span, unit)
    start = cell.span.start
    for amount in found:
        if column.role == "rate" and not amount.summed:
            amount = replace(amount, quantity=replace(amount.quantity, unit="%"))
        after = _BEHIND.match(grid.text, amount.quantity.span.end, cell.span.end) if len(found) > 1 else None
        label = after[1] if after else label_of(grid.text, start, amount)
        start = after.end() if after else amount.quantity.span.end
        yield part, amount, label


def _falls(grid: Grid, roles: Sequence[Column], place: int) -> bool:
    """Whether the row's value ahead lies below its present one."""
    values = []
    for role in ("base", "target"):
        at = next((i for i, column in enumerate(roles) if column.role == role), None)
        cell = grid.cell(place, at) if at is not None else None
        found = amounts(grid.text, cell.span, "") if cell is not None and cell.span is not None else ()
        values.append(found[0].quantity.value if len(found) == 1 else None)
    return values[0] is not None and values[1] is not None and values[1] < values[0]


def _period(column: Column, amount: Amount) -> Period | None:
    if column.year is None:
        return None
    start = column.start
    if start is None and (amount.summed or column.role in ("rate", "total")) and column.year % 5 == 0:
        start = column.year - 4
    basis: Literal["stated", "inferred"] = "stated" if column.stated else "inferred"
    return Period(None, start, column.year, "by" if re.search(r"[到至](?=20)", column.header) else "in", basis)


def _unit(grid: Grid, roles: Sequence[Column], place: int, name: RowName, column: Column) -> str:
    """The unit of a row's figures: its unit cell, its name, the column's header, the table's note."""
    for i, other in enumerate(roles):
        if other.role == "unit":
            words = grid.words(grid.cell(place, i))
            return "" if words in lexicon.words("tables", "no_unit") else words
    return name.unit or column.unit or unit_of_table(grid)


def _left(grid: Grid, roles: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[Span, str]]:
    """The figures of an indicator table that became no row, each with the reason."""
    taken = [row.quantity.number_span for row in rows if row.quantity is not None]
    taken += [row.period.span for row in rows if row.kind == "milestone" and row.period and row.period.span]
    reasons = {
        "index": "序号", "category": "指标名称中的数", "name": "指标名称中的数", "place": "地区名称中的数", "unit": "单位中的数",
        "base": "基期或现状值", "forecast": "展望或预测值", "attribute": "备注", "lead_body": "责任单位", "body": "责任单位",
        "target": "单元格内不是目标值", "rate": "增速列内不是目标值", "total": "累计列内不是目标值",
    }  # fmt: skip
    for cell in grid.cells:
        if cell.span is None:
            continue
        role = roles[cell.column].role if cell.column < len(roles) else "other"
        reason = "表头" if cell.header or cell.row < grid.first_row else reasons.get(role, "表中其他栏")
        for span in loose_numbers(grid.text, cell.span, [one for one in taken if one.overlaps(cell.span)]):
            yield span, reason
