"""The relational store (关系库), the only truth: documents with all that was made of them, each in one transaction."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.model import Extraction
from ingest.model import Clause, Document
from kb import records, rows
from kb.database import FILE, Database
from kb.errors import BadValue, LibraryDamaged, UnknownClause, UnknownDocument
from kb.filters import EVERYTHING, target_condition
from kb.leaves import Leaf
from kb.model import DocumentInfo, Filters, LeftoverRow, TargetRow, Version
from kb.passage_store import LIVE, PassageStore, where
from kb.records import Bundle
from kb.references import resolved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEPT = 48
_ROWS_KEPT = 20_000


class Store(PassageStore):
    """The library's database seen as documents, clauses, targets and passages. Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._kept: OrderedDict[tuple[str, int, str], Any] = OrderedDict()
        self._lock = threading.Lock()
        self._infos: tuple[int, tuple[DocumentInfo, ...], dict[str, DocumentInfo]] = (-1, (), {})
        self._infos_by_key: dict[int, DocumentInfo] = {}
        self._linked: tuple[tuple[DocumentInfo, ...], dict[str, DocumentInfo]] = ((), {})
        self._shown: tuple[int, dict[tuple[str, str], TargetRow]] = (-1, {})

    @classmethod
    def open(cls, folder: Path, create: bool = True) -> Store:
        """The store in ``folder``; the folder must exist."""
        return cls(Database(folder / FILE, create=create))

    def close(self) -> None:
        self.database.close()

    def reading(self) -> AbstractContextManager[None]:
        """Reads of one moment: see ``Database.reading``."""
        return self.database.reading()

    # --- writing

    def save(
        self,
        bundle: Bundle,
        vectors: tuple[str, NDArray[np.float32]] | None = None,
        replaces: str | None = None,
    ) -> None:
        """Keep a document and all that was made of it, in one transaction.

        ``vectors`` are the model's name and one row a passage. ``replaces`` is the short name of the document that this
        is a new version of: the old one becomes superseded. A document with the same id is written anew in its place.
        """
        from kb import saving

        with self.database.change() as connection:
            saving.save(connection, bundle, vectors, replaces)

    def remove(self, *docs: str) -> None:
        """Take documents out, all or none; they can be brought back until ``purge``."""
        with self.database.change() as connection:
            for doc in dict.fromkeys(docs):
                done = connection.execute(
                    "UPDATE documents SET state = 'removed' WHERE doc = ? AND state = 'live'", [doc]
                )
                if not done.rowcount:
                    raise UnknownDocument(doc)

    def restore(self, *docs: str) -> None:
        """Bring the documents back that were removed last under these names, all or none."""
        with self.database.change() as connection:
            for doc in dict.fromkeys(docs):
                _bring_back(connection, doc, "；没有恢复任何文件" if len(docs) > 1 else "")

    def purge(self) -> None:
        """Forget removed documents for good."""
        with self.database.change() as connection:
            connection.execute("DELETE FROM documents WHERE state = 'removed'")

    def add_alias(self, document_id: str, name: str, source: str) -> None:
        """Note another name and place under which the same bytes came."""
        with self.database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO aliases (key, name, source) "
                "SELECT key, ?, ? FROM documents WHERE id = ? AND state = 'live'",
                [name, source, document_id],
            )

    # --- documents

    def infos(self) -> tuple[DocumentInfo, ...]:
        """The document list, in order of short name, references as they are written (see ``linked``)."""
        generation = self.generation()
        if self._infos[0] != generation:
            found = self.query("SELECT * FROM documents WHERE state = 'live' ORDER BY doc")
            aliases: dict[int, list[str]] = {}
            for key, name in self.query("SELECT key, name FROM aliases ORDER BY name"):
                aliases.setdefault(key, []).append(name)
            names = [column[1] for column in self.query("PRAGMA table_info(documents)")]
            listed = [dict(zip(names, row, strict=True)) for row in found]
            infos = tuple(_info(row, aliases.get(row["key"], [])) for row in listed)
            self._infos_by_key = {row["key"]: info for row, info in zip(listed, infos, strict=True)}
            self._infos = (generation, infos, {info.doc: info for info in infos})
        return self._infos[1]

    def infos_by_doc(self) -> dict[str, DocumentInfo]:
        """The documents by their short names; the same mapping until the library changes."""
        self.infos()
        return self._infos[2]

    def infos_of(self, rows: Sequence[int]) -> list[DocumentInfo | None]:
        """The document of each passage row; None for a row that is gone."""
        self.infos()
        return list(map(self._infos_by_key.get, self.owners().keys_of(rows)))

    def linked(self) -> dict[str, DocumentInfo]:
        """The documents by their short names, each reference pointing to the document that it names, if there is one.

        To find out which takes longer than all else that a search needs of the documents; it is done when first asked for.
        """
        infos = self.infos()
        if self._linked[0] is not infos:
            self._linked = (infos, {info.doc: info for info in resolved(infos)})
        return self._linked[1]

    def info(self, doc: str) -> DocumentInfo:
        """One document by its short name, by an alias or by its id; UnknownDocument when there is none."""
        named = self.infos_by_doc().get(doc)
        if named is not None:
            return named
        for matches in (
            lambda info: info.document_id == doc,
            lambda info: doc in info.aliases,
            lambda info: doc.strip() == info.doc.strip(),
        ):
            for info in self.infos():
                if matches(info):
                    return info
        raise UnknownDocument(doc)

    def sha256(self, document_id: str) -> str:
        """The hash under which a document's original is kept."""
        for (digest,) in self.query("SELECT sha256 FROM documents WHERE id = ? AND state = 'live'", [document_id]):
            return str(digest)
        raise UnknownDocument(document_id)

    def document(self, doc: str) -> Document:
        document: Document = self._body("document", self.info(doc).document_id, records.unpack_document)
        return document

    def document_by_id(self, document_id: str) -> Document:
        document: Document = self._body("document", document_id, records.unpack_document)
        return document

    def leaf(self, doc: str) -> Leaf:
        """What citing needs of a document, without unpacking the rest of it."""
        leaf: Leaf = self._body("document, clauses", self.info(doc).document_id, Leaf)
        return leaf

    def clauses(self, doc: str) -> tuple[Clause, ...]:
        clauses: tuple[Clause, ...] = self._body("clauses", self.info(doc).document_id, records.unpack_clauses)
        return clauses

    def extraction(self, doc: str) -> Extraction:
        extraction: Extraction = self._body("extraction", self.info(doc).document_id, records.unpack_extraction)
        return extraction

    def clause(self, clause_id: str) -> tuple[str, Clause]:
        """A clause with the short name of its document; UnknownClause when no live document holds it."""
        found = self.query(
            f"SELECT d.doc, c.position FROM clauses c {LIVE.format('c')} WHERE c.id = ?",
            [clause_id],
        )
        for doc, position in found:
            return doc, self.leaf(doc).clause(position)
        raise UnknownClause(clause_id)

    def versions(self, doc: str) -> tuple[Version, ...]:
        """The versions of a document that the library has seen, newest first."""
        name = self.info(doc).doc
        found = self.query(
            "SELECT version, id, title, source, read_at, state FROM documents "
            "WHERE doc = ? AND state <> 'removed' ORDER BY version DESC, key DESC",
            [name],
        )
        return tuple(
            Version(name, number, identity, title, source, read_at, state == "live")
            for number, identity, title, source, read_at, state in found
        )

    def version(self, doc: str, number: int) -> tuple[Document, tuple[Clause, ...], tuple[TargetRow, ...]]:
        """Text, clauses and target rows of one version; UnknownDocument when there is no such version."""
        found = self.query(
            "SELECT d.key, b.document, b.clauses FROM documents d JOIN bodies b ON b.key = d.key "
            "WHERE d.doc = ? AND d.version = ? AND d.state <> 'removed' ORDER BY d.key DESC LIMIT 1",
            [self.info(doc).doc, number],
        )
        for key, document, clauses in found:
            listed = self.query("SELECT row FROM targets WHERE key = ? ORDER BY position", [key])
            read = tuple(rows.unpack_row(row) for (row,) in listed)
            return records.unpack_document(document), records.unpack_clauses(clauses), read
        raise UnknownDocument(f"{doc} 第 {number} 版")

    def _body(self, part: str, document_id: str, read: Callable[..., Any]) -> Any:
        found = self.query(
            "SELECT key, read_at || rules, doc FROM documents WHERE id = ? AND state = 'live'", [document_id]
        )
        for key, stamp, doc in found:
            name = (part, key, stamp + doc)
            with self._lock:
                if name in self._kept:
                    self._kept.move_to_end(name)
                    return self._kept[name]
            (packed,) = self.query(f"SELECT {part} FROM bodies WHERE key = ?", [key])
            try:
                value = read(*packed)
            except Exception as error:  # whatever damaged bytes can raise
                raise LibraryDamaged(
                    doc, remedy="请运行 python -m kb rebuild --from read，由保存的原件重新读取"
                ) from error
            with self._lock:
                self._kept[name] = value
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return value
        raise UnknownDocument(document_id)

    # --- targets and leftovers

    def targets(self, filters: Filters = EVERYTHING) -> tuple[TargetRow, ...]:
        """Rows of the target table, by document and place in the text, with people's review applied."""
        condition, values = target_condition(filters)
        return self._targets(condition, values)

    def targets_of(self, doc: str) -> tuple[TargetRow, ...]:
        """All rows of one document."""
        return self._targets("d.doc = ?", [self.info(doc).doc])

    def targets_of_clauses(self, clause_ids: Sequence[str]) -> tuple[TargetRow, ...]:
        """Rows of the target table that stand in these clauses."""
        return self._targets("t.clause_id IN (SELECT value FROM json_each(?))", [json.dumps(list(clause_ids))])

    def targets_called(self, wanted: Callable[[str], bool]) -> tuple[TargetRow, ...]:
        """Rows whose metric's name is wanted; every name is looked at once."""
        names = [name for (name,) in self.query("SELECT DISTINCT metric FROM targets") if wanted(name)]
        return self._targets("t.metric IN (SELECT value FROM json_each(?))", [json.dumps(names)])

    def targets_of_passages(self, wanted: Iterable[int]) -> dict[int, list[TargetRow]]:
        """Rows of the target table by the passage in which their words begin; those of one passage in text order."""
        listed = [int(row) for row in wanted]
        found = self.query(
            "SELECT p.row, d.doc, t.row FROM json_each(?) w JOIN passages p ON p.row = w.value "
            "JOIN documents d ON d.key = p.key AND d.state = 'live' "
            "JOIN targets t ON t.key = p.key AND t.start >= p.start AND t.start < p.stop ORDER BY p.row, t.position",
            [json.dumps(listed)],
        )
        infos = self.infos_by_doc()
        held: dict[int, list[TargetRow]] = {row: [] for row in listed}
        for row, doc, packed in found:
            held[row].append(self._row(doc, packed, infos[doc]))
        return held

    def _targets(self, condition: str, values: Sequence[object]) -> tuple[TargetRow, ...]:
        found = self.query(
            f"SELECT d.doc, t.row FROM targets t {LIVE.format('t')} {where(condition)} ORDER BY d.doc, t.position",
            values,
        )
        infos = self.infos_by_doc()
        return tuple(self._row(doc, row, infos[doc]) for doc, row in found if doc in infos)

    def _row(self, doc: str, packed: str, info: DocumentInfo) -> TargetRow:
        """A stored row with the facts of its document; those that questions come back to are kept unpacked."""
        generation = self._infos[0]
        if self._shown[0] != generation or len(self._shown[1]) > _ROWS_KEPT:
            self._shown = (generation, {})
        kept = self._shown[1]
        if (doc, packed) not in kept:
            kept[doc, packed] = rows.with_document(rows.unpack_row(packed), info)
        return kept[doc, packed]

    def leftovers(self, doc: str) -> tuple[LeftoverRow, ...]:
        found = self.extraction(doc).leftovers
        return rows.leftover_rows(
            self.document(doc),
            self.clauses(doc),
            ((left.clause_id, left.span.start, left.span.end, left.written, left.reason) for left in found),
        )

    def counts(self) -> dict[str, int]:
        """How much there is: documents, pages, clauses, targets, passages."""
        ((documents, pages, clauses, targets),) = self.query(
            "SELECT count(*), COALESCE(sum(pages), 0), COALESCE(sum(clause_count), 0), COALESCE(sum(target_count), 0) "
            "FROM documents WHERE state = 'live'"
        )
        ((passages,),) = self.query(f"SELECT count(*) FROM passages p {LIVE.format('p')}")
        return {"documents": documents, "pages": pages, "clauses": clauses, "targets": targets, "passages": passages}


