"""From clauses to targets (目标抽取): every paragraph and table read, every row given its year, bodies, scope and id."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extract import (
    agencies,
    binding,
    confidence,
    frames,
    leftovers,
    line_lists,
    reading,
    scope,
    sentence,
    table_rows,
    torn,
)
from extract.agencies import Responsible
from extract.frames import Dates
from extract.line_lists import Over
from extract.model import Extraction, Leftover, Period, Target
from extract.periods import Time
from extract.reading import Dated, Frame
from extract.sentence import Paragraph
from extract.stretches import Stretches
from ingest.model import Block, Clause, Document, Span


@dataclass(frozen=True, slots=True)
class _Work:
    """One document in work: what all its clauses share."""

    document: Document
    responsible: Stretches[Responsible]
    scopes: scope.Scopes
    dates: Dates
    starts: tuple[int, ...]
    listed: Mapping[int, Over]


@dataclass(slots=True)
class _Yield:
    """What a clause gave so far, the time that its paragraphs hand down to lists, and that of a sentence left open."""

    targets: list[Target]
    unused: list[Leftover]
    handed: Time | None = None
    open: Time | None = None


def extract(document: Document, clauses: tuple[Clause, ...]) -> Extraction:
    """All targets of a document, and every other number with the reason why it is none."""
    starts = tuple(block.span.start for block in document.blocks)
    responsible: Stretches[Responsible] = Stretches()
    for one in agencies.find(document, clauses):
        responsible.add(one.governs.start, one.governs.end, one)
    listed = line_lists.find(document)
    work = _Work(document, responsible, scope.Scopes(document), frames.dates(document), starts, listed)
    targets: list[Target] = []
    unused: list[Leftover] = []
    at = 0
    for clause in clauses:
        unused.extend(leftovers.outside(document, at, clause.span.start))
        given = _clause(work, clause)
        targets.extend(given.targets)
        unused.extend(given.unused)
        at = max(at, clause.span.end)
    unused.extend(leftovers.outside(document, at, len(document.text)))
    return Extraction(tuple(_numbered(targets)), tuple(unused))


def _clause(work: _Work, clause: Clause) -> _Yield:
    given = _Yield([], [])
    frame = frames.of_clause(work.document, clause, work.dates)
    at = clause.span.start
    if clause.heading is not None and clause.span.contains(clause.heading):
        _heading(work, clause, frame, clause.heading, given)
        at = clause.heading.end
    for block, low, high, gaps in torn.joined(work.document, tuple(_stretches(work, clause, at)), work.listed):
        if block.kind == "table" and block.cells and low == block.span.start:
            _table(work, clause, frame, block, given)
        elif block.kind == "toc":
            given.unused.extend(leftovers.outside(work.document, low, high, clause, "目录中的数字"))
        else:
            if block.span.start in work.listed and not any(
                c.isdigit() for c in work.document.text[block.span.start : low]
            ):
                low = block.span.start
            _paragraph(work, clause, frame, (low, high), given, table=block.kind == "table", gaps=gaps)
    return given


_LEAST = 10
"""Characters from which on a heading that ends in a full stop is a requirement that stands alone in a numbered line."""


def _heading(work: _Work, clause: Clause, frame: Frame, span: Span, given: _Yield) -> None:
    """A heading's figures are none of targets, unless it is a sentence: （五）各市每年新增项目不超过5个。"""
    text = work.document.text
    if span.end - span.start >= _LEAST and text[span.end : clause.span.end].lstrip()[:1] in ("。", "；"):
        _paragraph(work, clause, frame, (span.start, span.end), given)
        return
    heading = sentence.read(text, span.start, span.end)
    given.unused.extend(leftovers.of_paragraph(work.document, clause, heading, (), (), "标题中的数字"))


def _stretches(work: _Work, clause: Clause, at: int) -> Iterator[tuple[Block, int, int]]:
    """The clause's share of each block, its heading left out."""
    blocks = work.document.blocks
    for place in range(max(0, bisect_right(work.starts, at) - 1), len(blocks)):
        block = blocks[place]
        if block.span.start >= clause.span.end:
            return
        low, high = max(block.span.start, at), min(block.span.end, clause.span.end)
        if low < high and not work.document.text[low:high].isspace():
            yield block, low, high


def _paragraph(
    work: _Work,
    clause: Clause,
    frame: Frame,
    stretch: tuple[int, int],
    given: _Yield,
    *,
    table: bool = False,
    gaps: tuple[Span, ...] = (),
) -> None:
    paragraph = sentence.read(work.document.text, *stretch, gaps)
    over = None if table else work.listed.get(stretch[0])
    result = None if over is None else line_lists.read(paragraph, over, frame)
    if result is None:
        result = reading.read(paragraph, frames.below(frame, given.handed, given.open, paragraph))
    given.open = result.open
    given.handed = result.head or given.handed
    given.targets.extend(_target(work, clause, paragraph, row, table=table) for row in result.rows)
    given.unused.extend(leftovers.of_paragraph(work.document, clause, paragraph, result.rows, result.refused, ""))


