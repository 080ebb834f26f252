"""Warming up (预热): what the first question, table, chart and picture need is loaded while nobody waits for a page.

All of it runs under one interpreter lock, so that a page drawn meanwhile would take twice as long or more: the work is
cut into steps, and before each of them the server has to have been quiet for a moment.
"""

from __future__ import annotations

import gc
import importlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from kb.errors import LibraryError
from ui import parts, spread

START = 3.0  # seconds in which the first visitor is expected: nothing runs beside the first page
QUIET, PATIENCE = 0.5, 30.0  # seconds of quiet before a step; of waiting in all
_FIRST = "全国2030年非化石能源占比目标"
# Each takes a part of a second to load; what the larger ones are made of comes before them, to keep the steps short.
_LATER = (
    "numpy", "pydantic", "httpx", "grpc", "chromadb", "jieba", "pandas", "pyarrow", "altair", "pypdfium2", "PIL.Image",
    "pint", "streamlit.emojis",
)  # fmt: skip


class Traffic:
    """Whether somebody is being served (有无访问): runs in progress, and when something last happened."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._running = 0
        self._last = clock()

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While a page or a file is made for somebody."""
        with self._lock:
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._last = self._clock()

    def quiet_for(self) -> float:
        """Seconds since something last happened; 0 while somebody is being served."""
        with self._lock:
            return 0.0 if self._running else self._clock() - self._last

    def wait(self, quiet: float, most: float) -> float:
        """Come back when nothing has happened for ``quiet`` seconds, or after ``most`` seconds at the latest; the
        seconds that it took."""
        begun = self._clock()
        while (missing := quiet - self.quiet_for()) > 0 and (left := begun + most - self._clock()) > 0:
            self._sleep(max(0.01, min(missing, left)))
        return self._clock() - begun


TRAFFIC = Traffic()


def start() -> None:
    """Warm up in the background, as long as the server runs."""
    threading.Thread(target=warm, args=(TRAFFIC,), daemon=True, name="warm").start()


def warm(traffic: Traffic) -> None:
    """Take the steps one by one, each when the server is quiet; a server that never is gets warm all the same, once
    the patience is used up."""
    left = PATIENCE - traffic.wait(START, START)
    try:
        for step in _steps():
            left -= traffic.wait(QUIET, max(0.0, left))
            step()
    except LibraryError:
        return  # the page says why the library cannot be opened


def _steps() -> Iterator[Callable[[], object]]:
    for name in _LATER:
        yield partial(_import, name)
    library = parts.library()
    if library.generation():
        yield library.warm
        yield partial(library.understand, _FIRST)
        yield partial(library.ask, _FIRST)
        yield parts.rows
        yield spread.warm
    # What is loaded now stays: without this every full collection walks some millions of objects that never die.
    yield gc.collect
    yield gc.freeze


def _import(name: str) -> None:
    try:
        importlib.import_module(name)
    except ImportError:
        return  # an optional part of a library; whoever needs it says so
