"""Labelled rows against extracted ones (目标评分): which pairs are the same target, and what is right about each pair.

Two rows can be one when value, unit (after conversion) and year agree and their quotes overlap; a milestone by its year.
Rows are paired one to one, best pairs first. A row is right when its metric is right too; it is strictly right when
comparator, change, baseline year and agencies are as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

Row = Mapping[str, Any]

STRICT = ("comparator", "change", "baseline_year", "agencies")
FIELDS = (*STRICT, "lead", "scope", "year_role", "period_start", "binding")
ALIKE = 0.6
_LONGEST = 300
_PEAKS, _ZEROS = ("达峰", "峰值"), ("中和", "净零", "零排放")


@dataclass(slots=True)
class Tally:
    """What came of the rows of one document, or of all."""

    labelled: int = 0
    found: int = 0
    right: int = 0
    strict: int = 0
    pairs: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.labelled += other.labelled
        self.found += other.found
        self.right += other.right
        self.strict += other.strict
        self.pairs += other.pairs
        self.fields.update(other.fields)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        return _harmonic(self.right, self.found, self.labelled)

    @property
    def strict_f1(self) -> float:
        return _harmonic(self.strict, self.found, self.labelled)


def _harmonic(right: int, found: int, labelled: int) -> float:
    return 2 * right / (found + labelled) if found + labelled else 0.0


def score(labels: Sequence[Row], found: Sequence[Row]) -> Tally:
    """Compare one document's labels with its extracted rows; labels marked ``optional`` cost nothing either way."""
    labels = [row for row in labels if not row.get("value_missing")]
    found = [row for row in found if not row.get("value_missing")]
    pairs = paired(labels, found)
    needed = [(label, row) for label, row in pairs if not label.get("optional")]
    spare = len(pairs) - len(needed)
    tally = Tally(labelled=sum(not row.get("optional") for row in labels), found=len(found) - spare, pairs=len(needed))
    for label, row in needed:
        agreed = agreement(label, row)
        named = metric_likeness(label, row) >= ALIKE
        tally.right += named
        tally.strict += named and all(agreed[name] for name in STRICT)
        tally.fields.update(name for name in FIELDS if agreed[name])
    return tally


def paired(labels: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Rows that are one, best pairs first."""
    possible = [
        (weight, -abs(place - other), place, other)
        for place, label in enumerate(labels)
        for other, row in enumerate(found)
        if (weight := likeness(label, row)) is not None
    ]
    used: set[int] = set()
    taken: set[int] = set()
    pairs = []
    for _, _, place, other in sorted(possible, reverse=True):
        if place not in used and other not in taken:
            used.add(place)
            taken.add(other)
            pairs.append((labels[place], found[other]))
    return pairs


def likeness(label: Row, row: Row) -> float | None:
    """How well two rows go together; None when they cannot be the same target."""
    milestone = label.get("kind") == "milestone"
    if milestone != (row.get("kind") == "milestone") or not (milestone or _same_amount(label, row)):
        return None
    inferred = label.get("year") is None and row.get("year_basis") == "inferred"
    if label.get("year") != row.get("year") and not inferred:
        return None
    metric, near = metric_likeness(label, row), _overlap(label.get("quote"), row.get("quote"))
    if not near:
        same_page = label.get("page") is not None and label.get("page") == row.get("page") and metric >= ALIKE
        if not label.get("table") or not (same_page or _same_cells(label.get("quote"), row.get("quote"))):
            return None
    agreed = agreement(label, row)
    return metric + (metric >= ALIKE) + 0.3 * near + 0.05 * sum(agreed[name] for name in STRICT)


def agreement(label: Row, row: Row) -> dict[str, bool]:
    """Which fields of the two rows say the same."""
    same = {name: (label.get(name) or None) == (row.get(name) or None) for name in FIELDS}
    for name in ("agencies", "lead"):
        same[name] = {*map(squeezed, label.get(name) or ())} == {*map(squeezed, row.get(name) or ())}
    same["scope"] = squeezed(label.get("scope")) == squeezed(row.get("scope"))
    same["year_role"] = same["year_role"] or label.get("year") is None
    same["change"] = _change(label) == _change(row)
    if label.get("kind") == "milestone":
        same["comparator"] = same["change"] = True
    return same


def _change(row: Row) -> str:
    """Level and increase are told apart for shares only."""
    change = str(row.get("change") or "level")
    share = squeezed(row.get("unit")) in ("%", "百分点", "个百分点")
    return "level" if change == "increase" and not share else change


def _same_amount(label: Row, row: Row) -> bool:
    (low, high, unit), (other_low, other_high, other_unit) = _amount(label), _amount(row)
    return unit == other_unit and _close(low, other_low) and _close(high, other_high)


def _amount(row: Row) -> tuple[float | None, float | None, str]:
    from extract.normalise import normalise

    unit = squeezed(row.get("unit"))
    values, units = [], []
    for name in ("value", "value_max"):
        written = row.get(name)
        normal = normalise(None if written in (None, "") else Decimal(str(written).replace(",", "")), unit)
        values.append(None if normal.value is None else float(normal.value))
        if normal.value is not None:
            units.append(normal.unit)
    return values[0], values[1], units[0] if units else unit


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 2e-4 * max(abs(one), abs(other)) + 1e-9


def metric_likeness(label: Row, row: Row) -> float:
    """Likeness of two metric names by their characters; milestones of one family are alike."""
    one, other = Counter(squeezed(label.get("metric"))), Counter(squeezed(row.get("metric")))
    shared = sum((one & other).values())
    alike = 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0
    if label.get("kind") == "milestone" and alike < ALIKE:
        wanted = f"{label.get('value_text')}{label.get('metric')}"
        family = _PEAKS if any(word in wanted for word in _PEAKS) else _ZEROS
        if any(word in f"{row.get('metric')}{row.get('value_text')}" for word in family):
            return ALIKE
    return alike


def _overlap(label: object, row: object) -> float:
    """0 … 1: how much of two quotes is one run of characters."""
    one, other = squeezed(label), squeezed(row)
    if not one or not other or len(other) > _LONGEST:
        return 0.0
    run = SequenceMatcher(None, one, other, autojunk=False).find_longest_match(0, len(one), 0, len(other)).size
    return run / max(len(one), len(other)) if run >= max(2, 0.5 * min(len(one), len(other))) else 0.0


def _same_cells(label: object, row: object) -> bool:
    one, other = Counter(squeezed(label)), Counter(squeezed(row))
    return 0 < sum(other.values()) <= _LONGEST and sum((one & other).values()) >= 0.8 * sum(one.values())


def squeezed(words: object) -> str:
    """Words without white space, with one kind of per cent sign, brackets and commas."""
    text = "".join(str(words or "").split())
    return text.translate(str.maketrans("％（）,", "%()，"))
