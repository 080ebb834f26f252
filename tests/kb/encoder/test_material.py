"""What the model learns from is read and split so that nothing is both learned and measured."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from kb.encoder import material
from kb.encoder.material import Place

SHARED = Path(__file__).resolve().parents[4] / "shared" / "text"


def packed(file: Path, rows: list[dict[str, str]]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_reading_test_is_split_by_its_passages(tmp_path: Path) -> None:
    rows = [{"question": f"问{number}", "passage": f"第{number // 3}段"} for number in range(300)]
    packed(tmp_path / "drcd.jsonl.gz", rows)
    parts = {part: material.tests(tmp_path, "drcd", part) for part in ("learn", "tune", "measure")}
    assert sum(map(len, parts.values())) == 300
    passages = [{passage for _, passage in pairs} for pairs in parts.values()]
    assert not passages[0] & passages[1] and not passages[1] & passages[2] and not passages[0] & passages[2]
    assert all(hashlib.sha1(passage.encode()).hexdigest()[0] in "def" for passage in passages[2])


def test_paragraphs_come_once_and_policies_with_their_context(tmp_path: Path) -> None:
    long = "为了规范某一项工作，根据有关法律的规定，结合本地实际情况，制定这一份供测试使用的办法。"
    packed(tmp_path / "laws.jsonl.gz", [{"text": f"# 某某办法\n\n{long}\n<!-- INFO END -->\n{long}"}])
    packed(tmp_path / "work_reports.jsonl.gz", [{"full_text": f"短\n{long[::-1]}"}])
    place = Place("a" * 16, "某市规划", "一、目标", "推进" + long, 0, 50)
    found = material.pieces(tmp_path, (place,))
    assert [piece.source for piece in found] == ["policy", "report", "law"]
    assert found[0].context == "某市规划\n一、目标"
    assert found[2].context == ""


@pytest.mark.shared
@pytest.mark.slow
def test_the_reading_tests_have_the_sizes_they_are_said_to_have() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/text")
    sizes = {
        name: sum(len(material.tests(SHARED, name, part)) for part in ("learn", "tune", "measure"))
        for name in ("cmrc2018_dev", "drcd")
    }
    assert sizes == {"cmrc2018_dev": 3219, "drcd": 7017}
