"""A document answers for places in its one text: pages, lines, quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest import read
from ingest.model import Box, Clause, Marker, Page, Region, Span


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


@pytest.mark.parametrize(
    ("part", "path", "label"),
    [
        ("", "三、|（一）|2.", "三、（一）2."),
        ("", "第四章|第一节|专栏4-1|（三）", "第四章第一节专栏4-1（三）"),
        ("", "五、|（一）|专栏3|5、", "五、（一）专栏3 5、"),
        ("", "第五章|专栏8|2.", "第五章专栏8 2."),
        ("", "三、|专栏2|④", "三、专栏2 ④"),
        ("附录D", "2|2.3", "附录D 2.3"),
        ("", "6|6.6|6.6.2", "6.6.2"),
        ("", "4.|4.1|a)", "4.1 a)"),
        ("", "第一章|第一节|=图1 结构变化|=图2 质量变化", "第一章第一节 图1 结构变化 图2 质量变化"),
        ("", "二、|（二）|=统筹协调", "二、（二）统筹协调"),
        ("附件2", "", "附件2"),
    ],
)
def test_the_steps_of_a_label_never_run_into_one_another(part: str, path: str, label: str) -> None:
    steps = [one for one in path.split("|") if one]
    markers = tuple(
        Marker("", one[1:], Span(0, 1)) if one.startswith("=") else Marker(one, "", Span(0, 1)) for one in steps
    )
    assert Clause("c", "d", Span(0, 1), markers, part=part).label == label
