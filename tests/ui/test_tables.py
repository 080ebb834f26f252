"""Which row of a table is chosen: the box or the cell that was clicked last."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


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
