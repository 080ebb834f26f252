"""Other wordings (不同说法) of the words of a question: everyday → official, and the spellings of one indicator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby

from extract import lexicon
from kb import thesaurus
from kb.spelling import plain

LEAST, MOST = 3, 9  # characters of an official term that counts as one word
KEPT = 5  # other wordings kept of one word


def everyday(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand that have other wordings, by thesaurus or as an indicator's spelling; may overlap."""
    yield from thesaurus.everyday(text)
    for match in _indicators()[1].finditer(plain(text)):
        yield match.span()


def official(word: str) -> tuple[str, ...]:
    """Other wordings of a word in the plain view: the thesaurus first, then the other spellings of an indicator."""
    view = plain(word)
    whole = (0, len(view)) in thesaurus.everyday(view)
    found = dict.fromkeys(map(plain, thesaurus.expand(view)) if whole else ())
    found.update(dict.fromkeys(_indicators()[0].get(view, ())))
    found.pop(view, None)
    return tuple(found)[:KEPT]


def terms(view: str) -> Iterator[tuple[int, int]]:
    """Where official terms and indicators stand in a plain view: each is one word whatever a dictionary says."""
    for match in _terms().finditer(view):
        yield match.span()


def indicators(text: str) -> tuple[str, ...]:
    """The names of the indicators (指标) that a text spells, in order."""
    names = _indicators()[2]
    return tuple(dict.fromkeys(names[match.group()] for match in _indicators()[1].finditer(plain(text))))


@cache
def _indicators() -> tuple[dict[str, tuple[str, ...]], re.Pattern[str], dict[str, str]]:
    """Spelling of an indicator → its other spellings; the pattern of all spellings; spelling → name."""
    found: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for entry in lexicon.table("indicators")["indicators"]:
        spellings = tuple(map(plain, (entry["name"], *entry["also"])))
        for word in spellings:
            found.setdefault(word, tuple(other for other in spellings if other != word))
            names.setdefault(word, entry["name"])
    return found, _alternation([word for word in found if len(word) >= LEAST]), names


@cache
def _terms() -> re.Pattern[str]:
    listed = {plain(term) for group in thesaurus.groups() for term in group.official}
    listed.update(_indicators()[0])
    return _alternation([term for term in listed if LEAST <= len(term) <= MOST])


def _alternation(listed: Sequence[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; words with one first character share a branch, which keeps matching quick."""
    branches = []
    for first, group in groupby(sorted(listed), key=lambda word: word[:1]):
        rest = sorted((word[1:] for word in group), key=len, reverse=True)
        branches.append(f"{re.escape(first)}(?:{'|'.join(map(re.escape, rest))})")
    return re.compile("|".join(branches)) if branches else re.compile(r"(?!)")
