"""What citing needs of a document (引证所需): text, pages, places of words and clauses, unpacked only as far as asked.

A whole document takes milliseconds to unpack, the longest a tenth of a second, nearly all of it for objects that a citation
never looks at. A ``Leaf`` keeps the columns as they are stored and makes the few regions and the one clause that are wanted.
"""

from __future__ import annotations

import json
import re
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import Any

from ingest.model import Box, Clause, Document, Furniture, Marker, Page, Region, Span
from kb.packing import from_plain, stretch, unpack_fields
from kb.records import HEAD, unpack_columns

_DECODER = json.JSONDecoder()
_STRING = r'"(?:[^"\\]|\\.)*"'
_ROW = re.compile(rf"\[\[[\d,]*\],\[{_STRING},{_STRING},\[(\d+),")  # no string holds it: quotes in strings are escaped
_FIELDS = ("id", "name", "text", "pages", "furniture")


class Leaf:
    """A stored document as a citation sees it; gives what ``Document`` gives for the same questions.

    ``text`` is the document's, ``furniture`` what stands beside it on the pages; offsets are the document's characters.
    """

    def __init__(self, document: bytes, clauses: bytes) -> None:
        (size,) = HEAD.unpack_from(document)
        held = unpack_fields(document[HEAD.size : HEAD.size + size], Document, _FIELDS, "blocks")
        self.id: str = held["id"]
        self.name: str = held["name"]
        self.text: str = held["text"]
        self.pages: tuple[Page, ...] = held["pages"]
        self.furniture: tuple[Furniture, ...] = held["furniture"]
        self._packed = document[HEAD.size + size :]
        self._listed = clauses

    def quote(self, span: Span) -> str:
        """The words (原文) of ``span``; IndexError when it runs past the text."""
        if span.end > len(self.text):
            raise IndexError(f"span {span} past the end of {self.name} ({len(self.text)} characters)")
        return self.text[span.start : span.end]

    def locate(self, span: Span) -> tuple[Region, ...]:
        """Where ``span`` stands: one region a line, each clipped to it."""
        return tuple(self._regions.within(span))

    def page_of(self, offset: int) -> int | None:
        """The 1-based page on which a character stands; None for formats without pages."""
        for region in self.locate(Span(offset, offset + 1)):
            if region.page is not None:
                return region.page
        return next((page.number for page in self.pages if page.start <= offset < page.end), None)

    def line_of(self, offset: int) -> int | None:
        """The 1-based line of a text file on which a character stands; None for paged formats."""
        return next((region.line for region in self.locate(Span(offset, offset + 1))), None)

    @property
    def lines(self) -> tuple[int | None, ...]:
        """The line of every region in text order."""
        return self._regions.lines()

    def clause_at(self, offset: int) -> Clause | None:
        """The clause in which the character at ``offset`` stands, or the last one before it."""
        place = bisect_right(self._clauses.starts, offset) - 1
        return self._clauses.made(place) if place >= 0 else None

    def clause(self, position: int) -> Clause:
        """The clause at this place of the clause tree, counted from 0."""
        return self._clauses.made(position)

    @cached_property
    def _regions(self) -> _Regions:
        return _Regions(zlib.decompress(self._packed))

    @cached_property
    def _clauses(self) -> _Clauses:
        return _Clauses(self._listed)


class _Regions:
    """The columns of a document's regions."""

    def __init__(self, data: bytes) -> None:
        columns, self._places, self._scale, self._edges = unpack_columns(data)
        self._starts, self._lengths, self._pages, self._lines, self._boxed, self._sizes = columns
        self._boxes = array("I", accumulate(self._boxed, initial=0))
        self._ends = array("I", accumulate(self._sizes, initial=0))

    def within(self, span: Span) -> Iterator[Region]:
        """The regions that a span touches, clipped to it."""
        for place in range(max(0, bisect_right(self._starts, span.start) - 1), len(self._starts)):
            if self._starts[place] >= span.end:
                return
            part = self._made(place).clip(span)
            if part is not None:
                yield part

    def lines(self) -> tuple[int | None, ...]:
        return tuple(None if line < 0 else line for line in self._lines)

    def _made(self, place: int) -> Region:
        box = None
        if self._boxed[place]:
            at = 4 * self._boxes[place]
            box = Box(*(value / self._scale for value in self._places[at : at + 4]))
        start, page, line = self._starts[place], self._pages[place], self._lines[place]
        return Region(
            Span(start, start + self._lengths[place]),
            None if page < 0 else page,
            box,
            None if line < 0 else line,
            self._edges[self._ends[place] : self._ends[place + 1]],
        )


class _Clauses:
    """The clauses of a document as they are written, with the offsets at which they begin."""

    def __init__(self, data: bytes) -> None:
        self._text = stretch(data)
        self.starts, self._places = array("I"), array("I")
        for match in _ROW.finditer(self._text):
            self.starts.append(int(match.group(1)))
            self._places.append(match.start())

    def made(self, place: int) -> Clause:
        (path, row), _ = _DECODER.raw_decode(self._text, self._places[place])
        clause: Clause = from_plain(row, Clause)
        return replace(clause, path=tuple(from_plain(self._markers[number], Marker) for number in path))

    @cached_property
    def _markers(self) -> list[list[Any]]:
        """The markers of all paths as they are written; a document has hundreds, a clause a handful."""
        markers: list[list[Any]] = _DECODER.raw_decode(self._text, 1)[0]
        return markers
