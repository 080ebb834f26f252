"""Figures (数值): rows of the target table that answer a question about an amount or a year, and what is computed of two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kb import align, axes, places, wordings
from kb.evidence import Asked, Sentence
from kb.extracts import Extract
from kb.model import Passage, TargetRow
from kb.needs import coverage, covered, find, strengths
from kb.query import base_years, cue, unit_wordings
from kb.rerank import Fit, Judged
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.store import Store

SAME = 0.3  # what a row gains that is of the asked indicator itself, not of a part or an increase of it
NAMED = 0.5  # what a row's own name adds, where the words before its value say the same of several rows
LOOKED = 16  # passages whose targets are looked at
HEAVY = 2.5  # a word of the question from this weight on tells what it is about
MONEY = frozenset(("钱", "块钱", "块", "元"))  # units by which a question asks for money
_CHANGES = {"decrease": "下降", "increase": "增加", "rate": "年均增长"}
_SAYS_CHANGE = re.compile(r"新增|净增|新建|增量|增长|增幅|增速|下降|降低|减少|降幅|压减")
_GROWS = re.compile(r"新增|净增|增加|增长|新建|提高|提升|扩大|增至")
_CONFIRMS = re.compile(r"是不是|是否|对吗|对不对|对吧|[吧吗么]\s*[?。]?$")
_COUNTS = re.compile(
    r"[建装设修造种栽产](?:到|成|设|够|出)?多[少大]"
)  # 要建多少 asks for a number of things, not for a share
_BARE = re.compile(r"\d\s*$")  # a figure of a table, its unit in the header
_ASKING = re.compile(r"多[少大高]|[至最不]少|[至最]多|减排|低碳|降碳|减碳")  # no word of a fall or a rise
_LESS, _MORE = re.compile(r"[降减少低削砍压退淘汰]"), re.compile(r"[增涨多添扩建修造装种栽创]|提高|提升|推广|培育")
_RATES = re.compile(r"增[速长幅]|涨幅|年均|每年|速度|多快")


@dataclass(frozen=True, slots=True)
class Figure:
    """A target row as an answer: how well its metric, year and place fit, and the sentence in which it stands."""

    row: TargetRow
    extract: Extract
    metric: float
    year: float
    place: float
    score: float


def targets_of(passages: Sequence[Passage], store: Store) -> dict[int, list[TargetRow]]:
    """The target rows that stand in each passage, by passage row."""
    return store.targets_of_passages(passage.row for passage in passages)


def fits(question: Asked, passages: Sequence[Passage], store: Store) -> dict[int, Fit]:
    """How well the target rows of each passage fit: the best row's metric, its year, and metric, year and place in one."""
    found: dict[int, Fit] = {}
    for number, rows in targets_of(passages, store).items():
        best: Fit = (0.0, 0.0, 0.0)
        for row in rows:
            said = find(_called(row.metric, row.unit), question.needs)
            metric = covered(strengths(said), question.shares)
            if metric <= best[2]:  # year, place and unit only take away
                continue
            year, place = _year(question, row), _place(question, row)
            whole = metric * (0.4 + 0.3 * year + 0.3 * place) * (0.7 + 0.3 * _unit(question, row))
            if whole > best[2]:
                best = (metric, metric * year, whole)
        found[number] = best
    return found


@lru_cache(maxsize=16_384)
def _called(metric: str, unit: str) -> str:
    """What a row is called, in the plain view; the same indicators come in every document."""
    return plain(f"{metric} {unit}")


def figures(question: Asked, judged: Sequence[Judged], store: Store, looked: int = LOOKED) -> list[Figure]:
    """The target rows of the best passages, the best fitting first."""
    near = list(judged[:looked])
    held = targets_of([one.passage for one in near], store)
    found = [
        _figure(question, one, row, held[one.passage.row], at)
        for at, one in enumerate(near)
        for row in held[one.passage.row]
    ]
    return sorted(found, key=lambda figure: (-figure.score, figure.row.doc, figure.row.start))


def _figure(question: Asked, one: Judged, row: TargetRow, rows: Sequence[TargetRow], rank: int) -> Figure:
    extract = Extract(one, sentence_at(one, row.start, row.end), one.score)
    metric = _metric(question, one, extract.sentence, row, rows)
    year = _year(question, row)
    place = _place(question, row)
    fit = 0.25 * _unit(question, row) + 0.15 * change_fit(question, row) + SAME * of_indicator(question, row)
    named = coverage(find(_called(row.metric, row.unit), question.needs), question.needs)
    score = 2.0 * metric + NAMED * named + 0.8 * year + 0.8 * place + fit + 0.15 * one.score - 0.02 * rank
    return Figure(row, extract, metric, year, place, score)


