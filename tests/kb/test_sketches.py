"""Sketches of vectors narrow a large subset without losing what is nearest."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kb.sketches import Sketches
from kb.vector_rows import Matrix, Rows
from kb.vectors import EXACT_ROWS, ExactIndex


def gathered(count: int, size: int = 128) -> Matrix:
    """Vectors in groups around shared directions, off the middle, as those of texts are."""
    chance = np.random.default_rng(11)
    middles = chance.normal(size=(40, size)) + 0.5
    made = middles[chance.integers(0, 40, count)] + chance.normal(scale=0.7, size=(count, size))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


class Kept:
    """A source of vectors by row."""

    def __init__(self, count: int) -> None:
        self.rows: Rows = np.arange(1, count + 1, dtype=np.int64)
        self.matrix = gathered(count)

    def generation(self) -> int:
        return 1

    def live_rows(self) -> Rows:
        return self.rows

    def vectors(self, model: str) -> tuple[Rows, Matrix]:
        return self.rows, self.matrix


def test_a_large_subset_is_narrowed_to_nearly_all_of_its_nearest_rows(tmp_path: Path) -> None:
    source = Kept(9 * EXACT_ROWS)
    index = ExactIndex(tmp_path, "model-1")
    index.sync(source)
    among = source.rows[::3]
    shared = 0
    for query in source.matrix[:: len(source.rows) // 20]:
        exact, likely = index.nearest(query, 40, among), index.likely(query, 40, among)
        assert {row for row, _ in likely} <= set(among.tolist())
        assert [score for _, score in likely] == sorted((score for _, score in likely), reverse=True)
        shared += len(set(exact) & set(likely))
    assert shared / (40 * 20) > 0.9


def test_a_subset_is_asked_for_again_and_again_and_another_one_between(tmp_path: Path) -> None:
    source = Kept(6 * EXACT_ROWS)
    index = ExactIndex(tmp_path, "model-1")
    index.sync(source)
    thirds = [source.rows[at::3] for at in range(3)]
    first = [index.likely(source.matrix[5], 20, among) for among in thirds]
    assert [index.likely(source.matrix[5], 20, among) for among in thirds] == first
    assert [index.likely(source.matrix[5], 20, among.copy()) for among in thirds] == first


def test_few_places_are_all_kept_and_many_cut_down() -> None:
    matrix = gathered(3_000)
    places = np.arange(0, 3_000, 2)
    sketches = Sketches.of(matrix).only(places)
    assert sketches.only(np.arange(50)).near(matrix[7], 50).tolist() == list(range(50))
    near = sketches.near(matrix[8], 100)
    assert 8 in places[near] and 100 <= len(near) < 800


def test_a_dimension_that_fills_no_whole_word_is_sketched_too() -> None:
    matrix = gathered(500, size=70)
    assert 123 in Sketches.of(matrix).near(matrix[123], 10)
