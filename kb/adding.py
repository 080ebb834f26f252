"""Files into the library (添加文件): read in child processes, embedded and saved here, a transaction a document."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ingest.errors import IngestError
from kb.files import Originals
from kb.model import Added, Failure
from kb.planning import Outcome, Plan
from kb.reading import Job, read_file
from kb.records import Bundle
from kb.settings import Settings
from kb.store import Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.embedding import Embedder


J = TypeVar("J")
_TELLING = 0.02  # of all bytes: before these are read, loading the model makes minutes of seconds
_SAMPLE = "到2030年，非化石能源占能源消费总量比重达到25%左右。"


@dataclass(frozen=True, slots=True)
class Adder:
    """Everything an addition needs: where to keep, how to embed, what limits hold."""

    store: Store
    originals: Originals
    embedder: Embedder
    settings: Settings

    def add(
        self,
        files: tuple[Path, ...],
        *,
        workers: int | None = None,
        ocr: str = "auto",
        replaces: str | None = None,
        sources: Mapping[Path, str] | None = None,
    ) -> Iterator[Added]:
        """Add the files; yields one step a file as it is done. What is done stays when the caller stops early.

        ``sources`` names where a file came from when that is not its path (the web address of a download).
        """
        plan = Plan(self.store, self.originals, self.settings, ocr=ocr, replaces=replaces, sources=sources)
        progress = _Progress(files)
        try:
            yield from self._steps(plan, progress, plan.jobs(files), workers or default_workers())
        finally:
            for job in plan.unfinished():
                self._forget(job)

    def _steps(self, plan: Plan, progress: _Progress, jobs: Iterator[Job], workers: int) -> Iterator[Added]:
        first = next(jobs, None)
        yield from progress.settled(plan)
        if first is None:
            return
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="embedder") as loader:
            ready = loader.submit(self.embedder.encode_passages, [_SAMPLE])
            for job, result in in_children(read_file, chain([first], jobs), self.settings, workers):
                yield from progress.settled(plan)
                if isinstance(result, IngestError):
                    self._forget(job)
                    plan.finished(job, result)
                else:
                    self._save(job, result, ready)
                    plan.finished(job, None)
                yield progress.read(job, result)
                yield from progress.settled(plan)
        yield from progress.settled(plan)

    def _save(self, job: Job, bundle: Bundle, ready: Future[Any]) -> None:
        """Keep a document with its vectors; while the model is still being loaded without, to be embedded at the end."""
        vectors = None
        if ready.done():
            ready.result()
            vectors = self.embedder.name, vectors_of(self.embedder, bundle)
        self.store.save(bundle, vectors, replaces=job.replaces)

    def _forget(self, job: Job) -> None:
        """Drop the kept copy of a file that could not be read, unless an older version needs it."""
        if not self.store.query("SELECT 1 FROM documents WHERE sha256 = ?", [job.sha256]):
            self.originals.drop(job.sha256)


def in_children(
    function: Callable[[J], Bundle], jobs: Iterator[J], settings: Settings, workers: int
) -> Iterator[tuple[J, Bundle | IngestError]]:
    """Run ``function`` on every job in child processes, within the settings' limits; results as they come."""
    from ingest.sandbox import Limits, run_all

    started: dict[int, J] = {}

    def handed_out() -> Iterator[J]:
        for number, job in enumerate(jobs):
            started[number] = job
            yield job

    limits = Limits(seconds=settings.max_seconds, memory_mb=settings.max_memory_mb)
    results = run_all(function, handed_out(), workers=workers, limits=limits)
    try:
        for number, result in results:
            yield started.pop(number), result
    finally:
        close = getattr(results, "close", None)
        if close is not None:
            close()


def vectors_of(embedder: Embedder, bundle: Bundle) -> NDArray[np.float32]:
    """One vector a passage of the bundle."""
    from kb.embedding import passage_text

    title = bundle.metadata.title
    return embedder.encode_passages([passage_text(title, part.head, part.text) for part in bundle.passages])


def default_workers() -> int:
    """As many reading processes as there are processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


class _Progress:
    """How far an addition is, by files for the count and by bytes for the time left."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        self._total = len(files)
        self._bytes = sum(_size(file) for file in files)
        self._done = 0
        self._done_bytes = 0
        self._read_bytes = 0
        self._began = time.monotonic()

    def settled(self, plan: Plan) -> Iterator[Added]:
        """The steps of files that needed no reading."""
        while plan.settled:
            yield self._settled(plan.settled.popleft())

    def _settled(self, outcome: Outcome) -> Added:
        left = self._step(outcome.size, read=False)
        failure = None if outcome.error is None else _failure(outcome.path, outcome.error)
        return Added(
            outcome.path, outcome.doc, outcome.status, self._done, self._total, failure=failure, seconds_left=left
        )

    def read(self, job: Job, result: Bundle | IngestError) -> Added:
        left = self._step(job.size, read=True)
        if isinstance(result, IngestError):
            failure = _failure(job.path, result)
            return Added(job.path, job.doc, "failed", self._done, self._total, failure=failure, seconds_left=left)
        return Added(
            job.path,
            job.doc,
            "replaced" if job.replaces else "added",
            self._done,
            self._total,
            pages=result.pages,
            targets=len(result.targets),
            doubtful=result.doubtful,
            seconds_left=left,
        )

    def _step(self, size: int, *, read: bool) -> float | None:
        """Seconds left; None while too little was read to tell."""
        self._done += 1
        self._done_bytes += size
        self._read_bytes += size if read else 0
        if not self._read_bytes or self._read_bytes < self._bytes * _TELLING:
            return None
        spent = time.monotonic() - self._began
        return max(0.0, self._bytes - self._done_bytes) * spent / self._read_bytes


def _failure(path: str, error: IngestError) -> Failure:
    return Failure(path, error.kind, str(error))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
