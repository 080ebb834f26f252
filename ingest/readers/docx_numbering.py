"""Automatic numbering (自动编号) of Word files: the labels that Word prints and the file does not hold as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HAN = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"


def counting(number: int, digits: str = HAN, steps: str = "十百千") -> str:
    """A whole number up to 9,999 in Chinese: 12 → 十二, 105 → 一百〇五; larger ones digit by digit."""
    if not 0 < number < 10_000:
        return "".join(digits[int(sign)] for sign in str(abs(number)))
    words = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += digits[digit] + (steps[place - 1] if place else "")
        elif words and number % 10**place and words[-1] != digits[0]:
            words += digits[0]
    return words[1:] if words.startswith(digits[1] + steps[0]) and digits == HAN else words


def letter(number: int) -> str:
    """A number as capital letters: 1 → A, 27 → AA."""
    return chr(64 + (number - 1) % 26 + 1) * ((number - 1) // 26 + 1) if number > 0 else ""


def roman(number: int) -> str:
    """A number in Roman capitals."""
    words = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        words += sign * (number // value)
        number %= value
    return words


def _listed(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(0xFF10 + int(sign)) for sign in str(number)),
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": counting,
    "ideographDigital": lambda number: "".join(HAN[int(sign)] for sign in str(number)),
    "taiwaneseDigital": lambda number: "".join(HAN[int(sign)] for sign in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join(HAN[int(sign)] for sign in str(number)),
    "chineseLegalSimplified": lambda number: counting(number, LEGAL, "拾佰仟"),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _listed("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _listed("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _listed("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _listed("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "ideographEnclosedCircle": _listed("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "upperLetter": letter,
    "lowerLetter": lambda number: letter(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "none": lambda number: "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, from what number, and the words round the number (第%1章)."""

    format: str
    start: int
    text: str
    suffix: str
    legal: bool
    restart: int | None


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    begun: set[int] = field(default_factory=set)


class Numbering:
    """The lists of a file; ``label`` must be called for its numbered paragraphs in order, each once."""

    def __init__(self, root: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        levels = {item.get(W + "abstractNumId"): _levels(item) for item in root.iter(W + "abstractNum")}
        for item in root.iter(W + "num"):
            link = item.find(W + "abstractNumId")
            abstract = link.get(W + "val") if link is not None else ""
            own = dict(levels.get(abstract, {}))
            starts: dict[int, int] = {}
            for override in item.iter(W + "lvlOverride"):
                at = _whole(override.get(W + "ilvl"), 0)
                own.update(_levels(override))
                begin = override.find(W + "startOverride")
                if begin is not None:
                    starts[at] = _whole(begin.get(W + "val"), 1)
            self._lists[item.get(W + "numId")] = _List(abstract, own, starts)

    def label(self, number: str, at: int) -> str:
        """The label of the next paragraph of list ``number`` on level ``at`` (0-based), with the blank Word puts."""
        chosen = self._lists.get(number)
        if chosen is None or at not in chosen.levels:
            return ""
        counts = self._counts.setdefault(chosen.abstract, {})
        level = chosen.levels[at]
        if at in chosen.starts and at not in chosen.begun:
            counts[at] = chosen.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        chosen.begun.add(at)
        for deeper in [key for key in counts if key > at]:
            limit = chosen.levels[deeper].restart if deeper in chosen.levels else None
            if limit is None or (limit and at < limit):
                del counts[deeper]
        if level.format == "bullet":
            return "• "
        return _spaced(
            re.sub(r"%([1-9])", lambda found: _part(chosen, counts, level, int(found[1]) - 1), level.text), level
        )


def _part(chosen: _List, counts: dict[int, int], level: Level, at: int) -> str:
    shown = chosen.levels.get(at)
    if shown is None:
        return ""
    number = counts.setdefault(at, shown.start)
    style = "decimal" if level.legal and shown.format not in ("decimal", "decimalZero") else shown.format
    return _FORMATS.get(style, str)(number)


def _spaced(label: str, level: Level) -> str:
    """A label as it stands before its words: a blank behind one that ends in a letter, figure or Han character."""
    label = label.strip()
    return f"{label} " if label and label[-1].isalnum() and level.suffix != "nothing" else label


def _levels(item: Any) -> dict[int, Level]:
    found = {}
    for level in item.findall(W + "lvl"):
        legal = level.find(W + "isLgl")
        restart = _value(level, "lvlRestart", "")
        found[_whole(level.get(W + "ilvl"), 0)] = Level(
            _value(level, "numFmt", "decimal"),
            _whole(_value(level, "start", "1"), 1),
            _value(level, "lvlText", ""),
            _value(level, "suff", "tab"),
            legal is not None and legal.get(W + "val") not in ("0", "false"),
            _whole(restart, 0) if restart else None,
        )
    return found


def _value(item: Any, name: str, otherwise: str) -> str:
    child = item.find(W + name)
    value = child.get(W + "val") if child is not None else None
    return otherwise if value is None else str(value)


def _whole(written: str | None, otherwise: int) -> int:
    try:
        return int(written or "")
    except ValueError:
        return otherwise
