"""The sentence around a number is found in the document's own text."""

from __future__ import annotations

import pytest

from ui.forms import sentence


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
