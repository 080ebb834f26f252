"""A bundle's rows written into the store's tables (入库), inside the transaction of the caller."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ingest.model import Metadata
from kb import corrections, decisions, rows
from kb.errors import UnknownDocument
from kb.model import TargetRow
from kb.records import Bundle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DESCRIBED = (
    "title", "doc_number", "issuers", "issued_on", "published_on", "effective_on", "genre", "category", "province", "city",
    "validity",
)  # fmt: skip
_DOCUMENT = (
    "id", "doc", "version", "sha256", "source", "suffix", "ocr", "read_at", "reader", "rules", *DESCRIBED, "pages",
    "doubtful", "cited", "extra", "clause_count", "target_count",
)  # fmt: skip


def save(
    connection: sqlite3.Connection,
    bundle: Bundle,
    vectors: tuple[str, NDArray[np.float32]] | None,
    replaces: str | None,
) -> None:
    """Write the bundle; a live document of the same id is written anew, the one named by ``replaces`` superseded."""
    version = 1
    if replaces is not None:
        version = _supersede(connection, replaces) + 1
    same = connection.execute(
        "SELECT key, version FROM documents WHERE id = ? AND state = 'live'", [bundle.id]
    ).fetchone()
    facts = corrections.corrected(connection, bundle.doc, bundle.metadata)
    values = _document_values(bundle, facts, version if same is None else same[1])
    if same is None:
        marks = ", ".join("?" * len(_DOCUMENT))
        cursor = connection.execute(f"INSERT INTO documents ({', '.join(_DOCUMENT)}) VALUES ({marks})", values)
        key = cursor.lastrowid
    else:
        key = same[0]
        connection.execute(
            f"UPDATE documents SET {', '.join(f'{n} = ?' for n in _DOCUMENT)} WHERE key = ?", [*values, key]
        )
        for table in ("bodies", "clauses", "targets", "passages", "vectors"):
            connection.execute(f"DELETE FROM {table} WHERE key = ?", [key])
    assert key is not None
    _save_parts(connection, key, bundle)
    if vectors is not None and bundle.passages:
        model, matrix = vectors
        _put(connection, model, key, matrix)


def _supersede(connection: sqlite3.Connection, doc: str) -> int:
    """Mark the live document as an old version, drop what only searching needs; returns its version."""
    found = connection.execute("SELECT key, version FROM documents WHERE doc = ? AND state = 'live'", [doc]).fetchone()
    if found is None:
        raise UnknownDocument(doc)
    key, version = found
    connection.execute("UPDATE documents SET state = 'superseded' WHERE key = ?", [key])
    connection.execute("DELETE FROM passages WHERE key = ?", [key])
    connection.execute("DELETE FROM vectors WHERE key = ?", [key])
    return int(version)


def _document_values(bundle: Bundle, facts: Metadata, version: int) -> list[object]:
    return [
        bundle.id,
        bundle.doc,
        version,
        bundle.sha256,
        bundle.source,
        bundle.suffix,
        bundle.ocr,
        bundle.read_at,
        bundle.reader,
        bundle.rules,
        *described(facts),
        bundle.pages,
        _listed(bundle.doubtful),
        _listed([(reference.title, reference.doc_number) for reference in facts.references]),
        _listed(facts.extra),
        len(bundle.clause_ids),
        len(bundle.targets),
    ]


def described(facts: Metadata) -> list[object]:
    """The columns from title to validity."""
    return [
        facts.title,
        facts.doc_number,
        _listed(facts.issuers),
        facts.issued_on,
        facts.published_on,
        facts.effective_on,
        facts.genre,
        facts.category,
        facts.region.province,
        facts.region.city,
        facts.validity,
    ]


def _save_parts(connection: sqlite3.Connection, key: int, bundle: Bundle) -> None:
    connection.execute(
        "INSERT INTO bodies VALUES (?, ?, ?, ?)", [key, bundle.document, bundle.clauses, bundle.extraction]
    )
    connection.executemany(
        "INSERT INTO clauses VALUES (?, ?, ?)", [(key, number, name) for number, name in enumerate(bundle.clause_ids)]
    )
    write_targets(
        connection, key, decisions.effective(connection, bundle.doc, bundle.targets, (bundle.document, bundle.clauses))
    )
    connection.executemany(
        "INSERT INTO passages (key, clause_id, label, head, kind, start, stop, page, text, words) "
        f"VALUES ({', '.join('?' * 10)})",
        [
            (
                key,
                p.clause_id,
                p.label,
                p.head,
                p.kind,
                p.start,
                p.end,
                p.page,
                p.text,
                zlib.compress(p.words.encode(), 1),
            )
            for p in bundle.passages
        ],
    )


def write_targets(connection: sqlite3.Connection, key: int, found: Sequence[TargetRow]) -> None:
    """The document's rows of the target table, in place of those that were there."""
    connection.execute("DELETE FROM targets WHERE key = ?", [key])
    connection.executemany(
        f"INSERT INTO targets VALUES ({', '.join('?' * 19)})",
        [_target_values(key, number, row) for number, row in enumerate(found)],
    )
    connection.execute("UPDATE documents SET target_count = ? WHERE key = ?", [len(found), key])


