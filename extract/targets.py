"""From clauses to targets (目标抽取): every paragraph read, every row given its year, agencies, scope, binding and id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract import agencies, leftovers, reading, scope, sentence
from extract.agencies import Responsible
from extract.exclusions import is_status
from extract.model import Extraction, Leftover, Period, Target
from extract.periods import Time, in_view
from extract.reading import Dated, Frame
from extract.sentence import Paragraph
from extract.view import view
from ingest.model import Block, Clause, Document, Span


def extract(document: Document, clauses: tuple[Clause, ...]) -> Extraction:
    """All targets of a document, and every other number with the reason why it is none."""
    work = _Work(document, clauses, agencies.find(document, clauses), _dates(document))
    targets: list[Target] = []
    unused: list[Leftover] = []
    for clause in clauses:
        rows, rest = _clause(work, clause)
        targets.extend(rows)
        unused.extend(rest)
    return Extraction(tuple(_numbered(targets)), tuple(unused))


@dataclass(frozen=True, slots=True)
class _Dates:
    """The document's years: ``now`` from which a deadline lies ahead, ``yearly`` of an annual plan, ``plan`` period."""

    now: int
    yearly: int | None
    plan: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Work:
    document: Document
    clauses: tuple[Clause, ...]
    responsible: Sequence[Responsible]
    dates: _Dates


_YEAR = re.compile(r"(20\d\d)\s*年")
_DATE = re.compile(r"(20\d\d)\s*年\s*\d{1,2}\s*月")


def _dates(document: Document) -> _Dates:
    """What the title, the dates of issue and the text say about the time of writing."""
    known = document.metadata
    title = view(known.title + document.text[:120])
    found = [time for time in in_view(title) if time.use == "deadline"]
    plan = known.period or next(((t.start_year, t.end_year) for t in found if t.start_year), None)
    single = _YEAR.search(known.title)
    yearly = (
        int(single[1])
        if single and plan is None and not re.search(r"前|到|至", known.title[single.end() : single.end() + 1])
        else None
    )
    issued = next((day for day in (known.issued_on, known.published_on, known.adopted_on) if day), None)
    if issued:
        now = int(issued[:4])
    elif plan:
        now = plan[0]
    elif yearly:
        now = yearly
    else:
        head = _DATE.findall(document.text[:1500] + document.text[-600:])
        years = [int(year) for year in head if int(year) < 2030]
        now = max(years) if years else 2021
    return _Dates(min(now, plan[0]) if plan and plan[0] <= now <= plan[1] else now, yearly, plan)


def _clause(work: _Work, clause: Clause) -> tuple[list[Target], list[Leftover]]:
    rows: list[Target] = []
    rest: list[Leftover] = []
    titles = " ".join(marker.title for marker in clause.path)
    handed: Time | None = None
    for block, start, end in _stretches(work.document, clause):
        paragraph = sentence.read(work.document.text, start, end)
        if clause.heading is not None and start == clause.heading.start and end <= clause.heading.end:
            rest.extend(leftovers.of_paragraph(work.document, clause, paragraph, (), (), "标题中的数字"))
            continue
        frame = _frame(work, clause, titles, handed, paragraph)
        result = reading.read(paragraph, frame)
        handed = result.head or handed
        for row in result.rows:
            rows.append(_target(work, clause, paragraph, row))
        rest.extend(leftovers.of_paragraph(work.document, clause, paragraph, result.rows, result.refused, ""))
    return rows, rest


def _stretches(document: Document, clause: Clause) -> Iterator[tuple[Block | None, int, int]]:
    """The parts of the clause: its heading, and its share of each block."""
    at = clause.span.start
    if clause.heading is not None and clause.span.contains(clause.heading):
        yield None, clause.heading.start, clause.heading.end
        at = clause.heading.end
    for block in document.blocks:
        low, high = max(block.span.start, at), min(block.span.end, clause.span.end)
        if low < high and document.text[low:high].strip():
            yield block, low, high


_LISTED = re.compile(
    r"^(?:\s|</?[a-zA-Z][^<>]*>)*(?:[—－-]+|[●•■◆·▪]|[（(]?\d{1,2}[)）.．、]|[①-⑳]|[一二三四五六七八九十]是|第[一二三四五六七八九十])"
)


def _frame(work: _Work, clause: Clause, titles: str, handed: Time | None, paragraph: Paragraph) -> Frame:
    dates = work.dates
    inherited = handed if handed is not None and _LISTED.match(paragraph.text) else None
    if inherited is None and clause.lead is not None and _governs(work.document.quote(clause.lead), titles):
        lead = [
            time
            for time in in_view(view(work.document.text, clause.lead.start, clause.lead.end))
            if time.use == "deadline"
        ]
        inherited = lead[0] if lead and not lead[0].relative else None
    if inherited is None:
        for marker in reversed(clause.path):
            named = [t for t in in_view(view(marker.title)) if t.use == "deadline" and not t.relative]
            if named:
                inherited = named[0]
                break
    return Frame(
        titles, work.document.metadata.genre, dates.now, is_status(titles), inherited, dates.yearly, dates.plan
    )


def _governs(lead: str, titles: str) -> bool:
    """Whether a lead sentence hands its year on: it ends in a colon, or stands among the goals."""
    return lead.rstrip().endswith(("：", ":")) or "目标" in titles


def _target(work: _Work, clause: Clause, paragraph: Paragraph, row: Dated) -> Target:
    document, seen, finding = work.document, paragraph.seen, row.finding
    span = seen.span(finding.start, finding.end)
    whole = seen.span(row.sentence.start, row.sentence.end)
    named = agencies.responsible(work.responsible, span)
    quantity = finding.amount.quantity(seen) if finding.amount is not None else None
    return Target(
        id="",
        document_id=document.id,
        clause_id=clause.id,
        span=span,
        kind="milestone" if finding.amount is None else "target",
        metric=finding.metric,
        metric_span=None,
        quantity=quantity,
        change=finding.change,
        period=_period(row, paragraph),
        baseline_year=finding.baseline,
        agencies=named.agencies if named else (),
        lead_agencies=named.lead if named else (),
        scope=scope.of(document, clause, whole),
        binding=None,
        hedge=row.hedge or None,
        rule=finding.rule,
        confidence=finding.confidence,
        milestone=finding.milestone,
    )


def _period(row: Dated, paragraph: Paragraph) -> Period | None:
    time = row.time
    if time is None:
        return None
    span: Span | None = None
    if row.basis == "stated" and time.end <= len(paragraph.seen.places):
        span = paragraph.seen.span(time.start, time.end)
    return Period(span, time.start_year, time.end_year, time.role, row.basis)


def _numbered(targets: list[Target]) -> Iterator[Target]:
    """The targets with their ids: clause, metric, value and year hashed, with an ordinal among equals."""
    from dataclasses import replace

    counts: dict[str, int] = {}
    for target in targets:
        quantity = target.quantity
        value = quantity.written if quantity else target.milestone
        year = target.period.end_year if target.period else ""
        key = "\x1f".join((target.clause_id, target.metric, value, str(year)))
        number = counts.get(key, 0)
        counts[key] = number + 1
        digest = hashlib.sha1(f"{key}\x1f{number}".encode()).hexdigest()[:16]
        yield replace(target, id=digest)
