"""Encodings (文字编码): which of UTF-8, UTF-16, GB18030 and Big5 a file without a declaration is written in, by likelihood."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

MARKS = (b"\xff\xfe", b"\xfe\xff")
SAMPLE = 40_000
"""Bytes by which the encodings are weighed against each other."""
FEW = 0.002
"""The share of characters that may be damaged."""
MARGIN = 4.0
"""By how many nats another encoding must be likelier than GB18030, which most Chinese files without a mark are in."""
LETTERS = ("\x80-\u024f", "\u0370-\u03ff", "\u0400-\u052f", "\u0590-\u05ff", "\u0600-\u06ff")
"""Latin, Greek, Cyrillic, Hebrew and Arabic: what two bytes of UTF-8 stand for; pairs of GB18030 rarely keep to one of them."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """Rows of a character set by first byte and least second byte: how many characters, their share of running text."""

    first: int
    last: int
    low: int
    characters: int
    share: float

    @property
    def weight(self) -> float:
        return math.log(self.share / self.characters)


_ASCII = math.log(0.15 / 95)
_RARE = math.log(1e-4 / 20_000)
_GB = (
    _Layer(0xA1, 0xA3, 0xA1, 282, 0.15),  # punctuation, figures of full width
    _Layer(0xB0, 0xD7, 0xA1, 3755, 0.84),  # GB 2312 level 1
    _Layer(0xD8, 0xF7, 0xA1, 3008, 0.006),  # level 2
    _Layer(0x81, 0xFE, 0x40, 15_000, 0.004),  # what GBK adds, traditional characters above all
)
_BIG5 = (
    _Layer(0xA1, 0xA3, 0x40, 408, 0.15),
    _Layer(0xA4, 0xC6, 0x40, 5401, 0.84),  # common characters
    _Layer(0xC9, 0xF9, 0x40, 7652, 0.006),  # less common ones
)


def decoded(data: bytes) -> str | None:
    """The text of a file by its mark, else in the likeliest encoding; None when it is text in none of them.

    Line ends are left as they are. Of a file that is text but for a few bytes, these become U+FFFD.
    """
    if data[:2] in MARKS:
        return _strict(data, "utf-16")
    if b"\x00" in data:
        found = _utf16(data)
        return data.decode(found[1]).removeprefix("\ufeff") if found else None
    text = _strict(data, "utf-8-sig")
    if text is not None:
        return (_likeliest(data) or text) if _may_be_pairs(text) else text
    return _damaged(data, "utf-8-sig") or _likeliest(data) or _damaged(data, "gb18030")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _may_be_pairs(text: str) -> bool:
    """Whether valid UTF-8 holds only characters of two bytes in odd company, as a few characters of GB18030 may."""
    wide = re.findall("[^\x00-\x7f×÷°±·§²³]", text)
    if not wide:  # signs alone stand beside figures and letters (5×3, ±2 °C), not for themselves
        return not text.isascii() and not re.search("[0-9A-Za-z]", text)
    if max(wide) >= "\u0800" or len(wide) <= len(re.findall("[A-Za-z]", text)):
        return False
    most = max(len(re.findall(f"[{block}]", "".join(wide))) for block in LETTERS)
    return len(wide) < 6 or most < 0.9 * len(wide)


def _likeliest(data: bytes) -> str | None:
    """The text in GB18030, Big5 or UTF-16, whichever makes it the likeliest Chinese; None when it is valid in none."""
    names = ["gb18030", *[name for name in ("cp950", "big5hkscs") if _strict(data, name) is not None][:1]]
    names += [found[1]] if (found := _utf16(data)) and found[0] > 0.99 else []
    valid = [name for name in names if _strict(data, name) is not None]
    if not valid:
        return None
    return data.decode(max(valid, key=lambda name: _likelihood(data[:SAMPLE], name) + MARGIN * (name == "gb18030")))


def _likelihood(sample: bytes, encoding: str) -> float:
    """The logarithm of how likely bytes are as simplified or as traditional Chinese, characters being independent."""
    signs = Counter(sample.decode(encoding, "replace"))
    return max(
        sum(_weight(sign, "gb18030", _GB) * count for sign, count in signs.items()),
        sum(_weight(sign, "cp950", _BIG5) * count for sign, count in signs.items()),
    )


def _weight(sign: str, encoding: str, layers: tuple[_Layer, ...]) -> float:
    """The logarithm of a character's share of running text."""
    if sign < "\x7f":
        return _ASCII if sign >= " " or sign in "\t\n\r\f" else _RARE
    written = sign.encode(encoding, "ignore")
    if len(written) != 2:
        return _RARE
    lead, trail = written
    return next((one.weight for one in layers if one.first <= lead <= one.last and trail >= one.low), _RARE)


def _utf16(data: bytes) -> tuple[float, str] | None:
    """UTF-16 without a mark: (share of characters that Chinese is written with, its byte order); None when it is none."""
    if len(data) % 2 or not data:
        return None
    tried = [(_usual(data[:SAMPLE].decode(name, "replace")), name) for name in ("utf-16-le", "utf-16-be")]
    share, name = max(tried)
    return (share, name) if share >= 0.97 and _strict(data, name) is not None else None


def _usual(text: str) -> float:
    """The share of characters that Chinese text is written with."""
    return len(re.findall("[\t\n\f\r -~·×°\ufeff\xa0‐-…①-⑳\u3000-〿一-\u9fff！-～]", text)) / len(text)


def _damaged(data: bytes, encoding: str) -> str | None:
    """Text of an encoding but for a few bytes, as in a file that was cut off; None when they are many."""
    text = data.decode(encoding, "replace")
    whole = len(re.findall("[^\x00-\x7f\ufffd]", text))
    return text if text.count("\ufffd") <= (max(1, FEW * whole) if whole >= 20 else 0) else None
