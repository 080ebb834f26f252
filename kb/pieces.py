"""The pieces of every passage in one file (词片文件): cut once when a passage is indexed, looked up when sentences are compared.

Cutting a passage into the pieces of a static model takes longer than all that is done with them. The file is a copy of what the
store and the model say: a passage that it does not hold is cut when it is asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from kb import array_files
from kb.likeness import Array, cosines
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.embedding import Cut, Embedder, StaticTable
    from kb.model import Passage

Rows = npt.NDArray[np.int64]
Small = npt.NDArray[np.uint16]

FILE = "pieces.bin"
_HEAD = 512  # bytes before the rows
_LAYOUT = 1
_AT_ONCE = 2_000  # passages cut at a time
_MOST = 1 << 16  # what two bytes can number: the model's pieces, and the characters of a passage


class Passages(Protocol):
    """Where passages come from (片段来源): the store."""

    def generation(self) -> int: ...
    def live_rows(self) -> Rows: ...
    def passages(self, wanted: Iterable[int]) -> Mapping[int, Passage]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Ascending passage rows; ``ends[i]`` is where the pieces of row i end, each with its place in the table and its first character."""

    rows: Rows
    ends: Rows
    ids: Small
    begins: Small

    @classmethod
    def none(cls) -> Held:
        empty, small = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint16)
        return cls(empty, empty, small, small)

    def at(self, row: int) -> Cut | None:
        """The pieces of one row; None when they are not held."""
        place = (
            row - int(self.rows[0]) if len(self.rows) else 0
        )  # none missing in between, as long as nothing was taken out
        if not 0 <= place < len(self.rows) or self.rows[place] != row:
            place = int(np.searchsorted(self.rows, row))
        if place == len(self.rows) or self.rows[place] != row:
            return None
        part = slice(int(self.ends[place - 1]) if place else 0, int(self.ends[place]))
        return self.ids[part].astype(np.int32), self.begins[part].astype(np.int32)

    def only(self, live: Rows) -> Held:
        """What is held of these rows."""
        kept = np.isin(self.rows, live, assume_unique=True)
        if kept.all():
            return self
        sizes = np.diff(self.ends, prepend=0)
        inside = np.repeat(kept, sizes)
        return Held(self.rows[kept], np.cumsum(sizes[kept]), self.ids[inside], self.begins[inside])

    @classmethod
    def joined(cls, parts: Sequence[Held]) -> Held:
        """One behind the other, rows ascending."""
        before = np.cumsum([0] + [len(part.ids) for part in parts])
        ends = [part.ends + first for part, first in zip(parts, before[:-1], strict=True)]
        return cls(
            np.concatenate([part.rows for part in parts]),
            np.concatenate(ends),
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.begins for part in parts]),
        )


class Pieces:
    """The pieces of the passages of one library, for one model; without a model whose pieces have vectors it does nothing."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder, self._model = folder, embedder.name
        self._table: StaticTable | None = getattr(embedder, "pieces", lambda: None)()
        self._generation = -1
        self._held = Held.none()

    def sync(self, store: Passages) -> None:
        """Cut the passages that are new and forget those that are gone."""
        generation = store.generation()
        if self._table is None or self._table.size > _MOST or generation == self._generation:
            return
        live = store.live_rows()
        held = _read(self._folder, self._model) or Held.none()
        if not np.array_equal(held.rows, live):
            held = held.only(live)
            behind = live > (held.rows[-1] if len(held.rows) else -1)
            if np.count_nonzero(behind) + len(held.rows) < len(live):  # some are missing in between
                held, behind = Held.none(), np.ones(len(live), dtype=bool)
            held = Held.joined([held, *_fresh(store, live[behind].tolist(), self._table)])
            _write(self._folder, self._model, held)
        self._held, self._generation = held, generation

    def cosines(
        self, question: Array, passages: Sequence[tuple[int, str]], starts: Sequence[Sequence[int]]
    ) -> list[list[float]] | None:
        """The cosines of the sentences of passages with a question; None with a model whose pieces have no vectors.

        ``question`` is the question's vector, ``passages`` are rows with their plain views, ``starts`` the characters at which
        the sentences of each one begin.
        """
        if self._table is None or not passages:
            return None
        held = [self._held.at(row) for row, _ in passages]
        unknown = self._table.cut([view for (_, view), one in zip(passages, held, strict=True) if one is None])
        rest = iter(unknown)
        return cosines(self._table, question, [one or next(rest) for one in held], starts)


def _fresh(store: Passages, rows: Sequence[int], table: StaticTable) -> Iterator[Held]:
    """The pieces of these rows, some thousands at a time."""
    for start in range(0, len(rows), _AT_ONCE):
        found = store.passages(rows[start : start + _AT_ONCE])
        part = sorted(found)
        cut = [_short(one) for one in table.fresh([plain(found[row].text) for row in part])]
        if cut:
            yield Held(
                np.asarray(part, dtype=np.int64),
                np.cumsum([len(ids) for ids, _ in cut]),
                np.concatenate([ids for ids, _ in cut]).astype(np.uint16),
                np.concatenate([begins for _, begins in cut]).astype(np.uint16),
            )


def _short(cut: Cut) -> Cut:
    """The pieces of a passage as far as two bytes can number its characters."""
    ids, begins = cut
    return cut if not len(begins) or begins[-1] < _MOST else (ids[begins < _MOST], begins[begins < _MOST])


def _write(folder: Path, model: str, held: Held) -> None:
    """Keep what is held."""
    facts = {"layout": _LAYOUT, "model": model, "rows": len(held.rows), "pieces": len(held.ids)}
    kinds = ((held.rows, "<i8"), (held.ends, "<i8"), (held.ids, "<u2"), (held.begins, "<u2"))
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    array_files.write(
        folder / FILE, _HEAD, facts, (np.ascontiguousarray(part, dtype=kind).data for part, kind in kinds)
    )


def _read(folder: Path, model: str) -> Held | None:
    """What the file holds for this model; None when there is none, or none that is whole."""
    found = array_files.read(
        folder / FILE,
        _HEAD,
        {"layout": _LAYOUT, "model": model},
        lambda facts: [8 * int(facts["rows"])] * 2 + [2 * int(facts["pieces"])] * 2,
    )
    if found is None:
        return None
    rows, ends, ids, begins = map(np.asarray, found[1])
    return Held(rows.view("<i8"), ends.view("<i8"), ids.view("<u2"), begins.view("<u2"))
