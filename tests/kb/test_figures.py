"""Rows of the target table in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import figures
from kb.evidence import Evidence, Sentence, asked
from kb.extracts import Extract
from kb.model import Passage, TargetRow
from kb.needs import needs
from kb.query import understand
from kb.rerank import NAMES, Judged

ROW = TargetRow(
    id="a", doc="甲", document_id="d", title="甲", doc_number=None, issuer="", region="苏州市", clause_id="c", clause_label="一、",
    section="", quote="森林覆盖率\t19\t≥21", page=1, line=None, table=True, kind="target", metric="森林覆盖率", value=21.0,
    value_max=None, value_text="≥21", unit="%", comparator=">=", change="level", year=2030, year_role="by",
    year_basis="stated", period_start=None, baseline_year=None, agencies=(), lead=(), scope="苏州市", binding=None, hedge=None,
    value_missing=False, normal_value=21.0, normal_unit="%", confidence=0.9, rule="", start=0, end=9,
)  # fmt: skip


def headline(row: TargetRow) -> str:
    passage = Passage(1, "d", "甲", "c", "一、", "", "甲", "苏州市", "text", row.quote, 0, len(row.quote), 1)
    sentence = Sentence(0, len(row.quote), 1.0, 1.0, True, True)
    judged = Judged(passage, (0.0,) * len(NAMES), Evidence(row.quote, (), (sentence,)), 1.0, 1.0, 1.0)
    return figures.headline(figures.Figure(row, Extract(judged, sentence, 1.0), 1.0, 1.0, 1.0, 1.0))


def test_a_bare_figure_of_a_table_is_said_with_its_unit():
    assert headline(ROW) == "苏州市森林覆盖率：≥21%（2030年）"


def test_a_unit_that_the_value_or_the_name_says_is_not_said_again():
    assert headline(replace(ROW, value_text="21%以上")) == "苏州市森林覆盖率：21%以上（2030年）"
    assert headline(replace(ROW, metric="森林覆盖率（%）")) == "苏州市森林覆盖率（%）：≥21（2030年）"


@pytest.mark.parametrize(
    ("metric", "quote", "said"),
    [
        ("光伏装机容量", "增加光伏装机容量40万千瓦", "新增40万千瓦"),
        ("新增光伏装机容量", "新增光伏装机容量40万千瓦", "40万千瓦"),
        ("绿色工厂数量", "累计创建绿色工厂40家", "40家"),
    ],
)
def test_growth_is_said_where_the_words_say_it_and_the_name_does_not(metric, quote, said):
    unit = said.lstrip("新增").removeprefix("40")
    row = replace(ROW, metric=metric, quote=quote, value=40.0, value_text=f"40{unit}", unit=unit, change="increase")
    assert headline(row) == f"苏州市{metric}：{said}（2030年）"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("苏州2030年森林覆盖率是不是要到30%", "，不是问题中的30%"),
        ("苏州2030年森林覆盖率要到21%吗", ""),
        ("苏州2030年森林覆盖率比30%高多少", ""),
    ],
)
def test_a_wrong_figure_that_is_to_be_confirmed_is_told(question, said):
    assert figures.premise(asked(understand(question), ()), ROW) == said


def test_two_falls_from_different_years_have_no_difference():
    fall = replace(ROW, change="decrease", baseline_year=2020)
    assert figures.difference(fall, replace(fall, value=30.0), ("甲", "乙")) is not None
    assert figures.difference(fall, replace(fall, value=30.0, baseline_year=2005), ("甲", "乙")) is None


def test_a_difference_of_two_falls_is_one_of_falls():
    fall = replace(ROW, change="decrease", baseline_year=2020)
    said = figures.difference(fall, replace(fall, value=18.0), ("甲市", "乙市"))
    assert said is not None
    assert said[0] == "甲市的降幅比乙市高3个百分点"


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("苏州2030年森林覆盖率要到多少", "level"),
        ("苏州2030年森林覆盖率至少多少", "level"),
        ("苏州森林覆盖率年均增速多少", "rate"),
        ("苏州要新增多少亩森林", "increase"),
        ("苏州单位产值能耗要降多少", "decrease"),
    ],
)
def test_the_asked_change_is_the_rows(question, change):
    """多少 itself asks for no fall and no rise."""
    wanted = asked(understand(question), ())
    fits = {
        kind: figures.change_fit(wanted, replace(ROW, change=kind))
        for kind in ("level", "increase", "decrease", "rate")
    }
    assert max(fits, key=lambda kind: fits[kind]) == change


@pytest.mark.parametrize(
    ("question", "metric", "unit", "about"),
    [
        ("充电桩补贴多少钱", "新建充电桩数量", "个", False),
        ("充电桩补贴多少钱", "充电桩建设补贴", "元/桩", True),
        ("煤矸石综合利用率目标", "农作物秸秆综合利用率", "%", False),
        ("煤矸石综合利用率目标", "煤矸石综合利用率", "%", True),
        ("单位GDP能耗下降多少", "单位工业增加值能耗", "%", False),
        ("单位GDP能耗下降多少", "单位地区生产总值能耗", "%", True),
    ],
)
def test_a_row_answers_only_where_it_is_about_the_things_asked_for(question, metric, unit, about):
    query = understand(question)
    counts = {"煤矸石": 3, "综合": 400, "利用": 500, "单位": 300, "gdp": 40, "能耗": 120}
    prepared = asked(query, needs(query, lambda word: counts.get(word, 30), 1000))
    assert figures.of_what_is_asked(prepared, replace(ROW, metric=metric, unit=unit, quote=metric)) is about
