"""Re-ranking (重排): question and passage looked at together; a linear model over features, its weights data."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import mul
from pathlib import Path

from kb import exact, places
from kb.evidence import Asked, Evidence, Sentence, examine
from kb.model import DocumentInfo, Passage
from kb.needs import both, covered, find, strengths
from kb.query import cue
from kb.spelling import plain

_WEIGHTS = Path(__file__).with_name("rerank.json")
_DUTY = re.compile(r"[(][^()]{4,200}(?:负责|牵头|配合|分工|参加|落实)[^()]{0,20}[)]|责任单位|牵头单位|(?:负责|牵头)")
NAMES = (
    "keyword", "vector", "covered", "covered_head", "covered_title", "sentence", "sentence_figure", "sentence_year", "year",
    "no_year", "place", "place_wrong", "place_sentence", "duty", "heading", "table", "phrase", "short", "pairs", "genre", "defines",
    "figure", "nation", "both", "sentence_head", "heaviest_sentence", "heaviest",
    "target", "target_year", "target_fit", "standing", "directive", "descriptive", "likeness",
)  # fmt: skip


_LIKENESS = NAMES.index("likeness")
_KEYWORD, _VECTOR, _BOTH = NAMES.index("keyword"), NAMES.index("vector"), NAMES.index("both")
Fit = tuple[float, float, float]
NO_TARGET: Fit = (0.0, 0.0, 0.0)
Around = dict[str, tuple[str, dict[int, float]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search brought, with its scores as shares of the best one of this question.

    ``exact`` is above 0 for a phrase, a clause label or a document that the question names.
    """

    passage: Passage
    keyword: float
    vector: float
    exact: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its features, the evidence in it and the final score."""

    passage: Passage
    features: tuple[float, ...]
    evidence: Evidence
    score: float
    keyword: float
    vector: float


def judge(
    question: Asked, candidates: Sequence[Candidate], infos: Mapping[str, DocumentInfo], targets: Mapping[int, Fit]
) -> list[Judged]:
    """Candidates with scores, best first; ``targets`` says how well each passage's target rows fit, by its row."""
    weights = _weights()
    judged = []
    around: Around = {}
    for candidate in candidates:
        evidence = examine(question, candidate.passage)
        values = features(
            question,
            candidate,
            evidence,
            infos.get(candidate.passage.doc),
            around,
            targets.get(candidate.passage.row, NO_TARGET),
        )
        score = sum(map(mul, weights, values))
        judged.append(Judged(candidate.passage, values, evidence, score, candidate.keyword, candidate.vector))
    return sorted(judged, key=lambda one: (-one.score, one.passage.row))


def features(
    question: Asked,
    candidate: Candidate,
    evidence: Evidence,
    info: DocumentInfo | None,
    around: Around,
    target: Fit = NO_TARGET,
) -> tuple[float, ...]:
    """What is known of a question and a passage together, in the order of ``NAMES``; about 0 to 1 each.

    ``around`` keeps what headings and titles, which many passages share, say of this question; ``target`` is how well
    the best row of the target table in this passage fits.
    """
    passage, query = candidate.passage, question.query
    parts = question.shares
    met = strengths(evidence.found)
    head, in_head = _around(question, passage.head, around)
    title, in_title = _around(question, passage.title, around)
    met_head = both(met, in_head)
    own, with_head, with_title = covered(met, parts), covered(met_head, parts), covered(both(met_head, in_title), parts)
    best = evidence.best
    first, last = best.start, best.end
    in_best = strengths([found for found in evidence.found if first <= found.start < last])
    year = _year(question, evidence.view, f"{head} {title}")
    place = place_match(question, f"{head} {title}", passage.region, evidence.view)
    return (
        candidate.keyword,
        candidate.vector,
        own,
        with_head - own,
        with_title - with_head,
        best.coverage,
        best.coverage if best.figure else 0.0,
        best.coverage * best.year,
        year,
        1.0 if question.years and not year else 0.0,
        max(place, 0.0),
        max(-place, 0.0),
        1.0 if best.place and question.places else 0.0,
        _duty(question, evidence.view),
        covered(in_head, parts),
        1.0 if passage.kind == "table" else 0.0,
        1.0 if candidate.exact else 0.0,
        max(0.0, 1.0 - len(passage.text) / 60),
        _pairs(question, evidence.view),
        genre_match(query.genres, info),
        1.0 if question.definition is not None and any(one.defines for one in evidence.sentences) else 0.0,
        1.0 if question.figure is not None and any(one.figure for one in evidence.sentences) else 0.0,
        1.0 if not question.places and passage.region == places.NATION else 0.0,
        candidate.keyword * candidate.vector,
        covered(both(in_best, in_head), parts),
        in_best.get(question.heaviest, 0.0),
        met.get(question.heaviest, 0.0),
        *target,
        exact.standing(info),
        min(1.0, len(cue("directive").findall(evidence.view)) / 8) if query.intent == "measure" else 0.0,
        1.0 if query.intent in ("measure", "target") and cue("descriptive").search(head) else 0.0,
        0.0,
    )


