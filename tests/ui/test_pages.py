"""Every page of an empty library says so and leads on."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st

    from ui import pages

    pages.navigation()
    pages.PAGES[st.session_state["shown"]][1]()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "library"))
    return AppTest.from_function(_page, default_timeout=60)


@pytest.mark.parametrize("name", ["search", "targets", "compare", "read", "gaps", "clips"])
def test_a_page_with_nothing_to_show_says_why_and_links_to_where_that_changes(empty: AppTest, name: str) -> None:
    empty.session_state["shown"] = name
    empty.run()
    assert not empty.exception
    assert len(empty.info) == 1
    links = [(link.proto.page, link.proto.label) for link in empty.get("page_link")]
    assert links == ([("", "去检索")] if name == "clips" else [("documents", "添加文件")])


def test_an_empty_library_is_not_searched(empty: AppTest) -> None:
    empty.session_state["shown"] = "search"
    empty.query_params["q"] = "绿色建筑"
    empty.run()
    assert not empty.exception
    assert "资料库还是空的" in empty.info[0].value
    assert not empty.get("pills") and not empty.get("button_group")


def test_the_page_of_documents_shows_where_to_put_the_first_one(empty: AppTest) -> None:
    empty.session_state["shown"] = "documents"
    empty.run()
    assert not empty.exception
    assert len(empty.get("file_uploader")) == 1
    assert "拖到上面的框里" in empty.info[0].value
