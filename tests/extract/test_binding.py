"""Binding: 约束性 or 预期性 where a cell or a sentence says so of its own figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract import binding
from ingest import read, segment
from ingest.model import Span

CASES = json.loads((Path(__file__).parents[1] / "specs" / "binding.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("words", "want"), CASES["cells"])
def test_a_cell_says_what_kind_of_target_its_row_is(words: str, want: str | None) -> None:
    assert binding.of_cell(words) == want


@pytest.mark.parametrize(("words", "want"), CASES["sentences"])
def test_a_sentence_says_it_of_its_own_figure_only(words: str, want: str | None) -> None:
    document = read(f"一、目标\n{words}".encode(), "样例", ".txt")
    clause = segment(document)[0]
    start = document.text.index(words[:6])
    assert binding.of(document, clause, Span(start, start + len(words))) == want
