"""Everyday words are turned into the terms of documents."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from kb import thesaurus
from kb.spelling import plain


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("怎么让老楼少用电", "既有建筑"),
        ("电车卖多少才算达标", "新能源汽车新车销售量占比"),
        ("太阳能板能装在楼顶吗", "光伏"),
        ("家门口的垃圾谁来收", "固体废物"),
        ("加氢的地方归谁管", "责任单位"),
        ("乡下烧煤取暖怎么改", "煤炭消费"),
        ("霧霾濃度要降多少", "细颗粒物浓度"),
        ("猪粪能拿来做什么", "畜禽粪污"),
        ("环保企业借钱有优惠吗", "信贷"),
    ],
)
def test_everyday_words_of_a_question_become_terms_of_documents(question: str, term: str) -> None:
    assert any(term in found for found in thesaurus.expand(question))


def test_a_term_that_the_question_already_has_is_not_given_again() -> None:
    assert "既有建筑" not in thesaurus.expand("既有建筑里的老楼怎么改")


def test_no_term_is_given_twice() -> None:
    found = thesaurus.expand("老楼改造、旧楼改造、老房子改造都归谁管，谁负责")
    assert len(found) == len(set(found))


def test_the_longest_word_wins() -> None:
    assert thesaurus.expand("老楼改造") != thesaurus.expand("老楼")
    assert ["老楼改造"[found.start : found.end] for found in thesaurus.matches("老楼改造")] == [("老楼改造")]


@pytest.mark.parametrize("text", ["", "的", "2025", "English only", "推进城市更新", "节约型机关"])
def test_text_without_everyday_words_gives_nothing(text: str) -> None:
    assert thesaurus.expand(text) == ()


def test_spans_cover_the_words_as_written() -> None:
    text = "電車與老樓"
    assert [text[found.start : found.end] for found in thesaurus.matches(text)] == ["電車", "老樓"]


def test_a_match_says_which_words_a_term_stands_for() -> None:
    text = "请问老楼归谁管"
    named = {text[found.start : found.end]: found.terms for found in thesaurus.matches(text)}
    assert "既有建筑" in named["老楼"]
    assert "责任单位" in named["归谁管"]


@pytest.mark.parametrize("frame", ["占几成", "要建几座", "要装多少", "至少多少", "是什么意思", "每年增加多少"])
def test_the_frame_of_a_question_is_no_everyday_word(frame: str) -> None:
    assert thesaurus.matches(frame) == ()


def test_there_are_at_least_1500_groups_over_ten_fields() -> None:
    groups = thesaurus.groups()
    assert len(groups) >= 1500
    assert len({group.field for group in groups}) >= 10


def test_every_group_leads_somewhere_else() -> None:
    for group in thesaurus.groups():
        assert not set(group.everyday) & set(group.official), group
        assert all(len(word) > 1 for word in group.everyday), group


def test_no_line_stands_twice() -> None:
    counted = Counter((group.everyday, group.official) for group in thesaurus.groups())
    assert max(counted.values()) == 1


def test_words_are_written_in_the_plain_view() -> None:
    odd = [word for group in thesaurus.groups() for word in group.everyday if re.search(r"\s|[，。？]", plain(word))]
    assert odd == []


def test_a_broken_line_is_named() -> None:
    with pytest.raises(thesaurus.BadThesaurus, match="energy.txt:3"):
        thesaurus.group("没有分隔线", "energy", "energy.txt:3")
