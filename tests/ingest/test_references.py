"""Cited documents are found by their titles and numbers, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest import references

CASES = json.loads((Path(__file__).parent.parent / "specs" / "references.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:18])
def test_references_are_found(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = references.find(text)
    assert [[reference.title, reference.doc_number] for reference in found] == case["references"]
    assert all(text[reference.span.start] in "《«" for reference in found)


def test_a_document_does_not_cite_itself() -> None:
    text = "现将《清溪市节水行动方案（2024—2026年）》印发给你们。《清溪市节水行动方案》由市水务局解释。"
    assert references.find(text, ("清溪市节水行动方案（2024—2026年）",)) == ()


def test_titles_agree_whatever_marks_are_in_them() -> None:
    assert references.bare("“十四五”节水规划（2021—2025年）") == references.bare("十四五节水规划（2021-2025年）")


@pytest.mark.parametrize("line", ["云政发〔2021〕15号", "（清政办﹝2020﹞8 号）", "云水农（2019）33号"])
def test_a_line_that_is_a_number_is_known(line: str) -> None:
    assert references.is_number(line)
    assert not references.is_number("根据" + line + "要求")


def test_a_document_cited_in_full_width_figures_is_itself() -> None:
    text = "现将《清溪市节水行动方案（２０２４—２０２６年）》印发给你们。"
    assert references.find(text, ("清溪市节水行动方案（2024-2026年）",)) == ()


def test_a_public_notice_does_not_cite_the_draft_that_it_shows() -> None:
    text = "现将《清溪市节水行动方案》公示如下。依据《云岭省节水条例》制定。"
    found = references.find(text, ("关于《清溪市节水行动方案》的公示",))
    assert [reference.title for reference in found] == ["云岭省节水条例"]


def test_a_broadcast_is_no_document() -> None:
    assert references.find("在广播电视台开设《节水在行动》专题节目。") == ()
