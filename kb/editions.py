"""Editions of one plan (征求意见稿与正式稿): pairs of a draft and what was issued of it, and questions about them taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.model import DocumentInfo, Query
from kb.naming import tight

_DRAFT = r"公开征求意见稿|征求意见稿|征求意见|送审稿|草案|意见稿"
_FINAL = r"正式印发稿|正式发布稿|正式稿|正式版|印发稿|发布稿|定稿|最终稿|最终版|正式文件"
_BOTH = r"前后两版|新旧两版|前后两稿|两个版本|两版|两稿"
_ASKED = re.compile(rf"(?P<draft>{_DRAFT})|(?P<final>{_FINAL})|(?P<both>{_BOTH})")
_CUT = re.compile(rf"[（(和与跟同比到、对里中的]*(?:{_DRAFT}|{_FINAL}|{_BOTH})[）)里中的]*")
_MARK = re.compile(rf"[（(](?:{_DRAFT})[）)]|(?:{_DRAFT})$")
DRAFT, FINAL = "征求意见稿", "正式稿"


def sides(query: Query, infos: Iterable[DocumentInfo]) -> tuple[Query, ...]:
    """The question once for each edition that it names, narrowed to the documents of that edition; () when it names none.

    Only where the library holds a draft and the plan issued of it, of the asked place when one is asked for.
    """
    named = [match.lastgroup for match in _ASKED.finditer(query.text)]
    if not named:
        return ()
    pairs = [pair for pair in _pairs(infos) if not query.places or pair[1].place in query.places]
    if not pairs:
        return ()
    text = _CUT.sub("，", query.text)
    wanted = [at for at, kind in enumerate(("draft", "final")) if kind in named or "both" in named]
    intent = "compare" if len(wanted) > 1 else query.intent
    return tuple(
        replace(query, text=text, intent=intent, docs=tuple(dict.fromkeys(pair[at].doc for pair in pairs)))
        for at in wanted
    )


def name(info: DocumentInfo) -> str:
    """What a document is called beside its other edition."""
    return DRAFT if _is_draft(info) else FINAL


def _pairs(infos: Iterable[DocumentInfo]) -> list[tuple[DocumentInfo, DocumentInfo]]:
    """Drafts with the documents of the same title that are none."""
    listed = list(infos)
    drafts = {_core(info): info for info in listed if _is_draft(info)}
    return [(drafts[_core(info)], info) for info in listed if drafts and _core(info) in drafts and not _is_draft(info)]


def _is_draft(info: DocumentInfo) -> bool:
    return _MARK.search(info.title) is not None or re.search(_DRAFT, info.validity) is not None


def _core(info: DocumentInfo) -> str:
    return tight(_MARK.sub("", info.title))
