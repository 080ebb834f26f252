"""Quotes that stand in one piece (连续引文): none runs over words that the page or file puts between two lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import mode
from typing import Protocol

from ingest.model import Furniture, Page, Region, Span

_BETWEEN = ("header", "footer", "side", "watermark")
_LEAST = 10


class Paper(Protocol):
    """A document as far as its words stand on pages or lines: ``Document`` or ``kb.leaves.Leaf``."""

    @property
    def text(self) -> str: ...
    @property
    def furniture(self) -> tuple[Furniture, ...]: ...
    @property
    def pages(self) -> tuple[Page, ...]: ...
    @property
    def lines(self) -> tuple[int | None, ...]: ...
    def locate(self, span: Span) -> tuple[Region, ...]: ...


def unbroken(document: Paper, span: Span, marks: Sequence[Span] = ()) -> Span:
    """The part of ``span`` that holds most of ``marks`` (then the longest) with no running title, note or the like between its lines.

    Page numbers do not count. The whole span when nothing comes between, or when every part would be too short.
    """
    regions = document.locate(span)
    kinds = {one.page for one in document.furniture if one.kind in _BETWEEN and not one.text.strip().isdigit()}
    cuts = [span.start, *_breaks(document, regions, kinds), span.end]
    parts = [Span(start, end) for start, end in pairwise(cuts) if len(document.text[start:end].strip()) >= _LEAST]
    return max(parts, key=lambda part: (sum(part.overlaps(mark) for mark in marks), len(part)), default=span)


def _breaks(document: Paper, regions: tuple[Region, ...], pages: set[int]) -> Iterator[int]:
    """Where something stands between two lines: at a page with furniture or notes, or where lines of a text file are missing."""
    usual = _step(document) if regions and regions[0].line else 0
    for before, after in pairwise(regions):
        if before.page != after.page:
            if after.page in pages or before.page in pages or _noted(document, before):
                yield after.span.start
        elif before.line and after.line and after.line - before.line > usual:
            yield after.span.start


def _noted(document: Paper, last: Region) -> bool:
    """Whether more words stand beneath the last line of a page that a quote takes: a footnote, told elsewhere in the text."""
    page = next((page for page in document.pages if page.number == last.page), None)
    if page is None or last.box is None or page.start == page.end:
        return False
    return any(
        region.page == last.page
        and region.box is not None
        and region.box.top >= last.box.bottom
        and region.box.x0 < last.box.x1
        and last.box.x0 < region.box.x1
        for region in document.locate(Span(page.start, page.end))
    )


def _step(document: Paper) -> int:
    """How many lines of a text file lie from one line of words to the next, as a rule."""
    steps = [after - before for before, after in pairwise(document.lines) if before and after]
    return mode(steps) if steps else 1
