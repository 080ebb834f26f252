"""Long work in the background (后台任务): one thread a job, its progress readable from any page, cancellable."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kb.model import Added


@dataclass(slots=True)
class Job:
    """One run of ``Library.add``: what is done so far, whether it still runs, and what stopped it."""

    name: str
    steps: list[Added] = field(default_factory=list)
    error: str = ""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    @property
    def last(self) -> Added | None:
        return self.steps[-1] if self.steps else None

    def cancel(self) -> None:
        """Ask the job to stop after the file in hand; everything done so far stays in the library."""
        self._stop.set()

    def start(self, work: Callable[[], Iterator[Added]]) -> Job:
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True, name=self.name)
        self._thread.start()
        return self

    def _run(self, work: Callable[[], Iterator[Added]]) -> None:
        run = work()
        try:
            for step in run:
                self.steps.append(step)
                if self._stop.is_set():
                    break
        except Exception as error:  # shown to the reader on the page; a thread has nobody else to tell
            self.error = str(error) or type(error).__name__
        finally:
            close = getattr(run, "close", None)
            if close is not None:
                close()


class Jobs:
    """The jobs of this server; at most one adds to the library at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._current: Job | None = None

    @property
    def current(self) -> Job | None:
        return self._current

    def start(self, name: str, work: Callable[[], Iterator[Added]]) -> Job | None:
        """Start ``work`` unless another job runs; None when one does."""
        with self._lock:
            if self._current is not None and self._current.running:
                return None
            self._current = Job(name).start(work)
            return self._current

    def dismiss(self) -> None:
        """Forget a finished job, so that its summary is no longer shown."""
        with self._lock:
            if self._current is not None and not self._current.running:
                self._current = None
