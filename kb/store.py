"""The relational store (关系库), the only truth: documents with all that was made of them, each in one transaction."""

from __future__ import annotations

import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.model import Extraction
from ingest.model import Clause, Document
from kb import records, rows
from kb.database import FILE, Database
from kb.errors import BadValue, UnknownClause, UnknownDocument
from kb.filters import EVERYTHING, document_condition, target_condition
from kb.model import DocumentInfo, Filters, LeftoverRow, Passage, TargetRow
from kb.records import Bundle
from kb.references import resolved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEPT = 48
_PASSAGE = """SELECT p.row, d.id, d.doc, p.clause_id, p.label, p.head, d.title, d.province, d.city, p.kind, p.text,
    p.start, p.stop, p.page FROM passages p JOIN documents d ON d.key = p.key AND d.state = 'live'"""
_LIVE = "JOIN documents d ON d.key = {0}.key AND d.state = 'live'"


class Store:
    """The library's database seen as documents, clauses, targets and passages. Safe to use from many threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._kept: OrderedDict[tuple[str, int, str], Any] = OrderedDict()
        self._lock = threading.Lock()
        self._infos: tuple[int, tuple[DocumentInfo, ...]] = (-1, ())

    @classmethod
    def open(cls, folder: Path, create: bool = True) -> Store:
        """The store in ``folder``; the folder must exist."""
        return cls(Database(folder / FILE, create=create))

    def close(self) -> None:
        self.database.close()

    def generation(self) -> int:
        """A number that rises with every change, whichever process made it."""
        return self.database.generation()

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

    def remove(self, doc: str) -> None:
        """Take a document out; it can be brought back until ``purge``."""
        with self.database.change() as connection:
            done = connection.execute("UPDATE documents SET state = 'removed' WHERE doc = ? AND state = 'live'", [doc])
            if not done.rowcount:
                raise UnknownDocument(doc)

    def restore(self, doc: str) -> None:
        """Bring the document back that was removed last under this name."""
        with self.database.change() as connection:
            found = connection.execute(
                "SELECT key, id FROM documents WHERE doc = ? AND state = 'removed' ORDER BY key DESC", [doc]
            ).fetchone()
            if found is None:
                raise UnknownDocument(doc, remedy="只能恢复上次重建（rebuild）之后移除的文件")
            key, identity = found
            clash = connection.execute(
                "SELECT doc FROM documents WHERE state = 'live' AND (doc = ? OR id = ?)", [doc, identity]
            ).fetchone()
            if clash is not None:
                raise BadValue(f"{doc} 与库中的 {clash[0]} 同名或内容相同", remedy="请先移除后者，再恢复")
            connection.execute("UPDATE documents SET state = 'live' WHERE key = ?", [key])

    def purge(self) -> None:
        """Forget removed documents for good."""
        with self.database.change() as connection:
            connection.execute("DELETE FROM documents WHERE state = 'removed'")

    def add_alias(self, document_id: str, name: str, source: str) -> None:
        """Note another name and place under which the same bytes came."""
        with self.database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO aliases SELECT key, ?, ? FROM documents WHERE id = ? AND state = 'live'",
                [name, source, document_id],
            )

    def put_vectors(self, model: str, rows: NDArray[np.int64], matrix: NDArray[np.float32]) -> None:
        """Keep vectors of whole documents: every passage row of each document that appears must be there."""
        from kb import saving

        with self.database.change() as connection:
            saving.save_vectors(connection, model, rows, matrix)

    def drop_vectors(self, model: str) -> None:
        with self.database.change() as connection:
            connection.execute("DELETE FROM vectors WHERE model = ?", [model])

    # --- documents

    def infos(self) -> tuple[DocumentInfo, ...]:
        """The document list, in order of short name."""
        generation = self.generation()
        if self._infos[0] != generation:
            found = self._query("SELECT * FROM documents WHERE state = 'live' ORDER BY doc")
            aliases: dict[int, list[str]] = {}
            for key, name in self._query("SELECT key, name FROM aliases ORDER BY name"):
                aliases.setdefault(key, []).append(name)
            names = [column[1] for column in self._query("PRAGMA table_info(documents)")]
            listed = [dict(zip(names, row, strict=True)) for row in found]
            self._infos = (generation, resolved(_info(row, aliases.get(row["key"], [])) for row in listed))
        return self._infos[1]

    def info(self, doc: str) -> DocumentInfo:
        """One document by its short name, by an alias or by its id; UnknownDocument when there is none."""
        for matches in (
            lambda info: info.doc == doc,
            lambda info: info.document_id == doc,
            lambda info: doc in info.aliases,
        ):
            for info in self.infos():
                if matches(info):
                    return info
        raise UnknownDocument(doc)

    def sha256(self, document_id: str) -> str:
        """The hash under which a document's original is kept."""
        for (digest,) in self._query("SELECT sha256 FROM documents WHERE id = ? AND state = 'live'", [document_id]):
            return str(digest)
        raise UnknownDocument(document_id)

    def document(self, doc: str) -> Document:
        document: Document = self._body("document", self.info(doc).document_id, records.unpack_document)
        return document

    def document_by_id(self, document_id: str) -> Document:
        document: Document = self._body("document", document_id, records.unpack_document)
        return document

    def clauses(self, doc: str) -> tuple[Clause, ...]:
        clauses: tuple[Clause, ...] = self._body("clauses", self.info(doc).document_id, records.unpack_clauses)
        return clauses

    def extraction(self, doc: str) -> Extraction:
        extraction: Extraction = self._body("extraction", self.info(doc).document_id, records.unpack_extraction)
        return extraction

    def clause(self, clause_id: str) -> tuple[str, Clause]:
        """A clause with the short name of its document; UnknownClause when no live document holds it."""
        found = self._query(
            f"SELECT d.doc, c.position FROM clauses c {_LIVE.format('c')} WHERE c.id = ?",
            [clause_id],
        )
        for doc, position in found:
            return doc, self.clauses(doc)[position]
        raise UnknownClause(clause_id)

    def _body(self, part: str, document_id: str, read: Callable[[bytes], Any]) -> Any:
        found = self._query(
            "SELECT key, read_at || rules, doc FROM documents WHERE id = ? AND state = 'live'", [document_id]
        )
        for key, stamp, doc in found:
            name = (part, key, stamp + doc)
            with self._lock:
                if name in self._kept:
                    self._kept.move_to_end(name)
                    return self._kept[name]
            ((data,),) = self._query(f"SELECT {part} FROM bodies WHERE key = ?", [key])
            value = read(data)
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

    def targets_of_passages(self, wanted: Iterable[int]) -> tuple[TargetRow, ...]:
        """Rows of the target table whose words begin in one of these passages."""
        inside = (
            "EXISTS (SELECT 1 FROM passages p WHERE p.key = t.key AND t.start >= p.start AND t.start < p.stop "
            "AND p.row IN (SELECT value FROM json_each(?)))"
        )
        return self._targets(inside, [json.dumps([int(row) for row in wanted])])

    def _targets(self, condition: str, values: Sequence[object]) -> tuple[TargetRow, ...]:
        found = self._query(
            f"SELECT d.doc, t.row FROM targets t {_LIVE.format('t')} {_where(condition)} ORDER BY d.doc, t.position",
            values,
        )
        infos = {info.doc: info for info in self.infos()}
        return tuple(rows.with_document(rows.unpack_row(row), infos[doc]) for doc, row in found if doc in infos)

    def leftovers(self, doc: str) -> tuple[LeftoverRow, ...]:
        found = self.extraction(doc).leftovers
        return rows.leftover_rows(
            self.document(doc),
            self.clauses(doc),
            ((left.clause_id, left.span.start, left.span.end, left.written, left.reason) for left in found),
        )

    # --- passages and vectors

    def passages(self, wanted: Iterable[int]) -> dict[int, Passage]:
        """Passages by their rows; rows that are gone are left out."""
        listed = json.dumps([int(row) for row in wanted])
        found = self._query(f"{_PASSAGE} WHERE p.row IN (SELECT value FROM json_each(?))", [listed])
        return {row[0]: _passage(row) for row in found}

    def passages_of(self, doc: str) -> tuple[Passage, ...]:
        return tuple(map(_passage, self._query(f"{_PASSAGE} WHERE d.doc = ? ORDER BY p.row", [doc])))

    def passages_of_clauses(self, clause_ids: Sequence[str]) -> tuple[Passage, ...]:
        """Passages that begin in one of these clauses."""
        listed = json.dumps(list(clause_ids))
        found = self._query(
            f"{_PASSAGE} WHERE p.clause_id IN (SELECT value FROM json_each(?)) ORDER BY p.row", [listed]
        )
        return tuple(map(_passage, found))

    def iter_passages(self, after: int = 0) -> Iterator[tuple[Passage, str]]:
        """All passages of live documents behind row ``after`` with their index words, in order of row."""
        while True:
            found = self._query(
                _PASSAGE.replace("p.page FROM", "p.page, p.words FROM") + " WHERE p.row > ? ORDER BY p.row LIMIT 2000",
                [after],
            )
            for row in found:
                yield _passage(row[:-1]), zlib.decompress(row[-1]).decode()
            if len(found) < 2000:
                return
            after = found[-1][0]

    def live_rows(self) -> NDArray[np.int64]:
        """The rows of all passages that can be found, ascending."""
        import numpy as np

        found = self._query(f"SELECT p.row FROM passages p {_LIVE.format('p')} ORDER BY p.row")
        return np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found))

    def passage_rows(self, filters: Filters) -> set[int] | None:
        """The rows of passages in documents that pass the filters; None when nothing is narrowed."""
        condition, values = document_condition(filters)
        if not condition:
            return None
        found = self._query(f"SELECT p.row FROM passages p {_LIVE.format('p')} {_where(condition)}", values)
        return {row for (row,) in found}

    def vectors(self, model: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and vectors of all live passages that have one of this model, ascending by row."""
        from kb import saving

        return saving.load_vectors(self._query, model)

    def rows_without_vectors(self, model: str) -> NDArray[np.int64]:
        """The live passage rows that have no vector of this model, ascending."""
        import numpy as np

        found = self._query(
            f"SELECT p.row FROM passages p {_LIVE.format('p')} "
            "WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model = ? AND v.key = p.key) ORDER BY p.row",
            [model],
        )
        return np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found))

    def counts(self) -> dict[str, int]:
        """How much there is: documents, pages, clauses, targets, passages."""
        ((documents, pages, clauses, targets),) = self._query(
            "SELECT count(*), COALESCE(sum(pages), 0), COALESCE(sum(clause_count), 0), COALESCE(sum(target_count), 0) "
            "FROM documents WHERE state = 'live'"
        )
        ((passages,),) = self._query(f"SELECT count(*) FROM passages p {_LIVE.format('p')}")
        return {"documents": documents, "pages": pages, "clauses": clauses, "targets": targets, "passages": passages}

    def query(self, text: str, values: Sequence[object] = ()) -> list[Any]:
        """Rows of a reading query."""
        return self._query(text, values)

    def _query(self, text: str, values: Sequence[object] = ()) -> list[Any]:
        return self.database.connection.execute(text, values).fetchall()


def _where(condition: str) -> str:
    return f"WHERE {condition}" if condition else ""


def _passage(row: Sequence[Any]) -> Passage:
    number, identity, doc, clause_id, label, head, title, province, city, kind, text, start, end, page = row
    return Passage(
        number, identity, doc, clause_id, label, head, title, city or province or "全国", kind, text, start, end, page
    )


def _info(row: dict[str, Any], aliases: Sequence[str]) -> DocumentInfo:
    from kb.model import ReferenceInfo

    return DocumentInfo(
        doc=row["doc"],
        document_id=row["id"],
        title=row["title"],
        doc_number=row["doc_number"],
        issuers=tuple(json.loads(row["issuers"])),
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
        doubtful=tuple((page, reason) for page, reason in json.loads(row["doubtful"])),
        references=tuple(ReferenceInfo(title, number, None) for title, number in json.loads(row["cited"])),
        source=row["source"],
        read_at=row["read_at"],
        reader=row["reader"],
        aliases=tuple(aliases),
        extra=tuple((name, value) for name, value in json.loads(row["extra"])),
    )
