"""Subsets of a library: documents and the rows of their passages."""

from __future__ import annotations

import numpy as np

from kb.subsets import Owners, Subset


def rows(*numbers: int) -> np.ndarray:
    return np.asarray(numbers, dtype=np.int64)


def test_the_rows_of_documents_come_in_order_even_when_they_lie_apart():
    owners = Owners.of(rows(1, 2, 3, 7, 9), rows(5, 4, 5, 4, 6))
    assert owners.rows_of([4, 5]).tolist() == [1, 2, 3, 7]
    assert owners.rows_of([6, 99]).tolist() == [9]
    assert owners.rows_of([]).tolist() == []


def test_what_two_subsets_share_is_in_both():
    one = Subset(frozenset({"a", "b"}), rows(1, 2, 5))
    other = Subset(frozenset({"b", "c"}), rows(5, 6))
    both = one.within(other)
    assert both.documents == {"b"} and both.rows.tolist() == [5]
    assert one.within(None) is one and len(one) == 3


def test_every_row_knows_its_document_even_when_rows_lie_apart():
    for owners in (Owners.of(rows(1, 2, 3, 7, 9), rows(5, 4, 5, 4, 6)), Owners.of(rows(1, 2, 3), rows(4, 4, 6))):
        for key in set(owners.keys.tolist()):
            assert set(owners.keys_of(owners.rows_of([key]).tolist())) == {key}
        assert owners.keys_of([0, 4, 99]) == [-1, -1, -1]
        assert owners.ascending.tolist() == sorted(owners.rows.tolist())
    assert Owners.of(rows(), rows()).keys_of([1]) == [-1]
