"""Amounts in policy text: cases as data (tests/specs/quantities.json) and claims about spans."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract import quantities, view
from extract.model import Quantity

SPEC = Path(__file__).resolve().parent.parent / "specs" / "quantities.json"
CASES: list[dict[str, Any]] = json.loads(SPEC.read_text(encoding="utf-8"))["cases"]


def described(quantity: Quantity) -> dict[str, Any]:
    found: dict[str, Any] = {
        "written": quantity.written,
        "value": None if quantity.value is None else str(quantity.value.normalize() + 0),
        "unit": quantity.unit,
        "comparator": quantity.comparator,
    }
    if quantity.value_max is not None:
        found["value_max"] = str(quantity.value_max.normalize() + 0)
    if quantity.missing:
        found["missing"] = True
    return found


def expected(amount: dict[str, Any]) -> dict[str, Any]:
    plain = dict(amount)
    for key in ("value", "value_max"):
        if plain.get(key) is not None:
            plain[key] = str(Decimal(plain[key]).normalize() + 0)
    return plain


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_amounts_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    assert [described(quantity) for quantity in quantities.find(case["text"])] == [expected(a) for a in case["amounts"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_an_amount_is_written_as_its_span_of_the_text_says(case: dict[str, Any]) -> None:
    text = "前言。" + case["text"]
    for quantity in quantities.find(text, 3):
        quoted = text[quantity.span.start : quantity.span.end]
        assert "".join(quoted.split()).translate(view.TRANSLATION) == quantity.written
        assert quantity.span.contains(quantity.number_span)


def test_blanks_inside_an_amount_do_no_harm_and_stay_in_its_span() -> None:
    (quantity,) = quantities.find("装机达到 1 260 万 千瓦 左右"[:0] + "装机达到 260 万 千瓦 左右")
    assert quantity.written == "260万千瓦左右"
    assert len(quantity.span) == len("260 万 千瓦 左右")


def test_an_amount_does_not_reach_over_the_end_that_was_asked_for() -> None:
    text = "新建充电桩500个"
    assert quantities.find(text, 0, 7) == ()


def test_a_range_is_one_amount_and_covers_both_figures() -> None:
    (quantity,) = quantities.find("建成3—5个示范镇")
    assert (quantity.low, quantity.high) == (Decimal(3), Decimal(5))
    assert "建成3—5个示范镇"[quantity.number_span.start : quantity.number_span.end] == "3—5"


def test_percent_and_percentage_points_are_different_units() -> None:
    percent, points = quantities.find("提高3%，提高3个百分点")
    assert (percent.unit, points.unit) == ("%", "个百分点")
