"""Fields keep what was chosen in them when their labels change, and documents of one title stay apart."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from tests.ui.test_parts import ROW
from ui import choices


def _page() -> None:
    import streamlit as st

    from ui import choices

    count = st.session_state.get("count", 5)

    def shown(one: str) -> str:
        return f"{one} ({count})" if one else f"全部 {count}"

    for name, options in (("places", ["江苏省", "上海市"]), ("kind", ["", "里程碑"])):
        key = choices.key(name, options, shown, [] if name == "places" else "")
        draw = st.multiselect if name == "places" else st.selectbox
        chosen = draw(name, options, format_func=shown, key=key)
        st.text(f"{name}={chosen!r}")
    if st.button("more"):
        st.session_state["count"] = count + 1
        st.rerun()


def _told(page: AppTest) -> list[str]:
    return [one.value for one in page.text]


def test_what_was_chosen_outlives_a_change_of_labels() -> None:
    page = AppTest.from_function(_page, default_timeout=60).run()
    assert _told(page) == ["places=[]", "kind=''"]
    page.multiselect[0].set_value(["上海市"]).run()
    page.button[0].click().run()
    assert _told(page) == ["places=['上海市']", "kind=''"]
    assert page.multiselect[0].options == ["江苏省 (6)", "上海市 (6)"]
    page.selectbox[0].set_value("里程碑").run()
    page.button[0].click().run()
    page.run()
    assert _told(page) == ["places=['上海市']", "kind='里程碑'"]


def test_documents_of_one_title_are_told_apart_by_place_else_by_name() -> None:
    rows = [
        replace(ROW, doc="a", title="实施意见", region="云南省"),
        replace(ROW, doc="b", title="实施意见", region="宁夏回族自治区"),
        replace(ROW, doc="c", title="通知", region="全国"),
        replace(ROW, doc="d", title="通知", region="全国"),
        replace(ROW, doc="e", title="规划", region="全国"),
    ]
    assert choices.titles([*rows, *rows]) == {
        "a": "实施意见（云南省）", "b": "实施意见（宁夏回族自治区）", "c": "通知（c）", "d": "通知（d）", "e": "规划",
    }  # fmt: skip
