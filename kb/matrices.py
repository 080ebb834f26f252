"""The vectors of a library in one file (向量文件): mapped into memory, so that opening costs nothing whatever its size.

The store keeps the vectors document by document; to put a hundred thousand of them together takes most of a second. The file
is a copy that is used only while it holds just the rows that are live, and is written anew whole, never changed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb import array_files

Rows = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32]

FILE = "matrix.bin"
_HEAD = 512  # bytes before the rows
_LAYOUT = 1


def write(folder: Path, model: str, generation: int, rows: Rows, matrix: Matrix) -> None:
    """Keep ascending rows with their vectors."""
    facts = {"layout": _LAYOUT, "model": model, "generation": generation, "count": len(rows), "width": matrix.shape[1]}
    arrays = np.ascontiguousarray(rows, dtype="<i8").data, np.ascontiguousarray(matrix, dtype="<f4").data
    if len(rows):
        array_files.write(folder / FILE, _HEAD, facts, arrays)


def read(folder: Path, model: str, generation: int, live: Rows) -> tuple[Rows, Matrix] | None:
    """The rows with their vectors, as long as they are just these live rows of this model and generation; None otherwise."""
    count = len(live)
    found = array_files.read(
        folder / FILE,
        _HEAD,
        {"layout": _LAYOUT, "model": model, "generation": generation, "count": count},
        lambda facts: (8 * count, 4 * count * int(facts["width"])),
    )
    if found is None:
        return None
    rows, numbers = map(np.asarray, found[1])
    ascending, matrix = rows.view("<i8"), numbers.view("<f4").reshape(count, int(found[0]["width"]))
    return (ascending, matrix) if np.array_equal(ascending, live) else None
