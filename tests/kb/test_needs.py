"""What a passage must speak of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.needs import coverage, find, needs, tiles
from kb.query import understand

KNOWN = {"风电": 20, "装机": 50, "容量": 60, "既有": 9, "建筑": 80, "既有建筑": 9, "节能": 90, "改造": 70, "湿地": 5}


def wanted(question: str):
    return needs(understand(question), lambda word: KNOWN.get(word, 0), 200)


def test_needs_are_the_content_words_with_their_official_wordings():
    found = {need.word: need for need in wanted("怎么让老楼更节能")}
    assert "既有建筑" in found["老楼"].official
    assert "节能" in found


def test_a_word_that_no_passage_has_is_known_by_its_official_wording():
    found = {need.word: need for need in wanted("老楼和恐龙")}
    assert found["老楼"].known
    assert not found["恐龙"].known


def test_a_rare_word_weighs_more_than_a_common_one():
    found = {need.word: need.weight for need in wanted("湿地和节能")}
    assert found["湿地"] > found["节能"]


def test_needs_do_not_overlap():
    words = [need.word for need in wanted("厂房屋顶光伏和非化石能源占比")]
    assert len("".join(words)) <= len("厂房屋顶光伏和非化石能源占比")


def test_an_official_wording_meets_a_need_a_little_less_than_the_word_itself():
    asked = wanted("老楼")
    own, other = coverage(find("老楼", asked), asked), coverage(find("既有建筑", asked), asked)
    assert 0.5 < other < own == 1.0


def test_a_long_wording_is_met_in_part_by_its_pairs():
    asked = wanted("生态清洁小流域")
    assert 0.0 < coverage(find("清洁小流域", asked), asked) < 1.0


def test_nothing_is_met_by_nothing():
    asked = wanted("风电")
    assert coverage(find("", asked), asked) == 0.0
    assert coverage([], ()) == 0.0


@given(st.text(max_size=60), st.text(max_size=120))
def test_coverage_is_a_share(question, passage):
    asked = wanted(question)
    assert 0.0 <= coverage(find(passage, asked), asked) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    ("word", "made_of"),
    [("高标准农田", ["高标准", "农田"]), ("二氧化碳", ["二氧", "化碳"]), ("碳汇", []), ("充电桩", [])],
)
def test_a_word_is_made_of_the_fewest_parts_that_leave_no_gap(word, made_of):
    assert tiles(word, ("高标", "标准", "高标准", "农田", "二氧", "氧化", "化碳", "充电", "碳汇", word)) == made_of