def _metric(question: Asked, one: Judged, sentence: Sentence, row: TargetRow, rows: Sequence[TargetRow]) -> float:
    """The share of the question that the row's name meets, or the words before its value back to the row before it."""
    start = one.passage.start
    others = [other.end for other in rows if start + sentence.start < other.end <= row.start]
    begin = max([start + sentence.start, *others]) - start
    words = one.evidence.view[begin : max(begin + 1, row.end - start)]
    return max(coverage(find(said, question.needs), question.needs) for said in (_called(row.metric, row.unit), words))


def sentence_at(one: Judged, start: int, end: int) -> Sentence:
    """The sentence of a passage in which a span of the document begins, stretched to hold its end."""
    sentences = one.evidence.sentences
    at = bisect_right([sentence.start for sentence in sentences], start - one.passage.start) - 1
    first = sentences[max(at, 0)]
    last = end - one.passage.start
    if last <= first.end:
        return first
    return Sentence(
        first.start, min(last, len(one.passage.text)), first.coverage, first.year, first.figure, first.place
    )


def _year(question: Asked, row: TargetRow) -> float:
    """1 when the row is of an asked year or period, 0.4 when nothing is asked or the row has no year, 0 otherwise."""
    query = question.query
    wanted = [year for year in query.years if year not in base_years(query.text)]
    if wanted:
        if row.year in wanted:
            return 1.0
        return 0.2 if row.year is None else 0.0
    if query.period is not None:
        start, end = query.period
        if row.period_start is not None and row.period_start >= start and row.year is not None and row.year <= end:
            return 1.0
        return 0.6 if row.year == end else 0.0
    return 0.4


def _place(question: Asked, row: TargetRow) -> float:
    """1 when the row binds the asked place, 0.4 when none is asked, 0 for another place."""
    if not question.places:
        return 0.4
    scope, region = row.scope or row.region, row.region
    of, said = plain(scope), plain(f"{row.quote}\n{row.metric}")
    for name, written in question.places:
        if name == places.LOCAL and region != places.NATION:
            return 1.0
        if scope == name or any(word in of for word in written):
            return 1.0
        if region == name and places.named(scope) is None:
            return 0.8
        if any(word in said for word in written):
            return 0.9
    return 0.0


def _unit(question: Asked, row: TargetRow) -> float:
    units = question.query.units
    if not units:
        counted = _COUNTS.search(plain(question.query.text)) is not None
        return 0.5 if not counted else (0.0 if row.unit in ("%", "百分点", "个百分点") else 1.0)
    written = [plain(word) for unit in units for word in unit_wordings(unit)]
    unit = plain(row.unit)
    return 1.0 if any(word in unit for word in written) else 0.0


def of_what_is_asked(question: Asked, row: TargetRow) -> bool:
    """Whether a row is about the things of a question and not only about the like of them.

    What is asked in money (补贴多少钱) is not told by a count, and of a word of several parts the one that tells it from others
    must stand in the row's name or words: 煤矸石综合利用率 is not 农作物秸秆综合利用率.
    """
    if any(unit in MONEY for unit in question.query.units) and "元" not in row.unit:
        return False
    said = plain(f"{row.metric} {row.unit} {row.quote}")
    return all(
        need.telling in said or any(word in said for word, _, _ in need.wordings)
        for need in question.needs
        if need.weight >= HEAVY
    )


def of_indicator(question: Asked, row: TargetRow) -> bool:
    """Whether a row is of an indicator that the question names: 非化石能源消费比重, not 能源消费增量中非化石能源消费比重."""
    named = wordings.asked_indicators(question.query) if question.query.metrics else frozenset()
    return bool(named) and align.canonical(row.metric, axes.owner(row)) in named


def change_fit(question: Asked, row: TargetRow) -> float:
    """Whether the question asks for a fall, a rise or a yearly rate and the row is one."""
    text = _ASKING.sub("", question.query.text)
    less, more = _LESS.search(text) is not None, _MORE.search(text) is not None
    if row.change == "decrease":
        return 1.0 if less else 0.0
    if row.change == "rate":
        return 1.0 if _RATES.search(text) else 0.0
    if row.change == "increase":
        return 0.0 if not more else (0.5 if _RATES.search(text) else 1.0)
    return 0.3 if less or more else 1.0


