"""Questions understood; the cases stand in tests/specs/questions.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.query import base_years, content, understand, unit_wordings, weak

CASES = json.loads((Path(__file__).parents[1] / "specs" / "questions.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])
def test_a_question_is_understood_as_its_case_says(case):
    query = understand(case["question"])
    for name, expected in case.items():
        if name != "question":
            found = getattr(query, name)
            assert (list(found) if isinstance(found, tuple) else found) == expected, name


@pytest.mark.parametrize("text", ["", "   ", "？！", "1", "《", "“”", "〔〕号", "第条", "x" * 5000])
def test_any_text_is_understood_somehow(text):
    assert understand(text).text == text.strip()


def test_question_words_places_and_years_are_no_content():
    assert content("请问上海到2030年风电大概要装多少？") == ("风电", "装")


def test_a_quoted_phrase_is_kept_word_for_word():
    assert understand("“点状供热”是指什么").phrases == ("点状供热",)


def test_a_year_that_is_only_measured_from_is_a_base_year():
    assert base_years("2030年比2005年降多少，以2020年为基础") == {2005, 2020}


def test_units_have_the_wordings_of_documents():
    assert "吨标准煤" in unit_wordings("吨标煤")
    assert unit_wordings("公顷")[0] == "公顷"


def test_words_of_every_policy_are_weak():
    assert weak("推进")
    assert not weak("光伏")


def test_a_plan_in_quotation_marks_is_a_time_and_no_phrase():
    query = understand("“十四五”期间光伏要装多少")
    assert (query.phrases, query.period) == ((), (2021, 2025))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("安徽的国家考核断面优良比例", ("安徽省",)),
        ("安徽和国家的优良比例要求", ("安徽省", "全国")),
        ("国家要求的优良比例", ("全国",)),
        ("安徽跟全国相比优良比例高多少", ("安徽省", "全国")),
    ],
)
def test_the_nation_beside_a_lesser_place_must_be_joined_to_it(text, places):
    assert understand(text).places == places


@pytest.mark.parametrize(
    ("text", "intent"),
    [("绿色信贷有哪些金融监管机构参加", "agency"), ("低碳试点分哪几种", "background"), ("低碳试点有几种", "target")],
)
def test_which_is_no_how_many(text, intent):
    assert understand(text).intent == intent


@pytest.mark.parametrize("question", ["四川水电装机占全国几成", "四川水电装机全国排第几", "浙江光伏装机居全国第几位"])
def test_the_nation_of_which_a_place_is_a_part_is_no_second_side(question):
    query = understand(question)
    assert len(query.places) == 1
    assert query.intent != "compare"


def test_the_nation_beside_a_place_is_a_second_side():
    assert len(understand("四川和全国的水电装机目标差多少").places) == 2


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("广东海上风电装机", "target"),
        ("宁夏 光伏装机", "target"),
        ("内蒙古2025年森林蓄积量", "target"),
        ("海上风电装机的意义", "background"),
        ("去年北京光伏装机", "background"),
        ("光伏装机是什么意思", "background"),
        ("风电 上海", "background"),
    ],
)
def test_an_indicator_with_only_its_place_asks_for_its_value(text, intent):
    assert understand(text).intent == intent


@pytest.mark.parametrize(("text", "language"), [("PM2.5 2025", "zh"), ("pm2.5", "zh"), ("PM2.5 target", "other")])
def test_an_indicator_without_chinese_characters_is_a_question(text, language):
    assert understand(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "企业能拿到多少雪场改造补贴",
        "买雪橇能领多少补助？",
        "索道补贴标准是多少",
        "乱扔雪板罚款多少",
        "滑雪馆最高奖励多少?",
    ],
)
def test_a_grant_or_a_fine_is_asked_for_in_money(text):
    assert "钱" in understand(text).units


@pytest.mark.parametrize("text", ["补贴多少家雪场", "享受补贴的雪场面积有多少", "补贴比例是多少", "奖励多少个雪场"])
def test_what_is_granted_to_is_not_asked_for_in_money(text):
    assert "钱" not in understand(text).units
