"""A document answers for places in its one text: pages, lines, quotes."""

from __future__ import annotations

from dataclasses import replace

from ingest import read
from ingest.model import Box, Page, Region, Span


def test_the_page_of_a_character_is_that_of_its_region_also_where_a_row_is_cut_by_a_page():
    text = "甲\t乙\n"
    box = Box(0.0, 0.0, 10.0, 10.0)
    regions = (Region(Span(0, 1), 2, box), Region(Span(2, 3), 1, box))
    document = replace(
        read("甲\t乙\n".encode(), "跨页", "txt"),
        text=text,
        regions=regions,
        pages=(Page(1, 100.0, 100.0, 0, 1), Page(2, 100.0, 100.0, 1, 4)),
    )
    assert [document.page_of(at) for at in (0, 2, 3)] == [2, 1, 2]
