"""Other wordings of a question's words."""

from __future__ import annotations

from kb import wordings


def test_an_everyday_word_has_official_wordings():
    assert "既有建筑" in wordings.official("老楼")


def test_an_indicator_has_its_other_spellings():
    assert any("二氧化碳排放" in other for other in wordings.official("碳强度"))


def test_a_word_without_other_wordings_has_none():
    assert wordings.official("蓝鲸") == ()


def test_the_indicators_of_a_text_are_named_once_in_order():
    assert wordings.indicators("森林覆盖率和森林覆盖率，还有碳强度")[0] == "森林覆盖率"
    assert len(wordings.indicators("森林覆盖率和森林覆盖率")) == 1


def test_official_terms_are_found_as_whole_words():
    view = "到2025年森林覆盖率要多少"
    assert "森林覆盖率" in [view[start:end] for start, end in wordings.terms(view)]


def test_a_word_is_never_its_own_other_wording():
    assert "森林覆盖率" not in wordings.official("森林覆盖率")
