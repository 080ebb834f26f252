"""The sandbox: what one item does never costs another."""

from __future__ import annotations

import math
import operator
import os
import time

import pytest

from ingest.errors import Crashed, IngestError, OutOfMemory, TimedOut
from ingest.sandbox import Limits, run_all

call = operator.methodcaller("__call__")


class Hang:
    def __reduce__(self) -> tuple[object, ...]:
        return time.sleep, (60,)


class Die:
    def __reduce__(self) -> tuple[object, ...]:
        return os.abort, ()


class Leave:
    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


class Eat:
    def __init__(self, size: int) -> None:
        self.size = size

    def __reduce__(self) -> tuple[object, ...]:
        return operator.mul, (b"x", self.size)


class Hold:
    """Takes memory for half a second, or for as long as its process lives."""

    def __init__(self, size: int, kept: bool) -> None:
        self.size, self.kept = size, kept

    def __reduce__(self) -> tuple[object, ...]:
        code = f"import sys, time\nheld = b'x' * {self.size}\ntime.sleep(0.5)\nif {self.kept}: sys.held = held"
        return exec, (code,)


def test_results_come_back_with_their_items_place() -> None:
    assert dict(run_all(math.sqrt, [1.0, 4.0, 9.0])) == {0: 1.0, 1: 2.0, 2: 3.0}


def test_many_items_are_shared_out_among_workers() -> None:
    done = dict(run_all(math.sqrt, [float(n * n) for n in range(40)], workers=2))
    assert done == {n: float(n) for n in range(40)}


@pytest.mark.slow
def test_a_hang_costs_its_item_alone() -> None:
    done = dict(run_all(operator.truth, [1, Hang(), 2], limits=Limits(seconds=1)))
    assert isinstance(done[1], TimedOut)
    assert done[0] is True and done[2] is True


def test_a_crash_costs_its_item_alone() -> None:
    done = dict(run_all(operator.truth, [1, Die(), 2, Leave(), 3]))
    assert isinstance(done[1], Crashed) and "SIGABRT" in str(done[1])
    assert isinstance(done[3], Crashed) and "3" in done[3].detail
    assert [done[n] for n in (0, 2, 4)] == [True, True, True]


@pytest.mark.parametrize("size", [10**8, 10**10])
def test_too_much_memory_costs_its_item_alone(size: int) -> None:
    done = dict(run_all(len, ["a", [Eat(size), Hang()], "bc"], limits=Limits(seconds=20, memory_mb=50)))
    assert isinstance(done[1], OutOfMemory)
    assert done[0] == 1 and done[2] == 2


def test_memory_left_over_from_other_items_costs_no_item() -> None:
    items = [[Hold(25_000_000, kept=True)], [Hold(45_000_000, kept=False)], ["a"]]
    assert dict(run_all(len, items, limits=Limits(seconds=20, memory_mb=60))) == {0: 1, 1: 1, 2: 1}


def test_an_item_too_large_for_a_child_of_its_own_is_given_up() -> None:
    done = dict(run_all(len, [["a"], [Hold(90_000_000, kept=False)], ["b"]], limits=Limits(seconds=20, memory_mb=60)))
    assert isinstance(done[1], OutOfMemory) and (done[0], done[2]) == (1, 1)


def test_an_unexpected_error_is_a_value_that_names_it() -> None:
    done = dict(run_all(math.sqrt, [-1.0, 4.0]))
    assert isinstance(done[0], IngestError) and "ValueError" in str(done[0])
    assert done[1] == 2.0


def test_a_function_that_cannot_be_loaded_is_reported_for_every_item() -> None:
    class Missing:
        def __reduce__(self) -> tuple[object, ...]:
            return _nowhere, ("no_such_module_of_ours",)

    done = dict(run_all(Missing(), [1, 2]))  # type: ignore[arg-type]
    assert all(isinstance(value, Crashed) for value in done.values()) and len(done) == 2


_nowhere = __import__


def test_an_error_in_the_list_of_items_reaches_the_caller() -> None:
    def items():  # type: ignore[no-untyped-def]
        yield 1.0
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        list(run_all(math.sqrt, items()))


@pytest.mark.slow
def test_leaving_the_loop_early_stops_the_children() -> None:
    started = time.monotonic()
    for _ in run_all(operator.truth, [1, Hang(), Hang()], workers=2, limits=Limits(seconds=50)):
        break
    assert time.monotonic() - started < 40
