"""Tables of places and values."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kb.evidence import asked
from kb.model import Passage
from kb.needs import needs
from kb.query import understand
from kb.rankings import asked_rank, highest_first, named, tables

TEXT = (
    "城市\t森林覆盖率\t城市\t森林覆盖率\n杭州\t66.9%\t嘉兴\t11.2%\n宁波\t48.0%\t湖州\t48.3%\n温州\t60.0%\t绍兴\t55.1%"
)
HEAD = "二、现状 / 表2 2020年各市森林覆盖率"


def question(text: str):
    query = understand(text)
    return asked(query, needs(query, lambda word: 5, 100))


def passage(text: str, head: str = HEAD) -> Passage:
    return Passage(1, "d", "甲", "c", "一、", head, "甲", "浙江省", "table", text, 100, 100 + len(text), None)


def table(text: str = "2020年哪个城市森林覆盖率最高"):
    (found,) = tables(question(text), [passage(TEXT)])
    return found


def test_names_and_values_side_by_side_are_read_across_the_row():
    assert [(entry.name, entry.value) for entry in table().entries] == [
        ("杭州", Decimal("66.9")),
        ("嘉兴", Decimal("11.2")),
        ("宁波", Decimal("48.0")),
        ("湖州", Decimal("48.3")),
        ("温州", Decimal("60.0")),
        ("绍兴", Decimal("55.1")),
    ]


def test_an_entry_knows_its_row_in_the_document():
    entry = table().entries[2]
    assert TEXT[entry.span.start - 100 : entry.span.end - 100] == "宁波\t48.0%\t湖州\t48.3%"


def test_named_places_are_found_by_short_name():
    assert [entry.written for entry in named(question("湖州市和宁波的森林覆盖率"), table())] == ["48.3%", "48.0%"]


def test_rows_of_indicators_with_units_are_no_order_of_places():
    rows = "指标\t2020年\t2025年\n森林覆盖率（%）\t20\t22\n用水总量（亿立方米）\t30\t31\n能耗\t5\t4\n绿地\t7\t8"
    assert tables(question("森林覆盖率哪个最高"), [passage(rows)]) == []


def test_a_table_of_another_year_does_not_fit():
    assert tables(question("2010年哪个城市森林覆盖率最高"), [passage(TEXT)]) == []


@pytest.mark.parametrize(
    ("text", "column", "high"),
    [
        ("谁的PM2.5最高", "PM2.5浓度", True),
        ("哪个城市空气最干净", "PM2.5浓度", False),
        ("谁的空气最差", "PM2.5浓度", True),
        ("优良天数最好的是谁", "优良天数", True),
        ("优良天数最差的是谁", "优良天数", False),
        ("覆盖率最低的城市", "森林覆盖率", False),
        ("排名前三的城市", "森林覆盖率", True),
    ],
)
def test_the_order_is_the_one_that_is_asked_for(text, column, high):
    assert asked_rank(question(text))
    assert highest_first(question(text), column) is high


def test_a_question_about_an_amount_is_no_question_about_an_order():
    assert not asked_rank(question("宁波森林覆盖率是多少"))
