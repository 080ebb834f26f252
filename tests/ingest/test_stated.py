"""Facts of a web page fill the gaps of the metadata and never replace what the text says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import read
from ingest.model import Metadata
from ingest.stated import completed

FACTS = {"DocNumber": "云政办发〔2024〕11号", "IssuedOn": "2024年03月15日", "PublishedOn": "2024-03-18 09:30"}


def test_gaps_are_filled_from_the_page() -> None:
    found = completed(Metadata("某方案"), FACTS)
    assert (found.doc_number, found.issued_on, found.published_on) == (
        "云政办发〔2024〕11号",
        "2024-03-15",
        "2024-03-18",
    )


def test_what_the_text_says_stays() -> None:
    own = Metadata("某方案", doc_number="云政〔2023〕1号", issued_on="2023-01-02", published_on="2023-01-03")
    assert completed(own, FACTS) == own


@pytest.mark.parametrize("written", ["", "无", "近期", "-"])
def test_what_is_no_date_or_number_is_left(written: str) -> None:
    own = Metadata("某方案")
    assert completed(own, {"DocNumber": written, "IssuedOn": written}) == own


def test_a_page_whose_number_stands_only_in_its_table_has_it() -> None:
    page = Path(__file__).parent / "pages" / "portal.html"
    about = read(page.read_bytes(), "样页", "html").metadata
    assert (about.doc_number, about.published_on) == ("云政办发〔2024〕11号", "2024-03-18")
