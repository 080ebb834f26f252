"""Clauses cut into passages (检索片段): the pieces that are searched, each a verbatim slice of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract import flat_tables
from ingest.model import Block, Clause, Document, Span
from kb.keywords import tokens

MOST = 420  # characters of a passage that holds prose
MOST_TABLE = 420
SHORT = 160  # a clause up to this long may share a passage with its neighbours
SHARED = 320  # characters of a passage shared by short clauses
LONG_ROW = 700  # a table row up to this long stays whole
GAP = 40  # characters left out (a footnote, a page's furniture) over which prose goes on
HEADER = "表头："  # what a table passage's head says before the names of its columns
LONGEST_HEADER = 160
HARD = 500  # a sentence longer than this is cut at a lesser stop
_STOPS = (re.compile(r"[。！？!?\n]+[”’」』）)]*"), re.compile(r"[；;]"), re.compile(r"[，,、：:]"))


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A passage before it has a row in the store. ``words``: index words of the text, a tab, those of the head."""

    clause_id: str
    span: Span
    head: str
    kind: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of one clause: prose (block None) or one table."""

    clause: Clause
    span: Span
    table: Block | None


def split(document: Document, clauses: tuple[Clause, ...]) -> tuple[PassageDraft, ...]:
    """All passages of a document in text order; tables of contents are left out, and headings that only open others."""
    drafts: list[PassageDraft] = []
    waiting: list[_Run] = []
    for run in _said(document, list(_runs(document, clauses))):
        if waiting and not _may_join(waiting, run):
            drafts.extend(_prose(document, waiting))
            waiting = []
        if run.table is None:
            waiting.append(run)
        else:
            drafts.extend(_table(document, run.clause, run.table, run.span))
    if waiting:
        drafts.extend(_prose(document, waiting))
    return tuple(drafts)


def _said(document: Document, runs: list[_Run]) -> Iterator[_Run]:
    """Runs without those that are nothing but the heading of what follows: its words stand in the followers' heads."""
    for run, after in zip(runs, [*runs[1:], None], strict=False):
        heading = run.clause.heading
        alone = run.table is None and heading is not None and run.span.end <= heading.end + 1
        if alone and after is not None and len(run.span) < SHORT:
            inside = after.clause.path[: len(run.clause.path)] == run.clause.path
            if after.clause.id == run.clause.id or (inside and len(after.clause.path) > len(run.clause.path)):
                continue
        if document.quote(run.span).strip():
            yield run


def _runs(document: Document, clauses: tuple[Clause, ...]) -> Iterator[_Run]:
    """Prose and tables in order: neighbouring prose blocks of one clause together, clipped to the clause."""
    blocks = _blocks(document)
    first = 0
    for clause in clauses:
        while first < len(blocks) and blocks[first].span.end <= clause.span.start:
            first += 1
        start: int | None = None
        end = clause.span.start
        for block in blocks[first:]:
            if block.span.start >= clause.span.end:
                break
            begin, stop = max(block.span.start, clause.span.start), min(block.span.end, clause.span.end)
            if start is not None and (block.kind == "table" or begin - end > GAP):
                yield _Run(clause, Span(start, end), None)
                start = None
            if block.kind == "table":
                yield _Run(clause, Span(begin, stop), block)
                continue
            start = begin if start is None else start
            end = stop
        if start is not None:
            yield _Run(clause, Span(start, end), None)


def _blocks(document: Document) -> list[Block]:
    """The document's blocks without its contents, runs of tabbed lines taken as tables."""
    tables = [block for block in flat_tables.tables(document) if block.cells]
    found: list[Block] = [*tables]
    at = 0
    for block in document.blocks:
        while at < len(tables) and tables[at].span.end <= block.span.start:
            at += 1
        inside = at < len(tables) and tables[at].span.overlaps(block.span)
        if block.kind != "toc" and not inside:
            found.append(block)
    return sorted(found, key=lambda block: block.span.start)


def _may_join(waiting: list[_Run], run: _Run) -> bool:
    """Whether a short clause goes on in the passage of the short clauses before it: siblings, or the first child."""
    before = waiting[-1]
    if run.table is not None or before.clause.part != run.clause.part or run.clause.id == before.clause.id:
        return False
    if len(run.span) > SHORT or run.span.end - waiting[0].span.start > SHARED:
        return False
    if run.span.start - before.span.end > GAP or len(before.span) > SHORT:
        return False
    here, there = run.clause.path, before.clause.path
    if len(here) == len(there):
        return len(here) >= 2 and here[:-1] == there[:-1]
    return len(here) == len(there) + 1 and len(waiting) == 1 and len(there) >= 1 and here[: len(there)] == there


