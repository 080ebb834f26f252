"""What a document says of itself: title, number, issuers, dates, place, kind and force."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import metadata
from ingest.model import Block, Metadata, Span

CASES = json.loads((Path(__file__).parent.parent / "specs" / "metadata.json").read_text(encoding="utf-8"))


def describe(name: str, lines: list[str], info: dict[str, str] | None = None) -> Metadata:
    text, blocks = "", []
    for line in lines:
        start = len(text) + bool(text)
        text += ("\n" if text else "") + line
        blocks.append(Block("paragraph", Span(start, len(text))))
    return metadata.describe(name, text, tuple(blocks), info or {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_metadata(case: dict[str, Any]) -> None:
    found = describe(case["name"], case["lines"])
    got: dict[str, Any] = {field: getattr(found, field) for field in Metadata.__slots__}
    got |= {"province": found.region.province, "city": found.region.city}
    want = {key: tuple(value) if isinstance(value, list) else value for key, value in case["want"].items()}
    assert {key: got[key] for key in want} == want
    extra = dict(found.extra)
    assert {key: extra.get(key) for key in case.get("extra", {})} == case.get("extra", {})


def test_an_article_brings_what_its_citation_needs() -> None:
    found = describe(
        "b1",
        [
            "平原水网地区碳排放核算方法研究",
            "顾一舟 沈二川",
            "（江南水利研究院 215000）",
            "【摘 要】：本文比较三种核算方法。",
            "【关键词】：水网 碳排放",
            "【文章编号】：1234-5678(2023)04-0021-06",
            "一、引言",
            "水网地区的核算有其难处。",
        ],
    )
    extra = dict(found.extra)
    assert (found.category, found.genre, found.title) == ("article", "论文", "平原水网地区碳排放核算方法研究")
    assert extra["authors"] == "顾一舟、沈二川"
    assert (extra["year"], extra["issue"], extra["pages"]) == ("2023", "4", "21")


def test_a_report_names_its_publishers_not_the_bodies_it_quotes() -> None:
    found = describe(
        "b2",
        [
            "中国湖泊健康白皮书(2024)",
            "东湖研究学会",
            "南湖数据中心",
            "目录",
            "前言",
            "一、背景",
            "国务院",
            "2021年10月24日",
        ],
    )
    assert found.category == "report"
    assert found.issuers == ("东湖研究学会", "南湖数据中心")
    assert found.issued_on is None


def test_the_files_own_title_is_used_where_the_text_has_none() -> None:
    found = describe("scan0001", ["水是生命之源。", "要节约。"], {"Title": "扬州市节水型社会建设规划"})
    assert found.title == "扬州市节水型社会建设规划"
    assert found.region.city == "扬州市"


def test_empty_text_gives_a_title_and_nothing_else() -> None:
    found = metadata.describe("空白", "", (), {})
    assert (found.title, found.issuers, found.references) == ("空白", (), ())
