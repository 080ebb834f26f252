"""Printed lines (行): the characters of a page, each with its place, gathered into lines in reading order."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.model import Box

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇"
WIDE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef“”‘’…—·①-⑳]")


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

    def only(self, places: Sequence[int]) -> Glyphs:
        """The characters at these places, in this order."""
        rows = (self.text, self.x0, self.top, self.x1, self.bottom, self.blank)
        return Glyphs(*([row[i] for i in places] for row in rows))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its words, its place and the edges of its characters (see ``Region.edges``).

    ``page`` is 1-based, 0 in a text file without pages; ``size`` is the width of a Han character (em) in points, in
    text files 2; ``number`` is the 1-based line of a text file, 0 elsewhere.
    """

    text: str
    page: int
    box: Box
    edges: bytes
    size: float
    number: int = 0

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2

    def part(self, start: int, end: int) -> Line:
        """The characters [start, end) as a line of their own."""
        if not self.edges:
            return replace(self, text=self.text[start:end])
        places = array("H", self.edges)[start : end + 1]
        box = Box(min(places) / 10, self.box.top, max(places) / 10, self.box.bottom)
        return replace(self, text=self.text[start:end], edges=places.tobytes(), box=box)


def lines_of(glyphs: Glyphs, page: int) -> list[Line]:
    """All lines of a page from top to bottom, those of one height from left to right."""
    runs = [_sorted_run(glyphs, run) for run in _runs(glyphs)]
    rows = _rows(glyphs, runs)
    return [line for row in rows if (line := _line(glyphs, row, page)).text]


def _runs(glyphs: Glyphs) -> list[list[int]]:
    """Characters that follow each other in the file and on paper, as lists of indices."""
    runs: list[list[int]] = []
    run: list[int] = []
    x1, top, bottom = glyphs.x1, glyphs.top, glyphs.bottom
    for i in range(len(glyphs)):
        if run:
            last = run[-1]
            overlap = min(bottom[i], bottom[last]) - max(top[i], top[last])
            height = min(bottom[i] - top[i], bottom[last] - top[last])
            gap = glyphs.x0[i] - x1[last]
            size = max(bottom[last] - top[last], 1.0)
            if overlap >= 0.4 * height and -0.8 * size <= gap <= 1.2 * size:
                if not _twin(glyphs, i, last):
                    run.append(i)
                continue
            runs.append(run)
        run = [i]
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


def _rows(glyphs: Glyphs, runs: list[list[int]]) -> list[list[int]]:
    """Runs of one height merged into rows, rows from top to bottom."""
    boxes = [
        (min(glyphs.top[i] for i in run), max(glyphs.bottom[i] for i in run), glyphs.x0[run[0]], run) for run in runs
    ]
    boxes.sort(key=lambda b: b[1] - b[0], reverse=True)
    rows: list[tuple[float, float, list[list[int]]]] = []
    middles: list[float] = []
    for top, bottom, _, run in boxes:
        middle = (top + bottom) / 2
        best = _row_at(rows, middles, top, bottom)
        if best is None:
            at = bisect_left(middles, middle)
            middles.insert(at, middle)
            rows.insert(at, (top, bottom, [run]))
        else:
            best.append(run)
    return [_merge(glyphs, members) for _, _, members in rows]


def _row_at(
    rows: list[tuple[float, float, list[list[int]]]], middles: list[float], top: float, bottom: float
) -> list[list[int]] | None:
    """The members of the row that a run of this height belongs to, or None when it starts one."""
    middle = (top + bottom) / 2
    at = bisect_left(middles, middle)
    best: list[list[int]] | None = None
    most = 0.5
    for k in range(max(0, at - 2), min(len(rows), at + 2)):
        overlap = min(bottom, rows[k][1]) - max(top, rows[k][0])
        share = overlap / max(min(bottom - top, rows[k][1] - rows[k][0]), 0.1)
        if share > most:
            best, most = rows[k][2], share
    return best


def _merge(glyphs: Glyphs, members: list[list[int]]) -> list[int]:
    if len(members) == 1:
        return members[0]
    merged: list[int] = []
    for i in sorted((i for run in members for i in run), key=lambda i: glyphs.x0[i]):
        if not any(_twin(glyphs, i, last) for last in merged[-2:]):
            merged.append(i)
    return merged


def _line(glyphs: Glyphs, row: list[int], page: int) -> Line:
    """One line with blanks where words are set apart: see ``_gap``."""
    size = _em(glyphs, row)
    text: list[str] = []
    edges: list[float] = []
    end = 0.0
    for n, i in enumerate(row):
        if n and _gap(glyphs, row[n - 1], i, size):
            text.append(" ")
            edges.append(end)
        text.append(glyphs.text[i])
        edges.append(glyphs.x0[i])
        end = glyphs.x1[i]
    edges.append(end)
    places = array("H", (min(65535, max(0, round(x * 10))) for x in edges))
    box = Box(min(places) / 10, min(glyphs.top[i] for i in row), max(places) / 10, max(glyphs.bottom[i] for i in row))
    return Line("".join(text), page, box, places.tobytes(), size)


def _em(glyphs: Glyphs, row: list[int]) -> float:
    wide = [glyphs.x1[i] - glyphs.x0[i] for i in row if "\u4e00" <= glyphs.text[i] <= "\u9fff"]
    if not wide:
        wide = [0.9 * (glyphs.bottom[i] - glyphs.top[i]) for i in row]
    return max(median(wide), 1.0)


def _gap(glyphs: Glyphs, left: int, right: int, size: float) -> bool:
    """Whether a blank stands between two neighbours on a line.

    Between two Latin characters: wherever the file has white space or a gap is wide; between a Han character and
    anything: only where the gap is at least half an em (the thin blank that typesetters put round 2025 is not text).
    """
    gap = glyphs.x0[right] - glyphs.x1[left]
    before, after = glyphs.text[left], glyphs.text[right]
    if before.isascii() and after.isascii():
        number = not (before.isalpha() or after.isalpha())
        return gap > (0.3 if number or not glyphs.blank[right] else 0.1) * size
    both = WIDE.match(before) and WIDE.match(after)
    return gap >= (0.45 if both else 0.8) * size
