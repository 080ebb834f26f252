"""The sandbox (隔离读取): work on each item in a child process, so that a hang, a crash or a bomb costs that item alone.

Children live on from item to item; one that must be killed, dies, or holds most of its memory afterwards, is replaced,
and an item for which memory ran out in a child that had worked before is tried once more in a new one. A native library
that is refused memory by the cap on a child's address space aborts, which looks like any other crash: an item at which a
capped child died of a signal is tried once more in one that is only watched, and so ends in its true name. They are plain
interpreters started through ``subprocess``, not ``multiprocessing``: the parent's main module (a page of the browser
app) is never run again.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from ingest.errors import Crashed, IngestError, OutOfMemory, TimedOut

T = TypeVar("T")
R = TypeVar("R")

START_SECONDS = 120.0
CHILD = "from ingest.sandbox import serve; serve()"
POLL_SECONDS = 0.1
WATCHED_POLL_SECONDS = 0.01
"""How often a child whose address space has no cap is looked at: it may grow by gigabytes a second."""
NEARLY = 0.8
"""Share of its memory that a child may hold when an item is done; recognition once loaded holds some 700 MB."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use: seconds of wall time and megabytes of memory beyond what an idle child holds."""

    seconds: float = 300.0
    memory_mb: int = 2000


def run_all(
    function: Callable[[T], R], items: Iterable[T], *, workers: int = 1, limits: Limits | None = None
) -> Iterator[tuple[int, R | IngestError]]:
    """Calls ``function`` on every item in child processes; yields (item's place, result or error) as each is done.

    ``function`` and the items are pickled, so the function must be importable by name. Closing the iterator early
    stops the children.
    """
    if getattr(function, "__module__", "") == "__main__":
        raise ValueError("a function of the main module cannot be imported by a child")
    bounds = limits or Limits()
    shared = _Shared(iter(enumerate(items)), queue.Queue(maxsize=2 * max(1, workers)))
    threads = [
        threading.Thread(target=_work, args=(function, shared, bounds), daemon=True) for _ in range(max(1, workers))
    ]
    for thread in threads:
        thread.start()
    running = len(threads)
    try:
        while running:
            outcome = shared.results.get()
            if outcome is None:
                running -= 1
            elif isinstance(outcome, BaseException):
                raise outcome
            else:
                yield outcome
    finally:
        shared.stop(threads)


@dataclass(slots=True)
class _Shared:
    """What the worker threads share: the items still to do, the results, and whether to stop."""

    items: Iterator[tuple[int, Any]]
    results: queue.Queue[Any]
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: threading.Event = field(default_factory=threading.Event)

    def next(self) -> tuple[int, Any] | None:
        with self.lock:
            return None if self.stopped.is_set() else next(self.items, None)

    def stop(self, threads: list[threading.Thread]) -> None:
        """Makes every thread end; results nobody will read are thrown away."""
        self.stopped.set()
        while any(thread.is_alive() for thread in threads):
            try:
                self.results.get(timeout=0.05)
            except queue.Empty:
                continue


def _work(function: Callable[[Any], Any], shared: _Shared, limits: Limits) -> None:
    """One worker thread: keeps a child, hands it items, replaces it when it is gone."""
    child: _Child | None = None
    try:
        while (entry := shared.next()) is not None:
            place, item = entry
            if child is None:
                child = _Child(function, limits)
            fresh = not child.served
            result, alive = child.do(item, shared.stopped)
            if isinstance(result, OutOfMemory) and not fresh and not shared.stopped.is_set():
                child.kill()  # what it held from items before may have been too much: this one gets a child of its own
                child = _Child(function, limits)
                result, alive = child.do(item, shared.stopped)
            if isinstance(result, Crashed) and child.died_of_signal and not shared.stopped.is_set():
                child.kill()  # the cap on its addresses may have made it abort
                child = _Child(function, limits, capped=False)
                result, alive = child.do(item, shared.stopped)[0], False
            if not alive:
                child.kill()
                child = None
            shared.results.put((place, result))
    except BaseException as error:  # the consumer gets it: nothing may vanish in a thread
        shared.results.put(error)
    finally:
        if child is not None:
            child.kill()
        shared.results.put(None)


