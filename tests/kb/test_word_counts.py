"""Word counts out of a file say what the dictionary says, and jieba cuts by them as it does by the dictionary."""

from __future__ import annotations

import json
import struct
import sys
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import array_files, keywords, word_counts

ROOT = Path(__file__).resolve().parents[2]
COUNTS = {"风": 7, "风电": 1200, "风电装": 0, "风电装机": 88, "\ud800": 3}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    word_counts.write(tmp_path / "words.bin", COUNTS, 1298)
    return tmp_path / "words.bin"


def test_counts_come_back_with_those_of_zero(file: Path) -> None:
    held = word_counts.read(file)
    assert held is not None
    assert held.total == 1298
    for _ in range(2):  # the second time out of memory
        assert {word: held[word] for word in COUNTS} == COUNTS
        assert "风电装" in held
        assert "光伏" not in held
        assert (held.get("光伏"), held.get("光伏", 5), held.get("风", 5)) == (None, 5, 7)
    with pytest.raises(KeyError):
        held["光伏"]
    assert [path.name for path in file.parent.iterdir()] == ["words.bin"]


@given(words=st.dictionaries(st.text(max_size=4), st.integers(0, 2**32 - 1), max_size=40), asked=st.text(max_size=4))
def test_any_dictionary_is_looked_up_as_it_is(
    words: dict[str, int], asked: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("counts") / "words.bin"
    word_counts.write(place, words, 1)
    held = word_counts.read(place)
    assert held is not None
    assert {word: held.get(word) for word in words} == words
    assert held.get(asked) == words.get(asked)


@pytest.mark.parametrize("harm", ["missing", "empty", "cut off", "other layout", "of somebody else"])
def test_a_file_that_cannot_be_trusted_is_none(file: Path, harm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = file.read_bytes()
    if harm == "missing":
        file.unlink()
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "cut off":
        file.write_bytes(whole[:-4])
    elif harm == "other layout":
        file.write_bytes(whole.replace(b'"layout": "1', b'"layout": "0'))
    else:
        monkeypatch.setattr(array_files, "_own", lambda user: False)
    assert word_counts.read(file) is None


def test_the_file_on_disk_keeps_its_format(tmp_path: Path) -> None:
    word_counts.write(tmp_path / "words.bin", {"风": 7, "电": 9}, 16)
    head = f'{{"layout": "1-{sys.byteorder}", "size": 2, "total": 16}}'.encode()
    digests = {
        int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little"): n
        for word, n in (("风", 7), ("电", 9))
    }
    keys = sorted(digests)
    expected = head.ljust(256) + struct.pack("=2Q", *keys) + struct.pack("=2I", *(digests[key] for key in keys))
    assert (tmp_path / "words.bin").read_bytes() == expected


def test_what_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    word_counts.write(tmp_path / "missing" / "words.bin", COUNTS, 1)
    assert not list(tmp_path.iterdir())


def test_questions_are_cut_alike_by_the_file_and_by_the_dictionary() -> None:
    whole = keywords.whole_cutter()
    quick = keywords._quick.__wrapped__()  # the file is there now, whatever was kept before
    if quick is None:
        pytest.skip("no folder for temporary files can be written")
    lines = (ROOT / "corpus" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    lines += (ROOT / "kb" / "encoder" / "questions.jsonl").read_text(encoding="utf-8").splitlines()[:150]
    for line in lines:
        item = json.loads(line)
        for text in item.get("questions", [item.get("question", "")]):
            assert list(quick.cut_for_search(text)) == list(whole.cut_for_search(text))
            assert list(quick.cut(text, HMM=False)) == list(whole.cut(text, HMM=False))
            assert list(quick.tokenize(text)) == list(whole.tokenize(text))
