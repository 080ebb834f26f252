"""The pieces of passages, cut once and kept in a file, say what the model says of the text."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from kb import embedding, pieces
from kb.pieces import Pieces
from kb.spelling import plain
from tests.kb.little_library import HashedPairs

TEXTS = {
    2: "推进污水处理厂节能改造。鼓励使用太阳能路灯。",
    5: "",
    9: "大力发展远洋渔业。推进既有建筑节能改造。",
    11: "新建厂房屋顶安装光伏的面积比例不低于６０％。",
}
STARTS = {2: [0, 12], 5: [0], 9: [0, 9], 11: [0]}


class Source:
    """Passages by row; ``asked`` notes which were read."""

    def __init__(self, texts: dict[int, str]) -> None:
        self.texts, self.number, self.asked = dict(texts), 1, list[int]()

    def generation(self) -> int:
        return self.number

    def live_rows(self) -> pieces.Rows:
        return np.array(sorted(self.texts), dtype=np.int64)

    def passages(self, wanted: Iterable[int]):
        listed = list(wanted)
        self.asked += listed
        return {row: SimpleNamespace(row=row, text=self.texts[row]) for row in listed if row in self.texts}


@pytest.fixture(scope="module")
def model():
    return embedding.load()


def compared(held: Pieces, model, rows: Iterable[int]) -> list[list[float]] | None:
    question = model.encode_queries(["处理污水怎么省电"])[0]
    listed = list(rows)
    return held.cosines(question, [(row, plain(TEXTS[row])) for row in listed], [STARTS[row] for row in listed])


def test_what_the_file_says_is_what_is_cut_anew(model, tmp_path: Path) -> None:
    expected = compared(Pieces(tmp_path, model), model, TEXTS)  # nothing is held
    for _ in ("made", "read"):
        held = Pieces(tmp_path, model)
        held.sync(Source(TEXTS))
        assert compared(held, model, TEXTS) == expected
    assert [path.name for path in tmp_path.iterdir()] == [pieces.FILE]


def test_only_new_passages_are_cut_and_those_gone_forgotten(model, tmp_path: Path) -> None:
    Pieces(tmp_path, model).sync(Source({row: TEXTS[row] for row in (2, 5, 9)}))
    later = Source({row: TEXTS[row] for row in (2, 9, 11)})
    later.number = 2
    held = Pieces(tmp_path, model)
    held.sync(later)
    assert later.asked == [11]
    assert compared(held, model, (11, 2, 9)) == compared(Pieces(tmp_path / "none", model), model, (11, 2, 9))


def test_a_passage_that_comes_back_among_the_others_is_cut_again(model, tmp_path: Path) -> None:
    source = Source({row: TEXTS[row] for row in (2, 9)})
    Pieces(tmp_path, model).sync(source)
    source.texts[5], source.texts[11], source.number = TEXTS[5], TEXTS[11], 2
    held = Pieces(tmp_path, model)
    held.sync(source)
    assert compared(held, model, TEXTS) == compared(Pieces(tmp_path / "none", model), model, TEXTS)


def test_a_file_of_the_format_of_before_is_read_and_not_cut_anew(model, tmp_path: Path) -> None:
    cut = model.pieces().fresh([plain(TEXTS[row]) for row in (2, 9)])
    ids, begins = (np.concatenate([one[part] for one in cut]) for part in (0, 1))
    head = json.dumps({"layout": 1, "model": model.name, "rows": 2, "pieces": len(ids)}).encode().ljust(512)
    rows = struct.pack("<4q", 2, 9, len(cut[0][0]), len(ids))
    whole = head + rows + struct.pack(f"<{2 * len(ids)}H", *ids, *begins)
    (tmp_path / pieces.FILE).write_bytes(whole)
    source = Source({row: TEXTS[row] for row in (2, 9)})
    held = Pieces(tmp_path, model)
    held.sync(source)
    assert source.asked == []
    assert compared(held, model, (2, 9)) == compared(Pieces(tmp_path / "none", model), model, (2, 9))
    assert (tmp_path / pieces.FILE).read_bytes() == whole


@pytest.mark.parametrize("damage", [lambda data: data[:-4], lambda data: b"{" + data, lambda data: b""])
def test_a_damaged_file_is_made_anew(model, tmp_path: Path, damage) -> None:
    Pieces(tmp_path, model).sync(Source(TEXTS))
    whole = (tmp_path / pieces.FILE).read_bytes()
    (tmp_path / pieces.FILE).write_bytes(damage(whole))
    Pieces(tmp_path, model).sync(Source(TEXTS))
    assert (tmp_path / pieces.FILE).read_bytes() == whole


def test_a_passage_longer_than_two_bytes_can_number_keeps_its_first_part(model, tmp_path: Path) -> None:
    held = Pieces(tmp_path, model)
    long = "推进污水处理厂节能改造。" * 6_000
    held.sync(Source({1: long}))
    question = model.encode_queries(["污水处理"])[0]
    whole = Pieces(tmp_path / "none", model).cosines(question, [(1, long)], [[0, 12]])
    assert held.cosines(question, [(1, long)], [[0, 12]]) == [pytest.approx(whole[0], abs=1e-4)]


def test_without_vectors_of_pieces_nothing_is_compared(tmp_path: Path) -> None:
    held = Pieces(tmp_path, HashedPairs())
    held.sync(Source(TEXTS))
    assert held.cosines(np.zeros(64, dtype=np.float32), [(2, TEXTS[2])], [[0]]) is None
    assert list(tmp_path.iterdir()) == []


def test_a_row_is_found_where_rows_are_missing_in_between():
    rows, ends = np.asarray([3, 4, 7], dtype=np.int64), np.asarray([1, 3, 4], dtype=np.int64)
    small = np.asarray([10, 20, 21, 30], dtype=np.uint16)
    held = pieces.Held(rows, ends, small, small)
    found = {row: None if (cut := held.at(row)) is None else cut[0].tolist() for row in range(2, 9)}
    assert found == {2: None, 3: [10], 4: [20, 21], 5: None, 6: None, 7: [30], 8: None}
    assert pieces.Held.none().at(1) is None
