"""A file of arrays is read as it was written, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kb import array_files

HEAD = 64
FACTS = {"layout": 1, "first": 3, "second": 2}
ARRAYS = [memoryview(b"abc"), memoryview(b"de")]


def sizes(facts: array_files.Facts) -> tuple[int, int]:
    return int(facts["first"]), int(facts["second"])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    array_files.write(tmp_path / "some.bin", HEAD, FACTS, ARRAYS)
    return tmp_path / "some.bin"


def test_arrays_come_back_with_their_facts_and_cannot_be_changed(file: Path) -> None:
    found = array_files.read(file, HEAD, {"layout": 1}, sizes)
    assert found is not None
    assert found[0] == FACTS
    assert [bytes(one) for one in found[1]] == [b"abc", b"de"]
    assert all(one.readonly for one in found[1])
    assert [path.name for path in file.parent.iterdir()] == ["some.bin"]


def test_what_was_opened_stays_when_the_file_is_written_again(file: Path) -> None:
    before = array_files.read(file, HEAD, {"layout": 1}, sizes)
    array_files.write(file, HEAD, FACTS, [memoryview(b"xyz"), memoryview(b"uv")])
    after = array_files.read(file, HEAD, {"layout": 1}, sizes)
    assert before is not None
    assert after is not None
    assert (bytes(before[1][0]), bytes(after[1][0])) == (b"abc", b"xyz")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]".ljust(HEAD + 5),
        b'{"layout": 1, "first": 3}'.ljust(HEAD + 5),
        b'{"layout": 2, "first": 3, "second": 2}'.ljust(HEAD + 5),
        b'{"layout": 1, "first": 3, "second": 2}'.ljust(HEAD + 4),
        b'{"layout": 1, "first": 3, "second": 2}'.ljust(HEAD + 6),
        b'{"layout": 1, "first": 6, "second": -1}'.ljust(HEAD + 5),
        b'{"layout": 1, "first": Infinity, "second": 2}'.ljust(HEAD + 5),
        b"\xff" * (HEAD + 5),
    ],
)
def test_a_file_that_is_stale_or_torn_is_none(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert array_files.read(file, HEAD, {"layout": 1}, sizes) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the system has no users")
def test_a_file_of_somebody_else_counts_only_where_it_may(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    assert array_files.read(file, HEAD, {"layout": 1}, sizes) is not None
    assert array_files.read(file, HEAD, {"layout": 1}, sizes, own=True) is None


def test_a_write_that_fails_leaves_the_file_of_before_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = file.read_bytes()
    array_files.write(file, 8, FACTS, ARRAYS)  # the facts do not fit

    def full(path: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", full)
    array_files.write(file, HEAD, FACTS, ARRAYS)
    assert file.read_bytes() == whole
    assert [path.name for path in file.parent.iterdir()] == ["some.bin"]
