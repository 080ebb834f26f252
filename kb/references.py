"""Which cited policy is which document of the library (引用关系): by document number, else by title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.model import DocumentInfo, ReferenceInfo

_NOISE = re.compile(r"[\s《》〈〉“”\"'（）()〔〕\[\]【】·,，、.。]")
_BEFORE = re.compile(r"^.*?(?:关于(?:印发|发布|转发|批转|公布))")


def resolved(infos: Iterable[DocumentInfo]) -> tuple[DocumentInfo, ...]:
    """The same documents with each reference pointing to the document that it names, if the library has it."""
    listed = tuple(infos)
    by_number: dict[str, str] = {}
    by_title: dict[str, str] = {}
    for info in listed:
        if info.doc_number:
            by_number.setdefault(number_key(info.doc_number), info.doc)
        for key in title_keys(info.title):
            by_title.setdefault(key, info.doc)
    return tuple(
        replace(info, references=tuple(_found(item, info.doc, by_number, by_title) for item in info.references))
        if info.references
        else info
        for info in listed
    )


def number_key(number: str) -> str:
    """A document number without white space and with one kind of brackets: 沪府发2022-7号 and 沪府发〔2022〕7号 differ."""
    return _NOISE.sub("|", re.sub(r"\s", "", number)).replace("||", "|")


def title_keys(title: str) -> tuple[str, ...]:
    """A title as it may be cited: whole, and the part inside the inner book-title marks (关于印发《…》的通知)."""
    inner = re.findall(r"《([^《》]+)》", title) if "印发" in title or "发布" in title else []
    keys = [_NOISE.sub("", part) for part in (title, *inner)]
    bare = _BEFORE.sub("", keys[0])
    if bare != keys[0]:
        keys.append(re.sub(r"的(通知|公告|通告)$", "", bare))
    return tuple(dict.fromkeys(key for key in keys if len(key) >= 4))


def _found(item: ReferenceInfo, own: str, by_number: dict[str, str], by_title: dict[str, str]) -> ReferenceInfo:
    doc = by_number.get(number_key(item.doc_number)) if item.doc_number else None
    if doc is None:
        doc = next((by_title[key] for key in title_keys(item.title) if key in by_title), None)
    return replace(item, doc=None if doc == own else doc)
