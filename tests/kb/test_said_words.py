"""Answers that are words and no figures: how somebody is reached, what a document is based on, which document a number is."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb import persons
from kb.query import understand
from tests.kb.little_library import Written, ask, searcher

CALL = """衢州市节能改造项目申报通知
衢能示〔2024〕3号
各县（市、区）节能主管部门：
为推进公共建筑节能改造，根据《浙江省节约能源条例》《衢州市节能规划》，现将有关申报事项通知如下：
一、申报条件
改造后单位面积能耗下降15%以上的项目可以申报，申报材料一式3份。
二、申报方式
申报材料发送至邮箱jieneng@quzhou.example，咨询电话：0570-3081234。申报系统网址：https://jn.quzhou.example。
三、受理时间
2024年3月1日至2024年4月15日。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    document = Written("节能申报", CALL, Place("浙江省", "衢州市"))
    return searcher(tmp_path_factory.mktemp("words"), (document,))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("衢州节能改造项目申报的咨询电话", "0570-3081234"),
        ("衢州节能改造申报材料发到哪个邮箱", "jieneng@quzhou.example"),
        ("衢州节能改造申报系统的网址", "https://jn.quzhou.example"),
        ("衢州节能改造申报通知依据什么制定", "《浙江省节约能源条例》"),
        ("衢州节能改造项目申报受理时间", "4月15日"),
        ("衢能示〔2024〕3号是什么文件", "《衢州市节能改造项目申报通知》"),
    ],
)
def test_the_first_statement_holds_the_words_asked_for(library, question, said):
    answer = ask(library, question)
    assert answer.statements and said in answer.statements[0].text


def test_no_row_of_the_target_table_stands_where_a_number_to_call_is_asked_for(library):
    assert not ask(library, "衢州节能改造项目申报的咨询电话").targets


@pytest.mark.parametrize(
    ("question", "text", "held"),
    [
        ("联系电话是多少", "咨询电话:021-53880000", True),
        ("联系电话是多少", "共计5388个", False),
        ("联系电话是多少", "电话:(0551)62603215", True),
        ("联系电话是多少", "总投资12345678.5元", False),
        ("电子邮箱", "发送至a.b@c.cn", True),
        ("怎么联系他们", "电话400920", False),
        ("怎么联系他们", "电话:13866188521", True),
    ],
)
def test_what_says_how_somebody_is_reached(question, text, held):
    found = persons.reach(question)
    assert found is not None
    assert (found.search(text) is not None) is held


def test_other_questions_ask_for_no_such_thing():
    assert persons.reach("电动车的电池归谁收") is None


def test_a_meaning_asked_within_a_numbered_document_is_no_search_for_the_document():
    assert understand("衢能示〔2024〕3号里的公共建筑是什么意思").intent != "find"
