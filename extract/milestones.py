"""Milestones (里程碑目标): 碳达峰 and 碳中和 with the year in which they are to be reached; a closed list of words."""

from __future__ import annotations

import re
from functools import lru_cache

from extract import metrics
from extract.finding import Finding
from extract.sentence import Paragraph, Sentence, T

_PEAK = rf"碳达峰|达峰|(?<=排放)峰值(?={T}|力争|在|于|目标|将|争取|预计)|达到峰值|达到[^，。、Ⓣ]{0, 4}峰值|进入峰值平台期|进入平台期|达峰值"
_ZERO = r"碳中和|[“‘]?净零[”’]?排放|[“‘]?近?零排放[”’]?(?=目标)|温室气体中和|净零"
_WORDS = re.compile(rf"(?P<peak>{_PEAK})|(?P<zero>{_ZERO})")
_NOT_AFTER = re.compile(
    r"^(?:、?碳中和)?(?:目标)?(?:行动方案|实施方案|行动计划|方案|行动|工作|试点|专项|规划|路径|路线图|后|年份|时间表|标准|领导|技术|示范|先行|创新|科技|“|》|进程|综合|管理|十大|支撑|任务|关键期)"
)
_BASIS = re.compile(r"(?:奠定|打下|打好|夯实|提供)[^，。]{0,10}(?:基础|支撑)")


_HELPED = re.compile(r"(?:支撑|保障|赋能|护航)[^，。；]{0,16}$|(?:有|具备)条件的?[^，。；]{0,10}$")
_BRANCHES = re.compile(
    rf"{T}[，,]?(?:力争|争取|努力)?(?:率先)?(?:实现|推动|推进|促进)[^，。；]{{2,30}}(?:行业|领域|碳排放|二氧化碳)(?:率先|提前|如期|整体|基本)*$"
)


@lru_cache(maxsize=8)
def mentioned(text: str) -> bool:
    """Whether a paragraph can hold a milestone at all; asked for each of its sentences, looked up once."""
    return "峰" in text or "中和" in text or "零" in text


def read(paragraph: Paragraph, sentence: Sentence, now: int, *, governed: bool) -> list[Finding]:
    """The milestones of a sentence; ``governed`` tells that a year from outside holds, which full statements take."""
    text, mask = paragraph.text, paragraph.mask
    if not mentioned(text):
        return []
    found: list[Finding] = []
    for match in _WORDS.finditer(mask, sentence.start, sentence.end):
        year = _year_place(paragraph, sentence, match.start(), match.end())
        if year is None:
            alone = not any(time.use == "deadline" for time in sentence.times)
            helped = _HELPED.search(mask, sentence.start, match.start()) is not None
            if governed and alone and _stated(mask, match) and not helped and not _titled(mask, match.end()):
                found.append(_finding(paragraph, sentence, match, None))
            continue
        if _paired(mask, match, sentence):
            continue
        named = _NOT_AFTER.match(mask[match.end() : match.end() + 12])
        if named and not _ADJACENT.search(mask[sentence.start : match.start()]):
            continue
        if _titled(mask, match.end()):
            continue
        if next(time for time in sentence.times if time.start == year).end_year < now:
            continue
        found.append(_finding(paragraph, sentence, match, year))
    return found


_ADJACENT = re.compile(rf"{T}(?:[，,]?(?:左右|力争|努力|争取|如期|实现|提前|全面|率先|的)*)$")


def _stated(mask: str, match: re.Match[str]) -> bool:
    """Whether the milestone is a full statement by itself: 排放量达到峰值, 碳中和目标顺利实现."""
    if "峰值" in match.group():
        return True
    return re.match(r"(?:目标)?(?:顺利|如期|全面)?(?:实现|完成|达成)", mask[match.end() : match.end() + 8]) is not None


def _paired(mask: str, match: re.Match[str], sentence: Sentence) -> bool:
    """Whether 碳达峰碳中和 stands as one word behind a single year (2022年碳达峰碳中和工作): no goal of that year."""
    if match["peak"]:
        time = next((time for time in reversed(sentence.times) if time.end <= match.start()), None)
        return (
            re.match(r"、?碳中和", mask[match.end() : match.end() + 4]) is not None
            and time is not None
            and time.role == "in"
        )
    return re.search(r"碳达峰、?$", mask[max(0, match.start() - 4) : match.start()]) is not None


def _titled(mask: str, end: int) -> bool:
    """Whether the words are the name of a plan: 2030年前碳达峰行动方案."""
    return (
        re.match(
            r"^(?:、?碳中和)?(?:目标)?[一-龥]{0,6}(?:行动方案|实施方案|行动计划)|^(?:、?碳中和)?(?:目标)?(?:行动|试点|工作|阶段|专项|十大|要点|实施意见|成效|进展|情况|领导|政策|年度|“)",
            mask[end : end + 12],
        )
        is not None
    )


_FILLER = re.compile(
    r"(?:左右|，|,|、|及|和|力争|努力|争取|如期|实现|提前|提早|尽早|尽快|及早|整体|总体|全面|率先|的|前|全市|全省|本市|我国|我省|我市|全国|达到|确保|顺利|碳排放|二氧化碳排放|"
    r"碳达峰|达峰|目标|[“”Ⓣ])*$"
)


_BEHIND = re.compile(
    rf"(?:目标|愿景|任务)?(?:将|要|力争|争取|努力|确保|计划|预计|总体上?)*在?于?(?P<time>{T}+)(?:左右)?(?:力争|努力|如期|顺利|全面|率先|得以|基本)*(?:实现|达到|达成|到来|出现|完成)"
)
"""The year behind the words: 碳排放峰值力争在2028年前到来."""
_PEAKS = re.compile(
    r"[，,]?[一-龥]{2,10}(?:消费|消费量|排放|排放量|总量|用量)(?:力争|努力|争取|基本|率先|提前|提早|尽早|尽快|如期|总体|整体|达到|实现)*"
)
"""What peaks by itself behind its year: “十五五”期间煤炭消费基本达峰。"""


