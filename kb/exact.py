"""Exact finding (精确查找): documents by number or title, clauses by label, words by quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kb import places, wordings
from kb.keywords import KeywordIndex
from kb.model import DocumentInfo, Passage, Query
from kb.query import content
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.subsets import Subset

_TITLE = re.compile(r"《([^《》]{3,80})》")
_CALLED = re.compile(
    r"([^,，。?？、;；:：]{2,18}?)(规划|行动方案|行动计划|方案|意见|办法|条例|纲要|计划|战略|指南|通知|公告|白皮书|报告|决定|行动|要点)"
    r"(?=里|中|上?[说提写讲规要明定对给])"
)
_LEAST_TITLE = 8  # characters of a title that names its document without 《》
_MOST_CALLED = 6  # documents that a loose name may mean
_LOOKED = 400  # rows looked through for a label or a phrase
_STALE = re.compile(r"废止|失效|已被|撤销")
_DRAFT = re.compile(r"征求意见|草案|送审")


def documents(query: Query, infos: Iterable[DocumentInfo]) -> frozenset[str]:
    """Short names of the documents that a question names: by number, by title, or loosely (氢能规划里……)."""
    known = list(infos)
    numbers = {_number(number) for number in query.doc_numbers}
    titles = [_tight(title) for title in _TITLE.findall(query.text)]
    asked = _tight(query.text)
    found = set()
    for info in known:
        title = _tight_title(info.title)
        numbered = bool(info.doc_number) and _number(info.doc_number or "") in numbers
        titled = any(wanted in title or (len(title) > 6 and title in wanted) for wanted in titles)
        if numbered or titled or (len(title) >= _LEAST_TITLE and title in asked):
            found.add(info.doc)
    return frozenset(found) or _called(query, known)


def _called(query: Query, infos: Sequence[DocumentInfo]) -> frozenset[str]:
    """Documents by a part of their titles: kind of document, place and every content word before the kind."""
    match = _CALLED.search(plain(query.text))
    if match is None:
        return frozenset()
    named = {mention.place.name for mention in places.find(match.group(1))}
    words = [word for word in content(match.group(1)) if len(word) > 1]
    if not words:
        return frozenset()
    found = {
        info.doc
        for info in infos
        if match.group(2) in info.title
        and (not named or info.place in named)
        and all(any(term in plain(info.title) for term in (word, *wordings.official(word))) for word in words)
    }
    return frozenset(found if len(found) <= _MOST_CALLED else ())


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


def caution(info: DocumentInfo | None) -> str:
    """What a reader must be told of a document's standing (效力): that it was repealed or is a draft; "" else."""
    return info.validity if info is not None and standing(info) < 0 else ""


def _number(text: str) -> str:
    """The number of a document in one spelling: 沪府发（2022）第7号 → 沪府发[2022]7号."""
    return _tight(text).translate(str.maketrans("()", "[]")).replace("]第", "]")


@lru_cache(maxsize=16384)
def _tight_title(title: str) -> str:
    return _tight(title)


def _tight(text: str) -> str:
    return re.sub(r"[\s第]+(?=\d)|\s+", "", plain(text))
