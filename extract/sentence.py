"""A paragraph as the rules see it (句子): amounts and time phrases found, the rest split into sentences and segments.

The mask is a copy of the view's text, character for character, in which time phrases, amounts, base years, titles and
parentheses are each replaced by one sign, so that rules can speak of the shape of a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract import lexicon, periods, quantities, wholes
from extract.periods import Time
from extract.quantities import Amount
from extract.stretches import Stretches
from extract.unit_grammar import base_unit
from extract.view import View, view
from ingest.model import Span

T, Q, B, X, P = "Ⓣ", "Ⓠ", "Ⓑ", "Ⓧ", "Ⓟ"
"""Signs of the mask: time phrase, amount, base year, title in 《》, parenthesis without an amount."""

_LONGEST = 1500
"""More characters than any sentence has that keeps its stops (the longest of 160 policies has 558)."""
_STOP = re.compile(r"[。！？\n\t●•■◆]")
_COMMA = re.compile(r"[，；：,:]")
_TITLE = re.compile(r"《[^《》\n]{1,80}》")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")
_PARENTHESIS = re.compile(r"（[^（）\n]*）")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a paragraph: view offsets ``start``–``end`` and what was found in it, in order.

    A part that goes on an over-long sentence begins its ``times`` with the last deadline of the part before.
    """

    start: int
    end: int
    amounts: tuple[Amount, ...]
    grades: tuple[Amount, ...]
    times: tuple[Time, ...]
    segments: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block's view with its mask and sentences."""

    seen: View
    mask: str
    sentences: tuple[Sentence, ...]
    times: tuple[Time, ...]

    @property
    def text(self) -> str:
        return self.seen.text


def read(text: str, start: int, end: int, gaps: Sequence[Span] = ()) -> Paragraph:
    """The paragraph of ``text[start:end]`` without ``gaps``; figures in titles (《…》) are no amounts."""
    seen = view(text, start, end, gaps)
    amounts = [*quantities.in_view(seen), *wholes.in_text(seen.text)]
    times = list(periods.in_view(seen))
    mask = list(seen.text)
    if "《" in seen.text:
        for match in _TITLE.finditer(seen.text):
            mask[match.start() : match.end()] = X * len(match.group())
        amounts = [amount for amount in amounts if mask[amount.start] != X]
        times = [time for time in times if mask[time.start] != X]
    dated: Stretches[None] = Stretches()
    for time in times:
        dated.add(time.start, time.end, None)
    amounts = [amount for amount in amounts if not dated.meet(amount.number, amount.number + 1)]
    amounts.sort(key=lambda amount: amount.number)
    grades: list[Amount] = []
    values: list[Amount] = []
    for amount in amounts:
        (grades if _is_grade(seen.text, amount) else values).append(amount)
    if "<" in seen.text:
        for match in _TAG.finditer(seen.text):
            mask[match.start() : match.end()] = "\t" * len(match.group())
    for time in times:
        mask[time.start : time.end] = (T if time.use == "deadline" else B) * (time.end - time.start)
    for amount in values:
        mask[amount.start : amount.end] = Q * (amount.end - amount.start)
    shape = _PARENTHESIS.sub(_hide, "".join(mask)) if "（" in seen.text else "".join(mask)
    return Paragraph(seen, shape, _sentences(shape, values, grades, times), tuple(times))


_GRADE = re.compile(r"(?:及以上|及以下|以上|以下)?(?:的)?(?:级(?![市别县])|等级|星级)")


def _is_grade(text: str, amount: Amount) -> bool:
    """Whether the amount names a grade (220千伏, 30万千瓦级) and is part of a name rather than a value."""
    return base_unit(amount.unit) in _attributive() or _GRADE.match(text, amount.unit_end) is not None


@cache
def _attributive() -> frozenset[str]:
    return frozenset(lexicon.words("units", "attributive"))


def _hide(match: re.Match[str]) -> str:
    """A parenthesis without an amount is one sign all over; with an amount it stays."""
    return match.group() if Q in match.group() else P * len(match.group())


def _sentences(mask: str, amounts: list[Amount], grades: list[Amount], times: list[Time]) -> tuple[Sentence, ...]:
    """The sentences with what each holds; one that is over-long (text that lost its stops) is read in parts."""
    found: list[Sentence] = []
    places = [amount.number for amount in amounts], [amount.number for amount in grades], [time.start for time in times]
    held: tuple[Time, ...] = ()
    for at, stop, goes_on in _stretches(mask):
        (one, two), (three, four), (five, six) = ((bisect_left(p, at), bisect_left(p, stop)) for p in places)
        when = tuple(times[five:six])
        when = (*held, *when) if goes_on else when
        segments = _segments(mask, at, stop)
        found.append(Sentence(at, stop, tuple(amounts[one:two]), tuple(grades[three:four]), when, segments))
        held = tuple(time for time in when if time.use == "deadline")[-1:]
    return tuple(found)


def _stretches(mask: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence or part of one, and whether the part goes on a sentence begun before."""
    at = 0
    for stop in (*(match.start() for match in _STOP.finditer(mask)), len(mask)):
        goes_on = False
        while stop - at > _LONGEST:
            end = max(mask.rfind("；", at, at + _LONGEST), mask.rfind("，", at, at + _LONGEST))
            if end <= at:
                break
            yield at, end, goes_on
            at, goes_on = end + 1, True
        if stop > at:
            yield at, stop, goes_on
        at = stop + 1


def _segments(mask: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The stretches between commas, semicolons and colons, parentheses with amounts apart."""
    found, at = [], start
    for match in _COMMA.finditer(mask, start, end):
        if match.start() > at:
            found.append((at, match.start()))
        at = match.end()
    if at < end:
        found.append((at, end))
    return tuple(found)