_OWN = re.compile(r"(?:左右)?(?:力争|努力|争取|确保|率先|提前|提早|尽早|如期|基本|全面)*(?:实现|达到)[一-龥]{2,10}")
"""Its own year right before what reaches it: 先行高校2027年前实现校园碳达峰."""
_BRANCH = re.compile(r"(?:的)?[一-龥]{2,8}(?:领域|行业|产业|部门|地区|区域|园区)")
"""The aim of a branch with its year: 2030年前物流领域碳达峰目标."""


def _owns(paragraph: Paragraph, sentence: Sentence, between: str, start: int, end: int) -> bool:
    """Whether the words between a year and the milestone only say whose it is."""
    mask = paragraph.mask
    closed = re.match(r"(?:目标)?(?:[，。；、]|$)", mask[end : sentence.end + 1]) is not None
    aim = mask[end : end + 2] == "目标" and closed
    return (closed and _OWN.fullmatch(between) is not None) or (aim and _BRANCH.fullmatch(between) is not None)


def _taken(between: str, words: str) -> bool:
    """Whether the year belongs to the other milestone before a comma: 2060年前实现碳中和”的承诺，…支撑碳达峰."""
    other = "碳中和" if "峰" in words or "平台期" in words else "达峰"
    place = between.find(other)
    return place >= 0 and re.search(r"[，；”]", between[place:]) is not None


def _year_place(paragraph: Paragraph, sentence: Sentence, start: int, end: int) -> int | None:
    """Where the year stands that the milestone goes with: right before it, or governing its segment with a verb of reaching."""
    behind = _BEHIND.match(paragraph.mask, end)
    if behind is not None:
        return next((time.start for time in sentence.times if time.start == behind.start("time")), None)
    times = [time for time in sentence.times if time.use == "deadline" and time.end <= start and not time.relative]
    if not times:
        return None
    time = times[-1]
    between = paragraph.mask[time.end : start]
    if time.role == "by" and _HELPED.search(between):
        return None
    if _FILLER.fullmatch(between):
        return time.start
    if _taken(between, paragraph.text[start:end]):
        return None
    if re.match(r"(?:目标)?(?:顺利|如期|全面)(?:实现|完成|达成)", paragraph.mask[end : end + 8]):
        return time.start
    if _PEAKS.fullmatch(between) and re.match(r"[，。；、]|$", paragraph.mask[end : end + 1]):
        return time.start
    peak = (
        "峰值" in paragraph.text[start:end]
        or "平台期" in paragraph.text[start:end]
        or "净零" in paragraph.text[start:end]
    )
    heads = between.startswith("，") and not metrics.clean(paragraph.text[sentence.start : time.start])
    if peak and not re.search(r"[；：]", between) and (heads or len(between) <= 40):
        return time.start
    if _owns(paragraph, sentence, between, start, end):
        return time.start
    if re.search(r"(?:朝着|向着|迈向|面向|向)(?:如期)?(?:实现|达到)?$", between) or re.match(
        r"(?:目标|愿景)?(?:稳步|坚实)?(?:迈进|前进|迈出)", paragraph.mask[end : end + 10]
    ):
        return None
    if _BRANCHES.search(paragraph.mask[sentence.start : start]):
        return time.start
    if _BASIS.search(paragraph.mask[end : end + 30]) or re.search(r"为(?:如期)?(?:实现|推动)?$", between):
        return None
    if re.search(
        r"(?:实现|达到|完成)(?:全市|全省|本市|本省|全区|预定|全领域|全社会|全域|区域)?$",
        paragraph.mask[max(sentence.start, start - 8) : start],
    ):
        return time.start
    return None


def _finding(paragraph: Paragraph, sentence: Sentence, match: re.Match[str], year: int | None) -> Finding:
    text = paragraph.text
    segment = next((low for low, high in sentence.segments if low <= match.start() < high), sentence.start)
    subject = metrics.clean(
        re.sub(
            r"(?:力争|努力争取|争取|努力|如期|提前|提早|尽早|尽快|及早|整体|总体|率先|基本|实现|的|于|达到|确保|聚焦|顺利|完成)+$|^.*(?:提出|宣布|承诺|表示|围绕|推动实现|推动|确保|促进|措施)|^(?:制定|对标|聚焦)*(?:国家|我国|中国|我省|我市|全省|全市)",
            "",
            metrics.plain(text, paragraph.mask, segment, match.start()),
        )
    )
    subject = re.sub(
        r"^(?:基于|根据|按照|锚定)?(?:国家|我国|中国)(?:实现)?|^.*(?:作出|提出)(?:的|了)?[“‘]?|^.*(?:向着|朝着|锚定|对标)|^[^，。；]*(?:达标|平衡)(?:和|与|及)",
        "",
        subject,
    )
    words = match.group()
    noun = "碳达峰" if match["peak"] else "碳中和"
    start = segment
    if year is not None and year < segment and match.start() - year < 60:
        start = year
    own = "碳" not in words and re.search(r"(?:排放|消费|能耗|总量|强度|气体)", subject) is not None
    name = subject if own else noun
    end = match.end() + (2 if text[match.end() : match.end() + 2] == "目标" else 0)
    while start < match.start() and text[start] in "，、；：":
        start += 1
    return Finding(None, name, "level", start, end, "milestone", 0.88, noun=name, year_place=year, milestone=words)
