"""The sentence around a number is found in the document's own text."""

from __future__ import annotations

import pytest

from ui.forms import _NUMBER, _YEAR, sentence


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("总体要求。到2025年，建成站点30座；其他。", "30", "到2025年，建成站点30座"),
        ("30座站点", "30", "30座站点"),
        ("标题\n　建成30座\n下一段", "30", "建成30座"),
    ],
)
def test_the_sentence_around_a_number(text: str, number: str, expected: str) -> None:
    at = text.index(number)
    span = sentence(text, at, at + len(number))
    assert text[span.start : span.end] == expected


@pytest.mark.parametrize(("written", "right"), [("", 1), ("3", 1), ("-1.5", 1), ("4,000", 1), ("约3", 0), ("3%", 0)])
def test_a_field_for_a_number_takes_numbers_only(written: str, right: bool) -> None:
    assert bool(_NUMBER.fullmatch(written)) == right


@pytest.mark.parametrize(("written", "right"), [("", 1), ("2025", 1), ("2025年", 1), ("25", 0), ("十四五", 0)])
def test_a_field_for_a_year_takes_years_only(written: str, right: bool) -> None:
    assert bool(_YEAR.fullmatch(written)) == right
