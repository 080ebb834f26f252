"""Work done so many times (工作频次): 每年组织演练2次, 检查每年开展两次, 至少完成一轮评估; meetings and reports are none."""

from __future__ import annotations

import re

from extract import metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, make
from extract.sentence import Q

TIMES = {"次": "次数", "轮": "轮数", "遍": "遍数", "轮次": "轮次", "场": "场次", "场次": "场次"}
"""Units by which work is counted, and the noun that heads their column."""
_YEARLY = r"每(?:一?年度?|半年|个?年度)"
_HOW = r"(?:原则上|一般|至少|均|都|各|应当?|要|须|需|必须|可|将|定期|集中|统一|分别|不少于|不低于|全面|同步|常态化|组织|再)*"
_ACT = r"(?:组织开展|组织实施|组织|开展|完成|举办|举行|进行|实施|安排|落实)"
_WHEN = r"(?:[^，；]{1,8}[前后期季节](?:前后)?)?"
_BEHIND = re.compile(
    rf"^(?P<who>[^，；]*?)(?:{_YEARLY}|(?P<least>至少|不少于)){_WHEN}{_HOW}"
    rf"(?:对(?P<of>[^，；]{{2,24}}?))?{_HOW}{_ACT}{_HOW}(?:了)?$"
)
"""The work stands behind the amount: 每年对在建工地至少开展2次|巡查."""
_FRONT = re.compile(rf"^(?P<work>[^，；]{{2,}}?){_HOW}{_YEARLY}{_HOW}(?:{_ACT})?{_HOW}$")
"""The work stands in front of its frequency: 食品安全检查原则上每年开展|两次."""
_BETWEEN = re.compile(rf"^(?P<who>[^，；]*?){_YEARLY}{_WHEN}{_HOW}{_ACT}(?P<work>[^，；]{{2,}}?){_HOW}$")
"""The work stands between: 每年组织演练和培训各|2次."""
_NO_WORK = re.compile(
    r"会议|例会|全会|大会|联席会|座谈会|述职|报送|召开|换届"
    r"|(?:会|汇报|报告|通报|公布|公开|发布|调度|会商|约谈|申报|申请|评选|公示|抽签|更新|调整|修订|领取|缴纳|发放)(?:工作|活动)?$"
)
"""Rules of procedure, which count meetings and papers and no work."""
_RARER = re.compile(r"每(?:季|月|周|日|天|旬|(?:隔)?[两二三四五六七八九十\d]+(?:年|个?月|周|日|天))")
"""Other rhythms than the year: by the guide they only say how a work is organised."""
_SIDE = re.compile(r"^(?:以上|左右)?的?(?P<work>[一-龥“”（）、]{2,24})$")


_SEASON = re.compile(rf"(?:^|[，；。])(?P<when>{_YEARLY}[^，；]{{0,8}})，$")
_LISTED = re.compile(rf"^(?P<led>.*?{_ACT}{_HOW}){Q}+[^，；{Q}]{{2,16}}[和、及]$")


def _left(cell: Cell) -> str:
    """The words that lead to the amount: with 每年汛前， of a part before, and of a list those before its first amount."""
    text, mask, low = cell.paragraph.text, cell.paragraph.mask, cell.segment[0]
    listed = _LISTED.match(mask[low : cell.amount.start])
    if listed is not None:
        return metrics.plain(text, mask, low, low + listed.end("led"))
    season = _SEASON.search(mask, cell.sentence.start, low)
    return (season["when"] if season else "") + metrics.plain(text, mask, cell.start, cell.amount.start)


def _shape(cell: Cell) -> tuple[str, bool] | None:
    """The name of the work that the amount counts, and whether it is counted by the year; None when it is none."""
    if cell.unit not in TIMES or cell.amount.form not in ("figure", "numeral"):
        return None
    left = _left(cell)
    if _RARER.search(left):
        return None
    behind, work = _BEHIND.match(left), _SIDE.match(cell.right)
    if behind is not None and work is not None:
        of = metrics.clean(behind["of"]) if behind["of"] else metrics.clean(behind["who"].removeprefix("对"))
        name, yearly = of + work["work"], behind["least"] is None
    else:
        found = _BETWEEN.match(left) or _FRONT.match(left)
        if found is None or cell.right[:1] not in ("", "，", "。", "；", "、", "和"):
            return None
        name, yearly = metrics.clean(found["work"]), True
    name = re.sub(r"(?:工作|活动)$", "", re.sub(r"^(?:对|由)", "", name)) if len(name) > 6 else name
    return (name, yearly) if len(name) >= 3 and not _NO_WORK.search(name) else None


def is_done(cell: Cell) -> bool:
    """Whether the amount says how often a work is to be done."""
    return _shape(cell) is not None


def often(cell: Cell, memory: Memory) -> Finding | None:
    """每年组织消防演练2次 → 消防演练次数, 2 a year; 至少完成一轮安全评估 → 安全评估轮数, at least 1."""
    found = _shape(cell)
    if found is None:
        return None
    name, yearly = found
    behind = cell.end if _SIDE.match(cell.right) else cell.amount.end
    return make(cell, name + TIMES[cell.unit], "rate" if yearly else "level", "often", 0.7, end=behind, noun=name)
