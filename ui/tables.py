"""Tables with a side (表与旁栏): the whole width until something is chosen, then what was chosen stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import streamlit as st

from ui.words import say

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

# A click on any cell chooses its row, and so does the box at the left, which the keyboard reaches.
CHOICE: tuple[Literal["single-row"], Literal["single-cell"]] = ("single-row", "single-cell")


ROW = 35  # points that a row of one line takes, and the header
# A row of up to three lines; Streamlit wraps words only in rows of more than four times the size of its letters.
TALL = 70
_LETTER, _EDGES = 7, 18  # points of half a Chinese sign, and of a cell's edges


def height(rows: int, most: int, row: int = ROW) -> int:
    """How tall a table of so many rows is drawn, at most ``most``: empty lines below the last one look like missing data."""
    return min(most, ROW + row * rows + 3)


def row(frame: pd.DataFrame, widths: Mapping[str, int]) -> int:
    """How tall the rows are: ``TALL``, in which long words wrap, when some cell of a column is wider than its width (字宽)."""
    return TALL if any(_long(frame[name], width) for name, width in widths.items() if name in frame) else ROW


def drawn(
    frame: pd.DataFrame,
    key: str,
    widths: Mapping[str, int],
    most: int,
    alt: str,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """A table of which a row can be chosen (可点选的表), its words wrapping where they do not fit.

    ``widths``: points of each column of words; ``most``: points of the whole table at most; ``alt``: what it is, for those who
    do not see it; ``columns``: how the other columns are shown, years and pages (年份、页码) being known here.
    """
    number, text, tall = st.column_config.NumberColumn, st.column_config.TextColumn, row(frame, widths)
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        on_select="rerun",
        selection_mode=CHOICE,
        key=key,
        row_height=tall,
        height=height(len(frame), most, tall),
        alt=say(alt),
        column_config={
            **{name: number(say(name), format="%d", width="small") for name in ("年份", "页码") if name in frame},
            **(columns or {}),
            **{name: text(say(name), width=width) for name, width in widths.items()},
        },
    )


def _long(cells: Iterable[object], width: int) -> bool:
    room = (width - _EDGES) // _LETTER
    return any(len(str(cell).encode("gbk", "replace")) > room for cell in cells if cell)


def keep(key: str, rows: Sequence[T], name: Callable[[T], object]) -> None:
    """To be called before a table is drawn: the row chosen in it when the visitor left the page is chosen again.

    ``name`` tells rows apart; ``chosen`` has to be given the same one.
    """
    if key in st.session_state or (kept := st.session_state.get("kept_rows", {}).get(key)) is None:
        return
    at = next((number for number, row in enumerate(rows) if name(row) == kept), None)
    if at is not None:
        st.session_state[key] = {"selection": {"rows": [at], "columns": [], "cells": []}}


def beside(key: str, hint: str, table: float = 2.5, side: float = 1.1) -> list[Any]:
    """Two columns for a table and for what is chosen in it; the second has no room while nothing is chosen.

    In a narrow window the second stands at the lower edge of the window, over the table (style.css): below it what a click
    on a row brings would be out of sight.
    """
    st.caption(hint)
    with st.container(key=f"beside_{key}"):
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


def chosen(key: str, rows: Sequence[T], name: Callable[[T], object] | None = None) -> T | None:
    """The chosen one of ``rows``; with ``name`` it is chosen again when the visitor comes back (``keep``)."""
    at = place(key)
    row = rows[at] if at is not None and at < len(rows) else None
    if name is not None:
        st.session_state.setdefault("kept_rows", {})[key] = None if row is None else name(row)
    return row
