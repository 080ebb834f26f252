"""Who holds a post: which questions ask it, and which words of a text say it."""

from __future__ import annotations

import pytest

from kb import persons
from kb.query import understand
from kb.spelling import plain


@pytest.mark.parametrize(
    ("question", "post"),
    [
        ("无锡市长是谁", "市长"),
        ("无锡市水务局局长叫什么名字", "局长"),
        ("谁担任碳达峰专班的组长", "组长"),
        ("组长由谁担任", "组长"),
        ("联系人的姓名", "联系人"),
        ("旧电池回收谁负责", ""),
        ("无锡哪位副市长分管治水", "副市长"),
        ("水务局的负责人是谁", "负责人"),
        ("哪个领导小组管治水", ""),
        ("企业负责人由谁考核", ""),
        ("首席专家叫什么名字", "首席专家"),
        ("牵头单位是谁", ""),
        ("2021年PM2.5最高的城市是谁", ""),
    ],
)
def test_a_question_for_a_persons_name_is_known_by_its_post(question, post):
    assert persons.post(question) == post


def test_a_question_for_a_name_is_none_for_the_bodies_charged():
    assert understand("组长由谁担任").intent == "background"


@pytest.mark.parametrize(
    ("post", "text", "held"),
    [
        ("组长", "组 长：周大为 厅党组书记、厅长", True),
        ("组长", "副组长：周大为 副厅长", False),
        ("处长", "成员：\n周大为省能源局煤炭处处长\n", True),
        ("处长", "成员：\n周大为省能源局煤炭处副处长\n", False),
        ("组长", "组长由市政府主要领导担任", False),
        ("局长", "局长负责制", False),
    ],
)
def test_a_name_counts_only_beside_its_post(post, text, held):
    assert bool(persons.named(post).search(plain(text))) is held
