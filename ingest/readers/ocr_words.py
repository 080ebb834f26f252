"""Words as recognition gives them (识别文字), put right where the line itself leaves no doubt; a character for a character."""

from __future__ import annotations

import re
from collections.abc import Callable

PAGE = re.compile(r"[一\-—–―]{1,2}\d{1,4}[一\-—–―]{1,2}")
BETWEEN = re.compile(r"(?<=[0-9A-Za-z])一(?=[0-9A-Za-z])")
NUMBERED = re.compile(r"[\[(（〔【]((?:19|20)\d\d)[\])）〕】](?=第?\d{1,4}号)")
THOUSAND = re.compile(r"(?<=[\d百十数几])干(?=[万米克瓦伏公吨亩户家人元亿辆])|干(?=瓦时?|伏|克标准)")

MENDINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (BETWEEN, lambda found: "-"),
    (NUMBERED, lambda found: f"〔{found[1]}〕"),
    (THOUSAND, lambda found: "千"),
)
"""What is misread alike → what stands there: a dash between figures, the brackets of a document's number (发文字号,
always 〔〕), 千 before a unit."""


def mended(line: str) -> str:
    """A recognised line with what cannot be meant put right; as long as before."""
    if PAGE.fullmatch(line):
        return line.replace("一", "—")
    for pattern, right in MENDINGS:
        line = pattern.sub(right, line)
    return line
