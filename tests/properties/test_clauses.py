"""What holds for the clauses of every document, whatever is in it."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contents import contents
from ingest.model import Block, BlockKind, Document, Metadata, Span
from ingest.segment import segment

HEADS = [
    "一、",
    "二、",
    "（一）",
    "（二）",
    "1.",
    "2.",
    "（1）",
    "①",
    "第一条 ",
    "第二条 ",
    "第一章 ",
    "第二节 ",
    "附件1",
    "专栏1 ",
    "表1 ",
    "1.1 ",
    "前言",
    "目录",
    "——",
    "",
]
WORDS = [
    "总体要求",
    "到2025年，供水能力达到80万吨。",
    "节约用水。推广器具。",
    "落实责任：",
    "水利局",
    "2024年5月6日",
    "指标\t数值",
    "、。",
    "x",
    "《节水条例》",
]
KINDS: list[BlockKind] = [
    "paragraph",
    "paragraph",
    "paragraph",
    "heading",
    "title",
    "table",
    "note",
    "box",
    "toc",
    "imprint",
]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    pieces = draw(
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.sampled_from(HEADS), st.lists(st.sampled_from(WORDS), max_size=4)),
            max_size=14,
        )
    )
    text, blocks = "", []
    for kind, head, words in pieces:
        line = head + "".join(words)
        if not line:
            continue
        start = len(text) + bool(text)
        text += ("\n" if text else "") + line
        blocks.append(Block(kind, Span(start, len(text))))
    return Document("f" * 16, "样本", Metadata(title="样本"), text, (), (), tuple(blocks), "test/1")


@settings(max_examples=300, deadline=None)
@given(documents())
def test_clauses_tile_the_body_in_order(document: Document) -> None:
    clauses = segment(document)
    toc = contents(document)
    body = {
        at
        for place, block in enumerate(document.blocks)
        if place not in toc
        for at in range(block.span.start, block.span.end)
    }
    covered: set[int] = set()
    end = 0
    for clause in clauses:
        assert clause.span.start >= end
        end = clause.span.end
        covered.update(range(clause.span.start, clause.span.end))
    assert body <= covered
    outside = [document.text[at] for at in sorted(covered - body)]
    assert all(sign.isspace() for sign in outside)


@settings(max_examples=200, deadline=None)
@given(documents())
def test_every_span_of_every_clause_quotes_itself(document: Document) -> None:
    clauses = segment(document)
    for clause in clauses:
        assert document.quote(clause.span)
        for marker in clause.path:
            words = re.sub(r"\s", "", document.quote(marker.span))
            assert words.startswith(marker.label) or not marker.label
            assert re.sub(r"\s", "", marker.title) in words
        if clause.heading is not None:
            assert clause.span.contains(clause.heading)
        if clause.lead is not None:
            assert clause.lead.end <= clause.span.start
            assert document.quote(clause.lead).strip()


@settings(max_examples=200, deadline=None)
@given(documents())
def test_ids_are_unique_and_the_same_on_every_reading(document: Document) -> None:
    ids = [clause.id for clause in segment(document)]
    assert len(set(ids)) == len(ids)
    assert ids == [clause.id for clause in segment(document)]
