"""Dates are found in every way of writing them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import dates

CASES = json.loads((Path(__file__).parent.parent / "specs" / "dates.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:16])
def test_dates_are_found_with_their_places(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = dates.find(text)
    assert [date.iso for date in found] == case["dates"]
    assert all(text[date.start : date.end].strip() for date in found)


def test_only_the_asked_part_of_a_text_is_searched() -> None:
    text = "2020年1月1日至2021年1月1日"
    assert [date.iso for date in dates.find(text, 10)] == ["2021-01-01"]
