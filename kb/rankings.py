"""Tables of names and values (数据表): who is highest, lowest, at which place, and what a named place has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ingest.model import Span
from kb import places
from kb.evidence import Asked
from kb.model import Passage
from kb.needs import coverage, find
from kb.passages import HEADER
from kb.query import cue
from kb.rerank import Judged
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.store import Store

LOOKED = 25  # passages among which a table is looked for
LEAST = 4  # entries that make a table worth ranking
FITS = 0.4  # the share of the question that caption and header must meet
_VALUE = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?(?:%|个百分点)?")
_YEAR = re.compile(r"年份|目标年|^年$|年度$")
_TOP = re.compile(
    r"最(?:高|大|多|严重|脏|差|快|猛|前|领先)|更(?:高|大|多|严重|脏|差)|第一|冠军|前[一二三四五六七八九十\d]|谁高|谁多|哪个高|哪个多"
)
_LOW = re.compile(r"最(?:低|小|少|轻|干净|好|慢|靠后)|更(?:低|小|少|轻|干净|好)|倒数|垫底|谁低|谁少|哪个低|哪个少")
_GOOD = re.compile(r"最好|最差|更好|更差")
_HARMFUL = re.compile(r"pm2|浓度|排放|能耗|污染|霾|降尘|酸雨")


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with its value in a column of a table; ``span`` is the row (document offsets)."""

    name: str
    value: Decimal
    written: str
    column: str
    span: Span
    passage: Passage


@dataclass(frozen=True, slots=True)
class Table:
    """The entries of one column of a table, in text order."""

    column: str
    entries: tuple[Entry, ...]
    fit: float


def best_table(question: Asked, judged: Sequence[Judged], store: Store) -> Table | None:
    """The column of the tables among the best passages that is about what is asked."""
    near = [one for one in judged[:LOOKED] if "\t" in one.passage.text]
    clauses = tuple(dict.fromkeys(one.passage.clause_id for one in near))
    parts: dict[str, list[Passage]] = {}
    for passage in store.passages_of_clauses(clauses):
        parts.setdefault(passage.clause_id, []).append(passage)
    found = [table for clause in clauses for table in tables(question, parts.get(clause, []))]
    fitting = [table for table in found if table.fit >= FITS]
    return max(fitting, key=lambda table: table.fit, default=None)


def tables(question: Asked, passages: Sequence[Passage]) -> list[Table]:
    """The columns of the table in these passages of one clause, each with how well it fits the question."""
    columns: dict[str, list[Entry]] = {}
    header: list[str] = []
    caption = " ".join(part for part in passages[0].head.split(" / ")[-2:] if HEADER not in part) if passages else ""
    for passage in passages:
        at = passage.start
        for line in passage.text.split("\n"):
            cells = line.split("\t")
            span = Span(at, at + len(line)) if line else None
            at += len(line) + 1
            if span is None or len(cells) < 2:
                caption = line if line and not columns else caption
                continue
            if not any(map(is_value, cells)):
                header = header or [cell.strip() for cell in cells]
                continue
            for entry in _entries(cells, header, span, passage):
                columns.setdefault(entry.column, []).append(entry)
    around = find(plain(caption), question.needs)
    years = [str(year) for year in question.query.years]
    found = []
    for column, entries in columns.items():
        if len(entries) < LEAST or (years and not any(year in f"{caption}{column}" for year in years)):
            continue
        if _YEAR.search(column) or not _are_places(entries):
            continue
        fit = coverage([*around, *find(plain(column), question.needs)], question.needs)
        found.append(Table(column or caption, tuple(entries), fit))
    return found


def _are_places(entries: Sequence[Entry]) -> bool:
    """Most names are places, none of them twice: rows of indicators with different units cannot be put in order."""
    names = [entry.name for entry in entries]
    known = sum(places.named(name) is not None for name in names)
    return known >= 0.6 * len(names) and len(set(names)) >= 0.9 * len(names)


def _entries(cells: Sequence[str], header: Sequence[str], span: Span, passage: Passage) -> list[Entry]:
    """Each value of a row with the nearest name on its left."""
    found = []
    name = ""
    for number, cell in enumerate(cells):
        words = cell.strip()
        value = value_of(words)
        if not is_value(words):
            name = words or name
        elif name and value is not None:
            found.append(Entry(name, value, words, header[number] if number < len(header) else "", span, passage))
    return found


def is_value(cell: str) -> bool:
    """Whether a cell of a table holds a figure alone (15.9, 4.7%)."""
    return _VALUE.fullmatch(plain(cell).strip()) is not None


def value_of(cell: str) -> Decimal | None:
    """The figure of such a cell."""
    match = _VALUE.fullmatch(plain(cell).strip())
    try:
        return Decimal(match.group().replace(",", "").rstrip("%个百分点")) if match else None
    except InvalidOperation:
        return None


def asked_rank(question: Asked) -> bool:
    """Whether the question asks who is first or last, or for the order of things."""
    view = plain(question.query.text)
    return bool(cue("rank").search(view) or _TOP.search(view) or _LOW.search(view))


def highest_first(question: Asked, column: str) -> bool:
    """Whether the first of the asked order is the highest value: 最干净 wants the lowest PM2.5, 优良天数最好 the highest."""
    view = plain(question.query.text)
    harmful = bool(_HARMFUL.search(plain(column)) or _HARMFUL.search(view))
    if _GOOD.search(view):
        worst = "差" in view
        return worst if harmful else not worst
    return not _LOW.search(view)


def named(question: Asked, table: Table) -> list[Entry]:
    """The entries of the places that the question names."""
    wanted = [{name, *written} for name, written in question.places if name != places.NATION]
    found = []
    for words in wanted:
        found += [entry for entry in table.entries if entry.name in words or plain(entry.name) in words][:1]
    return found
