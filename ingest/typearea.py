"""The type area (版心) of a page: where its lines start and end, so that a line can be called full, indented, centred."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.lines import Line

NO_START = "。，、；：？！”’）》】」』…—·％%)]}"


@dataclass(frozen=True, slots=True)
class TypeArea:
    """Left and right edge, em and leading (line pitch) that a page's lines keep, all in the lines' own unit.

    ``indents`` is true when first lines of paragraphs stand in from the left edge.
    """

    left: float
    right: float
    em: float
    leading: float
    indents: bool

    def indent(self, line: Line) -> float:
        """How far a line stands in from the left edge, in em."""
        return (line.box.x0 - self.left) / self.em

    def centred(self, line: Line) -> bool:
        """Whether a line stands in the middle with room on both sides."""
        before, after = line.box.x0 - self.left, self.right - line.box.x1
        return (
            min(before, after) >= 1.5 * self.em
            and abs(before - after) < 1.6 * self.em
            and max(before, after) > 2.4 * self.em
        )

    def level(self, line: Line) -> bool:
        """Whether a line leaves the same room on both sides, be it none."""
        return abs((line.box.x0 - self.left) - (self.right - line.box.x1)) < 1.7 * self.em

    def far(self, line: Line) -> bool:
        """Whether a line stands far to the right, as signatures and dates do."""
        return self.indent(line) > 7 and not self.centred(line)

    def full(self, line: Line, following: Line) -> bool:
        """Whether a line had no room left for the first word of the one that follows it."""
        word = re.match(r"[A-Za-z0-9.%+/-]{1,20}|.", following.text)
        need = sum(0.55 if c.isascii() else 1.0 for c in word.group()) if word else 1.0
        end = word.end() if word else 0
        if following.text[end : end + 1] and following.text[end] in NO_START:
            need += 1.0
        return self.right - line.box.x1 < (need + 0.7) * self.em

    def share(self, line: Line) -> float:
        """How much of the width a line takes, from 0 to 1."""
        return (line.box.x1 - line.box.x0) / max(self.right - self.left, self.em)


def type_area(lines: Sequence[Line], typical: TypeArea | None = None) -> TypeArea:
    """The type area of some lines of one page; with few lines it is the document's (``typical``)."""
    if typical and len(lines) < 6:
        return typical
    if not lines:
        return TypeArea(0, 1, 2, 1, False)
    em = median(line.size for line in lines)
    left = _left(lines, em)
    right = _right(lines, left, em)
    steps = [b.middle - a.middle for a, b in zip(lines, lines[1:], strict=False) if 0 < b.middle - a.middle < 6 * em]
    indented = sum(1.2 * em < line.box.x0 - left < 3.2 * em for line in lines)
    indents = indented >= max(1, len(lines) // 15)
    if typical and abs(typical.left - left) < 3 * em:
        indents = indents or typical.indents
    return TypeArea(left, right, em, median(steps) if steps else 2 * em, indents)


def _left(lines: Sequence[Line], em: float) -> float:
    """The leftmost place where several lines start."""
    starts = Counter(round(line.box.x0 / em * 2) for line in lines)
    least = max(2, len(lines) // 12)
    supported = [place for place, n in starts.items() if n + starts.get(place + 1, 0) >= least]
    first = min(supported) if supported else min(starts)
    inside = [line.box.x0 for line in lines if abs(line.box.x0 / em * 2 - first) <= 1]
    return min(inside) if inside else first * em / 2


def _right(lines: Sequence[Line], left: float, em: float) -> float:
    """The place where most long lines end."""
    widest = max(line.box.x1 for line in lines) - left
    ends = Counter(round(line.box.x1 / em * 2) for line in lines if line.box.x1 - left > 0.4 * widest)
    if not ends:
        return left + widest
    weight = {place: ends[place - 1] + 2 * ends[place] + ends[place + 1] for place in ends}
    most = max(weight.values())
    place = max(place for place, n in weight.items() if n >= 0.7 * most)
    inside = [line.box.x1 for line in lines if abs(line.box.x1 / em * 2 - place) <= 1.5]
    return median(inside) if inside else place * em / 2
