"""The words of the interface (界面文字): Chinese as written in the code, English from one table."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import streamlit as st

_TABLE = Path(__file__).with_name("english.json")


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """The English of every Chinese phrase that the pages show; phrases may hold ``{name}`` places."""
    table: dict[str, str] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return table


def in_english() -> bool:
    """True when the reader switched the interface to English."""
    return bool(st.session_state.get("english", False))


def say(chinese: str, **places: object) -> str:
    """``chinese`` in the chosen language with its ``{name}`` places filled; Chinese where English is missing."""
    written = english().get(chinese, chinese) if in_english() else chinese
    return written.format(**places) if places else written
