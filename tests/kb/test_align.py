"""Alignment: one metric in one unit by place and year, contradictions inside a document, what changed between two."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb import align
from kb.model import TargetRow

SPECS = json.loads((Path(__file__).parents[1] / "specs" / "align.json").read_text(encoding="utf-8"))


def row(line: list[Any]) -> TargetRow:
    """A row of the target table from a spec's line: doc, metric, value, unit, comparator, change, year, scope."""
    doc, metric, value, unit, comparator, change, year, scope = line
    return TargetRow(
        id=f"{doc}:{metric}:{value}:{year}", doc=doc, document_id=doc, title=doc, doc_number=None, issuer="", region=scope,
        clause_id="", clause_label="", section="", quote=f"{metric}{value}{unit}", page=None, line=1, table=False,
        kind="target", metric=metric, value=value, value_max=None, value_text=f"{value}{unit}", unit=unit,
        comparator=comparator, change=change, year=year, year_role="by", year_basis="stated", period_start=None,
        baseline_year=None, agencies=(), lead=(), scope=scope, binding=None, hedge=None, value_missing=False,
        normal_value=None, normal_unit="", confidence=0.9, rule="", start=0, end=1,
    )  # fmt: skip


@pytest.mark.parametrize("case", SPECS["aligned"], ids=lambda case: case["metric"])
def test_one_metric_lines_up_by_place_and_year_in_one_unit(case: dict[str, Any]) -> None:
    found = align.align(map(row, SPECS["rows"]), case["metric"])
    assert (found.metric, found.unit) == (case["name"], case["unit"])
    assert [[line.place, line.year, line.value, line.against] for line in found.lines] == case["lines"]


def test_an_increment_never_stands_on_the_axis_of_a_level() -> None:
    found = align.align(map(row, SPECS["rows"]), "新增风电装机容量")
    assert [line.row.metric for line in found.lines] == ["新增风电装机容量"]


def test_a_metric_with_levels_and_falls_keeps_the_falls_apart() -> None:
    rows = [*SPECS["rows"], ["东海省方案", "单位地区生产总值能耗", 0.4, "吨标准煤/万元", "=", "level", 2025, "东海省"]]
    found = align.align(map(row, rows), "单位GDP能耗")
    assert (found.measure, [other.measure for other in found.others]) == ("降幅", ["水平"])
    assert found.others[0].unit == "吨标准煤/万元"


def test_the_same_value_said_twice_in_a_document_is_one_line() -> None:
    found = align.align(map(row, SPECS["rows"]), "非化石能源消费比重")
    assert [line.row.doc for line in found.lines].count("西岭市规划") == 1


def test_a_value_said_once_plainly_and_once_with_its_bound_is_one_line() -> None:
    plain = ["西岭市规划", "森林覆盖率", 39, "%", "=", "level", 2025, "西岭市"]
    found = align.align(map(row, [plain, [*plain[:4], ">=", *plain[5:]]]), "森林覆盖率")
    assert [line.row.comparator for line in found.lines] == [">="]


def test_the_part_of_a_place_that_a_metric_names_in_brackets_is_part_of_the_place() -> None:
    share = ["东海省规划", "装配式建筑占新建建筑比例（重点推进地区）", 35, "%", "=", "level", 2025, "东海省"]
    plain = ["东海省规划", "装配式建筑占新建建筑比例", 30, "%", "=", "level", 2025, "东海省"]
    found = align.align(map(row, [share, plain]), "装配式建筑占比")
    assert {line.place for line in found.lines} == {"东海省", "东海省（重点推进地区）"}


def test_a_metric_that_begins_with_its_own_place_is_the_same_metric() -> None:
    level = (-5, "%", "=", "decrease", 2025)
    rows = [["国家规划", "东川平原煤炭消费量", *level, "东川平原"], ["国家规划", "煤炭消费总量", *level, "全国"]]
    rows.append(["国家规划", "西岭流域煤炭消费量", *level, "全国"])
    found = align.align(map(row, rows), "煤炭消费总量")
    assert {line.place for line in found.lines} == {"全国", "东川平原"}


def test_a_place_that_is_the_scope_already_is_not_said_twice() -> None:
    share = ["东海省规划", "装配式建筑占新建建筑比例（沿海地区）", 35, "%", "=", "level", 2025, "沿海地区"]
    assert [line.place for line in align.align([row(share)], "装配式建筑占比").lines] == ["沿海地区"]


