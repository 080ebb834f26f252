"""What pages show of documents: escaped, marked, said as a reader says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from kb.model import TargetRow
from ui import parts

ROW = TargetRow(
    id="1", doc="试", document_id="0" * 16, title="试验方案", doc_number=None, issuer="", region="全国", clause_id="c",
    clause_label="一、", section="一、目标", quote="达到20%以上", page=1, line=None, table=False, kind="target", metric="覆盖率",
    value=20.0, value_max=None, value_text="20%以上", unit="%", comparator=">=", change="level", year=2025, year_role="by",
    year_basis="stated", period_start=None, baseline_year=None, agencies=(), lead=(), scope="全国", binding=None, hedge=None,
    value_missing=False, normal_value=20.0, normal_unit="%", confidence=0.9, rule="level", start=0, end=7,
)  # fmt: skip


def test_marked_words_are_escaped_and_overlapping_marks_are_one() -> None:
    assert parts.marked("<b>森林</b>覆盖", [(3, 5), (4, 9)]) == "&lt;b&gt;<mark>森林&lt;/b&gt;</mark>覆盖"


def test_marks_outside_the_text_are_cut_to_it() -> None:
    assert parts.marked("森林", [(-3, 1), (1, 99)]) == "<mark>森林</mark>"


def test_signs_of_markdown_show_as_written() -> None:
    assert parts.plain("[点我](x)*a*") == "\\[点我\\]\\(x\\)\\*a\\*"
    for address in ("https://example.org", "HTTP://example.org", "www.example.org", "a@example.org"):
        assert address not in parts.plain(address).replace("\\", "")


def test_a_value_is_said_with_its_bound_unit_and_direction() -> None:
    assert parts.value_words(ROW) == "≥ 20%"
    assert parts.value_words(replace(ROW, comparator="=", change="decrease", value=13.5)) == "下降 13.5%"
    assert parts.value_words(replace(ROW, comparator="range", value=3, value_max=6.0, unit="个")) == "3–6 个"
    assert parts.value_words(replace(ROW, kind="milestone", value=None, value_text="碳达峰")) == "碳达峰"
    assert parts.value_words(replace(ROW, value=None)) == "数字缺失"


def test_long_words_end_in_an_ellipsis() -> None:
    assert parts.shortened("一二三四五", 4) == "一二三…"
    assert parts.shortened("一二三", 4) == "一二三"


def test_a_hit_whose_words_stand_far_back_begins_with_their_sentence() -> None:
    text = "前文。" * 60 + "本句说到充电桩建设。后文。"
    at = text.index("充电桩")
    words, marks = parts.around(text, [(at, at + 3)])
    assert words.startswith("…本句说到充电桩")
    assert [words[start:end] for start, end in marks] == ["充电桩"]
    assert parts.around(text, []) == (text, [])
    assert parts.around("充电桩建设", [(0, 3)]) == ("充电桩建设", [(0, 3)])


def test_a_very_long_sentence_is_entered_near_its_words() -> None:
    text = "很长" * 300 + "充电桩"
    words, marks = parts.around(text, [(600, 603)])
    assert len(words) < 100
    assert [words[start:end] for start, end in marks] == ["充电桩"]


def test_a_message_is_told_again_by_a_run_that_follows_at_once_and_then_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = AppTest.from_function(_telling, default_timeout=60)
    app.session_state["said"] = "已更正。"
    assert [one.value for one in app.run().toast] == ["已更正。"]
    assert [one.value for one in app.run().toast] == ["已更正。"]
    monkeypatch.setattr(parts, "STANDS", 0.0)
    assert not app.run().toast


def _telling() -> None:
    from ui import parts

    parts.say_once()
