"""Whole documents, read end to end: their clause trees stay as they were checked by hand.

``tests/golden/trees.json`` holds the labels only: of the project's own samples by name, of real policies by the sha256
of the file. ``policies`` were compared with the pictures of their pages, heading by heading; ``recorded`` (long plans) are
as read when that was done and guard against change alone. A label path is written 三、/（一）/1.; a heading without a
number is ·, a continued clause ends in ^.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from ingest import ReadOptions, read, segment
from ingest.model import Clause

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "pdf"
POLICIES = ROOT.parent / "shared" / "policies"
TREES: dict[str, dict[str, list[str]]] = json.loads(
    (ROOT / "tests" / "golden" / "trees.json").read_text(encoding="utf-8")
)


def label(clause: Clause) -> str:
    steps = "/".join(marker.label or "·" for marker in clause.path) + (
        "^" if clause.path and not clause.heading else ""
    )
    return f"{clause.part}|{steps}" if clause.part else steps


def tree(file: Path) -> list[str]:
    document = read(file.read_bytes(), file.stem, "pdf", ReadOptions(ocr="never"))
    return [label(clause) for clause in segment(document)]


@cache
def policies() -> dict[str, Path]:
    return {sha256(file.read_bytes()).hexdigest()[:16]: file for file in POLICIES.glob("*.[pP][dD][fF]")}


@pytest.mark.slow
@pytest.mark.parametrize("name", TREES["samples"])
def test_the_tree_of_a_sample(name: str) -> None:
    assert tree(SAMPLES / f"{name}.pdf") == TREES["samples"][name]


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not POLICIES.is_dir(), reason="没有 ../shared/policies（真实政策文件）")
@pytest.mark.parametrize("key", [*TREES["policies"], *TREES["recorded"]])
def test_the_tree_of_a_policy(key: str) -> None:
    if key not in policies():
        pytest.skip("../shared/policies 中没有这份文件")
    assert tree(policies()[key]) == (TREES["policies"] | TREES["recorded"])[key]
