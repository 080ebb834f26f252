"""What a question asks the parts of (列举): 两高行业包括哪些, and how a sentence would name them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.needs import Need
from kb.query import asks_places, weak
from kb.spelling import plain

_ASKS = re.compile(
    r"(?:包括|包含|涵盖|覆盖|涉及|分为|分成|有)了?(?:什么|啥)|哪(?:些|几[个类种项大条])(?!部门|单位|机构)"
)
_ITEM = r"[^。;,、\n]{1,16}"
_NAMES = (
    rf"[^。;,\n]{{0,14}}?(?:(?:包括|包含|涵盖|分为|分成|主要有|共有|是指)[^。;、\n]{{0,30}}?{_ITEM}(?:、{_ITEM})"
    rf"|(?:是|为|即|有|:)[^。;、\n]{{0,20}}?{_ITEM}(?:、{_ITEM}){{2}})"
)


def asked(text: str) -> bool:
    """Whether a question asks for the things that something consists of; not for places or bodies, which are listed otherwise."""
    return _ASKS.search(plain(text)) is not None and asks_places(text) is None


def pattern(text: str, needs: Sequence[Need]) -> re.Pattern[str] | None:
    """A sentence that names the parts of what is asked about, in the plain view; None when no parts are asked."""
    told = [need for need in needs if not weak(need.word)]
    if not told or not asked(text):
        return None
    heaviest = max(told, key=lambda need: need.weight)
    words = sorted({word for word, _, _ in heaviest.wordings}, key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){_NAMES}")
