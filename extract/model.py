"""Types of extraction (目标抽取): quantities as exact intervals, periods, targets, and the numbers left over."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ingest.model import Span

Comparator = Literal["=", ">=", ">", "<=", "<", "~", "range"]
Change = Literal["level", "decrease", "increase", "rate"]
YearRole = Literal["by", "in", "from", "before"]
YearBasis = Literal["stated", "inherited", "inferred"]
Kind = Literal["target", "milestone"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount (数量) as an exact interval in the unit as written: 不低于20% → [20, ∞); 2%—3% → [2, 3].

    ``span`` covers number and unit with the words that bound it (不低于…, …左右) where they touch; ``written`` is the
    number with its bounding words and unit as written, white space removed. ``low``/``high`` are None where open.
    ``missing`` marks an amount whose digits the document has lost. ``number_span`` covers the digits alone, so that
    every number of a document can be accounted for once.
    """

    span: Span
    number_span: Span
    written: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    low_included: bool = True
    high_included: bool = True
    approximate: bool = False
    missing: bool = False

    @property
    def comparator(self) -> Comparator:
        """The column ``comparator`` (比较关系) of the labelling guide."""
        if self.low is not None and self.high is not None:
            if self.low != self.high:
                return "range"
            return "~" if self.approximate else "="
        if self.low is not None:
            return ">=" if self.low_included else ">"
        if self.high is not None:
            return "<=" if self.high_included else "<"
        return "="

    @property
    def value(self) -> Decimal | None:
        """The column ``value``: the number as written, the lower bound of a range."""
        return self.low if self.low is not None else self.high

    @property
    def value_max(self) -> Decimal | None:
        """The column ``value_max``: the upper bound of a range, else None."""
        return self.high if self.comparator == "range" else None


@dataclass(frozen=True, slots=True)
class Period:
    """When a target falls due (目标年): 到2025年 → (None, 2025, by); “十四五”期间 → (2021, 2025, in)."""

    span: Span | None
    start_year: int | None
    end_year: int
    role: YearRole
    basis: YearBasis


@dataclass(frozen=True, slots=True)
class Mention:
    """A responsible body (责任单位) as the text names it, and where."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A quantitative policy target (量化目标) or milestone (碳达峰、碳中和), one row of the target table.

    ``span`` is the quote: the shortest run that holds metric and value. ``quantity`` is None for a milestone, whose
    words are ``milestone``. ``confidence`` is in [0, 1]. ``rule`` names the pattern that made the row. ``id`` is stable
    over re-reading: clause id, metric, value and year hashed, with an ordinal among equals.
    """

    id: str
    document_id: str
    clause_id: str
    span: Span
    kind: Kind
    metric: str
    metric_span: Span | None
    quantity: Quantity | None
    change: Change
    period: Period | None
    baseline_year: int | None
    agencies: tuple[Mention, ...]
    lead_agencies: tuple[Mention, ...]
    scope: str
    binding: Literal["约束性", "预期性"] | None
    hedge: str | None
    rule: str
    confidence: float
    table: bool = False
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A number of the text that is no target (未入表的数字), with the reason in Chinese."""

    document_id: str
    clause_id: str
    span: Span
    written: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that extraction gives for one document: every number is in a target or in a leftover, none twice."""

    targets: tuple[Target, ...]
    leftovers: tuple[Leftover, ...]
