"""Which row of a table is chosen: the box or the cell that was clicked last."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from ui import tables


def test_the_box_or_cell_clicked_last_counts() -> None:
    def script() -> None:
        import streamlit as st

        from ui import tables

        told = []
        for rows, cells in (
            ([], []),
            ([], [(3, "指标")]),
            ([2], [(3, "指标")]),
            ([2], [(4, "指标")]),
            ([], [(4, "指标")]),
        ):
            st.session_state["one"] = {"selection": {"rows": rows, "cells": cells, "columns": []}}
            told.append((tables.place("one"), tables.chosen("one", "甲乙丙丁")))
        st.text(repr(told))

    run = AppTest.from_function(script, default_timeout=60).run()
    assert not run.exception
    assert run.text[0].value == repr([(None, None), (3, "丁"), (2, "丙"), (4, None), (None, None)])


def test_a_table_is_as_tall_as_its_rows() -> None:
    assert tables.height(0, 680) < tables.height(8, 680) < tables.height(3_000, 680) == 680
    assert (tables.height(9, 680) - tables.height(8, 680)) == tables.ROW
    assert (tables.height(5, 680, tables.TALL) - tables.height(4, 680, tables.TALL)) == tables.TALL


def test_rows_are_tall_only_where_words_would_be_cut_off() -> None:
    frame = pd.DataFrame({"文件": ["绿色建筑行动方案", "Plan 2030"], "数值": [1.5, None]})
    assert tables.row(frame, {"文件": 200, "条款": 10}) == tables.ROW
    assert tables.row(frame, {"文件": 100}) == tables.TALL
    assert tables.row(frame.iloc[1:], {"文件": 100}) == tables.ROW
    assert tables.row(frame.iloc[:0], {"文件": 10}) == tables.ROW


def test_a_row_stays_chosen_for_those_who_come_back_while_it_is_there() -> None:
    def script() -> None:
        import streamlit as st

        from ui import tables

        told = []
        for rows, left in (("甲乙丙", [1]), ("丁甲乙丙", None), ("甲丙", None), ("甲乙丙", None)):
            tables.keep("one", rows, str.lower)
            if left is not None:
                st.session_state["one"] = {"selection": {"rows": left, "cells": [], "columns": []}}
            told.append(tables.chosen("one", rows, str.lower))
            st.session_state.pop("one", None)  # what Streamlit does with the state of a table that is not drawn
        st.text(repr(told))

    run = AppTest.from_function(script, default_timeout=60).run()
    assert not run.exception
    assert run.text[0].value == repr(["乙", "乙", None, None])
