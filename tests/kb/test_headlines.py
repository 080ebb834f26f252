"""Numbers first: the row of the asked indicator itself, one for each that is asked for, and the nearest where none is there."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb import wordings
from tests.kb.little_library import Written, ask, searcher

COAST = """湛江市能源发展实施方案
一、主要目标
到2025年，能源消费增量中非化石能源消费比重达到70%以上，非化石能源消费比重达到31%，海上风电装机容量达到400万千瓦。
到2030年，非化石能源消费比重达到40%。
二、基础
2020年，全市光伏发电装机容量已经达到85万千瓦。
"""
NATION = """全国能源发展行动计划
一、主要目标
到2025年，全国核电装机容量达到7100万千瓦，光伏发电装机容量达到6亿千瓦。力争2030年前实现碳达峰，2060年前实现碳中和。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    documents = (Written("湛江能源", COAST, Place("广东省", "湛江市")), Written("国家能源", NATION, Place()))
    return searcher(tmp_path_factory.mktemp("headlines"), documents)


def test_the_asked_indicator_comes_before_one_of_a_part_of_it(library):
    first = ask(library, "湛江2025年非化石能源消费比重").statements[0].text
    assert "31%" in first
    assert "70%" not in first


def test_each_of_several_asked_indicators_has_its_row(library):
    said = [one.text for one in ask(library, "碳达峰和碳中和分别是哪一年").statements[:2]]
    assert "2030" in said[0]
    assert "2060" in said[1]


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("湛江2025年核电装机容量", "全国核电装机容量：7100万千瓦（2025年）"),
        ("湛江2035年非化石能源消费比重", "湛江市非化石能源消费比重：40%（2030年）"),
    ],
)
def test_where_the_place_has_no_row_the_nearest_one_is_told_as_such(library, question, nearest):
    answer = ask(library, question)
    said = [one.text for one in answer.statements] or [one.quote for one in answer.nearest]
    assert answer.abstained or said[0].endswith(f"的数值，相近的是：{nearest}")


def test_the_nearest_is_not_told_where_a_sentence_gives_the_asked_figure(library):
    answer = ask(library, "湛江2020年光伏发电装机容量")
    assert "85万千瓦" in answer.text
    assert "相近的是" not in answer.text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全国风电光伏装机", ("风电太阳能发电总装机",)),
        ("湛江光伏装机", ("光伏发电装机",)),
        ("湛江核电装机", ("核电装机",)),
    ],
)
def test_an_indicator_that_continues_the_word_before_it_is_that_of_both(text, names):
    assert wordings.indicators(text) == names
