"""The link to a clause is a whole address that opens the same clause again."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from ui import reader


@pytest.mark.parametrize(
    ("here", "path"),
    [
        ("http://localhost:8501/read", "/read"),
        ("https://desk.example.org/policies/read", "/policies/read"),
        ("http://localhost:8501", "/read"),
        ("", "/read"),
    ],
)
def test_a_link_names_site_page_document_and_clause(here: str, path: str) -> None:
    link = reader._link(here, "27、《甲 & 乙》#1", "ab12:三-一-1:6c855cc5")
    assert link.isascii() and " " not in link
    parts = urlsplit(link)
    assert (parts.netloc, parts.path) == (urlsplit(here).netloc, path)
    assert parse_qs(parts.query) == {"doc": ["27、《甲 & 乙》#1"], "clause": ["ab12:三-一-1:6c855cc5"]}
