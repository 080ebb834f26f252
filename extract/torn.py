"""Paragraphs torn by the layout (断开的段落): a sentence that breaks off at a block's end goes on in the next one.

Pages printed from the web have ragged lines, and a block of a PDF ends where a page does; either may cut a sentence, so
that its year stands in one block and its amount in the next. Read together they are what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from ingest.model import Block, Document, Span

Stretch = tuple[Block, int, int]

_RUNNING = 25
"""Characters from which on a block is text and no title."""
_OPEN = re.compile(r"[，。；：][^。；：！？]*[一-龥\d，、“（]\s*$")
_GOES_ON = re.compile(
    r"\s*(?!第[一二三四五六七八九十百\d]+[章节条]|[一二三四五六七八九十]+[、是]|专栏|附件|\d+[.．、])[一-龥\d，、％%”]"
)


def joined(
    document: Document, stretches: Sequence[Stretch], apart: Container[int]
) -> Iterator[tuple[Block, int, int, tuple[Span, ...]]]:
    """The stretches of a clause, those that a tear divides made one, with the gaps between their parts.

    ``apart`` are the starts of blocks that are lines of a list and stand for themselves.
    """
    held: tuple[Block, int, int, tuple[Span, ...]] | None = None
    for block, low, high in stretches:
        if held is not None and low not in apart and _goes_on(document, held[0], (held[1], held[2]), block, low):
            held = (held[0], held[1], high, (*held[3], Span(held[2], low)))
            continue
        if held is not None:
            yield held
        held = (block, low, high, ())
    if held is not None:
        yield held


def _goes_on(document: Document, before: Block, stretch: tuple[int, int], block: Block, low: int) -> bool:
    """Whether the text before breaks off inside a sentence and the block takes it up."""
    text, (start, end) = document.text, stretch
    if before.kind != "paragraph" or block.kind != "paragraph" or end - start < _RUNNING or end >= low:
        return False
    return _OPEN.search(text, max(start, end - 400), end) is not None and _GOES_ON.match(text, low) is not None
