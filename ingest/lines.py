"""Printed lines (行): the characters of a page, each with its place, gathered into lines in reading order."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.columns import Run, columns_of
from ingest.model import Box

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—·①-⑳]")

DIGITS = frozenset("0123456789")
RAISED = dict(zip("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻", strict=True))


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of one page as an engine gives them, white space left out; all sequences have one entry each.

    ``x0 top x1 bottom`` are in points of the page as displayed, origin top left; ``blank[i]`` is true when the file
    puts white space before character i.
    """

    text: Sequence[str]
    x0: Sequence[float]
    top: Sequence[float]
    x1: Sequence[float]
    bottom: Sequence[float]
    blank: Sequence[bool]

    def __len__(self) -> int:
        return len(self.text)

    def with_more(self, other: Glyphs) -> Glyphs:
        """These characters followed by others of the same page."""
        mine = (self.text, self.x0, self.top, self.x1, self.bottom, self.blank)
        theirs = (other.text, other.x0, other.top, other.x1, other.bottom, other.blank)
        return Glyphs(*([*a, *b] for a, b in zip(mine, theirs, strict=True)))  # type: ignore[arg-type]

    def only(self, places: Sequence[int]) -> Glyphs:
        """The characters at these places, in this order."""
        rows = (self.text, self.x0, self.top, self.x1, self.bottom, self.blank)
        return Glyphs(*([row[i] for i in places] for row in rows))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its words, its place and the edges of its characters (see ``Region.edges``).

    ``page`` is 1-based, 0 in a text file without pages; ``size`` is the width of a Han character (em) in points, in
    text files 2; ``number`` is the 1-based line of a text file, 0 elsewhere; ``column`` is 1 or 2 on the part of a
    page set in two columns, else 0.
    """

    text: str
    page: int
    box: Box
    edges: bytes
    size: float
    number: int = 0
    column: int = 0

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    def part(self, start: int, end: int) -> Line:
        """The characters [start, end) as a line of their own, without blanks at its ends."""
        if not self.edges:
            return replace(self, text=self.text[start:end].strip())
        while start < end and self.text[start] == " ":
            start += 1
        while start < end and self.text[end - 1] == " ":
            end -= 1
        places = array("H", self.edges)[start : end + 1]
        box = Box(min(places) / 10, self.box.top, max(places) / 10, self.box.bottom)
        return replace(self, text=self.text[start:end], edges=places.tobytes(), box=box)


def lines_of(glyphs: Glyphs, page: int) -> list[Line]:
    """All lines of a page from top to bottom, a part set in two columns column by column."""
    runs = runs_of(glyphs)
    boxes = [_run_box(glyphs, run) for run in runs]
    columns = columns_of(boxes)
    if columns is None:
        return _lines(glyphs, runs, page, 0)
    parts: dict[int, list[list[int]]] = {-1: [], 1: [], 2: [], 3: []}
    for run, (x0, top, x1, bottom) in zip(runs, boxes, strict=True):
        middle = (top + bottom) / 2
        if columns.top <= middle <= columns.bottom:
            parts[1 if (x0 + x1) / 2 < columns.gutter else 2].append(run)
        else:
            parts[-1 if middle < columns.top else 3].append(run)
    return [
        line for part, column in ((-1, 0), (1, 1), (2, 2), (3, 0)) for line in _lines(glyphs, parts[part], page, column)
    ]


def _lines(glyphs: Glyphs, runs: list[list[int]], page: int, column: int) -> list[Line]:
    return [line for row in _rows(glyphs, runs) if (line := _line(glyphs, row, page, column)).text]


def _run_box(glyphs: Glyphs, run: list[int]) -> Run:
    top, bottom = min(glyphs.top[i] for i in run), max(glyphs.bottom[i] for i in run)
    return glyphs.x0[run[0]], top, glyphs.x1[run[-1]], bottom


def runs_of(glyphs: Glyphs) -> list[list[int]]:
    """Places of characters that follow each other in the file and on paper, from left to right."""
    return [_sorted_run(glyphs, run) for run in _runs(glyphs)]


def _runs(glyphs: Glyphs) -> list[list[int]]:
    """Characters that follow each other in the file and on paper, as lists of indices."""
    runs: list[list[int]] = []
    run: list[int] = []
    x0, x1, tops, bottoms = glyphs.x0, glyphs.x1, glyphs.top, glyphs.bottom
    left = right = high = low = size = 0.0
    for i in range(len(glyphs)):
        top, bottom = tops[i], bottoms[i]
        height = bottom - top
        if run:
            gap = x0[i] - right
            overlap = (bottom if bottom < low else low) - (top if top > high else high)
            onward = gap >= -0.8 * size or x0[i] >= left - 0.2 * size
            if onward and gap <= 1.2 * size and overlap >= 0.4 * (height if height < size else size):
                if gap < -0.1 * size and _twin(glyphs, i, run[-1]):
                    continue
                run.append(i)
                left, right, high, low, size = x0[i], x1[i], top, bottom, height if height > 1.0 else 1.0
                continue
            runs.append(run)
        run = [i]
        left, right, high, low, size = x0[i], x1[i], top, bottom, height if height > 1.0 else 1.0
    if run:
        runs.append(run)
    return runs


def _twin(glyphs: Glyphs, i: int, last: int) -> bool:
    """Whether character i is printed over the one before it (描粗: the same character twice)."""
    if glyphs.text[i] != glyphs.text[last]:
        return False
    width = max(glyphs.x1[last] - glyphs.x0[last], 0.1)
    return abs(glyphs.x0[i] - glyphs.x0[last]) < 0.3 * width and abs(glyphs.top[i] - glyphs.top[last]) < 0.5 * width


def _sorted_run(glyphs: Glyphs, run: list[int]) -> list[int]:
    x0 = glyphs.x0
    if all(x0[a] <= x0[b] for a, b in zip(run, run[1:], strict=False)):
        return run
    return sorted(run, key=lambda i: x0[i])


@dataclass(slots=True)
class _Row:
    """Runs of one height while lines are gathered."""

    top: float
    bottom: float
    runs: list[list[int]]

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def _rows(glyphs: Glyphs, runs: list[list[int]]) -> list[list[int]]:
    """Runs of one height merged into rows, rows from top to bottom; what is printed twice counts once."""
    measured = [(min(glyphs.top[i] for i in run), max(glyphs.bottom[i] for i in run), run) for run in runs]
    measured.sort(key=lambda m: m[0] - m[1])
    rows: list[_Row] = []
    middles: list[float] = []
    for top, bottom, run in measured:
        at = bisect_left(middles, (top + bottom) / 2)
        near = [row for row in rows[max(0, at - 3) : at + 3] if _level(row, top, bottom)]
        near.sort(key=lambda row: abs(row.middle - (top + bottom) / 2))
        for row in near:
            crossed = [other for other in row.runs if _crosses(glyphs, run, other)]
            if not crossed:
                row.runs.append(run)
                break
            if any(_again(glyphs, run, other) for other in crossed):
                break
        else:
            middles.insert(at, (top + bottom) / 2)
            rows.insert(at, _Row(top, bottom, [run]))
    return [_merge(glyphs, row.runs) for row in rows]


def _level(row: _Row, top: float, bottom: float) -> bool:
    overlap = min(bottom, row.bottom) - max(top, row.top)
    return overlap > 0.5 * max(min(bottom - top, row.bottom - row.top), 0.1)


def _crosses(glyphs: Glyphs, a: list[int], b: list[int]) -> bool:
    """Whether two runs stand one above the other rather than side by side."""
    overlap = min(glyphs.x1[a[-1]], glyphs.x1[b[-1]]) - max(glyphs.x0[a[0]], glyphs.x0[b[0]])
    width = min(glyphs.x1[a[0]] - glyphs.x0[a[0]], glyphs.x1[b[0]] - glyphs.x0[b[0]])
    return overlap > 1.3 * width or overlap > 0.5 * min(_wide(glyphs, a), _wide(glyphs, b))


def _wide(glyphs: Glyphs, run: list[int]) -> float:
    return glyphs.x1[run[-1]] - glyphs.x0[run[0]]


def _again(glyphs: Glyphs, a: list[int], b: list[int]) -> bool:
    """Whether run a prints the words of run b once more in the same place."""
    mine = "".join(glyphs.text[i] for i in a)
    for i in b:
        if glyphs.text[i] == mine[0] and abs(glyphs.x0[i] - glyphs.x0[a[0]]) < 1.5:
            return mine in "".join(glyphs.text[k] for k in b[b.index(i) :])
    return False


def _merge(glyphs: Glyphs, members: list[list[int]]) -> list[int]:
    if len(members) == 1:
        return members[0]
    merged: list[int] = []
    for i in sorted((i for run in members for i in run), key=lambda i: glyphs.x0[i]):
        if not any(_twin(glyphs, i, last) for last in merged[-2:]):
            merged.append(i)
    return merged


def _line(glyphs: Glyphs, row: list[int], page: int, column: int) -> Line:
    """One line with blanks where words are set apart (see ``_gap``) and raised figures as such (km², 水平⁷)."""
    size = _em(glyphs, row)
    signs = [glyphs.text[i] for i in row]
    lefts = [glyphs.x0[i] for i in row]
    rights = [glyphs.x1[i] for i in row]
    top, bottom = min([glyphs.top[i] for i in row]), max([glyphs.bottom[i] for i in row])
    if not DIGITS.isdisjoint(signs):
        for n in _raised(glyphs, row):
            signs[n] = RAISED[signs[n]]
    limit = 0.1 * size
    apart = [n for n, (end, start) in enumerate(zip(rights, lefts[1:], strict=False), 1) if start - end > limit]
    for n in reversed(apart):
        if _gap(glyphs, row, n, size):
            signs.insert(n, " ")
            lefts.insert(n, rights[n - 1])
    tenths = [int(10 * x + 0.5) for x in lefts]
    tenths.append(int(10 * rights[-1] + 0.5))
    low, high = min(tenths), max(tenths)
    if low < 0 or high > 65535:
        tenths = [min(65535, max(0, place)) for place in tenths]
        low, high = min(tenths), max(tenths)
    box = Box(low / 10, top, high / 10, bottom)
    return Line("".join(signs), page, box, array("H", tenths).tobytes(), size, 0, column)


def _raised(glyphs: Glyphs, row: list[int]) -> set[int]:
    """Which places of a line hold small figures above its middle, other than those in brackets ([7])."""
    small = [n for n, i in enumerate(row) if glyphs.text[i] in RAISED]
    if not small:
        return set()
    heights = sorted(glyphs.bottom[i] - glyphs.top[i] for i in row)
    typical = heights[len(heights) // 2]
    full = [i for i in row if glyphs.bottom[i] - glyphs.top[i] > 0.8 * typical]
    middle = median((glyphs.top[i] + glyphs.bottom[i]) / 2 for i in full)
    found: set[int] = set()
    for n in small:
        i = row[n]
        height = glyphs.bottom[i] - glyphs.top[i]
        high = middle - (glyphs.top[i] + glyphs.bottom[i]) / 2 > 0.1 * typical
        if height < 0.78 * typical and high and glyphs.text[row[n - 1]] not in "[［〔(":
            found.add(n)
    figures = {n for n in found if glyphs.text[row[n]].isdigit()}
    return {n for n in found if n in figures or not figures.isdisjoint((n - 1, n + 1))}


def _em(glyphs: Glyphs, row: list[int]) -> float:
    wide = [glyphs.x1[i] - glyphs.x0[i] for i in row[:40] if "\u4e00" <= glyphs.text[i] <= "\u9fff"]
    if not wide:
        wide = [0.9 * (glyphs.bottom[i] - glyphs.top[i]) for i in row]
    return max(median(wide), 1.0)


def _gap(glyphs: Glyphs, row: list[int], n: int, size: float) -> bool:
    """Whether a blank stands before character n of a line.

    Between two Latin characters: wherever the file has white space or a gap is wide; between a Han character and
    anything: only where the gap is at least half an em (the thin blank that typesetters put round 2025 is not text).
    """
    left, right = row[n - 1], row[n]
    gap = glyphs.x0[right] - glyphs.x1[left]
    before, after = glyphs.text[left], glyphs.text[right]
    if before.isascii() and after.isascii():
        number = not (before.isalpha() or after.isalpha())
        wide = gap > (0.3 if number or not glyphs.blank[right] else 0.1) * size
        return wide and not _decimal(glyphs, row, n, size)
    both = WIDE.match(before) and WIDE.match(after)
    return gap >= (0.45 if both else 0.8) * size


def _decimal(glyphs: Glyphs, row: list[int], n: int, size: float) -> bool:
    """Whether character n is the first decimal of a figure set wide (13. 6%, 0. 94); 1. 5G… at a line's start is none."""
    return (
        (n > 3 or (n == 2 and glyphs.text[row[0]] == "0"))
        and glyphs.text[row[n]].isdigit()
        and glyphs.text[row[n - 1]] in ".．"
        and glyphs.text[row[n - 2]].isdigit()
        and glyphs.x0[row[n]] - glyphs.x1[row[n - 1]] < 0.8 * size
    )
