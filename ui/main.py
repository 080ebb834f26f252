"""What runs at every visit (入口): the page frame, the language, and the page that the address names."""

from __future__ import annotations

import streamlit as st

from ui import address, frame, pages, warming

with warming.TRAFFIC.serving():
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed")
    frame.style()
    frame.switch()
    chosen = pages.navigation()
    address.arrive(chosen.url_path)
    pages.name_tab(chosen)
    if frame.ready():
        frame.progress()
        frame.guarded(chosen.run)
