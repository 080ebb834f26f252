"""What a question asks the parts of (列举): 两高行业包括哪些, and how a sentence would name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.needs import Need, tiles
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
SOME = 0.5  # what a sentence that names some things of the asked kind is worth beside one that names its parts
_SOME = rf"{_ITEM}(?:、{_ITEM})+等"
_KIND = re.compile(r"哪(?:些|[几\d]?[个类种项大条]?)(?:主要|重点|具体)?([\u4e00-\u9fff]{2,8})[?。]?$")


@dataclass(frozen=True, slots=True)
class Listed:
    """How a sentence names what is asked for: ``parts`` the parts of the thing itself (两高行业包括……), ``some`` of it
    (……等非化石能源), ``kinds`` things of the kind that the question ends with (……等技术), None where it ends with no such word."""

    parts: re.Pattern[str]
    some: re.Pattern[str]
    kinds: re.Pattern[str] | None

    def worth(self, view: str, start: int, end: int, met: float) -> float:
        """How far a sentence names them, from 0 to 1; ``met`` is the share of the question that it meets with its headings."""
        if self.parts.search(view, start, end):
            return 1.0
        if self.some.search(view, start, end):
            return SOME
        return met * SOME if self.kinds is not None and self.kinds.search(view, start, end) else 0.0


def asked(text: str) -> bool:
    """Whether a question asks for the things that something consists of; not for places or bodies, which are listed otherwise."""
    return _ASKS.search(plain(text)) is not None and asks_places(text) is None


def listed(text: str, needs: Sequence[Need]) -> Listed | None:
    """How a sentence would name what is asked for; None when no parts are asked."""
    told = [need for need in needs if not weak(need.word)]
    if not told or not asked(text):
        return None
    heaviest = max(told, key=lambda need: need.weight)
    words = sorted({word for word, _, _ in heaviest.wordings}, key=len, reverse=True)
    whole = f"(?:{'|'.join(map(re.escape, words))})"
    kind = _KIND.search(plain(text))
    of_kind = re.compile(f"{_SOME}[^。;,、\\n]{{0,10}}{re.escape(kind[1][-2:])}") if kind else None
    some = re.compile(f"{_SOME}[^。;,、\\n非]{{0,5}}?{_apart(heaviest, whole)}")
    return Listed(re.compile(f"{whole}{_NAMES}"), some, of_kind)


def _apart(need: Need, whole: str) -> str:
    """The word, or the words that it is made of with something between them (国际体育品牌赛事 for 体育赛事)."""
    parts = tiles(need.word, need.parts)
    return whole if len(parts) < 2 else f"(?:{whole}|{'[^。;,、]{0,4}'.join(map(re.escape, parts))})"
