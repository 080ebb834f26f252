"""The keyword index (关键词索引): words and character pairs of every passage in tantivy, rebuilt from the store."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from kb.spelling import plain

_DICTIONARY = Path(__file__).parent.parent / "extract" / "data" / "dictionary.txt"
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z0-9.+-]*[a-z0-9]|[a-z]")
STOP = frozenset("的了和与及或等在对为以于其之而并将把被从向由是有也都就还要到上下中内外各该本这那个们地得着过")


@cache
def cutter() -> Any:
    """The jieba tokenizer with the policy dictionary, loaded on first use."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    if _DICTIONARY.exists():
        with _DICTIONARY.open("rb") as file:
            tokenizer.load_userdict(file)
    tokenizer.initialize()
    return tokenizer


def tokens(text: str) -> str:
    """The index words of ``text``, joined by blanks: words of every length, numbers, Latin words; stop characters out."""
    return " ".join(words(plain(text)))


def words(view: str) -> list[str]:
    """Words of a plain view (see ``spelling``), long words also in their parts (检索分词)."""
    found: list[str] = []
    for word in cutter().cut_for_search(view):
        if _HAN.fullmatch(word):
            if word not in STOP:
                found.append(word)
        elif not word.isspace():
            found.extend(_LATIN.findall(word))
    for number in _NUMBER.findall(view):
        found.append(number)
        if number.endswith("%"):
            found.append(number[:-1])
    return found


def pairs(view: str) -> list[str]:
    """Overlapping character pairs (二元字串) of the Chinese runs of a plain view."""
    return [run[i : i + 2] for run in _HAN.findall(view) for i in range(len(run) - 1)]


def joined(parts: Iterable[str]) -> str:
    return " ".join(parts)
