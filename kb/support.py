"""Whether the evidence carries an answer (证据是否充分), and what to say when it does not."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb import places
from kb.evidence import Asked
from kb.extracts import PARTICULAR, Extract
from kb.model import Query
from kb.query import cue
from kb.rerank import NAMES, Judged
from kb.spelling import plain

_WEIGHTS = Path(__file__).with_name("support.json")
_PLACE, _WRONG, _YEAR = NAMES.index("place"), NAMES.index("place_wrong"), NAMES.index("year")
_TARGET, _TARGET_YEAR = NAMES.index("target_fit"), NAMES.index("target_year")
ENOUGH = 0.09  # refusing a question that has an answer is worse than showing a weak one with its evidence
FEATURES = (
    "bias", "sentence", "fit", "passage", "score", "unknown", "no_place", "relative", "amount", "amount_unfit", "year_unmet", "vector",
    "heaviest", "price", "target", "missing", "likeness", "likeness_fit", "dated", "dated_light",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Support:
    """How well the best evidence fits: ``features`` in the order of ``FEATURES``, and the chance that it answers.

    ``unmet``: nothing found is of the asked place, no figure of the asked place is for the asked year, or nobody is named
    as the holder of an asked post.
    """

    features: tuple[float, ...]
    chance: float
    unmet: bool = False

    @property
    def enough(self) -> bool:
        return self.chance >= ENOUGH and not self.unmet


def weigh(question: Asked, judged: Sequence[Judged], extracts: Sequence[Extract]) -> Support:
    """How far the best passages carry an answer to the question."""
    values = features(question, judged, extracts)
    total = sum(weight * value for weight, value in zip(_weights(), values, strict=True))
    return Support(values, 1.0 / (1.0 + math.exp(-total)), _unmet(question, extracts))


def _unmet(question: Asked, extracts: Sequence[Extract]) -> bool:
    here = [extract for extract in extracts if of_place(question, extract.judged)]
    if not here or (question.post and not any(extract.sentence.figure for extract in here)):
        return True
    if not question.query.years or question.query.intent != "target":
        return False
    return not any(
        extract.sentence.year or extract.judged.features[_YEAR] or extract.judged.features[_TARGET_YEAR]
        for extract in here
    )


def features(question: Asked, judged: Sequence[Judged], extracts: Sequence[Extract]) -> tuple[float, ...]:
    query = question.query
    view = plain(query.text)
    amount = question.figure is not None
    here = [extract for extract in extracts[:40] if of_place(question, extract.judged)]
    best = max((extract.sentence.coverage for extract in here), default=0.0)
    fits = [extract.sentence.coverage for extract in here if _fits(question, extract)]
    fit = max(fits, default=0.0)
    total = sum(need.weight for need in question.needs) or 1.0
    near = judged[:10]
    heaviest = _heaviest(question, here)
    dated = 1.0 if query.years and any(map(_particular, query.places)) else 0.0
    return (
        1.0,
        best,
        fit,
        max((one.features[NAMES.index("covered")] for one in near if of_place(question, one)), default=0.0),
        near[0].score / 6 if near else 0.0,
        sum(need.weight for need in question.needs if not need.known) / total,
        0.0 if here or not query.places else 1.0,
        1.0 if cue("relative").search(view) else 0.0,
        1.0 if amount else 0.0,
        1.0 if amount and not fits else 0.0,
        1.0 if query.years and not any(extract.judged.features[_YEAR] for extract in here[:8]) else 0.0,
        max((one.vector for one in near), default=0.0),
        heaviest,
        1.0 if cue("price").search(view) else 0.0,
        max((one.features[_TARGET] for one in near if of_place(question, one)), default=0.0),
        _missing(question, here),
        max((extract.sentence.likeness for extract in here), default=0.0),
        max((extract.sentence.likeness for extract in here if not amount or _fits(question, extract)), default=0.0),
        dated,
        dated * (1.0 - heaviest),
    )


def _particular(name: str) -> bool:
    """A province, a city or a foreign country: of one year and one such place much less is said than of everything."""
    known = places.named(name)
    return known is None or known.level in PARTICULAR


def of_place(question: Asked, one: Judged) -> bool:
    """Whether a passage speaks of the asked place, or no particular place is asked for."""
    if not question.places:
        return True
    if all(name == places.NATION for name, _ in question.places):
        return one.features[_WRONG] < 0.5
    return one.features[_PLACE] >= 0.5


def _fits(question: Asked, extract: Extract) -> bool:
    """A sentence with a figure of the asked kind and, where years are asked for, one of them."""
    if not extract.sentence.figure:
        return False
    years = question.query.years
    if not years or extract.sentence.year or extract.judged.features[_TARGET_YEAR] > 0.3:
        return True
    around = plain(f"{extract.judged.passage.head} {extract.judged.passage.title}")
    return any(str(year) in around for year in years)


def _heaviest(question: Asked, extracts: Sequence[Extract]) -> float:
    """Whether the one word that tells most is met in a good sentence."""
    if not question.needs:
        return 0.0
    place = max(range(len(question.needs)), key=lambda at: question.needs[at].weight)
    best = 0.0
    for extract in extracts[:8]:
        for found in extract.judged.evidence.found:
            if found.need == place and extract.sentence.start <= found.start < extract.sentence.end:
                best = max(best, found.strength)
    return best


def _missing(question: Asked, extracts: Sequence[Extract]) -> float:
    """The share of the heaviest need that the best sentence and its heading leave unmet."""
    total = sum(need.weight for need in question.needs)
    if not extracts or not total:
        return 1.0
    least = 1.0
    for extract in extracts[:3]:
        head = plain(extract.judged.passage.head)
        met = {
            found.need: found.strength
            for found in extract.judged.evidence.found
            if extract.sentence.start <= found.start < extract.sentence.end
        }
        unmet = [
            need.weight * (1.0 - met.get(at, 0.0))
            for at, need in enumerate(question.needs)
            if not any(word in head for word, _, _ in need.wordings)
        ]
        least = min(least, max(unmet, default=0.0) / total)
    return least


def refusal(query: Query, question: Asked, nearest: Sequence[Extract]) -> str:
    """What was looked for and not found, with what is nearest."""
    looked = "、".join(_looked_for(query, question)) or query.text
    if query.places and not any(of_place(question, extract.judged) for extract in nearest[:5]):
        missing = f"库中没有找到{'、'.join(query.places)}的相关内容"
    elif query.years and not any(extract.sentence.year for extract in nearest[:5]):
        missing = f"库中没有找到{'、'.join(map(str, query.years))}年的相关内容"
    else:
        missing = "库中的文件没有回答这个问题"
    return (
        f"{missing}（查找的是：{looked}）。下面列出最接近的内容，供参考。"
        if nearest
        else f"{missing}（查找的是：{looked}）。"
    )


def _looked_for(query: Query, question: Asked) -> list[str]:
    found = [*query.places, *(f"{year}年" for year in query.years)]
    if question.post:
        return [*found, f"{question.post}的姓名"]
    if query.period is not None and not query.years:
        found.append(f"{query.period[0]}—{query.period[1]}年")
    heavy = sorted(question.needs, key=lambda need: -need.weight)[:4]
    kept = {need.word for need in heavy}
    return found + [need.word for need in question.needs if need.word in kept]


@cache
def _weights() -> tuple[float, ...]:
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return tuple(float(data["weights"][name]) for name in FEATURES)
