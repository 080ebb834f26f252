"""Tables of contents (目录): they name headings and hold no text of their own, so they become no clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.headings import compact
from ingest.model import Document

_TITLES: Final = frozenset({"目录", "目次", "图表目录", "表目录", "图目录", "CONTENTS", "Contents"})
_LEADERS: Final = re.compile(r"[….·⋯•．]{5,}")
_PAGE: Final = re.compile(r"[….·⋯•．\-—–]*[0-9]{0,3}$")


def contents(document: Document) -> frozenset[int]:
    """The places of the blocks that make up tables of contents: marked so by the reader, or found by their looks."""
    found = {place for place, block in enumerate(document.blocks) if block.kind == "toc"}
    text = document.text
    words = [compact(text[block.span.start : block.span.end]) for block in document.blocks]
    for place, line in enumerate(words):
        if line in _TITLES:
            found.update(_after_title(words, place))
        elif len(line) < 80 and line.endswith(("）目录", ")目录", "日目录", "月目录")):
            found.update(at for at in _after_title(words, place) if at != place)
        elif _LEADERS.search(line) and (re.search(r"[0-9]$", line) or len(_LEADERS.findall(line)) >= 3):
            found.add(place)
    return frozenset(found)


def entries(document: Document, places: frozenset[int]) -> frozenset[str]:
    """The headings that a table of contents lists, without white space and page numbers."""
    found: set[str] = set()
    for place in places:
        span = document.blocks[place].span
        for entry in _LEADERS.split(compact(document.text[span.start : span.end])):
            words = re.sub(r"^[-—–]?[0-9]{1,3}[-—–]?(?=[^0-9.．、])|[-—–]?[0-9IVX]{0,4}[-—–]?$", "", entry)
            if 4 <= len(words) <= 60:
                found.add(words)
    return frozenset(found)


def _after_title(words: Sequence[str], place: int) -> Iterator[int]:
    """The title 目录 and the entries below it, up to the place where the first entry comes again as a heading."""
    yield place
    first = ""
    later = {_PAGE.sub("", line) for line in words[place + 1 :] if line}
    for at in range(place + 1, len(words)):
        entry = _PAGE.sub("", words[at])
        numbered = entry != words[at]
        if (first and entry == first and not numbered) or (len(entry) > 60 and not _LEADERS.search(words[at])):
            return
        if "。" in entry or not (numbered or words[at + 1 :].count(words[at]) or entry in later - {""} and numbered):
            return
        first = first or entry
        yield at
