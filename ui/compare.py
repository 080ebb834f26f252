"""对比: one metric over places and years, two documents, who is responsible for what, a timeline, who cites whom."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui import address, choices, citing, duties, parts, sides, spread, timeline
from ui.words import say

VIEWS: dict[str, tuple[str, Callable[[], None]]] = {
    "metric": ("指标", spread.show),
    "documents": ("两份文件", sides.show),
    "duties": ("责任单位", duties.show),
    "timeline": ("时间线", timeline.show),
    "citing": ("引用关系", citing.show),
}


def show() -> None:
    """The page: the kind of comparison, then that comparison."""
    if not parts.rows():
        parts.nothing(say("还没有目标。请先在“文档”页添加文件。"))
        return
    asked = address.word("view")
    views, named = list(VIEWS), lambda name: say(VIEWS[name][0])
    view = st.segmented_control(
        say("比较什么"),
        views,
        format_func=named,
        key=choices.key("compare_view", views, named, asked if asked in VIEWS else "metric"),
        label_visibility="collapsed",
        required=True,
    )
    address.hold({"view": "" if view == "metric" else view or ""})
    VIEWS[view or "metric"][1]()