def _bring_back(connection: sqlite3.Connection, doc: str, others: str) -> None:
    """Make the document live that was removed last under a name; ``others`` says what it means for the rest when it fails."""
    found = connection.execute(
        "SELECT key, id FROM documents WHERE doc = ? AND state = 'removed' ORDER BY key DESC", [doc]
    ).fetchone()
    if found is None:
        raise UnknownDocument(doc, remedy=f"只能恢复上次重建（rebuild）之后移除的文件{others}")
    key, identity = found
    clash = connection.execute(
        "SELECT doc FROM documents WHERE state = 'live' AND (doc = ? OR id = ?)", [doc, identity]
    ).fetchone()
    if clash is not None:
        raise BadValue(f"{doc} 与库中的 {clash[0]} 同名或内容相同", remedy=f"请先移除后者，再恢复{others}")
    connection.execute("UPDATE documents SET state = 'live' WHERE key = ?", [key])


def _list(written: str) -> list[Any]:
    """A list out of a column; most are empty, and of ten thousand documents each counts."""
    return [] if written == "[]" else json.loads(written)


def _info(row: dict[str, Any], aliases: Sequence[str]) -> DocumentInfo:
    from kb.model import ReferenceInfo

    return DocumentInfo(
        doc=row["doc"],
        document_id=row["id"],
        title=row["title"],
        doc_number=row["doc_number"],
        issuers=tuple(_list(row["issuers"])),
        issued_on=row["issued_on"],
        published_on=row["published_on"],
        effective_on=row["effective_on"],
        genre=row["genre"],
        category=row["category"],
        province=row["province"],
        city=row["city"],
        validity=row["validity"],
        pages=row["pages"],
        clauses=row["clause_count"],
        targets=row["target_count"],
        doubtful=tuple((page, reason) for page, reason in _list(row["doubtful"])),
        references=tuple(ReferenceInfo(title, number, None) for title, number in _list(row["cited"])),
        source=row["source"],
        read_at=row["read_at"],
        reader=row["reader"],
        aliases=tuple(aliases),
        extra=tuple((name, value) for name, value in _list(row["extra"])),
    )
