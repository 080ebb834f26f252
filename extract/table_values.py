"""What the figures of a table row mean (单元格数值的含义): how they change, from which base, whose they are, how binding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract import agency_names, binding, lexicon
from extract.model import Change, Mention, Quantity
from extract.table_cells import Amount
from extract.table_grid import Column, Grid, is_place
from extract.table_names import RowName
from ingest.model import Cell, Span

_ALL_OF_KIND: Final = re.compile(r"指标均为(约束性|预期性)")
_NOTE: Final = 200
_LABEL: Final = 28
"""How long a label may be: it can name several places."""
_BASE_YEAR: Final = re.compile(r"(?:[比较]|相比|相较)(20\d\d)年")


def binding_of(grid: Grid, roles: Sequence[Column], place: int) -> binding.Binding | None:
    """What the row's 属性 cell says, or the merged one above it, or the note under the table."""
    at = next((i for i, column in enumerate(roles) if column.role == "attribute"), None)
    for row in range(place, grid.first_row - 1, -1) if at is not None else ():
        cell = grid.cell(row, at or 0)
        kind = binding.of_cell(grid.words(cell))
        if kind is not None and (row == place or (cell is not None and cell.rows > 1)):
            return kind
        if cell is not None and kind is None and cell.rows == 1:
            return None
    note = _ALL_OF_KIND.search(grid.text, grid.block.span.end, min(len(grid.text), grid.block.span.end + _NOTE))
    return binding.of_cell(note[1]) if note else None


def label_of(text: str, start: int, amount: Amount) -> str:
    """The words between the figure before and this one: 上游城市≥85% → 上游城市."""
    before = re.split(r"[，；。\s]", text[start : amount.quantity.span.start].rstrip("：: "))[-1]
    parts = before.split("、")
    own = parts if re.fullmatch(r"[\u4e00-\u9fff]{2,}", parts[0]) else parts[1:] or parts
    plain = re.sub(r"[^\u4e00-\u9fff、]", "", "、".join(own))
    return re.sub(r"^(?:其中|或|和|及)|(?:力争|达到|为|不低于)$", "", plain)


def labelled(name: RowName, label: str, amount: Amount) -> str:
    """The name with the words that tell one figure of a cell from the others, words of change left out."""
    if (
        not 2 <= len(label) <= _LABEL
        or label in ("全省", "全市", "全区")
        or re.search(r"[较比]|提高|下降|降低|新增|净增|增加|建成|控制|保持|达|完成|累计", label)
    ):
        return name.metric
    return f"{name.metric}（{label}）"


def place_of(label: str) -> str:
    """The place that a label in a cell names (珠三角地区：50), "" when it tells figures apart by something else."""
    head = next((name for name in lexicon.words("scope", "named") if label.startswith(name)), "")
    return label if is_place(label) or (head and is_place(label[len(head) :])) else ""


def baseline_of(grid: Grid, name: RowName, column: Column, cell: Cell, change: Change) -> int | None:
    if change not in ("decrease", "increase"):
        return None
    base = next(
        (
            found
            for words in (name.told, grid.words(cell), column.header, grid.title)
            if (found := _BASE_YEAR.search(words))
        ),
        None,
    )
    return int(base[1]) if base else None


def positive(amount: Amount) -> Quantity:
    quantity = amount.quantity
    if quantity.low is not None and quantity.low < 0:
        return replace(quantity, low=abs(quantity.low), high=abs(quantity.high) if quantity.high is not None else None)
    return quantity


def change_of(name: RowName, column: Column, amount: Amount, label: str, falls: bool) -> Change:
    """How the value is meant: by the name's words (…降低), the column (年均增速, 累计), the sign, the cell's words."""
    falling = name.told.endswith(lexicon.words("tables", "falling")) or re.search(
        r"[比较](?:20\d\d年|上年|“?十[二三四五六]五”?末?)(?:累计)?(?:下降|降低|减少)", name.told + label
    )
    if column.role == "rate":
        return "increase" if amount.summed and not amount.negative else "decrease" if amount.negative else "rate"
    if "年均" in name.told and re.search(r"增|降|减", name.told):
        return "rate"
    if falling or amount.negative or re.search(r"下降|降低|减少|压减", amount.quantity.written + label):
        return "decrease"
    ratio = amount.quantity.unit in ("%", "百分点", "个百分点")
    rising = re.search(r"(?:增长|提高|提升|增加)(?:率|幅度|比例)?$", name.told)
    if (
        rising
        or re.search(r"提高|提升|增加|增长|新增|净增", label)
        or (not ratio and name.told.startswith(lexicon.words("tables", "rising")))
    ):
        return "increase"
    if column.role == "total" and (amount.summed or ratio or "增" in column.header):
        return "decrease" if falls else "increase"
    return "level"


def bodies(grid: Grid, roles: Sequence[Column], place: int) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The responsible bodies that a row names, and those of a 牵头 column."""
    agencies: list[Mention] = []
    lead: list[Mention] = []
    for i, column in enumerate(roles):
        cell = grid.cell(place, i) if column.role in ("lead_body", "body") else None
        if cell is None or cell.span is None:
            continue
        found = _listed(grid, cell.span)
        agencies += found
        lead += found if column.role == "lead_body" else ()
    return tuple(agencies), tuple(lead)


def _listed(grid: Grid, span: Span) -> tuple[Mention, ...]:
    """The bodies of a cell, where each line of it may hold one."""
    found: list[Mention] = []
    start = span.start
    for end in (*(region.span.end for region in grid.document.locate(span)), span.end):
        if start < end and (end == span.end or agency_names.is_body(grid.text[start:end].strip())):
            found += agency_names.names(grid.text, start, end)
            start = end
    return tuple(found)
