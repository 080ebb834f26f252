"""Accuracy of the target table never falls below these floors: gold, drawn policies, sample corpus."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.targets import row
from extract import extract
from ingest import read, segment
from tests.quality.shared_input import (
    GOLD,
    LABELS,
    ROOT,
    SHARED,
    figure,
    gold_of_labels,
    needs_shared,
    policies,
    scored,
    written,
)

pytestmark = pytest.mark.slow
ROW_F1, STRICT_F1 = r"TOTAL:.*?row P [\d.]+ R [\d.]+ F1 ([\d.]+)", r"TOTAL:.*strict F1 ([\d.]+)"


def predictions(names: set[str], folders: list[Path], out: Path) -> Path:
    rows: list[dict[str, Any]] = []
    files = {
        path.stem: path
        for folder in folders
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in (".pdf", ".txt")
    }
    for name in sorted(names):
        path = files[name]
        document = read(path.read_bytes(), name, path.suffix)
        rows += [row(document, name, target) for target in extract(document, segment(document)).targets]
    return written(out, rows)


def names_in(paths: list[Path]) -> set[str]:
    return {json.loads(line)["doc"] for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line}


@needs_shared
@pytest.mark.shared
def test_the_gold_documents_keep_their_floor(tmp_path: Path) -> None:
    gold = sorted((GOLD / "targets").glob("*.jsonl"))
    found = predictions(names_in(gold), [SHARED / "policies", SHARED / "seeds"], tmp_path / "found.jsonl")
    report = scored("score_targets.py", *gold, "--pred", found)
    assert figure(report, ROW_F1) >= 0.95, report
    assert figure(report, STRICT_F1) >= 0.93, report


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize(
    ("folder", "documents", "rows", "floor"),
    [(LABELS, 21, 400, 0.85), (LABELS / "third", 20, 300, 0.88), (LABELS / "fourth", 12, 240, 0.88)],
    ids=["first and second batch", "third batch", "fourth batch"],
)
def test_policies_drawn_at_random_keep_their_floor(
    tmp_path: Path, folder: Path, documents: int, rows: int, floor: float
) -> None:
    names = {path.stem.split("、")[0]: path.stem for path in policies()}
    labels = {names[path.stem]: gold_of_labels(path) for path in sorted(folder.glob("*.jsonl"))}
    gold = [written(tmp_path / f"{name}.jsonl", some) for name, some in labels.items() if some]
    folders = [SHARED / "policies"]
    found = predictions({name for name, some in labels.items() if some}, folders, tmp_path / "found.jsonl")
    report = scored("score_targets.py", *gold, "--pred", found)
    assert len(labels) >= documents and sum(map(len, labels.values())) >= rows
    assert figure(report, ROW_F1) >= floor, report
    empty = predictions({name for name, some in labels.items() if not some}, folders, tmp_path / "invented.jsonl")
    assert len(empty.read_text(encoding="utf-8").splitlines()) <= 10, "rows in policies that hold no target"


@needs_shared
@pytest.mark.shared
def test_the_samples_keep_their_floor(tmp_path: Path) -> None:
    gold = [path for path in sorted((ROOT / "corpus" / "labels").glob("*.jsonl")) if "scan" not in path.stem]
    found = predictions(names_in(gold), [ROOT / "corpus" / "pdf"], tmp_path / "found.jsonl")
    report = scored("score_targets.py", *gold, "--pred", found)
    assert figure(report, ROW_F1) >= 0.65, report
