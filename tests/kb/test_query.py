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
