"""Shaded tables (底纹表格): cells that are told apart by the shading behind them and not by ruling lines."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Box
from ingest.rulings import Grid, Rule, grids

TOUCH = 2.5
"""Shaded boxes that end this close to each other, in points of an A4 page, are neighbours."""
LEAST = 4
MOST = 1500
"""Shaded boxes looked at, at most: a page with more is a drawing."""


def shaded(fills: Sequence[Box], ruled: Sequence[Grid], scale: float = 1.0) -> list[Grid]:
    """Grids that shaded boxes make up side by side and below each other, where no ruled figure stands.

    Shading inside a cell (behind its lines of words) lies within the cell's own box and is left out.
    """
    if not LEAST <= len(fills) <= MOST:
        return []
    free = [box for box in fills if not any(_meet(box, grid.box) for grid in ruled)]
    found: list[Grid] = []
    for boxes in _neighbours(_outermost(free), TOUCH * scale):
        across = {round(box.top / (TOUCH * scale)) for box in boxes}
        down = {round(box.x0 / (TOUCH * scale)) for box in boxes}
        if len(boxes) >= LEAST and len(across) >= 2 and len(down) >= 2:
            found += grids([rule for box in boxes for rule in _sides(box)], scale)
    return found


def _outermost(boxes: Sequence[Box]) -> list[Box]:
    """The boxes that lie in no other."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: (b.x1 - b.x0) * (b.bottom - b.top), reverse=True):
        if not any(
            box.x0 >= other.x0 - 1
            and box.x1 <= other.x1 + 1
            and box.top >= other.top - 1
            and box.bottom <= other.bottom + 1
            for other in kept
        ):
            kept.append(box)
    return kept


def _neighbours(boxes: Sequence[Box], touch: float) -> list[list[Box]]:
    """The boxes in groups that touch each other."""
    groups: list[list[Box]] = []
    for box in boxes:
        mine = [group for group in groups if any(_meet(box, other, touch) for other in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([box, *(other for group in mine for other in group)])
    return groups


def _meet(a: Box, b: Box, touch: float = 0.0) -> bool:
    return a.x0 < b.x1 + touch and b.x0 < a.x1 + touch and a.top < b.bottom + touch and b.top < a.bottom + touch


def _sides(box: Box) -> tuple[Rule, Rule, Rule, Rule]:
    return (
        Rule(True, box.top, box.x0, box.x1),
        Rule(True, box.bottom, box.x0, box.x1),
        Rule(False, box.x0, box.top, box.bottom),
        Rule(False, box.x1, box.top, box.bottom),
    )
