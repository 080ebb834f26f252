"""Tables that list things one by one: places with the year of their peak (达峰年份), projects with their size (项目表)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from extract.model import Period
from extract.table_cells import amounts
from extract.table_grid import Column, Grid, own_rows, row_span
from extract.table_model import Row
from extract.table_names import powered
from ingest.model import Cell, Span

_PEAK: Final = re.compile(r"达峰(?:目标)?(?:年|时间)|峰值年|碳中和(?:目标)?(?:年|时间)")
_PEAK_YEAR: Final = re.compile(r"20\d\d年?(?:前|左右)?")
_SIZE: Final = re.compile(
    r"(?:新增|新建|建成|扩建|建设|规模)?(?:装机|容量|面积|规模)?(?:约|达到)?[\d.,]+[\u4e00-\u9fffA-Za-z/]{1,8}"
)
_SIZES: Final = (
    "千瓦",
    "千瓦时",
    "千伏安",
    "立方米",
    "平方米",
    "公顷",
    "亩",
    "公里",
    "吨/日",
    "吨/天",
    "立方米/日",
    "平方公里",
)


def peaks(grid: Grid, home: str) -> Iterator[Row]:
    """Milestones of a table that lists places and the year of their peak (城市 | 碳达峰目标年份), columns repeated."""
    for column in range(1, grid.width):
        header = "".join(grid.headers(column))
        match = _PEAK.search(header)
        if match is None:
            continue
        metric = "碳达峰" if "峰" in match.group() else "碳中和"
        for row in own_rows(grid):
            place, cell = grid.cell(row, column - 1), grid.cell(row, column)
            words = grid.words(cell)
            if (
                place is None
                or cell is None
                or place.span is None
                or cell.span is None
                or not _PEAK_YEAR.fullmatch(words)
            ):
                continue
            role: Literal["before", "in"] = "before" if "前" in words else "in"
            period = Period(cell.span, None, int(words[:4]), role, "stated")
            yield Row(
                span=Span(place.span.start, cell.span.end), kind="milestone", metric=metric, metric_span=None, quantity=None,
                change="level", period=period, baseline_year=None, binding=None, scope=grid.words(place) or home,
                milestone=header, rule="达峰年份表",
            )  # fmt: skip


def projects(grid: Grid, roles: Sequence[Column], home: str, horizon: int | None) -> Iterator[Row]:
    """Project lists (项目名称 | 建设内容) of a plan: cells that hold nothing but a size (新增约90万千瓦)."""
    if horizon is None or not any(column.role == "project" for column in roles):
        return
    for place in own_rows(grid):
        cells = [cell for i in range(grid.width) if (cell := grid.cell(place, i)) is not None]
        last, name = cells[-1], cells[-2] if len(cells) > 1 else None
        size = _SIZE.fullmatch(grid.words(last))
        if name is None or size is None or last.span is None or name is last or _is_listed(grid, name):
            continue
        for amount in amounts(grid.text, last.span, ""):
            if amount.quantity.unit.endswith(_SIZES):
                quote = row_span(grid, place, name.column) or last.span
                yield Row(
                    span=quote, kind="target", metric=powered(grid.words(name), amount.quantity.unit), metric_span=name.span,
                    quantity=amount.quantity, change="increase", period=Period(None, None, horizon, "by", "inferred"),
                    baseline_year=None, binding=None, scope=home, rule="项目表", confidence=0.6,
                )  # fmt: skip


def _is_listed(grid: Grid, cell: Cell) -> bool:
    """Whether a cell names a column or a group and no project."""
    return cell.header or not re.search(r"[\u4e00-\u9fff]{2}", grid.words(cell))
