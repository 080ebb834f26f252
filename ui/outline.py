"""The clause tree (条款树) as one component: indented, the present clause in view, reachable by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit.components.v2 as components

from kb.model import ClauseRow
from ui.words import say


@cache
def _component() -> Callable[..., Any]:
    here = Path(__file__).parent
    return components.component(
        "policy_outline",
        html='<nav class="outline"></nav>',
        css=(here / "outline.css").read_text("utf-8"),
        js=(here / "outline.js").read_text("utf-8"),
    )


def show(doc: str, clauses: Sequence[ClauseRow], current: str, *, height: int = 760) -> str | None:
    """The tree; the id of the clause that was chosen just now, else None."""
    entries = [
        {"id": clause.id, "depth": max(0, clause.depth - 1), "label": own_label(clause), "title": name(clause)}
        for clause in clauses
    ]
    chosen = _component()(
        data={"entries": entries, "current": current, "height": height, "name": say("条款目录")},
        key=f"outline_{doc}",
        on_chosen_change=lambda: None,
    )
    picked = getattr(chosen, "chosen", None)
    return str(picked) if picked else None


def own_label(clause: ClauseRow) -> str:
    """The clause's own number, （二） of 三、（二）, as far as its section path ends in it."""
    last = clause.section.rsplit(" / ", 1)[-1]
    if clause.title and last.endswith(clause.title):
        return last[: len(last) - len(clause.title)].strip()
    return last if not clause.title else ""


def name(clause: ClauseRow) -> str:
    """The clause's heading, or how its text begins."""
    words = clause.title or clause.text.strip().removeprefix(own_label(clause))[:26].replace("\n", " ")
    return words or say("正文")
