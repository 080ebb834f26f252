"""The vectors of a library in one file (向量文件): mapped into memory, so that opening costs nothing whatever its size.

The store keeps the vectors document by document; to put a hundred thousand of them together takes most of a second. The file
is a copy that is used only while it holds just the rows that are live, and is written anew whole, never changed.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32]

FILE = "matrix.bin"
_HEAD = 512  # bytes before the rows, a line of JSON filled up with blanks
_LAYOUT = 1


def write(folder: Path, model: str, generation: int, rows: Rows, matrix: Matrix) -> None:
    """Keep ascending rows with their vectors; nothing happens where that cannot be done (a full disk, a read-only folder)."""
    facts = {"layout": _LAYOUT, "model": model, "generation": generation, "count": len(rows), "width": matrix.shape[1]}
    head = json.dumps(facts).encode()
    if len(head) > _HEAD or not len(rows):
        return
    waiting = folder / f"{FILE}.{secrets.token_hex(4)}"
    try:
        with waiting.open("wb") as file:
            file.write(head.ljust(_HEAD))
            file.write(np.ascontiguousarray(rows, dtype="<i8").data)
            file.write(np.ascontiguousarray(matrix, dtype="<f4").data)
        waiting.replace(folder / FILE)
    except OSError:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)


def read(folder: Path, model: str, generation: int, live: Rows) -> tuple[Rows, Matrix] | None:
    """The rows with their vectors, as long as they are just these live rows of this model and generation; None otherwise."""
    try:
        with (folder / FILE).open("rb") as file:
            facts: dict[str, Any] = json.loads(file.read(_HEAD))
            size = os.fstat(file.fileno()).st_size
            if (facts["layout"], facts["model"], facts["generation"]) != (_LAYOUT, model, generation):
                return None
            count, width = int(facts["count"]), int(facts["width"])
            if count != len(live) or size != _HEAD + count * (8 + 4 * width):
                return None
            held = np.memmap(file, dtype=np.uint8, mode="r")
    except (OSError, ValueError, KeyError, TypeError):
        return None
    rows = np.asarray(held[_HEAD : _HEAD + 8 * count]).view("<i8")
    matrix = np.asarray(held[_HEAD + 8 * count :]).view("<f4").reshape(count, width)
    return (rows, matrix) if np.array_equal(rows, live) else None
