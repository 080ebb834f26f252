"""Open tables (三线表): rules across the page with words in columns between them, but no rules down."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from ingest.lines import Glyphs, Line, lines_of
from ingest.model import Box
from ingest.rulings import Grid, GridCell, Rule

APART = 1.5
"""A gap of so many em between words sets columns apart."""


def open_tables(rules: Sequence[Rule], glyphs: Glyphs, grids: Sequence[Grid], width: float) -> list[Box]:
    """Where three rules or more of one length stand below each other with words in columns between them."""
    found: list[Box] = []
    across = sorted(
        (rule for rule in rules if rule.across and rule.end - rule.start > 0.35 * width), key=lambda r: r.place
    )
    groups: list[list[Rule]] = []
    for rule in across:
        for group in groups:
            if abs(group[0].start - rule.start) < 6 and abs(group[0].end - rule.end) < 6:
                group.append(rule)
                break
        else:
            groups.append([rule])
    for group in groups:
        top, bottom = group[0].place, group[-1].place
        box = Box(group[0].start, top, group[0].end, bottom)
        if len(group) < 3 or bottom - top < 30 or any(_meet(box, grid.box) for grid in grids):
            continue
        inside = [
            i
            for i in range(len(glyphs))
            if top < (glyphs.top[i] + glyphs.bottom[i]) / 2 < bottom and box.x0 - 3 < glyphs.x0[i] < box.x1 + 3
        ]
        lines = lines_of(glyphs.only(inside), 1)
        if len(lines) >= 3 and sum(map(_in_columns, lines)) >= 0.6 * len(lines):
            found.append(box)
    return found


def _meet(a: Box, b: Box) -> bool:
    return a.x0 < b.x1 and b.x0 < a.x1 and a.top < b.bottom and b.top < a.bottom


def _in_columns(line: Line) -> bool:
    """Whether a wide gap stands between words of a line."""
    edges = array("H", line.edges)
    return any(c == " " and edges[n + 1] - edges[n] > 10 * APART * line.size for n, c in enumerate(line.text))


def grid_of(cells: Sequence[tuple[float, float, float, float]], box: Box) -> Grid | None:
    """A grid from cells found by another finder (x0, top, x1, bottom); None when they make up no table."""
    xs = _places([x for cell in cells for x in (cell[0], cell[2])])
    ys = _places([y for cell in cells for y in (cell[1], cell[3])])
    if len(xs) < 3 or len(ys) < 4:
        return None
    xs[0], xs[-1] = min(xs[0], box.x0), max(xs[-1], box.x1)
    ys[0], ys[-1] = min(ys[0], box.top), max(ys[-1], box.bottom)
    found = tuple(
        GridCell(row, column, 1, 1, Box(xs[column], ys[row], xs[column + 1], ys[row + 1]))
        for row in range(len(ys) - 1)
        for column in range(len(xs) - 1)
    )
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), found, ruled=False)


def _places(values: Sequence[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > 3:
            places.append(value)
    return places
