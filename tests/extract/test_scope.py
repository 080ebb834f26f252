"""Scope: whose target it is when the sentence speaks of the nation, another place, or a zone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extract import scope
from ingest import read, segment
from ingest.model import Document, Place, Span

CASES = json.loads((Path(__file__).parents[1] / "specs" / "scope.json").read_text(encoding="utf-8"))["cases"]


def document_of(text: str, home: list[str | None]) -> Document:
    document = read(f"一、目标\n{text}".encode(), "样例", ".txt")
    return replace(document, metadata=replace(document.metadata, region=Place(home[0], home[1])))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['home'][1] or case['home'][0]}:{case['text'][:20]}")
def test_a_target_binds_the_place_that_its_sentence_is_about(case: dict[str, Any]) -> None:
    document = document_of(case["text"], case["home"])
    at = document.text.index(case["at"])
    start = document.text.rfind("。", 0, at) + 1
    start = max(start, document.text.rfind("\n", 0, at) + 1)
    clause = next(one for one in segment(document) if one.span.start <= at < one.span.end)
    sentence = Span(start, document.text.index("。", at) + 1)
    assert scope.Scopes(document).of(clause, sentence, Span(start, at + len(case["at"]))) == case["want"]


@pytest.mark.parametrize(
    ("heading", "want"),
    [
        ("高水平建设滨海新区", "滨海新区"),
        ("加快推进金山县发展", "金山县"),
        ("推进低碳示范区建设", "某市"),
        ("建设长江流域生态屏障", "某市"),
    ],
)
def test_a_heading_that_raises_a_district_gives_its_paragraphs_the_scope(heading: str, want: str) -> None:
    document = read(f"一、{heading}\n到2027年，森林覆盖率达到16%。".encode(), "样例", ".txt")
    document = replace(document, metadata=replace(document.metadata, region=Place("某省", "某市")))
    at = document.text.index("到2027")
    clause = next(one for one in segment(document) if one.span.start <= at < one.span.end)
    assert scope.Scopes(document).of(clause, Span(at, len(document.text))) == want


@pytest.mark.parametrize(
    ("title", "region", "want"),
    [
        ("青浦区节能降碳实施方案", Place("上海市"), "青浦区"),
        ("上海市东滩世界级生态岛规划", Place("上海市"), "东滩"),
        ("关于印发《滨海新区绿色发展行动方案》的通知", Place("天津市"), "滨海新区"),
        ("“十四五”推动淮河流域绿色建设行动方案", Place(""), "淮河流域"),
        ("某市工业园区节能改造方案", Place("某省", "某市"), "某市"),
        ("关于加强县城绿色建设的意见", Place(""), "全国"),
        ("重点区域减排实施方案", Place("某省", "某市"), "某市"),
    ],
)
def test_a_title_about_a_county_or_zone_gives_the_document_its_place(title: str, region: Place, want: str) -> None:
    document = document_of("森林覆盖率达到31%。", (region.province, region.city))
    document = replace(document, metadata=replace(document.metadata, title=title, region=region))
    assert scope.home_of(document) == want


def test_a_part_with_its_own_title_speaks_for_the_region_of_that_title() -> None:
    document = document_of("森林覆盖率达到31%。", ("", None))
    clause = next(one for one in segment(document) if "31%" in document.quote(one.span))
    at = document.text.index("森林")
    scopes = scope.Scopes(document)
    part = replace(clause, part="“十四五”淮河流域绿色建设行动方案")
    assert scopes.of(part, Span(at, len(document.text))) == "淮河流域"
    assert scopes.of(clause, Span(at, len(document.text))) == "全国"
