"""Normalised values: one base unit a dimension, exact decimals, what only counts keeps its word."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import lexicon
from extract.normalise import comparable, conversion, normalise

CASES = json.loads((Path(__file__).parents[1] / "specs" / "normalise.json").read_text(encoding="utf-8"))
UNITS = sorted({unit for _, unit, _, _ in CASES["cases"]})


@pytest.mark.parametrize(("value", "unit", "want", "base"), CASES["cases"])
def test_an_amount_turns_into_its_base_unit(value: str, unit: str, want: str, base: str) -> None:
    normal = normalise(Decimal(value), unit)
    assert (normal.value, normal.unit) == (Decimal(want), base)


@pytest.mark.parametrize(("first", "second"), CASES["comparable"])
def test_units_of_one_dimension_stand_on_one_axis(first: str, second: str) -> None:
    assert comparable(first, second)


@pytest.mark.parametrize(("first", "second"), CASES["apart"])
def test_units_of_different_dimensions_do_not(first: str, second: str) -> None:
    assert not comparable(first, second)


def test_no_value_stays_none_and_still_names_the_base_unit() -> None:
    assert (normalise(None, "万千瓦").value, normalise(None, "万千瓦").unit) == (None, "千瓦")


@given(st.sampled_from(UNITS))
def test_a_base_unit_is_its_own_base(unit: str) -> None:
    _, base = conversion(unit)
    assert conversion(base)[1] == base


@pytest.mark.parametrize("key", ["measures", "ratios", "money", "durations"])
def test_every_unit_that_is_read_has_a_base_or_is_kept_as_written(key: str) -> None:
    for unit in lexicon.words("units", key):
        factor, base = conversion(unit)
        assert factor > 0
        assert base
