"""What a question asks the keyword index for (关键词查询): its needs with their wordings, everywhere and in each place, and target rows."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from kb.evidence import Asked
from kb.keywords import Wanted, words
from kb.needs import OFFICIAL, Need, longest, tiles
from kb.spelling import plain

WIDE = 80  # rows that each way of searching brings
NARROW = 40  # … and that the search within the asked places brings


def by_words(question: Asked) -> list[tuple[Wanted, int]]:
    """Keyword searches for the needs of a question, with the rows wanted of each: everywhere and within each asked place."""
    wanted = Wanted(tuple(map(wordings, question.needs)) + _fixed(question), question.pairs)
    return [(wanted, WIDE), *((replace(wanted, place=plain(name)), NARROW) for name, _ in question.places)]


def by_metrics(question: Asked) -> list[tuple[Wanted, int]]:
    """Searches for rows whose targets are of the asked metric, year and place; only for questions about an amount."""
    if question.figure is None or not question.needs:
        return []
    years = tuple(map(str, question.query.years or (question.query.period or ())[1:]))
    wanted = Wanted(tuple(map(wordings, question.needs)), metrics=True, years=years)
    names = [name for name, _ in question.places] or [""]
    return [(replace(wanted, place=plain(name)), NARROW // 2) for name in names]


def wordings(need: Need) -> tuple[tuple[tuple[str, ...], float], ...]:
    """A need as the index is asked for it: the word with its parts, or an official wording."""
    factor = min(1.0, need.weight / 2)
    return ((need.parts, factor), *(_official(term, factor) for term in need.official))


@lru_cache(maxsize=4096)
def _official(term: str, factor: float) -> tuple[tuple[str, ...], float]:
    """An official wording by its longest words and the words that these are made of, which weigh as all words inside would.

    Words that straddle others (氧化, 化碳 in 二氧化碳) say nothing of their own, and six wordings of one thing all hold them.
    """
    parts = tuple(dict.fromkeys(words(term))) or (term,)
    whole = tuple(dict.fromkeys(one for word in longest(parts) for one in (word, *tiles(word, parts))))
    return whole, OFFICIAL * 0.7 * factor * (len(parts) / len(whole)) ** 0.5


def _fixed(question: Asked) -> tuple[tuple[tuple[tuple[str, ...], float], ...], ...]:
    """Places and years as groups of words."""
    groups = []
    for _, written in question.places:
        groups.append(tuple(((word,), 0.6) for word in written))
    for year in question.years:
        if year.isdigit():
            groups.append((((year,), 0.6),))
    return tuple(groups)
