"""The pages of the app (页面) and the ways between them; the address of a page holds its state."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui import about, documents, reader, search, targets
from ui.words import say

PAGES: dict[str, tuple[str, Callable[[], None]]] = {
    "search": ("检索", search.show),
    "read": ("阅读", reader.show),
    "targets": ("目标", targets.show),
    "documents": ("文档", documents.show),
    "about": ("关于", about.show),
}


def navigation() -> StreamlitPage:
    """The page that the address names, with all pages in the bar at the top."""
    built = {
        name: st.Page(show, title=say(title), url_path=name, default=name == "search")
        for name, (title, show) in PAGES.items()
    }
    st.session_state["pages"] = built
    return st.navigation(list(built.values()), position="top")