def _target_values(key: int, number: int, row: TargetRow) -> tuple[object, ...]:
    return (
        key,
        number,
        row.id,
        row.clause_id,
        row.kind,
        row.metric,
        row.value,
        row.value_max,
        row.unit,
        row.normal_value,
        row.normal_unit,
        row.year,
        row.period_start,
        row.scope,
        "、".join(dict.fromkeys((*row.lead, *row.agencies))),
        row.binding,
        row.quote,
        rows.pack_row(row),
        row.start,
    )


def _listed(value: Sequence[object]) -> str:
    return json.dumps(list(value), ensure_ascii=False)


def save_vectors(
    connection: sqlite3.Connection, model: str, wanted: NDArray[np.int64], matrix: NDArray[np.float32]
) -> None:
    """Write vectors by passage row, a document at a time; documents of which a row is missing are passed over."""
    places = {int(row): number for number, row in enumerate(wanted)}
    listed = json.dumps([int(row) for row in wanted])
    keys = connection.execute(
        "SELECT DISTINCT key FROM passages WHERE row IN (SELECT value FROM json_each(?))", [listed]
    ).fetchall()
    for (key,) in keys:
        own = [row for (row,) in connection.execute("SELECT row FROM passages WHERE key = ? ORDER BY row", [key])]
        if all(row in places for row in own):
            _put(connection, model, key, matrix[[places[row] for row in own]])


def _put(connection: sqlite3.Connection, model: str, key: int, matrix: NDArray[np.float32]) -> None:
    import numpy as np

    written = np.ascontiguousarray(matrix, dtype="<f4")
    (count,) = connection.execute("SELECT count(*) FROM passages WHERE key = ?", [key]).fetchone()
    if written.ndim != 2 or written.shape[0] != count:
        raise ValueError(f"{written.shape} vectors for {count} passages")
    connection.execute(
        "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?)",
        [model, key, count, written.shape[1], written.tobytes()],
    )


def load_vectors(
    query: Callable[[str, Sequence[object]], list[Any]], model: str
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rows and vectors of all live passages of a model, ascending by row."""
    import numpy as np

    live = "JOIN documents d ON d.key = {0}.key AND d.state = 'live'"
    owned: dict[int, list[int]] = {}
    found = query(
        f"SELECT p.key, p.row FROM passages p {live.format('p')} "
        "JOIN vectors v ON v.key = p.key AND v.model = ? ORDER BY p.row",
        [model],
    )
    for key, row in found:
        owned.setdefault(key, []).append(row)
    if not owned:
        return np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=np.float32)
    parts, numbers = [], []
    for key, dimension, matrix in query(
        f"SELECT v.key, v.dimension, v.matrix FROM vectors v {live.format('v')} WHERE v.model = ?", [model]
    ):
        if key in owned:
            parts.append(np.frombuffer(matrix, dtype="<f4").reshape(-1, dimension))
            numbers.append(np.asarray(owned[key], dtype=np.int64))
    rows_found = np.concatenate(numbers)
    order = np.argsort(rows_found, kind="stable")
    return rows_found[order], np.concatenate(parts)[order].astype(np.float32, copy=False)
