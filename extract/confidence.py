"""How far a row can be trusted (可信度): the pattern that made it, its year, its name, and whether its indicator is known.

The figures of ``extract/data/confidence.json`` are fitted on labelled rows by ``python -m bench.trust --fit``.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract import indicators, lexicon, metrics
from extract.reading import Dated

_SHORT, _LONG = 5, 28
_USUAL = 0.7


def of(row: Dated) -> float:
    """The share of rows like this one that a careful reader would sign, in [0, 1]."""
    finding = row.finding
    plain = (
        () if finding.milestone else tuple(factors(finding.metric, row.time is not None, row.basis, bool(row.hedge)))
    )
    return share(finding.rule, plain)


def share(rule: str, names: tuple[str, ...]) -> float:
    """The pattern's figure times those of the named factors, at most the ceiling of the table."""
    table = lexicon.table("confidence")
    value = float(table["rules"].get(rule, _USUAL))
    for name in names:
        value *= float(table["factors"][name])
    return round(min(value, float(table["ceiling"])), 3)


def factors(metric: str, dated: bool, basis: str | None, hedged: bool) -> Iterator[str]:
    """What raises or lowers the trust in a row: the names of the table's factors that apply to it."""
    if not dated:
        yield "year_missing"
    elif basis == "inferred":
        yield "year_inferred"
    if hedged:
        yield "hedged"
    if indicators.canonical(metric) is not None:
        yield "name_known"
    elif len(metric) < _SHORT:
        yield "name_short"
    elif len(metric) > _LONG:
        yield "name_long"
    elif not metrics.has_noun(metric):
        yield "name_vague"
