"""Indicators: equal things meet under one name, near names that measure something else stay apart."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import indicators
from extract.normalise import conversion

CASES = json.loads((Path(__file__).parents[1] / "specs" / "indicators.json").read_text(encoding="utf-8"))
NAMES = [name for one in indicators.indicators() for name in (one.name, *one.also)]


@pytest.mark.parametrize(("first", "second"), CASES["same"])
def test_two_names_of_one_indicator_meet(first: str, second: str) -> None:
    assert indicators.same(first, second)
    assert indicators.similarity(first, second) == 1.0


@pytest.mark.parametrize(("first", "second"), CASES["apart"])
def test_near_names_of_two_indicators_stay_apart(first: str, second: str) -> None:
    assert not indicators.same(first, second)
    assert indicators.similarity(first, second) < 1.0


def test_the_lexicon_holds_a_few_hundred_indicators_each_named_once() -> None:
    assert len(indicators.indicators()) >= 300
    assert [name for name, count in Counter(one.name for one in indicators.indicators()).items() if count > 1] == []


def test_no_name_of_the_lexicon_stands_for_two_indicators() -> None:
    owners: dict[str, set[str]] = {}
    for one in indicators.indicators():
        for name in (one.name, *one.also):
            owners.setdefault(indicators.key(name), set()).add(one.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_every_name_of_the_lexicon_finds_its_indicator() -> None:
    for one in indicators.indicators():
        assert {indicators.canonical(name) for name in (one.name, *one.also)} == {one.name}


def test_every_unit_of_the_lexicon_can_be_converted() -> None:
    assert all(conversion(unit)[1] for one in indicators.indicators() for unit in one.units)


def test_the_place_before_a_name_does_not_part_it() -> None:
    assert indicators.same("合肥市全社会用电量", "全社会用电量", "合肥市")
    assert indicators.same("合肥全社会用电量", "全社会用电量", "合肥市")


@given(st.sampled_from(NAMES), st.sampled_from(["“", " ", "的", "全市", "到2025年"]))
def test_spelling_signs_and_lead_words_do_not_change_an_indicator(name: str, noise: str) -> None:
    written = name + noise if noise == " " else noise + name
    if len(name) >= 4 and noise != "的":
        assert indicators.canonical(written) == indicators.canonical(name)
