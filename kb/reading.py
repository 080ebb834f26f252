"""What the reading processes do (读取作业): one file → one bundle, without touching the store."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kb.records import Bundle, bundle, unpack_document

if TYPE_CHECKING:
    from ingest.model import Document


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read: where its kept copy lies, the short name it will have, and how to read it.

    ``path`` is what the caller gave, for messages; ``replaces`` the short name of the version it takes the place of.
    """

    path: str
    kept: str
    sha256: str
    doc: str
    source: str
    suffix: str
    size: int
    rules: str
    ocr: str = "auto"
    max_pages: int = 3000
    max_file_mb: int = 200
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A stored document to be segmented and extracted anew: its packed bytes and what is known of its file."""

    document: bytes
    doc: str
    sha256: str
    source: str
    suffix: str
    ocr: str
    read_at: str
    rules: str


def read_file(job: Job) -> Bundle:
    """Read, segment, extract and split a file; IngestError when it cannot be read."""
    from ingest import ReadOptions, read

    options = ReadOptions(ocr=job.ocr, max_pages=job.max_pages, max_file_mb=job.max_file_mb)  # type: ignore[arg-type]
    document = read(Path(job.kept).read_bytes(), job.doc, job.suffix, options)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return _made(document, job, read_at=now)


def extract_again(job: Again) -> Bundle:
    """Segment, extract and split a stored document, without its file."""
    document = replace(unpack_document(job.document), name=job.doc)
    return _made(document, job, read_at=job.read_at)


def _made(document: Document, job: Job | Again, *, read_at: str) -> Bundle:
    from extract import extract
    from ingest import segment
    from kb.passages import split

    clauses = segment(document)
    return bundle(
        document,
        clauses,
        extract(document, clauses),
        split(document, clauses),
        sha256=job.sha256,
        source=job.source,
        suffix=job.suffix,
        rules=job.rules,
        ocr=job.ocr,
        read_at=read_at,
    )
