"""Reviews in the store (审核记录): written with the rows they change in one transaction, read back, exported as labels."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from extract.model import Extraction
from ingest.model import Clause, Document, Span
from kb import records, review, rows
from kb.errors import UnknownDocument, UnknownName
from kb.model import Review, TargetRow
from kb.review import BadReview

if TYPE_CHECKING:
    from kb.store import Store

_COLUMNS = "number, doc, target_id, action, fields, anchor, who, at, note"


def decide(
    store: Store, doc: str, target_id: str, action: str, changes: Mapping[str, Any], *, who: str, note: str
) -> TargetRow | None:
    """Record a decision on a row; returns the row as it now is, None when it is rejected."""
    if action not in review.ACTIONS or action == "add":
        raise UnknownName("审核操作", action, tuple(name for name in review.ACTIONS if name != "add"))
    doc = store.info(doc).doc
    given = review.checked(changes)
    if action == "correct" and not given:
        raise BadReview("没有给出更正的内容")
    if action != "correct" and given:
        raise BadReview("只有更正（correct）可以带内容")
    with store.database.change() as connection:
        seen = _seen(connection, doc, target_id)
        _write(connection, doc, target_id, action, given, seen, who=who, note=note)
        rewrite(connection, doc)
    return next((row for row in store.targets_of(doc) if row.id == target_id), None)


def add_row(store: Store, doc: str, span: Span, changes: Mapping[str, Any], *, who: str, note: str) -> TargetRow:
    """Record a row that a person adds for the words of ``span``."""
    document = store.document(doc)
    document.quote(span)
    row = review.new_row(document, store.clauses(doc), span, changes, review.blank_row(document))
    with store.database.change() as connection:
        _write(connection, doc, row.id, "add", {}, row, who=who, note=note)
        rewrite(connection, doc)
    return next(found for found in store.targets_of(doc) if found.id == row.id)


def listed(store: Store, doc: str | None = None) -> tuple[Review, ...]:
    """All decisions, oldest first, of one document or of all; ``lost`` where the words are gone."""
    condition = "" if doc is None else "WHERE doc = ?"
    found = store.query(f"SELECT {_COLUMNS} FROM reviews {condition} ORDER BY number", [] if doc is None else [doc])
    reviews = tuple(map(_review, found))
    lost = {
        name: _lost(store, name, [item for item in reviews if item.doc == name]) for name in {r.doc for r in reviews}
    }
    return tuple(replace(item, lost=item.target_id in lost[item.doc]) for item in reviews)


def _lost(store: Store, doc: str, reviews: Sequence[Review]) -> set[str]:
    try:
        document, clauses, extraction = store.document(doc), store.clauses(doc), store.extraction(doc)
    except UnknownDocument:
        return {item.target_id for item in reviews}
    raw = rows.target_rows(document, clauses, extraction.targets)
    return set(review.applied(raw, reviews, document, clauses)[1])


def effective(
    connection: sqlite3.Connection,
    doc: str,
    raw: Sequence[TargetRow],
    read: tuple[bytes, bytes],
) -> Sequence[TargetRow]:
    """The rows with the document's reviews applied; ``read`` are its packed document and clauses."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM reviews WHERE doc = ? ORDER BY number", [doc]).fetchall()
    if not found:
        return raw
    document = replace(records.unpack_document(read[0]), name=doc)
    return review.applied(raw, map(_review, found), document, records.unpack_clauses(read[1]))[0]


def rewrite(connection: sqlite3.Connection, doc: str) -> None:
    """Make the live document's rows of the target table anew from its extraction and its reviews."""
    from kb import saving

    found = connection.execute(
        "SELECT d.key, d.rules, b.document, b.clauses, b.extraction FROM documents d JOIN bodies b ON b.key = d.key "
        "WHERE d.doc = ? AND d.state = 'live'",
        [doc],
    ).fetchone()
    if found is None:
        raise UnknownDocument(doc)
    key, rules, *bodies = found
    document: Document = replace(records.unpack_document(bodies[0]), name=doc)
    clauses: tuple[Clause, ...] = records.unpack_clauses(bodies[1])
    extraction: Extraction = records.unpack_extraction(bodies[2])
    raw = rows.target_rows(document, clauses, extraction.targets, extractor=rules)
    saving.write_targets(connection, key, effective(connection, doc, raw, (bodies[0], bodies[1])))


def _seen(connection: sqlite3.Connection, doc: str, target_id: str) -> TargetRow:
    """The row as the reviewer sees it, or as it was when first reviewed if it is rejected now."""
    found = (
        connection.execute(
            "SELECT t.row FROM targets t JOIN documents d ON d.key = t.key AND d.state = 'live' WHERE d.doc = ? AND t.id = ?",
            [doc, target_id],
        ).fetchone()
        or connection.execute(
            "SELECT anchor FROM reviews WHERE doc = ? AND target_id = ? ORDER BY number LIMIT 1", [doc, target_id]
        ).fetchone()
    )
    if found is None:
        raise BadReview(f"目标表中没有 {target_id}", remedy="请刷新后重试")
    return rows.unpack_row(found[0])


def _write(
    connection: sqlite3.Connection,
    doc: str,
    target_id: str,
    action: str,
    changes: Mapping[str, Any],
    seen: TargetRow,
    *,
    who: str,
    note: str,
) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO reviews (doc, target_id, clause_id, action, fields, anchor, who, at, note) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            doc,
            target_id,
            seen.clause_id,
            action,
            json.dumps(dict(changes), ensure_ascii=False),
            rows.pack_row(seen),
            who.strip() or "未署名",
            now,
            note.strip(),
        ],
    )


def _review(found: tuple[Any, ...]) -> Review:
    number, doc, target_id, action, changes, anchor, who, at, note = found
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(changes).items()}
    return Review(number, doc, target_id, action, tuple(given.items()), rows.unpack_row(anchor), who, at, note)


def gold(store: Store, doc: str | None = None) -> bytes:
    """Reviewed rows as labels in the form of the labelling guide (JSON Lines), rejected rows left out."""
    found = store.targets() if doc is None else store.targets_of(doc)
    lines = []
    for row in found:
        if row.review:
            label = {name: getattr(row, name) for name in _LABEL}
            label["quote"] = "".join(row.quote.split())
            lines.append(
                json.dumps(label | {"reviewer": row.reviewer, "reviewed_at": row.reviewed_at}, ensure_ascii=False)
            )
    return "".join(f"{line}\n" for line in lines).encode()


_LABEL = (
    "doc", "section", "quote", "page", "table", "kind", "metric", "value", "value_max", "value_text", "unit", "comparator",
    "change", "year", "year_role", "period_start", "baseline_year", "agencies", "lead", "scope", "binding", "hedge",
    "value_missing",
)  # fmt: skip
