"""Where training starts (初始向量): vectors of pieces from what stands around them, for rare pieces from their characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

WINDOW = 6
AT_ONCE = 60_000
SMOOTHING, RARE = 1e-3, 8.0
Matrix = npt.NDArray[np.float32]


def neighbours(tokenizer: Any, texts: Iterable[str]) -> tuple[Any, npt.NDArray[np.float64]]:
    """How often pieces stand within ``WINDOW`` of each other, nearer ones counting more, and how often each stands at all."""
    from scipy import sparse

    size = tokenizer.get_vocab_size()
    met, alone = sparse.csr_matrix((size, size), dtype=np.float32), np.zeros(size)
    for row in _rows(tokenizer, texts):
        alone += np.bincount(row[row > 0], minlength=size)
        met = met + _pairs(row, size)
    return met + met.T, alone


def _pairs(row: npt.NDArray[np.int64], size: int) -> Any:
    """Weighted counts of the pairs in one row."""
    from scipy import sparse

    lefts, rights, weights = [], [], []
    for far in range(1, WINDOW + 1):
        left, right = row[:-far], row[far:]
        both = (left > 0) & (right > 0)
        lefts.append(left[both].astype(np.int32))
        rights.append(right[both].astype(np.int32))
        weights.append(np.full(int(both.sum()), 1.0 / (1.0 + 0.3 * (far - 1)), dtype=np.float32))
    entries = (np.concatenate(weights), (np.concatenate(lefts), np.concatenate(rights)))
    return sparse.coo_matrix(entries, shape=(size, size)).tocsr()


def _rows(tokenizer: Any, texts: Iterable[str]) -> Iterator[npt.NDArray[np.int64]]:
    """Pieces of many texts in one row, texts kept apart by -1."""
    waiting: list[str] = []
    for text in (*texts, None):
        if text is not None:
            waiting.append(text)
        if waiting and (text is None or len(waiting) == AT_ONCE):
            row: list[int] = []
            for encoding in tokenizer.encode_batch(waiting, add_special_tokens=False):
                row.extend(encoding.ids)
                row.extend([-1] * WINDOW)
            yield np.asarray(row, dtype=np.int64)
            waiting = []


def vectors(met: Any, dimension: int) -> Matrix:
    """Positive pointwise mutual information, reduced by a singular value decomposition; rows of unit length."""
    from scipy import sparse
    from sklearn.utils.extmath import randomized_svd

    met = met.tocoo()
    sums = np.asarray(sparse.csr_matrix(met).sum(axis=1)).ravel() + 1e-9
    context = sums**0.75
    context /= context.sum()
    informed = np.log(met.data / (sums[met.row] * context[met.col]))
    kept = informed > 0
    table = sparse.csr_matrix((informed[kept].astype(np.float32), (met.row[kept], met.col[kept])), shape=met.shape)
    left, strength, _ = randomized_svd(table, dimension, n_iter=3, random_state=0)
    return unit((left * np.sqrt(strength)).astype(np.float32))


def composition(pieces: list[str]) -> tuple[Any, int]:
    """The sparse matrix that takes the mean of a piece's characters, and how many characters there are."""
    from scipy import sparse

    places = {character: place for place, character in enumerate(sorted(set("".join(pieces))))}
    entries = [(row, places[character], 1.0 / len(piece)) for row, piece in enumerate(pieces) for character in piece]
    rows, columns, values = zip(*entries, strict=True)
    shape = (len(pieces), len(places))
    return sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32), len(places)


def start(found: Matrix, seen: npt.NDArray[np.float64], characters: Any) -> tuple[Matrix, Matrix]:
    """Start vectors and the weights they carry: rare pieces lean on their characters, frequent ones weigh little."""
    from scipy import sparse

    trust = np.sqrt(np.minimum(seen, 200)).astype(np.float32)
    weighted = characters.T.multiply(trust)
    system = (weighted @ characters + sparse.eye(characters.shape[1]) * 2.0).toarray()
    composed = unit((characters @ np.linalg.solve(system, weighted @ found)).astype(np.float32))
    lean = (seen / (seen + RARE)).astype(np.float32)[:, None]
    weights = (SMOOTHING / (SMOOTHING + seen / seen.sum())).astype(np.float32)[:, None]
    made = unit(lean * found + (1 - lean) * composed * 0.7) * weights
    made[0] = 0.0
    return made.astype(np.float32), weights


def unit(rows: Matrix) -> Matrix:
    scaled: Matrix = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)
    return scaled
