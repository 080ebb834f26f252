"""One paragraph read for targets (段落抽取): cells, lists, rules and exclusions put together, with the year of each row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extract import bearers, completion, distribution, exclusions, indicators, metrics, milestones
from extract import cells as cell_reader
from extract.cells import Cell
from extract.exclusions import Setting
from extract.finding import RATIO_UNITS, Finding, Memory
from extract.model import YearBasis
from extract.periods import Time
from extract.quantities import Amount
from extract.rules import RULES, SPOKEN
from extract.sentence import Paragraph, Sentence


@dataclass(frozen=True, slots=True)
class Dated:
    """A finding with its year: ``time`` None when none applies; ``basis`` says where the year comes from."""

    finding: Finding
    sentence: Sentence
    time: Time | None
    basis: YearBasis
    hedge: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An amount that is no target, with the reason in Chinese."""

    amount: Amount
    reason: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the document gives to each of its paragraphs: titles above, genre, first year, and years from outside.

    ``inherited`` is the time of a lead sentence or heading, ``yearly`` the year that 全年 and 年底 mean, ``plan`` the
    plan period that the title names, ``issued`` the year of issue, which 年内 and 年底 mean without a year in the title.
    ``carried`` is the time of a sentence that the paragraph before left open with a semicolon; it holds to the first stop.
    """

    titles: str
    genre: str
    now: int
    status: bool
    procedure: bool = False
    report: bool = False
    inherited: Time | None = None
    yearly: int | None = None
    plan: tuple[int, int] | None = None
    issued: int | None = None
    carried: Time | None = None


@dataclass(slots=True)
class Result:
    """What a paragraph gave: rows and refusals, and the time that it hands on to the paragraphs below it.

    ``open`` is the time of its last sentence where that ends in a semicolon and so goes on in the next paragraph.
    """

    rows: list[Dated] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    head: Time | None = None
    open: Time | None = None


_TOLD = 40
"""How much of a sentence the next one may take up."""


def read(paragraph: Paragraph, frame: Frame) -> Result:
    """Targets and refused amounts of a paragraph; each amount is in exactly one of the two."""
    result = Result()
    memory = Memory(label=completion.label_of(paragraph.text[:40], frame.titles))
    governing = frame.inherited
    opens = True  # nothing but labels and short titles stands before the sentence in its paragraph
    spoken = milestones.mentioned(paragraph.text)
    for place, sentence in enumerate(paragraph.sentences):
        head = _head_time(paragraph, sentence, frame)
        if head is not None and (governing is not None or opens):
            governing = head if not head.relative or opens else None
            result.head = result.head or governing
        holding = frame.carried if place == 0 and frame.carried is not None else governing
        if sentence.amounts or spoken:
            _sentence(paragraph, sentence, frame, holding, memory, result)
        if sentence.times and paragraph.text[sentence.start : sentence.end].endswith(("：", ":")):
            governing = _own_time(sentence, sentence.end, frame) or governing
            result.head = governing or result.head
        memory.before = paragraph.text[sentence.start : sentence.end][-_TOLD:]
        opens = opens and _is_label(paragraph, sentence)
        result.open = _own_time(sentence, sentence.end, frame) or holding
    if not paragraph.text.rstrip().endswith(("；", ";")) or result.open is frame.inherited:
        result.open = None
    return result


def _head_time(paragraph: Paragraph, sentence: Sentence, frame: Frame) -> Time | None:
    """The time phrase at the head of a sentence; at a paragraph's head it governs the paragraph."""
    for time in sentence.times:
        if time.use != "deadline" or time.start < sentence.start:
            continue
        before = metrics.clean(paragraph.text[sentence.start : time.start])
        return _resolved(time, frame) if before in ("", "展望") else None
    return None


def _is_label(paragraph: Paragraph, sentence: Sentence) -> bool:
    """Whether the sentence is short enough for a label or title in front of what the paragraph says."""
    return sentence.end - sentence.start <= 20 and "，" not in paragraph.text[sentence.start : sentence.end]


