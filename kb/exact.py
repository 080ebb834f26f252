"""Exact finding (精确查找): documents by number or title, clauses by label, words by quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kb.keywords import KeywordIndex
from kb.model import DocumentInfo, Passage, Query
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.subsets import Subset

_TITLE = re.compile(r"《([^《》]{3,80})》")
_LOOKED = 400  # rows looked through for a label or a phrase
_STALE = re.compile(r"废止|失效|已被|撤销")
_DRAFT = re.compile(r"征求意见|草案|送审")


def documents(query: Query, infos: Iterable[DocumentInfo]) -> frozenset[str]:
    """Short names of the documents that a question names by number or by title in 《》."""
    numbers = {_number(number) for number in query.doc_numbers}
    titles = [_tight(title) for title in _TITLE.findall(query.text)]
    found: set[str] = set()
    if not numbers and not titles:
        return frozenset()
    for info in infos:
        title = _tight(info.title)
        numbered = bool(info.doc_number) and _number(info.doc_number or "") in numbers
        titled = any(wanted in title or (len(title) > 6 and title in wanted) for wanted in titles)
        if numbered or titled:
            found.add(info.doc)
    return frozenset(found)


def phrases(query: Query) -> tuple[str, ...]:
    """The phrases that must stand word for word, in the plain view; titles in 《》 are not among them."""
    return tuple(map(plain, query.phrases))


def rows_with(words: Sequence[str], index: KeywordIndex, among: Subset | None) -> dict[str, list[int]]:
    """Rows that may hold each of the words as they stand."""
    return {word: index.holding(word, _LOOKED, among) for word in words}


def has_label(passage: Passage, label: str) -> bool:
    """Whether a passage is the clause of this label: 第十二条, or 三、（一） at the end of its own label."""
    own, wanted = _tight(passage.label), _tight(label)
    if own.endswith(wanted):
        return True
    return _tight(passage.text[: len(label) + 4]).startswith(wanted)


def standing(info: DocumentInfo | None) -> float:
    """0 for a document in force, less for a draft, least for one that was repealed (废止)."""
    if info is None:
        return 0.0
    if _STALE.search(info.validity):
        return -1.0
    return -0.3 if _DRAFT.search(info.validity) else 0.0


def _number(text: str) -> str:
    """The number of a document in one spelling: 沪府发（2022）第7号 → 沪府发[2022]7号."""
    return _tight(text).translate(str.maketrans("()", "[]")).replace("]第", "]")


def _tight(text: str) -> str:
    return re.sub(r"[\s第]+(?=\d)|\s+", "", plain(text))
