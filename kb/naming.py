"""What the documents of a library are called, and of which places they are (文件名称与所属地), looked up, not searched through."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kb import places
from kb.model import DocumentInfo
from kb.spelling import plain

LEAST_TITLE = 8  # characters of a title that names its document without 《》
_INSIDE = 6  # a longer title that stands within a quoted one is the same document


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The documents of one state of a library with the plain views of their titles, by title and by number (short names).

    Titles and numbers are held tight: in the plain view, without blanks and the 第 of 第7号.
    """

    infos: tuple[DocumentInfo, ...]
    views: tuple[str, ...]
    by_title: dict[str, list[str]]
    by_number: dict[str, list[str]]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, infos: tuple[DocumentInfo, ...]) -> Names:
        by_title: dict[str, list[str]] = {}
        by_number: dict[str, list[str]] = {}
        for info in infos:
            by_title.setdefault(tight(info.title), []).append(info.doc)
            if info.doc_number:
                by_number.setdefault(number(info.doc_number), []).append(info.doc)
        lengths = tuple(sorted({len(title) for title in by_title if len(title) >= LEAST_TITLE}))
        return cls(infos, tuple(plain(info.title) for info in infos), by_title, by_number, lengths)

    def numbered(self, written: Iterable[str]) -> set[str]:
        """The documents of these numbers, however their brackets are written."""
        return {doc for one in written for doc in self.by_number.get(number(one), ())}

    def titled(self, written: Iterable[str]) -> set[str]:
        """The documents whose title holds one of these quoted titles, or is held by it."""
        wanted = [tight(one) for one in written]
        return {
            doc
            for title, docs in (self.by_title.items() if wanted else ())
            if any(one in title or (len(title) > _INSIDE and title in one) for one in wanted)
            for doc in docs
        }

    def within(self, text: str) -> set[str]:
        """The documents whose whole title stands in a text, title marks or not."""
        view = tight(text)
        found = (view[at : at + size] for size in self.lengths for at in range(len(view) - size + 1))
        return {doc for part in found for doc in self.by_title.get(part, ())}


_names: tuple[tuple[DocumentInfo, ...], Names] | None = None


def names(infos: Iterable[DocumentInfo]) -> Names:
    """The names of these documents; those of the tuple asked for last are kept, as a library gives the same one until it changes."""
    global _names
    held = _names
    if held is not None and held[0] is infos:
        return held[1]
    listed = tuple(infos)
    made = Names.of(listed)
    _names = (listed, made)
    return made


def by_place(infos: Iterable[DocumentInfo]) -> dict[str, list[str]]:
    """The short names of the documents of each place: its own, those of what lies in it, and those whose title names it."""
    found: dict[str, list[str]] = {}
    for info in infos:
        for name in of_document(info.place, info.title):
            found.setdefault(name, []).append(info.doc)
    return found


@lru_cache(maxsize=65536)
def of_document(place: str, title: str) -> tuple[str, ...]:
    """The places that a document is of: its own with all that holds it, and those that its title names; none twice."""
    known = places.named(place)
    named = [place, *(known.within if known is not None else ()), *(one.place.name for one in places.find(title))]
    return tuple(dict.fromkeys(named))


def number(text: str) -> str:
    """The number of a document in one spelling: 沪府发（2022）第7号 → 沪府发[2022]7号."""
    return tight(text).translate(str.maketrans("()", "[]")).replace("]第", "]")


def tight(text: str) -> str:
    """A plain view without blanks and without the 第 before a number."""
    return re.sub(r"[\s第]+(?=\d)|\s+", "", plain(text))
