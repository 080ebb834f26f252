"""What the reading of a table gives (表格读取结果): target rows without ids, figures left over, cells of prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from extract.model import Change, Kind, Mention, Period, Quantity
from ingest.model import Span

RULE: Final = "指标表"


@dataclass(frozen=True, slots=True)
class Row:
    """A target of a table (指标表中的目标): all of a ``Target`` that the table itself tells; ids are given elsewhere."""

    span: Span
    kind: Kind
    metric: str
    metric_span: Span | None
    quantity: Quantity | None
    change: Change
    period: Period | None
    baseline_year: int | None
    binding: Literal["约束性", "预期性"] | None
    scope: str
    agencies: tuple[Mention, ...] = ()
    lead: tuple[Mention, ...] = ()
    hedge: str | None = None
    milestone: str = ""
    rule: str = RULE
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class Prose:
    """A cell that holds sentences (文字单元格), with what other cells of its row say about it: time limit and bodies."""

    span: Span
    due: int | None = None
    agencies: tuple[Mention, ...] = ()
    lead: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table gives: target rows, figures that are none with the reason in Chinese, and cells that hold prose."""

    rows: tuple[Row, ...]
    leftovers: tuple[tuple[Span, str], ...]
    prose: tuple[Prose, ...]
