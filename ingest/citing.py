"""Keys by which a cited title finds its document (引文对应): issuer's words set aside, its place kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from ingest import gazetteer, references, titles
from ingest.model import Place

NATION: Final = "全国"
_ISSUING: Final = re.compile(r"(?:印发|发布|公布|转发)(?:的)?[《〈<«](.{5,90})[》〉>»]")
_ISSUING_BARE: Final = re.compile(r"关于(?:印发|发布|公布|转发)([^《〈<«]{6,80})的(?:通知|公告)$")
_YEARS: Final = re.compile(r"[（(][^（）()]*(?:试行|暂行|年|19\d\d|20\d\d)[^（）()]*[）)]$")
_RELATIVE: Final = re.compile(r"(?:我?省|自治区|我?市|州)")
_PROVINCIAL: Final = re.compile(r"我?省|自治区")
_LEAST: Final = 6


def keys(title: str, region: Place) -> tuple[str, ...]:
    """The keys of a document of the library that has this title and place, best first.

    A key is "place|title": the place keeps 河南省人民政府关于…的实施意见 and another province's paper of that name apart;
    a title that names its own place (湖南省…规划) is found by itself as "|title".
    """
    found: list[str] = []
    for form in _forms(title):
        stem = references.bare(titles.without_issuer(form))
        if len(stem) < _LEAST:
            continue
        found += [f"{name}|{stem}" for name in _names(region)]
        if _own_place(stem):
            found.append(f"|{stem}")
    return tuple(dict.fromkeys(found))


def wanted(title: str, citing: Place) -> tuple[str, ...]:
    """The keys under which a title cited by a document of the place ``citing`` may be found, best first.

    A title without an issuer is looked for in the nation, the citing place and its province; one that is cited without
    its 关于 (…作出《以实现…的决定》) with it too.
    """
    found: list[str] = []
    for form in _forms(title):
        rest = titles.without_issuer(form)
        stem = references.bare(rest)
        if len(stem) < _LEAST:
            continue
        issuer = form[: len(form) - len(rest)]
        if _own_place(stem):
            found.append(f"|{stem}")
        elif not issuer:
            places = dict.fromkeys((NATION, *_names(citing), citing.province or NATION))
            stems = (stem,) if stem.startswith("关于") else (stem, f"关于{stem}")
            found += [f"{name}|{words}" for words in stems for name in places]
        elif place := gazetteer.place_of(issuer):
            found += [f"{name}|{stem}" for name in _names(place)]
        elif _RELATIVE.match(issuer):
            near = (citing.province or NATION,) if _PROVINCIAL.match(issuer) else _names(citing)
            found += [f"{name}|{stem}" for name in near]
        else:
            found.append(f"{NATION}|{stem}")
    return tuple(dict.fromkeys(found))


def _forms(title: str) -> Iterator[str]:
    """A title whole, the policy inside a notice of issue, and each without the years or 试行 behind it."""
    whole = re.sub(r"\s+", "", title).strip("《》")
    yield whole
    inner = _ISSUING.search(whole) or _ISSUING_BARE.search(whole)
    if inner:
        yield inner[1]
    for form in (whole, inner[1] if inner else ""):
        if form and _YEARS.search(form):
            yield _YEARS.sub("", form)


def _names(place: Place) -> tuple[str, ...]:
    if place.city:
        return (place.city,)
    return (place.province or NATION,)


def _own_place(stem: str) -> bool:
    names, longest = _place_names()
    return any(stem[:size] in names for size in range(2, longest + 1))


@cache
def _place_names() -> tuple[frozenset[str], int]:
    names = frozenset(name for name in gazetteer.places() if len(name) > 1)
    return names, max(map(len, names))
