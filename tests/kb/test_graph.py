"""Who cites whom: pairs inside the library, a place by year and level for each."""

from __future__ import annotations

from kb import graph
from kb.store import Store


def test_documents_that_cite_one_of_the_library_are_linked_to_it(full_store: Store) -> None:
    assert set(graph.links(tuple(full_store.linked().values()))) == {("甲市", "中央"), ("乙省", "中央")}


def test_each_document_stands_at_its_level_with_how_often_it_is_cited(full_store: Store) -> None:
    drawn = {one.key: (one.level, one.cited) for one in graph.drawing(tuple(full_store.linked().values()))}
    assert drawn == {"中央": ("国家", 2), "甲市": ("市级", 0), "乙省": ("省级", 0)}


def test_no_two_documents_stand_on_one_spot(full_store: Store) -> None:
    spots = [(one.year, one.level, one.place) for one in graph.drawing(tuple(full_store.linked().values()))]
    assert len(spots) == len(set(spots))
