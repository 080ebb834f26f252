"""Some of the library's documents with their passages (子集): what a filter, a place or a name leaves to search in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
    """Which document every live passage is of (片段归属): keys ascending, with the rows of each key together; and the rows
    ascending, with the key of each."""

    keys: Rows
    rows: Rows
    ascending: Rows
    owners: Rows

    @classmethod
    def of(cls, rows: Rows, keys: Rows) -> Owners:
        order = np.lexsort((rows, keys))
        keys, rows = keys[order], rows[order]
        if np.all(rows[1:] > rows[:-1]):
            return cls(keys, rows, rows, keys)
        order = np.argsort(rows)
        return cls(keys, rows, rows[order], keys[order])

    def keys_of(self, rows: Sequence[int]) -> list[int]:
        """The key of each row; -1 for a row of no live document."""
        if not len(self.ascending):
            return [-1] * len(rows)
        wanted, first, last = np.asarray(rows, dtype=np.int64), self.ascending[0], self.ascending[-1]
        if last - first == len(self.ascending) - 1:  # none missing in between, as long as nothing was taken out
            places = np.clip(wanted - first, 0, last - first)
        else:
            places = np.minimum(np.searchsorted(self.ascending, wanted), len(self.ascending) - 1)
        found: list[int] = np.where(self.ascending[places] == wanted, self.owners[places], -1).tolist()
        return found

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
