"""One metric across documents (指标对齐): the same indicator by place and year in one unit, against the national line.

Levels, falls, rises and yearly rates are different measures and never share an axis; units are brought to one base.
Beside that: values of one document that exclude each other, and what changed from one set of targets to another.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf, isclose
from typing import Final, Literal

from extract import indicators
from extract.normalise import conversion
from kb.axes import Apart, Place, apart, in_base, measure, names_of, of_part, owner, placed, whose
from kb.model import TargetRow

Against = Literal["高于", "低于", "持平"]
NATION: Final = "全国"
MEASURES: Final = {
    "level": "水平", "sum": "累计量", "increase": "增量", "decrease": "降幅", "rate": "年均变化", "milestone": "节点",
}  # fmt: skip
_RATIOS: Final = ("%", "百分点", "倍")
_ABOUT: Final = 0.05
_LEAST_ALIKE: Final = 0.5
_NEAR: Final = 5
_PART: Final = re.compile(r"[（(]([^（）()]*(?:地区|城市|县城|区域|流域|[省市县区州]|地段|建筑|工程))[）)]$")
_ASKED: Final = (
    ("decrease", re.compile(r"下降|降低|减少|降幅|削减")),
    ("rate", re.compile(r"年均|每年|增速")),
    ("increase", re.compile(r"新增|净增|增量")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A point of an aligned metric (对齐的一行): whose, for when, its value in the common unit, and how it stands to the
    nation's value of the same year and measure (None when there is none, or for the nation itself).

    ``note`` says what was understood of a unit that is missing or misprinted; ``again`` how often the document says the
    same once more.
    """

    place: str
    year: int | None
    value: float | None
    against: Against | None
    row: TargetRow
    note: str = ""
    again: int = 0


@dataclass(frozen=True, slots=True)
class Alignment:
    """A metric lined up (指标对齐表) in one unit and one ``measure`` (水平、降幅 …); ``others`` hold its other measures,
    ``near`` the names of like metrics that are not the same (相近的指标: 充电桩数量 → 新建充电桩数量), ``apart`` the rows
    that name the metric and stand in none of the tables, each with the reason."""

    metric: str
    unit: str
    lines: tuple[Line, ...]
    measure: str = "水平"
    others: tuple[Alignment, ...] = ()
    near: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows of one document (相互矛盾的目标) that give one metric, place and year values that exclude each other."""

    doc: str
    metric: str
    scope: str
    year: int
    rows: tuple[TargetRow, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a target (目标的变化) from an older to a newer set: 数值改变, 取消, 新增, or 改期 to another year."""

    kind: Literal["数值改变", "取消", "新增", "改期"]
    metric: str
    scope: str
    year: int | None
    before: TargetRow | None
    after: TargetRow | None


def canonical(metric: str, place: str = "") -> str | None:
    """The lexicon's name of a metric, None when it is not in the lexicon."""
    return indicators.canonical(metric, place)


def same_metric(first: str, second: str) -> bool:
    """Whether two names mean one metric: 非化石能源占能源消费总量比重 and 非化石能源消费比重 do."""
    return indicators.same(first, second)


def similarity(first: str, second: str) -> float:
    """How alike two metric names are, from 0 to 1; 1 when they mean the same."""
    return indicators.similarity(first, second)


