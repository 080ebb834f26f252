"""Names of indicators are cut so that they could head a column."""

from __future__ import annotations

import pytest

from extract import metrics


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("力争全市森林覆盖率", "森林覆盖率"),
        ("确保岸电使用率", "岸电使用率"),
        ("，同时使再生水利用率", "再生水利用率"),
        ("将单位面积能耗", "单位面积能耗"),
        ("主要污染物排放总量", "主要污染物排放总量"),
        ("“绿色工厂”数量", "“绿色工厂”数量"),
        ("“绿色工厂数量", "绿色工厂数量"),
        ("供水管网漏损率基本", "供水管网漏损率"),
    ],
)
def test_conjunctions_causing_verbs_and_adverbs_are_no_part_of_a_name(raw: str, name: str) -> None:
    assert metrics.clean(raw) == name


@pytest.mark.parametrize(
    ("name", "unit", "whole"),
    [
        ("高标准农田", "万亩", "高标准农田面积"),
        ("综合管廊", "公里", "综合管廊长度"),
        ("抽水蓄能", "万千瓦", "抽水蓄能规模"),
        ("换电站", "座", "换电站数量"),
        ("技术工人", "万人", "技术工人人数"),
        ("可再生能源消纳责任权重", "%", "可再生能源消纳责任权重"),
        ("技改投资", "亿元", "技改投资"),
        ("绿地面积", "公顷", "绿地面积"),
    ],
)
def test_a_name_without_a_noun_of_measure_takes_the_one_its_unit_implies(name: str, unit: str, whole: str) -> None:
    assert metrics.measured(name, unit) == whole


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("甲率、乙率和丙率", ["甲率", "乙率", "丙率"]),
        ("铁路（含高铁、城际）和公路", ["铁路（含高铁、城际）", "公路"]),
        ("“散乱污、小微”企业", ["“散乱污、小微”企业"]),
        ("垃圾分类覆盖率", ["垃圾分类覆盖率"]),
    ],
)
def test_subjects_are_split_outside_parentheses_only(name: str, parts: list[str]) -> None:
    assert metrics.split_subjects(name) == parts


def test_a_share_says_so_in_its_name() -> None:
    assert metrics.has_share("新能源车占比")
    assert not metrics.has_share("新能源车数量")


def test_the_head_noun_that_members_share_is_the_longest() -> None:
    assert metrics.head_noun("海上风电装机容量") == "装机容量"
    assert metrics.head_noun("供电可靠率") == ""
