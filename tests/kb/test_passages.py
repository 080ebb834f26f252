"""Clauses cut into passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import ReadOptions, read, segment
from kb.passages import HARD, HEADER, MOST, split

PLAN = """沿江市水资源节约行动计划
一、工作目标
到2025年，再生水利用率达到三成。
二、主要举措
（一）堵住漏点
更换超期服役的供水管道。
（二）循环使用
园林浇灌优先使用再生水。
三、分工
表1 年度任务
区名\t管道公里\t完成年份
东湖区\t35\t2023
西湖区\t42\t2024
南湖区\t18\t2025
"""


def drafts(text: str, name: str = "沿江"):
    document = read(text.encode(), name, "txt")
    return document, split(document, segment(document))


def test_every_passage_is_a_verbatim_slice_of_the_text():
    document, found = drafts(PLAN)
    assert found
    assert all(document.text[one.span.start : one.span.end] == one.text for one in found)


def test_short_neighbouring_items_of_one_clause_share_a_passage():
    _, found = drafts(PLAN)
    (shared,) = [one for one in found if "堵住漏点" in one.text]
    assert "园林浇灌优先使用再生水" in shared.text


def test_a_heading_that_only_opens_others_has_no_passage_of_its_own_but_stands_in_their_heads():
    _, found = drafts(PLAN)
    assert not [one for one in found if one.text.strip() == "二、主要举措"]
    assert any("二、主要举措" in one.head for one in found)


def test_a_table_is_a_passage_whose_head_names_caption_and_columns():
    _, found = drafts(PLAN)
    (table,) = [one for one in found if one.kind == "table"]
    assert "表1 年度任务" in table.head
    assert f"{HEADER}区名 管道公里 完成年份" in table.head
    assert "东湖区\t35\t2023" in table.text


def test_a_long_table_is_cut_between_rows_and_every_part_keeps_the_columns():
    rows = "\n".join(f"第{number}工业园区供热改造工程\t{number}\t{2021 + number % 5}" for number in range(60))
    _, found = drafts(f"沿江市任务表\n一、任务\n表1 任务\n名称\t序号\t年份\n{rows}\n")
    parts = [one for one in found if one.kind == "table"]
    assert len(parts) > 2
    assert all(HEADER in one.head for one in parts)
    assert all(len(one.text) <= MOST + 60 for one in parts)


def test_a_long_clause_is_cut_at_sentence_ends():
    sentence = "推动河道两岸的工厂把冷却用水循环使用并逐月上报用水台账。"
    _, found = drafts("沿江市通知\n一、要求\n" + sentence * 40 + "\n")
    parts = [one for one in found if "冷却用水" in one.text]
    assert len(parts) >= 2
    assert all(len(one.text) <= HARD for one in parts)
    assert all(one.text.endswith("。") for one in parts)


def test_the_bodies_in_brackets_stay_with_the_sentence_before_them():
    sentence = "督促沿线企业安装在线流量计并与平台联网。"
    text = "沿江市通知\n一、要求\n" + sentence * 19 + "（市水务局、市工业和信息化局按职责分工负责）\n"
    _, found = drafts(text)
    (last,) = [one for one in found if "按职责分工负责" in one.text]
    assert sentence in last.text


def test_index_words_name_text_and_head_apart():
    _, found = drafts(PLAN)
    body, head = next(one for one in found if "漏点" in one.text).words.split("\t")
    assert "漏点" in body.split()
    assert "举措" in head.split()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400), max_size=6))
def test_no_two_passages_overlap_and_all_lie_in_the_text(paragraphs):
    text = "一、开头\n" + "\n".join(paragraphs)
    document, found = drafts(text)
    for before, after in zip(found, found[1:], strict=False):
        assert before.span.end <= after.span.start
    assert all(one.span.end <= len(document.text) for one in found)


@pytest.mark.parametrize("text", ["一、只有标题\n", "没有标题的一句话。\n", "甲\t乙\n丙\t丁\n"])
def test_small_texts_give_at_least_one_passage(text):
    assert drafts(text)[1]


def test_a_scan_that_is_not_recognised_has_no_passages_and_is_named_doubtful():
    scan = Path(__file__).resolve().parents[2] / "corpus" / "pdf" / "s09_hefei_public_scan.pdf"
    document = read(scan.read_bytes(), "扫描件", "pdf", ReadOptions(ocr="never"))
    assert split(document, segment(document)) == ()
    assert all(page.doubt for page in document.pages)
