"""The outline (提纲): each heading or item found in a document put under the one that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest import headings
from ingest.headings import Head
from ingest.model import Marker, Span

_LOOSE: Final = frozenset({headings.UNNUMBERED, headings.RUN_IN, headings.BOXED, headings.TABLE})
_OUTER: Final = frozenset({"volume", "subvolume", "chapter", "section", "article", headings.NAMED})
_JUMP: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """An open heading: the head, its marker in the path, and its depth of nesting by kind (``rank``)."""

    head: Head
    marker: Marker
    rank: float


class Outline:
    """Takes heads in reading order and says for each its path; holds the headings that are open at this place."""

    def __init__(self) -> None:
        self._open: list[Step] = []
        self._last: dict[str, tuple[tuple[int, ...], float, tuple[Marker, ...]]] = {}

    @property
    def path(self) -> tuple[Marker, ...]:
        return tuple(step.marker for step in self._open)

    @property
    def top(self) -> Head | None:
        return self._open[-1].head if self._open else None

    def restart(self) -> None:
        """A new part begins: nothing is open, and numbers begin anew."""
        self._open, self._last = [], {}

    def close(self, *kinds: str) -> bool:
        """Closes the innermost heading when it is one of ``kinds``; says whether it did."""
        if self._open and self._open[-1].head.kind in kinds:
            self._open.pop()
            return True
        return False

    def leave(self, kind: str) -> bool:
        """Closes the innermost heading of ``kind`` with all that is open under it; says whether there was one."""
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].head.kind == kind:
                del self._open[place:]
                return True
        return False

    def accepts(self, head: Head) -> bool:
        """Whether a numbered head fits the numbers before it; a stray number at a paragraph's head does not."""
        if not head.number or head.kind in _OUTER:
            return True
        number = head.number
        if number[-1] in (0, 1) or self._continued(head) is not None:
            return True
        if len(number) > 1:
            return bool(head.title) and any(step.head.number[: len(number) - 1] == number[:-1] for step in self._open)
        if head.kind not in self._last:
            return bool(head.title) and (head.alone or number[0] <= _JUMP)
        last = self._last[head.kind][0]
        return 0 < number[0] - last[0] <= (_JUMP if head.title else 1)

    def place(self, head: Head, ahead: Sequence[Head], *, led: bool) -> tuple[Marker, ...]:
        """Opens ``head`` and gives its path; ``ahead`` are the heads that follow, ``led``: a colon announced it."""
        rank = self._make_room(head, ahead, led)
        marker = Marker(head.label, head.title, Span(head.start, max(head.end, head.start + 1)))
        self._open.append(Step(head, marker, rank))
        if head.number:
            self._last[head.kind] = (head.number, rank, self.path[:-1])
        return self.path

    def _make_room(self, head: Head, ahead: Sequence[Head], led: bool) -> float:
        """Closes what ``head`` ends and gives its rank."""
        if head.level:
            self._end_declared(head)
        if head.kind == headings.DECLARED:
            return (self._open[-1].rank if self._open else 0) + 0.3
        if head.kind in _LOOSE:
            return self._loose(head)
        before = self._continued(head)
        if before is not None:
            rank = self._open[before].rank
            del self._open[before:]
            return rank
        if head.kind in self._last and _follows(self._last[head.kind][0], head.number):
            _, rank, parents = self._last[head.kind]
            inner = self._open[len(parents) :]
            if parents and self.path[: len(parents)] == parents and all(step.head.kind in _LOOSE for step in inner):
                del self._open[len(parents) :]
                return rank
        if len(head.number) > 1 and head.kind == "decimal":
            return self._decimal(head)
        if head.number and head.number[0] <= 1 and head.kind not in _OUTER:
            nested = self._nested(head, ahead, led)
            if nested is not None:
                return nested
        while self._open and self._open[-1].rank >= head.rank:
            self._open.pop()
        return head.rank

    def _end_declared(self, head: Head) -> None:
        """Closes what a heading ends whose level the file gives: headings of its level and below, and all inside them."""
        for place, step in enumerate(self._open):
            deeper = step.head.level >= head.level if step.head.level else head.kind == headings.DECLARED
            if deeper and headings.DECLARED in (step.head.kind, head.kind):
                del self._open[place:]
                break

    def _continued(self, head: Head) -> int | None:
        """The place of the open heading whose number comes just before this one; of several, one built like it."""
        found = [
            place
            for place, step in enumerate(self._open)
            if step.head.kind == head.kind
            and step.head.number
            and head.number
            and (head.kind == "article" or _follows(step.head.number, head.number))
        ]
        alike = [place for place in found if _built(self._open[place].head) == _built(head)]
        return max(alike or found, default=None)

    def _nested(self, head: Head, ahead: Sequence[Head], led: bool) -> float | None:
        """The rank of a list that starts anew inside an open heading, None when it belongs elsewhere."""
        top = self._open[-1] if self._open else None
        if top is None:
            return None
        if top.head.kind == headings.BOXED or (top.head.kind == headings.UNNUMBERED and head.rank >= 6):
            return max(head.rank, top.rank) + 0.5
        same = next((step for step in reversed(self._open) if step.head.kind == head.kind), None)
        if same is not None and (led or _goes_on(same.head, head, ahead)):
            return max(top.rank, same.rank) + 0.5
        return None

    def _decimal(self, head: Head) -> float:
        """2.1 stands under 2, whatever way 2 is written."""
        for place in range(len(self._open) - 1, -1, -1):
            other = self._open[place]
            if other.head.number and other.head.number == head.number[:-1]:
                del self._open[place + 1 :]
                return other.rank + 0.1
        while self._open and (self._open[-1].rank >= head.rank or self._open[-1].head.kind == "decimal"):
            self._open.pop()
        return head.rank + 0.1 * (len(head.number) - 1)

    def _loose(self, head: Head) -> float:
        """Headings without a number stand under the innermost heading that stands alone."""
        for place in range(len(self._open) - 1, -1, -1):
            other = self._open[place]
            if other.head.kind == head.kind or (
                head.kind in (headings.UNNUMBERED, headings.BOXED)
                and other.head.kind in (headings.RUN_IN, headings.TABLE)
            ):
                del self._open[place:]
                break
            if head.kind == headings.BOXED and other.head.kind == headings.UNNUMBERED:
                continue
            if other.head.alone:
                del self._open[place + 1 :]
                break
        return (self._open[-1].rank if self._open else 0) + 0.4


def _built(head: Head) -> tuple[bool, bool]:
    return bool(head.title), head.alone


def _follows(before: tuple[int, ...], number: tuple[int, ...]) -> bool:
    if len(before) != len(number):
        return False
    return before[:-1] == number[:-1] and number[-1] == before[-1] + 1


def _goes_on(same: Head, head: Head, ahead: Sequence[Head]) -> bool:
    """Whether the outer count goes on after the list that ``head`` starts: 3. (1. 2.) 4."""
    last = head.number[0]
    for other in ahead:
        if other.kind == head.kind and other.number:
            if other.number[0] == last + 1:
                last += 1
                if last == same.number[0] + 1:
                    return False
            else:
                return bool(other.number[0] == same.number[0] + 1)
        elif other.number and other.rank < head.rank:
            return False
    return False
