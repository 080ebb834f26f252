"""Ruling lines (表线) → grids: straight lines drawn on a page, joined and crossed into the cells that they enclose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.model import Box

TOUCH = 3.0
"""Lines that end this close to each other, in points, are taken to meet."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line on the page: across (``place`` is its y, from x to x) or down (``place`` is its x, from y to y)."""

    across: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell that lines enclose: 0-based row and column, how many it covers, and its box."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of one ruled figure; ``xs`` and ``ys`` are its column and row edges in points.

    ``ruled`` is false when its cells follow from the words alone: then rows without words are none.
    """

    box: Box
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    ruled: bool = True


def grids(rules: Sequence[Rule], scale: float = 1.0) -> list[Grid]:
    """The ruled figures of a page from top to bottom; ``scale`` is the page's size against A4 for tolerances."""
    touch = TOUCH * scale
    across = _joined([rule for rule in rules if rule.across], touch)
    down = _joined([rule for rule in rules if not rule.across], touch)
    found = []
    for rows, columns in _connected(across, down, touch):
        if len(rows) >= 2 and len(columns) >= 2:
            grid = _grid(rows, columns, touch)
            if grid:
                found.append(grid)
    found.sort(key=lambda grid: (grid.box.top, grid.box.x0))
    return _outermost(found, touch)


def _joined(rules: list[Rule], touch: float) -> list[Rule]:
    """Pieces of one line joined: same place, ends that meet."""
    joined: list[Rule] = []
    for group in _clusters(rules, touch * 0.7):
        place = sum(rule.place for rule in group) / len(group)
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + touch:
                end = max(end, rule.end)
            else:
                joined.append(Rule(rule.across, place, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            joined.append(Rule(group[0].across, place, start, end))
    return joined


def _clusters(rules: list[Rule], tolerance: float) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.place):
        if (
            groups
            and rule.place - groups[-1][-1].place <= tolerance
            and rule.place - groups[-1][0].place <= 2 * tolerance
        ):
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _connected(across: list[Rule], down: list[Rule], touch: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that meet, in groups of (across, down)."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, a in enumerate(across):
        for j, d in enumerate(down):
            if a.start - touch <= d.place <= a.end + touch and d.start - touch <= a.place <= d.end + touch:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across + down):
        groups.setdefault(root(i), ([], []))[0 if rule.across else 1].append(rule)
    return list(groups.values())


def _places(rules: list[Rule], ends: list[float], touch: float) -> list[float]:
    """Where the lines of one direction stand; the outer ends of the other direction stand in for missing borders."""
    places: list[float] = []
    for place in sorted(rule.place for rule in rules):
        if not places or place - places[-1] > touch:
            places.append(place)
    if ends and min(ends) < places[0] - 3 * touch:
        places.insert(0, min(ends))
    if ends and max(ends) > places[-1] + 3 * touch:
        places.append(max(ends))
    return places


def _grid(across: list[Rule], down: list[Rule], touch: float) -> Grid | None:
    xs = _places(down, [end for rule in across for end in (rule.start, rule.end)], touch)
    ys = _places(across, [end for rule in down for end in (rule.start, rule.end)], touch)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > 40_000:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    walls = _covered(down, xs, ys, touch)
    floors = _covered(across, ys, xs, touch)
    parent = list(range(rows * columns))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and (c + 1, r) not in walls:
                parent[root(r * columns + c + 1)] = root(r * columns + c)
            if r + 1 < rows and (r + 1, c) not in floors:
                parent[root((r + 1) * columns + c)] = root(r * columns + c)
    areas: dict[int, list[tuple[int, int]]] = {}
    for r in range(rows):
        for c in range(columns):
            areas.setdefault(root(r * columns + c), []).append((r, c))
    cells = [cell for area in areas.values() for cell in _cells(area, xs, ys)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), tuple(cells))


def _covered(rules: list[Rule], places: list[float], marks: list[float], touch: float) -> set[tuple[int, int]]:
    """(line, step) pairs: line number ``line`` is drawn between marks ``step`` and ``step + 1``."""
    drawn: set[tuple[int, int]] = set()
    for rule in rules:
        line = min(range(len(places)), key=lambda k: abs(places[k] - rule.place))
        if abs(places[line] - rule.place) > 2 * touch:
            continue
        for step in range(len(marks) - 1):
            low, high = marks[step], marks[step + 1]
            if min(rule.end, high) - max(rule.start, low) >= 0.6 * (high - low):
                drawn.add((line, step))
    return drawn


def _cells(area: list[tuple[int, int]], xs: list[float], ys: list[float]) -> list[GridCell]:
    """One cell for a rectangular area, one for each row's run of another."""
    r0, r1 = min(r for r, _ in area), max(r for r, _ in area)
    c0, c1 = min(c for _, c in area), max(c for _, c in area)
    if len(area) == (r1 - r0 + 1) * (c1 - c0 + 1):
        return [GridCell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, Box(xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1]))]
    cells = []
    for row in range(r0, r1 + 1):
        columns = sorted(c for r, c in area if r == row)
        start = 0
        for k in range(1, len(columns) + 1):
            if k == len(columns) or columns[k] != columns[k - 1] + 1:
                first, last = columns[start], columns[k - 1]
                cells.append(
                    GridCell(row, first, 1, last - first + 1, Box(xs[first], ys[row], xs[last + 1], ys[row + 1]))
                )
                start = k
    return cells


def _outermost(found: list[Grid], touch: float) -> list[Grid]:
    """Grids that do not lie inside a cell of a larger one (a table drawn in a cell stays text of that cell)."""
    kept: list[Grid] = []
    for grid in sorted(found, key=lambda g: (g.box.x1 - g.box.x0) * (g.box.bottom - g.box.top), reverse=True):
        if not any(len(other.cells) > 1 and _inside(grid.box, other.box, touch) for other in kept):
            kept.append(grid)
    return sorted(kept, key=lambda g: (g.box.top, g.box.x0))


def _inside(inner: Box, outer: Box, touch: float) -> bool:
    return (
        inner.x0 >= outer.x0 - touch
        and inner.x1 <= outer.x1 + touch
        and inner.top >= outer.top - touch
        and inner.bottom <= outer.bottom + touch
    )
