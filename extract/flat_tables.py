"""Tables that a text file holds as lines with tabs (平铺表格): runs of such lines → table blocks with cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.model import Block, Cell, Document, Span

_LONGEST: Final = 24
_FEWEST: Final = 3


def tables(document: Document) -> tuple[Block, ...]:
    """All tables of a document in order: its table blocks, and runs of tabbed lines with short cells made into blocks."""
    found: list[Block] = []
    run: list[Block] = []
    for block in (*document.blocks, None):
        if block is not None and _is_line(document, block) and _matches(document, run, block):
            run.append(block)
            continue
        if len(run) >= _FEWEST and not _is_contents(document, run):
            found.append(_table(document, run))
        run = [block] if block is not None and _is_line(document, block) else []
        if block is not None and block.kind == "table":
            found.append(block)
    return tuple(found)


def _is_line(document: Document, block: Block) -> bool:
    words = document.text[block.span.start : block.span.end]
    short = all(len(cell.strip()) <= _LONGEST for cell in words.split("\t"))
    return block.kind == "paragraph" and "\t" in words and "\n" not in words and short


def _matches(document: Document, run: Sequence[Block], block: Block) -> bool:
    tabs = document.text.count("\t", block.span.start, block.span.end)
    return not run or document.text.count("\t", run[-1].span.start, run[-1].span.end) == tabs


def _is_contents(document: Document, run: Sequence[Block]) -> bool:
    """Whether the lines are a list of contents: a title and a page number that never falls."""
    lines = [document.text[block.span.start : block.span.end].split("\t") for block in run]
    if any(len(cells) != 2 or not cells[1].strip().isdigit() for cells in lines):
        return False
    pages = [int(cells[1]) for cells in lines]
    return pages == sorted(pages)


def _table(document: Document, run: Sequence[Block]) -> Block:
    cells = [cell for row, block in enumerate(run) for cell in _cells(document, block, row)]
    return Block("table", Span(run[0].span.start, run[-1].span.end), tuple(cells))


def _cells(document: Document, block: Block, row: int) -> Iterator[Cell]:
    start = block.span.start
    line = document.text[start : block.span.end]
    header = row == 0 and not re.search(r"\d", line)
    for column, words in enumerate(line.split("\t")):
        end = start + len(words)
        left = start + len(words) - len(words.lstrip())
        right = end - (len(words) - len(words.rstrip()))
        yield Cell(row, column, Span(left, right) if left < right else None, header=header)
        start = end + 1
