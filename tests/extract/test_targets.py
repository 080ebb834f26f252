"""Targets from prose: cases as data (targets, everyday, names, not_targets in tests/specs) and claims about documents."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract import extract
from extract.exclusions import is_status
from extract.model import Target
from ingest.model import Clause, Marker, Span
from tests.extract.reading import TITLE, document, read

SPECS = Path(__file__).resolve().parent.parent / "specs"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((SPECS / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    return found


def described(target: Target) -> dict[str, Any]:
    return {
        "metric": target.metric,
        "written": target.quantity.written if target.quantity else target.milestone,
        "change": target.change,
        "year": target.period.end_year if target.period and target.period.basis != "inferred" else None,
        "baseline": target.baseline_year,
    }


@pytest.mark.parametrize(
    "case",
    [*cases("targets"), *cases("everyday"), *cases("kinds"), *cases("names"), *cases("pages"), *cases("works")],
    ids=lambda case: case["text"][:24],
)
def test_targets_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    found = [described(target) for target in read(case["text"], case.get("title", TITLE)).targets]
    wanted = [{"year": None, "baseline": None, **row} for row in case["rows"]]
    if "title" in case:
        found = [{**row, "year": None} for row in found]
    assert found == wanted


@pytest.mark.parametrize("case", cases("not_targets"), ids=lambda case: case["text"][:24])
def test_what_is_no_target_gives_no_row_and_every_figure_a_reason(case: dict[str, Any]) -> None:
    extraction = read(case["text"], issued_on="2022-03-01")
    assert [described(target) for target in extraction.targets] == []
    assert all(leftover.reason for leftover in extraction.leftovers)


def test_a_quote_is_a_slice_of_the_text_and_holds_the_value() -> None:
    text = "到 2027 年，全市 海水淡化 规模达到 45 万立方米/日 以上。"
    made, clauses = document(text)
    (target,) = extract(made, clauses).targets
    assert target.quantity is not None
    assert made.quote(target.span) == "全市 海水淡化 规模达到 45 万立方米/日 以上"
    assert made.quote(target.quantity.number_span) == "45"


def test_a_heading_hands_its_year_to_the_paragraphs_below() -> None:
    text = "二、到2030年目标\n岸电使用率达到70%。"
    made, _ = document(text)
    heading = Span(0, 10)
    clause = Clause("c1", made.id, Span(0, len(text)), (Marker("二、", "到2030年目标", heading),), heading)
    (target,) = extract(made, (clause,)).targets
    assert target.period is not None
    assert (target.period.end_year, target.period.basis) == (2030, "inherited")


@pytest.mark.parametrize(("stop", "rows"), [("。", 1), ("", 0)], ids=["sentence", "heading"])
def test_a_requirement_alone_in_a_numbered_line_is_no_heading(stop: str, rows: int) -> None:
    """（五）各县每年新增公益林不少于3万亩。 was taken for the heading of the clause that it is."""
    text = f"（五）各县每年新增公益林不少于3万亩{stop}"
    made, _ = document(text)
    heading = Span(0, len(text) - len(stop))
    clause = Clause("c1", made.id, Span(0, len(text)), (Marker("（五）", text[3 : heading.end], heading),), heading)
    extraction = extract(made, (clause,))
    assert len(extraction.targets) == rows
    assert [left.reason for left in extraction.leftovers] == ["标题中的数字"] * (1 - rows)


@pytest.mark.parametrize(("title", "rows"), [("申报条件", 0), ("服务能力", 1)], ids=["condition", "requirement"])
def test_conditions_for_applicants_are_told_by_any_heading_above(title: str, rows: int) -> None:
    """The heading 申报条件 counted only where no further heading stood below it."""
    text = f"一、{title}\n（一）床位\n床位数达到200张以上。"
    made, _ = document(text)
    above, own = Span(0, 2 + len(title)), Span(3 + len(title), 8 + len(title))
    path = (Marker("一、", title, above), Marker("（一）", "床位", own))
    clause = Clause("c1", made.id, Span(own.start, len(text)), path, own)
    assert len(extract(made, (clause,)).targets) == rows


def test_a_list_below_a_lead_with_a_colon_takes_its_year() -> None:
    extraction = read("到2028年，实现以下目标：\n——湿地保护率达到58%。\n——林草覆盖率达到71%。")
    assert [target.period.end_year for target in extraction.targets if target.period] == [2028, 2028]


def test_the_plan_period_of_the_title_is_only_inferred() -> None:
    (target,) = read("新建充电桩6000个。", "某省“十四五”交通规划", period=(2021, 2025)).targets
    assert target.period is not None
    assert (target.period.end_year, target.period.basis) == (2025, "inferred")


def test_figures_of_a_review_section_are_left_over_with_the_reason() -> None:
    text = "一、发展基础\n污水处理率达到96%。"
    made, _ = document(text)
    heading = Span(0, 6)
    clause = Clause("c1", made.id, Span(0, len(text)), (Marker("一、", "发展基础", heading),), heading)
    extraction = extract(made, (clause,))
    assert extraction.targets == ()
    assert "现状" in extraction.leftovers[-1].reason


def test_ids_stay_when_the_same_document_is_read_again_and_differ_between_equal_rows() -> None:
    text = "新建换电站30座。新建换电站30座。"
    first, again = read(text), read(text)
    assert [target.id for target in first.targets] == [target.id for target in again.targets]
    assert len({target.id for target in first.targets}) == 2


def test_the_bodies_in_the_closing_parenthesis_answer_for_the_row() -> None:
    (target,) = read("到2026年，改造老旧管网90公里。（牵头单位：市水务局，配合单位：市财政局）").targets
    assert [mention.name for mention in target.agencies] == ["市水务局", "市财政局"]
    assert [mention.name for mention in target.lead_agencies] == ["市水务局"]


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("大气治理成效明显", True),
        ("发展基础", True),
        ("补齐危险废物监管短板", False),
        ("巩固拓展河湖整治成果", False),
        ("节能工作取得积极成效", True),
        ("监管能力仍存在短板", True),
        ("抓住区域合作机遇，推进东江高标准治理", False),
        ("近岸垃圾现状调查和评估", False),
        ("推动农业科技成果转化", False),
        ("“十三五”规划实施情况评估", True),
        ("推动绿色转型取得成效，污染得到治理", True),
    ],
)
def test_a_heading_that_sets_out_to_do_something_is_no_report_of_what_was_done(heading: str, status: bool) -> None:
    assert is_status(heading) is status


def test_a_call_for_bids_states_conditions_and_no_targets() -> None:
    text = "项目负责人同期主持的市级科技计划项目不得超过3项。"
    assert read(text, "关于发布2023年某市储能技术“揭榜挂帅”榜单的通知", issued_on="2023-05-01").targets == ()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("新建冷库能效比优于3.2。", "3.2", None), ("新建数据机房电能利用效率优于1.25。", None, "1.25")],
    ids=["more is better", "less is better"],
)
def test_better_than_a_figure_lies_on_the_side_that_is_better(text: str, low: str | None, high: str | None) -> None:
    (target,) = read(text).targets
    assert target.quantity is not None
    assert (target.quantity.low, target.quantity.high) == tuple(Decimal(side) if side else None for side in (low, high))
    assert target.quantity.comparator == (">" if low else "<")
