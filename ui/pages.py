"""The pages of the app (页面) and the ways between them; the address of a page holds its state."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from kb.errors import LibraryError
from ui import about, address, clips, compare, documents, gaps, parts, reader, search, targets
from ui.words import say

PAGES: dict[str, tuple[str, Callable[[], None]]] = {
    "search": ("检索", search.show),
    "targets": ("目标", targets.show),
    "compare": ("对比", compare.show),
    "read": ("阅读", reader.show),
    "documents": ("文档", documents.show),
    "gaps": ("遗漏与存疑", gaps.show),
    "clips": ("引用夹", clips.show),
    "about": ("关于", about.show),
}


def navigation() -> StreamlitPage:
    """The page that the address names, with all pages in the bar at the top."""
    built = {
        name: st.Page(show, title=_title(name, title), url_path=name, default=name == "search")
        for name, (title, show) in PAGES.items()
    }
    st.session_state["pages"] = built
    parts.say_once()
    return st.navigation(list(built.values()), position="top")


def name_tab(chosen: StreamlitPage) -> None:
    """The title of the browser's tab: what is asked, read or shown there, so that several tabs can be told apart."""
    about = address.word("q")
    if (doc := address.word("doc")) and chosen.url_path == "read":
        with contextlib.suppress(LibraryError):
            about = parts.library().info(doc).title
    st.set_page_config(
        page_title=" · ".join(x for x in (parts.shortened(about, 30) or chosen.title, say("政策库")) if x)
    )


def _title(name: str, title: str) -> str:
    if name != "clips":
        return say(title)
    try:
        count = len(parts.library().clips())
    except LibraryError:
        count = 0
    return f"{say(title)} ({count})" if count else say(title)
