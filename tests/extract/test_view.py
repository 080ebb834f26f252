"""The matching view keeps every character traceable to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.view import view
from ingest.model import Span

PIECES = st.text(alphabet=" 　\n\t年月（）()；;％%〜～~－-—―１1２ａa．.，、℃㎡𠀀", max_size=60)


def test_blanks_are_left_out_and_widths_made_one() -> None:
    text = "到 ２０２５ 年，下降 １３．５％(约)"
    assert view(text, 0, len(text)).text == "到2025年，下降13.5%（约）"


def test_line_ends_and_tabs_stay_because_they_separate() -> None:
    assert view("甲\n乙\t丙 丁", 0, 7).text == "甲\n乙\t丙丁"


def test_a_match_is_turned_back_into_the_words_as_printed() -> None:
    text = "规模达到 1 200 万千瓦 以上"
    seen = view(text, 0, len(text))
    start = seen.text.index("1200")
    span = seen.span(start, start + 7)
    assert text[span.start : span.end] == "1 200 万千瓦"


def test_a_stretch_in_the_middle_keeps_the_offsets_of_the_document() -> None:
    text = "前文。 碳强度下降18%。后文"
    seen = view(text, 4, 12)
    assert seen.span(0, len(seen.text)) == Span(4, 12)


@pytest.mark.parametrize("offset", range(9))
def test_index_finds_the_first_character_at_or_after_an_offset(offset: int) -> None:
    seen = view("甲 乙  丙丁 戊", 0, 9)
    places = list(seen.places)
    assert seen.index(offset) == sum(place < offset for place in places)


@given(PIECES)
def test_each_character_of_a_view_stands_for_one_character_of_the_text(text: str) -> None:
    seen = view(text, 0, len(text))
    assert len(seen.text) == len(seen.places)
    assert list(seen.places) == sorted(set(seen.places))
    kept = [i for i, c in enumerate(text) if not c.isspace() or c in "\n\t"]
    assert list(seen.places) == kept
