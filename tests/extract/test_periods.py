"""Time phrases of policy text: cases as data (tests/specs/periods.json) and claims about their spans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract import periods

SPEC = Path(__file__).resolve().parent.parent / "specs" / "periods.json"
CASES: list[dict[str, Any]] = json.loads(SPEC.read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_periods_and_base_years_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    found = [
        {"year": period.end_year, "role": period.role}
        | ({"start": period.start_year} if period.start_year is not None else {})
        for period in periods.find(case["text"])
    ]
    assert found == case["periods"]
    assert [year for _, year in periods.baselines(case["text"])] == case.get("baselines", [])


def test_a_period_knows_where_it_stands_in_the_text() -> None:
    text = "工作安排。到 2026 年底，完成更新。"
    (period,) = periods.find(text)
    assert period.span is not None
    assert text[period.span.start : period.span.end] == "到 2026 年底"


def test_five_year_plans_are_counted_from_the_first() -> None:
    assert periods.plan_period("十四五") == (2021, 2025)
    assert periods.plan_period("十一五") == (2006, 2010)
    assert periods.plan_period("五五") is None
