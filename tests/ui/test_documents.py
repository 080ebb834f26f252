"""What the list of documents tells of a file."""

from __future__ import annotations

from pathlib import Path

from ui import documents


def test_where_a_file_came_from_is_told_while_it_says_something(tmp_path: Path) -> None:
    there = tmp_path / "规划.pdf"
    there.write_bytes(b"%PDF")
    assert documents._origin(str(there)) == str(there)
    assert documents._origin(str(tmp_path / "gone" / "规划.pdf")) == "规划.pdf"
    assert documents._origin("https://www.example.gov.cn/a/规划.pdf") == "https://www.example.gov.cn/a/规划.pdf"
