"""Stretches of a text asked by place (区段): what overlaps a run of characters, found without looking at all of them.

A paragraph may hold thousands of figures, and each asks which others, which time phrases or which statements it lies
in; every stretch is therefore kept with the pieces of the text that it touches, and a question reads one or two pieces.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_PIECE: Final = 256


class Stretches(Generic[T]):
    """Half-open stretches [start, end) of a text, each with what it stands for."""

    def __init__(self) -> None:
        self._pieces: defaultdict[int, list[tuple[int, int, T]]] = defaultdict(list)

    def add(self, start: int, end: int, item: T) -> None:
        """Keep ``item`` with the characters from ``start`` to before ``end``."""
        for piece in range(start // _PIECE, end // _PIECE + 1):
            self._pieces[piece].append((start, end, item))

    def meet(self, start: int, end: int) -> bool:
        """Whether a stretch shares a character with [start, end)."""
        return any(
            low < end and start < high
            for piece in range(start // _PIECE, end // _PIECE + 1)
            for low, high, _ in self._pieces.get(piece, ())
        )

    def at(self, place: int) -> list[T]:
        """What holds the character at ``place``, in the order in which it was added."""
        return [item for low, high, item in self._pieces.get(place // _PIECE, ()) if low <= place < high]
