"""The kept-aside questions are well formed and name passages that are there; nothing here asks them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb.encoder import anchors

FILES = sorted((Path(__file__).parent / "questions").glob("*.jsonl"))
SHARED = Path(__file__).resolve().parents[3] / "shared" / "policies"
KINDS = {"target", "measure", "agency", "background", "compare", "unanswerable"}


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def named(file: Path) -> list[anchors.Asked]:
    """Every anchor of a file of questions."""
    parts = [part for row in rows(file) for answer in row["answers"] for part in answer]
    return [anchors.Asked(one["file"], one["page"], one["start"], one["end"], one["check"], ()) for one in parts]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_question_stands_once_and_has_answers_unless_there_is_none(file: Path) -> None:
    found = rows(file)
    assert len({row["question"] for row in found}) == len({row["id"] for row in found}) == len(found) >= 50
    for row in found:
        assert row["type"] in KINDS
        assert bool(row["answers"]) == (row["type"] != "unanswerable")


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_anchor_names_its_words(file: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/policies")
    wanted = named(file)
    assert len(anchors.texts(wanted, SHARED)) == len(wanted)
