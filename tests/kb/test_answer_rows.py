"""Rows of tables in answers, rows that fit about as well, and charges among numbered paragraphs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.model import Place
from kb.evidence import examine
from kb.extracts import Extract, proposed, widened
from kb.model import Passage
from kb.rerank import NAMES, Judged
from kb.table_words import in_words, is_row
from tests.kb.little_library import Written, ask

PLAN = """泉州市清洁取水与用电五年规划
一、主要指标
表1 五年规划主要指标
指标\t单位\t2020年\t2025年\t属性
全社会用电量\t亿千瓦时\t412.5\t560\t预期性
再生水利用率\t%\t18\t30\t约束性
人均生活用电量\t千瓦时\t905\t1180\t预期性
（3）节水器具普及率\t%\t71\t95\t预期性
二、重点任务
到2025年，全市再生水利用率达到30%，城市污泥无害化处置率不低于97%。
（一）新建住宅停车位应全部预留充电条件，新建商场停车位按不低于12%的比例建设充电桩，新建机关停车位按不低于25%的比例建设充电桩。
（二）建立调度制度。市水利局牵头，会同市工业和信息化局建立用水调度联席会议制度，每季度通报用水情况。
"""


DOCUMENTS = (Written("泉州规划", PLAN, Place("福建省", "泉州市")),)


@pytest.mark.parametrize(
    "question",
    [
        "泉州2025年全社会用电量多少",
        "泉州再生水利用率2025年要到多少",
        "泉州节水器具普及率是多少",
        "泉州2025年人均生活用电量",
    ],
)
def test_no_statement_is_a_bare_row_of_a_table(library, question):
    answer = ask(library, question)
    assert answer.statements
    for statement in answer.statements:
        assert "\t" not in statement.text
        rows = [citation.quote for citation in statement.citations if "\t" in citation.quote]
        assert statement.text not in [" ".join(row.split()) for row in rows]


def test_a_row_is_read_out_with_the_names_of_its_columns(library):
    question = library.prepare(library.understand("泉州节水器具普及率"))
    rows = [one for one in proposed(question, library.judged_once(question)) if is_row(one) and "节水器具" in one.text]
    assert in_words(library.store, rows[0]) == ("指标：节水器具普及率；单位：%；2020年：71；2025年：95；属性：预期性")


def test_a_target_told_in_text_and_table_is_said_once_and_cites_both(library):
    answer = ask(library, "泉州2025年再生水利用率要到多少")
    said = [statement for statement in answer.statements if statement.text.startswith("泉州市再生水利用率")]
    assert len(said) == 1
    quotes = [citation.quote for citation in said[0].citations]
    assert any("\t" in quote for quote in quotes)
    assert any("达到30%" in quote for quote in quotes)


def test_what_a_table_says_of_the_base_year_is_subtracted(library):
    answer = ask(library, "泉州全社会用电量2025年比2020年多多少")
    computed = [statement for statement in answer.statements if statement.computed]
    assert [statement.computed for statement in computed] == ["560亿千瓦时 − 412.5亿千瓦时 = 147.5亿千瓦时"]
    assert all("（计算）" in statement.text for statement in computed)


def test_rows_that_fit_about_as_well_are_all_told(library):
    text = ask(library, "泉州停车位按多少比例建充电桩").text
    assert "12%" in text
    assert "25%" in text


def test_a_numbered_paragraph_is_no_charge_in_brackets(library):
    answer = ask(library, "泉州用水调度联席会议哪个局牵头")
    assert any("市水利局牵头" in citation.quote for citation in answer.citations)


def test_a_line_that_leads_into_a_list_is_quoted_with_its_list(library):
    text = "承接单位应当符合下列条件：\n（1）有固定的办公场所；\n（2）有持证的管道工。\n本市另行公布合格单位的名单。"
    question = library.prepare(library.understand("承接单位要符合什么条件"))
    passage = Passage(1, "d", "甲", "c", "一、", "", "甲", "全国", "text", text, 0, len(text), None)
    evidence = examine(question, passage)
    lead = Extract(Judged(passage, (0.0,) * len(NAMES), evidence, 1.0, 1.0, 1.0), evidence.sentences[0], 1.0)
    assert widened(lead).text == text.removesuffix("\n本市另行公布合格单位的名单。")
    last = replace(lead, sentence=evidence.sentences[-1])
    assert widened(last).text == "本市另行公布合格单位的名单。"


def test_a_bracket_that_charges_bodies_is_no_sentence_of_another_answer(library):
    for question in ("泉州再生水利用率2025年要到多少", "泉州停车位按多少比例建充电桩"):
        assert not any(statement.text.startswith("（市") for statement in ask(library, question).statements)
