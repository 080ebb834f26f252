"""The word lists of extraction (词表): read once from ``extract/data``, checked, and handed out as frozen values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


class LexiconError(ValueError):
    """A word list that does not have its shape; the message names the file and the entry."""


@cache
def table(name: str) -> Mapping[str, Any]:
    """The JSON object of ``data/<name>.json``; LexiconError when it is not an object."""
    path = FOLDER / f"{name}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise LexiconError(f"{path.name}: expected an object")
    return content


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """The word list ``key`` of ``data/<name>.json``, longest first; LexiconError for empty or doubled entries."""
    found = table(name).get(key)
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise LexiconError(f"{name}.json: {key} must be a list of words")
    doubled = {word for word in found if found.count(word) > 1}
    if doubled:
        raise LexiconError(f"{name}.json: {key} lists {'、'.join(sorted(doubled))} twice")
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def groups(name: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """The object of word lists ``key`` of ``data/<name>.json``; a word may stand in one group only."""
    found = table(name).get(key)
    if not isinstance(found, dict):
        raise LexiconError(f"{name}.json: {key} must be an object of word lists")
    seen: dict[str, str] = {}
    for group, entries in found.items():
        for word in entries:
            if seen.setdefault(word, group) != group:
                raise LexiconError(f"{name}.json: {key} has {word} in two groups")
    return {group: tuple(entries) for group, entries in found.items()}


def alternation(entries: Iterable[str]) -> str:
    """A regular expression that matches any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(entries), key=lambda word: (-len(word), word)))
