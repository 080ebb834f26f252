"""The work of extraction grows with the length of a paragraph, not with its square; counted, not timed."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from extract import extract, scope
from extract.model import Extraction
from extract.sentence import read as read_paragraph
from ingest import read, segment
from ingest.model import Clause, Document

_THINGS = ("污水处理率", "森林覆盖率", "绿色建筑占比", "垃圾分类覆盖率")


def _sentences(count: int, end: str) -> str:
    return "".join(
        f"到{2026 + n % 5}年，第{n % 7}片区{_THINGS[n % 4]}达到{10 + n % 80}.{n % 10}%以上{end}" for n in range(count)
    )


def _document(count: int, end: str = "。") -> tuple[Document, tuple[Clause, ...]]:
    document = read(f"某市生态规划\n一、目标\n{_sentences(count, end)}\n".encode(), "样例", ".txt")
    return document, segment(document)


@dataclass
class _Counting:
    """The pattern of places, which counts the characters that it is given to search."""

    pattern: re.Pattern[str]
    characters: int = 0

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        match = self.pattern.search(text, start, end)
        self.characters += (match.end() if match else end) - start
        return match


def _calls(work: Callable[[], Extraction]) -> tuple[int, Extraction]:
    """How many functions ``work`` calls, built-in ones and resumed generators among them, and what it gives."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = work()
    finally:
        sys.setprofile(before)
    return calls, result


@pytest.mark.parametrize("end", ["。", "（由市水务局牵头，市发展改革委配合）。", "，"])
def test_four_times_the_paragraph_is_four_times_the_work(end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short, long = _document(300, end), _document(1200, end)
    extract(*short)  # word lists and patterns are loaded at the first use
    counting = _Counting(scope._heads())
    monkeypatch.setattr(scope, "_heads", lambda: counting)
    calls, first = _calls(lambda: extract(*short))
    characters, counting.characters = counting.characters, 0
    more_calls, second = _calls(lambda: extract(*long))
    assert len(second.targets) + len(second.leftovers) >= 3.9 * (len(first.targets) + len(first.leftovers)) > 0
    assert more_calls < 4.6 * calls
    assert counting.characters < 4.6 * characters


def test_a_paragraph_that_lost_its_stops_keeps_every_target_and_its_year() -> None:
    document, clauses = _document(200, "，")
    found = extract(document, clauses).targets
    assert [float(row.quantity.value or 0) for row in found if row.quantity] == [
        10 + n % 80 + n % 10 / 10 for n in range(200)
    ]
    assert [row.period.end_year for row in found if row.period] == [2026 + n % 5 for n in range(200)]


def test_parts_of_an_overlong_sentence_hand_their_year_on() -> None:
    text = "到2031年，" + "，".join(f"第{n}片区绿化覆盖率达到{n}.5%" for n in range(10, 200)) + "。"
    document = read(f"某市生态规划\n一、目标\n{text}\n".encode(), "样例", ".txt")
    found = extract(document, segment(document)).targets
    assert len(found) == 190
    assert {row.period.end_year if row.period else None for row in found} == {2031}


def test_only_overlong_sentences_are_read_in_parts() -> None:
    usual = "，".join(["供热面积达到25万平方米"] * 60) + "。"
    assert len(read_paragraph(usual, 0, len(usual)).sentences) == 1
    long = "，".join(["供热面积达到25万平方米"] * 400) + "。"
    parts = read_paragraph(long, 0, len(long)).sentences
    assert len(parts) > 2
    assert sum(len(part.amounts) for part in parts) == 400
