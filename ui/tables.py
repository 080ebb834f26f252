"""Tables with a side (表与旁栏): the whole width until something is chosen, then what was chosen stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, TypeVar

import streamlit as st

T = TypeVar("T")

# A click on any cell chooses its row, and so does the box at the left, which the keyboard reaches.
CHOICE: tuple[Literal["single-row"], Literal["single-cell"]] = ("single-row", "single-cell")


def beside(key: str, hint: str, table: float = 2.5, side: float = 1.1) -> list[Any]:
    """Two columns for a table and for what is chosen in it; the second has no room while nothing is chosen."""
    st.caption(hint)
    if place(key) is None:  # no gap either: the table ends where everything else on the page ends
        return st.columns([1, 0.0001], gap=None)
    return st.columns([table, side], gap="medium")


def place(key: str) -> int | None:
    """The number of the chosen row in the data that the table was given, None when nothing is chosen.

    A table holds a box and a cell at once; the one that was clicked last counts.
    """
    selection = (st.session_state.get(key) or {}).get("selection") or {}
    boxes = [int(row) for row in selection.get("rows") or ()]
    cells = [int(cell[0]) for cell in selection.get("cells") or ()]
    memory = st.session_state.setdefault("chosen_rows", {})
    at: int | None
    old_boxes, old_cells, at = memory.get(key, ([], [], None))
    if boxes and boxes != old_boxes:
        at = boxes[0]
    elif cells and cells != old_cells:
        at = cells[0]
    elif not boxes and (old_boxes or not cells):
        at = None
    memory[key] = (boxes, cells, at)
    return at


def chosen(key: str, rows: Sequence[T]) -> T | None:
    """The chosen one of ``rows``."""
    at = place(key)
    return rows[at] if at is not None and at < len(rows) else None
