"""The warm-up gives way to visitors, and is done in the end whatever they do."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from kb.errors import LibraryError
from ui import warming


class Time:
    """A clock that moves only when somebody sleeps; ``then`` happens at given moments."""

    def __init__(self) -> None:
        self.now = 0.0
        self.then: list[tuple[float, Callable[[], object]]] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for moment, act in [one for one in self.then if one[0] <= self.now]:
            self.then.remove((moment, act))
            act()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def traffic(time: Time) -> warming.Traffic:
    return warming.Traffic(time.clock, time.sleep)


def test_a_quiet_server_is_not_waited_for_longer_than_asked(time: Time, traffic: warming.Traffic) -> None:
    assert traffic.wait(0.5, 30) == pytest.approx(0.5)
    assert traffic.wait(0.5, 30) == 0.0  # it has been quiet since


def test_a_visitor_is_waited_for(time: Time, traffic: warming.Traffic) -> None:
    visit = traffic.serving()
    visit.__enter__()
    time.then = [(3.0, lambda: visit.__exit__(None, None, None))]
    assert traffic.wait(0.5, 30) == pytest.approx(3.5, abs=0.6)
    assert traffic.quiet_for() >= 0.5


def test_a_server_that_is_never_quiet_is_waited_for_only_so_long(time: Time, traffic: warming.Traffic) -> None:
    with traffic.serving():
        assert traffic.wait(0.5, 30) == pytest.approx(30, abs=0.1)


def test_a_failed_visit_is_over_too(traffic: warming.Traffic, time: Time) -> None:
    with pytest.raises(RuntimeError), traffic.serving():
        raise RuntimeError
    time.now += 1
    assert traffic.quiet_for() == 1


def test_no_step_is_taken_while_a_page_is_drawn(
    time: Time, traffic: warming.Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[float] = []
    monkeypatch.setattr(warming, "_steps", lambda: iter([lambda: served.append(traffic.quiet_for())] * 4))
    visit = traffic.serving()
    visit.__enter__()
    time.then = [(2.0, lambda: visit.__exit__(None, None, None))]
    warming.warm(traffic)
    assert len(served) == 4
    assert all(quiet >= warming.QUIET for quiet in served)


def test_all_steps_are_taken_in_the_end(time: Time, traffic: warming.Traffic, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[float] = []
    monkeypatch.setattr(warming, "_steps", lambda: iter([lambda: taken.append(time.now)] * 9))
    with traffic.serving():
        warming.warm(traffic)
    assert len(taken) == 9
    assert taken[-1] <= warming.PATIENCE + 0.1


def test_a_library_that_cannot_be_opened_ends_it_quietly(
    traffic: warming.Traffic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise LibraryError("打不开")

    later = threading.Event()
    monkeypatch.setattr(warming, "_steps", lambda: iter([fail, later.set]))
    warming.warm(traffic)
    assert not later.is_set()
