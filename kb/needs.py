"""What a passage must speak of to answer a question (检索要素): each content word with its official wordings."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from kb import query as questions
from kb import wordings
from kb.keywords import cutter, pairs, terms_of_art, words
from kb.model import Query
from kb.spelling import plain

OFFICIAL = 0.9  # how much an official wording counts beside the asked word
LONGEST = 6  # official wordings kept of one everyday word
RARE, COMMON = 7.0, 0.8  # bounds of a need's weight
WEAK = 0.25  # factor of a word that stands nearly everywhere
LONE = 0.4  # factor of a single character that is no word of the library
_ALL_WORDS = 60_000_000


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the question speaks of: the word as asked, its index words, official wordings, and its weight.

    ``known``: the word or one of its wordings stands somewhere in the library. ``wordings`` are the word and its official
    terms with the strength and the character pairs of each. ``telling``: the rarest of the words that it is made of (煤矸石 of
    煤矸石综合利用), "" for a word without parts.
    """

    word: str
    parts: tuple[str, ...]
    official: tuple[str, ...]
    weight: float
    known: bool
    wordings: tuple[tuple[str, float, tuple[str, ...]], ...]
    telling: str = ""


class Found(NamedTuple):
    """A need met at a place of a plain view; ``strength`` is 1 for the asked word, less for other wordings."""

    need: int
    start: int
    end: int
    strength: float


def needs(query: Query, frequency: Callable[[str], int], size: int) -> tuple[Need, ...]:
    """The needs of a question in the order of its words; ``frequency`` counts the passages with an index word."""
    view = plain(query.text)
    found: list[Need] = []
    for start, end in _stretches(_spans(view, query.terms), sorted(set(wordings.everyday(query.text)))):
        word = view[start:end]
        found.append(_need(word, wordings.official(word)[:LONGEST], frequency, size))
    for metric in query.metrics:
        if metric not in wordings.indicators(query.text) and plain(metric) not in view:
            found.append(_need(plain(metric), (), frequency, size))
    if query.intent == "agency":  # whether a body that the question names is charged is looked up, not searched for
        found = [
            replace(need, weight=need.weight * WEAK) if questions.body().fullmatch(need.word) else need
            for need in found
        ]
    return tuple({need.word: need for need in found}.values())


