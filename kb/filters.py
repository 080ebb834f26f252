"""Filters → conditions of the store's queries (筛选条件): one meaning of every filter for table, search and pages."""

from __future__ import annotations

import json

from kb.model import Filters

Condition = tuple[str, list[object]]
EVERYTHING = Filters()
_MANY = 100  # a longer list goes to SQLite as one value


def document_condition(filters: Filters) -> Condition:
    """Which documents a search is narrowed to; ("", []) when none is left out."""
    parts: list[Condition] = []
    if filters.docs:
        parts.append(_among("d.doc", filters.docs))
    if filters.regions:
        parts.append(_any(_place(region) for region in filters.regions))
    if filters.issuer:
        parts.append(_contains("d.issuers", filters.issuer))
    if filters.genres:
        parts.append(_among("d.genre", filters.genres))
    return _all(parts)


def target_condition(filters: Filters) -> Condition:
    """Which rows of the target table are shown; the region holds for the document's place or the row's own scope."""
    parts: list[Condition] = []
    if filters.docs:
        parts.append(_among("d.doc", filters.docs))
    if filters.regions:
        parts.append(_any(_any([_place(region), _scope(region)]) for region in filters.regions))
    if filters.issuer:
        parts.append(_contains("d.issuers", filters.issuer))
    if filters.genres:
        parts.append(_among("d.genre", filters.genres))
    if filters.metric:
        parts.append(_all([_contains("t.metric", word) for word in filters.metric.split()]))
    if filters.text:
        parts.append(_any([_contains("t.quote", filters.text), _contains("t.metric", filters.text)]))
    if filters.agency:
        parts.append(_contains("t.agencies", filters.agency))
    if filters.kind:
        parts.append(("t.kind = ?", [filters.kind]))
    if filters.binding:
        parts.append(("t.binding = ?", [filters.binding]))
    parts.extend(_years(filters))
    parts.extend(_values(filters))
    return _all(parts)


def _years(filters: Filters) -> list[Condition]:
    parts: list[Condition] = []
    if filters.years:
        parts.append(_among("t.year", filters.years))
    if filters.year_from is not None:
        parts.append(("t.year >= ?", [filters.year_from]))
    if filters.year_to is not None:
        parts.append(("t.year <= ?", [filters.year_to]))
    return parts


def _values(filters: Filters) -> list[Condition]:
    """Bounds on the value: in the given unit, converted where the row's unit can be, else as written."""
    from decimal import Decimal

    low, high = filters.value_min, filters.value_max
    if not filters.unit:
        bounds = [("t.value >= ?", low), ("COALESCE(t.value_max, t.value) <= ?", high)]
        return [(text, [bound]) for text, bound in bounds if bound is not None]
    if low is None and high is None:
        return [("t.unit = ?", [filters.unit])]
    from extract.normalise import normalise

    parts: list[Condition] = []
    last = "COALESCE(t.value_max, t.value)"
    share = "COALESCE(t.value_max / NULLIF(t.value, 0.0), 1.0)"  # the upper end of a range is stored as written only
    for bound, written, converted in (
        (low, "t.value >= ?", "t.normal_value >= ?"),
        (high, f"{last} <= ?", f"t.normal_value * {share} <= ?"),
    ):
        if bound is None:
            continue
        normal = normalise(Decimal(str(bound)), filters.unit)
        if normal.value is None:
            parts.append((f"t.unit = ? AND {written}", [filters.unit, bound]))
        else:
            parts.append((f"t.normal_unit = ? AND {converted}", [normal.unit, float(normal.value)]))
    return parts


def _place(region: str) -> Condition:
    if region in ("全国", "国家"):
        return "d.province IS NULL AND d.city IS NULL", []
    return _any([_starts("d.province", region), _starts("d.city", region)])


def _scope(region: str) -> Condition:
    return _starts("t.scope", region)


def _among(column: str, values: tuple[object, ...]) -> Condition:
    if len(values) > _MANY:
        return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps(values)]
    return f"{column} IN ({', '.join('?' * len(values))})", list(values)


def _contains(column: str, words: str) -> Condition:
    return f"instr({column}, ?) > 0", [words]


def _starts(column: str, words: str) -> Condition:
    return f"instr({column}, ?) = 1", [words]


def _all(parts: list[Condition]) -> Condition:
    return " AND ".join(f"({text})" for text, _ in parts), [value for _, values in parts for value in values]


def _any(parts: object) -> Condition:
    listed: list[Condition] = list(parts)  # type: ignore[call-overload]
    return " OR ".join(f"({text})" for text, _ in listed), [value for _, values in listed for value in values]
