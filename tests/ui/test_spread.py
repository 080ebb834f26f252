"""The names at the ends of the lines of a comparison over the years do not cover each other."""

from __future__ import annotations

import random

from ui import spread


def test_names_that_would_cover_each_other_are_moved_apart_and_keep_their_order() -> None:
    assert spread.apart([10.0, 30.0], 4.0) == [10.0, 30.0]
    assert spread.apart([80.0, 80.0], 4.0) == [76.0, 80.0]
    assert spread.apart([], 4.0) == []
    draw = random.Random(5)
    for _ in range(200):
        values = [draw.uniform(0, 100) for _ in range(draw.randint(1, 9))]
        spots = spread.apart(values, 3.0)
        ordered = [spots[at] for at in sorted(range(len(values)), key=values.__getitem__)]
        assert all(above - below >= 3.0 - 1e-9 for below, above in zip(ordered, ordered[1:], strict=False))
        assert max(spots) <= max(values) + 1e-9