def _resolved(time: Time, frame: Frame) -> Time | None:
    """A relative phrase (全年, 规划期末) with the year that the document gives it."""
    if not time.relative:
        return time
    if time.relative.startswith("规划"):
        return (
            replace(time, end_year=frame.plan[1], start_year=frame.plan[0] if time.role == "in" else None)
            if frame.plan
            else None
        )
    if frame.yearly:
        return replace(time, end_year=frame.yearly)
    near = frame.issued is not None and time.relative.startswith(("年内", "年底", "年末", "今年", "本年"))
    return replace(time, end_year=frame.issued) if near and frame.issued else None


def _sentence(
    paragraph: Paragraph, sentence: Sentence, frame: Frame, governing: Time | None, memory: Memory, result: Result
) -> None:
    made = cell_reader.of_sentence(paragraph, sentence)
    memory.listed = False
    usable = []
    borne = bearers.read(paragraph, sentence, made)
    result.refused.extend(Refused(amount, "规格等级（电压等级、级别等），不是指标值") for amount in sentence.grades)
    for cell in made:
        setting = _setting(cell, sentence, frame, governing)
        shared = cell.amount.number in borne
        why = exclusions.untimely(cell, setting) if shared else exclusions.reason(cell, setting)
        if why:
            result.refused.append(Refused(cell.amount, why))
        else:
            usable.append(cell)
    listed, used = distribution.read(paragraph, sentence, tuple(usable), memory)
    by_place: dict[int, list[Finding]] = {finding.amount.number: [] for finding in listed if finding.amount}
    for finding in listed:
        if finding.amount:
            by_place[finding.amount.number].append(finding)
    for place, cell in enumerate(usable):
        if place in used:
            for finding in by_place.get(cell.amount.number, []):
                _keep(paragraph, sentence, finding, frame, governing, result)
                memory.last = finding
            continue
        memory.words = _words_before(paragraph, sentence, cell, usable)
        own = borne.get(cell.amount.number)
        findings = [own] if own is not None else _apply(cell, memory)
        if not findings:
            result.refused.append(Refused(cell.amount, "没有与指标名构成目标表述"))
            continue
        for finding in findings:
            _keep(paragraph, sentence, finding, frame, governing, result)
        memory.last = findings[-1]
        memory.listed = True
    for finding in milestones.read(paragraph, sentence, frame.now, governed=governing is not None):
        _keep(paragraph, sentence, finding, frame, governing, result)


def _setting(cell: Cell, sentence: Sentence, frame: Frame, governing: Time | None) -> Setting:
    own = _own_time(sentence, cell.amount.start, frame)
    time = own or governing
    return Setting(
        frame.titles,
        frame.genre,
        frame.now,
        time.end_year if time else None,
        own is not None,
        frame.status,
        frame.procedure,
        frame.report,
    )


def _own_time(sentence: Sentence, place: int, frame: Frame) -> Time | None:
    """The last time phrase of the sentence before the amount."""
    before = [time for time in sentence.times if time.start < place and time.use == "deadline"]
    for time in reversed(before):
        resolved = _resolved(time, frame)
        if resolved is not None:
            return resolved
    return None


def _words_before(paragraph: Paragraph, sentence: Sentence, cell: Cell, usable: list[Cell]) -> str:
    """The segment before the cell's, up to an amount that is no target; nothing when it states one itself."""
    previous = [segment for segment in sentence.segments if segment[1] <= cell.segment[0]]
    while previous:
        low, high = previous.pop()
        if any(low <= other.amount.number < high for other in usable):
            return ""
        high = min((amount.start for amount in sentence.amounts if low <= amount.number < high), default=high)
        words = metrics.plain(paragraph.text, paragraph.mask, low, high)
        if len(words) > 1:
            return words
    return ""


