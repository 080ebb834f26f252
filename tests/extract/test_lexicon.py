"""Word lists are checked when they are read, and the shipped ones are sound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract import lexicon
from extract.lexicon import LexiconError

SHIPPED = sorted(path.stem for path in lexicon.FOLDER.glob("*.json"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    caches = (lexicon.table, lexicon.words, lexicon.groups)
    for cached in caches:
        cached.cache_clear()
    with monkeypatch.context() as changed:
        changed.setattr(lexicon, "FOLDER", tmp_path)
        yield tmp_path
    for cached in caches:
        cached.cache_clear()


def put(folder: Path, content: object) -> None:
    (folder / "list.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_word_list_is_an_object(name: str) -> None:
    assert lexicon.table(name)


@pytest.mark.parametrize("name", ["units", "cues", "bounds", "numberwords", "wholes"])
def test_the_lists_of_words_hold_no_empty_and_no_doubled_word(name: str) -> None:
    for key, content in lexicon.table(name).items():
        if isinstance(content, list) and all(isinstance(word, str) for word in content):
            assert lexicon.words(name, key)


def test_longer_words_come_before_those_they_begin_with(folder: Path) -> None:
    put(folder, {"verbs": ["达", "达到", "达到了"]})
    assert lexicon.words("list", "verbs") == ("达到了", "达到", "达")


def test_a_list_that_is_no_object_is_refused(folder: Path) -> None:
    put(folder, ["万元"])
    with pytest.raises(LexiconError, match="list.json"):
        lexicon.table("list")


@pytest.mark.parametrize("broken", ["万元", ["万元", ""], ["万元", 3], None])
def test_a_list_of_anything_but_words_is_refused(folder: Path, broken: object) -> None:
    put(folder, {"units": broken})
    with pytest.raises(LexiconError, match="units"):
        lexicon.words("list", "units")


def test_a_word_listed_twice_is_named_in_the_message(folder: Path) -> None:
    put(folder, {"units": ["公顷", "亩", "公顷"]})
    with pytest.raises(LexiconError, match="公顷"):
        lexicon.words("list", "units")


def test_a_word_may_stand_in_one_group_only(folder: Path) -> None:
    put(folder, {"sense": {"up": ["提高"], "down": ["下降", "提高"]}})
    with pytest.raises(LexiconError, match="提高"):
        lexicon.groups("list", "sense")


def test_groups_must_be_an_object(folder: Path) -> None:
    put(folder, {"sense": ["提高"]})
    with pytest.raises(LexiconError, match="sense"):
        lexicon.groups("list", "sense")


def test_an_alternation_prefers_the_longest_word_and_takes_signs_as_they_are() -> None:
    pattern = re.compile(lexicon.alternation(["吨", "吨/日", "m3（标）"]))
    assert [match.group() for match in pattern.finditer("吨/日、吨、m3（标）")] == ["吨/日", "吨", "m3（标）"]
