"""Quotes that stand in one piece (连续引文): none runs over words that the page or file puts between two lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import mode
from typing import Protocol

from ingest.model import Furniture, Region, Span

_BETWEEN = ("header", "footer", "side", "watermark")
_LEAST = 10


class Paper(Protocol):
    """A document as far as its words stand on pages or lines: ``Document`` or ``kb.leaves.Leaf``."""

    @property
    def text(self) -> str: ...
    @property
    def furniture(self) -> tuple[Furniture, ...]: ...
    @property
    def lines(self) -> tuple[int | None, ...]: ...
    def locate(self, span: Span) -> tuple[Region, ...]: ...


def unbroken(document: Paper, span: Span) -> Span:
    """The longest part of ``span`` without a running title, a stamp or the like between its lines.

    Page numbers do not count. The whole span when nothing comes between, or when the parts would be too short.
    """
    kinds = {one.page for one in document.furniture if one.kind in _BETWEEN and not one.text.strip().isdigit()}
    if not kinds:
        return span
    cuts = [span.start, *_breaks(document, document.locate(span), kinds), span.end]
    start, end = max(pairwise(cuts), key=lambda part: part[1] - part[0])
    return Span(start, end) if len(document.text[start:end].strip()) >= _LEAST else span


def _breaks(document: Paper, regions: tuple[Region, ...], pages: set[int]) -> Iterator[int]:
    """Where something stands between two lines: at a page with furniture, or where lines of a text file are missing."""
    usual = _step(document) if regions and regions[0].line else 0
    for before, after in pairwise(regions):
        if before.page != after.page:
            if after.page in pages or before.page in pages:
                yield after.span.start
        elif before.line and after.line and after.line - before.line > usual:
            yield after.span.start


def _step(document: Paper) -> int:
    """How many lines of a text file lie from one line of words to the next, as a rule."""
    steps = [after - before for before, after in pairwise(document.lines) if before and after]
    return mode(steps) if steps else 1
