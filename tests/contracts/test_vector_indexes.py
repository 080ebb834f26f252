"""What every vector index must do, run on each row of INDEXES."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kb.vector_rows import Matrix, Rows
from kb.vectors import INDEXES, VectorIndex

DIMENSION = 32


class Kept:
    """Vectors kept in memory by row: a source as the store is one."""

    def __init__(self, rows: list[int], seed: int = 7) -> None:
        self.seed, self.number = seed, 1
        self.rows = sorted(rows)

    def vector(self, row: int) -> Matrix:
        found = np.random.default_rng([self.seed, row]).normal(size=DIMENSION).astype(np.float32)
        return found / np.linalg.norm(found)

    def change(self, rows: list[int]) -> None:
        self.rows, self.number = sorted(rows), self.number + 1

    def generation(self) -> int:
        return self.number

    def live_rows(self) -> Rows:
        return np.asarray(self.rows, dtype=np.int64)

    def vectors(self, model: str) -> tuple[Rows, Matrix]:
        matrix = np.asarray([self.vector(row) for row in self.rows], dtype=np.float32).reshape(-1, DIMENSION)
        return self.live_rows(), matrix


@pytest.fixture(params=sorted(INDEXES))
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[VectorIndex]:
    made = INDEXES[request.param](tmp_path / "vectors", "model-1")
    yield made
    made.close()


def rows_of(found: list[tuple[int, float]]) -> list[int]:
    return [row for row, _ in found]


def best(source: Kept, vector: Matrix, k: int, among: set[int] | None = None) -> list[int]:
    rows = [row for row in source.rows if among is None or row in among]
    return sorted(rows, key=lambda row: -float(source.vector(row) @ vector))[:k]


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    source = Kept([])
    index.sync(source)
    assert index.nearest(Kept([1]).vector(1), 5) == []
    assert index.nearest(Kept([1]).vector(1), 5, among={1}) == []


def test_before_the_first_sync_nothing_is_found(index: VectorIndex) -> None:
    assert index.nearest(Kept([1]).vector(1), 3) == []


def test_an_index_is_complete_where_it_stands_for_all_rows_of_the_store_as_it_is(index: VectorIndex) -> None:
    source = Kept(list(range(40)))
    assert not index.complete(source)
    index.sync(source)
    assert index.complete(source)
    source.change(list(range(50)))
    assert not index.complete(source)
    index.sync(source)
    assert index.complete(source)


def test_a_vector_finds_its_own_row_first_with_a_cosine_of_one(index: VectorIndex) -> None:
    source = Kept(list(range(3, 900, 7)))
    index.sync(source)
    row, score = index.nearest(source.vector(10), 4)[0]
    assert row == 10
    assert score == pytest.approx(1.0, abs=1e-5)


def test_hits_come_best_first_and_at_most_k(index: VectorIndex) -> None:
    source = Kept(list(range(500)))
    index.sync(source)
    vector = Kept([], seed=99).vector(1)
    found = index.nearest(vector, 12)
    assert rows_of(found) == best(source, vector, 12)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)


def test_asking_for_more_than_there_is_gives_all(index: VectorIndex) -> None:
    source = Kept([4, 8, 15])
    index.sync(source)
    assert sorted(rows_of(index.nearest(source.vector(8), 50))) == [4, 8, 15]
    assert index.nearest(source.vector(8), 0) == []


@pytest.mark.parametrize("size", [3, 40, 450])
def test_among_narrows_to_these_rows_and_is_exact(index: VectorIndex, size: int) -> None:
    source = Kept(list(range(500)))
    index.sync(source)
    among = set(range(size)) | {10_000}
    vector = source.vector(499)
    assert rows_of(index.nearest(vector, 10, among=among)) == best(source, vector, 10, among)


def test_nothing_is_found_among_no_rows_or_unknown_ones(index: VectorIndex) -> None:
    source = Kept([1, 2, 3])
    index.sync(source)
    assert index.nearest(source.vector(1), 5, among=set()) == []
    assert index.nearest(source.vector(1), 5, among={77}) == []


def test_added_rows_are_found_and_removed_ones_are_not(index: VectorIndex) -> None:
    source = Kept(list(range(300)))
    index.sync(source)
    source.change([row for row in range(320) if row != 5])
    index.sync(source)
    assert 5 not in rows_of(index.nearest(source.vector(5), 300))
    assert index.nearest(source.vector(310), 1)[0][0] == 310


def test_a_change_is_not_seen_before_sync_but_never_breaks_a_search(index: VectorIndex) -> None:
    source = Kept(list(range(100)))
    index.sync(source)
    source.change([])
    index.nearest(source.vector(1), 5)
    index.sync(source)
    assert index.nearest(source.vector(1), 5) == []


def test_syncing_twice_changes_nothing(index: VectorIndex) -> None:
    source = Kept(list(range(50)))
    index.sync(source)
    first = index.nearest(source.vector(9), 10)
    index.sync(source)
    assert index.nearest(source.vector(9), 10) == first


def test_what_was_left_for_later_changes_no_answer(index: VectorIndex, tmp_path: Path) -> None:
    source = Kept(list(range(200)))
    index.sync(source)
    index.ready()
    expected = rows_of(index.nearest(source.vector(7), 10))
    index.close()
    again = type(index)(tmp_path / "vectors", "model-1")  # type: ignore[call-arg]
    again.sync(source)
    assert rows_of(again.nearest(source.vector(7), 10)) == expected
    again.ready()
    assert rows_of(again.nearest(source.vector(7), 10)) == expected
    again.close()


def test_an_index_can_be_closed_and_opened_again(index: VectorIndex, tmp_path: Path) -> None:
    source = Kept(list(range(200)))
    index.sync(source)
    expected = rows_of(index.nearest(source.vector(7), 10))
    index.close()
    again = type(index)(tmp_path / "vectors", "model-1")  # type: ignore[call-arg]
    again.sync(source)
    assert rows_of(again.nearest(source.vector(7), 10)) == expected
    again.close()


def test_a_row_without_words_is_no_obstacle(index: VectorIndex) -> None:
    source = Kept(list(range(60)))
    whole = source.vectors

    def vectors(model: str) -> tuple[Rows, Matrix]:
        rows, matrix = whole(model)
        matrix[3] = 0.0
        return rows, matrix

    source.vectors = vectors  # type: ignore[method-assign]
    index.sync(source)
    assert index.nearest(source.vector(8), 1)[0][0] == 8
    assert len(index.nearest(np.zeros(DIMENSION, dtype=np.float32), 5)) == 5
