"""Target → the columns of the target table (目标表), once for all: export, review, search and pages use these rows.

What belongs to the document (title, number, issuer, place, short name) is filled in when a row is read from the store,
so that corrected metadata shows in every row at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from decimal import Decimal

from extract.model import Target
from ingest.model import Clause, Document
from kb.model import ClauseRow, DocumentInfo, LeftoverRow, TargetRow

_FIELDS = tuple(field.name for field in fields(TargetRow))
_LISTS = tuple(_FIELDS.index(name) for name in ("agencies", "lead"))
_CONTEXT = 20


def target_rows(
    document: Document, clauses: Sequence[Clause], targets: Iterable[Target], *, extractor: str = ""
) -> tuple[TargetRow, ...]:
    """The table rows of a document's targets, in the targets' order."""
    by_id = {clause.id: clause for clause in clauses}
    read_by_ocr = {page.number for page in document.pages if page.ocr}
    return tuple(
        _row(document, by_id.get(target.clause_id), target, read_by_ocr=read_by_ocr, extractor=extractor)
        for target in targets
    )


def _row(
    document: Document, clause: Clause | None, target: Target, *, read_by_ocr: set[int], extractor: str
) -> TargetRow:
    from extract.normalise import normalise
    from extract.usual_units import misprinted

    metadata, quantity, period = document.metadata, target.quantity, target.period
    value, value_max = (None, None) if quantity is None else (quantity.value, quantity.value_max)
    unit = "" if quantity is None else quantity.unit
    normal = normalise(value, misprinted(unit, target.metric, metadata.region.name) or unit)
    page = document.page_of(target.span.start)
    return TargetRow(
        id=target.id,
        doc=document.name,
        document_id=document.id,
        title=metadata.title,
        doc_number=metadata.doc_number,
        issuer="、".join(metadata.issuers),
        region=metadata.region.name,
        clause_id=target.clause_id,
        clause_label="" if clause is None else clause.label,
        section="" if clause is None else clause.section,
        quote=document.quote(target.span),
        page=page,
        line=None if page is not None else document.line_of(target.span.start),
        table=target.table,
        kind=target.kind,
        metric=target.metric,
        value=_number(value),
        value_max=_number(value_max),
        value_text=target.milestone if quantity is None else quantity.written,
        unit=unit,
        comparator="=" if quantity is None else quantity.comparator,
        change=target.change,
        year=None if period is None else period.end_year,
        year_role=None if period is None else period.role,
        year_basis=None if period is None else period.basis,
        period_start=None if period is None else period.start_year,
        baseline_year=target.baseline_year,
        agencies=tuple(mention.name for mention in target.agencies),
        lead=tuple(mention.name for mention in target.lead_agencies),
        scope=target.scope,
        binding=target.binding,
        hedge=target.hedge,
        value_missing=quantity is not None and quantity.missing,
        normal_value=_number(normal.value),
        normal_unit=normal.unit if normal.value is not None else "",
        confidence=target.confidence,
        rule=target.rule,
        start=target.span.start,
        end=target.span.end,
        ocr=page in read_by_ocr,
        extractor=extractor,
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def pack_row(row: TargetRow) -> str:
    """A row as text for its column in the store: its values in field order."""
    return json.dumps([getattr(row, name) for name in _FIELDS], ensure_ascii=False, separators=(",", ":"))


def unpack_row(text: str) -> TargetRow:
    values = json.loads(text)
    for number in _LISTS:
        values[number] = tuple(values[number])
    return TargetRow(*values)


def with_document(row: TargetRow, info: DocumentInfo, reference: str = "") -> TargetRow:
    """The row with what is now known of its document, and its reference (参考文献)."""
    return replace(
        row,
        doc=info.doc,
        title=info.title,
        doc_number=info.doc_number,
        issuer="、".join(info.issuers),
        region=info.place,
        reference=reference,
    )


def clause_rows(document: Document, clauses: Sequence[Clause]) -> tuple[ClauseRow, ...]:
    """The clause tree in text order, as it is listed."""
    return tuple(clause_row(document, clause) for clause in clauses)


def clause_row(document: Document, clause: Clause) -> ClauseRow:
    page = document.page_of(clause.span.start)
    return ClauseRow(
        id=clause.id,
        doc=document.name,
        label=clause.label,
        section=clause.section,
        depth=len(clause.path),
        title=clause.path[-1].title if clause.path else "",
        text=document.quote(clause.span),
        page=page,
        line=None if page is not None else document.line_of(clause.span.start),
        start=clause.span.start,
        end=clause.span.end,
    )


def leftover_rows(
    document: Document, clauses: Sequence[Clause], leftovers: Iterable[tuple[str, int, int, str, str]]
) -> tuple[LeftoverRow, ...]:
    """Rows of (clause id, start, end, written, reason), each with the words around the number."""
    labels = {clause.id: clause.label for clause in clauses}
    return tuple(
        LeftoverRow(
            doc=document.name,
            clause_id=clause_id,
            clause_label=labels.get(clause_id, ""),
            page=document.page_of(start),
            written=written,
            reason=reason,
            context=document.text[max(0, start - _CONTEXT) : end + _CONTEXT],
            start=start,
            end=end,
        )
        for clause_id, start, end, written, reason in leftovers
    )
