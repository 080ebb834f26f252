"""How far a row can be trusted (可信度): the pattern that made it, its year, its name, and whether its indicator is known."""

from __future__ import annotations

from extract import lexicon, metrics, pipeline
from extract.reading import Dated

_SURE = ("level", "change", "distribution")


def of(row: Dated, quote: str) -> float:
    """The share of rows like this one that a careful reader would sign, in [0, 1]; ``quote`` is the row's own words."""
    table = lexicon.table("confidence")
    factors = table["factors"]
    finding = row.finding
    value = float(table["rules"].get(finding.rule, 0.7))
    if finding.milestone:
        return round(value, 3)
    if row.time is None:
        value *= factors["year_missing"]
    elif row.basis == "inferred":
        value *= factors["year_inferred"]
    if len(finding.metric) < 3:
        value *= factors["name_short"]
    elif len(finding.metric) > 36:
        value *= factors["name_long"]
    elif not metrics.has_noun(finding.metric):
        value *= factors["name_vague"]
    if row.hedge:
        value *= factors["hedged"]
    if finding.rule not in _SURE and _knows(quote):
        value *= factors["indicator_known"]
    return round(min(value, float(table["ceiling"])), 3)


def _knows(quote: str) -> bool:
    """Whether the words name an indicator of the lexicon."""
    return any(mark.kind == "indicators" for mark in pipeline.marks(quote))
