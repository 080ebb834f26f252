"""Plain text and markdown (TXT、MD): physical lines with their numbers; a form feed starts a new page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ingest.draft import Draft, Sheet
from ingest.errors import EmptyFile, NoText, WrongType
from ingest.furniture import is_page_number, strip
from ingest.layout import units_of
from ingest.lines import Line
from ingest.model import Box, Furniture
from ingest.readers import ReadOptions

READER = "text/1"
ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")


def draft(data: bytes, options: ReadOptions) -> Draft:
    """Reads a text file; WrongType for binary content, NoText for white space only."""
    text = decode(data)
    if not text.strip():
        raise NoText
    paged = "\f" in text
    sheets = _sheets(text, paged)
    kept, furniture = strip(sheets) if paged else _without_numbers(sheets)
    return Draft(kept if paged else (), tuple(units_of(kept)), READER, furniture)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030."""
    if not data:
        raise EmptyFile
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise WrongType("内容是二进制数据，不是文本")
    for encoding in ENCODINGS:
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise WrongType("不是 UTF-8、UTF-16 或 GB18030 编码的文本")


def width(text: str) -> int:
    """How wide text prints in half-width columns: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _sheets(text: str, paged: bool) -> list[Sheet]:
    sheets: list[Sheet] = []
    number = 0
    for page, body in enumerate(text.split("\f") if paged else [text], 1):
        lines: list[Line] = []
        for raw in body.split("\n"):
            number += 1
            words = raw.strip(" \u3000\ufeff\u200b\r")
            if words.strip():
                left = width(raw[: len(raw) - len(raw.lstrip(" \u3000"))])
                box = Box(left, number, left + width(words), number + 0.5)
                lines.append(Line(words, page if paged else 0, box, b"", 2.0, number))
        sheets.append(Sheet(page, 0.0, 0.0, tuple(lines)))
    return sheets


def _without_numbers(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[Furniture, ...]]:
    """A text without form feeds whose page numbers stand on lines of their own, counting up: they are left out."""
    (sheet,) = sheets
    found = [line for line in sheet.lines if is_page_number(line.text) and re.search(r"\d", line.text)]
    rising: list[Line] = []
    for line in found:
        value = int(re.search(r"\d+", line.text).group())  # type: ignore[union-attr]
        last = int(re.search(r"\d+", rising[-1].text).group()) if rising else value - 1  # type: ignore[union-attr]
        if value == last + 1 and (not rising or line.number - rising[-1].number >= 10):
            rising.append(line)
    if len(rising) < 2:
        return (sheet,), ()
    drop = {line.number for line in rising}
    kept = tuple(line for line in sheet.lines if line.number not in drop)
    furniture = tuple(Furniture("page_number", line.text.strip(), 1) for line in rising)
    return (Sheet(1, 0.0, 0.0, kept),), furniture