def metrics(rows: Iterable[TargetRow]) -> tuple[tuple[str, int, int], ...]:
    """The metrics of the rows under one name each, with the number of rows and of places; those that the lexicon knows
    first, then by places. Rows without a value are left out."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    for row in (row for row in rows if row.value is not None):
        identity = _identity(row)
        if indicators.canonical(row.metric, owner(row), remarks=False):
            known.add(identity)
        names[identity][row.metric] += 1
        places[identity].add(row.scope)
    order = sorted(names, key=lambda one: (one not in known, -len(places[one]), -names[one].total(), one))
    return tuple((names[one].most_common(1)[0][0], names[one].total(), len(places[one])) for one in order)


def align(rows: Iterable[TargetRow], metric: str) -> Alignment:
    """All rows that state ``metric``, by place and year. When no row does, the most similar metric is taken.

    The measure is the one that the question's words ask for, else the one most rows have; the rest is in ``others``.
    """
    all_rows = list(rows)
    name, found = _matching(all_rows, metric)
    names = names_of(name)
    more = _of_parts(all_rows, name, names) if found else []
    parts = {row.id: names for row in more}
    found += more
    groups: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for one in placed(found):
        groups[one.measure, one.unit].append(one)
    near = _near(all_rows, metric, name)
    rest = apart(all_rows, found, names)
    if not groups:
        return Alignment(name, "", (), near=near, apart=rest)
    tables = [Alignment(name, unit, _lines(members, parts), MEASURES[kind]) for (kind, unit), members in groups.items()]
    wanted = next((MEASURES[kind] for kind, words in _ASKED if words.search(metric)), "")
    tables.sort(key=lambda table: (table.measure != wanted, -len(table.lines)))
    first = tables[0]
    return Alignment(first.metric, first.unit, first.lines, first.measure, tuple(tables[1:]), near, rest)


def conflicts(rows: Iterable[TargetRow]) -> tuple[Conflict, ...]:
    """Where one document contradicts itself: same metric, place, year and measure, values that exclude each other."""
    groups: dict[tuple[str, str, str, int, str, str], list[TargetRow]] = defaultdict(list)
    for row in rows:
        if row.year is not None and row.value is not None and _can_conflict(row):
            names = (row.document_id, _identity(row), row.scope, row.year, measure(row), _base(row))
            groups[names].append(row)
    found = []
    for (_, _, scope, year, _, _), members in groups.items():
        first = members[0]
        apart = [row for row in members if _exclude(first, row)]
        if apart:
            found.append(Conflict(first.doc, first.metric, scope, year, (first, *apart)))
    return tuple(found)


def changes(before: Iterable[TargetRow], after: Iterable[TargetRow]) -> tuple[Change, ...]:
    """What changed between two versions or two plan periods, in the order of the newer, dropped targets last."""
    old, new = _by_identity(before), _by_identity(after)
    found: list[Change] = []
    added: list[TargetRow] = []
    for names, row in new.items():
        earlier = old.get(names)
        if earlier is None:
            added.append(row)
        elif not _same_value(earlier, row):
            found.append(Change("数值改变", row.metric, row.scope, row.year, earlier, row))
    gone = {names: row for names, row in old.items() if names not in new}
    for row in added:
        moved = next((one for one in gone if _moved(gone[one], row)), None)
        if moved is None:
            found.append(Change("新增", row.metric, row.scope, row.year, None, row))
        else:
            found.append(Change("改期", row.metric, row.scope, row.year, gone.pop(moved), row))
    found += [Change("取消", row.metric, row.scope, row.year, row, None) for row in gone.values()]
    return tuple(found)


def _matching(rows: Sequence[TargetRow], metric: str) -> tuple[str, list[TargetRow]]:
    name = indicators.canonical(metric)
    found = [row for row in rows if indicators.same(row.metric, metric, owner(row))]
    if found:
        return name or metric, found
    like = _alike(rows, metric)
    if like is None:
        return name or metric, []
    return like, [row for row in rows if indicators.same(row.metric, like, owner(row))]


def _of_parts(rows: Sequence[TargetRow], metric: str, names: Sequence[str]) -> list[TargetRow]:
    """Rows of the metric for a part of a place (市城区细颗粒物浓度) that are no indicator of their own."""
    found = []
    for row in rows:
        if of_part(row, names) and not indicators.same(row.metric, metric, owner(row)):
            own = indicators.canonical(row.metric, owner(row))
            if own is None or own == indicators.canonical(metric):
                found.append(row)
    return found


def _alike(rows: Sequence[TargetRow], metric: str) -> str | None:
    """The metric of the rows that ``metric`` most likely means: alike in its words, known, said of several places."""
    ranked = _ranked(rows, metric)
    return ranked[0] if ranked else None


def _near(rows: Sequence[TargetRow], metric: str, name: str) -> tuple[str, ...]:
    """Names of other metrics of the rows that are like ``metric``, the likest first."""
    return tuple(one for one in _ranked(rows, metric) if not indicators.same(one, name))[:_NEAR]


def _ranked(rows: Sequence[TargetRow], metric: str) -> list[str]:
    """Metrics that share enough words with ``metric``. A name that holds all of it, one that the lexicon knows and one
    said of several places go before others as alike: 新能源汽车占比 means the share of sales, not that of one bus fleet."""
    asked = indicators.key(metric)
    places: dict[str, set[str]] = defaultdict(set)
    names: dict[str, tuple[str, bool]] = {}
    for row in rows:
        identity = _identity(row)
        lexical = indicators.canonical(row.metric, owner(row), remarks=False)
        names.setdefault(identity, (lexical or row.metric, lexical is not None))
        places[identity].add(row.scope)
    fits: dict[str, float] = {}
    for identity, (name, known) in names.items():
        holds, alike = bool(asked) and asked in indicators.key(name), indicators.similarity(name, metric)
        if holds or alike >= _LEAST_ALIKE:
            fits[name] = alike + 0.2 * holds + 0.3 * known + 0.05 * min(len(places[identity]), 4)
    return sorted(fits, key=lambda name: (-fits[name], name))


def _base(row: TargetRow) -> str:
    return conversion(row.unit)[1]


def _lines(places: Sequence[Place], parts: dict[str, tuple[str, ...]]) -> tuple[Line, ...]:
    nation: dict[int | None, list[float]] = defaultdict(list)
    for one in places:
        if one.row.scope == NATION and one.value is not None:
            nation[one.row.year].append(one.value)
    usual = {year: Counter(values).most_common(1)[0][0] for year, values in nation.items()}
    said: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for one in places:
        row = one.row
        place = _place(row, parts.get(row.id, ()))
        line = Line(place, row.year, one.value, _against(row, one.value, usual.get(row.year)), row, one.note)
        said[row.document_id, line.place, row.year, one.value, row.value_max].append(line)
    lines = [_once(same) for same in said.values()]
    return tuple(sorted(lines, key=lambda line: (line.place != NATION, line.place, line.year or 0, line.row.doc)))


def _once(same: Sequence[Line]) -> Line:
    """One line for what a document says several times; 39% in the text and ≥39 in the table is ≥39."""
    bound = [line for line in same if line.row.comparator != "="]
    return replace(bound[0] if bound else same[-1], again=len(same) - 1)


def _place(row: TargetRow, names: Sequence[str]) -> str:
    """Whose value it is: the scope, with the part of it that the metric names in brackets (广东省（重点推进地区）) or
    before its own name ``names`` (广元市（市城区）)."""
    place, before = whose(row), of_part(row, names)
    if before:
        return before if before.startswith(place) else f"{place}（{before}）"
    part = _PART.search(row.metric)
    if part is None or part[1] == row.scope:
        return place
    known = indicators.canonical(row.metric, owner(row), remarks=False)
    remarked = known is None and indicators.canonical(row.metric, owner(row)) is not None
    return f"{place}（{part[1]}）" if remarked else place


def _against(row: TargetRow, value: float | None, nation: float | None) -> Against | None:
    if value is None or nation is None or row.scope == NATION:
        return None
    if isclose(value, nation, rel_tol=1e-6, abs_tol=1e-9):
        return "持平"
    return "高于" if value > nation else "低于"


def _in_base(row: TargetRow) -> float | None:
    return in_base(row.value, conversion(row.unit)[0])


def _identity(row: TargetRow) -> str:
    known = indicators.canonical(row.metric, owner(row), remarks=False)
    return known or indicators.key(row.metric, owner(row))


def _interval(row: TargetRow) -> tuple[float, float]:
    """The values that a row allows, in the base unit; 左右 allows a twentieth more or less."""
    low = _in_base(row) or 0.0
    high = low if row.value_max is None else float(Decimal(str(row.value_max)) * conversion(row.unit)[0])
    if row.comparator in (">", ">="):
        return low, inf
    if row.comparator in ("<", "<="):
        return -inf, high
    slack = abs(low) * _ABOUT if row.comparator == "~" else abs(low) * 1e-6
    return low - slack, high + slack


def _exclude(first: TargetRow, second: TargetRow) -> bool:
    (low, high), (other_low, other_high) = _interval(first), _interval(second)
    return high < other_low or other_high < low


def _can_conflict(row: TargetRow) -> bool:
    """Whether a row states the one value of its metric: increments add up, and amounts of unnamed things are many."""
    if row.kind != "target" or row.change == "increase":
        return False
    return _base(row) in _RATIOS or indicators.canonical(row.metric, owner(row), remarks=False) is not None


def _by_identity(rows: Iterable[TargetRow]) -> dict[tuple[str, str, int | None, str, str], TargetRow]:
    found: dict[tuple[str, str, int | None, str, str], TargetRow] = {}
    for row in rows:
        found.setdefault((_identity(row), row.scope, row.year, measure(row), _base(row)), row)
    return found


def _same_value(first: TargetRow, second: TargetRow) -> bool:
    return _in_base(first) == _in_base(second) and (first.value_max, first.comparator) == (
        second.value_max,
        second.comparator,
    )


def _moved(first: TargetRow, second: TargetRow) -> bool:
    """Whether two rows state the same metric of the same place for different years."""
    names = (_identity(first), first.scope, measure(first), _base(first))
    return first.year != second.year and names == (_identity(second), second.scope, measure(second), _base(second))
