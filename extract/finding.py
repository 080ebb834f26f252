"""A target in the making (待定目标): what a rule returns, what sentences leave behind for ellipses, and shared patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from extract import lexicon
from extract.cells import Cell
from extract.model import Change
from extract.quantities import Amount

RATE = re.compile(
    r"年均(?!浓度|值|[^增降减提下上]{0,8}(?:浓度|时间|温度|次数|天数)|停电)|每年|年平均(?!浓度)|逐年|平均年|(?<!全)(?<!\d)年新增|年增长|年递增|年增速|年增幅|(?:^|[，；])年(?:推广|培训|完成|改造|新建)"
)
RATIO_UNITS = ("%", "‰", "百分点", "个百分点", "倍")


@dataclass(frozen=True, slots=True)
class Finding:
    """A target before it has its year, agencies and id; places are offsets in the paragraph's view.

    ``amount`` is None for a milestone, whose words are ``milestone``. ``start``–``end`` is the quote. ``noun`` is what
    the amount counts without the verb: what an ellipsis further on takes up. ``where`` is the place that the finding's
    own words give it in a list of places (各地分列), "" where the sentence decides.
    """

    amount: Amount | None
    metric: str
    change: Change
    start: int
    end: int
    rule: str
    confidence: float
    noun: str = ""
    verb: str = ""
    baseline: int | None = None
    where: str = ""
    year_place: int | None = None
    year: int | None = None
    milestone: str = ""


@dataclass(slots=True)
class Memory:
    """What the sentences read so far leave behind for ellipses: the last finding, and the last words without an amount.

    ``label`` is what the paragraph says at its head that it is about, ``before`` the end of the sentence before.
    """

    last: Finding | None = None
    words: str = ""
    before: str = ""
    dimension: tuple[str, ...] = field(default=())
    listed: bool = False
    label: str = ""


@cache
def starts_with_add() -> re.Pattern[str]:
    """A verb of doing at the head of words, behind hedges and adverbs: ``verb`` and the ``noun`` that follows."""
    glued = lexicon.table("cues")["add_glued"]
    verbs = [
        re.escape(word) + (f"(?!{lexicon.alternation(glued[word])})" if glued.get(word) else "")
        for word in lexicon.words("cues", "add")
    ]
    words = "|".join(verbs)
    hedges = lexicon.alternation(
        word for key in ("hedges", "start", "adverbs", "wide") for word in lexicon.words("cues", key)
    )
    return re.compile(rf"^(?:{hedges}|[Ⓣ，、；共再将拟约各均])*?(?P<verb>(?:{words})(?:并(?:{words}))?)(?P<noun>.*)$")


@cache
def keeps() -> frozenset[str]:
    return frozenset(lexicon.words("cues", "keep"))


def make(cell: Cell, metric: str, change: Change, rule: str, confidence: float, **more: object) -> Finding:
    start = int(more.pop("start", cell.start))  # type: ignore[call-overload]
    end = int(more.pop("end", cell.amount.end))  # type: ignore[call-overload]
    text = cell.paragraph.text
    while start < cell.amount.start and text[start] in "，、；：":
        start += 1
    return Finding(cell.amount, metric, change, start, end, rule, confidence, **more)  # type: ignore[arg-type]
