"""Where a password is set (写入口令), nothing is changed before it was given."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ui import frame

UI = Path(__file__).resolve().parents[2] / "ui"
CHANGES = {
    "add", "remove", "restore_removed", "correct_metadata", "rebuild", "review", "add_target", "clip", "edit_clip",
}  # fmt: skip


def script() -> None:
    import streamlit as st

    from ui import frame, parts

    frame.switch()
    try:
        parts.writer()
        st.text("open")
    except parts.Locked as error:
        st.text(str(error))


def test_changes_wait_for_the_password_and_a_wrong_one_opens_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "guarded"))
    monkeypatch.setenv("POLICYKB_WRITE_PASSWORD", "松木桌")
    monkeypatch.setattr(frame, "_WRONG", 0.0)
    run = AppTest.from_function(script, default_timeout=60).run()
    assert not run.exception and "没有改动" in run.text[0].value
    for given, told in (("", "没有改动"), ("松木", "没有改动"), ("松木桌", "open")):
        run.text_input[0].set_value(given)
        run.button[0].click().run()
        assert not run.exception and told in run.text[0].value
        assert bool(run.error) == (told != "open")
    assert not run.text_input


def test_without_a_password_anybody_may_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICYKB_LIBRARY", str(tmp_path / "open"))
    monkeypatch.delenv("POLICYKB_WRITE_PASSWORD", raising=False)
    run = AppTest.from_function(script, default_timeout=60).run()
    assert not run.exception and run.text[0].value == "open" and not run.text_input


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.stem)
def test_pages_change_the_library_through_its_writer_alone(path: Path) -> None:
    asked = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    changed = [ast.unparse(one) for one in asked if isinstance(one, ast.Attribute) and one.attr in CHANGES]
    assert not [call for call in changed if "library()" in call]
