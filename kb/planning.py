"""What is to be done with each given file (添加计划): new, a new version, another name, unchanged, or a failure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import IngestError
from ingest.readers import reader_for
from kb import stamps
from kb.files import Original, Originals
from kb.reading import Job
from kb.settings import Settings
from kb.sources import suffix_of
from kb.store import Store

_ODD = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file without reading it; ``error`` is set when it failed."""

    path: str
    doc: str
    status: Literal["unchanged", "alias", "failed"]
    size: int = 0
    error: IngestError | None = None


@dataclass(frozen=True, slots=True)
class _Twin:
    path: Path
    source: str
    original: Original


class HeldElsewhere(IngestError):
    """A file that was to be a new version of one document while its bytes are another document of the library."""

    message = "没有替换"


class Plan:
    """Goes through the files in order and yields those that must be read; the others end up in ``settled``.

    A file with the same bytes as one that is still being read waits for it: call ``twins`` when that one is done.
    """

    def __init__(
        self,
        store: Store,
        originals: Originals,
        settings: Settings,
        *,
        ocr: str = "auto",
        replaces: str | None = None,
        sources: Mapping[Path, str] | None = None,
    ) -> None:
        self._sources = sources or {}
        self._store, self._originals, self._settings = store, originals, settings
        self._ocr, self._replaces = ocr, replaces
        self._reserved: set[str] = set()
        self._reading: dict[str, list[_Twin]] = {}
        self._handed_out: dict[str, Job] = {}
        self.settled: deque[Outcome] = deque()

    def jobs(self, files: Iterable[Path]) -> Iterator[Job]:
        for file in files:
            try:
                job = self._job(file)
            except IngestError as error:
                self.settled.append(Outcome(self._source(file), file.stem, "failed", _size(file), error))
                continue
            if job is not None:
                self._reading[job.sha256] = []
                self._handed_out[job.sha256] = job
                self._reserved.add(job.doc)
                yield job

    def finished(self, job: Job, error: IngestError | None) -> None:
        """Settle the files that had the same bytes as ``job``."""
        self._handed_out.pop(job.sha256, None)
        for twin in self._reading.pop(job.sha256, []):
            if error is None:
                self._settle_known(twin.path, twin.source, twin.original, job.doc)
            else:
                self.settled.append(Outcome(twin.source, twin.path.stem, "failed", twin.original.size, error))

    def unfinished(self) -> tuple[Job, ...]:
        """Jobs that were handed out and never finished, because the run was stopped."""
        return tuple(self._handed_out.values())

    def _job(self, file: Path) -> Job | None:
        reader_for(suffix_of(file.name))
        original = self._originals.take(file, self._settings.max_file_mb * 1_000_000)
        source = self._source(file)
        if original.sha256 in self._reading:
            self._reading[original.sha256].append(_Twin(file, source, original))
            return None
        known = self._document_with(original.sha256)
        if known is not None:
            if self._replaces is not None and self._replaces != known:
                raise HeldElsewhere(
                    f"该文件的内容就是库中的 {known}，不能同时作为 {self._replaces} 的新版本",
                    remedy=f"如确要用它取代 {self._replaces}，请先移除 {known}（remove），再带 --replace 添加",
                )
            self._settle_known(file, source, original, known)
            return None
        replaces = self._replaces or self._document_from(source)
        return Job(
            path=source,
            kept=str(original.path),
            sha256=original.sha256,
            doc=replaces or self._free_name(file.stem),
            source=source,
            suffix=suffix_of(file.name),
            size=original.size,
            rules=stamps.rules(),
            ocr=self._ocr,
            max_pages=self._settings.max_pages,
            max_file_mb=self._settings.max_file_mb,
            replaces=replaces,
        )

    def _source(self, file: Path) -> str:
        """Where a file came from: its web address, else its path; bytes of it that are no text are written as escapes."""
        return self._sources.get(file) or str(file).encode("utf-8", "backslashreplace").decode()

    def _settle_known(self, file: Path, source: str, original: Original, doc: str) -> None:
        """The bytes are in the library: nothing changes, but another name is noted."""
        info = self._store.info(doc)
        stem = _clean(file.stem)
        if stem == info.doc or stem in info.aliases or source == info.source:
            self.settled.append(Outcome(source, doc, "unchanged", original.size))
            return
        self._store.add_alias(info.document_id, stem, source)
        self.settled.append(Outcome(source, doc, "alias", original.size))

    def _document_with(self, sha256: str) -> str | None:
        found = self._store.query("SELECT doc FROM documents WHERE id = ? AND state = 'live'", [sha256[:16]])
        return found[0][0] if found else None

    def _document_from(self, source: str) -> str | None:
        found = self._store.query("SELECT doc FROM documents WHERE source = ? AND state = 'live'", [source])
        return found[0][0] if found else None

    def _free_name(self, stem: str) -> str:
        name = base = _clean(stem) if stem.strip() else "未命名"
        number = 2
        while name in self._reserved or self._store.query(
            "SELECT 1 FROM documents WHERE doc = ? AND state = 'live'", [name]
        ):
            name = f"{base}~{number}"
            number += 1
        return name


def _clean(stem: str) -> str:
    """A file's stem as a short name, blanks and all; control characters, slashes and lone surrogates replaced."""
    return _ODD.sub("_", stem).encode("utf-8", "replace").decode()


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
