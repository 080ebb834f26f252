"""Units that are misprinted, cut short or missing: understood only where one reading is left."""

from __future__ import annotations

import pytest

from extract.usual_units import misprinted, understood, usual


@pytest.mark.parametrize("unit", ["μm/m³", "um/m3", "μq/m³"])
def test_a_unit_one_sign_from_the_usual_one_is_a_misprint(unit: str) -> None:
    assert misprinted(unit, "PM2.5浓度") == "微克/立方米"


@pytest.mark.parametrize(
    ("unit", "metric"),
    [("mg/m³", "PM2.5浓度"), ("ug/m³", "PM2.5浓度"), ("%", "PM2.5浓度"), ("米", "PM2.5浓度"), ("μm/m³", "道路长度")],
)
def test_a_unit_that_says_something_is_no_misprint(unit: str, metric: str) -> None:
    assert misprinted(unit, metric) == ""


def test_a_missing_or_shortened_unit_is_the_only_usual_one() -> None:
    assert understood("", "PM2.5浓度") == "微克/立方米"
    assert understood("克/千瓦时", "煤电机组平均供电煤耗") == "克标准煤/千瓦时"
    assert understood("", "没有这样的指标") == ""
    assert len(usual("碳排放总量")) > 1 and understood("", "碳排放总量") == ""
