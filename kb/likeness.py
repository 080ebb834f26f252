"""Sentences near to a question by their vectors (语义相近的句子), where a passage's own vector blurs what one sentence says.

Only a static model gives a sentence's vector at next to no cost: it is the sum of the vectors of its pieces. With any other
model nothing is measured, and what the words say stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from kb.embedding import Cut, Embedder, StaticTable

Array = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]
WINDOW = 3  # pieces that a word may be made of
UNMEASURED = 0.3  # taken for the cosine of a word with a text, and …
UNSAID = 0.4  # … of a sentence with a question, where the model's pieces have no vectors: about what is usual


def cosines(
    table: StaticTable, question: Array, cut: Sequence[Cut], starts: Sequence[Sequence[int]]
) -> list[list[float]]:
    """The cosine of every sentence with the question, text by text.

    ``question`` is the question's vector, ``cut`` the pieces of each text (``kb.pieces``), ``starts`` the characters at which
    its sentences begin.
    """
    if not cut:
        return []
    ids = np.concatenate([pieces for pieces, _ in cut])
    if not len(ids):
        return [[0.0] * len(listed) for listed in starts]
    vectors, weights = table.vectors(ids)
    sums = np.zeros((sum(map(len, starts)), vectors.shape[1]), dtype=np.float32)
    at, row = 0, 0
    for (pieces, begins), listed in zip(cut, starts, strict=True):
        end, last = at + len(pieces), row + len(listed)
        shares = _shares(np.searchsorted(begins, listed), weights[at:end])
        np.matmul(shares, vectors[at:end], out=sums[row:last])
        at, row = end, last
    lengths = np.sqrt(np.einsum("ij,ij->i", sums, sums))
    values = iter(((sums @ question) / np.maximum(lengths, 1e-6)).tolist())
    return [list(islice(values, len(listed))) for listed in starts]


def _shares(firsts: Places, weights: Array) -> Array:
    """[sentences, pieces]: what each piece weighs in its sentence, 0 in all others; ``firsts`` are the sentences' first pieces."""
    at = np.arange(len(weights))
    ends = np.append(firsts[1:], len(weights))
    inside = (at >= firsts[:, None]) & (at < ends[:, None])
    return np.where(inside, weights, np.float32(0.0))


@dataclass(frozen=True, slots=True)
class Nearness:
    """What vectors say of a question and the passages found for it, compared exactly: the same in every process.

    ``passages`` are the cosines of the best passages with the question, in their order.
    """

    passages: tuple[float, ...] = ()
    embedder: Embedder | None = None

    @property
    def table(self) -> StaticTable | None:
        """The vectors of single pieces; None with a model that has none."""
        found: StaticTable | None = getattr(self.embedder, "pieces", lambda: None)()
        return found

    def sentence(self, likeness: float) -> float:
        """What was measured of a sentence, or what is usual."""
        return likeness if self.table is not None else UNSAID

    def words(self, words: Sequence[str], text: str) -> list[float]:
        """For each word the greatest cosine with a few successive pieces of the text; what is usual where that is not known."""
        table = self.table
        if table is None:
            return [UNMEASURED] * len(words)
        if not words:
            return []
        pieces, _ = table.cut([text])[0]
        if not len(pieces):
            return [0.0] * len(words)
        vectors, weights = table.vectors(pieces)
        runs = np.cumsum(np.pad(vectors * weights[:, None], ((1, 0), (0, 0))), axis=0)
        near = np.full(len(words), -1.0, dtype=np.float32)
        for size in range(1, min(WINDOW, len(pieces)) + 1):
            windows = runs[size:] - runs[:-size]
            lengths = np.sqrt(np.einsum("ij,ij->i", windows, windows))
            cosines_ = (windows @ table.encode(words).T) / np.maximum(lengths, 1e-6)[:, None]
            near = np.maximum(near, cosines_.max(axis=0))
        return [float(value) for value in near]
