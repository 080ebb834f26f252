"""The words of a web page's article (网页正文): paragraphs with their looks, tables, in the order a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ingest.errors import TooLarge
from ingest.headings import compact
from ingest.lines import RAISED, WIDE
from ingest.readers.docx_numbering import counting, letter, roman
from ingest.readers.flowing import MOST_CELLS, PlainCell
from ingest.readers.text import wrapped
from ingest.readers.web_page import is_data
from ingest.references import DOC_NUMBER

BLOCKS = {
    "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tbody", "thead", "tfoot", "tr", "td", "th", "caption", "blockquote", "center", "pre", "hr", "header", "body", "html",
    "figure", "figcaption", "address", "fieldset", "legend", "details", "summary",
}  # fmt: skip
SKIPPED = {"head", "script", "style", "title", "meta", "link", "img"}
BREAK, NEWLINE = "\n", "\x01"
SIZE = re.compile(r"font-size\s*:\s*([\d.]+)\s*(pt|px|em|rem)", re.I)
WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
LIGHT = re.compile(r"font-weight\s*:\s*(normal|[1-4]00)", re.I)
MARKS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("A", "upper-alpha", "upper-latin"), letter),
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), lambda number: letter(number).lower()),
    **dict.fromkeys(("I", "upper-roman"), roman),
    **dict.fromkeys(("i", "lower-roman"), lambda number: roman(number).lower()),
}
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
SET_OUT = re.compile(r"white-space\s*:\s*(?:pre\b|break-spaces)", re.I)
"""Text whose own line ends are shown, as in <pre>."""
ALIGN = re.compile(r"text-align\s*:\s*(\w+)", re.I)


@dataclass(frozen=True, slots=True)
class Looks:
    """How words are set: bold, in large letters (from 16 points), in the middle; ``level`` 1–6 inside h1–h6."""

    bold: bool = False
    large: bool = False
    centred: bool = False
    level: int = 0
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of words: its lines as broken by the page, and how most of it is set."""

    lines: tuple[str, ...]
    looks: Looks

    @property
    def text(self) -> str:
        return "".join(self.lines)


