"""Types that a read policy document (政策文件) is made of: one fixed text, and everything else as spans into it.

Every later thing in the project, a clause, a target, a citation, points into ``Document.text`` by a half-open
``Span``; ``text[span]`` *is* the quotation. All types are frozen; positions are data, never tags inside the text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "table", "note", "box", "toc", "imprint"]
FurnitureKind = Literal["header", "footer", "page_number", "watermark", "side"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters (字符区间) of ``Document.text``, half open; never empty, never negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"empty or negative span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on paper in points (1/72 inch), origin top left of the page as displayed."""

    x0: float
    top: float
    x1: float
    bottom: float

    def __post_init__(self) -> None:
        if self.x1 < self.x0 or self.bottom < self.top:
            raise ValueError(f"inverted box: {self}")


@dataclass(frozen=True, slots=True)
class Region:
    """Where a run of characters on one line stands: on a page (``page``, ``box``) or in a text file (``line``).

    ``edges`` holds the left edge of every character and the right edge of the last one, in tenths of a point from
    the page's left side, as little-endian uint16 (``len(span) + 1`` of them), or is empty when the characters'
    own places are unknown (then the whole box stands for each of them).
    """

    span: Span
    page: int | None = None
    box: Box | None = None
    line: int | None = None
    edges: bytes = b""

    def clip(self, span: Span) -> Region | None:
        """The part of this region that ``span`` covers, or None when they do not overlap."""
        start, end = max(span.start, self.span.start), min(span.end, self.span.end)
        if start >= end:
            return None
        part = Span(start, end)
        if part == self.span or self.box is None or not self.edges:
            return Region(part, self.page, self.box, self.line)
        places = array("H")
        places.frombytes(self.edges)
        first, last = start - self.span.start, end - self.span.start
        left, right = places[first] / 10, places[last] / 10
        box = Box(min(left, right), self.box.top, max(left, right), self.box.bottom)
        return Region(part, self.page, box, self.line, places[first : last + 1].tobytes())


