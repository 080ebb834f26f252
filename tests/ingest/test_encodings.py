"""Encodings: files without a declaration are read in the one they are written in, short ones too."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import WrongType
from ingest.readers.encodings import decoded
from ingest.reading import read
from ingest.sniffing import suffix_of

TRADITIONAL = (
    "為推動本市綠色運輸發展，減少車輛與船舶排放，特訂定本計畫。到2030年，港口岸電設施覆蓋率達到95%以上，電動巴士佔比提高至六成，"
    "並於2028年底前建置充電樁三千座。各機關應依權責編列預算，按季檢討辦理情形，由交通局彙整後提報。經費由年度預算支應，不足部分得"
    "申請補助。為鼓勵民間參與，對於購置電動車輛的業者給予補貼，每輛最高十萬元；對於汰換老舊柴油車者，另給予優惠貸款。本計畫自公布日施行。"
)


def sentences() -> str:
    """Han, signs and figures of questions written for the bundled model."""
    lines = Path("kb/encoder/questions.jsonl").read_text(encoding="utf-8").splitlines()
    return "，".join(words for line in lines[::5] for words in json.loads(line)["questions"])


def pieces(text: str, each: int) -> Iterator[str]:
    chosen = random.Random(7)
    for length in (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 40, 100, 300):
        for _ in range(each):
            start = chosen.randrange(max(1, len(text) - length))
            yield text[start : start + length]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_simplified_text_of_any_length_is_never_taken_for_another_encoding(encoding: str) -> None:
    assert [words for words in pieces(sentences(), 150) if decoded(words.encode(encoding)) != words] == []


@pytest.mark.parametrize("encoding", ["big5", "utf-16-le", "utf-16-be", "gb18030", "utf-8"])
def test_traditional_text_is_read_in_its_own_encoding_from_a_few_characters_on(encoding: str) -> None:
    told = [words for words in pieces(TRADITIONAL, 60) if len(words) >= 8]
    assert [words for words in told if decoded(words.encode(encoding)) != words] == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_simplified_text_in_utf16_without_a_mark_is_read(encoding: str) -> None:
    told = [words for words in pieces(sentences(), 60) if len(words) >= 15]
    assert [words for words in told if decoded(words.encode(encoding)) != words] == []


@pytest.mark.parametrize("word", ["路", "鲁", "模", "联通"])
def test_a_word_whose_bytes_are_also_utf8_is_chinese(word: str) -> None:
    assert decoded(word.encode("gb18030")) == word


def test_characters_that_only_gb18030_adds_are_kept() -> None:
    words = "朱镕基、喆、堃、㙍、𬭎等用字较少的姓名照原样保留。"
    assert decoded(words.encode("gb18030")) == words


@pytest.mark.parametrize(
    "words", ["café à la crème, naïve façade", "Ελληνικά κείμενα", "Постановление правительства", "±5 °C"]
)
def test_other_scripts_in_utf8_are_left_alone(words: str) -> None:
    assert decoded(words.encode()) == words


def test_a_file_that_was_cut_off_in_a_character_loses_that_character_only() -> None:
    words = "全市港口岸电设施覆盖率达到百分之九十五以上，各单位按季度报送进展。" * 2
    assert decoded(words.encode()[:-1]) == words[:-1] + "\ufffd"
    assert (decoded(words.encode("gb18030")[:-1]) or "").startswith(words[:-1])


@pytest.mark.parametrize("data", [b"\x89PNG\x00\x01\x02\xff\xfe\xfd" * 9, bytes(range(256)) * 4, b"\x00\x01" * 40])
def test_binary_data_is_no_text(data: bytes) -> None:
    assert decoded(data) is None
    with pytest.raises(WrongType):
        read(data, "样张", "txt")


@pytest.mark.parametrize("encoding", ["big5", "utf-16-le"])
def test_files_and_downloads_in_these_encodings_become_documents(encoding: str) -> None:
    data = TRADITIONAL.encode(encoding)
    assert read(data, "樣張", "txt").text == TRADITIONAL
    assert suffix_of(data, "text/plain", "/a.txt") == "txt"
    page = f"<html><body><h1>綠色運輸計畫</h1><p>{TRADITIONAL}</p></body></html>".encode(encoding)
    assert TRADITIONAL in read(page, "樣張", "html").text


def test_a_page_that_declares_another_encoding_than_it_is_written_in_is_read() -> None:
    head = '<html><head><meta charset="{}"></head><body><h1>绿色港口方案</h1><p>{}</p></body></html>'
    words = "全市港口岸电设施覆盖率达到百分之九十五以上，各单位按季度报送进展情况。"
    for told, written in (("utf-8", "gb18030"), ("gb2312", "utf-8"), ("utf-16", "utf-8")):
        assert words in read(head.format(told, words).encode(written), "样张", "html").text
