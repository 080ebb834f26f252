"""Comparisons (比较): a question about two places or two years taken apart into sides and put together again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb import editions, places
from kb.model import DocumentInfo, Query
from kb.query import base_years
from kb.rerank import Judged


def sides(query: Query, infos: Iterable[DocumentInfo] = ()) -> tuple[Query, ...]:
    """One question for each edition of a plan or each place, or for each year when one place or none is named.

    The question itself otherwise. ``infos``: the documents of the library, looked at where editions are asked for.
    """
    of_editions = editions.sides(query, infos)
    if of_editions:
        return of_editions
    if query.intent in ("compare", "agency") and len(sided := _sided(query.places)) > 1:
        return tuple(_of_place(query, name) for name in sided)
    if query.intent != "compare":
        return (query,)
    years = [year for year in query.years if year not in base_years(query.text)]
    if len(years) > 1:
        return tuple(replace(query, years=(year,)) for year in years)
    return (query,)


def _sided(named: Sequence[str]) -> list[str]:
    """The places that are sides; 本市 beside a named place is that place (深圳……在本市注册)."""
    below = {places.LOCAL, places.NATION}
    return [name for name in named if name != places.LOCAL or below.issuperset(named)]


def _of_place(query: Query, name: str) -> Query:
    """The question about one of its places: the names of the others are cut out of its words."""
    others = [mention for mention in places.find(query.text) if mention.place.name != name]
    text = query.text
    for mention in reversed(others):
        text = text[: mention.start] + text[mention.end :]
    return replace(query, text=text, places=(name,))


def interleaved(lists: Sequence[Sequence[Judged]]) -> list[Judged]:
    """The best of each side in turn, none twice, so that every side is seen at the top."""
    found: dict[int, Judged] = {}
    for at in range(max((len(listed) for listed in lists), default=0)):
        for listed in lists:
            if at < len(listed):
                found.setdefault(listed[at].passage.row, listed[at])
    return list(found.values())
