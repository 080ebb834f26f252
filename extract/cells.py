"""The words around one amount (单元): what stands to its left and right up to the next boundary, and its predicate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extract import lexicon, metrics
from extract.quantities import Amount
from extract.sentence import B, P, Paragraph, Q, Sentence, T

Sense = Literal["level", "decrease", "increase", ""]


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount with its surroundings: ``left`` = [start, amount), ``right`` = [amount end, end) in the view.

    ``subject_end`` is where the predicate begins; ``verb`` the predicate's verb, ``sense`` its meaning; ``bases`` whether
    a base year stands between subject and verb. ``first`` tells that no amount precedes it in its segment.
    """

    paragraph: Paragraph
    sentence: Sentence
    amount: Amount
    segment: tuple[int, int]
    start: int
    end: int
    subject_end: int
    verb: str
    sense: Sense
    first: bool
    last: bool

    @property
    def left(self) -> str:
        return self.paragraph.text[self.start : self.amount.start]

    @property
    def right(self) -> str:
        return self.paragraph.text[self.amount.end : self.end]

    @property
    def subject(self) -> str:
        """The words before the predicate, time phrases left out."""
        return _LIMIT.sub("", metrics.plain(self.paragraph.text, self.paragraph.mask, self.start, self.subject_end))

    @property
    def unit(self) -> str:
        return self.amount.unit


_LIMIT = re.compile(
    r"^(?:力争|争取|计划|确保|用|经过|通过|在|未来|今后|再用)*(?:\d{1,2}|[一二两三四五六七八九十])年(?:左右)?(?:的?(?:时间|努力))?(?:之?内|左右)?(?:，|使|将|让|把)?(?=[一-龥]{4})"
)
"""A span of years that limits what follows it: 力争两年内农村厕所普及率…."""


@cache
def _adverbs() -> str:
    guarded = lexicon.table("cues")["guarded"]
    single = "|".join(f"(?<![{before}]){word}" if before else word for word, before in guarded.items())
    return f"(?:{lexicon.alternation(lexicon.words('cues', 'adverbs'))}|{single}|[{T}])*"


_EACH = "每[百千万亿]*(?:平方公里|平方千米|平方米|立方米|公里|公顷|亩|万人|千人|百人|户|人)|每[人户亩床车户]每[年月日天]|每[年月日]每[人户]"
"""A denominator between verb and amount: 控制在每平方公里…."""


