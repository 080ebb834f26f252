"""Settings: the environment before the file before the defaults; what cannot be understood is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.errors import BadSetting
from kb.settings import Settings


def written(folder: Path, words: str) -> Path:
    file = folder / "policykb.toml"
    file.write_text(words, encoding="utf-8")
    return file


def test_the_environment_goes_before_the_file_and_the_file_before_the_defaults(tmp_path: Path) -> None:
    file = written(tmp_path, 'library = "甲库"\nmax_pages = 7\n')
    settings = Settings.load({"POLICYKB_LIBRARY": "乙库"}, file)
    assert (settings.library, settings.max_pages, settings.max_file_mb) == ("乙库", 7, 200)


def test_a_file_that_an_editor_began_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert Settings.load({}, written(tmp_path, '\ufefflibrary = "甲库"\n')).library == "甲库"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("bogus = 1", "bogus"),
        ("x = [", "TOML"),
        ('max_pages = "many"', "POLICYKB_MAX_PAGES"),
        ("max_pages = 0", "正整数"),
        ('library = ["甲库"]', "POLICYKB_LIBRARY"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(tmp_path: Path, words: str, told: str) -> None:
    with pytest.raises(BadSetting, match=told):
        Settings.load({}, written(tmp_path, words))


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "policykb.toml"
    file.write_bytes('library = "政策库"'.encode("gbk"))
    with pytest.raises(BadSetting, match="UTF-8"):
        Settings.load({}, file)
