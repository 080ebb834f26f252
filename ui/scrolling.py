"""The place in a page (滚动位置): whoever goes back in the browser finds a page where it was left."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit.components.v2 as components


@cache
def _component() -> Callable[..., Any]:
    script = Path(__file__).with_name("scrolling.js").read_text("utf-8")
    return components.component("policy_scrolling", html="<span hidden></span>", js=script)


def remember() -> None:
    """Note the place at every click, and take it again on the way back; once on every page, shown nowhere."""
    _component()(key="scrolling", height=1)
