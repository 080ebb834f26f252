"""How far single sentences bear on a question (切题程度): which of its words each meets, alone and with what stands around it.

A word that a sentence does not hold may still be near to one that it does (修好 and 修复): the vectors of the words tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kb.evidence import Asked
from kb.extracts import Extract
from kb.likeness import Nearness
from kb.needs import Need, find
from kb.query import PLANS, vocabulary
from kb.rerank import NAMES
from kb.spelling import plain
from kb.wanted import Wanted

LOOKED = 12  # sentences looked at, the best ones
CLOSE = 6  # of these, those whose words are compared by vector
MET = 0.8  # from this strength on a need is met
BESIDE = 0.8  # what a word of the sentence before or behind counts
SAME = 0.6  # the cosine at which two words count as one
UNKNOWN = 1.3  # how much more a word counts of which nothing in the library speaks
OUTCOME = 0.3  # … unless it is an everyday verb with its outcome
_ASKING = re.compile(
    r"[几哪啥谁咋].*|多少.*|多[久大长高远快].*|[为凭][什啥]么?|为何|怎么.*|如何|怎样|这么.*|那么.*|什么.*"
    r"|一[吨度平年天亩]|[一两二三四五六七八九十半]+[个次家条辆名位户回遍趟种类项台座]|第[一二三几].*|.|最."
    r"|才能|起码|至少|总共|越来越|越.越|重新|每[期年月天]|未来|[三五十]年计划"
)
_OUTCOME = re.compile(
    r".[好到成完掉出住下上起来去过够里]|.[出起下进过上]来|.[出进过上下]去|[新多少要能].{1,2}|[被给][^给].?"
)
_UNITS = frozenset(
    ["平米", "标煤", "千米", "标准煤", "岁", "页", "层", "斤", "年", "公斤", "人次", "度电", "立方", "亿", "万"]
)
_AREA = re.compile(r".{1,6}(?:自治县|自治旗|[县区旗镇乡岛])")
_NO_AREA = re.compile(
    r".*(?:[园社地城山景灌郊牧矿库片街港校小市辖功能保试示林农雨湿沙产业厂院全各乡我军战贸度新海成空陷民户学制存行跨]|保护|示范|试验|试点|开发|高新|自贸|县)"
    r"[区县旗镇乡岛]|.*(?:村|城|乡|市)镇|.*半岛|下乡|家乡|城乡"
)
RANGE = re.compile(r"(20\d\d)年?(?:-|~|至|到)(20\d\d)年?")
_PLAN = re.compile(r"(十[一二三四五六七]|九|八)五")
_BEHIND = re.compile(r"自治县|自治旗|[县区旗镇乡](?![县区旗镇乡域城])")
_TARGET_YEAR = NAMES.index("target_year")


@dataclass(frozen=True, slots=True)
class Bearing:
    """A sentence with the strength (0 to 1) at which it meets each need of the question.

    ``own``: in the sentence itself; ``around``: with its neighbours, heading and title; ``near``: the same where a word that
    is near in meaning counts too. ``fits``: it holds an answer of the wanted kind; ``year``: it is of an asked year, or
    none is asked for.
    """

    extract: Extract
    own: tuple[float, ...]
    around: tuple[float, ...]
    near: tuple[float, ...]
    fits: bool
    year: bool


def bearings(question: Asked, wanted: Wanted, extracts: Sequence[Extract], nearness: Nearness) -> list[Bearing]:
    """The bearing of the first sentences, in their order."""
    counts = heft(question)
    found = []
    for rank, extract in enumerate(extracts[:LOOKED]):
        own, around, text = _met(question, extract)
        near = _nearer(question, counts, around, text, nearness) if rank < CLOSE else around
        found.append(Bearing(extract, own, around, near, _fits(extract, wanted), _of_year(question, extract, wanted)))
    return found


def heft(question: Asked) -> tuple[float, ...]:
    """What each need counts when nothing meets it: units and question words nothing, words that nobody here uses more."""
    return tuple(map(_heft, question.needs))


def _heft(need: Need) -> float:
    word = need.word
    if word in _units() or not word.strip("百千万亿") or _ASKING.fullmatch(word):
        return 0.0
    if need.known:
        return need.weight
    return (OUTCOME if _OUTCOME.fullmatch(word) else UNKNOWN) * need.weight


@cache
def _units() -> frozenset[str]:
    return frozenset(vocabulary()["units"]) | _UNITS


def is_area(word: str) -> bool:
    """A word that reads as the name of a county, a district or a town (余杭区), of which no list is kept."""
    return _AREA.fullmatch(word) is not None and _NO_AREA.fullmatch(word) is None


def areas(question: Asked) -> dict[int, str]:
    """The needs that are names of counties or districts, with these names; 区 or 县 may stand apart from the rest (鹿泉 区)."""
    view = plain(question.query.text)
    listed = {}
    for at, need in enumerate(question.needs):
        start = view.find(need.word)
        behind = _BEHIND.match(view, start + len(need.word)) if start >= 0 and not need.known else None
        name = need.word + (behind.group() if behind is not None else "")
        if is_area(name):
            listed[at] = name
    return listed


def met(counts: Sequence[float], strengths: Sequence[float]) -> float:
    """The share of what counts that is met; 1 when nothing counts."""
    total = sum(counts)
    return sum(map(float.__mul__, counts, strengths)) / total if total else 1.0


def _met(question: Asked, extract: Extract) -> tuple[tuple[float, ...], tuple[float, ...], str]:
    """What a sentence meets, what it meets with the words around it, and these words; a row speaks with its table's header."""
    one, sentence = extract.judged, extract.sentence
    view, listed = one.evidence.view, one.evidence.sentences
    words = view[sentence.start : sentence.end]
    at = next((n for n, other in enumerate(listed) if other.start <= sentence.start < other.end), 0)
    first, last = listed[max(0, at - 1)].start, listed[min(len(listed) - 1, at + 1)].end
    top = view.find("\n", view.find("\n") + 1) if "\t" in words else 0
    own, beside = [0.0] * len(question.needs), [0.0] * len(question.needs)
    for found in one.evidence.found:
        if sentence.start <= found.start < sentence.end or found.start < top:
            own[found.need] = max(own[found.need], found.strength)
        elif first <= found.start < last:
            beside[found.need] = max(beside[found.need], BESIDE * found.strength)
    above = plain(f"{one.passage.head}\n{one.passage.title}")
    for found in find(above, question.needs):
        beside[found.need] = max(beside[found.need], found.strength)
    return tuple(own), tuple(map(max, own, beside)), f"{view[first:last]}\n{above}"


