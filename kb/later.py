"""Work that can wait (稍后再做): done in the background after a pause, unless it is no longer wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable

_LOOK = 0.1  # seconds between looks at whether the work is still wanted


class Later:
    """Runs ``work`` once, ``pause`` seconds after ``begin``. A process that ends, or ``drop``, does not wait for the pause."""

    def __init__(self, work: Callable[[], None], pause: float, name: str) -> None:
        self._work, self._pause, self._name = work, pause, name
        self._dropped = threading.Event()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Start the pause; nothing happens the second time, or after ``drop``."""
        with self._lock:
            if self._thread is None and not self._dropped.is_set():
                # No daemon: a process that exits amid the import of a large library aborts.
                self._thread = threading.Thread(target=self._run, name=self._name)
                self._thread.start()

    def drop(self) -> None:
        """The work is not wanted any more; what has begun is not broken off."""
        self._dropped.set()

    def _run(self) -> None:
        left = self._pause
        while left > 0:
            if self._dropped.wait(min(_LOOK, left)) or not threading.main_thread().is_alive():
                return
            left -= _LOOK
        self._work()
