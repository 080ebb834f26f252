"""The clause trees of real laws, rebuilt from plain text and compared with their own markdown headings."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.model import Block, Document, Metadata, Span
from ingest.segment import segment

LAWS = Path(__file__).parents[3] / "shared" / "text" / "laws.jsonl.gz"
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇千]+条(?:之[一二三四五六七八九十]+)?(?=[\s　（(【]|$)")
EVERY = 12

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not LAWS.exists(), reason="没有 ../shared/text/laws.jsonl.gz（真实法规）"),
]


def laws() -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Every twelfth law: its name and its lines, each with its heading level (0 for plain text)."""
    with gzip.open(LAWS, "rt", encoding="utf-8") as file:
        for place, line in enumerate(file):
            if place % EVERY == 0:
                law = json.loads(line)
                yield law["path"], list(lines(law["text"]))


def lines(markdown: str) -> Iterator[tuple[int, str]]:
    for line in markdown.split("\n"):
        heading = re.match(r"(#+)\s*(.*)", line.strip())
        words = heading[2].strip() if heading else line.strip()
        if words and not words.startswith("<!--"):
            yield (len(heading[1]) if heading else 0), words


def wanted(law: list[tuple[int, str]]) -> dict[int, tuple[str, list[str]]]:
    """Where each article starts in the plain text, with its label and the headings over it."""
    places: dict[int, tuple[str, list[str]]] = {}
    open_headings: list[tuple[int, str]] = []
    start = 0
    for level, words in law:
        if level:
            open_headings = [entry for entry in open_headings if entry[0] < level]
            open_headings += [(level, words)] if level > 1 else []
        elif article := ARTICLE.match(words):
            places[start] = (article[0], [re.sub(r"\s", "", entry[1]) for entry in open_headings])
        start += len(words) + 1
    return places


def found(name: str, law: list[tuple[int, str]]) -> dict[int, tuple[str, list[str]]]:
    text, blocks = "", []
    for _, words in law:
        start = len(text) + bool(text)
        text += ("\n" if text else "") + words
        blocks.append(Block("paragraph", Span(start, len(text))))
    document = Document("0" * 16, name, Metadata(title=name), text, (), (), tuple(blocks), "test/1")
    return {
        clause.span.start: (
            clause.path[-1].label,
            [re.sub(r"\s", "", marker.label + marker.title) for marker in clause.path[:-1]],
        )
        for clause in segment(document)
        if clause.heading and clause.path and "条" in clause.path[-1].label
    }


def test_nearly_every_article_stands_at_its_place() -> None:
    right = total = 0
    for name, law in laws():
        want, got = wanted(law), found(name, law)
        total += len(want)
        right += sum(got.get(place) == article for place, article in want.items())
    assert total > 5000
    assert right / total >= 0.99
