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