def test_a_name_that_no_row_has_is_taken_for_the_known_one_said_of_several_places() -> None:
    sales = ("新能源汽车新车销量占比", 20, "%", "=", "level", 2025)
    rows = [["东海省方案", *sales, "东海省"], ["西岭市规划", *sales, "西岭市"]]
    rows.append(["南湖市意见", "公交车更换为新能源汽车比例", 100, "%", "=", "level", 2025, "南湖市"])
    found = align.align(map(row, rows), "新能源汽车占比")
    assert (found.metric, len(found.lines)) == ("新能源汽车新车销量占比", 2)
    assert found.near == ("公交车更换为新能源汽车比例",)


def test_like_metrics_that_are_not_the_same_are_named_beside_it() -> None:
    new = ["西岭市规划", "新建充电桩数量", 4, "万个", "=", "increase", 2025, "西岭市"]
    found = align.align(map(row, [*SPECS["rows"], new]), "充电桩")
    assert "新建充电桩数量" in found.near and found.metric not in found.near
    assert {line.row.metric for line in found.lines} == {"充电桩数量", "充电设施数量"}


@pytest.mark.parametrize("case", SPECS["conflicts"], ids=lambda case: case["name"])
def test_a_document_contradicts_itself_only_where_values_exclude_each_other(case: dict[str, Any]) -> None:
    found = align.conflicts(map(row, case["rows"]))
    assert [[one.metric, one.year, len(one.rows)] for one in found] == case["want"]


def test_changes_between_two_versions_are_named() -> None:
    case = SPECS["changes"]
    found = align.changes(map(row, case["before"]), map(row, case["after"]))
    assert [[one.kind, one.metric] for one in found] == case["want"]
    assert all((one.before is None) == (one.kind == "新增") for one in found)
    assert all((one.after is None) == (one.kind == "取消") for one in found)


def test_a_version_compared_with_itself_has_no_changes() -> None:
    rows = list(map(row, SPECS["rows"]))
    assert align.changes(rows, rows) == ()


POLLUTED = [
    ["一市规划", "细颗粒物浓度", 30, "微克/立方米", "=", "level", 2025, "一市"],
    ["二市规划", "PM2.5浓度", 26, "μm/m³", "=", "level", 2025, "二市"],
    ["三市规划", "细颗粒物（PM2.5）浓度", 34.8, "", "=", "level", 2025, "三市"],
    ["四市规划", "PM2.5年均浓度", 0.029, "mg/m³", "<=", "level", 2025, "四市"],
]


def test_a_unit_that_is_missing_or_misprinted_is_understood_from_the_metric_and_said_to_be() -> None:
    found = align.align(map(row, POLLUTED), "PM2.5")
    assert (found.unit, found.others) == ("微克/立方米", ())
    assert {line.place: line.value for line in found.lines} == {"一市": 30, "二市": 26, "三市": 34.8, "四市": 29}
    notes = {line.place: line.note for line in found.lines if line.note}
    assert set(notes) == {"二市", "三市"} and all("按指标理解为微克/立方米" in note for note in notes.values())
    assert "μm/m³" in notes["二市"] and next(line for line in found.lines if line.place == "二市").row.unit == "μm/m³"


def test_a_value_that_the_usual_unit_would_set_far_from_all_others_stays_apart_with_its_reason() -> None:
    odd = ["五市规划", "PM2.5浓度", 0.03, "", "=", "level", 2025, "五市"]
    found = align.align(map(row, [*POLLUTED, odd]), "PM2.5")
    assert [(line.place, "相差过大" in line.note) for table in found.others for line in table.lines] == [("五市", True)]


def test_a_part_of_a_place_before_the_name_of_a_metric_stands_with_its_place() -> None:
    part = ["六市规划", "市城区细颗粒物（PM2.5）浓度", 25.2, "微克/立方米", "=", "level", 2025, "六市"]
    found = align.align(map(row, [*POLLUTED, part]), "PM2.5")
    assert "六市（市城区）" in {line.place for line in found.lines}


def test_what_names_the_metric_and_stands_in_no_table_is_listed_with_the_reason() -> None:
    count = ["七省规划", "PM2.5浓度达标的城市数量", 10, "个", "=", "level", 2025, "七省"]
    found = align.align(map(row, [*POLLUTED, count]), "PM2.5")
    assert [(one.row.scope, bool(one.reason)) for one in found.apart] == [("七省", True)]


def test_a_bracketed_sum_never_stands_among_levels() -> None:
    level = row(["一市规划", "绿色建筑面积", 900, "万平方米", "=", "level", 2025, "一市"])
    total = replace(row(["二市规划", "绿色建筑面积", 3350, "万平方米", "=", "level", 2025, "二市"]),
                    value_text="[3350]", table=True)  # fmt: skip
    found = align.align([level, total], "绿色建筑面积")
    assert {table.measure: [line.place for line in table.lines] for table in (found, *found.others)} == {
        "水平": ["一市"], "累计量": ["二市"],
    }  # fmt: skip
