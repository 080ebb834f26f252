"""Evidence and references (引证与参考文献): from a clause or span to verbatim words with page and boxes, and to styles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.model import Clause, Span
from kb import beginnings
from kb.citation_styles import STYLES, Entry, gbt7714_document
from kb.errors import UnknownName
from kb.leaves import Leaf
from kb.model import Citation, TargetRow
from kb.store import Store

__all__ = ["STYLES", "cite", "of_clause", "of_span", "with_references"]

_LONGEST_QUOTE = 300
_STOP = re.compile(r"[。！？；\n]")


def of_clause(store: Store, clause_id: str, span: Span | None = None) -> Citation:
    """The evidence for a clause, or for ``span`` of its document (which may stand in a neighbouring clause)."""
    doc, clause = store.clause(clause_id)
    if span is None:
        return _citation(store.leaf(doc), clause, clause.span, store)
    return of_span(store, doc, span)


def of_span(store: Store, doc: str, span: Span) -> Citation:
    """The evidence for a span of a document; its clause is the one in which the span begins."""
    leaf = store.leaf(doc)
    return _citation(leaf, leaf.clause_at(span.start), span, store)


def _citation(leaf: Leaf, clause: Clause | None, span: Span, store: Store) -> Citation:
    page = leaf.page_of(span.start)
    info = store.info(leaf.name)
    return Citation(
        document_id=leaf.id,
        doc=info.doc,
        clause_id="" if clause is None else clause.id,
        span=span,
        quote=leaf.quote(span),
        label="" if clause is None else clause.label,
        title=info.title,
        page=page,
        line=None if page is not None else leaf.line_of(span.start),
        regions=leaf.locate(span),
        ocr=any(part.ocr for part in leaf.pages if part.number == page),
    )


def cite(store: Store, clause_ids: Iterable[str], style: str, span: Span | None = None) -> str:
    """References of the clauses with clause label, page and quote; UnknownName lists the styles there are.

    With ``span`` the words quoted are those of the documents at this place, instead of the beginning of each clause.
    """
    if style not in STYLES:
        raise UnknownName("引用样式", style, tuple(STYLES))
    return STYLES[style]([_entry(store, clause_id, span) for clause_id in clause_ids])


def _entry(store: Store, clause_id: str, span: Span | None) -> Entry:
    citation = _begun(of_clause(store, clause_id, span))
    short = _shortened(citation.quote)
    if len(short) < len(citation.quote):
        span = Span(citation.span.start, citation.span.start + len(short))
        citation = replace(citation, quote=short, span=span)
    return Entry(store.info(citation.doc), citation)


def _begun(citation: Citation) -> Citation:
    """The citation from its first words on, still verbatim: its label says the number that stands before them."""
    at = beginnings.start(citation.quote)
    if not citation.quote[at:].strip():
        return citation
    return replace(citation, quote=citation.quote[at:], span=Span(citation.span.start + at, citation.span.end))


def _shortened(quote: str) -> str:
    """The first sentences of a long quote, still verbatim."""
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    stops = [found.end() for found in _STOP.finditer(quote, 0, _LONGEST_QUOTE)]
    return quote[: stops[-1] if stops else _LONGEST_QUOTE].rstrip()


def with_references(store: Store, rows: Sequence[TargetRow]) -> tuple[TargetRow, ...]:
    """The rows, each with the GB/T 7714 reference of its document and page."""
    infos = store.infos_by_doc()
    known: dict[tuple[str, int | None], str] = {}
    done = []
    for row in rows:
        place = (row.doc, row.page)
        if place not in known:
            known[place] = gbt7714_document(infos[row.doc], row.page) if row.doc in infos else ""
        done.append(replace(row, reference=known[place]))
    return tuple(done)
