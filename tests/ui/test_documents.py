"""What the list of documents tells of a file."""

from __future__ import annotations

from pathlib import Path

from kb.model import DocumentInfo
from ui import documents


def test_where_a_file_came_from_is_told_while_it_says_something(tmp_path: Path) -> None:
    there = tmp_path / "规划.pdf"
    there.write_bytes(b"%PDF")
    assert documents._origin(str(there)) == str(there)
    assert documents._origin(str(tmp_path / "gone" / "规划.pdf")) == "规划.pdf"
    assert documents._origin("https://www.example.gov.cn/a/规划.pdf") == "https://www.example.gov.cn/a/规划.pdf"


def test_a_chosen_document_tells_whole_what_its_row_may_cut_off() -> None:
    issuers = tuple(f"某市第{n}局" for n in "一二三四五六七八")
    info = DocumentInfo(
        "短名", "00", "标题", "某发〔2024〕1号", issuers, "2024-05-01", None, None, "通知", "", None, None,
        "有效期至2029年5月31日", 2, 3, 4, (), (), "", "", "pdf/1",
    )  # fmt: skip
    told = documents._facts(info)
    assert all(words in told for words in (*issuers, "某发〔2024〕1号", "2024-05-01", "有效期至2029年5月31日", "短名"))
