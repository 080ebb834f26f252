"""Quotes in one piece."""

from __future__ import annotations

from dataclasses import replace

from ingest import read
from ingest.model import Box, Furniture, Page, Region, Span
from kb.quotes import unbroken

TEXT = "各区应当在汛期前完成低洼地段排水管网的清淤并向社会公布结果。"


def paged(kind: str, words: str):
    document = read(TEXT.encode(), "甲", "txt")
    half = TEXT.index("排水")
    return replace(
        document,
        pages=(Page(1, 595, 842, 0, half), Page(2, 595, 842, half, len(TEXT))),
        regions=(Region(Span(0, half), 1), Region(Span(half, len(TEXT)), 2)),
        furniture=(Furniture(kind, words, 2),),  # type: ignore[arg-type]
    )


def test_a_quote_over_a_page_with_a_running_title_keeps_its_longer_part():
    document = paged("header", "某市人民政府公报")
    assert document.quote(unbroken(document, Span(0, len(TEXT)))) == "排水管网的清淤并向社会公布结果。"


def test_a_page_number_breaks_no_quote():
    document = paged("page_number", "2")
    assert unbroken(document, Span(0, len(TEXT))) == Span(0, len(TEXT))


def test_a_quote_within_one_page_is_whole():
    document = paged("header", "某市人民政府公报")
    assert unbroken(document, Span(0, 10)) == Span(0, 10)


def test_the_part_of_a_broken_quote_that_says_what_was_asked_is_kept():
    document = paged("header", "某市人民政府公报")
    asked = Span(TEXT.index("低洼"), TEXT.index("地段"))
    assert document.quote(unbroken(document, Span(0, len(TEXT)), (asked,))) == "各区应当在汛期前完成低洼地段"


def test_a_footnote_beneath_the_last_line_of_a_page_breaks_a_quote():
    note = "注：汛期指六月至九月。"
    first, half = len(note) + 1, len(note) + 1 + TEXT.index("排水")
    document = read(f"{note}\n{TEXT}".encode(), "甲", "txt")
    last = document.text.index(TEXT) + len(TEXT)
    regions = (
        Region(Span(0, len(note)), 1, Box(90, 760, 500, 770)),
        Region(Span(first, half), 1, Box(90, 700, 500, 712)),
        Region(Span(half, last), 2, Box(90, 72, 500, 84)),
    )
    document = replace(document, pages=(Page(1, 595, 842, 0, half), Page(2, 595, 842, half, last)), regions=regions)
    whole = Span(first, last)
    assert document.quote(unbroken(document, whole)) == "排水管网的清淤并向社会公布结果。"
    above = replace(document, regions=(Region(Span(0, len(note)), 1, Box(90, 72, 500, 84)), *regions[1:]))
    assert unbroken(above, whole) == whole
