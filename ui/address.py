"""The address of a page (网址) holds its state: what is asked, filtered, opened; a link sent on opens the same view.

The fields follow the address, too: when the visitor goes back in the browser they show what they showed then. What a page
shows by itself stays out of the address, so that opening a page makes one entry in the browser's history and not two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def arrive(page: str) -> None:
    """At the start of a run: see whether the visitor came to this address other than by the page's own fields."""
    now = (page, _state())
    seen = st.session_state.get("address_seen", now)
    st.session_state["address_seen"], st.session_state["address_moved"] = now, seen != now


def moved() -> bool:
    """Whether this run was begun by another address (back, forward, a link) and not by a field of the page."""
    return bool(st.session_state.get("address_moved"))


def _state() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def word(name: str) -> str:
    """A part of the address, "" when it is not there."""
    return str(st.query_params.get(name, ""))


def words(name: str) -> list[str]:
    """All values of a part of the address that may be there several times."""
    return st.query_params.get_all(name)


def chosen(name: str, options: Iterable[T]) -> list[T]:
    """The options that the address names, in the options' order; unknown ones are passed over."""
    named = set(words(name))
    return [option for option in options if str(option) in named]


def first(key: str, value: object) -> None:
    """What a field shows when it is drawn for the first time or under another address; else it keeps what the reader
    chose."""
    if key not in st.session_state or moved():
        st.session_state[key] = value


def hold(parts: Mapping[str, str | Sequence[object]]) -> None:
    """Write parts of the page's state into its address; empty ones are taken out."""
    for name, value in parts.items():
        listed = [value] if isinstance(value, str) else [str(one) for one in value]
        listed = [one for one in listed if one]
        if listed == words(name):
            continue
        if listed:
            st.query_params[name] = listed
        else:
            st.query_params.pop(name, None)
    if seen := st.session_state.get("address_seen"):
        st.session_state["address_seen"] = (seen[0], _state())