@dataclass(frozen=True, slots=True)
class Page:
    """A page (页), 1-based, with its size in points as displayed and the characters that start on it.

    ``start``/``end`` bound the page's characters in ``Document.text``; equal when the page gave none. ``doubt`` says in
    Chinese why its text cannot be trusted (empty when it can); ``ocr`` is true when the text was read from the picture.
    """

    number: int
    width: float
    height: float
    start: int
    end: int
    doubt: str = ""
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell (单元格): 0-based row and column, how many it spans, whether it is a header; span None when blank."""

    row: int
    column: int
    span: Span | None
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like unit (段落、标题、表格…) in reading order; tables carry their cells.

    ``level`` is the level that the file itself gives a heading (1 the highest, as h1 or Heading 1), 0 where it gives none.
    """

    kind: BlockKind
    span: Span
    cells: tuple[Cell, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Furniture:
    """Words that belong to the page and not to the text (页眉、页脚、页码、水印); kept outside ``Document.text``."""

    kind: FurnitureKind
    text: str
    page: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The jurisdiction a document speaks for (地区): full names such as 上海市; both None for the nation."""

    province: str | None = None
    city: str | None = None

    @property
    def name(self) -> str:
        return self.city or self.province or "全国"


@dataclass(frozen=True, slots=True)
class Reference:
    """Another policy that the text cites (引用的文件): its title as written, its number when given, and where."""

    title: str
    doc_number: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. Dates are ISO strings, ``YYYY-MM-DD`` or ``YYYY-MM`` or ``YYYY``, else None.

    ``genre`` is the 文种 (规划 意见 方案 通知 办法 条例 法 公告 报告 论文 …); ``category`` groups it for citing:
    policy, law, report, article, other. ``validity``: 现行, 试行, 征求意见稿, 废止 … as far as the text says so.
    ``period`` is the plan period that the title names (“十四五” → (2021, 2025)).
    ``extra`` holds what a journal article or report needs for its citation: (("authors", "…"), ("journal", "…"), …).
    """

    title: str
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    adopted_on: str | None = None
    issued_on: str | None = None
    published_on: str | None = None
    effective_on: str | None = None
    genre: str = ""
    category: Literal["policy", "law", "report", "article", "other"] = "policy"
    region: Place = Place()
    validity: str = ""
    period: tuple[int, int] | None = None
    references: tuple[Reference, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A policy document as read: fixed text, pages, line regions in text order, blocks in reading order.

    ``id`` is the first 16 hex digits of the sha256 of the file's bytes; ``name`` is the document's short name in its
    library (the file's stem); ``reader`` names the reader and its version. In ``text`` blocks are separated by a
    newline, the cells of a table row by tab and its rows by newline.
    """

    id: str
    name: str
    metadata: Metadata
    text: str
    pages: tuple[Page, ...]
    regions: tuple[Region, ...]
    blocks: tuple[Block, ...]
    reader: str
    furniture: tuple[Furniture, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(region.span.start for region in self.regions))

    def quote(self, span: Span) -> str:
        """The words (原文) of ``span``; IndexError when it runs past the text."""
        if span.end > len(self.text):
            raise IndexError(f"span {span} past the end of {self.name} ({len(self.text)} characters)")
        return self.text[span.start : span.end]

    def locate(self, span: Span) -> tuple[Region, ...]:
        """Where ``span`` stands: one region a line, each clipped to it; several pages when it crosses a page break."""
        return tuple(self._regions_of(span))

    def page_of(self, offset: int) -> int | None:
        """The 1-based page on which the character at ``offset`` stands; None for formats without pages.

        The region says it: words of a row that a page break cuts lie together in the text but on two pages.
        """
        for region in self._regions_of(Span(offset, offset + 1)):
            if region.page is not None:
                return region.page
        for page in self.pages:
            if page.start <= offset < page.end:
                return page.number
        return None

    def line_of(self, offset: int) -> int | None:
        """The 1-based line of a text file on which the character at ``offset`` stands; None for paged formats."""
        for region in self._regions_of(Span(offset, offset + 1)):
            return region.line
        return None

    @property
    def lines(self) -> tuple[int | None, ...]:
        """The line of every region in text order; None for those of paged formats."""
        return tuple(region.line for region in self.regions)

    def _regions_of(self, span: Span) -> Iterator[Region]:
        first = max(0, bisect_right(self._starts, span.start) - 1)
        for region in self.regions[first:]:
            if region.span.start >= span.end:
                return
            part = region.clip(span)
            if part is not None:
                yield part


@dataclass(frozen=True, slots=True)
class Marker:
    """One step of a clause's path (编章节条款项目 / 一、（一）1.): its label as written, its heading, and their place.

    ``label`` is "" for headings without a number. ``title`` is the heading's words without label and final stop.
    """

    label: str
    title: str
    span: Span

    @property
    def written(self) -> str:
        """Label and title as a heading reads: 一、总体要求; 1. 大力发展非化石能源."""
        gap = " " if self.label and self.label[-1].isascii() and self.title else ""
        return f"{self.label}{gap}{self.title}"


def _holds(marker: Marker | None, above: Marker) -> bool:
    """Whether a step's number begins with the number above it (4.2 under 4 or 4.)."""
    if marker is None or not above.label:
        return False
    number = above.label.rstrip(".．")
    return number[-1:].isdigit() and marker.label.startswith((f"{number}.", f"{number}．"))


def _apart(above: Marker, marker: Marker) -> str:
    """A blank where a step would run into the one above it: beside a title, and between two numbers."""
    last, first = (above.label or above.title)[-1], (marker.label or marker.title)[0]
    if not above.label:
        return " "
    if not marker.label:
        return "" if last in "、）)．.：:" else " "
    return " " if _counts(last) and _counts(first) else ""


def _counts(sign: str) -> bool:
    return sign.isnumeric() or (sign.isascii() and sign.isalpha())


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause (条款) with its own words only: heading and text up to the next clause, children not included.

    Clauses tile the document's body in order without overlap. ``path`` runs from the outermost marker to its own
    (empty for text before the first heading). ``heading`` is the span of the heading line when it stands alone or run
    in. ``lead`` is the sentence that governs it (到2025年，…：) and stands in a clause above or in the paragraph before.
    ``part`` names the appendix (附件) in which it stands, "" in the main body.
    """

    id: str
    document_id: str
    span: Span
    path: tuple[Marker, ...] = ()
    heading: Span | None = None
    lead: Span | None = None
    part: str = ""

    @property
    def label(self) -> str:
        """The citation label: 三、（一）2. for numbered headings; titles stand in for missing numbers.

        Steps stand apart where they would run into one another (专栏3 5、), and of numbers that hold the ones above them
        (4, 4.2, 4.2.1) only the last is said.
        """
        below = (*self.path, None)[1:]
        steps = [one for one, under in zip(self.path, below, strict=False) if not _holds(under, one)]
        steps = [one for one in steps if one.label or one.title]
        first = [steps[0].label or steps[0].title] if steps else []
        rest = "".join(_apart(one, under) + (under.label or under.title) for one, under in pairwise(steps))
        return " ".join([*([self.part] if self.part else []), *first]) + rest

    @property
    def section(self) -> str:
        """The heading path as written, outermost first, joined by ' / '."""
        return " / ".join(marker.written for marker in self.path)
