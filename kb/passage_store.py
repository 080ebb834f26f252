"""The store's passages and vectors (检索片段与向量): what the indexes are made from and what search reads."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kb.database import Database, translated
from kb.filters import document_condition
from kb.model import Filters, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.subsets import Owners, Subset

_SUBSETS = 64  # subsets kept between changes of the library
LIVE = "JOIN documents d ON d.key = {0}.key AND d.state = 'live'"
_PASSAGE = """SELECT p.row, d.id, d.doc, p.clause_id, p.label, p.head, d.title, d.province, d.city, p.kind, p.text,
    p.start, p.stop, p.page FROM passages p JOIN documents d ON d.key = p.key AND d.state = 'live'"""


class PassageStore:
    """Passages and vectors of the live documents, by row."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._subsets: tuple[int, Owners, dict[Any, Subset]] | None = None

    def query(self, text: str, values: Sequence[object] = ()) -> list[Any]:
        """Rows of a reading query."""
        try:
            return self.database.connection.execute(text, values).fetchall()
        except sqlite3.Error as error:
            raise translated(error, self.database.file) from error

    def passages(self, wanted: Iterable[int]) -> dict[int, Passage]:
        """Passages by their rows; rows that are gone are left out."""
        listed = json.dumps([int(row) for row in wanted])
        found = self.query(f"{_PASSAGE} WHERE p.row IN (SELECT value FROM json_each(?))", [listed])
        return {row[0]: _passage(row) for row in found}

    def passages_of(self, doc: str) -> tuple[Passage, ...]:
        return tuple(map(_passage, self.query(f"{_PASSAGE} WHERE d.doc = ? ORDER BY p.row", [doc])))

    def passages_of_clauses(self, clause_ids: Sequence[str]) -> tuple[Passage, ...]:
        """Passages that begin in one of these clauses."""
        listed = json.dumps(list(clause_ids))
        found = self.query(f"{_PASSAGE} WHERE p.clause_id IN (SELECT value FROM json_each(?)) ORDER BY p.row", [listed])
        return tuple(map(_passage, found))

    def iter_passages(self, after: int = 0) -> Iterator[tuple[Passage, str]]:
        """All passages of live documents behind row ``after`` with their index words, in order of row."""
        while True:
            found = self.query(
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

        return self._owned()[0].ascending

    def owners(self) -> Owners:
        """Which document every live passage is of."""
        return self._owned()[0]

    def _rows_by_key(self) -> list[tuple[int, NDArray[np.int64]]]:
        """The passage rows of every live document that has any. Those of one document nearly always follow each other, so
        that first, last and number are enough to know them all: a million rows need not be read."""
        import numpy as np

        found = self.query(
            "SELECT d.key, p.first, p.last, p.number FROM documents d JOIN "
            "(SELECT key, min(row) AS first, max(row) AS last, count(*) AS number FROM passages GROUP BY key) p "
            "ON p.key = d.key WHERE d.state = 'live'"
        )
        return [
            (key, np.arange(first, last + 1) if last - first + 1 == number else self._rows_of(key))
            for key, first, last, number in found
        ]

    def _rows_of(self, key: int) -> NDArray[np.int64]:
        import numpy as np

        return np.asarray(self.query("SELECT row FROM passages WHERE key = ? ORDER BY row", [key]), np.int64).reshape(
            -1
        )

    def generation(self) -> int:
        """A number that rises with every change, whichever process made it."""
        return self.database.generation()

    def subset(self, filters: Filters) -> Subset | None:
        """The documents that pass the filters, with their passages; None when nothing is narrowed."""
        from kb.subsets import Subset

        condition, values = document_condition(filters)
        if not condition:
            return None
        owners, known = self._owned()
        name = (condition, tuple(values))
        if name not in known:
            found = self.query(f"SELECT d.key, d.id FROM documents d WHERE d.state = 'live' AND ({condition})", values)
            if len(known) >= _SUBSETS:
                known.clear()
            known[name] = Subset(
                frozenset(identity for _, identity in found), owners.rows_of([key for key, _ in found])
            )
        return known[name]

    def _owned(self) -> tuple[Owners, dict[Any, Subset]]:
        """Which document each passage is of, and the subsets asked for lately; both made anew when the library changes."""
        import numpy as np

        from kb.subsets import Owners

        generation = self.generation()
        held = self._subsets
        if held is None or held[0] != generation:
            found = self._rows_by_key()
            rows = [rows for _, rows in found] or [np.zeros(0, dtype=np.int64)]
            keys = np.repeat([key for key, _ in found], [len(rows) for _, rows in found]).astype(np.int64)
            held = self._subsets = (generation, Owners.of(np.concatenate(rows), keys), {})
        return held[1], held[2]

    def vectors(self, model: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows and vectors of all live passages that have one of this model, ascending by row."""
        from kb import saving

        return saving.load_vectors(self.query, model)

    def rows_without_vectors(self, model: str) -> NDArray[np.int64]:
        """The live passage rows that have no vector of this model, ascending."""
        import numpy as np

        keys = self.query(
            "SELECT d.key FROM documents d WHERE d.state = 'live' "
            "AND d.key NOT IN (SELECT key FROM vectors WHERE model = ?)",
            [model],
        )
        parts = [self._rows_of(key) for (key,) in keys]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)

    def put_vectors(self, model: str, rows: NDArray[np.int64], matrix: NDArray[np.float32]) -> None:
        """Keep vectors of whole documents: every passage row of each document that appears must be there."""
        from kb import saving

        with self.database.change() as connection:
            saving.save_vectors(connection, model, rows, matrix)

    def drop_vectors(self, model: str) -> None:
        with self.database.change() as connection:
            connection.execute("DELETE FROM vectors WHERE model = ?", [model])


def where(condition: str) -> str:
    return f"WHERE {condition}" if condition else ""


def _passage(row: Sequence[Any]) -> Passage:
    number, identity, doc, clause_id, label, head, title, province, city, kind, text, start, end, page = row
    return Passage(
        number, identity, doc, clause_id, label, head, title, city or province or "全国", kind, text, start, end, page
    )