@cache
def _predicates() -> tuple[tuple[Sense, re.Pattern[str]], ...]:
    adverbs = _adverbs()

    def ending(words: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(
            rf"(?P<pre>{adverbs}[{B}]*{adverbs})(?P<verb>{lexicon.alternation(words)})(?P<post>{adverbs}(?:{_EACH}|[{T}]+的)?)$"
        )

    return (
        ("decrease", ending(lexicon.words("cues", "down"))),
        ("increase", ending(lexicon.words("cues", "up"))),
        ("level", ending(lexicon.words("cues", "level"))),
    )


@cache
def _adverb_end() -> re.Pattern[str]:
    return re.compile(rf"(?P<pre>[{B}]*{_adverbs()}[{B}]*)$")


_GIVEN = re.compile(rf"[由从](?:[{T}{B}]+的?)?$")
_TRAILING = re.compile(r"(?:、|以及|和|及|与|并)$")
_BREAK = re.compile(r"[、]|以及|和|及|与|并")


def of_sentence(paragraph: Paragraph, sentence: Sentence) -> tuple[Cell, ...]:
    """One cell an amount, in order."""
    cells: list[Cell] = []
    for segment in sentence.segments:
        inner = [amount for amount in sentence.amounts if segment[0] <= amount.number < segment[1]]
        for place, amount in enumerate(inner):
            before = inner[place - 1] if place else None
            after = inner[place + 1] if place + 1 < len(inner) else None
            touching = before is not None and amount.form == "word" and before.end == amount.start
            opened = cells[-1].start if place and amount.form not in ("word", "whole") else segment[0]
            start = (
                segment[0]
                if before is None or touching
                else _boundary(paragraph.mask, before.end, amount.start, opened)
            )
            end = segment[1] if after is None else _right_end(paragraph.mask, amount.end, after.start)
            cells.append(_cell(paragraph, sentence, amount, segment, start, end, before is None, after is None))
    return tuple(cells)


_CLOSE = 4
"""How many signs may stand between an amount and the parenthesis that goes on it: 1万人为标准（特大城市…）."""


def _boundary(mask: str, before_end: int, start: int, opened: int) -> int:
    """Where the words of an amount begin that follows another in the same segment; ``opened`` is where the other's do."""
    between = mask[before_end:start]
    if (match := _BREAK.match(between)) is not None:
        return before_end + match.end()
    if (match := _TRAILING.search(between)) is not None:
        return start - (match.end() - match.start()) + len(match.group())
    if (place := between.find("、")) >= 0:
        return before_end + place + 1
    if between.startswith(("）", "（")):
        return before_end + 1
    if 0 < (place := between.rfind("（")) <= _CLOSE and "）" not in between[place:]:
        return before_end + place + 1
    return opened if between else before_end


def _right_end(mask: str, end: int, after: int) -> int:
    between = mask[end:after]
    if (match := _BREAK.match(between)) is not None:
        return end
    if (match := _TRAILING.search(between)) is not None:
        return end + match.start()
    place = between.find("、")
    return end + place if place >= 0 else after


def _cell(
    paragraph: Paragraph,
    sentence: Sentence,
    amount: Amount,
    segment: tuple[int, int],
    start: int,
    end: int,
    first: bool,
    last: bool,
) -> Cell:
    shape = paragraph.mask[start : amount.start]
    given = _given_before(paragraph, sentence, amount, start)
    opening = paragraph.mask.find("（", amount.end, end)
    end = opening if opening >= 0 else end
    subject_end, verb, sense = amount.start, "", ""
    for meaning, pattern in _predicates():
        match = pattern.search(shape)
        if match is not None and not _is_noun(shape, match):
            subject_end, verb, sense = start + match.start(), match["verb"], meaning
            reached = match["post"].startswith(T) and paragraph.text[start + match.start("post")] in "到至"
            sense = "level" if reached else sense
            break
    else:
        tail = _adverb_end().search(shape)
        if tail is not None:
            subject_end = start + tail.start()
    if given is not None and given < subject_end:
        subject_end = given
    return Cell(paragraph, sentence, amount, segment, start, end, subject_end, verb, sense, first, last)  # type: ignore[arg-type]


def _given_before(paragraph: Paragraph, sentence: Sentence, amount: Amount, start: int) -> int | None:
    """Where the subject ends that a starting value follows: 比重由4.7%提高至9.8% names 比重."""
    for other in sentence.amounts:
        if start < other.start < amount.start and (given := _GIVEN.search(paragraph.mask, start, other.start)):
            return given.start()
    return None


def _is_noun(shape: str, match: re.Match[str]) -> bool:
    """Whether what looks like a verb is the end of a noun (能力提升, 水平; 为 of 因为)."""
    verb, before = match["verb"], shape[: match.start("verb")]
    if verb in ("为", "是", "占", "有", "达", "增", "减", "降", "翻", "在"):
        return before.endswith(
            {
                "为": ("因", "作", "成", "认", "行", "分"),
                "是": ("还", "但", "可"),
                "占": ("侵", "挤"),
                "有": ("具", "没", "所", "持", "国", "含", "保", "占", "建"),
                "达": ("到", "发", "表", "传"),
                "增": ("新", "净", "递", "年"),
                "减": ("消", "递"),
                "降": ("下", "压"),
                "在": ("存", "现", "潜", "所", "内", "正", "旨"),
                "翻": (),
            }[verb]
        )
    return False


__all__ = ["B", "P", "Q", "T", "Cell", "Sense", "of_sentence"]
