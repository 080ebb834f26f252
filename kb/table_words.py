"""Rows of tables in words (表格行的说法): each cell behind the name of its column, as an answer reads it out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kb.beginnings import begun
from kb.extracts import Extract, clean
from kb.rankings import is_value, value_of

if TYPE_CHECKING:
    from kb.model import Passage
    from kb.store import Store

_YEAR = re.compile(r"(?:19|20)\d\d")


def is_row(extract: Extract) -> bool:
    """Whether an extract is a row of a table: cells stand apart by tabs."""
    return "\t" in _row(extract)


def in_words(store: Store, extract: Extract) -> str:
    """指标：人均用电量；2020年：4083；2025年：6773. Without a header that fits, the cells alone, marked as a row of a table."""
    cells = [begun(clean(cell)) for cell in _row(extract).split("\t")]
    names = _header(store, extract.judged.passage, len(cells))
    if not names:
        return f"表中一行：{' | '.join(cell for cell in cells if cell)}"
    return "；".join(f"{name}：{cell}" if name else cell for name, cell in zip(names, cells, strict=True) if cell)


def of_year(store: Store, extract: Extract, year: int) -> Decimal | None:
    """The figure of a row in the column of a year; None when the table has no such column, or no figure in it."""
    cells = [clean(cell) for cell in _row(extract).split("\t")]
    for name, cell in zip(_header(store, extract.judged.passage, len(cells)), cells, strict=False):
        if _YEAR.findall(name) == [str(year)] and is_value(cell):
            return value_of(cell)
    return None


def _row(extract: Extract) -> str:
    return extract.judged.passage.text[extract.sentence.start : extract.sentence.end].strip("\n")


def _header(store: Store, passage: Passage, width: int) -> list[str]:
    """The names of as many columns as a row has, from the last row above it that holds names alone; none when there is none."""
    found: list[str] = []
    for part in store.passages_of_clauses((passage.clause_id,)):
        if part.start > passage.start:
            break
        for line in part.text.split("\n"):
            cells = [clean(cell) for cell in line.split("\t")]
            if len(cells) == width and not found and not any(map(is_value, cells)) and sum(map(bool, cells)) > 1:
                found = cells
            elif len(cells) == 1:
                found = []  # words between two tables
    return found
