"""Two texts side by side: what went and what came is marked, everything is escaped."""

from __future__ import annotations

from dataclasses import replace

from kb.desk import ClauseChange
from kb.model import ClauseRow
from ui import sides
from ui.sides import differences


def test_only_what_differs_is_marked() -> None:
    left, right = differences("利用率达到30%以上", "利用率达到35%以上")
    assert left == "利用率达到3<del>0</del>%以上" and right == "利用率达到3<ins>5</ins>%以上"


def test_markup_in_a_document_stays_text() -> None:
    left, right = differences("<b>", "<i>")
    assert "<b>" not in left and "<i>" not in right and "<ins>i</ins>" in right


def test_a_clause_of_one_side_is_told_once_and_folded_where_it_is_long() -> None:
    clause = ClauseRow(
        id="c", doc="试", label="一、", section="一、", depth=1, title="", text="加<b>强" * 100, page=1, line=None, start=0,
        end=500,
    )  # fmt: skip
    drawn = sides._pair(ClauseChange("新增", None, clause))
    assert drawn.count("新增") == 1
    assert "<details>" in drawn and drawn.count("加&lt;b&gt;强") >= 100 and "<b>" not in drawn
    short = sides._pair(ClauseChange("删去", replace(clause, text="删了"), None))
    assert "<details>" not in short and short.count("删去") == 1
