"""Which cited policy is which document of the library (引用关系): by document number, else by title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from ingest import citing
from ingest.model import Place
from kb.model import DocumentInfo, ReferenceInfo

_NOISE = re.compile(r"[\s《》〈〉“”\"'（）()〔〕［］\[\]【】·,，、.。]+")


def resolved(infos: Iterable[DocumentInfo]) -> tuple[DocumentInfo, ...]:
    """The same documents with each reference pointing to the document that it names, if the library has it."""
    listed = tuple(infos)
    by_number = _unique((number_key(info.doc_number), info.doc) for info in listed if info.doc_number)
    by_title = _unique((key, info.doc) for info in listed for key in _keys(info.title, _place(info)))
    return tuple(
        replace(info, references=tuple(_found(item, info, by_number, by_title) for item in info.references))
        if info.references
        else info
        for info in listed
    )


def number_key(number: str) -> str:
    """A document number without white space and with one kind of brackets (沪府发〔2022〕7号, 沪府发[2022]7 号)."""
    return _NOISE.sub("|", re.sub(r"\s", "", number))


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key → document, for keys that exactly one document has."""
    docs: dict[str, set[str]] = defaultdict(set)
    for key, doc in pairs:
        docs[key].add(doc)
    return {key: next(iter(found)) for key, found in docs.items() if len(found) == 1}


def _found(
    item: ReferenceInfo, info: DocumentInfo, by_number: Mapping[str, str], by_title: Mapping[str, str]
) -> ReferenceInfo:
    """A document never cites itself."""
    doc = by_number.get(number_key(item.doc_number)) if item.doc_number else None
    if doc is None:
        doc = next((by_title[key] for key in _wanted(item.title, _place(info)) if key in by_title), None)
    return replace(item, doc=None if doc == info.doc else doc)


def _place(info: DocumentInfo) -> Place:
    return Place(info.province, info.city)


_keys = lru_cache(maxsize=50_000)(citing.keys)
_wanted = lru_cache(maxsize=50_000)(citing.wanted)
