"""Plain text (TXT): physical lines with their numbers; a form feed starts a new page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.draft import Draft, DraftCell, DraftTable, Sheet, Unit
from ingest.errors import EmptyFile, NoText, WrongType
from ingest.furniture import is_page_number, strip
from ingest.lines import Line
from ingest.model import Box, Furniture
from ingest.paragraphs import MARKER, NUMBER_REFERENCE, closed, ended, heading_so_far, kind_of
from ingest.readers import ReadOptions
from ingest.readers.encodings import decoded
from ingest.tables import headed
from ingest.typearea import TypeArea

READER = "text/2"
UNWRAPPED = 400
"""The wrap width, in half-width columns, from which a file counts as not wrapped."""
SCRIPT = re.compile(r"javascript:\S*")
HASHES = re.compile(r"#{1,6}\s+")
CLEARED = re.compile("[\u200b-\u200f\u2060\ufeff\xad\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Characters that no reader sees: zero-width ones, conditional hyphens, control characters."""
BLANK = " \u3000\xa0\u2002\u2003\u2009"
ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029\v]")
COLUMNS = re.compile(r"[ \u3000]{2,}")
BORDER = re.compile(r"[+|\s:=\-]*\+[+|\s:=\-]*")
"""The lines drawn round the cells of a table with signs (+-----+)."""
ENTRY = re.compile(r".{1,60}\t\s*\d{1,4}")


def draft(data: bytes, options: ReadOptions) -> Draft:
    """Reads a text file; WrongType for binary content, NoText for white space only."""
    text = decode(data)
    if not text.strip():
        raise NoText(remedy="请检查文件是否导出完整")
    paged = "\f" in text
    sheets = _sheets(text, paged)
    kept, furniture = strip(sheets) if paged else _without_numbers(sheets)
    lines = [line for sheet in kept for line in sheet.lines]
    return Draft(kept if paged else (), tuple(units_of(lines)), READER, furniture)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, GB18030 or Big5, every line ended by a newline; WrongType when it is none."""
    if not data:
        raise EmptyFile
    text = decoded(data)
    if text is None and b"\x00" in data[:4096]:
        raise WrongType("内容是二进制数据，不是文本")
    if text is None:
        raise WrongType("不是 UTF-8、UTF-16、GB18030 或 Big5 编码的文本")
    return ENDS.sub("\n", text)


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
            words = CLEARED.sub("", raw).strip(BLANK)
            if words.strip():
                left = width(raw[: len(raw) - len(raw.lstrip(BLANK))])
                box = Box(left, number, left + width(words), number + 0.5)
                lines.append(Line(words, page if paged else 0, box, b"", 2.0, number))
        sheets.append(Sheet(page, 0.0, 0.0, tuple(lines)))
    return sheets


def _without_numbers(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[Furniture, ...]]:
    """A text without form feeds: page numbers that count up on lines of their own, and remains of scripts, go out."""
    (sheet,) = sheets
    numbered = [(line, int(found.group())) for line in sheet.lines if (found := _page_number(line.text))]
    chain = _rising(numbered)
    drop = {line.number for line in chain} if len(chain) >= 2 else set()
    drop |= {line.number for line in sheet.lines if SCRIPT.fullmatch(line.text)}
    furniture = [
        Furniture("side" if SCRIPT.fullmatch(line.text) else "page_number", line.text, 1)
        for line in sheet.lines
        if line.number in drop
    ]
    kept = tuple(line for line in sheet.lines if line.number not in drop)
    return (replace(sheet, lines=kept),), tuple(furniture)


def _page_number(text: str) -> re.Match[str] | None:
    return re.search(r"\d+", text) if is_page_number(text) else None


def _rising(numbered: Sequence[tuple[Line, int]]) -> list[Line]:
    """The longest run of lone numbers that count up by at most three, at least eight lines apart."""
    best: list[tuple[int, int]] = []
    for place, (line, value) in enumerate(numbered):
        length, before = 1, -1
        for earlier in range(place):
            other, previous = numbered[earlier]
            if 1 <= value - previous <= 3 and line.number - other.number >= 8 and best[earlier][0] >= length:
                length, before = best[earlier][0] + 1, earlier
        best.append((length, before))
    if not best:
        return []
    place = max(range(len(best)), key=lambda k: best[k][0])
    chain: list[Line] = []
    while place >= 0:
        chain.append(numbered[place][0])
        place = best[place][1]
    return chain[::-1]


def wrapped(raw: Sequence[str]) -> list[tuple[str, ...]]:
    """The paragraphs of lines that stand as they were typed, each with its lines."""
    (sheet,) = _sheets("\n".join(raw), False)
    wrap = wrap_width(sheet.lines)
    found: list[list[Line]] = []
    for line in sheet.lines:
        if found and not (breaks(found[-1], line, wrap) or _indented(found[-1][-1], line)):
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(line.text for line in lines) for lines in found]


def units_of(lines: Sequence[Line]) -> list[Unit]:
    """Paragraphs joined over wrapped lines, tables from lines with tabs or bars, entries of tables of contents."""
    lines = [line for line in lines if not BORDER.fullmatch(line.text)]
    wrap = wrap_width(lines)
    area = TypeArea(0, wrap, 2, 1, indents=False)
    units: list[Unit] = []
    held: list[Line] = []

    def close() -> None:
        if held:
            units.append(Unit(kind_of(held, area), tuple(held)))
            held.clear()

    place = 0
    while place < len(lines):
        rows = _table_lines(lines, place)
        if rows:
            close()
            units += _table_units(rows)
            place += len(rows)
            continue
        line = lines[place]
        place += 1
        heading = HASHES.match(line.text)
        if heading:
            close()
            units.append(Unit("heading", (line.part(heading.end(), len(line.text)),)))
            continue
        if held and (breaks(held, line, wrap) or _indented(held[-1], line)):
            close()
        held.append(line)
    close()
    return units


def _indented(last: Line, line: Line) -> bool:
    """Whether a line behind a full stop is set in by two characters, as the first of a paragraph is."""
    return ended(last.text) and (line.box.x0 >= 4 or line.box.x0 - last.box.x0 >= 3)


def wrap_width(lines: Sequence[Line]) -> float:
    """The width at which the file's lines are wrapped; infinite when they are not."""
    widths = Counter(round(line.box.x1 - line.box.x0) for line in lines if "\t" not in line.text)
    total = sum(widths.values())
    if not total:
        return float("inf")
    cut = Counter(round(line.box.x1 - line.box.x0) for line in lines if "\t" not in line.text and not ended(line.text))
    near = {
        w: sum(widths[k] for k in range(w - 4, w + 3))
        for w in widths
        if w >= 30 and sum(cut[k] for k in range(w - 4, w + 3)) >= 2
    }
    if not near:
        return float("inf")
    wrap = max(near, key=lambda w: (near[w], w))
    longer = sum(n for w, n in widths.items() if w > 1.15 * wrap)
    if near[wrap] < 0.15 * total or longer > 0.1 * total or wrap > UNWRAPPED:
        return float("inf")
    return float(
        max(
            w for w in range(wrap - 4, wrap + 3) if widths[w] >= 0.2 * max(widths[k] for k in range(wrap - 4, wrap + 3))
        )
    )


