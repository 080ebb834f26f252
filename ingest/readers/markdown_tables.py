"""Tables of markdown (表格): rows of cells between bars, with or without bars at the ends, or between tabs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingest.draft import DraftCell, DraftTable
from ingest.lines import Line
from ingest.model import Box
from ingest.readers.markdown_inline import HARD
from ingest.tables import headed

_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)\|")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the file writes it: its line and the marked-up words of its cells."""

    number: int
    cells: tuple[str, ...]


def rows_at(lines: Sequence[str], place: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at a line, delimiters left out, and the line behind it; none where none begins."""
    found: list[Row] = []
    kind = _kind(lines, place)
    end = at = place
    while kind and at < len(lines):
        line = lines[at]
        if line.strip():
            if not (_bars(line) if kind == "bar" else "\t" in line.strip()):
                break
            if not _is_delimiter(line):
                found.append(Row(at + 1, _cells(line, kind)))
            end = at + 1
        elif not (kind == "tab" or _closed(lines[end - 1])) or at - end >= 2:
            break
        at += 1
    return (found, end) if found else ([], place)


def table(rows: Sequence[Row], words: Callable[[str], str], *, titled: bool) -> DraftTable:
    """The table of these rows; ``words`` takes the marks out of a cell, ``titled`` says that the first row is a header."""
    cells = [
        DraftCell(row, column, tuple(_line(part, one.number) for part in words(cell).split(HARD) if part.strip()))
        for row, one in enumerate(rows)
        for column, cell in enumerate(one.cells)
    ]
    columns = max(len(one.cells) for one in rows)
    told = headed(tuple(cells), columns)
    if titled and len(rows) > 1 and any(cell.lines for cell in told if cell.row == 0):
        told = tuple(replace(cell, header=cell.header or cell.row == 0) for cell in told)
    return DraftTable(0, Box(0, rows[0].number, 0, rows[0].number), len(rows), columns, told)


def is_titled(lines: Sequence[str], place: int) -> bool:
    """Whether the table that begins at a line marks its first row as a header by a delimiter under it."""
    return place + 1 < len(lines) and _is_delimiter(lines[place + 1])


def _kind(lines: Sequence[str], place: int) -> str:
    """What parts the cells of the table that begins here: "bar", "tab", or "" where none begins."""
    after = next((line for line in lines[place + 1 : place + 3] if line.strip()), "")
    if _bars(lines[place]) and not _is_delimiter(lines[place]):
        ruled = is_titled(lines, place) and ("|" in lines[place + 1])
        return "bar" if ruled or (_closed(lines[place]) and _closed(after)) else ""
    return "tab" if "\t" in lines[place].strip() and "\t" in after.strip() else ""


def _is_delimiter(line: str) -> bool:
    return bool(line.strip()) and "-" in line and _DELIMITER.fullmatch(line) is not None


def _bars(line: str) -> bool:
    return _BAR.search(_CODE.sub("", line)) is not None


def _closed(line: str) -> bool:
    """Whether a line begins and ends with a bar and has one between."""
    return re.fullmatch(r"\s*\|.*\|.*\|\s*", line) is not None


def _cells(line: str, kind: str) -> tuple[str, ...]:
    if kind == "tab":
        return tuple(line.strip(" ").split("\t"))
    bare = re.sub(r"(?<!\\)\|$", "", re.sub(r"^\|", "", line.strip()))
    held = _CODE.sub(lambda found: found[0].replace("|", "\\|"), bare)
    return tuple(cell.strip().replace("\\|", "|") for cell in _BAR.split(held))


def _line(words: str, number: int) -> Line:
    text = words.strip(" \u3000")
    return Line(text, 0, Box(0, number, 2 * len(text), number + 0.5), b"", 2.0, number)
