"""Sentences near to a question by their vectors (语义相近的句子), where a passage's own vector blurs what one sentence says.

Only a static model gives a sentence's vector at next to no cost: it is the sum of the vectors of its pieces. With any other
model nothing is measured, and what the words say stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from kb.embedding import Embedder, StaticTable

Array = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


def cosines(
    embedder: Embedder, question: Array, texts: Sequence[str], starts: Sequence[Sequence[int]]
) -> list[list[float]] | None:
    """The cosine of every sentence with the question, text by text; None with a model whose pieces have no vectors.

    ``question`` is the question's vector, ``starts`` the characters at which the sentences of each text begin.
    """
    table: StaticTable | None = getattr(embedder, "pieces", lambda: None)()
    if table is None or not texts:
        return None
    cut = table.cut(texts)
    known, places = np.unique(np.concatenate([ids for ids, _ in cut]), return_inverse=True)
    if not len(known):
        return [[0.0] * len(listed) for listed in starts]
    vectors = table.vectors(known)
    found, at = [], 0
    for (ids, begins), listed in zip(cut, starts, strict=True):
        found.append(_of_text(vectors, places[at : at + len(ids)], np.searchsorted(begins, listed), question))
        at += len(ids)
    return found


def _of_text(vectors: Array, places: Places, firsts: Places, question: Array) -> list[float]:
    """``firsts`` are the first pieces of the sentences; a sentence without a known piece is near to nothing."""
    ends = [*firsts[1:].tolist(), len(places)]
    full = [at for at, (first, end) in enumerate(zip(firsts.tolist(), ends, strict=True)) if end > first]
    found = [0.0] * len(firsts)
    if full:
        sums = np.add.reduceat(vectors[places], firsts[full], axis=0)
        lengths = np.maximum(np.linalg.norm(sums, axis=1), 1e-6)
        for at, cosine in zip(full, (sums @ question / lengths).tolist(), strict=True):
            found[at] = cosine
    return found
