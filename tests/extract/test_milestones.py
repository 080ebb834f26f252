"""碳达峰 and 碳中和 with a year are rows without a value; names of plans and works of a year are none."""

from __future__ import annotations

import pytest

from tests.extract.reading import read


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("2030年前实现碳达峰，2060年前实现碳中和。", [("碳达峰", 2030, "before"), ("碳中和", 2060, "before")]),
        ("确保2029年如期实现碳达峰目标。", [("碳达峰", 2029, "in")]),
        ("力争二氧化碳排放量2028年左右达到峰值。", [("二氧化碳排放量", 2028, "in")]),
        ("到2030年，建筑领域碳排放量达到峰值。", [("建筑领域碳排放量", 2030, "by")]),
        ("到2060年，碳中和目标顺利实现。", [("碳中和", 2060, "by")]),
        ("以2029年前实现碳排放达峰为目标，加快编制方案。", [("碳排放", 2029, "before")]),
        ("省政府主席在会上宣示力争于2029年前甲烷排放达到峰值。", [("甲烷排放", 2029, "before")]),
    ],
)
def test_a_milestone_with_its_year_is_a_row(text: str, rows: list[tuple[str, int, str]]) -> None:
    found = [
        (target.metric, target.period.end_year, target.period.role)
        for target in read(text, issued_on="2022-05-01").targets
        if target.period is not None and target.milestone
    ]
    assert [(name, year) for name, year, _ in found] == [(name, year) for name, year, _ in rows]
    assert [role for *_, role in found if role == "before"] == [role for *_, role in rows if role == "before"]


@pytest.mark.parametrize(
    "text",
    [
        "制定2030年前碳达峰行动方案。",
        "做好2023年碳达峰碳中和工作。",
        "开展碳达峰试点，推动碳中和技术研发。",
        "落实《2030年前碳达峰行动方案》各项任务。",
    ],
)
def test_the_words_in_the_name_of_a_plan_or_as_a_distant_aim_are_no_row(text: str) -> None:
    assert read(text, issued_on="2022-05-01").targets == ()


def test_a_milestone_in_the_past_is_no_row() -> None:
    assert read("2005年部分国家已实现碳达峰。", issued_on="2022-05-01").targets == ()


def test_a_milestone_has_no_value_and_its_quote_holds_its_words() -> None:
    text = "聚焦2030年前实现碳达峰目标。"
    (target,) = read(text, issued_on="2022-05-01").targets
    assert target.quantity is None
    assert target.milestone in text[target.span.start : target.span.end]
