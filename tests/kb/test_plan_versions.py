"""Two versions of a plan, read and extracted for real: what changed in its targets, and that a person's decisions stay."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import corpus
from ingest.model import Span
from kb import Library, align
from kb.model import TargetRow
from kb.settings import Settings

DRAFT, ISSUED = "s11_xian_water_v1", "s12_xian_water_v2"
PLAN = """云溪市节水行动方案

一、总体目标
到2027年，全市用水总量控制在12亿立方米以内，再生水利用率达到35%以上。
二、重点任务
（一）推进农业节水。到2027年，新增高效节水灌溉面积20万亩，农田灌溉水有效利用系数提高到0.62。
（二）推进工业节水。“十五五”期间，建成节水型企业80家。
"""
LATER = PLAN.replace("20万亩", "26万亩").replace("一、总体目标\n", "一、总体目标\n本方案经市政府常务会议审议通过。\n")
pytestmark = pytest.mark.slow


def labelled(stem: str) -> dict[tuple[str, int | None], Any]:
    lines = (corpus.HOME / "labels" / f"{stem}.jsonl").read_text(encoding="utf-8").splitlines()
    return {(row["metric"], row["year"]): row["value"] for row in map(json.loads, lines)}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", Settings())


def test_the_changes_between_draft_and_issued_plan_are_those_the_labels_name(library: Library) -> None:
    samples = [path for path in corpus.samples() if path.stem in (DRAFT, ISSUED)]
    assert not [step.failure for step in library.add(samples, workers=1) if step.failure]
    old, new = ([row for row in library.targets() if row.doc == stem] for stem in (DRAFT, ISSUED))
    before, after = labelled(DRAFT), labelled(ISSUED)
    wanted = {
        "数值改变": sum(before[name] != after[name] for name in before.keys() & after.keys()),
        "取消": len(before.keys() - after.keys()),
        "新增": len(after.keys() - before.keys()),
    }
    found = align.changes(old, new)
    assert Counter(change.kind for change in found) == wanted
    for change in found:
        if change.kind == "数值改变":
            assert change.before and change.after and change.before.value != change.after.value


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "节水.txt").write_text(text, encoding="utf-8")
    return folder


def row_of(library: Library, metric: str) -> TargetRow:
    return next(row for row in library.targets() if metric in row.metric)


def decided(library: Library) -> set[tuple[str, float | None, str, str]]:
    return {(row.metric, row.value, row.review, row.reviewer) for row in library.targets() if row.review}


def test_decisions_of_a_person_survive_extraction_a_rebuild_and_a_new_version(library: Library, tmp_path: Path) -> None:
    list(library.add(write(tmp_path / "in", PLAN), workers=1))
    library.review(row_of(library, "用水总量").id, "correct", {"value": 11.5}, doc="节水", who="张三")
    library.review(row_of(library, "再生水").id, "confirm", {}, doc="节水", who="李四")
    library.review(row_of(library, "企业").id, "reject", {}, doc="节水", who="王五", note="不入表")
    start = library.document("节水").text.index("20万亩")
    library.add_target(
        "节水", Span(start, start + 4), {"metric": "节水灌溉示范区面积", "value": 20, "unit": "万亩"}, who="赵六"
    )
    said = {
        ("用水总量", 11.5, "corrected", "张三"),
        ("再生水利用率", 35.0, "confirmed", "李四"),
        ("节水灌溉示范区面积", 20.0, "added", "赵六"),
    }
    assert decided(library) == said
    for stage in ("extract", "read", "index"):
        list(library.rebuild(stage, workers=1))
        assert decided(library) == said, stage
        assert not [row for row in library.targets() if "企业" in row.metric], stage

    old = library.targets()
    (step,) = library.add(write(tmp_path / "in", LATER), workers=1)
    assert step.status == "replaced"
    assert decided(library) == {one for one in said if one[2] != "added"}  # 20万亩 is gone from the newer text
    assert [review.lost for review in library.reviews() if review.action == "add"] == [True]
    assert not [row for row in library.targets() if "企业" in row.metric]
    kept = row_of(library, "用水总量")
    assert library.document("节水").quote(Span(kept.start, kept.end)) == kept.quote
    changed = {change.metric: change.kind for change in align.changes(old, library.targets())}
    assert changed.pop("节水灌溉示范区面积") == "取消"
    assert set(changed.values()) == {"数值改变"} and len(changed) == 1
