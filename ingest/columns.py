"""Columns (分栏): whether part of a page is set in two columns, and where the gutter between them runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 8
"""Runs of text that each column must hold."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The part of a page between ``top`` and ``bottom`` that is set in two columns left and right of ``gutter``."""

    gutter: float
    top: float
    bottom: float


Run = tuple[float, float, float, float]
"""x0, top, x1, bottom of characters that follow each other on one line."""


def columns_of(runs: Sequence[Run]) -> Columns | None:
    """The two-column part of a page, None when there is none."""
    if len(runs) < 2 * LEAST + 2:
        return None
    left, right = min(run[0] for run in runs), max(run[2] for run in runs)
    width = right - left
    if median(run[2] - run[0] for run in runs) > 0.55 * width:
        return None
    steps = [left + width * (0.3 + 0.4 * n / 60) for n in range(61)]
    gutter = min(steps, key=lambda x: (sum(run[0] < x < run[2] for run in runs), abs(x - left - width / 2)))
    crossing = sorted((run[1], run[3]) for run in runs if run[0] < gutter < run[2])
    band = _widest_band(crossing, min(run[1] for run in runs), max(run[3] for run in runs))
    inside = [run for run in runs if band[0] <= (run[1] + run[3]) / 2 <= band[1]]
    west = [run for run in inside if run[2] <= gutter]
    east = [run for run in inside if run[0] >= gutter]
    if len(west) < LEAST or len(east) < LEAST:
        return None
    if min(_fill(west, left, gutter), _fill(east, gutter, right)) < 0.6:
        return None
    return Columns(gutter, *band)


def _widest_band(crossing: Sequence[tuple[float, float]], top: float, bottom: float) -> tuple[float, float]:
    """The tallest stretch between top and bottom that no crossing run touches."""
    best, start = (top, top), top
    for low, high in [*crossing, (bottom, bottom)]:
        if low - start > best[1] - best[0]:
            best = (start, low)
        start = max(start, high)
    return best


def _fill(runs: Sequence[Run], left: float, right: float) -> float:
    """How far the longer runs fill their column."""
    widths = sorted(run[2] - run[0] for run in runs)
    return widths[len(widths) // 2] / max(right - left, 1.0)
