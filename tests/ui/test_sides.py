"""Two texts side by side: what went and what came is marked, everything is escaped."""

from __future__ import annotations

from ui.sides import differences


def test_only_what_differs_is_marked() -> None:
    left, right = differences("利用率达到30%以上", "利用率达到35%以上")
    assert left == "利用率达到3<del>0</del>%以上" and right == "利用率达到3<ins>5</ins>%以上"


def test_markup_in_a_document_stays_text() -> None:
    left, right = differences("<b>", "<i>")
    assert "<b>" not in left and "<i>" not in right and "<ins>i</ins>" in right
