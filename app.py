"""The browser app (政策库): opens the library, builds the sample library on first use, and shows one page."""

from __future__ import annotations

import streamlit as st

from ui import frame, pages

st.set_page_config(page_title="政策库", layout="wide", initial_sidebar_state="collapsed")
frame.style()
chosen = pages.navigation()
frame.head()
if frame.ready():
    chosen.run()
