"""Other wordings (不同说法) of the words of a question: everyday → official, and the spellings of one indicator."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from extract import indicators as indicator_names
from extract import lexicon
from kb import thesaurus
from kb.longest import Longest
from kb.model import Query
from kb.spelling import plain

LEAST, MOST = 3, 9  # characters of an official term that counts as one word
_BEFORE = (2, 3, 4)  # characters of a word that makes another indicator with the one behind it
KEPT = 5  # other wordings kept of one word


def everyday(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand that have other wordings, by thesaurus or as an indicator's spelling; may overlap."""
    yield from thesaurus.everyday(text)
    yield from _indicators()[1].spans(plain(text))


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
    yield from _terms().spans(view)


def indicator_spans(view: str) -> Iterator[tuple[int, int]]:
    """Where a plain view spells an indicator."""
    yield from _indicators()[1].spans(view)


def indicators(text: str) -> tuple[str, ...]:
    """The names of the indicators (指标) that a text spells, in order; 风电光伏装机 is one of both, not that of 光伏 alone."""
    view = plain(text)
    _, spellings, names = _indicators()
    return tuple(
        dict.fromkeys(_joint(view, start, end) or names[view[start:end]] for start, end in spellings.spans(view))
    )


def _joint(view: str, start: int, end: int) -> str | None:
    """The other indicator that a spelling is together with the word right before it (风电 + 光伏装机); None where there is none."""
    head = view[:start].rstrip("、和与")
    wider = (indicator_names.canonical(view[len(head) - size : end]) for size in _BEFORE if size <= len(head))
    own = _indicators()[2][view[start:end]]
    return next((name for name in wider if name is not None and name != own), None)


def asked_indicators(query: Query) -> frozenset[str]:
    """The names of the indicators that a question asks for, also by an everyday word (达峰)."""
    return frozenset((*query.metrics, *indicators("，".join(query.expansions))))


def spellings(name: str) -> tuple[str, ...]:
    """The other spellings of an indicator in the plain view, by its name."""
    return _indicators()[0].get(plain(name), ())


@cache
def _indicators() -> tuple[dict[str, tuple[str, ...]], Longest, dict[str, str]]:
    """Spelling of an indicator → its other spellings; all spellings to look for; spelling → name."""
    found: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for entry in lexicon.table("indicators")["indicators"]:
        spellings = tuple(map(plain, (entry["name"], *entry["also"])))
        for word in spellings:
            found.setdefault(word, tuple(other for other in spellings if other != word))
            names.setdefault(word, entry["name"])
    return found, Longest(word for word in found if len(word) >= LEAST), names


@cache
def _terms() -> Longest:
    listed = {plain(term) for group in thesaurus.groups() for term in group.official}
    listed.update(_indicators()[0])
    return Longest(term for term in listed if LEAST <= len(term) <= MOST)