def _apply(cell: Cell, memory: Memory) -> list[Finding]:
    if cell.amount.form == "missing":
        name = metrics.clean(cell.subject) or (memory.last.metric if memory.last else "")
        return (
            [Finding(cell.amount, name, "level", cell.start, cell.amount.end, "missing", 0.6, noun=name)]
            if name
            else []
        )
    spoken = cell.amount.form in ("word", "whole")
    for name, rule in RULES.items():
        if spoken and name not in SPOKEN:
            continue
        finding = rule(cell, memory)
        if finding is not None and (len(finding.metric) > 2 or indicators.canonical(finding.metric) is not None):
            return _several(finding, cell.left)
    return []


def _several(finding: Finding, text: str) -> list[Finding]:
    """An indicator named twice before one value is two rows: A率和B率达到100%."""
    if finding.rule not in ("level", "change", "bare"):
        return [finding]
    parts = metrics.split_subjects(finding.metric)
    if len(parts) < 2 or not all(metrics.has_noun(part) and len(part) >= 4 for part in parts):
        return [finding]
    measures = finding.amount is not None and finding.amount.unit not in RATIO_UNITS
    if measures and finding.rule == "level" and len({part[-1] for part in parts}) > 1 and "均" not in text:
        return [finding]
    return [replace(finding, metric=metrics.clean(part), noun=metrics.clean(part)) for part in parts]


def _keep(
    paragraph: Paragraph, sentence: Sentence, finding: Finding, frame: Frame, governing: Time | None, result: Result
) -> None:
    time, basis = _time_of(sentence, finding, frame, governing)
    finding = replace(finding, baseline=_baseline(paragraph, sentence, finding))
    result.rows.append(Dated(finding, sentence, time, basis, _hedge(paragraph, sentence, finding)))


def _time_of(
    sentence: Sentence, finding: Finding, frame: Frame, governing: Time | None
) -> tuple[Time | None, YearBasis]:
    if finding.year is not None:
        return Time(0, 0, None, finding.year, "in"), "stated"
    if finding.year_place is not None:
        for time in sentence.times:
            if time.start == finding.year_place:
                return _resolved(time, frame), "stated"
    place = finding.amount.start if finding.amount else finding.end
    own = _own_time(sentence, place, frame)
    if own is not None:
        return own, "stated"
    if governing is not None:
        return governing, "inherited"
    if frame.plan is not None:
        return Time(0, 0, None, frame.plan[1], "in"), "inferred"
    if frame.yearly is not None:
        return Time(0, 0, None, frame.yearly, "in"), "inferred"
    return None, "stated"


def _baseline(paragraph: Paragraph, sentence: Sentence, finding: Finding) -> int | None:
    """The base year of a change: in the finding's own words, or in a segment before it that holds no amount."""
    if finding.amount is None:
        return None
    bases = [time for time in sentence.times if time.use == "base" and time.start < finding.amount.start]
    if not bases:
        return None
    if finding.change == "level" and finding.rule not in ("distribution", "ellipsis", "level"):
        return None
    base = bases[-1]
    if finding.change == "level" and paragraph.text[base.start - 1 : base.start] in tuple("由从"):
        return None
    if base.start >= finding.start:
        return base.end_year
    between = [amount for amount in sentence.amounts if base.end <= amount.start < finding.start]
    return base.end_year if not between or (base.start == sentence.start and finding.change != "level") else None


_HEDGE = re.compile("努力争取|力争|争取|原则上|确保|初步|基本(?!农田|公共|建设|草原|药)")


def _hedge(paragraph: Paragraph, sentence: Sentence, finding: Finding) -> str:
    """The hedge (力争, 原则上) that governs the finding: in its own words or earlier in its part of the sentence."""

    place = finding.amount.start if finding.amount else finding.end
    words = paragraph.text[sentence.start : place]
    words = words[words.rfind("；") + 1 :]
    own = words.rfind("，") + 1
    hedges = [match.group() for match in _HEDGE.finditer(words) if match.start() >= own or match.group() in _LASTING]
    return hedges[-1] if hedges else ""


_LASTING = ("努力争取", "力争", "争取", "原则上", "确保")
"""Hedges that hold for all that follows in their part of a sentence; 基本 and 初步 only go with their own verb."""
