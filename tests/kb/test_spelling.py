"""One spelling for matching: character for character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.spelling import plain


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("減碳與環境", "减碳与环境"),
        ("２０２５年，ＧＤＰ", "2025年,gdp"),
        ("ＣＯ₂（PM₂.₅）", "co2(pm2.5)"),
        ("“雙碳”〔2022〕７號", '"双碳"[2022]7号'),
        ("５－８％", "5-8%"),
    ],
)
def test_traditional_wide_and_capital_letters_are_compared_as_plain_ones(written, compared):
    assert plain(written) == compared


@given(st.text(max_size=200))
def test_the_view_is_as_long_as_the_text_so_that_offsets_agree(text):
    assert len(plain(text)) == len(text)


@given(st.text(max_size=80))
def test_the_view_of_a_view_is_itself(text):
    assert plain(plain(text)) == plain(text)
