"""How sentences bear on a question: what counts of its words, and which of them are met."""

from __future__ import annotations

import pytest

from kb import embedding
from kb.bearing import areas, bearings, heft, is_area, met
from kb.extracts import proposed
from kb.likeness import Nearness
from kb.wanted import wanted


def looked_at(library, text, nearness=None):
    question = library.prepare(library.understand(text))
    extracts = proposed(question, library.judged_once(question))
    return question, bearings(question, wanted(question), extracts, nearness or Nearness())


@pytest.mark.parametrize("name", ["余杭区", "攸县", "达茂旗", "金秀瑶族自治县", "茅台镇"])
def test_names_of_counties_districts_and_towns_are_told(name):
    assert is_area(name)


@pytest.mark.parametrize(
    "word", ["园区", "社区", "县城", "城乡", "示范区", "建成区", "乡镇", "半岛", "各县", "采空区", "先行区"]
)
def test_words_for_areas_in_general_are_no_names(word):
    assert not is_area(word)


@pytest.mark.parametrize(
    ("question", "names"),
    [("鹿泉区光伏要装多少千瓦", ["鹿泉区"]), ("苏州旧小区怎么改造", []), ("苏州城区的充电桩怎么建", [])],
)
def test_a_name_that_nobody_here_uses_is_told_though_its_ending_stands_apart(library, question, names):
    assert list(areas(library.prepare(library.understand(question))).values()) == names


def test_units_and_question_words_count_nothing_and_a_word_that_nobody_uses_more(library):
    question = library.prepare(library.understand("苏州光伏一共要装几座多少千瓦的铱星"))
    counts = {need.word: (count, need.weight) for need, count in zip(question.needs, heft(question), strict=True)}
    assert all(count == 0.0 for word, (count, _) in counts.items() if word in ("千瓦", "座", "几座"))
    unknown = [(count, weight) for word, (count, weight) in counts.items() if "铱" in word and len(word) > 1]
    assert unknown
    assert all(count > weight for count, weight in unknown)


def test_what_is_met_is_a_share_of_what_counts():
    assert met((2.0, 1.0, 1.0), (1.0, 0.0, 1.0)) == pytest.approx(0.75)
    assert met((0.0,), (0.0,)) == 1.0


def test_a_sentence_meets_more_with_its_heading_than_alone(library):
    question, found = looked_at(library, "退役动力电池的回收网点怎么建")
    counts = heft(question)
    assert found
    for one in found:
        assert met(counts, one.around) >= met(counts, one.own)
    assert max(met(counts, one.around) for one in found) > 0.6


def test_a_figure_of_the_asked_year_fits_and_one_of_another_year_does_not(library):
    _, found = looked_at(library, "苏州2030年光伏要装多少千瓦")
    assert any(one.fits and one.year and "900万千瓦" in one.extract.text for one in found)
    _, found = looked_at(library, "宁波2040年光伏要装多少千瓦")
    assert not any(one.year for one in found)


def test_a_word_near_in_meaning_meets_a_need_where_words_have_vectors(library):
    question, found = looked_at(library, "旧电瓶怎么收走", Nearness((), embedding.load()))
    counts = heft(question)
    assert max(met(counts, one.near) for one in found) > max(met(counts, one.around) for one in found)
    for one in found:
        assert all(near >= held for near, held in zip(one.near, one.around, strict=True))
