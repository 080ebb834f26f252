"""Numbers as Chinese texts write them are read exactly or refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import numerals

CASES = json.loads((Path(__file__).parent.parent / "specs" / "numerals.json").read_text(encoding="utf-8"))
DIGITS = "零一二三四五六七八九"


def in_han(number: int) -> str:
    """The usual way of writing 0 to 99,999,999 in Han characters."""
    if number < 10:
        return DIGITS[number]
    for unit, sign in ((10_000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            head, rest = divmod(number, unit)
            gap = "零" if rest and rest < unit // 10 else ""
            return in_han(head) + sign + (gap + in_han(rest) if rest else "")
    raise AssertionError


@pytest.mark.parametrize(("words", "value"), CASES["values"])
def test_a_number_is_read_exactly(words: str, value: str) -> None:
    assert numerals.parse(words) == Decimal(value)


@pytest.mark.parametrize("words", CASES["rejected"])
def test_what_is_no_number_is_refused_by_name(words: str) -> None:
    with pytest.raises(ValueError, match="不是数字"):
        numerals.parse(words)


@pytest.mark.parametrize(("words", "place"), CASES["ordinals"])
def test_markers_give_their_place(words: str, place: int) -> None:
    assert numerals.ordinal(words) == place


@pytest.mark.parametrize(("words", "year"), CASES["years"])
def test_years_are_read_in_every_writing(words: str, year: int) -> None:
    assert numerals.year(words) == year


def test_a_share_is_no_place_and_a_small_number_no_year() -> None:
    with pytest.raises(ValueError, match="不是序号"):
        numerals.ordinal("三点五")
    with pytest.raises(ValueError, match="不是年份"):
        numerals.year("25")


@given(st.integers(min_value=0, max_value=99_999_999))
def test_every_number_comes_back_from_its_han_writing(number: int) -> None:
    assert numerals.parse(in_han(number)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_every_figure_comes_back_from_its_digits(number: Decimal) -> None:
    assert numerals.parse(f"{number}") == number
    assert numerals.parse(f"{number}%") == number / 100
    wide = f"{number}".translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789."})
    assert numerals.parse(wide) == number
