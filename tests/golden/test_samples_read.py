"""The sample policies as read: boxes, columns, footnotes, tables and paragraphs over pages, furniture out of the text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from ingest.model import Block, Document
from ingest.readers import ReadOptions
from ingest.reading import read

CORPUS = Path(__file__).parents[2] / "corpus" / "pdf"
NAMES = ("s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s10", "s11", "s12")


@cache
def sample(start: str) -> Document:
    paths = sorted(CORPUS.glob(f"{start}_*.pdf"))
    if not paths:
        pytest.skip(f"corpus/pdf/{start}_*.pdf 尚未生成")
    return read(paths[0].read_bytes(), paths[0].stem, "pdf", ReadOptions(ocr="never"))


def pages(document: Document, block: Block) -> set[int]:
    return {region.page for region in document.locate(block.span) if region.page}


def of_kind(document: Document, kind: str) -> list[Block]:
    return [block for block in document.blocks if block.kind == kind]


@pytest.mark.parametrize("name", NAMES)
def test_no_page_number_or_running_foot_is_left_in_the_text(name: str) -> None:
    document = sample(name)
    assert "示例文件（" not in document.text
    for block in document.blocks:
        assert not re.fullmatch(r"[—–\-\s]*\d{1,3}[—–\-\s]*", document.quote(block.span))
    assert {piece.page for piece in document.furniture} == {page.number for page in document.pages}


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_end_where_sentences_do(name: str) -> None:
    document = sample(name)
    first = next((n for n, block in enumerate(document.blocks) if len(block.span) > 60), 0)
    broken = [
        document.quote(block.span)[-20:]
        for block in document.blocks[first:]
        if block.kind == "paragraph"
        and len(block.span) > 45
        and not re.search(r"[。；：）”.\d]$", document.quote(block.span))
    ]
    assert len(broken) <= 1, broken


@pytest.mark.parametrize("name", ["s01", "s02", "s04", "s05", "s08"])
def test_a_paragraph_crossing_a_page_is_cited_on_both_pages(name: str) -> None:
    document = sample(name)
    assert any(len(pages(document, block)) == 2 for block in of_kind(document, "paragraph"))


def test_a_table_over_pages_is_one_table_with_one_head() -> None:
    document = sample("s01")
    tables = [block for block in of_kind(document, "table") if len(pages(document, block)) > 1]
    assert tables
    for block in tables:
        rows = document.quote(block.span).split("\n")
        assert len({row.count("\t") for row in rows}) == 1
        assert rows.count(rows[0]) == 1


def test_a_box_is_told_from_the_running_text() -> None:
    document = sample("s05")
    boxes = [document.quote(block.span) for block in of_kind(document, "box")]
    assert boxes[0].startswith("专栏") and len(boxes) >= 3


@pytest.mark.parametrize("name", ["s01", "s02", "s05"])
def test_footnotes_are_notes(name: str) -> None:
    document = sample(name)
    notes = of_kind(document, "note")
    assert notes
    for note in notes:
        assert len(pages(document, note)) == 1


def test_two_columns_are_read_in_order_and_their_tables_follow_their_captions() -> None:
    document = sample("s10")
    numbers = re.findall(r"(?m)^(\d\.\d) ", document.text)
    assert numbers == sorted(numbers) and len(numbers) >= 5
    for n, block in enumerate(document.blocks):
        if block.kind == "table":
            assert document.quote(document.blocks[n - 1].span).startswith("表")


def test_a_table_of_contents_is_no_body() -> None:
    document = sample("s08")
    assert len(of_kind(document, "toc")) >= 5
