"""From everyday words to official language (日常说法 → 文件用语): 老楼 → 既有建筑, 归谁管 → 责任单位."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.longest import Longest
from kb.spelling import plain

FOLDER = Path(__file__).with_name("everyday")


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the thesaurus (词组): everyday words and the official terms that a document uses instead."""

    everyday: tuple[str, ...]
    official: tuple[str, ...]
    field: str


class BadThesaurus(ValueError):
    """A line of the thesaurus that cannot be read; the message names file and line."""


def groups() -> tuple[Group, ...]:
    """All groups in the order of their files."""
    return _groups()


@dataclass(frozen=True, slots=True)
class Match:
    """Everyday words found in a text (命中的日常说法): half-open span and the official terms they stand for."""

    start: int
    end: int
    terms: tuple[str, ...]


def expand(text: str) -> tuple[str, ...]:
    """Official terms for the everyday words of ``text``: in order of the words, none twice, none that stands in the text."""
    view = plain(text)
    found = dict.fromkeys(term for match in matches(text) for term in match.terms)
    return tuple(term for term in found if plain(term) not in view)


def matches(text: str) -> tuple[Match, ...]:
    """Where everyday words stand in ``text`` and what they stand for: ascending, not overlapping.

    The longest everyday word wins where several begin at one place; words inside it are not looked at. A word of two
    characters counts only as a word of its own (进城 is none in 推进城市更新).
    """
    view = plain(text)
    found = list(_words().spans(view))
    if any(end - start == 2 for start, end in found):
        inside = _inside(view)
        found = [(start, end) for start, end in found if end - start > 2 or not {start, end} & inside]
    return tuple(Match(start, end, _terms()[view[start:end]]) for start, end in found)


def everyday(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of ``matches``."""
    return tuple((match.start, match.end) for match in matches(text))


def _inside(view: str) -> set[int]:
    """The places of a view that lie inside a word."""
    from kb.keywords import cutter

    return {place for word, start, end in cutter().tokenize(view) if len(word) > 1 for place in range(start + 1, end)}


@cache
def _groups() -> tuple[Group, ...]:
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                found.append(group(line, path.stem, f"{path.name}:{number}"))
    return tuple(found)


def group(line: str, field: str, place: str) -> Group:
    """One line of a file; ``place`` names it when it cannot be read."""
    left, bar, right = line.partition("|")
    if not bar or not left.split() or not right.split():
        raise BadThesaurus(f"{place}: expected everyday words | official terms")
    return Group(tuple(left.split()), tuple(right.split()), field)


@cache
def _terms() -> dict[str, tuple[str, ...]]:
    """Everyday word (plain view) → its official terms; a word of several groups gets all their terms."""
    terms: dict[str, dict[str, None]] = {}
    for group in _groups():
        for word in group.everyday:
            terms.setdefault(plain(word), {}).update(dict.fromkeys(group.official))
    return {word: tuple(official) for word, official in terms.items()}


@cache
def _words() -> Longest:
    return Longest(_terms())
