"""Review (人工审核): people confirm, correct, reject or add rows, with who and when; it survives every re-extraction.

A review remembers the row as it was seen. After a new extraction or a new version it finds its row again by id, else by
the words it quotes; a corrected or added row whose words still stand in the document stays even when the extractor no
longer finds it. A review whose words are gone is kept and listed as lost, and takes effect again if they come back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from ingest.model import Clause, Document, Span
from kb.errors import BadValue
from kb.model import Review, TargetRow
from kb.scoring import ALIKE, metric_likeness

ACTIONS = ("confirm", "correct", "reject", "add", "withdraw")
_CHOICES = {
    "kind": ("target", "milestone"),
    "comparator": ("=", ">=", ">", "<=", "<", "~", "range"),
    "change": ("level", "decrease", "increase", "rate"),
    "year_role": ("by", "in", "from", "before", None),
    "binding": ("约束性", "预期性", None),
}
_NUMBERS = ("value", "value_max")
_YEARS = ("year", "period_start", "baseline_year")
_NAMES = ("agencies", "lead")
_WORDS = ("metric", "value_text", "unit", "scope")
EDITABLE = (*_CHOICES, *_NUMBERS, *_YEARS, *_NAMES, *_WORDS, "hedge", "value_missing")


class BadReview(BadValue):
    """A decision that cannot be: an unknown row or column, or a value that does not fit its column."""

    message = "审核内容有误"
    remedy = "请改正后重试"


@dataclass(frozen=True, slots=True)
class _Standing:
    """What all reviews of one row come to."""

    target_id: str
    row: TargetRow
    added: bool
    rejected: bool
    changes: Mapping[str, Any]
    who: str
    at: str


def checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes in the types of the columns; BadReview names the field that cannot be so."""
    return {name: _value(name, value) for name, value in changes.items()}


def _value(name: str, value: Any) -> Any:
    if name not in EDITABLE:
        raise BadReview(f"{name} 不能更改")
    if name in _CHOICES:
        chosen = value or (None if None in _CHOICES[name] else value)
        if chosen not in _CHOICES[name]:
            raise BadReview(
                f"{name} 应为 {'、'.join(str(choice) for choice in _CHOICES[name] if choice)} 之一，现为 {value}"
            )
        return chosen
    if name in _NUMBERS:
        return None if value in (None, "") else _number(name, value)
    if name in _YEARS:
        return None if value in (None, "") else _year(name, value)
    if name in _NAMES:
        listed = re.split(r"[、；;，,\n]", value) if isinstance(value, str) else list(value)
        return tuple(part.strip() for part in listed if part.strip())
    if name == "value_missing":
        return bool(value)
    words = str(value or "").strip()
    if name == "metric" and not words:
        raise BadReview("指标不能为空")
    return words or None if name == "hedge" else words


def _number(name: str, value: Any) -> float:
    try:
        number = float(str(value).replace(",", "").replace("，", ""))
    except ValueError:
        raise BadReview(f"{name} 应是数字，现为 {value}") from None
    if number != number or abs(number) == float("inf"):
        raise BadReview(f"{name} 应是数字，现为 {value}")
    return number


def _year(name: str, value: Any) -> int:
    words = str(value).removesuffix("年").removesuffix(".0")
    if not re.fullmatch(r"(19|20|21)\d\d", words):
        raise BadReview(f"{name} 应是四位年份，现为 {value}")
    return int(words)


def new_row(
    document: Document, clauses: Sequence[Clause], span: Span, changes: Mapping[str, Any], blank: TargetRow
) -> TargetRow:
    """A row that a person adds for the words of ``span``; metric and (unless lost or a milestone) a value are needed."""
    given = checked(changes)
    if not given.get("metric"):
        raise BadReview("指标不能为空")
    kind = given.get("kind", "target")
    if kind == "target" and given.get("value") is None and not given.get("value_missing"):
        raise BadReview("请填写数值，或注明数值缺失")
    identity = hashlib.sha1(
        f"{document.name}|{span.start}|{span.end}|{sorted(given.items(), key=str)}".encode(), usedforsecurity=False
    ).hexdigest()
    row = _planted(replace(blank, id=f"person:{identity[:12]}", rule="person"), document, clauses, span)
    return _changed(row, given)


def applied(
    rows: Sequence[TargetRow], reviews: Iterable[Review], document: Document, clauses: Sequence[Clause]
) -> tuple[tuple[TargetRow, ...], tuple[str, ...]]:
    """The rows with every review applied, in text order, and the ids of reviewed rows whose words are gone."""
    standing = _standing(reviews)
    found = _matches(standing, rows)
    taken = {place: item for item, place in zip(standing, found, strict=True) if place is not None}
    done = []
    for place, row in enumerate(rows):
        reviewed = taken.get(place)
        if reviewed is None:
            done.append(row)
        elif not (reviewed.rejected or reviewed.added):
            done.append(_reviewed(row, reviewed))
    lost: list[str] = []
    for item, match in zip(standing, found, strict=True):
        if item.rejected or (match is not None and not item.added):
            continue
        span = _place_of(item.row, document, clauses)
        if span is None:
            lost.append(item.target_id)
        else:
            done.append(_reviewed(_planted(item.row, document, clauses, span), item))
    return tuple(sorted(done, key=lambda row: (row.start, row.end))), tuple(lost)


