"""Exact finding (精确查找): documents by number or title, clauses by label, words by quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kb import places, wordings
from kb.keywords import KeywordIndex
from kb.model import DocumentInfo, Passage, Query
from kb.naming import Names, names, tight
from kb.query import content
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.subsets import Subset

_TITLE = re.compile(r"《([^《》]{3,80})》")
_CALLED = re.compile(
    r"([^,，。?？、;；:：]{2,18}?)(规划|行动方案|行动计划|方案|意见|办法|条例|纲要|计划|战略|指南|通知|公告|白皮书|报告|决定|行动|要点)"
    r"(?=里|中|上?[说提写讲规要明定对给]|的?(?:主要|总体|发展|规划|工作|具体)?(?:目标|指标))"
)
_MOST_CALLED = 6  # documents that a loose name may mean
_LOOKED = 400  # rows looked through for a label or a phrase
_STALE = re.compile(r"废止|失效|已被|撤销")
_DRAFT = re.compile(r"征求意见|草案|送审")


def documents(query: Query, infos: Iterable[DocumentInfo]) -> frozenset[str]:
    """Short names of the documents that a question names: by number, by title, or loosely (氢能规划里……)."""
    known = names(infos)
    found = known.numbered(query.doc_numbers) | known.titled(_TITLE.findall(query.text)) | known.within(query.text)
    return frozenset(found) or _called(query, known)


def _called(query: Query, known: Names) -> frozenset[str]:
    """Documents by a part of their titles: kind of document, place and every content word before the kind."""
    match = _CALLED.search(plain(query.text))
    if match is None:
        return frozenset()
    named = {mention.place.name for mention in places.find(match.group(1))}
    words = [word for word in content(match.group(1)) if len(word) > 1]
    if not words:
        return frozenset()
    wordings_of = [(word, *wordings.official(word)) for word in words]
    found = {
        info.doc
        for info, title in zip(known.infos, known.views, strict=True)
        if match.group(2) in info.title
        and (not named or info.place in named)
        and all(any(term in title for term in terms) for terms in wordings_of)
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
    own, wanted = tight(passage.label), tight(label)
    if own.endswith(wanted):
        return True
    return tight(passage.text[: len(label) + 4]).startswith(wanted)


def standing(info: DocumentInfo | None) -> float:
    """0 for a document in force, less for a draft, least for one that was repealed (废止)."""
    return 0.0 if info is None else _standing(info.validity)


@lru_cache(maxsize=256)
def _standing(validity: str) -> float:
    if _STALE.search(validity):
        return -1.0
    return -0.3 if _DRAFT.search(validity) else 0.0


def caution(info: DocumentInfo | None) -> str:
    """What a reader must be told of a document's standing (效力): that it was repealed or is a draft; "" else."""
    return info.validity if info is not None and standing(info) < 0 else ""
