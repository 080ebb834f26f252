"""Time phrases of policy text (时间表述): when a target falls due, and the base year that a change is measured from.

到2025年 → by 2025; “十四五”期间 → in 2021–2025; 2022年起 → from 2022; 2030年前 → before 2030. A year that only serves
as a base (比2020年下降, 在2020年基础上) is a baseline, never a period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extract.model import Period, YearRole
from extract.stretches import Stretches
from extract.view import View, view
from ingest import numerals

Use = Literal["deadline", "base", "since"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time phrase at its place in a view. ``use`` tells a deadline from a base year and from 以来 (what was done since).

    ``relative`` is the phrase that only the document's own year resolves (全年, 年底前); then ``end_year`` is 0.
    """

    start: int
    end: int
    start_year: int | None
    end_year: int
    role: YearRole
    use: Use = "deadline"
    relative: str = ""

    def period(self, seen: View) -> Period:
        """The same period with its span of the document's text, basis stated."""
        return Period(seen.span(self.start, self.end), self.start_year, self.end_year, self.role, "stated")


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Period, ...]:
    """The periods that ``text[start:end]`` states, in order, with spans of ``text``; base years and titles are left out."""
    seen = view(text, start, end)
    titles = [match.span() for match in _TITLE.finditer(seen.text)]
    return tuple(
        time.period(seen)
        for time in in_view(seen)
        if time.use == "deadline" and not time.relative and not any(low < time.start < high for low, high in titles)
    )


def baselines(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[Period, int], ...]:
    """The base years (基期) that ``text[start:end]`` names: each phrase as a period in that year, and the year."""
    seen = view(text, start, end)
    return tuple((time.period(seen), time.end_year) for time in in_view(seen) if time.use == "base")


def plan_period(name: str) -> tuple[int, int] | None:
    """The years of a five-year plan (五年规划): 十四五 → (2021, 2025); None for another word."""
    place = _PLANS.get(name)
    return (place * 5 + 1951, place * 5 + 1955) if place else None


_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_PLANS = {
    f"{word}五": place
    for place, word in enumerate(("十", "十一", "十二", "十三", "十四", "十五", "十六", "十七"), start=10)
}
_PLANS["九五"] = 9
_YEAR = r"(?:(?:(?<!\d)|(?<=^\d)|(?<=\n\d))(?:19|20|21)\d\d|二[〇○零O0][一二三四五六][一二三四五六七八九〇○零O0])"
_TO = r"(?:-+|—+|~+|至|到|、|和|及|与)"
_TEXT = re.compile(
    rf"""
    (?P<lead>到|至|截至|截止到|截止至|截止|自|从|于|在|力争在|比|较|相比|对比|相较于|相较|相对于|相对|同比|与|同|以|为|是)?
    (?:
      (?P<first>{_YEAR})年?(?P<half>[底末初])?(?P<to>-+|—+|~+|至|到)(?P<second>{_YEAR}|(?<=\d[-—~])\d\d(?=年))(?P<nian>年)?
      | (?P<year>{_YEAR})(?P<ny>年|(?<=[到至]20\d\d)(?=[，,])|(?=[、和及—-]{_YEAR}(?:、{_YEAR})*年))
      | [“‘"]?(?P<plan>九五|十[一二三四五六七]?五)[”’"]?(?=期|时|末|规|前|后|以|[，、”’]|[^年个日条]|$)
      | (?P<mid>(?:本|21|二十一)世纪中叶)
      | (?P<horizon>规划期末|规划期内|规划期间|规划末期|规划期)
    )
    (?P<part>代中期|代末期?|代初期?|代|期间|时期|期末|末期|时|规划期末|规划期间|规划期|中后期|后期|前期|初期|中期|后三年|后两年|年底|年末|底|末|初|度|上半年|下半年
      |\d{{1,2}}月(?:\d{{1,2}}日|底|末|初|上旬|中旬|下旬)?)?
    (?P<tail>前后|之前|以前|前|止|起|开始|以来|以后|之后|后|期间|间|左右)?
    """,
    re.X,
)
_RELATIVE = re.compile(
    r"(?<![\d一二三四五六七八九十每半])(?:今年年内|今年年底前|今年年底|今年底前?|年底前|年内|年底|全年|今年|本年度|本年|年末前?)(?!度性|龄|报|会|检|均)"
)
_BASE_BEFORE = frozenset(("比", "较", "相比", "对比", "相较于", "相较", "相对于", "相对"))
_BASE_AFTER = re.compile(
    r"(?:的)?(?:同期|排放|实际)?(?:水平|基础|基数)?(?:的)?(?:相比|相比较|为基[准期数础]|基础上|的基础上|水平上|的?水平基础上|为基准年|的?水平)"
)
_MADE = re.compile(
    r"(?<=前)(?:已)?(?:建成|建造|投产|投运|投入(?:使用|运行|运营)|竣工|注册|登记|出厂|购置|颁布|批准|核准|备案|开工)(?:建设|投产|投运|使用)?的"
)
"""A time that only tells things apart by their age: 2005年前建成的小区."""
_TIMES_OF = re.compile(r"(?:的|水平的)(?=\d+(?:\.\d+)?倍|两倍|[二三四五]倍|\d+%|一半)")