def _stretches(spans: Sequence[tuple[int, int]], everyday: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Content words and the everyday words that touch them, none overlapping: the longest first, then what is left."""
    touching = [(start, end) for start, end in everyday if any(start < stop and at < end for at, stop in spans)]
    found: list[tuple[int, int]] = []
    for start, end in sorted({*spans, *touching}, key=lambda span: (span[0] - span[1], span not in touching)):
        if all(end <= at or stop <= start for at, stop in found):
            found.append((start, end))
    for start, end in spans:
        for at, stop in [*found]:
            if at < end and start < stop:
                left, right = (start, min(end, at)), (max(start, stop), end)
                found += [
                    (first, last)
                    for first, last in (left, right)
                    if last - first > 1 and all(last <= one or other <= first for one, other in found)
                ]
    return sorted(found)


def _spans(view: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Where the content words stand in the question, in order."""
    spans, at = [], 0
    for term in terms:
        start = view.find(term, at)
        start = view.find(term) if start < 0 else start
        if start >= 0:
            spans.append((start, start + len(term)))
            at = start + len(term)
    return spans


def _need(word: str, official: tuple[str, ...], frequency: Callable[[str], int], size: int) -> Need:
    parts = tuple(dict.fromkeys(words(word))) or (word,)
    whole = _longest(word, parts)
    rarity = [_rarity(part, frequency, size) for part in whole]
    own = [value for value in rarity if value is not None]
    if not official and not all(value is not None for value in rarity):
        official = _of_parts(word)
    other = [value for term in official if (value := _phrase_rarity(term, frequency, size)) is not None]
    if own and len(own) == len(rarity):
        weight = max(own) if not other else min(max(own), max(other) + 1)
    elif other:
        weight = max(other)
    else:
        weight = 3.0
    weight = min(RARE, max(COMMON, weight)) * (WEAK if questions.weak(word) else _particular(word))
    if len(word) == 1 and not own:
        weight *= LONE
    listed = ((word, 1.0), *((term, OFFICIAL) for term in official))
    return Need(
        word,
        parts,
        official,
        weight,
        bool(own or other),
        tuple((term, part, tuple(pairs(term))) for term, part in listed),
        max(whole, key=lambda part: _rarity(part, frequency, size) or math.inf) if len(whole) > 1 else "",
    )


def _of_parts(word: str) -> tuple[str, ...]:
    """Other wordings of the words inside a word that the library does not know: 炼钢炉 → those of 炼钢."""
    inner = [part for part in words(word) if part != word and len(part) > 1]
    return tuple(dict.fromkeys(term for part in inner for term in (part, *wordings.official(part))))[:LONGEST]


def _particular(word: str) -> float:
    """From 0.3 for a word that is common in any Chinese text to 1 for one that belongs to a field (by jieba's counts)."""
    count = cutter().FREQ.get(word, 0)
    if not count or word in terms_of_art():
        return 1.0
    return min(1.0, max(0.3, (math.log(_ALL_WORDS / count) - 6.5) / 5.0))


def longest(parts: Sequence[str]) -> list[str]:
    """The index words that stand in no other one of them: 碳排放 and 总量, but not 排放."""
    return [part for part in parts if not any(part != other and part in other for other in parts)]


def tiles(word: str, parts: Sequence[str]) -> list[str]:
    """The fewest of the shorter parts that make up a word one behind the other: 高标准, 农田 of 高标准农田; none where they leave gaps."""
    best: list[list[str] | None] = [[], *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for part in parts:
            before = best[end - len(part)] if part != word and len(part) <= end else None
            here = best[end]
            if before is not None and word.endswith(part, 0, end) and (here is None or len(before) + 1 < len(here)):
                best[end] = [*before, part]
    return best[-1] or []


def _longest(word: str, parts: Sequence[str]) -> list[str]:
    """The longest index words that make up ``word``; its sub-words say nothing new about how rare it is."""
    return longest(parts) or [word]


def _rarity(part: str, frequency: Callable[[str], int], size: int) -> float | None:
    count = frequency(part)
    return math.log((size + 1) / (count + 0.5)) if count else None


def _phrase_rarity(term: str, frequency: Callable[[str], int], size: int) -> float | None:
    found = [_rarity(part, frequency, size) for part in _longest(term, words(term) or [term])]
    known = [value for value in found if value is not None]
    return max(known) if known and len(known) == len(found) else None


def find(view: str, wanted: Sequence[Need]) -> list[Found]:
    """Every place where a need is met, by the asked word, an official wording, or some of its character pairs."""
    found: list[Found] = []
    for at, need in enumerate(wanted):
        met = False
        for word, strength, _ in need.wordings:
            start = view.find(word)
            while start >= 0:
                met = True
                found.append(Found(at, start, start + len(word), strength))
                start = view.find(word, start + len(word))
        if not met:
            found.extend(_partly(view, at, need))
    return found


def _partly(view: str, at: int, need: Need) -> list[Found]:
    """A long wording met by its parts: 装机容量 in 装机规模 counts for the share of its character pairs."""
    best: list[Found] = []
    most = 0.34
    for _, strength, grams in need.wordings:
        if len(grams) < 2:
            continue
        places = [place for gram in grams if (place := view.find(gram)) >= 0]
        share = len(places) / len(grams)
        if share > most:
            most = share
            best = [Found(at, place, place + 2, 0.7 * strength * share) for place in places]
    return best


def coverage(found: Sequence[Found], wanted: Sequence[Need]) -> float:
    """The weight of the needs met, as a share of all; 0 when nothing is asked for."""
    return covered(strengths(found), shares(wanted)) if found else 0.0


def shares(wanted: Sequence[Need]) -> tuple[float, ...]:
    """What each need weighs, as a share of all; 0 when nothing weighs anything."""
    total = sum(need.weight for need in wanted)
    return tuple(need.weight / total if total else 0.0 for need in wanted)


def strengths(found: Sequence[Found]) -> dict[int, float]:
    """How well each need that is met is met at its best place."""
    best: dict[int, float] = {}
    for hit in found:
        if hit.strength > best.get(hit.need, 0.0):
            best[hit.need] = hit.strength
    return best


def both(one: dict[int, float], other: dict[int, float]) -> dict[int, float]:
    """The better of two strengths for every need that is met by one of them."""
    if not other or not one:
        return one or other
    better = dict(one)
    for need, strength in other.items():
        if strength > better.get(need, 0.0):
            better[need] = strength
    return better


def covered(best: dict[int, float], parts: Sequence[float]) -> float:
    """What these strengths are worth, given the share of each need."""
    return sum([parts[need] * strength for need, strength in best.items()]) if best else 0.0
