"""Many words at once find what an alternation of them finds."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kb.longest import Longest

LETTERS = st.text(alphabet="风光水电", max_size=5)


@given(st.lists(LETTERS, max_size=12), st.text(alphabet="风光水电，", max_size=30))
def test_the_longest_word_at_each_place_is_found_as_an_alternation_finds_it(words: list[str], text: str) -> None:
    given_words = [word for word in words if word]
    pattern = re.compile("|".join(sorted(given_words, key=len, reverse=True)) or "(?!)")
    assert list(Longest(words).spans(text)) == [match.span() for match in pattern.finditer(text)]


def test_a_word_that_runs_past_the_end_is_none() -> None:
    assert list(Longest(["海上风电", "海上"]).spans("发展海上风")) == [(2, 4)]