def _standing(reviews: Iterable[Review]) -> list[_Standing]:
    """The outcome of each row's reviews in their order; a withdrawn row is as if nobody had looked."""
    states: dict[str, _Standing] = {}
    for review in reviews:
        before = states.get(review.target_id)
        if review.action == "withdraw":
            states.pop(review.target_id, None)
            continue
        states[review.target_id] = _Standing(
            target_id=review.target_id,
            row=review.row if before is None else before.row,
            added=review.action == "add" or (before is not None and before.added),
            rejected=review.action == "reject",
            changes={**(before.changes if before else {}), **dict(review.changes)},
            who=review.who,
            at=review.at,
        )
    return list(states.values())


def _matches(standing: Sequence[_Standing], rows: Sequence[TargetRow]) -> list[int | None]:
    """For each reviewed row its place among the extracted ones: by id, else the likeliest with the same words."""
    by_id = {row.id: place for place, row in enumerate(rows)}
    found: list[int | None] = [by_id.get(item.target_id) for item in standing]
    free = set(range(len(rows))) - {place for place in found if place is not None}
    for number, item in enumerate(standing):
        if found[number] is None and free:
            best = max(free, key=lambda place: (_likeness(item, rows[place]), -place))
            if _likeness(item, rows[best]) >= 4:
                found[number] = best
                free.remove(best)
    return found


def _likeness(item: _Standing, row: TargetRow) -> int:
    """How much a row looks like the one that was reviewed; 0 when they quote different words."""
    seen = item.row
    same_text = seen.document_id == row.document_id and seen.start < row.end and row.start < seen.end
    if not same_text and _squeezed(seen.quote) != _squeezed(row.quote):
        return 0
    wanted = {**{name: getattr(seen, name) for name in ("metric", "value", "year")}, **item.changes}
    values = row.value in (seen.value, wanted["value"]) and row.unit == item.changes.get("unit", seen.unit)
    years = row.year in (seen.year, wanted["year"])
    metrics = row.metric in (seen.metric, wanted["metric"])
    if item.added and not (
        values and years and metric_likeness({"metric": wanted["metric"]}, {"metric": row.metric}) >= ALIKE
    ):
        return 0  # a person's own row is another target than the one the extractor found in the same words
    return 1 + 2 * values + years + metrics + (seen.clause_id == row.clause_id)


def _reviewed(row: TargetRow, item: _Standing) -> TargetRow:
    verdict = "added" if item.added else "corrected" if item.changes else "confirmed"
    changed = _changed(row, item.changes)
    return replace(changed, id=item.target_id, confidence=1.0, review=verdict, reviewer=item.who, reviewed_at=item.at)


def _changed(row: TargetRow, changes: Mapping[str, Any]) -> TargetRow:
    """The row with other values, and what follows from them."""
    from extract.normalise import normalise

    row = replace(row, **changes)
    if "year" in changes:
        row = replace(row, year_basis=None if row.year is None else "stated")
        if row.year is None:
            row = replace(row, year_role=None)
    if {"value", "unit"} & set(changes):
        try:
            value = None if row.value is None else Decimal(str(row.value))
        except InvalidOperation:
            value = None
        normal = normalise(value, row.unit)
        known = normal.value is not None
        row = replace(row, normal_value=float(normal.value) if normal.value is not None else None)
        row = replace(row, normal_unit=normal.unit if known else "")
    return row


def _planted(row: TargetRow, document: Document, clauses: Sequence[Clause], span: Span) -> TargetRow:
    """The row with its words at ``span`` of the document."""
    clause = next((c for c in clauses if c.span.start <= span.start < c.span.end), None)
    page = document.page_of(span.start)
    return replace(
        row,
        doc=document.name,
        document_id=document.id,
        start=span.start,
        end=span.end,
        quote=document.quote(span),
        page=page,
        line=None if page is not None else document.line_of(span.start),
        clause_id=clause.id if clause else "",
        clause_label=clause.label if clause else "",
        section=clause.section if clause else "",
        ocr=any(sheet.ocr for sheet in document.pages if sheet.number == page),
    )


def _place_of(row: TargetRow, document: Document, clauses: Sequence[Clause]) -> Span | None:
    """Where the row's words stand now: in its own clause if that is still there, else nearest to where they stood."""
    pattern = re.compile(r"\s*".join(re.escape(character) for character in _squeezed(row.quote)))
    spans = [Span(*found.span()) for found in pattern.finditer(document.text) if found.group()]
    own = [clause.span for clause in clauses if clause.id == row.clause_id]
    inside = [span for span in spans if any(clause.contains(span) for clause in own)]
    return min(inside or spans, key=lambda span: abs(span.start - row.start), default=None)


def _squeezed(words: str) -> str:
    return "".join(words.split())


def blank_row(document: Document) -> TargetRow:
    """A row with nothing in it yet, for adding one by hand."""
    empty: dict[str, Any] = {field.name: "" for field in fields(TargetRow)}
    empty |= dict.fromkeys(
        ("doc_number", "page", "line", "value", "value_max", "year", "year_role", "year_basis", "period_start",
         "baseline_year", "binding", "hedge", "normal_value")
    )  # fmt: skip
    empty |= {"table": False, "value_missing": False, "ocr": False, "agencies": (), "lead": (), "start": 0, "end": 0}
    empty |= {"kind": "target", "comparator": "=", "change": "level", "confidence": 1.0}
    return TargetRow(**empty | {"doc": document.name, "document_id": document.id, "title": document.metadata.title})
