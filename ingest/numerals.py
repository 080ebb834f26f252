"""Numbers as Chinese texts write them (数词): 十二, 二〇二五, 百分之三点五, 1.2亿, １２ → exact ``Decimal``.

Only whole words are read, nothing is searched for and nothing is rounded except where a fraction (三分之一) has no
finite decimal. What is no number raises ``ValueError`` that names the words.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {
    "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
    "０": 0, "１": 1, "２": 2, "３": 3, "４": 4, "５": 5, "６": 6, "７": 7, "８": 8, "９": 9,
}  # fmt: skip
_TENS: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_MYRIADS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_SCORES: Final = {"廿": "二十", "卅": "三十", "卌": "四十"}
_PARTS: Final = {"百": 100, "千": 1000, "万": 10**4, "十": 10}
_SHARES: Final = {"%": 100, "％": 100, "‰": 1000}
_CIRCLED: Final = {
    chr(base + place): place + first
    for base, first, count in (
        (0x2460, 1, 20), (0x3251, 21, 15), (0x32B1, 36, 15), (0x2474, 1, 20), (0x2488, 1, 20),
        (0x2776, 1, 10), (0x24F5, 1, 10), (0x2780, 1, 10), (0x278A, 1, 10), (0x3220, 1, 10), (0x3280, 1, 10),
        (0x2160, 1, 12), (0x2170, 1, 12),
    )
    for place in range(count)
}  # fmt: skip
_HALF_WIDTH: Final = {ord("０") + i: ord("0") + i for i in range(10)} | {ord("．"): ord("."), ord("，"): ord(",")}
_ARABIC: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")

HAN: Final = "〇零一二三四五六七八九两十百千万亿廿卅"
"""Characters (汉字数字) that a Chinese number is made of, for use in a character class."""


def parse(words: str) -> Decimal:
    """The exact value of a number written in digits, Han characters or both; a share (百分之三, 3%) as a fraction of one.

    Reads signs (-3, 负三), decimals (三点五), multipliers (1.2亿, 3千万), shares (百分之三点五, 30%, 三成, 三成半, 一半),
    fractions (三分之一, to 28 digits) and full-width forms. Raises ``ValueError`` for anything else.
    """
    text = words.strip().translate(_HALF_WIDTH)
    if not text:
        raise ValueError("不是数字：空白")
    if text[0] in "-−－–负":
        return -parse(text[1:])
    if text[0] == "+":
        text = text[1:]
    try:
        return _share(text) if text else _reject(words)
    except (KeyError, IndexError):
        return _reject(words)


def ordinal(words: str) -> int:
    """The place that a marker gives (序号): 十二, 12, １２, ⑫, ⑿, Ⅳ, ㈢ → a whole number; ``ValueError`` for others."""
    text = words.strip()
    if len(text) == 1 and text in _CIRCLED:
        return _CIRCLED[text]
    value = parse(text)
    if value != int(value):
        raise ValueError(f"不是序号：{words}")
    return int(value)


def year(words: str) -> int:
    """A year of four figures (年份): 2025, ２０２５, 二〇二五, 二零二五 → 2025; ``ValueError`` for others."""
    value = parse(words)
    if value != int(value) or not 1000 <= value <= 2999:
        raise ValueError(f"不是年份：{words}")
    return int(value)


def _reject(words: str) -> Decimal:
    raise ValueError(f"不是数字：{words}")


def _share(text: str) -> Decimal:
    if "分之" in text:
        below, _, above = text.partition("分之")
        scale = Decimal(_PARTS[below]) if below in _PARTS else _plain(below)
        if not scale:
            raise KeyError(below)
        return _plain(above) / scale
    if text[-1] in _SHARES:
        return _plain(text[:-1]) / _SHARES[text[-1]]
    if text in ("半", "一半"):
        return Decimal("0.5")
    if text.endswith("成半"):
        return _plain(text[:-2]) / 10 + Decimal("0.05")
    if text.endswith("成"):
        return _plain(text[:-1]) / 10
    return _plain(text)


def _plain(text: str) -> Decimal:
    """A number without share words: the leading Arabic figure and its multipliers, or Han characters."""
    arabic = _ARABIC.match(text)
    if arabic is None:
        return _han(text)
    value = Decimal(arabic[0].replace(",", ""))
    for sign in text[arabic.end() :]:
        value *= _MYRIADS[sign] if sign in _MYRIADS else _TENS[sign]
    return value


def _han(text: str) -> Decimal:
    for short, long in _SCORES.items():
        text = text.replace(short, long)
    whole, point, part = text.partition("点")
    if not point:
        return Decimal(_whole(whole))
    multipliers = len(part) - len(part.rstrip("十百千万亿"))
    figures, scale = (part[:-multipliers], part[-multipliers:]) if multipliers else (part, "")
    value = Decimal(f"{_whole(whole)}.{''.join(str(_DIGITS[sign]) for sign in figures)}")
    if not figures:
        raise KeyError(part)
    for sign in scale:
        value *= _MYRIADS[sign] if sign in _MYRIADS else _TENS[sign]
    return value


def _whole(text: str) -> int:
    if not text:
        raise KeyError(text)
    if all(sign in _DIGITS for sign in text):
        if len(text) == 2 and 0 < _DIGITS[text[0]] == _DIGITS[text[1]] - 1:
            raise KeyError(text)  # 五六个 is "five or six"
        return int("".join(str(_DIGITS[sign]) for sign in text))
    for sign in ("兆", "亿", "億", "万", "萬"):
        head, found, tail = text.rpartition(sign)
        if found:
            return _whole(head) * _MYRIADS[sign] + _rest(tail, _MYRIADS[sign])
    return _below_myriad(text)


def _rest(tail: str, unit: int) -> int:
    """What follows 万 or 亿: 三万五 means 35000, 三万零五 means 30005."""
    if not tail:
        return 0
    if len(tail) == 1 and tail in _DIGITS and _DIGITS[tail]:
        return _DIGITS[tail] * unit // 10
    return _whole(tail)


def _below_myriad(text: str) -> int:
    total, digit, last = 0, None, 10**4
    for place, sign in enumerate(text):
        if sign in _TENS:
            unit = _TENS[sign]
            if unit >= last or (digit is None and place and text[place - 1] not in "零〇"):
                raise KeyError(text)
            total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
        elif digit:
            raise KeyError(text)
        else:
            digit = _DIGITS[sign]
    if digit is None:
        return total
    colloquial = last > 10 and len(text) > 1 and text[-2] in _TENS
    return total + digit * (last // 10 if colloquial else 1)
