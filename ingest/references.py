"""References to other documents (引用的文件): 《…》 with the number that follows it, as written, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.model import Reference, Span

DOC_NUMBER: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z（）()]{1,20}?[ \u3000]*[〔﹝\[［【（(][ \u3000]*(?:19|20)\d{2}[ \u3000]*[年]?[〕﹞\]］】）)][ \u3000]*第?[ \u3000]*\d{1,5}[ \u3000]*号"
)


def find(text: str) -> tuple[Reference, ...]:
    """Every document that ``text`` cites by its title in 《》, in order, the same title as often as it is cited."""
    return tuple(_titles(text))


def _titles(text: str) -> Iterator[Reference]:
    place = 0
    while (start := text.find("《", place)) >= 0:
        end = _close(text, start)
        place = end if end > start else start + 1
        if end <= start:
            continue
        title = re.sub(r"\s+", "", text[start + 1 : end - 1])
        number = re.match(rf"[ \n]*[（(]\s*({DOC_NUMBER.pattern})\s*[）)，,]", text[end : end + 60])
        stop = end + number.end() if number else end
        if title:
            yield Reference(title, re.sub(r"\s+", "", number[1]) if number else None, Span(start, stop))


def _close(text: str, start: int) -> int:
    depth = 0
    for at in range(start, min(len(text), start + 200)):
        if text[at] == "《":
            depth += 1
        elif text[at] == "》":
            depth -= 1
            if not depth:
                return at + 1
    return -1
