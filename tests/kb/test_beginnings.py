"""Shown sentences begin with words; nothing that belongs to a sentence is taken for a mark."""

from __future__ import annotations

import pytest

from kb.beginnings import begun, start, without_page_numbers

MARKED = [
    "（一）推进监测", "(2) 推进监测", "3．推进监测", "2. 推进监测", "12、推进监测", "①推进监测", "三、推进监测", "4.2.1 推进监测",
    "a）推进监测", "6— 推进监测", "— 12 — 推进监测", "—推进监测", "● 推进监测", "五、（二）3. 推进监测", "；推进监测", "\n（３）\n推进监测",
]  # fmt: skip
UNMARKED = [
    "一是推进监测", "2.5亿立方米", "1．5倍", "30-50%的企业", "20%、25%左右", "2025年底前", "10-20个", "一、二类水体", "第三条",
    "（GB 3095）标准", "5G基站", "“十四五”期间", "（含县城）污水", "A级旅游景区", "1.1 万千瓦",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKED)
def test_a_sentence_begins_behind_its_mark(text: str) -> None:
    assert begun(text) == "推进监测"
    assert text[start(text) :] == "推进监测"


@pytest.mark.parametrize("text", UNMARKED)
def test_words_and_figures_are_no_marks(text: str) -> None:
    assert begun(text) == text


def test_a_mark_alone_stays() -> None:
    assert begun("（一）") == "（一）"


def test_a_page_number_within_a_word_is_not_shown() -> None:
    assert without_page_numbers("保障用地需—10—求，统筹") == "保障用地需求，统筹"
    assert without_page_numbers("提高到20—30万吨") == "提高到20—30万吨"
