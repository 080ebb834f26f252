"""Lists of places (列举地方): for 哪些城市…… every place whose row or clause says it, each with its words; never one place for all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.model import Span
from kb import align, axes, citation, figures, places, wordings
from kb.evidence import Asked, Sentence
from kb.extracts import Extract, quotable, shown
from kb.keywords import pairs
from kb.model import Citation, Query, Statement, TargetRow
from kb.needs import coverage, find
from kb.query import PlacesAsked, asks_places, base_years
from kb.rerank import Judged
from kb.side import Side, cite
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.store import Store

LEAST = 2  # places that make a list
MOST = 20
LOOKED = 80  # passages in which other places are looked for
SHORT = 84  # characters of a clause shown for each place
SAYS, BESIDE = 0.6, 0.75  # the share of the question that a clause must meet, and of what the best one meets
MEETS, ALONE = (
    0.8,
    0.85,
)  # the strength of the heaviest word in it, and what a clause must meet where only one place has one
ROW_SAYS = 0.6  # … and that the name of a row must meet
TOGETHER = 390  # characters within which rows of one table are cited as one piece
LIKE = 0.6  # share of an indicator's character pairs that a row's name must have to be looked at
CITIES = ("北京市", "上海市", "天津市", "重庆市")  # provinces by rank, cities in every question
_BEFORE = re.compile(r"(?:19|20)\d\d年?(?:底|末)?(?:之|以)?前")
_FIGURE = r"(?<![\d.])\d+(?:\.\d+)?(?![\d.年月日号])"
_LESS, _MORE = "低于|小于|少于|不到|不超过|不高于", "高于|大于|多于|超过|超出|不低于|不少于"
_BOUND = re.compile(
    rf"(?:{_LESS})\s*(?P<below>{_FIGURE})|(?:{_MORE})\s*(?P<above>{_FIGURE})"
    rf"|(?P<under>{_FIGURE})[^\d,。]{{0,8}}?以[下内]|(?P<over>{_FIGURE})[^\d,。]{{0,8}}?以上"
)
_BOUNDING = re.compile(rf"{_LESS}|{_MORE}|以[上下内]")


def of_rows(store: Store, question: Asked) -> list[TargetRow]:
    """One row for each place of which a list is asked for (哪些城市……低于30, 各省……目标); [] where none is found, or one of all."""
    asked = _asked(question)
    if asked is None:
        return []
    rows = _by_place(asked.levels, _rows(store, question))
    return [] if asked.each and len(rows) < LEAST else rows


def of_clauses(store: Store, side: Side) -> list[Statement]:
    """The clause of each place that says what is asked; [] where none is asked for, or only one place says little."""
    asked = _asked(side.question)
    found = [] if asked is None or asked.each else _clauses(asked.levels, side)
    enough = len(found) >= LEAST or (found and found[0].sentence.coverage >= ALONE)
    return [_told(store, side, one) for one in found] if enough else []


def _asked(question: Asked) -> PlacesAsked | None:
    """Which places are asked for; None for bodies (归哪些部门管) and within a named place."""
    listing = asks_places(question.query.text)
    return None if question.query.intent in ("agency", "find") or question.places else listing


def _rows(store: Store, question: Asked) -> list[TargetRow]:
    """The rows of the indicator that is asked for, of the asked years and within the asked bound."""
    query = question.query
    names = wordings.asked_indicators(query)
    needs = [need for need in question.needs if not _BOUNDING.fullmatch(need.word)]
    if not names or not needs:
        return []
    return [
        row
        for row in called(store, names)
        if coverage(find(plain(f"{row.metric} {row.unit}"), needs), needs) >= ROW_SAYS
        and of_time(query, row)
        and _within(query.text, row)
    ]


def called(store: Store, names: Collection[str]) -> list[TargetRow]:
    """All rows of these indicators (by the lexicon's names)."""
    rows = store.targets_called(lambda metric: any(_like(metric, name) for name in names))
    return [row for row in rows if align.canonical(row.metric, axes.owner(row)) in names]


@lru_cache(maxsize=65_536)
def _like(metric: str, name: str) -> bool:
    """Whether a row's name has most of the character pairs of one of an indicator's spellings: worth looking it up."""
    view = plain(metric)
    spellings = ((spelling, pairs(spelling)) for spelling in (plain(name), *wordings.spellings(name)))
    return any(
        spelling in view or sum(pair in view for pair in held) > LIKE * len(held) for spelling, held in spellings
    )


def of_time(query: Query, row: TargetRow) -> bool:
    """Whether a row is of an asked year or within the asked period; true where none is asked."""
    wanted = [year for year in query.years if year not in base_years(query.text)]
    if wanted:
        until = row.kind == "milestone" and _BEFORE.search(plain(query.text)) is not None
        return row.year is not None and (row.year <= max(wanted) if until else row.year in wanted)
    if query.period is not None:
        return row.year is not None and query.period[0] <= row.year <= query.period[1]
    return True


def _within(text: str, row: TargetRow) -> bool:
    """Whether the value lies within the bound that a question sets (低于35, 60%以上); true when it sets none."""
    bound = _BOUND.search(plain(text))
    if bound is None:
        return True
    if row.value is None or row.change != "level":
        return False
    most = bound["below"] or bound["under"]
    if most is not None:
        return (row.value_max or row.value) <= float(most)
    return row.value >= float(bound["above"] or bound["over"])


def _by_place(levels: frozenset[str], rows: Iterable[TargetRow]) -> list[TargetRow]:
    """One row for each place of the asked levels: of the year that most places have, the row told with most confidence."""
    held: dict[str, list[TargetRow]] = defaultdict(list)
    for row in rows:
        known = places.named(place_of(row))
        if known is not None and _of_level(levels, known):
            held[known.name].append(row)
    years = [row.year for listed in held.values() for row in {row.year: row for row in listed}.values() if row.year]
    usual = max(sorted(set(years)), key=years.count, default=None)
    best = [max(listed, key=lambda row: (row.year == usual, row.confidence, -row.start)) for listed in held.values()]
    return sorted(best, key=lambda row: (row.doc, row.start))[:MOST] if len(best) <= MOST else _most(best)


def place_of(row: TargetRow) -> str:
    """The full name of the place that a row binds; "" for one that is in no gazetteer (主城区)."""
    known = places.named(row.scope) or (places.named(row.region) if row.scope in ("", row.region) else None)
    return known.name if known is not None else ""


def _most(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """As many rows as are shown one by one; those of a document that lists many places stay together."""
    told = defaultdict(list)
    for row in rows:
        told[row.doc].append(row)
    listed = sorted(told.values(), key=lambda of_doc: (-len(of_doc), of_doc[0].doc))
    kept: list[TargetRow] = []
    for of_doc in listed:
        if len(of_doc) > LEAST or len(kept) < 2 * MOST:
            kept += sorted(of_doc, key=lambda row: row.start)
    return kept


def _of_level(levels: frozenset[str], place: places.PlaceName) -> bool:
    return place.level in levels or ("city" in levels and place.name in CITIES)


def told(store: Store, rows: Sequence[TargetRow]) -> list[Statement]:
    """Documents that list many places first, one sentence each; then place by place."""
    told: dict[str, list[TargetRow]] = defaultdict(list)
    for row in rows:
        told[row.doc].append(row)
    many = [of_doc for of_doc in told.values() if len(of_doc) > LEAST]
    few = [row for of_doc in told.values() if len(of_doc) <= LEAST for row in of_doc]
    said = [_together(store, of_doc) for of_doc in many]
    return said + [Statement(figures.in_words(row), (cited(store, row.doc, row.start, row.end),)) for row in few]


def _together(store: Store, rows: Sequence[TargetRow]) -> Statement:
    """The places of one document with their values, those of one value named together."""
    values: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.year or 0, row.start)):
        values[figures.value_in_words(row)].append(row.scope)
    listed = "；".join(f"{'、'.join(names)}{value}" for value, names in values.items())
    return Statement(f"{rows[0].metric}（《{rows[0].title}》）：{listed}", pieces(store, rows))


