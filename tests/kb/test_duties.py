"""Who is charged with what."""

from __future__ import annotations

import pytest

from kb.duties import duties
from kb.model import Passage


def charges(text: str):
    return list(duties(Passage(1, "d", "甲", "c", "一、", "", "甲", "全国", "text", text, 50, 50 + len(text), None)))


@pytest.mark.parametrize(
    ("text", "agencies", "lead"),
    [
        (
            "推广节水器具。（市水务局牵头，市住房城乡建设局、各区政府配合）",
            ["市水务局", "市住房城乡建设局", "各区政府"],
            ["市水务局"],
        ),
        ("开展普查（省林草局、省自然资源厅等按职责分工负责）。", ["省林草局", "省自然资源厅"], []),
        ("推进改造。\n责任单位：市能源局、市财政局", ["市能源局", "市财政局"], []),
        (
            "办好苗圃。\n牵头单位：市林业局\n责任单位：市财政局、市水利局",
            ["市林业局", "市财政局", "市水利局"],
            ["市林业局"],
        ),
        ("复核矿山。\n责任处室：矿产资源保护监督处", ["矿产资源保护监督处"], []),
    ],
)
def test_brackets_and_lines_that_charge_bodies_are_read(text, agencies, lead):
    (duty,) = charges(text)
    assert list(duty.agencies) == agencies
    assert list(duty.lead) == lead


def test_a_charge_is_cited_where_it_stands():
    text = "推广节水器具。（市水务局牵头）"
    (duty,) = charges(text)
    assert text[duty.span.start - 50 : duty.span.end - 50] == "（市水务局牵头）"


@pytest.mark.parametrize(
    "text", ["细颗粒物（PM2.5）下降。", "按照《节约用水条例》（2024年公布）执行。", "（以下简称“规划”）"]
)
def test_other_brackets_charge_nobody(text):
    assert charges(text) == []
