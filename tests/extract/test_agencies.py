"""Responsible bodies: names as written, lead ones apart, and exactly the text that a statement governs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract import agencies, agency_names
from ingest import read, segment
from ingest.model import Span

SPECS = json.loads((Path(__file__).parents[1] / "specs" / "agencies.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SPECS["statements"], ids=lambda case: case["text"][:24])
def test_a_statement_names_its_bodies_as_written_and_in_order(case: dict[str, Any]) -> None:
    said = agency_names.statement(case["text"], 0, len(case["text"]))
    if case["agencies"] is None:
        assert said is None
        return
    assert said is not None
    assert [mention.name for mention in said.agencies] == case["agencies"]
    assert [mention.name for mention in said.lead] == case["lead"]


@pytest.mark.parametrize(("name", "place", "want"), SPECS["full"])
def test_a_short_name_is_written_out_for_comparing(name: str, place: str, want: str) -> None:
    assert agency_names.full(name, place) == want
    assert agency_names.full(want) == want


@pytest.mark.parametrize("case", SPECS["documents"], ids=lambda case: case["name"])
def test_a_statement_governs_its_own_text_and_no_other(case: dict[str, Any]) -> None:
    document = read(case["text"].encode(), "样例", ".txt")
    found = agencies.find(document, segment(document))
    for words, names, lead in case["want"]:
        start = document.text.index(words)
        responsible = agencies.responsible(found, Span(start, start + len(words)))
        named = [mention.name for mention in responsible.agencies] if responsible else []
        leading = [mention.name for mention in responsible.lead] if responsible else []
        assert (named, leading) == (names, lead)


@pytest.mark.parametrize("case", SPECS["documents"], ids=lambda case: case["name"])
def test_every_name_is_a_slice_of_the_text(case: dict[str, Any]) -> None:
    document = read(case["text"].encode(), "样例", ".txt")
    for responsible in agencies.find(document, segment(document)):
        for mention in responsible.agencies:
            assert document.quote(mention.span) == mention.name
        assert {mention.name for mention in responsible.lead} <= {mention.name for mention in responsible.agencies}
