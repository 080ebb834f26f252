"""What the codes of a font without a character table stand for (字形表决): the signs read from pictures vote on it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.readers.ocr_signs import Sign
from ingest.readers.ocr_words import mended

Key = tuple[int, int]
"""A font by its object's number, and a code of it."""

NEAR = 0.6
"""How far a sign may stand from a glyph to be a vote for it, in widths of the glyph."""
SURE = 0.5
ONCE = 0.8
"""Mean probability from which a vote is trusted, and from which the vote of a single glyph is."""
FORMS = {
    chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F) if not chr(code).isalpha() and chr(code) not in "\"'`"
}
"""Half-width signs and digits → their full-width forms, which recognition confuses and their width tells apart."""
WIDE, NARROW = 0.96, 0.7
"""Parts of an em from which a sign is full-width, and up to which it is half-width."""
RANKED = 12
"""Han characters that a font must have before its glyphs can be found to stand in the order of Unicode."""
AROUND = 4
"""Neighbours on each side that must stand in order for the order to say something of a glyph."""
GLYPHS = 28_000
"""Glyphs of a whole Chinese font, about."""
MEANT = 0.4
"""The vote of the line itself for a character that alone makes sense there (〔2021〕8号)."""
LEAST = 0.0005
"""Mean probability below which a character is no candidate."""
ALONE = 0.02
"""Mean probability from which a second choice is trusted where the first is another code's: a font has a character once."""


@dataclass(frozen=True, slots=True)
class Cast:
    """A glyph of a line as votes are cast for it: its code (None where its character is known), its middle and its width
    (both in widths of the line's picture)."""

    key: Key | None
    at: float
    wide: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What a code stands for, and whether that is beyond doubt."""

    sign: str
    sure: bool


@dataclass(slots=True)
class _Code:
    """What was counted for one code: glyphs, probabilities of characters, and widths in ems."""

    seen: int = 0
    scores: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    ems: list[float] = field(default_factory=list)

    def likely(self) -> dict[str, float]:
        """Characters with their mean probabilities, the likeliest first."""
        ranked = sorted(self.scores.items(), key=lambda each: -each[1])
        return {sign: score / max(self.seen, 1) for sign, score in ranked}


class Votes:
    """Votes on what codes stand for, from lines of which both the codes and the signs are known."""

    def __init__(self) -> None:
        self._codes: defaultdict[Key, _Code] = defaultdict(_Code)

    def __contains__(self, key: Key) -> bool:
        return key in self._codes

    def take(self, line: Sequence[Cast], signs: Sequence[Sign]) -> None:
        """Counts one line: sign by sign when there are as many as glyphs, else each sign for the glyph it stands on."""
        pairs = list(zip(line, signs, strict=True)) if len(line) == len(signs) else _standing(line, signs)
        top = mended("".join(sign.choices[0][0] for _, sign in pairs))
        em = median([glyph.wide for glyph, sign in pairs if _is_han(sign.choices[0][0])] or [0.0])
        for (glyph, sign), name in zip(pairs, top, strict=True):
            if glyph.key is None:
                continue
            code = self._codes[glyph.key]
            code.seen += 1
            if em:
                code.ems.append(glyph.wide / em)
            if name != sign.choices[0][0]:
                code.scores[name] += MEANT
            for each, probability in sign.choices:
                code.scores[each] += probability

    def readings(self) -> dict[Key, Reading]:
        """What each code stands for that has a vote."""
        fonts: defaultdict[int, dict[int, _Code]] = defaultdict(dict)
        for (font, code), counted in self._codes.items():
            fonts[font][code] = counted
        return {(font, code): reading for font, codes in fonts.items() for code, reading in _decided(codes).items()}


def _standing(line: Sequence[Cast], signs: Sequence[Sign]) -> list[tuple[Cast, Sign]]:
    """Glyphs and signs that are each other's nearest and close."""
    if not line or not signs:
        return []
    nearest = [min(range(len(line)), key=lambda n: abs(line[n].at - sign.at)) for sign in signs]
    pairs: list[tuple[Cast, Sign]] = []
    for place, sign in zip(nearest, signs, strict=True):
        glyph = line[place]
        back = min(signs, key=lambda other: abs(other.at - glyph.at))
        if back is sign and abs(sign.at - glyph.at) <= NEAR * glyph.wide:
            pairs.append((glyph, sign))
    return pairs


