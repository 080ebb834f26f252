"""Files are read in child processes (读取沙箱): a bomb, a hang or a crash costs that one file and is reported.

The children are plain interpreters that speak length-prefixed pickles over pipes; they do not import the caller's
main module, so a script without a ``__main__`` guard is safe. Each works on one item at a time within the limits and
is replaced when it dies, hangs, or has done ``RENEW_AFTER`` items (so that memory cannot creep up for ever).
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from ingest.errors import Crashed, Damaged, IngestError, OutOfMemory, TimedOut

T = TypeVar("T")
R = TypeVar("R")

RENEW_AFTER = 400
_AHEAD = 2
_LENGTH = struct.Struct("<Q")
_ROOT = Path(__file__).resolve().parent.parent
_MEMORY_EXIT = 77


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost (单个文件的上限): seconds of wall time, and megabytes of memory beyond the bare reader."""

    seconds: float = 300.0
    memory_mb: int = 2000


def run_all(
    function: Callable[[T], R], items: Iterable[T], *, workers: int = 1, limits: Limits | None = None
) -> Iterator[tuple[int, R | IngestError]]:
    """Yield (number of the item, result or IngestError) as the items are done, in order of completion.

    ``function`` is a module-level function; items and results are picklable. Closing the generator ends the children.
    """
    results: queue.Queue[tuple[int, Any]] = queue.Queue()
    inbox: queue.Queue[tuple[int, T] | None] = queue.Queue()
    keepers = [_Keeper(function, inbox, results, limits or Limits()) for _ in range(max(1, workers))]
    source, waiting = enumerate(items), 0
    try:
        for keeper in keepers:
            keeper.start()
        exhausted = False
        while True:
            while not exhausted and waiting < len(keepers) * _AHEAD:
                numbered = next(source, None)
                if numbered is None:
                    exhausted = True
                    break
                inbox.put(numbered)
                waiting += 1
            if not waiting:
                return
            number, result = results.get()
            waiting -= 1
            yield number, result
    finally:
        for keeper in keepers:
            keeper.stop()
        for _ in keepers:
            inbox.put(None)
        for keeper in keepers:
            keeper.join(timeout=10)


class _Keeper(threading.Thread):
    """Keeps one child alive and gives it one item at a time."""

    def __init__(
        self,
        function: Callable[[Any], Any],
        inbox: queue.Queue[Any],
        results: queue.Queue[tuple[int, Any]],
        limits: Limits,
    ) -> None:
        super().__init__(daemon=True, name="reader-keeper")
        self._function, self._inbox, self._results, self._limits = function, inbox, results, limits
        self._child: subprocess.Popen[bytes] | None = None
        self._done = 0
        self._stopped = False

    def run(self) -> None:
        while not self._stopped:
            numbered = self._inbox.get()
            if numbered is None or self._stopped:
                break
            number, item = numbered
            try:
                result = self._one(item)
            except Exception as error:  # the keeper must outlive whatever went wrong with one item
                self._end()
                result = Crashed(type(error).__name__)
            self._results.put((number, result))
        self._end()

    def stop(self) -> None:
        """End the child now, even in the middle of an item."""
        self._stopped = True
        self._end()

    def _one(self, item: object) -> object:
        if self._child is None or self._child.poll() is not None or self._done >= RENEW_AFTER:
            self._end()
            self._child, self._done = _started(self._limits), 0
        child = self._child
        assert child.stdin is not None and child.stdout is not None
        self._done += 1
        _send(child.stdin, pickle.dumps((self._function, item), protocol=5))
        deadline = time.monotonic() + self._limits.seconds
        ready: list[Any] = []
        while not ready and time.monotonic() < deadline:
            ready, _, _ = select.select([child.stdout], [], [], max(0.0, min(0.5, deadline - time.monotonic())))
        if not ready:
            self._end()
            return TimedOut(f"{self._limits.seconds:g} 秒")
        reply = _received(child.stdout)
        if reply is None:
            return _cause_of_death(child)
        result: object = pickle.loads(reply)
        return result

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        child.wait()


def _cause_of_death(child: subprocess.Popen[bytes]) -> IngestError:
    code = child.wait()
    if code == _MEMORY_EXIT:
        return OutOfMemory()
    if code == -signal.SIGALRM:
        return TimedOut()
    return Crashed(f"信号 {-code}" if code < 0 else f"退出码 {code}")


def _started(limits: Limits) -> subprocess.Popen[bytes]:
    environment = dict(os.environ)
    roots = [str(_ROOT), *[entry for entry in sys.path if entry]]
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(roots))
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        environment.setdefault(name, "1")
    command = [sys.executable, "-c", "from ingest.sandbox import serve; serve()"]
    command += [str(limits.seconds), str(limits.memory_mb)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )


def _send(pipe: BinaryIO | Any, message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)) + message)
    pipe.flush()


def _received(pipe: BinaryIO | Any) -> bytes | None:
    """One whole message; None when the other side has gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body: bytes = pipe.read(length)
    return body if len(body) == length else None


def serve() -> None:
    """The child: answer items until the parent closes the pipe."""
    seconds, memory_mb = float(sys.argv[1]), int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not mix with the answers
    _limit_memory(memory_mb)
    while (message := _received(sys.stdin.buffer)) is not None:
        _alarm(seconds)
        reply = _answer(message)
        _alarm(0)
        _send(answers, reply)


def _answer(message: bytes) -> bytes:
    try:
        function, item = pickle.loads(message)
        return pickle.dumps(function(item), protocol=5)
    except IngestError as error:
        return pickle.dumps(error, protocol=5)
    except MemoryError:
        os._exit(_MEMORY_EXIT)
    except RecursionError:
        return pickle.dumps(Damaged("嵌套过深"), protocol=5)
    except Exception as error:  # a reader's own fault: named, and only this file is lost
        return pickle.dumps(Crashed(f"{type(error).__name__}: {str(error)[:200]}"), protocol=5)


def _alarm(seconds: float) -> None:
    """End this process by itself some time after the limit, in case the parent is no longer there to do it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + 15 if seconds else 0)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the time limit still holds
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
