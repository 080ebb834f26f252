"""Keeping a library sound (维护): what lacks a vector is embedded, what is out of date made anew from its stage on."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ingest.errors import IngestError
from ingest.readers import READERS
from kb import stamps
from kb.adding import default_workers, in_children, vectors_of
from kb.errors import UnknownName
from kb.model import Added, Failure
from kb.reading import Again, Job, extract_again, read_file

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.library import Library
    from kb.store import Store

STAGES = ("read", "extract", "embed", "index")
INDEX_FOLDERS = ("keywords", "vectors")
_COLUMNS = "d.doc, d.sha256, d.source, d.suffix, d.ocr, d.read_at, d.reader, d.rules"


def embed_missing(store: Store, embedder: Embedder) -> int:
    """Give every live passage a vector of this model; how many lacked one."""
    from kb.embedding import passage_text

    missing = store.rows_without_vectors(embedder.name)
    if not len(missing):
        return 0
    lacking = store.query(
        "SELECT doc FROM documents d WHERE state = 'live' AND EXISTS (SELECT 1 FROM passages p WHERE p.key = d.key) "
        "AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.model = ? AND v.key = d.key)",
        [embedder.name],
    )
    for (doc,) in lacking:
        _embed(store, embedder, doc, passage_text)
    return len(missing)


def _embed(store: Store, embedder: Embedder, doc: str, words: Any) -> None:
    import numpy as np

    passages = store.passages_of(doc)
    rows = np.array([passage.row for passage in passages], dtype=np.int64)
    texts = [words(passage.title, passage.head, passage.text) for passage in passages]
    store.put_vectors(embedder.name, rows, embedder.encode_passages(texts))


def rebuild(library: Library, stage: str | None, *, docs: Sequence[str] = (), workers: int | None) -> Iterator[Added]:
    """Make everything anew from ``stage`` on; None: each document from its first stage that is out of date.

    Removed documents are forgotten for good. With ``docs`` (short names) only these are made anew, and nothing is
    forgotten. A document that can no longer be read stays as it was and is a failure.
    """
    if stage is not None and stage not in STAGES:
        raise UnknownName("重建阶段", stage, STAGES)
    with library.writing():
        only = {library.store.info(doc).doc for doc in docs}
        if not only:
            forget_removed(library)
        again, anew = _out_of_date(library, stage)
        again = [job for job in again if not only or job.doc in only]
        anew = [job for job in anew if not only or job.doc in only]
        yield from _made_again(library, [*anew, *again], workers or default_workers())
        if stage == "embed":
            library.store.drop_vectors(library.embedder.name)
        if stage in ("embed", "index"):
            drop_indexes(library)
        library.sync()


def forget_removed(library: Library) -> None:
    """Delete removed documents and the originals that nothing needs any more."""
    gone = library.store.query("SELECT sha256 FROM documents WHERE state = 'removed'")
    if gone:
        library.store.purge()
    for (sha256,) in gone:
        if not library.store.query("SELECT 1 FROM documents WHERE sha256 = ?", [sha256]):
            library.originals.drop(sha256)


def drop_indexes(library: Library) -> None:
    """Delete the indexes, which are made from the store again at the next use."""
    library.forget_indexes()
    for name in INDEX_FOLDERS:
        shutil.rmtree(library.folder / name, ignore_errors=True)


def reader_of(suffix: str) -> str:
    """Name and version of the reader that would read such a file now; "" for formats that none reads."""
    return str(import_module(READERS[suffix]).READER) if suffix in READERS else ""


def _out_of_date(library: Library, stage: str | None) -> tuple[list[Again], list[Job]]:
    """Documents to be extracted again, and those to be read again."""
    again, anew = [], []
    found = library.store.query(f"SELECT {_COLUMNS} FROM documents d WHERE state = 'live' ORDER BY doc")
    for doc, sha256, source, suffix, ocr, read_at, reader, rules in found:
        if stage == "read" or (stage is None and reader.split("+")[0] != reader_of(suffix)):
            anew.append(_reading(library, doc, sha256, source, suffix, ocr))
        elif stage == "extract" or (stage is None and rules != stamps.rules()):
            again.append(Again(b"", doc, sha256, source, suffix, ocr, read_at, stamps.rules()))
    return again, anew


def _reading(library: Library, doc: str, sha256: str, source: str, suffix: str, ocr: str) -> Job:
    kept = library.originals.path(sha256)
    return Job(
        path=source,
        kept=str(kept),
        sha256=sha256,
        doc=doc,
        source=source,
        suffix=suffix,
        size=kept.stat().st_size if kept.is_file() else 0,
        rules=stamps.rules(),
        ocr=ocr,
        max_pages=library.settings.max_pages,
        max_file_mb=library.settings.max_file_mb,
    )


def again_or_anew(job: Job | Again) -> Any:
    """Read a file or extract a stored document, whichever the job asks for; runs in a child process."""
    return read_file(job) if isinstance(job, Job) else extract_again(job)


def _made_again(library: Library, jobs: list[Job | Again], workers: int) -> Iterator[Added]:
    began, total, done = time.monotonic(), len(jobs), 0
    if not jobs:
        return
    library.embedder.warm()
    for job, result in in_children(again_or_anew, _loaded(library, jobs), library.settings, workers):
        done += 1
        left = (total - done) * (time.monotonic() - began) / done
        if isinstance(result, IngestError):
            failure = Failure(job.source, result.kind, str(result))
            yield Added(job.source, job.doc, "failed", done, total, failure=failure, seconds_left=left)
            continue
        library.store.save(result, (library.embedder.name, vectors_of(library.embedder, result)))
        yield Added(
            job.source,
            job.doc,
            "replaced",
            done,
            total,
            pages=result.pages,
            targets=len(result.targets),
            doubtful=result.doubtful,
            seconds_left=left,
        )


def _loaded(library: Library, jobs: list[Job | Again]) -> Iterator[Job | Again]:
    """The jobs, each stored document fetched only when its turn comes."""
    for job in jobs:
        if isinstance(job, Again):
            body = library.store.query(
                "SELECT b.document FROM bodies b JOIN documents d ON d.key = b.key WHERE d.doc = ? AND d.state = 'live'",
                [job.doc],
            )
            yield replace(job, document=body[0][0])
        else:
            yield job
