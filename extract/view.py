"""A view of a stretch of text for matching (匹配视图): blanks left out, widths made one, every character traceable.

Each character of a view stands for exactly one character of the document's text, so that a match is turned back into
a ``Span`` without looking for anything again. The text itself is never changed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Span

_KEPT = re.compile(r"[\S\n\t]+")
_FULL = "".join(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code) not in "（），：；！？")
_WIDTHS = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in _FULL}
_SIGNS = {
    **dict.fromkeys("〜～∼˜", "~"),
    **dict.fromkeys("–−‐‑‒－﹣", "-"),
    **dict.fromkeys("―─━", "—"),
    **dict.fromkeys("﹪", "%"),
    **dict.fromkeys("∕⁄", "/"),
    **dict.fromkeys("\U001001b0", "."),  # a private-use full stop of one common typesetting system
    **dict.fromkeys("(", "（"),
    **dict.fromkeys(")", "）"),
    **dict.fromkeys(";", "；"),
    **dict.fromkeys("【﹝", "["),
    **dict.fromkeys("】﹞", "]"),
    **dict.fromkeys("µ", "μ"),
}
TRANSLATION = _WIDTHS | {ord(sign): plain for sign, plain in _SIGNS.items()}


@dataclass(frozen=True, slots=True)
class View:
    """``text`` without blanks (line ends and tabs stay, they separate) and with one width of signs.

    ``places[i]`` is the offset in the document of its i-th character.
    """

    text: str
    places: array[int]

    def span(self, start: int, end: int) -> Span:
        """The characters of the document that ``text[start:end]`` stands for."""
        return Span(self.places[start], self.places[end - 1] + 1)

    def index(self, offset: int) -> int:
        """The first character of the view at or after ``offset`` of the document's text."""
        low, high = 0, len(self.places)
        while low < high:
            middle = (low + high) // 2
            if self.places[middle] < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def gap(self, index: int) -> bool:
        """Whether a blank was left out before the character at ``index``."""
        return 0 < index < len(self.places) and self.places[index] > self.places[index - 1] + 1


def view(text: str, start: int = 0, end: int | None = None, gaps: Sequence[Span] = ()) -> View:
    """The view of ``text[start:end]`` without ``gaps``, which follow each other in it; offsets stay those of ``text``."""
    stop = len(text) if end is None else end
    places, pieces = array("I"), []
    for low, high in zip((start, *(gap.end for gap in gaps)), (*(gap.start for gap in gaps), stop), strict=True):
        for run in _KEPT.finditer(text, low, high):
            places.extend(range(run.start(), run.end()))
            pieces.append(run.group())
    return View("".join(pieces).translate(TRANSLATION), places)
