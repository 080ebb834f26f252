"""Values in words: none loses its unit, its direction or its bound."""

from __future__ import annotations

from typing import Any

import pytest

from kb.amounts import cumulative, direction, number, said
from kb.model import TargetRow


def row(metric: str, written: str, value: float | None, unit: str, **more: Any) -> TargetRow:
    known: dict[str, Any] = {
        "id": "1", "doc": "试", "document_id": "0" * 16, "title": "试验方案", "doc_number": None, "issuer": "", "region": "全国",
        "clause_id": "c", "clause_label": "一、", "section": "", "quote": f"{metric}{written}", "page": 1, "line": None,
        "table": False, "kind": "target", "metric": metric, "value": value, "value_max": None, "value_text": written,
        "unit": unit, "comparator": "=", "change": "level", "year": 2025, "year_role": "by", "year_basis": "stated",
        "period_start": None, "baseline_year": None, "agencies": (), "lead": (), "scope": "全国", "binding": None,
        "hedge": None, "value_missing": False, "normal_value": None, "normal_unit": "", "confidence": 0.9, "rule": "",
        "start": 0, "end": 1,
    }  # fmt: skip
    return TargetRow(**(known | more))


LEVELS = [
    (row("湖泊水质达标率", "95", 95.0, "%", table=True), "95%"),
    (row("湖泊水质达标率", "80%以上", 80.0, "%", comparator=">="), "不低于80%"),
    (row("装机容量", "超过1300万千瓦", 1300.0, "万千瓦", comparator=">"), "超过1300万千瓦"),
    (row("水耗", "不高于30", 30.0, "立方米/吨", comparator="<="), "不高于30立方米/吨"),
    (row("林木蓄积量", "2.5亿立方米左右", 2.5, "亿立方米", comparator="~"), "约2.5亿立方米"),
    (row("站点数量", "3~6个", 3.0, "个", comparator="range", value_max=6.0), "3–6个"),
    (row("管网覆盖率", "全覆盖", 100.0, "%"), "全覆盖（100%）"),
    (row("垃圾处理方式", "零填埋", 0.0, "%"), "零填埋（0%）"),
    (row("达标比例", "超过三分之一", 33.33, "%", comparator=">"), "超过33.33%"),
    (row("碳达峰", "达到峰值", None, "", kind="milestone"), "达到峰值"),
    (row("装机容量", "达到千瓦以上", None, "千瓦"), "数字缺失"),
]
CHANGES = [
    (row("单位产值能耗", "13%", 13.0, "%", change="decrease", baseline_year=2020), "比2020年下降13%"),
    (row("单位产值能耗", "65%以上", 65.0, "%", change="decrease", comparator=">="), "下降不低于65%"),
    (row("农药使用量下降率", "5%", 5.0, "%", change="decrease"), "5%"),
    (row("电气化率", "3个百分点", 3.0, "个百分点", change="increase", quote="电气化率上升3个百分点"), "提高3个百分点"),
    (row("造林面积", "20万亩", 20.0, "万亩", change="increase", quote="造林面积增加20万亩"), "新增20万亩"),
    (row("新增造林面积", "20万亩", 20.0, "万亩", change="increase"), "20万亩"),
    (row("淘汰机组数量", "9台", 9.0, "台", change="increase", quote="淘汰9台机组"), "9台"),
    (
        row("货运量", "7%以上", 7.0, "%", change="rate", comparator=">=", quote="货运量年均增长7%以上"),
        "年均增长不低于7%",
    ),
    (row("用水量", "2%", 2.0, "%", change="rate", quote="用水量年均下降2%"), "年均下降2%"),
    (row("轮作面积", "50万亩", 50.0, "万亩", change="rate", quote="每年轮作50万亩"), "每年50万亩"),
]


@pytest.mark.parametrize(("target", "words"), LEVELS + CHANGES, ids=lambda one: one if isinstance(one, str) else "")
def test_a_value_is_said_with_direction_bound_and_unit(target: TargetRow, words: str) -> None:
    assert said(target) == words


@pytest.mark.parametrize("brackets", ["[0.4]", "【0.4】", "［0.4］", "[-0.4]", "[0.4%]"])
def test_brackets_of_a_table_mark_a_sum_over_the_period(brackets: str) -> None:
    gain = row("草原植被盖度", brackets, 0.4, "%", change="increase", table=True)
    assert (cumulative(gain), said(gain)) == (True, "累计提高0.4%")
    assert not cumulative(row("草原植被盖度", "0.4", 0.4, "%", change="increase", table=True))


def test_a_bracketed_share_that_is_a_level_is_no_sum() -> None:
    assert direction(row("可再生能源比重", "[25]", 25.0, "%", table=True)) == ""
    assert said(row("节能改造面积", "[630]", 630.0, "万平方米", table=True)) == "累计630万平方米"


def test_large_numbers_are_parted_and_small_ones_lose_needless_zeros() -> None:
    assert number(12000.0) == "12,000"
    assert number(0.5410) == "0.541"
