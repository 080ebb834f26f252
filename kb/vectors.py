"""Vector indexes (向量索引): nearest passages of a question vector. The store keeps the vectors; an index is a cache of them."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import shutil
import threading
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kb import index_state, large_pages, matrices
from kb.errors import LibraryBusy, LibraryReadOnly
from kb.index_state import State
from kb.later import Later
from kb.locking import locked
from kb.sketches import Sketches
from kb.vector_rows import NOTHING, Found, Matrix, Rows, ascending, best, digest, listed, places_of

GRAPH_SHARE = 0.5  # a subset of at least this share of all rows is searched through the graph first
EXACT_ROWS = 4_000  # a subset up to this many rows is compared row by row, a larger one after its sketches
SUBSETS = 4  # large subsets whose sketches are kept
SKETCHED, SKETCHED_SHARE = 2_000, 0.02  # rows, and share of the rows, that sketches leave to compare
GRAPH = {"space": "ip", "ef_construction": 160, "max_neighbors": 24, "ef_search": 600, "sync_threshold": 5_000}
# Rows from which on the graph is searched less widely: .992 of the 80 nearest for .996 at a hundred thousand (.998 of the hits stay),
# .970 for .983 at a million, with half of the vectors looked at, which lie here and there in memory.
LARGE, LARGE_SEARCH = 50_000, 300
BATCH = 5_000
PAUSE = 1.5  # seconds from the first question to the opening of Chroma, whose import would hold that question up


class Vectors(Protocol):
    """Where vectors come from (向量来源): the store, or anything else that keeps them by passage row."""

    def generation(self) -> int: ...
    def live_rows(self) -> Rows: ...
    def vectors(self, model: str) -> tuple[Rows, Matrix]: ...


class VectorIndex(Protocol):
    """Finds the rows whose vectors are nearest to a vector; every index satisfies the same contract test.

    ``sync`` brings the index to the state of the store, ``ready`` does what it left for later. ``complete``: it is known, without
    a look at the vectors, that the store has one of every live row (to look for rows without one takes half a second in a
    million).
    ``nearest`` gives at most ``k`` pairs of row and cosine, best first.
    With ``among`` only these rows are looked at; rows that the index does not hold are never found.
    """

    def complete(self, store: Vectors) -> bool: ...
    def sync(self, store: Vectors) -> None: ...
    def nearest(
        self, vector: npt.NDArray[np.float32], k: int, among: Collection[int] | Rows | None = None
    ) -> Found: ...
    def ready(self) -> None: ...
    def close(self) -> None: ...


class ExactIndex:
    """All vectors in memory, every one compared (精确检索): no graph to build, 10 ms for 100,000 rows."""

    def __init__(self, folder: Path, model: str, url: str = "") -> None:
        self._folder, self._model = folder, model
        self._generation: int | None = None
        self._held: tuple[Rows, Matrix] = NOTHING
        self._sketches: tuple[Matrix, Sketches] | None = None
        self._subsets: tuple[tuple[Collection[int] | Rows, Matrix, npt.NDArray[np.int64], Sketches], ...] = ()
        self._lock = threading.Lock()

    def complete(self, store: Vectors) -> bool:
        return store.generation() == self._generation and len(self._held[0]) == len(store.live_rows())

    def sync(self, store: Vectors) -> None:
        generation = store.generation()
        with self._lock:
            if generation != self._generation:
                kept = matrices.read(self._folder, self._model, generation, store.live_rows())
                self._held = kept or ascending(*store.vectors(self._model))
                self._generation = generation

    def nearest(self, vector: npt.NDArray[np.float32], k: int, among: Collection[int] | Rows | None = None) -> Found:
        rows, matrix = self._held
        return best(rows, matrix, vector, k, places_of(rows, among) if among is not None else None)

    def likely(self, vector: npt.NDArray[np.float32], k: int, among: Collection[int] | Rows) -> Found:
        """As ``nearest``, but a large subset is narrowed by sketches first: nineteen of twenty of the nearest in a tenth of the time."""
        rows, matrix = self._held
        places, sketches = self._subset(among)
        if sketches is not None:
            most = max(SKETCHED, int(SKETCHED_SHARE * len(places)), k)
            places = places[sketches.near(vector.astype(np.float32), most)]
        return best(rows, matrix, vector, k, places)

    def _subset(self, among: Collection[int] | Rows) -> tuple[npt.NDArray[np.int64], Sketches | None]:
        """The places of a subset and, of a large one, its sketches side by side; those of the last few are kept, as a filter stays
        the same for many questions."""
        matrix = self._held[1]
        for wanted, of, places, sketches in self._subsets:
            if wanted is among and of is matrix:
                return places, sketches
        places = places_of(self._held[0], among)
        if len(places) <= EXACT_ROWS:
            return places, None
        found = self._sketched(matrix).only(places)
        self._subsets = ((among, matrix, places, found), *self._subsets[: SUBSETS - 1])
        return places, found

    def _sketched(self, matrix: Matrix) -> Sketches:
        """The sketches of these vectors, made when they are first asked for."""
        held = self._sketches
        if held is None or held[0] is not matrix:
            held = self._sketches = (matrix, Sketches.of(matrix))
        return held[1]

    def ready(self) -> None:
        """Nothing is left for later."""

    def close(self) -> None:
        self._generation, self._held, self._sketches, self._subsets = None, NOTHING, None, ()


class ChromaIndex:
    """A Chroma collection (向量库 Chroma) with a graph over the vectors; small subsets are searched exactly.

    The collection is trusted only when ``state.json`` says that it was left whole and its count agrees; anything else is
    made anew in a new collection. One process owns the folder; others compare exactly in memory meanwhile.

    A whole collection is opened a moment after the first question, or by ``ready``: until then vectors are compared exactly,
    out of the file beside it, since importing and opening Chroma takes longer than all else that a first question needs.
    """

    def __init__(self, folder: Path, model: str, url: str = "") -> None:
        self._folder, self._model, self._url = folder, model, url
        self._exact = ExactIndex(folder, model)
        self._source: Vectors | None = None
        self._client: Any = None
        self._collection: Any = None
        self._state: State | None = None
        self._waiting: State | None = None  # what ``sync`` found whole and ``ready`` will open
        self._doubtful = False  # it could not be opened
        self._later = Later(self._open_later, PAUSE, "chroma")
        self._enlarged: Any = None  # the collection whose graph was asked for in large pages
        self._owned = contextlib.ExitStack()
        self._owner = False
        self._lock = threading.RLock()

    def complete(self, store: Vectors) -> bool:
        """What was whole at this generation held a vector of every row that had one."""
        known = self._state or self._waiting or self._read()
        if known is None or (known.model, known.generation) != (self._model, store.generation()):
            return False
        return known.rows == digest(store.live_rows())

    def sync(self, store: Vectors) -> None:
        generation = store.generation()
        self._source = store
        if generation == self._known():  # not under the lock, which is held while Chroma is opened
            return
        with self._lock:
            if generation == self._known() or not self._own():
                return
            if self._state is None and not self._doubtful and self._whole(store, generation):
                return
            rows, matrix = ascending(*store.vectors(self._model))
            known = self._state or self._read()
            wanted = State(self._model, "", "", generation, len(rows), digest(rows))
            self._waiting, self._doubtful = None, False
            if known is None or not self._open(known) or not self._update(known, wanted, rows, matrix):
                self._rebuild(wanted, rows, matrix)
            matrices.write(self._folder, self._model, generation, rows, matrix)

    def ready(self) -> None:
        """Open now what ``sync`` found whole; what cannot be opened is made anew."""
        self._open_waiting()
        if self._doubtful and self._source is not None:
            self.sync(self._source)
        self._enlarge()

    def _open_later(self) -> None:
        self._open_waiting()
        self._enlarge()

    def _enlarge(self) -> None:
        """Keep a large graph in large pages. A question loads it first: the collection opens without."""
        collection, state = self._collection, self._state
        if collection is None or state is None or self._url or state.count < LARGE or self._enlarged is collection:
            return
        self._enlarged = collection
        with contextlib.suppress(Exception):  # as in ``_graph``
            self._graph(collection, collection.get(limit=1, include=["embeddings"])["embeddings"][0], 1)
        large_pages.ask_for()

    def _open_waiting(self) -> None:
        """Open what is whole. What cannot be opened is left to the next ``sync``: this may be a process that is ending."""
        if self._waiting is None:
            return
        with contextlib.suppress(Exception):  # whatever is wrong with it shows when it is opened
            import chromadb  # noqa: F401 - the longest part, and needs no lock
        with self._lock:
            known, store = self._waiting, self._source
            if known is None or store is None or not threading.main_thread().is_alive():
                return
            self._doubtful = not self._open(known)
            self._waiting = None
            if not self._doubtful and not (self._folder / matrices.FILE).exists():
                matrices.write(self._folder, self._model, known.generation, *ascending(*store.vectors(self._model)))

    def _known(self) -> int | None:
        """The generation of the store that the index stands for."""
        state = self._state or self._waiting
        return None if state is None else state.generation

    def nearest(self, vector: npt.NDArray[np.float32], k: int, among: Collection[int] | Rows | None = None) -> Found:
        if self._waiting is not None:
            self._later.begin()
        collection, state = self._collection, self._state
        if k < 1:
            return []
        if collection is None or state is None or state.count <= k:
            return self._compared(vector, k, among)
        if among is None:
            return self._graph(collection, vector, k) or self._compared(vector, k, None)
        if len(among) < GRAPH_SHARE * state.count:
            return self._compared(vector, k, among)
        wide = min(state.count, int(2 * k * state.count / len(among)) + k)
        near = self._graph(collection, vector, wide)
        inside = np.isin(np.asarray([row for row, _ in near], dtype=np.int64), listed(among))
        found = [pair for pair, kept in zip(near, inside, strict=True) if kept][:k]
        return found if len(found) == k else self._compared(vector, k, among)

    def _compared(self, vector: npt.NDArray[np.float32], k: int, among: Collection[int] | Rows | None) -> Found:
        """Compared row by row; the vectors are taken into memory only when the first such question comes."""
        if self._source is not None:
            self._exact.sync(self._source)
        return self._exact.nearest(vector, k) if among is None else self._exact.likely(vector, k, among)

    def close(self) -> None:
        self._later.drop()
        with self._lock:
            self._collection = self._client = self._state = self._source = self._waiting = None
            self._owner = False
            self._owned.close()
            self._exact.close()

    def _graph(self, collection: Any, vector: npt.NDArray[np.float32], k: int) -> Found:
        """The k nearest by the graph; nothing when Chroma cannot answer (the caller then compares exactly)."""
        try:
            query = np.asarray(vector, dtype=np.float32)[None, :]
            answer = collection.query(query_embeddings=query, n_results=k, include=["distances"])
        except Exception:  # Chroma raises its own, sqlite's and the Rust core's errors
            return []
        pairs = zip(answer["ids"][0], answer["distances"][0], strict=True)
        return sorted(((int(row), 1.0 - float(far)) for row, far in pairs), key=lambda pair: (-pair[1], pair[0]))

    def _own(self) -> bool:
        """Whether this process may write the folder; a server takes care of that itself."""
        if self._url or self._owner:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._owned.enter_context(locked(self._folder / "owner.lock", wait=0.0))
        except (LibraryBusy, LibraryReadOnly, OSError):
            return False
        self._owner = True
        return True

    def _whole(self, store: Vectors, generation: int) -> bool:
        """On opening: whether the folder says that it holds just what the store has now, so that no vector need be read."""
        known = self._read()
        if known is None or (known.model, known.generation) != (self._model, generation):
            return False
        if digest(store.live_rows()) != known.rows:
            return False
        self._waiting = known
        return True

    def _open(self, known: State) -> bool:
        """Open the collection of ``known``; False when it is not there, not whole, or of another model."""
        if self._collection is not None:
            return True
        if known.model != self._model or bool(known.place) == bool(self._url):
            return False
        try:
            client = self._connect(known.place)
            collection = client.get_collection(known.collection, embedding_function=None)
            if collection.count() != known.count:
                return False
        except Exception:  # an unreadable folder can fail anywhere in Chroma
            return False
        self._client, self._collection, self._state = client, collection, known
        return True

    def _update(self, known: State, wanted: State, rows: Rows, matrix: Matrix) -> bool:
        """Add and delete what differs; False when making it anew is cheaper or the collection fails."""
        if known.rows == wanted.rows:
            self._write(known, wanted)
            return True
        try:
            held = np.sort(np.asarray(self._collection.get(include=[])["ids"], dtype=np.int64))
            if digest(held) != known.rows:
                return False
            gone = np.setdiff1d(held, rows, assume_unique=True)
            new = np.flatnonzero(~np.isin(rows, held, assume_unique=True))
            if len(gone) + len(new) > max(BATCH, len(held)):
                return False
            self._forget()
            for start in range(0, len(gone), BATCH):
                self._collection.delete(ids=[str(row) for row in gone[start : start + BATCH]])
            self._add(self._collection, rows[new], matrix[new])
            if self._collection.count() != wanted.count:
                return False
        except Exception:  # see _open
            return False
        self._write(known, wanted)
        return True

    def _rebuild(self, wanted: State, rows: Rows, matrix: Matrix) -> None:
        """Make a new collection of everything and drop the old one; without Chroma's help the exact index answers."""
        old = self._read()
        self._forget()
        self._client = self._collection = self._state = None
        name = f"passages-{hashlib.sha256(self._model.encode()).hexdigest()[:8]}-{secrets.token_hex(4)}"
        place = "" if self._url else name
        try:
            client = self._connect(place)
            settings = GRAPH | ({"ef_search": LARGE_SEARCH} if len(rows) >= LARGE else {})
            collection = client.create_collection(name, embedding_function=None, configuration={"hnsw": settings})
            self._add(collection, rows, matrix)
            if collection.count() != wanted.count:
                return
        except Exception:  # a full disk, a server that is away: searching must go on
            return
        self._client, self._collection = client, collection
        self._write(State(self._model, name, place, wanted.generation, wanted.count, wanted.rows), wanted)
        self._drop(old, keep=name)

    def _drop(self, old: State | None, keep: str) -> None:
        if self._url:
            with contextlib.suppress(Exception):  # it may be gone already
                if old is not None and old.collection != keep:
                    self._client.delete_collection(old.collection)
            return
        for path in self._folder.glob("passages-*"):
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)

    @staticmethod
    def _add(collection: Any, rows: Rows, matrix: Matrix) -> None:
        for start in range(0, len(rows), BATCH):
            part = slice(start, start + BATCH)
            collection.add(ids=[str(row) for row in rows[part]], embeddings=matrix[part])

    def _connect(self, place: str) -> Any:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url:
            from urllib.parse import urlsplit

            address = urlsplit(self._url if "//" in self._url else f"http://{self._url}")
            port = address.port or (443 if address.scheme == "https" else 8000)
            host = address.hostname or "localhost"
            return chromadb.HttpClient(host, port, ssl=address.scheme == "https", settings=settings)
        return chromadb.PersistentClient(str(self._folder / place), settings=settings)

    def _read(self) -> State | None:
        return index_state.read(self._folder)

    def _write(self, known: State, wanted: State) -> None:
        """Say that the collection is whole: the last step of every change."""
        state = replace(wanted, model=known.model, collection=known.collection, place=known.place)
        index_state.write(self._folder, state)
        self._state = state

    def _forget(self) -> None:
        """Before a change: until it is whole again, nobody may trust the collection."""
        index_state.forget(self._folder)


INDEXES: dict[str, Callable[..., VectorIndex]] = {"chroma": ChromaIndex, "exact": ExactIndex}