def _prose(document: Document, runs: list[_Run]) -> Iterator[PassageDraft]:
    clause = runs[0].clause
    span = Span(runs[0].span.start, runs[-1].span.end)
    head = _head(document, clause)
    if len(runs) > 1 and len(runs[-1].clause.path) == len(clause.path):
        head = _head(document, clause, drop=1)
    lead = _lead(document, clause)
    for piece in _pieces(document.text, span):
        text = document.quote(piece)
        if text.strip():
            index = f"{tokens(text)}\t{tokens(f'{head} {lead}')}"
            yield PassageDraft(clause.id, piece, head, "text", text, index)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """``span`` cut at sentence ends into pieces of about equal length, none much longer than ``MOST``."""
    sentences = list(_sentences(text, span, 0))
    total = sum(len(sentence) for sentence in sentences)
    goal = total / max(1, -(-total // MOST))
    start, size = None, 0
    for at, sentence in enumerate(sentences):
        if start is None:
            start = sentence.start
        elif not _belongs(text, sentence) and (
            size + len(sentence) > HARD or (size >= 0.6 * goal and size + len(sentence) / 2 > goal)
        ):
            yield _trimmed(text, start, sentences[at - 1].end)
            start, size = sentence.start, 0
        size += len(sentence)
    if start is not None:
        yield _trimmed(text, start, sentences[-1].end)


def _belongs(text: str, sentence: Span) -> bool:
    """A closing parenthesis with the responsible bodies stays with the sentence before it."""
    return text[sentence.start] in "（(" and len(sentence) <= 200


def _trimmed(text: str, start: int, end: int) -> Span:
    while end - start > 1 and text[end - 1].isspace():
        end -= 1
    while end - start > 1 and text[start].isspace():
        start += 1
    return Span(start, end)


def _sentences(text: str, span: Span, level: int) -> Iterator[Span]:
    """Sentences that tile ``span``; one longer than ``HARD`` is cut again at semicolons, then commas, then anywhere."""
    start = span.start
    for stop in [*(match.end() for match in _STOPS[level].finditer(text, span.start, span.end)), span.end]:
        if stop <= start:
            continue
        if stop - start <= HARD:
            yield Span(start, stop)
        elif level + 1 < len(_STOPS):
            yield from _sentences(text, Span(start, stop), level + 1)
        else:
            yield from (Span(at, min(at + MOST, stop)) for at in range(start, stop, MOST))
        start = stop


def _table(document: Document, clause: Clause, block: Block, span: Span) -> Iterator[PassageDraft]:
    """A table in groups of rows; caption and header go with every group, in its head, not in its text."""
    head = _head(document, clause)
    caption = _caption(document, block)
    if caption and caption not in head:
        head = f"{head} / {caption}" if head else caption
    header = " ".join(dict.fromkeys(document.quote(cell.span) for cell in block.cells if cell.header and cell.span))
    columns = f" / {HEADER}{clean(header)[:LONGEST_HEADER]}" if header else ""
    start, size = span.start, 0
    rows = [Span(a, b) for a, b in _lines(document.text, span)]
    for at, row in enumerate(rows):
        if size and size + len(row) > MOST_TABLE:
            yield from _rows(document, clause, Span(start, rows[at - 1].end), f"{head}{columns}")
            start, size = row.start, 0
        size += len(row)
    if rows:
        yield from _rows(document, clause, Span(start, rows[-1].end), f"{head}{columns}")


def _rows(document: Document, clause: Clause, span: Span, head: str) -> Iterator[PassageDraft]:
    for piece in [span] if len(span) <= LONG_ROW else list(_pieces(document.text, span)):
        text = document.quote(piece)
        if text.strip():
            yield PassageDraft(clause.id, piece, head, "table", text, f"{tokens(text)}\t{tokens(head)}")


def clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    start = span.start
    while start < span.end:
        stop = text.find("\n", start, span.end)
        stop = span.end if stop < 0 else stop
        if stop > start:
            yield start, stop
        start = stop + 1


def _caption(document: Document, block: Block) -> str:
    """The line before a table when it is short: its title as a rule."""
    before = document.text[max(0, block.span.start - 90) : block.span.start].rstrip("\n").rsplit("\n", 1)
    return clean(before[-1]) if len(before) == 2 and 2 < len(before[-1]) <= 60 and "。" not in before[-1] else ""


def _head(document: Document, clause: Clause, drop: int = 0) -> str:
    path = clause.path[: len(clause.path) - drop] if drop else clause.path
    return " / ".join(part for part in (clause.part, *(marker.written for marker in path)) if part)


def _lead(document: Document, clause: Clause) -> str:
    return document.quote(clause.lead) if clause.lead is not None else ""
