"""The unit in which an indicator is usually given (常用单位), and units that are misprints of it (μm/m³ for μg/m³)."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Final

from extract import lexicon
from extract.indicators import canonical, indicators
from extract.normalise import comparable, conversion

RATIOS: Final = ("%", "‰", "百分点", "个百分点", "倍")


@cache
def usual(metric: str, place: str = "") -> tuple[str, ...]:
    """The lexicon's units for a level of the metric; an indicator that is given in amounts is never a bare share.

    Empty for a metric that the lexicon does not know.
    """
    name = canonical(metric, place)
    units = next((one.units for one in indicators() if one.name == name), ())
    return tuple(unit for unit in units if unit not in RATIOS) or units


def misprinted(unit: str, metric: str, place: str = "") -> str:
    """The usual unit of the metric of which ``unit`` is a misprint, "" when it is none.

    A misprint has another dimension than every usual unit of the metric and differs in one sign from a spelling of one.
    """
    known = usual(metric, place)
    if not unit or any(comparable(unit, one) for one in known):
        return ""
    return next((one for one in known if any(_one_apart(unit, spelling) for spelling in _spellings(one))), "")


def understood(unit: str, metric: str, place: str = "") -> str:
    """The usual unit in which a level of the metric can only be meant, "" when nothing tells.

    For a value without a unit it is the one usual unit there is; else the unit that was misprinted, or cut short
    (克/千瓦时 for 克标准煤/千瓦时, 万人 for 万人/平方公里).
    """
    known = usual(metric, place)
    if not unit:
        return known[0] if len(known) == 1 else ""
    if any(comparable(unit, one) for one in known):
        return ""
    short = next((one for one in known if unit in (one.replace("标准煤", ""), one.split("/")[0])), "")
    return short or misprinted(unit, metric, place)


@cache
def _spellings(unit: str) -> tuple[str, ...]:
    """All ways of writing a unit with a slash: 微克/立方米 → ug/m3, μg/m³ …"""
    parts = unit.split("/")
    if len(parts) != 2:
        return ()
    table = lexicon.table("units_zh")["spellings"]
    ways = [[part, *(word for word, plain in table.items() if plain == part)] for part in parts]
    return tuple("/".join(way) for way in product(*ways))


def _one_apart(written: str, spelling: str) -> bool:
    if len(written) != len(spelling) or conversion(written)[1] == conversion(spelling)[1]:
        return False
    return sum(one != other for one, other in zip(written, spelling, strict=True)) == 1
