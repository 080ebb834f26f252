"""Some of the library's documents with their passages (子集): what a filter, a place or a name leaves to search in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Subset:
    """Documents by their ids, and the rows of their passages, ascending. The keyword index asks for the former, the vectors
    for the latter."""

    documents: frozenset[str]
    rows: Rows

    def __len__(self) -> int:
        return len(self.rows)

    def within(self, other: Subset | None) -> Subset:
        """What both hold; this one when the other is None (nothing left out)."""
        if other is None:
            return self
        return Subset(self.documents & other.documents, _shared(self.rows, other.rows))


@dataclass(frozen=True, slots=True, eq=False)
class Owners:
    """Which document every live passage is of (片段归属): keys ascending, with the rows of each key together."""

    keys: Rows
    rows: Rows

    @classmethod
    def of(cls, rows: Rows, keys: Rows) -> Owners:
        order = np.lexsort((rows, keys))
        return cls(keys[order], rows[order])

    def rows_of(self, wanted: Collection[int]) -> Rows:
        """The rows of these keys, ascending."""
        listed = np.unique(np.fromiter(wanted, dtype=np.int64, count=len(wanted)))
        starts = np.searchsorted(self.keys, listed, side="left")
        ends = np.searchsorted(self.keys, listed, side="right")
        parts = [self.rows[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)


def _shared(one: Rows, other: Rows) -> Rows:
    """The rows that both hold, ascending: looked up in a mask, as both may hold a hundred thousand."""
    if not len(one) or not len(other):
        return one[:0]
    mask = np.zeros(int(max(one[-1], other[-1])) + 1, dtype=np.bool_)
    mask[other] = True
    return one[mask[one]]
