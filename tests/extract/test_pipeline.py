"""The spaCy pipeline cuts words by jieba and lays the character grammar over the tokens."""

from __future__ import annotations

import pytest

from extract import pipeline


@pytest.mark.parametrize(
    "text", ["到2025年，森林覆盖率达到24.1%。", "单位GDP能耗较2020年下降13.5%", "", " 空 白 ", "\n\t", "𠀀字１２％"]
)
def test_tokens_put_together_are_the_text(text: str) -> None:
    assert pipeline.nlp()(text).text == text


def test_amounts_and_periods_are_spans_of_whole_tokens_that_hold_their_figures() -> None:
    doc = pipeline.nlp()("到2026年，再生水利用率达到35.5%以上")
    assert any("35.5%" in span.text for span in doc.spans["quantities"])
    assert any("2026" in span.text for span in doc.spans["periods"])


def test_marks_name_what_was_recognised_in_order() -> None:
    found = pipeline.marks("到2026年，森林覆盖率提高到35%")
    kinds = [mark.kind for mark in found]
    assert {"quantities", "periods", "indicators"} <= set(kinds)
    assert [mark.span for mark in found] == sorted(mark.span for mark in found)


def test_terms_of_the_policy_dictionary_stay_whole() -> None:
    assert "碳达峰" in pipeline.words("如期实现碳达峰目标")


def test_words_keep_every_character() -> None:
    phrase = "装配式建筑占新建建筑面积比例"
    assert "".join(pipeline.words(phrase)) == phrase
