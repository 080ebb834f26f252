"""Questions about a draft and the plan issued of it."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb.comparison import sides
from tests.kb.little_library import Written, ask

PLAN = """洛阳市海绵城市建设实施方案{mark}
一、主要目标
到2025年，建成区透水铺装率不低于{paving}%，新增下沉式绿地{lawn}公顷，雨水资源利用率达到12%。
二、主要任务
新建小区同步建设雨水花园，雨水调蓄设施由各区分别验收。
"""
FOREIGN = """南昌市海绵城市建设实施方案
一、主要目标
到2025年，建成区透水铺装率不低于44%。
"""


HERE = Place("河南省", "洛阳市")
DOCUMENTS = (
    Written("草稿", PLAN.format(mark="（征求意见稿）", paving=35, lawn=60), HERE, "征求意见稿"),
    Written("印发", PLAN.format(mark="", paving=38, lawn=80), HERE),
    Written("南昌", FOREIGN, Place("江西省", "南昌市")),
)


@pytest.mark.parametrize(
    "question",
    [
        "洛阳海绵城市方案征求意见稿和正式稿的透水铺装率变了吗",
        "洛阳海绵城市透水铺装率，正式稿比征求意见稿高几个点",
        "洛阳海绵城市方案前后两版透水铺装率差多少",
    ],
)
def test_two_editions_are_compared_and_the_difference_is_marked_as_computed(library, question):
    answer = ask(library, question)
    computed = [statement for statement in answer.statements if statement.computed]
    assert [statement.computed for statement in computed] == ["35% − 38% = -3个百分点"]
    assert "征求意见稿比正式稿低3个百分点（计算）" in computed[0].text
    assert {citation.doc for citation in computed[0].citations} == {"草稿", "印发"}


@pytest.mark.parametrize(
    ("question", "doc", "number"),
    [
        ("洛阳下沉式绿地要新增多少公顷（正式稿）", "印发", "80"),
        ("洛阳征求意见稿里下沉式绿地新增多少公顷", "草稿", "60"),
    ],
)
def test_one_edition_answers_alone(library, question, doc, number):
    answer = ask(library, question)
    assert number in answer.statements[0].text
    assert {citation.doc for citation in answer.citations} == {doc}


@pytest.mark.parametrize("question", ["南昌征求意见稿里透水铺装率多少", "洛阳透水铺装率多少", "征求公众意见怎么安排"])
def test_without_two_editions_of_the_place_or_their_names_nothing_is_narrowed(library, question):
    query = library.understand(question)
    assert all(side.docs == () for side in sides(query, library.store.infos()))
