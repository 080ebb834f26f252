"""The English switch covers every phrase that a page shows."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from ui.pages import PAGES
from ui.words import english

UI = Path(__file__).resolve().parents[2] / "ui"


def spoken(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("say", "words.say")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.stem)
def test_every_phrase_of_a_page_has_its_english(path: Path) -> None:
    assert spoken(path) <= english().keys()


def test_every_page_title_has_its_english() -> None:
    assert {title for title, _ in PAGES.values()} <= english().keys()


def test_a_phrase_and_its_english_hold_the_same_places() -> None:
    places = re.compile(r"\{(\w+)\}")
    for chinese, translated in english().items():
        assert set(places.findall(chinese)) == set(places.findall(translated)), chinese