def _table(work: _Work, clause: Clause, frame: Frame, block: Block, given: _Yield) -> None:
    """A table's rows, its other figures, and its cells of prose read like paragraphs."""
    found = table_rows.read(work.document, clause, block, default_scope=work.scopes.home(clause))
    given.targets.extend(_of_table(work, clause, row) for row in found.rows)
    for span, reason in found.leftovers:
        given.unused.append(Leftover(work.document.id, clause.id, span, work.document.quote(span), reason))
    for cell in found.prose:
        time = (
            Time(0, 0, None, cell.due, "by")
            if cell.due
            else frames.first_time(work.document, _row_head(block, cell.span))
        )
        below = replace(frame, inherited=time) if time is not None else frame
        before = len(given.targets)
        _paragraph(work, clause, below, (cell.span.start, cell.span.end), given, table=True)
        given.targets[before:] = [_with_bodies(target, cell) for target in given.targets[before:]]


def _with_bodies(target: Target, cell: table_rows.Prose) -> Target:
    """The target with the bodies that its row of a table names, unless its own words name some."""
    if target.agencies or not cell.agencies:
        return target
    return replace(target, agencies=cell.agencies, lead_agencies=cell.lead)


def _row_head(block: Block, span: Span) -> Span | None:
    """The first cell of the row in which ``span`` stands, of the rows above where it is blank; None for the first."""
    own = next((cell for cell in block.cells if cell.span is not None and cell.span.contains(span)), None)
    if own is None or own.column == 0:
        return None
    heads = [cell for cell in block.cells if cell.column == 0 and cell.row <= own.row and cell.span and not cell.header]
    return heads[-1].span if heads else None


def _of_table(work: _Work, clause: Clause, row: table_rows.Row) -> Target:
    return Target(
        id="",
        document_id=work.document.id,
        clause_id=clause.id,
        span=row.span,
        kind=row.kind,
        metric=row.metric,
        metric_span=row.metric_span,
        quantity=row.quantity,
        change=row.change,
        period=row.period,
        baseline_year=row.baseline_year,
        agencies=row.agencies,
        lead_agencies=row.lead,
        scope=row.scope,
        binding=row.binding,
        hedge=row.hedge,
        rule=row.rule,
        confidence=row.confidence,
        table=True,
        milestone=row.milestone,
    )


def _target(work: _Work, clause: Clause, paragraph: Paragraph, row: Dated, *, table: bool) -> Target:
    document, seen, finding = work.document, paragraph.seen, row.finding
    span = seen.span(finding.start, finding.end)
    whole = seen.span(row.sentence.start, row.sentence.end)
    named = agencies.responsible(work.responsible.at(span.start), span)
    return Target(
        id="",
        document_id=document.id,
        clause_id=clause.id,
        span=span,
        kind="milestone" if finding.amount is None else "target",
        metric=finding.metric,
        metric_span=_metric_span(paragraph, finding.metric, finding.start, finding.end),
        quantity=finding.amount.quantity(seen) if finding.amount is not None else None,
        change=finding.change,
        period=_period(row, paragraph),
        baseline_year=finding.baseline,
        agencies=named.agencies if named else (),
        lead_agencies=named.lead if named else (),
        scope=finding.where or work.scopes.of(clause, whole, span),
        binding=binding.of(document, clause, whole),
        hedge=row.hedge or None,
        rule=finding.rule,
        confidence=confidence.of(row),
        table=table,
        milestone=finding.milestone,
    )


def _metric_span(paragraph: Paragraph, metric: str, start: int, end: int) -> Span | None:
    """Where the metric's name stands when the quote has it as one piece."""
    place = paragraph.text.find(metric, start, end) if metric else -1
    return paragraph.seen.span(place, place + len(metric)) if place >= 0 else None


def _period(row: Dated, paragraph: Paragraph) -> Period | None:
    time = row.time
    if time is None:
        return None
    own = row.basis == "stated" and row.sentence.start <= time.start < time.end <= row.sentence.end
    span = paragraph.seen.span(time.start, time.end) if own else None
    return Period(span, time.start_year, time.end_year, time.role, row.basis)


def _numbered(targets: list[Target]) -> Iterator[Target]:
    """The targets with their ids: clause, metric, value and year hashed, with an ordinal among equals."""
    counts: dict[str, int] = {}
    for target in targets:
        value = target.quantity.written if target.quantity else target.milestone
        year = str(target.period.end_year) if target.period else ""
        key = "\x1f".join((target.clause_id, target.metric, value, year))
        counts[key] = counts.get(key, -1) + 1
        digest = hashlib.sha1(f"{key}\x1f{counts[key]}".encode()).hexdigest()[:16]
        yield replace(target, id=digest)
