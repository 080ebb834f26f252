"""Where rows of one metric stand on a common axis (同一坐标): value and unit in one base, whole rows that find no place.

A unit that is missing or misprinted is understood from the metric, and said to be; a value that would then lie far from
those whose unit is printed is not taken for what it is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from extract import indicators
from extract.normalise import comparable, conversion
from extract.usual_units import understood
from extract.view import TRANSLATION
from kb.amounts import cumulative
from kb.model import TargetRow

_FAR: Final = 30.0
_NO_UNIT: Final = "原文未写单位"
_PART: Final = re.compile(  # a part of any place, without a name of its own
    r"(?:全|本|中心|主|老|新|建成|重点|地级(?:及以上)?|县级(?:及以上)?|设区的?|沿海|沿江|沿黄|其他|其它|[市省县州])*"
    r"(?:城区|市区|地区|城市|县城|城镇|区域|流域|[市县区])的?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row on its axis (一行在坐标上的位置): measure, value in the base unit, that unit, and what was understood."""

    row: TargetRow
    measure: str
    value: float | None
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """A row that speaks of the metric and stands in no table of it (未并入的行), with the reason."""

    row: TargetRow
    reason: str


def owner(row: TargetRow) -> str:
    """The place that may stand before the row's metric: whose target it is (汾渭平原煤炭消费量), else its document's."""
    return row.scope if row.scope and row.metric.startswith(row.scope) else row.region


def measure(row: TargetRow) -> str:
    """What kind of statement a row is: level, decrease, increase, rate, milestone; sum for an amount over the period."""
    if row.kind == "milestone":
        return "milestone"
    return "sum" if row.change == "level" and cumulative(row) and row.unit != "%" else row.change


def placed(rows: Iterable[TargetRow]) -> list[Place]:
    """Every row with its value in the base unit of its measure; rows of one measure that can stand together share it."""
    found = [_printed(row) for row in rows]
    usual: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in found:
        if one.value and one.row.unit:
            usual[one.measure, one.unit].append(abs(one.value))
    units: dict[str, list[str]] = defaultdict(list)
    for one in found:
        units[one.measure].append(one.unit)
    return [_on_axis(_understood(one, usual), units) for one in found]


def _printed(row: TargetRow) -> Place:
    factor, unit = conversion(row.unit)
    return Place(row, measure(row), in_base(row.value, factor), unit)


def _understood(one: Place, usual: dict[tuple[str, str], list[float]]) -> Place:
    """The row in the unit that its metric is usually given in, where its own says nothing."""
    row = one.row
    unit = understood(row.unit, row.metric, owner(row)) if one.measure == "level" and row.value is not None else ""
    if not unit:
        return one if row.unit or one.measure == "milestone" else _noted(one, _NO_UNIT)
    factor, base = conversion(unit)
    value = in_base(row.value, factor)
    others = usual.get((one.measure, base), [])
    what = f"原文单位为{row.unit}" if row.unit else _NO_UNIT
    if value and others and not 1 / _FAR <= abs(value) / median(others) <= _FAR:
        return _noted(one, f"{what}，按常用单位{unit}则与其他各行相差过大")
    return Place(row, one.measure, value, base, f"{what}，按指标理解为{unit}")


def _noted(one: Place, note: str) -> Place:
    return Place(one.row, one.measure, one.value, one.unit, note)


def _on_axis(one: Place, units: dict[str, list[str]]) -> Place:
    """The row under the first unit of its measure that counts the same (家 and 个)."""
    unit = next((other for other in units[one.measure] if comparable(other, one.unit)), one.unit)
    return Place(one.row, one.measure, one.value, unit, one.note)


def in_base(value: float | None, factor: Decimal) -> float | None:
    """A value of a row in the base unit of its dimension."""
    return None if value is None else float(Decimal(str(value)) * factor)


def of_part(row: TargetRow, names: Sequence[str]) -> str:
    """The part of a place that stands before the metric's own name (市城区 in 市城区细颗粒物浓度), "" when none does."""
    words = row.metric.translate(TRANSLATION)
    for name in names:
        head = words.removesuffix(name)
        if head and head != words and (head.startswith(row.scope) or _PART.fullmatch(head)):
            return head.removesuffix("的")
    return ""


def whose(row: TargetRow) -> str:
    """The place that a row binds, with its region where the scope alone names none (商洛市（中心城区）)."""
    nameless = _PART.fullmatch(row.scope) and row.region not in (row.scope, "全国", "")
    return f"{row.region}（{row.scope}）" if nameless else row.scope


def names_of(metric: str) -> tuple[str, ...]:
    """The names that texts give a metric, the longest first, in one width of characters."""
    known = indicators.canonical(metric)
    entry = next((one for one in indicators.indicators() if one.name == known), None)
    names = {metric, *(() if entry is None else (entry.name, *entry.also))}
    return tuple(sorted((name.translate(TRANSLATION) for name in names if len(name) > 3), key=lambda name: -len(name)))


def apart(rows: Iterable[TargetRow], taken: Iterable[TargetRow], names: Sequence[str]) -> tuple[Apart, ...]:
    """The rows that name the metric within a longer name, and so are something else, in the rows' order."""
    seen = {row.id for row in taken}
    return tuple(
        Apart(row, "指标名称另有限定")
        for row in rows
        if row.id not in seen and any(name in row.metric.translate(TRANSLATION) for name in names)
    )