def breaks(held: Sequence[Line], line: Line, wrap: float) -> bool:
    """Whether ``line`` starts a new paragraph after ``held``."""
    last = held[-1]
    if NUMBER_REFERENCE.fullmatch(line.text):
        return False
    if NUMBER_REFERENCE.fullmatch(last.text) and len(held) > 1:
        return ended(held[-2].text)
    marked = bool(MARKER.match(line.text))
    if marked and (closed(last.text) or heading_so_far(held)):
        return True
    share = (last.box.x1 - last.box.x0) / wrap
    if share >= 0.97:
        return False
    if share >= 0.86:
        names = re.fullmatch(r"[\u4e00-\u9fff]+(?: +[\u4e00-\u9fff]+)+", last.text)
        return ended(last.text) or bool(names) or (marked and len(held) == 1 and bool(MARKER.match(last.text)))
    cut = len(held) > 1 and bool(NUMBER_REFERENCE.fullmatch(held[-2].text))
    if wrap < UNWRAPPED and not cut and last.text[-1] not in "，、":
        return True
    return not _runs_on(last, line, wrap)


def _runs_on(last: Line, line: Line, wrap: float) -> bool:
    """Whether a line shorter than the wrap stops in mid-sentence, as at a page break or before a raised number."""
    if MARKER.match(line.text) or ended(last.text) or last.text[-1] in "）)":
        return False
    if wrap < UNWRAPPED:
        return True
    return any(mark in last.text for mark in "，。,") and last.box.x1 - last.box.x0 > 40


def _table_lines(lines: Sequence[Line], place: int) -> list[Line]:
    """The lines from ``place`` on that make up a table: two or more with tabs, or a markdown table."""
    end = place
    kind = _kind(lines[place].text)
    while end < len(lines) and kind and _kind(lines[end].text) == kind:
        if end > place and lines[end].number - lines[end - 1].number > 3:
            break
        end += 1
    if kind > 2 and not any(re.search(r"\d", line.text) for line in lines[place:end]):
        return []
    return list(lines[place:end]) if end - place >= 2 else []


def _kind(text: str) -> int:
    """How the cells of a line are parted: 1 by tabs, 2 by bars, n + 2 as n ≥ 3 columns set with blanks; 0 for none."""
    if "\t" in text or _barred(text):
        return 2 if _barred(text) else 1
    columns = len(COLUMNS.split(text))
    return columns + 2 if columns >= 3 and not re.search("[。；]", text) else 0


def _barred(text: str) -> bool:
    return text.startswith("|") and text.endswith("|") and text.count("|") >= 3


def _table_units(rows: Sequence[Line]) -> list[Unit]:
    if all(ENTRY.fullmatch(line.text) for line in rows) and len(rows) >= 3:
        return [Unit("toc", (line,)) for line in rows]
    cells: list[DraftCell] = []
    kept = [line for line in rows if not re.fullmatch(r"[|\s:\-]+", line.text)]
    columns = 1
    for row, line in enumerate(kept):
        for column, (start, end) in enumerate(_pieces(line.text)):
            columns = max(columns, column + 1)
            part = (line.part(start, end),) if line.text[start:end].strip() else ()
            cells.append(DraftCell(row, column, part))
    first = kept[0]
    table = DraftTable(first.page, first.box, len(kept), columns, headed(tuple(cells), columns))
    return [Unit("table", (), table)]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where the cells of a row stand in its line, between tabs or bars."""
    kind = _kind(text)
    if kind > 2:
        gaps = [(0, 0), *(found.span() for found in COLUMNS.finditer(text)), (len(text), len(text))]
        return [(end, start) for (_, end), (start, _) in zip(gaps, gaps[1:], strict=False)]
    bar = "|" if kind == 2 else "\t"
    start, end = (1, len(text) - 1) if bar == "|" else (0, len(text))
    pieces: list[tuple[int, int]] = []
    while True:
        stop = text.find(bar, start, end)
        stop = end if stop < 0 else stop
        pieces.append((start, stop))
        if stop >= end:
            return pieces
        start = stop + 1