class _Child:
    """A child process and the pipes to it."""

    def __init__(self, function: Callable[[Any], Any], limits: Limits, *, capped: bool = True) -> None:
        self.limits = limits
        self.poll = POLL_SECONDS if capped else WATCHED_POLL_SECONDS
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path), PYTHONUTF8="1")
        environment.setdefault("OMP_NUM_THREADS", "1")
        self.process = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.idle_mb = 0.0
        self.served = 0
        self._setting: bytes | None = pickle.dumps((function, limits.memory_mb if capped else 0))

    @property
    def died_of_signal(self) -> bool:
        return (self.process.poll() or 0) < 0

    def do(self, item: Any, stopped: threading.Event) -> tuple[Any, bool]:
        """The result for one item or the error that stands for it, and whether the child can be used again."""
        if self._setting is not None:
            setting, self._setting = self._setting, None
            reply, why = self._ask(setting, START_SECONDS, 0, stopped)
            if reply is None:
                return why or Crashed("读取进程无法启动"), False
            if isinstance(reply, IngestError):
                return reply, False
            self.idle_mb = _resident_mb(self.process.pid)
        self.served += 1
        most = self.idle_mb + self.limits.memory_mb
        reply, why = self._ask(pickle.dumps(item), self.limits.seconds, most, stopped)
        if reply is None:
            return why or self._death(), False
        good, value = reply
        heavy = (
            isinstance(value, OutOfMemory)
            or _resident_mb(self.process.pid) > self.idle_mb + NEARLY * self.limits.memory_mb
        )
        return value, not heavy

    def _ask(
        self, message: bytes, seconds: float, most_mb: float, stopped: threading.Event
    ) -> tuple[Any, IngestError | None]:
        """Sends a message and waits for the reply; None with the reason when the child had to be killed or died."""
        verdict: list[IngestError] = []
        done = threading.Event()
        guard = threading.Thread(target=self._guard, args=(seconds, most_mb, stopped, done, verdict), daemon=True)
        guard.start()
        try:
            _send(cast(IO[bytes], self.process.stdin), message)
            reply = _receive(cast(IO[bytes], self.process.stdout))
        except (OSError, EOFError):
            return None, verdict[0] if verdict else None
        finally:
            done.set()
            guard.join()
        return pickle.loads(reply), None

    def _guard(
        self,
        seconds: float,
        most_mb: float,
        stopped: threading.Event,
        done: threading.Event,
        verdict: list[IngestError],
    ) -> None:
        """Kills the child when its time or memory is used up, or nobody waits for it any more."""
        end = time.monotonic() + seconds
        while not done.wait(self.poll):
            if most_mb and _resident_mb(self.process.pid) > most_mb:
                verdict.append(OutOfMemory(f"上限 {self.limits.memory_mb} MB"))
            elif time.monotonic() > end:
                verdict.append(TimedOut(f"上限 {seconds:g} 秒"))
            elif not stopped.is_set():
                continue
            self.process.kill()
            return

    def _death(self) -> IngestError:
        """What to say of a child that died by itself."""
        code = self.process.wait()
        if code == -9:
            return OutOfMemory("进程被系统终止")
        if code < 0:
            return Crashed(f"信号 {signal.Signals(-code).name}")
        return Crashed(f"退出码 {code}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue


def _resident_mb(process: int) -> float:
    """Memory that a process holds, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(len(message).to_bytes(8, "little"))
    pipe.write(message)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    size = int.from_bytes(_exactly(pipe, 8), "little")
    return _exactly(pipe, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def serve() -> None:
    """The child: takes the function, then items one by one, and answers (good?, result or error) until its input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not reach the parent's pipe
    items = sys.stdin.buffer
    try:
        function, memory_mb = pickle.loads(_receive(items))
    except EOFError:
        return
    except Exception as error:  # the parent hears why the work cannot even begin
        _send(answers, pickle.dumps(Crashed(f"读取进程无法启动：{type(error).__name__} {error}")))
        return
    if memory_mb:
        _limit_memory(memory_mb)
    _send(answers, pickle.dumps(True))
    while True:
        try:
            message = _receive(items)
        except EOFError:
            return
        _send(answers, _answer(function, message))
        give_back()


def give_back() -> None:
    """Hands the heap's free pages back to the system (归还内存) where the C library can; else a large file's stay for good."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _answer(function: Callable[[Any], Any], message: bytes) -> bytes:
    try:
        return pickle.dumps((True, function(pickle.loads(message))))
    except IngestError as error:
        return pickle.dumps((False, error))
    except MemoryError:
        return pickle.dumps((False, OutOfMemory()))
    except RecursionError:
        return pickle.dumps((False, Crashed("文件结构嵌套过深")))
    except Exception as error:  # a fault of ours in one item must not cost the others
        return pickle.dumps((False, Crashed(f"内部错误 {type(error).__name__}: {error}")))


def _limit_memory(memory_mb: int) -> None:
    """Lets the child's address space grow by three times its memory limit at most, where the system can do that.

    The parent watches resident memory; this stops one sudden huge allocation that it would see too late.
    """
    try:
        import resource

        held = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = held + 3 * memory_mb * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return
