"""What a refusal says (未找到的说明): what was looked for, what of it is truly absent, and what is nearest instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb import places
from kb.bearing import MET, Bearing, bearings, heft
from kb.evidence import Asked
from kb.extracts import Extract
from kb.gaps import things
from kb.likeness import Nearness
from kb.model import Query
from kb.side import Side
from kb.spelling import plain
from kb.support import SENTENCES, TELLING, best, of_place, unheard_areas
from kb.wanted import NAMES, Wanted, wanted

HEAVY = 4  # words named as looked for
NAMED = 3  # words, years or places named as found or not found
_YEAR = re.compile(r"20\d\d(?=年)")


def nearest_first(side: Side) -> list[Extract]:
    """The sentences of one side, those of the asked place alone where there are any."""
    here = [one for one in side.extracts if of_place(side.question, one.judged) and not one.elsewhere]
    return here or [one for one in side.extracts if of_place(side.question, one.judged)] or list(side.extracts)


def reason(query: Query, found: Sequence[Side], nearest: Sequence[Extract]) -> str:
    """Why there is no answer: the absent place, year, name or words, as far as the sentences found tell."""
    looked = "、".join(_looked_for(query, found[0].question)) or query.text
    absent = next((said for side in found if (said := _absent(side))), "库中的文件没有回答这个问题")
    if not nearest:
        return f"{absent}（查找的是：{looked}）。"
    other = "、".join(_instead(query, found, nearest))
    return f"{absent}（查找的是：{looked}）。下面列出最接近的内容{f'（{other}）' if other else ''}，供参考。"


def lacking(side: Side) -> str:
    """That the library has nothing of one side of a comparison."""
    query = side.question.query
    years = "、".join(f"{year}年" for year in query.years)
    return f"库中没有找到{'、'.join(query.places)}{years}{things(side.question)}的内容。"


def _looked_for(query: Query, question: Asked) -> list[str]:
    found = [*query.places, *(f"{year}年" for year in query.years)]
    if question.post:
        return [*found, f"{question.post}的姓名"]
    if query.period is not None and not query.years:
        found.append(f"{query.period[0]}—{query.period[1]}年")
    heavy = sorted(question.needs, key=lambda need: -need.weight)[:HEAVY]
    kept = {need.word for need in heavy}
    return found + [need.word for need in question.needs if need.word in kept]


def _absent(side: Side) -> str:
    """What one side lacks; "" when its words, its kind of answer and its year are all there."""
    question = side.question
    if question.places and not _found_place(side):
        return f"库中没有找到{'、'.join(name for name, _ in question.places)}的相关内容"
    here = [one for one in side.extracts[:SENTENCES] if of_place(question, one.judged)]
    kind, counts = wanted(question), heft(question)
    told = bearings(question, kind, here, Nearness())
    place = "、".join(name for name, _ in question.places)
    if question.post and not any(one.sentence.figure for one in here):
        return f"库中的文件没有写明{place}{question.post}是谁"
    areas = unheard_areas(question)
    if areas:
        return f"库中没有找到{'、'.join(areas)}的相关内容"
    years = question.query.years
    if years and told and not any(one.year for one in told):
        return f"库中没有找到{place}{'、'.join(map(str, years))}年的相关内容"
    one = best(counts, told)
    return _unsaid(question, counts, kind, one, place) if one is not None else ""


def _found_place(side: Side) -> bool:
    return any(of_place(side.question, one) for one in side.judged)


def _unsaid(question: Asked, counts: Sequence[float], kind: Wanted, one: Bearing, place: str) -> str:
    """Which words of the question the best sentence and what stands around it lack, or that it lacks the kind of answer."""
    words = [(need.word, held, count) for need, held, count in zip(question.needs, one.around, counts, strict=True)]
    lacking = [word for word, held, count in words if count >= TELLING and held < MET][:NAMED]
    said = [word for word, held, count in words if count >= TELLING and held >= MET][:NAMED]
    of = f"{place}的" if place else ""
    about = f"最接近的内容说到{of}{_quoted(said)}，但" if said else f"最接近的{of}内容"
    if lacking:
        return f"{about}没有说到{_quoted(lacking)}"
    if not one.fits and kind.kind in NAMES:
        return f"{about}没有写明{NAMES[kind.kind]}"
    return ""


def _quoted(words: Sequence[str]) -> str:
    return "".join(f"“{word}”" for word in words)


def _instead(query: Query, found: Sequence[Side], nearest: Sequence[Extract]) -> Iterator[str]:
    """Other places and years of which the nearest sentences speak, in their order."""
    if query.places and any(not _found_place(side) for side in found):
        regions = dict.fromkeys(one.judged.passage.region for one in nearest if one.judged.passage.region)
        yield from [region for region in regions if region not in query.places and region != places.WORLD][:NAMED]
    elif query.years:
        years = dict.fromkeys(year for one in nearest for year in _YEAR.findall(plain(one.text)))
        yield from [f"{year}年" for year in years if int(year) not in query.years][:NAMED]
