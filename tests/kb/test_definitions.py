"""What a question asks the meaning of, and where a text says it."""

from __future__ import annotations

import pytest

from kb import definitions
from kb.evidence import asked
from kb.needs import needs
from kb.query import understand
from kb.spelling import plain


def pattern(question: str):
    return asked(understand(question), needs(understand(question), lambda word: 3, 1_000)).definition


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("什么是近零碳排放", "近零碳排放"),
        ("苏州的无废城市指什么？", "无废城市"),
        ("规划里说的两山指数是指什么", "两山指数"),
        ("请问什么叫海绵城市", "海绵城市"),
        ("“三线一单”是什么", "三线一单"),
        ("核查员的定义", "核查员"),
        ("如何定义核查员", "核查员"),
        ("核查员怎么理解", "核查员"),
        ("什么是能源消费双控要求", "能源消费双控要求"),
        ("森林覆盖率目标是什么", ""),
        ("主要任务是什么", ""),
        ("碳达峰是什么时候", ""),
    ],
)
def test_the_term_is_what_is_left_of_the_question(question, term):
    assert definitions.term(question) == plain(term)


@pytest.mark.parametrize(
    "text",
    [
        "本方案所称近零碳排放，是指在园区内排放与吸收大致相抵。",
        "3.“近零碳排放”：指排放与吸收大致相抵。",
        "近零碳排放（near-zero emission）",
        "名词解释\n近零碳排放：排放与吸收大致相抵的状态。",
        "[2]近零碳排放：排放与吸收大致相抵的状态。",
        "近零碳排放是一种管理方式。",
        "近零碳排放 near-zero emission\n排放与吸收大致相抵的状态。",
    ],
)
def test_a_text_that_says_what_the_term_is_is_known(text):
    assert pattern("什么是近零碳排放").search(plain(text))


@pytest.mark.parametrize(
    "text", ["建设近零碳排放园区十个。", "近零碳排放指标纳入考核。", "近零碳排放试点：到2025年建成三个。"]
)
def test_a_text_that_only_uses_the_term_is_not(text):
    assert not pattern("什么是近零碳排放").search(plain(text))


def test_a_term_that_is_part_of_a_longer_question_is_found_by_its_words_in_order():
    assert pattern("什么是园区的近零碳排放").search(plain("近零碳排放是指两相抵消。")) is None
    assert pattern("能源消费双控指什么").search(plain("能源消费总量和强度双控是指总量与强度都有上限。")) is None
    assert pattern("能源消费双控指什么").search(plain("能源消费的双控是指总量与强度都有上限。"))


def test_no_meaning_is_asked_where_a_value_or_a_time_is():
    for question in ("森林覆盖率目标是什么", "碳达峰是什么时候", "光伏装机多少"):
        assert pattern(question) is None


def test_a_question_for_a_meaning_asks_for_no_figure():
    query = understand("什么是农村生活污水治理率")
    assert asked(query, needs(query, lambda word: 3, 1_000)).figure is None