def _nearer(
    question: Asked, counts: Sequence[float], strengths: tuple[float, ...], text: str, nearness: Nearness
) -> tuple[float, ...]:
    """The strengths raised for needs that are not met by how near to one of their words a word of the text comes."""
    open_ = [at for at, held in enumerate(strengths) if counts[at] > 0 and held < MET]
    if not open_:
        return strengths
    raised = list(strengths)
    for at, cosine in zip(open_, nearness.words([question.needs[at].word for at in open_], text), strict=True):
        raised[at] = max(raised[at], min(1.0, max(0.0, cosine) / SAME))
    return tuple(raised)


def _fits(extract: Extract, wanted: Wanted) -> bool:
    if wanted.pattern is None:
        return True
    view, sentence = extract.judged.evidence.view, extract.sentence
    if "\t" in view[sentence.start : sentence.end]:  # the unit of a row stands in its header
        if wanted.kind in ("amount", "share"):
            return True
        if wanted.kind == "money":
            return "元" in view
    return wanted.pattern.search(view, sentence.start, sentence.end) is not None


def _of_year(question: Asked, extract: Extract, wanted: Wanted) -> bool:
    """Whether a sentence is of an asked year; what is to be done, not how much, may be of a plan that covers the year."""
    years = question.query.years
    if not years or extract.sentence.year or extract.judged.features[_TARGET_YEAR] > 0.3:
        return True
    around = plain(f"{extract.judged.passage.head} {extract.judged.passage.title}")
    covered = periods(around) if wanted.pattern is None else []
    return any(str(year) in around or any(start <= year <= end for start, end in covered) for year in years)


def periods(words: str) -> list[tuple[int, int]]:
    """The first and last years of the plans (十四五) and periods (2021-2025年) that are named in words of the plain view."""
    plans = [(PLANS[match[1]] * 5 + 1951, PLANS[match[1]] * 5 + 1955) for match in _PLAN.finditer(words)]
    return [*plans, *((int(match[1]), int(match[2])) for match in RANGE.finditer(words))]
