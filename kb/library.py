"""A library of policy documents (政策库): the one thing that pages, commands and programs use. It only delegates."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING

from ingest.model import Clause, Document, Span
from kb import errors
from kb.collecting import Collecting
from kb.database import FILE
from kb.files import Originals
from kb.filters import EVERYTHING
from kb.locking import locked
from kb.model import (
    Added,
    Answer,
    Citation,
    ClauseRow,
    Column,
    DocumentInfo,
    Fault,
    Filters,
    Hit,
    LeftoverRow,
    PageView,
    Query,
    TargetRow,
)
from kb.reviewing import Reviewing
from kb.settings import Settings
from kb.store import Store

if TYPE_CHECKING:
    from kb.align import Alignment
    from kb.embedding import Embedder
    from kb.search import Searcher


class Library(Reviewing, Collecting):
    """A folder with documents and all that was made of them. Safe to use from many threads and processes at once.

    One process writes at a time (LibraryBusy for the second); readers see new data at their next call.
    """

    def __init__(self, folder: Path, settings: Settings, store: Store) -> None:
        self.folder, self.settings, self.store = folder, settings, store
        self.originals = Originals(folder)
        self._lock = threading.RLock()
        self._indexed = -1

    @classmethod
    def open(cls, path: str | Path | None = None, settings: Settings | None = None, *, create: bool = True) -> Library:
        """The library in a folder (default: the settings'); made when missing unless ``create`` is false."""
        settings = settings or Settings.load()
        folder = Path(path or settings.library).expanduser()
        _may_open(folder, create)
        return cls(folder, settings, Store.open(folder, create=create))

    def close(self) -> None:
        """Let go of everything; the library must not be used afterwards."""
        self.forget_indexes()
        self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def generation(self) -> int:
        """A number that rises with every change, whichever process made it: what is kept in memory can go by it."""
        return self.store.generation()

    def counts(self) -> dict[str, int]:
        """How much there is: documents, pages, clauses, targets, passages."""
        return self.store.counts()

    @cached_property
    def embedder(self) -> Embedder:
        from kb import embedding

        return embedding.load(self.settings.embedder or None)

    # --- documents in and out

    def add(
        self,
        paths: Iterable[str | Path] | str | Path,
        *,
        workers: int | None = None,
        ocr: str = "auto",
        replace: str | None = None,
    ) -> Iterator[Added]:
        """Read files, folders, web addresses and catalogues of them in; yields what became of each file as it is done, with the time left.

        Failures are steps too. ``replace`` is the short name of the document that the one given file is a new version
        of. Closing the iterator stops the run and keeps what is done.
        """
        from kb.adding import Adder
        from kb.fetching import Fetching, after, looked_for

        files, addresses = looked_for([paths] if isinstance(paths, str | Path) else paths)
        if replace is not None:
            replace = self.store.info(replace).doc
            if len(files) + len(addresses) != 1:
                raise errors.BadValue("--replace 一次只能对应一个文件", remedy="请只给出新版本的那一个文件")
        with self.writing(), TemporaryDirectory() as folder:
            fetching = Fetching(Path(folder), self.folder, self.settings)
            failed = 0
            for step in fetching.fetch(addresses, len(files)):
                failed += 1
                yield step
            try:
                adder = Adder(self.store, self.originals, self.embedder, self.settings)
                files = (*files, *fetching.sources)
                steps = adder.add(files, workers=workers, ocr=ocr, replaces=replace, sources=fetching.sources)
                yield from after(failed, steps)
            finally:
                self.sync()

    def remove(self, docs: Iterable[str] | str) -> tuple[DocumentInfo, ...]:
        """Take documents out; they can be brought back until the next rebuild. Nothing happens if one is unknown."""
        with self.writing():
            infos = tuple(self.store.info(doc) for doc in _listed(docs))
            self.store.remove(*(info.doc for info in infos))
            return tuple(dict.fromkeys(infos))

    def restore_removed(self, docs: Iterable[str] | str) -> tuple[DocumentInfo, ...]:
        """Bring removed documents back, all or none."""
        with self.writing():
            self.store.restore(*_listed(docs))
            return tuple(self.store.info(doc) for doc in _listed(docs))

    def writing(self) -> AbstractContextManager[None]:
        """Hold the library's writing lock; LibraryBusy when another process or thread has it."""
        return locked(self.folder / ".writing.lock", wait=3.0)

    # --- what is in it

    def documents(self) -> tuple[DocumentInfo, ...]:
        return tuple(self.store.linked().values())

    def document(self, doc: str) -> Document:
        return self.store.document(doc)

    def clauses(self, doc: str) -> tuple[ClauseRow, ...]:
        from kb.rows import clause_rows

        return clause_rows(self.store.document(doc), self.store.clauses(doc))

    def clause(self, clause_id: str) -> ClauseRow:
        from kb.rows import clause_row

        doc, clause = self.store.clause(clause_id)
        return clause_row(self.store.document(doc), clause)

    def clause_tree(self, doc: str) -> tuple[Clause, ...]:
        """The clauses as they were cut, with paths, headings and lead sentences."""
        return self.store.clauses(doc)

    def targets(self, filters: Filters = EVERYTHING) -> tuple[TargetRow, ...]:
        """The target table, narrowed by the filters, each row with its reference."""
        from kb.citation import with_references

        return with_references(self.store, self.store.targets(filters))

    def leftovers(self, doc: str) -> tuple[LeftoverRow, ...]:
        return self.store.leftovers(doc)

    # --- finding and answering

    @cached_property
    def _searcher(self) -> Searcher:
        from kb import generator
        from kb.search import Searcher

        model = generator.configured(self.settings.llm_url, self.settings.llm_model, self.settings.llm_key)
        return Searcher(self.store, self.folder, self.embedder, chroma_url=self.settings.chroma_url, generator=model)

    @property
    def searcher(self) -> Searcher:
        """The search over this library, brought up to the store's generation."""
        self.sync()
        return self._searcher

    def sync(self) -> None:
        """Bring vectors and indexes up to the store; does nothing when they are."""
        from kb.maintenance import embed_missing

        with self._lock:
            generation = self.store.generation()
            if generation == self._indexed:
                return
            try:
                with locked(self.folder / ".index.lock", wait=600.0):
                    if not self._searcher.vectors.complete(self.store):
                        embed_missing(self.store, self.embedder)
                    self._searcher.sync()
            except errors.LibraryReadOnly:
                self._searcher.sync()  # where nothing can be written, one can still search
            except OSError as error:
                raise errors.refused(error, self.folder) from error
            self._indexed = self.store.generation()

    def forget_indexes(self) -> None:
        """Let go of open indexes; they are opened, or made, again at the next use."""
        with self._lock:
            self._indexed = -1
            searcher = self.__dict__.pop("_searcher", None)
            if searcher is not None:
                searcher.close()

    def warm(self) -> None:
        """Load models and indexes, so that the first question need not wait for them."""
        self.embedder.warm()
        self.sync()
        self._searcher.vectors.ready()

    def understand(self, question: str) -> Query:
        """What is understood of a question."""
        readable = question.encode("utf-8", "replace").decode(
            "utf-8"
        )  # half a character of a shell or of JSON's \\ud800
        return self.searcher.understand(readable)

    def search(self, question: str | Query, limit: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """Passages for a question, best first."""
        query = self.understand(_asked(question)) if isinstance(question, str) else question
        return self.searcher.search(query, limit, filters)

    def unfound(self, query: Query) -> tuple[str, ...]:
        """The phrases in quotation marks that stand nowhere word for word; what a search gives is then only near them."""
        return self.searcher.unfound(query)

    def ask(self, question: str | Query, filters: Filters = EVERYTHING) -> Answer:
        """An answer with citations, or the reason why there is none."""
        query = self.understand(_asked(question)) if isinstance(question, str) else question
        return self.searcher.ask(query, filters)

    # --- citing, exporting, comparing

    def citation(self, clause_id: str, span: Span | None = None) -> Citation:
        """The evidence for a clause, or for a span of its document."""
        from kb.citation import of_clause

        return of_clause(self.store, clause_id, span)

    def cite(self, clause_ids: Sequence[str] | str, style: str = "gbt7714", *, span: Span | None = None) -> str:
        """References of clauses in one of the styles of ``kb.citation.STYLES``; with ``span`` they quote these words."""
        from kb.citation import cite

        return cite(self.store, _listed(clause_ids), style, span)

    def page(self, doc: str, number: int, spans: Sequence[Span] = (), scale: float = 2.0) -> PageView:
        """The picture of a page, with the boxes of the spans that stand on it."""
        from kb.pages import view

        info = self.store.info(doc)
        return view(self.originals, self.store, info, number, spans, scale)

    def original(self, doc: str) -> bytes:
        """The bytes of the file as it was added."""
        return self.originals.read(self.store.sha256(self.store.info(doc).document_id))

    def export(self, rows: Iterable[TargetRow], format: str = "csv", headers: str = "") -> bytes:
        """Target rows as a file in one of the formats of ``kb.export.EXPORTERS``; ``headers`` as told there."""
        from kb.export import export

        return export(tuple(rows), format, headers)

    @staticmethod
    def columns() -> tuple[Column, ...]:
        """The exported columns in order, with Chinese titles and meanings."""
        from kb.export import columns

        return columns()

    @staticmethod
    def dictionary(format: str = "csv") -> bytes:
        """The data dictionary of the exports, as CSV or Markdown."""
        from kb.export import dictionary

        return dictionary(format)

    def align(self, metric: str) -> Alignment:
        """One metric across documents, places and years, in one unit."""
        from kb.align import align

        return align(self.targets(), metric)

    # --- keeping it sound

    def check(self) -> tuple[Fault, ...]:
        """What is wrong with the library, what could be mended at once and what cannot."""
        from kb.checking import check

        return check(self)

    def rebuild(
        self, stage: str | None = None, *, docs: Iterable[str] | str = (), workers: int | None = None
    ) -> Iterator[Added]:
        """Make everything anew from a stage on (read, extract, embed, index), or what is out of date when None.

        With ``docs`` only these documents.
        """
        from kb.maintenance import rebuild

        return rebuild(self, stage, docs=_listed(docs), workers=workers)

    def backup(self, file: str | Path) -> Path:
        """The whole library as one file, taken while others go on reading."""
        from kb.backups import backup

        return backup(self, Path(file))

    @staticmethod
    def restore(file: str | Path, path: str | Path) -> None:
        """A library from a backup into a folder that does not exist yet or is empty."""
        from kb.backups import restore

        restore(Path(file), Path(path).expanduser())


def _listed(names: Iterable[str] | str) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))


def _asked(question: str) -> str:
    if not question.strip():
        raise errors.EmptyQuestion()
    return question


def _may_open(folder: Path, create: bool) -> None:
    """Make the folder if need be; refuse files, foreign folders and, unless ``create``, missing libraries."""
    try:
        if folder.exists() and not folder.is_dir():
            raise errors.NotAFolder(str(folder))
        if (folder / FILE).is_file():
            if not (folder / FILE).stat().st_size and any(Originals(folder).all()):
                raise errors.LibraryDamaged(f"{folder / FILE}（文件是空的）")  # a new one would disown the originals
            return
        if folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir()):
            raise errors.NotALibrary(str(folder))
        if not create:
            raise errors.NotFound(str(folder))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise errors.CannotOpen(f"{folder}（{errors.cause(error)}）") from error
