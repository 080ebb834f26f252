"""Long work in the background: one at a time, cancellable, an error told and not lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from kb.model import Added
from ui.jobs import Jobs


def wait_for_end(jobs: Jobs) -> None:
    for _ in range(500):
        if jobs.current is None or not jobs.current.running:
            return
        time.sleep(0.01)
    raise AssertionError("the job did not end")


def step(n: int, total: int = 3) -> Added:
    return Added(path=f"{n}.pdf", doc=str(n), status="added", done=n, total=total)


def test_a_job_tells_its_steps_and_ends() -> None:
    jobs = Jobs()
    jobs.start("upload", lambda: iter([step(1), step(2), step(3)]))
    wait_for_end(jobs)
    assert jobs.current is not None and [s.done for s in jobs.current.steps] == [1, 2, 3]
    jobs.dismiss()
    assert jobs.current is None


def test_only_one_job_runs_at_a_time() -> None:
    gate, jobs = threading.Event(), Jobs()

    def slow() -> Iterator[Added]:
        gate.wait(5)
        yield step(1)

    assert jobs.start("first", slow) is not None
    assert jobs.start("second", slow) is None
    gate.set()
    wait_for_end(jobs)


def test_cancelling_keeps_what_was_done_and_closes_the_run() -> None:
    jobs, closed, reached = Jobs(), threading.Event(), threading.Event()

    def endless() -> Iterator[Added]:
        try:
            for n in range(1, 10_000):
                reached.set()
                yield step(n, 10_000)
                time.sleep(0.001)
        finally:
            closed.set()

    job = jobs.start("upload", endless)
    assert job is not None and reached.wait(5)
    job.cancel()
    wait_for_end(jobs)
    assert job.cancelled and closed.is_set() and 0 < len(job.steps) < 9_999


def test_an_error_inside_a_job_is_kept_for_the_page() -> None:
    jobs = Jobs()

    def broken() -> Iterator[Added]:
        yield step(1)
        raise OSError("磁盘已满")

    jobs.start("upload", broken)
    wait_for_end(jobs)
    assert jobs.current is not None and jobs.current.error == "磁盘已满" and len(jobs.current.steps) == 1
