"""Two versions of a text: what stays, is reworded, comes and goes."""

from __future__ import annotations

from kb.model import ClauseRow
from kb.versions import clauses


def row(label: str, title: str, text: str) -> ClauseRow:
    return ClauseRow(label, "甲", label, f"{label}{title}", 1, title, text, 1, None, 0, len(text))


OLD = (
    row("一、", "目标", "一、目标\n到2025年达到30%。"),
    row("二、", "任务", "二、任务\n建设管网。"),
    row("三、", "旧事", "三、旧事\n停办驿站。"),
)
NEW = (
    row("一、", "目标", "一、目标\n到2025年达到35%。"),
    row("二、", "任务", "二、任务\n建设 管网。"),
    row("四、", "新策", "四、新策\n推广光伏。"),
)


def test_each_clause_is_named_by_what_became_of_it() -> None:
    kinds = {((c.after or c.before).title if (c.after or c.before) else ""): c.kind for c in clauses(OLD, NEW)}
    assert kinds == {"目标": "修改", "任务": "相同", "新策": "新增", "旧事": "删去"}


def test_a_clause_that_moved_unchanged_stays_the_same() -> None:
    moved = (row("一、", "任务", "二、任务\n建设管网。"),)
    assert [c.kind for c in clauses(OLD[1:2], moved)] == ["相同"]


def test_a_text_against_itself_has_no_changes() -> None:
    assert {c.kind for c in clauses(OLD, OLD)} == {"相同"}