def headline(figure: Figure, with_place: bool = True) -> str:
    """The row of a figure in words."""
    return in_words(figure.row, with_place)


def in_words(row: TargetRow, with_place: bool = True) -> str:
    """The row in words: 上海市风电装机容量：力争500万千瓦（2030年）; the value is written as in the text."""
    scope = row.scope or row.region
    place = "" if not with_place or scope in row.metric else scope
    return f"{place}{row.metric}：{value_in_words(row)}"


def value_in_words(row: TargetRow) -> str:
    """The row's value with its year: 力争500万千瓦（2030年）; of a milestone the year alone."""
    if row.kind == "milestone":
        return f"{row.hedge or ''}{_time(row)}"
    change = "" if _SAYS_CHANGE.search(row.metric) else _CHANGES.get(row.change, "")
    if row.change == "increase":
        share = row.unit in ("%", "百分点", "个百分点")
        change = ("提高" if share else "新增") if change and _GROWS.search(row.quote) else ""
    value = row.value_text + (row.unit if _BARE.search(row.value_text) and not _ends_with(row, row.unit) else "")
    value = value if not change or change[:2] in value else f"{change}{value}"
    base = f"，比{row.baseline_year}年" if row.baseline_year is not None else ""
    time = _time(row)
    note = f"（{time}{base}）" if time else (f"（{base[1:]}）" if base else "")
    hedge = row.hedge if row.hedge and row.hedge not in value else ""
    return f"{hedge}{value}{note}"


def premise(question: Asked, row: TargetRow) -> str:
    """Where the question asks to confirm a figure (是不是要到60%) that is not the row's: what is different, in words."""
    view = plain(question.query.text)
    if not row.unit or row.value is None or not _CONFIRMS.search(view):
        return ""
    said = re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?)\s*{re.escape(plain(row.unit))}", view)
    other = [number for number in said if float(number) not in (row.value, row.value_max)]
    return f"，不是问题中的{other[0]}{row.unit}" if other and len(other) == len(said) else ""


def _ends_with(row: TargetRow, unit: str) -> bool:
    """Whether the name of a row already says its unit (PM2.5浓度（微克/立方米）)."""
    return bool(unit) and unit in row.metric


def _time(row: TargetRow) -> str:
    if row.year is None:
        return ""
    if row.period_start is not None and row.period_start != row.year:
        return f"{row.period_start}—{row.year}年"
    ends = {"before": "年前", "from": "年起"}
    return f"{row.year}{ends.get(row.year_role or '', '年')}"


def difference(first: TargetRow, second: TargetRow, names: tuple[str, str]) -> tuple[str, str] | None:
    """What two rows differ by, in words and as a formula, when they are in one unit; None when they are not."""
    pair = _common(first, second)
    if pair is None:
        return None
    one, other, unit = pair
    gap = one - other
    point = "个百分点" if unit == "%" else unit
    formula = f"{_plain(one)}{unit} − {_plain(other)}{unit} = {_plain(gap)}{point}"
    if not gap:
        return f"{names[0]}与{names[1]}相同，均为{_plain(one)}{unit}", formula
    word = "高" if gap > 0 else "低"
    change = {"decrease": "的降幅", "increase": "的增量", "rate": "的年均增速"}.get(first.change, "")
    return f"{names[0]}{change}比{names[1]}{word}{_plain(abs(gap))}{point}", formula


def _common(first: TargetRow, second: TargetRow) -> tuple[Decimal, Decimal, str] | None:
    if first.value is None or second.value is None or first.change != second.change:
        return None
    if first.value_max is not None or second.value_max is not None or first.baseline_year != second.baseline_year:
        return None
    if first.unit == second.unit:
        return Decimal(str(first.value)), Decimal(str(second.value)), first.unit
    if first.normal_unit and first.normal_unit == second.normal_unit:
        if first.normal_value is None or second.normal_value is None:
            return None
        return Decimal(str(first.normal_value)), Decimal(str(second.normal_value)), first.normal_unit
    return None


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def wants_year(question: Asked) -> bool:
    view = plain(question.query.text)
    return bool(cue("year").search(view)) and not cue("amount").search(view)
