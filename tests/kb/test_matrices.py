"""The file of vectors is used only while it holds just what is live."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from kb import matrices

ROWS = np.array([2, 5, 9], dtype=np.int64)
MATRIX = np.random.default_rng(5).normal(size=(3, 7)).astype(np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    matrices.write(tmp_path, "model-1", 4, ROWS, MATRIX)
    return tmp_path


def test_vectors_come_back_bit_by_bit(folder: Path) -> None:
    found = matrices.read(folder, "model-1", 4, ROWS)
    assert found is not None
    assert found[0].tolist() == ROWS.tolist()
    assert found[1].tobytes() == MATRIX.tobytes()
    assert [path.name for path in folder.iterdir()] == [matrices.FILE]


def test_the_file_on_disk_keeps_its_format(folder: Path) -> None:
    """Libraries of before must open without being made anew."""
    head = b'{"layout": 1, "model": "model-1", "generation": 4, "count": 3, "width": 7}'
    expected = head.ljust(512) + struct.pack("<3q", 2, 5, 9) + struct.pack("<21f", *MATRIX.ravel())
    assert (folder / matrices.FILE).read_bytes() == expected


@pytest.mark.parametrize(
    ("model", "generation", "live"), [("model-2", 4, [2, 5, 9]), ("model-1", 5, [2, 5, 9]), ("model-1", 4, [2, 5, 8])]
)
def test_a_file_of_another_state_is_not_used(folder: Path, model: str, generation: int, live: list[int]) -> None:
    assert matrices.read(folder, model, generation, np.array(live)) is None


@pytest.mark.parametrize("content", [b"", b"{", b"{}" + b" " * 600, b"\xff" * 900])
def test_a_file_that_is_none_is_not_used(folder: Path, content: bytes) -> None:
    (folder / matrices.FILE).write_bytes(content)
    assert matrices.read(folder, "model-1", 4, ROWS) is None


def test_a_file_that_was_cut_off_is_not_used(folder: Path) -> None:
    whole = (folder / matrices.FILE).read_bytes()
    (folder / matrices.FILE).write_bytes(whole[:-4])
    assert matrices.read(folder, "model-1", 4, ROWS) is None


def test_what_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    matrices.write(tmp_path / "missing", "model-1", 4, ROWS, MATRIX)
    matrices.write(tmp_path, "model-1", 4, ROWS[:0], MATRIX[:0])
    assert list(tmp_path.iterdir()) == []
