"""Files of JSON Lines: every object with its line, and every fault named with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.errors import BadValue
from kb.json_lines import objects


def test_separators_within_a_string_end_no_line(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    said = [{"q": f"前{mark}后"} for mark in ("\u2028", "\u2029", "\x85")]
    file.write_text("\n\n".join(json.dumps(one, ensure_ascii=False) for one in said) + "\r\n", encoding="utf-8-sig")
    assert list(objects(file, BadValue)) == [(1, said[0]), (3, said[1]), (5, said[2])]


@pytest.mark.parametrize("words", ["不是", "[1]", "[" * 100_000, '{"a": '])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, words: str) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"a": 1}\n' + words, encoding="utf-8")
    with pytest.raises(BadValue, match="第 2 行"):
        list(objects(file, BadValue))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes('{"a": "政策"}'.encode("gbk"))
    with pytest.raises(BadValue, match="UTF-8"):
        list(objects(tmp_path / "q.jsonl", BadValue))
