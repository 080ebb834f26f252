"""Two at once (两路并行): tasks that spend their time outside Python, worked off by the caller and one thread beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any


class Together:
    """A thread that takes tasks from one end of a list while the caller takes them from the other, until none is left.

    So neither waits for the other while there is work, however long each task takes. Made for tasks that let go of Python's
    lock: a thread that holds it makes the other one wait.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._pool: ThreadPoolExecutor | None = None

    def run(self, tasks: Sequence[Callable[[], Any]]) -> list[Any]:
        """The results in the order of the tasks; an error of any task is raised once both have stopped."""
        if len(tasks) < 2:
            return [task() for task in tasks]
        left, results = deque(enumerate(tasks)), [None] * len(tasks)

        def work(taken: Callable[[], tuple[int, Callable[[], Any]]]) -> None:
            while True:
                try:
                    place, task = taken()
                except IndexError:
                    return
                results[place] = task()

        beside = self._begun().submit(work, left.pop)
        try:
            work(left.popleft)
        except BaseException:
            left.clear()
            raise
        finally:
            beside.exception()  # waits for it
        beside.result()
        return results

    def close(self) -> None:
        """Let go of the thread; the next run begins another one."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _begun(self) -> ThreadPoolExecutor:
        """The thread. Products of matrices keep to one processor from now on: the helpers that numpy calls in spin on for longer
        than a search takes, just where the other half of the tasks is to run."""
        if self._pool is None:
            from threadpoolctl import threadpool_limits

            threadpool_limits(limits=1, user_api="blas")
            self._pool = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        return self._pool
