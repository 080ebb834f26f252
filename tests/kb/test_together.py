"""Two at once: every task is done once, in its place, by one of two; errors come out after both have stopped."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from kb.together import Together


@pytest.fixture
def together():
    made = Together("test")
    yield made
    made.close()


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_results_come_in_the_order_of_their_tasks(together, count):
    assert together.run([partial(pow, number, 2) for number in range(count)]) == [number**2 for number in range(count)]


def test_a_task_may_wait_for_one_at_the_other_end(together):
    met = threading.Barrier(2, timeout=20)

    def task() -> str:
        met.wait()
        return threading.current_thread().name

    first, last = together.run([task, task])
    assert first == threading.current_thread().name
    assert last.startswith("test")


@pytest.mark.parametrize("failing", [0, 1])
def test_an_error_of_either_is_raised_and_the_next_run_is_whole(together, failing):
    met = threading.Barrier(2, timeout=20)

    def task(place: int) -> int:
        met.wait()
        if place == failing:
            raise ValueError(str(place))
        return place

    with pytest.raises(ValueError, match=str(failing)):
        together.run([partial(task, 0), partial(task, 1)])
    assert together.run([partial(int, "1"), partial(int, "2")]) == [1, 2]


def test_after_closing_another_thread_is_begun(together):
    tasks = [partial(int, "1"), partial(int, "2")]
    assert together.run(tasks) == [1, 2]
    together.close()
    assert together.run(tasks) == [1, 2]
