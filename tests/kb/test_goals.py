"""The goals of a plan: its own clause and table, where a question names the plan."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb import goals
from tests.kb.little_library import Written, ask, searcher

PORT = """珠海市港口发展“十四五”规划
一、发展现状
2020年，全市港口货物吞吐量为1.3亿吨，岸电覆盖率仅为40%。
二、指导思想
围绕全市发展目标，建设绿色港口。
三、发展目标
到2025年，岸电使用电量达到900万千瓦时，建成12个绿色泊位。
表1 港口主要指标
指标\t单位\t2020年\t2025年
港口货物吞吐量\t亿吨\t1.3\t1.8
岸电覆盖率\t%\t40\t95
注：岸电覆盖率按泊位数计算。
四、重点任务
加快港作机械更新，淘汰柴油拖车。
"""
WATER = """珠海市节约用水行动方案
一、主要目标
到2025年，全市万元地区生产总值用水量比2020年下降18%。
二、主要措施
推广节水器具，实行阶梯水价，达到节水目标的企业给予奖励。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    place = Place("广东省", "珠海市")
    return searcher(
        tmp_path_factory.mktemp("goals"), (Written("港口规划", PORT, place), Written("节水方案", WATER, place))
    )


@pytest.mark.parametrize("question", ["珠海港口发展规划的发展目标", "珠海市港口规划有哪些目标"])
def test_the_clause_of_goals_is_said_with_the_rows_of_its_table(library, question):
    answer = ask(library, question)
    assert answer.statements[0].text.startswith("到2025年，岸电使用电量达到900万千瓦时")
    assert "港口货物吞吐量：1.8亿吨（2025年）" in answer.text
    assert "岸电覆盖率：95%（2025年）" in answer.text
    assert {"900万千瓦时", "1.8", "95"} <= {row.value_text for row in answer.targets}
    assert not any(words in answer.text for words in ("1.3亿吨", "柴油拖车", "注：", "18%"))


def test_indicators_are_told_before_the_prose_where_they_are_asked_for(library):
    answer = ask(library, "珠海港口发展规划的主要指标")
    assert answer.statements[0].text.startswith("港口货物吞吐量")


def test_a_plan_that_no_title_is_called_by_is_answered_otherwise(library):
    assert not any("岸电" in one.text for one in ask(library, "珠海海水淡化规划的主要目标").statements)


@pytest.mark.parametrize("text", ["完成年度目标任务的给予奖励吗", "2025年节水目标是多少", "港口货物吞吐量目标"])
def test_a_single_goal_is_not_taken_for_all_goals_of_a_plan(text):
    assert not goals.asked(text)


def test_of_two_plans_in_one_file_only_the_first_is_told(tmp_path):
    two = PORT + "珠海市渔港整治方案\n一、发展目标\n到2025年，整治渔港6座。\n"
    library = searcher(tmp_path, (Written("港口规划", two, Place("广东省", "珠海市")),))
    assert "渔港6座" not in ask(library, "珠海港口发展规划的发展目标").text


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("第四节目标和指标", True),
        ("一、总体要求和工作目标", True),
        ("（三）科学确立发展目标", True),
        ("二、创建目标", True),
        ("（二）强化目标责任落实", False),
        ("“十三五”规划指标完成情况", False),
    ],
)
def test_headings_of_goals(heading, known):
    assert bool(goals._goal(heading)) is known