def pieces(store: Store, rows: Sequence[TargetRow]) -> tuple[Citation, ...]:
    """Where the rows stand, in as few pieces as are short enough to be quoted."""
    spans: list[Span] = []
    for row in sorted(rows, key=lambda row: row.start):
        if spans and row.end - spans[-1].start <= TOGETHER:
            spans[-1] = Span(spans[-1].start, max(row.end, spans[-1].end))
        else:
            spans.append(Span(row.start, row.end))
    return tuple(cited(store, rows[0].doc, span.start, span.end) for span in spans)


def cited(store: Store, doc: str, start: int, end: int) -> Citation:
    return citation.of_span(store, doc, quotable(store.leaf(doc).text, 0, start, end))


def _clauses(levels: frozenset[str], side: Side) -> list[Extract]:
    """The best sentence of each place among the passages found, as far as it says what is asked."""
    found: dict[str, Extract] = {}
    judged = side.judged[:LOOKED]
    most = max((one.evidence.best.coverage for one in judged), default=0.0)
    for one in judged:
        known = places.named(one.passage.region)
        best = max(one.evidence.sentences, key=lambda sentence: sentence.coverage)
        if known is None or not _of_level(levels, known) or known.name in found:
            continue
        if best.coverage >= max(SAYS, BESIDE * most) and _meets(side.question, one, best):
            found[known.name] = Extract(one, best, one.score)
    return list(found.values())[:MOST]


def _meets(question: Asked, one: Judged, sentence: Sentence) -> bool:
    """Whether a sentence has the word that tells most, not only parts of it (低碳园区 for 零碳园区)."""
    return any(
        found.need == question.heaviest and found.strength >= MEETS and sentence.start <= found.start < sentence.end
        for found in one.evidence.found
    )


def _told(store: Store, side: Side, extract: Extract) -> Statement:
    words = shown(side.question, extract, SHORT)
    return Statement(f"{extract.judged.passage.region}：{words}", (cite(store, extract),))