@dataclass(slots=True)
class Article:
    """The paragraphs and tables (lists of cells) of an article in order."""

    parts: list[Paragraph | list[PlainCell]] = field(default_factory=list)
    _pieces: list[tuple[str, Looks]] = field(default_factory=list)
    _lists: list[tuple[int, str] | None] = field(default_factory=list)
    _cells: int = 0
    _set_out: bool = False

    def walk(self, element: Any, looks: Looks = Looks()) -> None:
        """Reads an element with all that it holds."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED:
            return
        if tag == "br":
            self._pieces.append((BREAK, looks))
            return
        if is_data(element):
            self.flush()
            self._table(element)
            return
        own = _looks(element, looks)
        block = tag in BLOCKS
        if block:
            self.flush()
        if tag in ("ul", "ol"):
            style = LIST_STYLE.search(element.get("style") or "")
            told = (_whole(element.get("start"), 1), style[1] if style else element.get("type") or "")
            self._lists.append(told if tag == "ol" else None)
        set_out = self._set_out
        self._set_out = set_out or tag in ("pre", "listing") or SET_OUT.search(element.get("style") or "") is not None
        self._mark(element, own)
        self._put(element.text, own)
        for child in element:
            self.walk(child, own)
            self._put(child.tail, own)
        if tag in ("ul", "ol"):
            self._lists.pop()
        if block:
            self.flush()
        self._set_out = set_out

    def _mark(self, element: Any, looks: Looks) -> None:
        """The number that a browser prints before an item of a numbered list."""
        if element.tag == "li" and self._lists and (told := self._lists[-1]) is not None:
            number = _whole(element.get("value"), told[0])
            self._lists[-1] = (number + 1, told[1])
            if element.getparent() is not None and "none" not in (element.getparent().get("style") or ""):
                self._pieces.append((_numbered(number, told[1]), looks))

    def _put(self, text: str | None, looks: Looks) -> None:
        if text:
            if looks.raised and all(sign in RAISED for sign in text.strip()):
                text = "".join(RAISED[sign] for sign in text.strip())
            end = BREAK if self._set_out else NEWLINE
            self._pieces.append((re.sub(r"[ \t]*[\r\n][ \t\r\n]*", end, text), looks))

    def flush(self) -> None:
        """Ends the paragraph that is being read."""
        pieces, self._pieces = self._pieces, []
        words = "".join(text for text, _ in pieces)
        if not words.strip(" \xa0\u3000\n\x01\t\u200b\ufeff"):
            return
        whole = sum(_solid(text) for text, _ in pieces) or 1
        bold = sum(_solid(text) for text, looks in pieces if looks.bold)
        large = sum(_solid(text) for text, looks in pieces if looks.large)
        centred = any(looks.centred for text, looks in pieces if _solid(text))
        level = max(looks.level for _, looks in pieces)
        looks = Looks(bold >= 0.8 * whole, large >= 0.8 * whole, centred, level)
        set_out = self._set_out and words.count(BREAK) > 1
        for lines in wrapped(words.split(BREAK)) if set_out else _broken(words, centred or bool(level)):
            self.parts.append(Paragraph(tuple(map(tidy, lines)), looks))

    def _table(self, element: Any) -> None:
        """A table of data with its cells at their places; white cells are kept."""
        taken: dict[tuple[int, int], bool] = {}
        cells: list[PlainCell] = []
        for row, tr in enumerate(element.iter("tr")):
            column = 0
            for cell in tr:
                if cell.tag not in ("td", "th"):
                    continue
                while (row, column) in taken:
                    column += 1
                rows = max(1, min(_whole(cell.get("rowspan"), 1), 1000))
                columns = max(1, min(_whole(cell.get("colspan"), 1), 200))
                self._cells += rows * columns
                if self._cells > MOST_CELLS:
                    raise TooLarge(f"表格单元格超过 {MOST_CELLS} 个")
                taken.update({(r, c): True for r in range(row, row + rows) for c in range(column, column + columns)})
                inner = Article()
                inner.walk(cell)
                inner.flush()
                lines = tuple(line for part in inner.parts if isinstance(part, Paragraph) for line in part.lines)
                cells.append(
                    PlainCell(row, column, lines, rows, columns, cell.tag == "th" and tr.getparent().tag == "thead")
                )
                column += columns
        caption = element.find("caption")
        if caption is not None and (words := tidy("".join(caption.itertext()))):
            self.parts.append(Paragraph((words,), Looks(bold=True, centred=True)))
        if cells:
            self.parts.append(cells)


def _solid(text: str) -> int:
    return len(text.strip(" \xa0\u3000\n\x01\t"))


def _broken(words: str, joined: bool) -> list[tuple[str, ...]]:
    """The paragraphs of a block: parted at its line breaks, unless it is a title set over several lines."""
    found: list[list[str]] = []
    for raw in words.split(BREAK):
        text = tidy(raw)
        if not text:
            continue
        indented = re.match("[ \xa0\x01]*(?:\u3000|\xa0{2})", raw) is not None
        last = found[-1][-1] if found else ""
        goes_on = len(last) >= 20 and last[-1] not in "。；：！？;:.”）)" and not indented and "，" in last
        if found and (goes_on or (joined and not DOC_NUMBER.fullmatch(compact(text)))):
            found[-1].append(text)
        else:
            found.append([text])
    return [tuple(lines) for lines in found]


def tidy(text: str) -> str:
    """Words as a browser shows them: blanks run together, none where the source merely breaks a line between Han."""
    text = re.sub("[\u2000-\u200a\u202f\u205f]", " ", re.sub("[\u200b-\u200f\u2060\ufeff\xad]", "", text))
    text = re.sub("[ \t\xa0]*\x01[ \t\xa0\x01]*", NEWLINE, text)

    def gap(found: re.Match[str]) -> str:
        before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
        return "" if WIDE.match(before) or WIDE.match(after) or not before or not after else " "

    text = re.sub(NEWLINE, gap, text)
    return re.sub("[ \t\xa0]+", " ", text).strip(" \u3000")


def _numbered(number: int, kind: str) -> str:
    """The mark of an item of a list: 1. unless the list asks for letters, Roman or Chinese numbers."""
    if "chinese" in kind or kind == "cjk-ideographic":
        return f"{counting(number)}、"
    signs = MARKS.get(kind)
    return f"{signs(number) if signs and number > 0 else number}. "


def _looks(element: Any, looks: Looks) -> Looks:
    """The looks of an element's words, from its tag, its style and those of the elements round it."""
    tag, style = element.tag, element.get("style") or ""
    bold, large, centred, level = looks.bold, looks.large, looks.centred, looks.level
    if tag in ("b", "strong", "th") or WEIGHT.search(style):
        bold = True
    elif LIGHT.search(style):
        bold = False
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
        bold, level = True, int(tag[1])
        large = large or level == 1
    size = SIZE.search(style)
    if size:
        points = float(size[1]) * {"pt": 1.0, "px": 0.75}.get(size[2].lower(), 10.5)
        large = points >= 16
    align = ALIGN.search(style)
    told = align[1].lower() if align else (element.get("align") or "").lower()
    if told in ("center", "left", "right", "justify") or tag == "center":
        centred = told == "center" or tag == "center"
    return Looks(bold, large, centred, level, looks.raised or tag == "sup")


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.strip().isdigit() else otherwise
