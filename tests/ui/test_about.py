"""The accuracy that 关于 shows: the figures of the results, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui import about
from ui.words import english

MEASURED = json.loads(about._MEASURED.read_text("utf-8"))
RESULTS = (Path(about.__file__).parents[1] / "bench" / "RESULTS.md").read_text("utf-8")


@pytest.mark.parametrize("line", MEASURED["lines"], ids=lambda line: line["what"])
def test_every_figure_stands_in_the_results_and_every_word_has_its_english(line: dict[str, str]) -> None:
    assert line["value"] in RESULTS
    assert {line["what"], line["on"]} <= english().keys()


def test_misses_are_shown_beside_hits() -> None:
    assert MEASURED["date"] in RESULTS
    assert min(float(line["value"]) for line in MEASURED["lines"] if "/" not in line["value"]) < 0.9
