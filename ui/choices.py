"""Choices that outlive their labels (选项): a field whose labels change keeps what was chosen in it.

The browser sends back the label of what is chosen, and a label that is no longer offered would be taken as the value
itself: after a switch of language “全部” became a filter that nothing fits, and so did “2025 (12)” once there were 13.
A field therefore gets a new name whenever its labels change, and takes over the choice of the one before it.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import streamlit as st

from kb.model import DocumentInfo, TargetRow
from ui import address

T = TypeVar("T")


def key(name: str, options: Sequence[T], shown: Callable[[T], str], first: object, *, held: bool = True) -> str:
    """The name under which to draw a field of ``options``, with its choice in place: that of the same field under its
    former labels, else ``first`` (a list where several may be chosen). A choice that is ``held`` in the address is
    ``first`` again when the visitor comes to another address."""
    labels = "\n".join(shown(option) for option in options)
    now = f"{name}_{zlib.crc32(labels.encode()):08x}"
    former = st.session_state.get("former_keys", {}).get(name)
    st.session_state.setdefault("former_keys", {})[name] = now
    if held and address.moved():
        st.session_state[now] = first
    elif now not in st.session_state:
        st.session_state[now] = _kept(st.session_state[former], options, first) if former in st.session_state else first
    return now


def _kept(before: Any, options: Sequence[T], first: object) -> object:
    if isinstance(before, list):
        return [one for one in before if one in options]
    return before if before is None or before in options else first


def titles(documents: Iterable[DocumentInfo | TargetRow]) -> Mapping[str, str]:
    """A label for each document, by its short name: its title; where several bear one title, also what tells them apart."""
    known = {one.doc: (one.title, one.place if isinstance(one, DocumentInfo) else one.region) for one in documents}
    same = Counter(title for title, _ in known.values())
    placed = Counter(known.values())
    labels = {}
    for doc, (title, place) in known.items():
        apart = "" if same[title] == 1 else f"（{place if placed[title, place] == 1 else doc}）"
        labels[doc] = f"{title}{apart}"
    return labels
