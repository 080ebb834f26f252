"""One side of a question (问题的一面), what was found for it, and how a sentence found is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.model import Span
from kb import citation, places
from kb.evidence import Asked
from kb.extracts import Extract, shown
from kb.model import Citation, Statement, TargetRow
from kb.quotes import unbroken
from kb.rerank import Judged
from kb.spelling import plain
from kb.support import Support
from kb.table_words import in_words, is_row

if TYPE_CHECKING:
    from kb.store import Store


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question (a comparison has several) with what was found for it."""

    question: Asked
    judged: list[Judged]
    extracts: list[Extract]
    support: Support


def statement(store: Store, side: Side, extract: Extract) -> Statement:
    """An extract as a sentence of an answer, with its citation."""
    return Statement(told(store, side, extract), (cite(store, extract),))


def told(store: Store, side: Side, extract: Extract) -> str:
    """Its words, behind the name of the place that they are about when that is only a part of the asked one."""
    said = reading(store, side, extract)
    inner = inner_place(side.question, extract)
    return f"{inner}：{said}" if inner and not any(one in plain(said) for one in places.wordings(inner)) else said


def reading(store: Store, side: Side, extract: Extract) -> str:
    """Its words for reading: a row of a table with the names of its columns, anything else as it stands."""
    return in_words(store, extract) if is_row(extract) else shown(side.question, extract)


def inner_place(question: Asked, extract: Extract) -> str:
    """The place of a sentence's document when it is only a part of the asked one (四川省: 南充市); "" otherwise."""
    region = places.named(extract.judged.passage.region)
    asked = {name for name, _ in question.places}
    return region.name if region is not None and region.name not in asked and asked & set(region.within) else ""


def cite(store: Store, extract: Extract, row: TargetRow | None = None) -> Citation:
    """An extract's own words in one piece; where a page breaks them, the piece with the row or with what was asked for."""
    marks = extract.marks if row is None else (Span(row.start, row.end),)
    return citation.of_span(store, extract.doc, unbroken(store.leaf(extract.doc), extract.span, marks))
