"""Whether the evidence carries an answer (证据是否充分)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from pathlib import Path

from kb import places, rerank
from kb.bearing import CLOSE, Bearing, areas, bearings, heft, met
from kb.evidence import Asked
from kb.extracts import Extract
from kb.likeness import Nearness
from kb.query import cue
from kb.rerank import NAMES, Judged
from kb.spelling import plain
from kb.wanted import Wanted, of_origin, wanted

_WEIGHTS = Path(__file__).with_name("support.json")
_PLACE, _WRONG, _YEAR = NAMES.index("place"), NAMES.index("place_wrong"), NAMES.index("year")
_TARGET, _TARGET_YEAR, _COVERED = NAMES.index("target_fit"), NAMES.index("target_year"), NAMES.index("covered")
ENOUGH = 0.08  # refusing a question that has an answer is worse than showing a weak one with its evidence
NEAR = 10  # passages looked at
SENTENCES = 40  # of the proposed sentences, those among which some of the asked place are looked for
MISFIT = 0.3  # what a sentence is worth that holds no answer of the wanted kind
TELLING = 1.5  # a need that weighs less may well stay unmet
BEST, WHOLE = 4, 0.9  # sentences in which the name of a county is looked for, and the strength that a whole name has
HEARD, REMOTE = 2.5, 0.25  # a word nobody uses counts from this on, and is near to nothing below this strength
HEAVIEST = 8.0  # a need does not weigh more
SORTS = {
    "amount": "amount", "money": "money", "share": "share", "date": "date", "cause": "cause",
    "person": "name", "name": "name", "contact": "name", "ranked": "name",
}  # fmt: skip
_SORTS = ("amount", "money", "share", "date", "cause", "name")
FEATURES = (
    "bias", "met", "fits", "open", "joint", "joint_near", "least_near", "area_missing", "likeness", "passage", "score",
    "target", "year_unmet", "relative", "origin", "needs", *_SORTS, "unheard",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Support:
    """How well the best evidence fits: ``features`` in the order of ``FEATURES``, and the chance that it answers.

    ``unmet``: nothing found is of the asked place, nobody in the library speaks of an asked county, no figure of the asked
    place is for the asked year, or nobody is named as the holder of an asked post.
    """

    features: tuple[float, ...]
    chance: float
    unmet: bool = False

    @property
    def enough(self) -> bool:
        return self.chance >= ENOUGH and not self.unmet


def weigh(
    question: Asked, judged: Sequence[Judged], extracts: Sequence[Extract], nearness: Nearness | None = None
) -> Support:
    """How far the best passages carry an answer to the question."""
    held = nearness or Nearness()
    found = _found(question, extracts, held)
    values = _features(question, judged, found, held)
    total = sum(map(mul, _weights(), values))
    return Support(values, 1.0 / (1.0 + math.exp(-total)), unmet(question, extracts))


def _found(question: Asked, extracts: Sequence[Extract], nearness: Nearness) -> list[Bearing]:
    here = [extract for extract in extracts[:SENTENCES] if of_place(question, extract.judged)]
    return bearings(question, wanted(question), here, nearness)


def unheard(question: Asked, found: Sequence[Bearing]) -> list[str]:
    """Words that nobody in the library uses and that are near in meaning to nothing in the best sentences: 月球基地."""
    return [
        need.word
        for at, (need, count) in enumerate(zip(question.needs, heft(question), strict=True))
        if not need.known
        and count >= HEARD
        and len(need.word) > 1
        and found
        and max(one.near[at] for one in found[:CLOSE]) < REMOTE
    ]


def unmet(question: Asked, extracts: Sequence[Extract]) -> bool:
    """Whether something is lacking that no likeness makes up for (see ``Support.unmet``)."""
    here = [extract for extract in extracts if of_place(question, extract.judged)]
    if unheard_areas(question):
        return True
    if not here or (question.post and not any(extract.sentence.figure for extract in here)):
        return True
    if not question.query.years or question.query.intent != "target":
        return False
    return not any(
        extract.sentence.year or extract.judged.features[_YEAR] or extract.judged.features[_TARGET_YEAR]
        for extract in here
    )


def features(
    question: Asked, judged: Sequence[Judged], extracts: Sequence[Extract], nearness: Nearness
) -> tuple[float, ...]:
    """What is known of a question and of all that was found for it, in the order of ``FEATURES``."""
    return _features(question, judged, _found(question, extracts, nearness), nearness)


def _features(
    question: Asked, judged: Sequence[Judged], found: Sequence[Bearing], nearness: Nearness
) -> tuple[float, ...]:
    view, kind, counts = plain(question.query.text), wanted(question), heft(question)
    fitting = [one for one in found if one.fits]
    dated = [one for one in fitting if one.year]
    near = [one for one in judged[:NEAR] if of_place(question, one)]
    years, sort = question.query.years, SORTS.get(kind.kind, "")
    return (
        1.0,
        max((met(counts, one.around) for one in found), default=0.0),
        1.0 if fitting else 0.0,
        _open(counts, found),
        max((met(counts, one.around) for one in dated), default=0.0),
        max((met(counts, one.near) for one in dated), default=0.0),
        max((_least(counts, one) for one in dated), default=0.0),
        1.0 if missing_areas(question, found) else 0.0,
        max((nearness.sentence(one.extract.sentence.likeness) for one in fitting), default=0.0),
        max((one.features[_COVERED] for one in near), default=0.0),
        max(map(_score, judged[:NEAR], _cosines(judged, nearness)), default=0.0) / 6,
        max((one.features[_TARGET] for one in near), default=0.0),
        1.0 if years and not any(_of_years(one, kind) for one in found[:8]) else 0.0,
        1.0 if cue("relative").search(view) else 0.0,
        1.0 if of_origin(question) else 0.0,
        min(1.0, sum(count > 0 for count in counts) / 6),
        *(1.0 if sort == name else 0.0 for name in _SORTS),
        1.0 if unheard(question, found) else 0.0,
    )


def _of_years(one: Bearing, kind: Wanted) -> bool:
    return one.extract.judged.features[_YEAR] > 0 or (kind.pattern is None and one.year)


def _open(counts: Sequence[float], found: Sequence[Bearing]) -> float:
    """How heavy the heaviest need is that the best sentence leaves unmet, from 0 to 1."""
    one = best(counts, found)
    if one is None:
        return 1.0
    heaviest = max((count * (1.0 - held) for count, held in zip(counts, one.around, strict=True)), default=0.0)
    return min(heaviest, HEAVIEST) / HEAVIEST


def best(counts: Sequence[float], found: Sequence[Bearing]) -> Bearing | None:
    """The sentence that bears best on the question: by what it meets itself and with what is around it, and by its kind."""
    return max(
        found,
        key=lambda one: (met(counts, one.own) + met(counts, one.around)) * (1.0 if one.fits else MISFIT),
        default=None,
    )


def _least(counts: Sequence[float], one: Bearing) -> float:
    """How well the worst met of the needs that tell anything is met."""
    return min((held for count, held in zip(counts, one.near, strict=True) if count >= TELLING), default=1.0)


def missing_areas(question: Asked, found: Sequence[Bearing]) -> list[str]:
    """Counties and districts that the question names and none of the best sentences, nor what stands around them."""
    return [name for at, name in areas(question).items() if not any(one.around[at] >= WHOLE for one in found[:BEST])]


def unheard_areas(question: Asked) -> list[str]:
    """Counties and districts that the question names and nothing in the library does."""
    return [name for at, name in areas(question).items() if not question.needs[at].known]


def _cosines(judged: Sequence[Judged], nearness: Nearness) -> Sequence[float]:
    return nearness.passages or tuple(one.vector for one in judged[:NEAR])


def _score(one: Judged, cosine: float) -> float:
    """The score of ranking as it is when the passage's cosine is known, whether or not it was among the nearest."""
    return one.score + rerank.worth_of_vector(one, cosine)


def of_place(question: Asked, one: Judged) -> bool:
    """Whether a passage speaks of the asked place, or no particular place is asked for."""
    if not question.places:
        return True
    if all(name == places.NATION for name, _ in question.places):
        return one.features[_WRONG] < 0.5
    return one.features[_PLACE] >= 0.5


@cache
def _weights() -> tuple[float, ...]:
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return tuple(float(data["weights"][name]) for name in FEATURES)