def _decided(codes: dict[int, _Code]) -> dict[int, Reading]:
    """The characters of one font's codes: by votes, by width, by the order of glyphs, and no character twice."""
    likely = {code: _by_width(counted.likely(), counted.ems) for code, counted in codes.items()}
    settled = _by_order(likely)
    taken: dict[str, int] = {}
    found: dict[int, Reading] = {}
    for code in sorted(
        likely, key=lambda each: (each not in settled, -_best(likely[each])[1] * min(codes[each].seen, 3))
    ):
        sign, share = settled.get(code, ""), 1.0
        if not sign:
            sign, share = _best(likely[code])
            if sign in taken:
                others = {other: p for other, p in likely[code].items() if other not in taken}
                other, second = _best(others) if others else ("", 0.0)
                if second > LEAST:
                    sign, share = other, share + second if second > ALONE else 0.0
                elif not sign.isascii():
                    share = 0.0
        taken.setdefault(sign, code)
        rest = max((p for other, p in likely[code].items() if other != sign and other not in taken), default=0.0)
        firm = SURE if codes[code].seen > 1 else ONCE
        found[code] = Reading(sign, code in settled or (share >= firm and rest < 0.5 * share))
    return found


def _best(likely: dict[str, float]) -> tuple[str, float]:
    sign = max(likely, key=lambda each: likely[each])
    return sign, likely[sign]


def _by_width(signs: dict[str, float], ems: Sequence[float]) -> dict[str, float]:
    """The votes for a half-width sign and its full-width form, together under the one that is as wide."""
    wide = median(ems) if ems else 0.0
    for half, full in FORMS.items():
        if half in signs or full in signs:
            given = half if signs.get(half, 0.0) >= signs.get(full, 0.0) else full
            both = signs.pop(half, 0.0) + signs.pop(full, 0.0)
            signs[full if wide >= WIDE else half if 0 < wide <= NARROW else given] = both
    return signs


def _by_order(likely: dict[int, dict[str, float]]) -> dict[int, str]:
    """Codes whose voted character stands out of the order of its font, and the voted one that stands in order.

    Whole fonts hold their glyphs in the order of Unicode, and subsets often keep their numbers: 千 (5343) then lies
    between 十 (5341) and 升 (5347), and 干 (5E72) does not.
    """
    codes = sorted(likely)
    voted = [ord(_best(likely[code])[0]) for code in codes]
    kept = rising(voted)
    han = sum(map(_is_han, map(chr, voted)))
    stray = max(1 - sum(_is_han(chr(voted[n])) for n in kept) / max(han, 1), 0.005)
    if han < RANKED or stray > 0.15:
        return {}
    inside = set(kept)
    found: dict[int, str] = {}
    for n, code in enumerate(codes):
        around = [m for m in range(n - AROUND, n + AROUND + 1) if 0 <= m < len(codes) and m != n]
        if n in inside or sum(m in inside for m in around) < 0.7 * len(around):
            continue
        at = bisect_left(kept, n)
        first, low = (codes[kept[at - 1]], voted[kept[at - 1]]) if at else (0, 0)
        last, high = (codes[kept[at]], voted[kept[at]]) if at < len(kept) else (GLYPHS, 0x10FFFF)
        within = {sign: p for sign, p in likely[code].items() if low < ord(sign) < high and p > LEAST}
        if within:
            sign, share = _best(within)
            if share > stray * (last - first) / GLYPHS * _best(likely[code])[1]:
                found[code] = sign
    return found


def rising(values: Sequence[int]) -> list[int]:
    """Places of a longest strictly rising part of values, in order."""
    ends: list[int] = []
    tails: list[int] = []
    before: list[int] = []
    for n, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [value]
        ends[at : at + 1] = [n]
    places: list[int] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        places.append(n)
        n = before[n]
    return places[::-1]


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
