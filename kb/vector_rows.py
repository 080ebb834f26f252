"""Rows and their vectors (行与向量): the row of a passage beside its vector, in ascending order; what both indexes need of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32]
Found = list[tuple[int, float]]

NOTHING: tuple[Rows, Matrix] = (np.zeros(0, dtype=np.int64), np.zeros((0, 1), dtype=np.float32))


def best(
    rows: Rows,
    matrix: Matrix,
    vector: npt.NDArray[np.float32],
    k: int,
    places: npt.NDArray[np.int64] | None,
) -> Found:
    """The ``k`` rows nearest to a vector, of those at ``places`` or of all; of rows equally near the lower one first."""
    if places is not None:
        rows, matrix = rows[places], matrix[places]
    if k < 1 or not len(rows):
        return []
    scores = matrix @ vector.astype(np.float32)
    near = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(len(scores))
    order = near[np.lexsort((rows[near], -scores[near]))]
    return [(int(rows[place]), float(scores[place])) for place in order]


def ascending(rows: Rows, matrix: Matrix) -> tuple[Rows, Matrix]:
    """Rows in ascending order with their vectors."""
    if np.all(rows[1:] > rows[:-1]):
        return rows, matrix
    order = np.argsort(rows)
    return rows[order], matrix[order]


def listed(among: Collection[int] | Rows) -> Rows:
    """Rows as an array, whatever they come in."""
    return among if isinstance(among, np.ndarray) else np.fromiter(among, dtype=np.int64, count=len(among))


def places_of(rows: Rows, among: Collection[int] | Rows) -> npt.NDArray[np.int64]:
    """Where the rows of ``among`` stand in ascending ``rows``; those that are not there are left out."""
    wanted = np.sort(listed(among))
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    if rows[-1] - rows[0] == len(rows) - 1:  # none missing in between, as long as nothing was taken out
        inside: npt.NDArray[np.int64] = wanted[(wanted >= rows[0]) & (wanted <= rows[-1])] - rows[0]
        return inside
    places = np.minimum(np.searchsorted(rows, wanted), len(rows) - 1)
    found: npt.NDArray[np.int64] = places[rows[places] == wanted]
    return found


def digest(rows: Rows) -> str:
    """Sixteen hex digits over ascending rows."""
    return hashlib.sha256(np.ascontiguousarray(rows, dtype="<i8").tobytes()).hexdigest()[:16]