_GIVEN = re.compile(
    r"的?约?[\d.]+[^，。；\d]{1,8}(?:提高|提升|增加|增长|上升|扩大|发展|降低|下降|降|升|减少|压减|缩短)[到至]"
)
"""由2020年|的5300万千瓦提高到8900万千瓦: the year of the value from which it rises."""
_MOVED_FROM = re.compile(r"[由从][^，。；\n]*(?:提高|提升|增加|增长|上升|扩大|降低|下降|降|升|减少|压减)$")
"""由2020年的15%提高|到2025年的20%: the second year is the deadline, not a base."""


def in_view(seen: View) -> tuple[Time, ...]:
    """The time phrases of a view in order, base years and relative ones among them."""
    text = seen.text
    found = [time for match in _TEXT.finditer(text) if (time := _read(text, match)) is not None]
    if "年" in text:
        found.extend(_relative(text, found))
    return tuple(sorted(found, key=lambda time: time.start))


def _relative(text: str, found: list[Time]) -> Iterator[Time]:
    taken: Stretches[None] = Stretches()
    for time in found:
        taken.add(time.start, time.end, None)
    for match in _RELATIVE.finditer(text):
        if taken.meet(match.start(), match.end()):
            continue
        word = match.group()
        role: YearRole = "by" if "底" in word or "末" in word else "in"
        yield Time(match.start(), match.end(), None, 0, role, relative=word)


def _read(text: str, match: re.Match[str]) -> Time | None:
    start_year: int | None = None
    if match["first"]:
        start_year, end_year = _years(match["first"], match["second"])
        if (
            end_year < start_year
            or end_year - start_year > 60
            or not (match["nian"] or match["part"] or _closed(text, match))
        ):
            return None
    elif match["year"]:
        end_year = numerals.year(match["year"].translate(_ZEROS))
        if (match["part"] or "").startswith("代") and end_year % 10 == 0:
            end_year += 5 if "中" in match["part"] else 0 if "初" in match["part"] else 9
    elif match["plan"]:
        years = plan_period(match["plan"])
        if years is None or _named(text, match):
            return None
        start_year, end_year = years
    elif match["mid"]:
        end_year = 2050
    else:
        role: YearRole = "by" if "末" in match["horizon"] else "in"
        return Time(match.start(), match.end(), None, 0, role, relative=match["horizon"])
    return _use(text, match, start_year, end_year)


_ZEROS = {ord("○"): "〇", ord("O"): "〇", ord("0"): "0"}


def _years(first: str, second: str) -> tuple[int, int]:
    start = numerals.year(first.translate(_ZEROS))
    return start, (start // 100 * 100 + int(second) if len(second) == 2 else numerals.year(second.translate(_ZEROS)))


def _closed(text: str, match: re.Match[str]) -> bool:
    """A range of years without 年 counts only in parentheses: （2021-2025）."""
    return text[match.end() : match.end() + 1] in ("）", "》", "”") or match["half"] is not None


def _named(text: str, match: re.Match[str]) -> bool:
    """Whether the plan's name is part of a title or another word (“十四五”规划纲要, 十五分钟, 十五年)."""
    after = text[match.end() : match.end() + 2]
    bare = text[match.start("plan") - 1 : match.start("plan")] not in ("“", "‘", '"')
    if bare and not match["part"] and not match["tail"]:
        return True
    return not match["part"] and after[:2] in ("规划", "计划", "纲要", "国民", "生态", "现代", "能源", "节能", "循环")


def _use(text: str, match: re.Match[str], start_year: int | None, end_year: int) -> Time:
    """Deadline, base year or 以来, with the role that the words around the year give it."""
    lead, part, tail = match["lead"] or "", match["part"] or "", match["tail"] or ""
    start, end = match.start(), match.end()
    if lead == "比" and text[start - 1 : start] in tuple("占对环同车配"):
        lead, start = "", start + 1
    base = _BASE_AFTER.match(text, end) if not match["second"] else None
    times = None if _MOVED_FROM.search(text, max(0, start - 40), start) else _TIMES_OF.match(text, end)
    given = (lead == "从" or text[start - 1 : start] in tuple("由从")) and _GIVEN.match(text, end) is not None
    if (
        given
        or lead in _BASE_BEFORE
        or (base and (lead in ("与", "同", "在", "以", "于", "为", "")))
        or (times and lead in ("为", "是", "到", ""))
    ):
        return Time(start, base.end() if base else times.end() if times else end, None, end_year, "in", use="base")
    if lead in ("与", "同", "以", "为", "是", "比", "较"):
        start += len(lead)
    if tail == "以来" or (lead in ("自", "从") and tail == "以来"):
        return Time(start, end, None, end_year, "from", use="since")
    if _MADE.match(text, end):
        return Time(start, end, None, end_year, "before", use="since")
    if tail in ("前", "之前", "以前"):
        return Time(start, end, None if not start_year or match["plan"] else start_year, end_year, "before")
    if tail in ("起", "开始", "以后", "之后", "后") or lead in ("自", "从"):
        return Time(start, end, None, start_year if match["plan"] and start_year else end_year, "from")
    if lead in ("到", "至", "截至", "截止到", "截止至", "截止") or (
        match["plan"] and part in ("末", "期末", "末期", "规划期末")
    ):
        return Time(start, end, None, end_year, "by")
    return Time(start, end, start_year, end_year, "in")
