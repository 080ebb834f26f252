"""Large pages of memory: which areas are asked for, and that nothing held in them changes."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from kb import large_pages

MEGA = 1 << 20


def _area(first: int, last: int, rss: int, *, rights: str = "rw-p", file: int = 0, name: str = "") -> str:
    head = f"{first * MEGA:x}-{last * MEGA:x} {rights} 00000000 00:00 {file} {name}"
    return f"{head.rstrip()} \nSize: {(last - first) * 1024} kB\nRss: {rss * 1024} kB\nReferenced: 4 kB\n"


@pytest.mark.parametrize(
    ("listed", "asked"),
    [
        (_area(3, 11, 8), [(4, 10)]),  # whole large pages alone
        (_area(4, 7, 3), []),  # one of them is not worth it
        (_area(4, 20, 7), []),  # mostly not in memory
        (_area(4, 20, 8), [(4, 20)]),
        (_area(4, 20, 16, name="[heap]"), [(4, 20)]),
        (_area(4, 20, 16, name="[stack]"), []),
        (_area(4, 20, 16, file=7, name="/a/file with 1-2 r--p in its name"), []),
        (_area(4, 20, 16, rights="r--p"), []),
        (_area(4, 20, 16, rights="rw-s"), []),
        (_area(4, 20, 16, rights="r--p") + _area(32, 40, 8) + _area(50, 52, 2), [(32, 40)]),
        ("", []),
    ],
)
def test_areas_of_ones_own_memory_that_is_used_are_asked_for(listed: str, asked: list[tuple[int, int]]) -> None:
    assert list(large_pages._areas(listed)) == [(first * MEGA, last * MEGA) for first, last in asked]


@pytest.mark.skipif(sys.platform != "linux", reason="large pages are asked for on Linux alone")
def test_what_is_held_stays_what_it_is() -> None:
    held = [np.full(MEGA, number, dtype=np.int64) for number in range(6)]
    large_pages.ask_for()
    assert all(int(part.min()) == int(part.max()) == number for number, part in enumerate(held))


def test_where_no_areas_are_listed_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_pages, "_AREAS", tmp_path / "none")
    assert large_pages.ask_for() == 0