def with_likeness(one: Judged, cosines: Sequence[float]) -> Judged:
    """A judged passage whose sentences have been compared with the question by their vectors; the nearest one counts."""
    sentences = tuple(map(Sentence.near, one.evidence.sentences, cosines))
    nearest = max(0.0, *cosines)
    evidence = Evidence(one.evidence.view, one.evidence.found, sentences)
    score = one.score + _weights()[_LIKENESS] * (nearest - one.features[_LIKENESS])
    values = (*one.features[:_LIKENESS], nearest, *one.features[_LIKENESS + 1 :])
    return Judged(one.passage, values, evidence, score, one.keyword, one.vector)


def worth_of_vector(one: Judged, cosine: float) -> float:
    """What is added to a passage's score when its cosine with the question is ``cosine`` and not what the search said."""
    weights, values = _weights(), one.features
    gained = cosine - values[_VECTOR]
    return weights[_VECTOR] * gained + weights[_BOTH] * values[_KEYWORD] * gained


def _around(question: Asked, text: str, around: Around) -> tuple[str, dict[int, float]]:
    if text not in around:
        view = _view(text)
        around[text] = (view, strengths(find(view, question.needs)))
    return around[text]


@lru_cache(maxsize=16_384)
def _view(text: str) -> str:
    """The plain view of a heading or title, which stands above many passages and comes again with the next question."""
    return plain(text)


def _year(question: Asked, view: str, head: str) -> float:
    """The share of the asked years that the passage names."""
    if not question.years:
        return 0.0
    years = [str(year) for year in question.query.years]
    if years:
        return sum(year in view or year in head for year in years) / len(years)
    return 1.0 if any(word in view or word in head for word in question.years) else 0.0


def place_match(question: Asked, around: str, region: str, view: str = "") -> float:
    """From 1 (the passage is of the asked place) to -1 (it is of another place and does not name the asked one); ``around`` are
    its headings and title, ``view`` what it says itself, "" where that has not been read."""
    values = [_one_place(name, written, view, around, region) for name, written in question.places]
    return max(values, default=0.0)


def _one_place(name: str, written: tuple[str, ...], view: str, around: str, region: str) -> float:
    named = any(word in view for word in written)
    if name == places.NATION:
        return 1.0 if region == places.NATION else (0.3 if named else -0.6)
    if name == places.LOCAL:
        return -0.6 if region == places.NATION else 0.8
    known = places.named(name)
    inside = places.named(region)
    if region == name:
        return 1.0
    if inside is not None and name in inside.within:
        return 0.7
    if named:
        return 0.8
    if any(word in around for word in written):
        return 0.9
    if known is not None and region in known.within:
        return 0.1
    return -0.4 if region == places.NATION else -1.0


def _duty(question: Asked, view: str) -> float:
    return 1.0 if question.query.intent == "agency" and _DUTY.search(view) else 0.0


def _pairs(question: Asked, view: str) -> float:
    if not question.pairs:
        return 0.0
    return sum(pair in view for pair in question.pairs) / len(question.pairs)


def genre_match(genres: tuple[str, ...], info: DocumentInfo | None) -> float:
    """1 when the document is of a kind that is asked for."""
    if not genres or info is None:
        return 0.0
    return 1.0 if any(genre in info.genre or genre in info.title or genre == info.category for genre in genres) else 0.0


@cache
def _weights() -> tuple[float, ...]:
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return tuple(float(data["weights"][name]) for name in NAMES)
