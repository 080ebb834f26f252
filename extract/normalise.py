"""Values and units in one base (换算): 260万千瓦 → 2600000 千瓦, 24万亩 → 160000000 平方米, 3‰ → 0.3 %.

Percentages, percentage points and multiples (%, 百分点, 倍) are three dimensions and never turn into each other. Units
that only count (个, 家, 辆) keep their word; their multiplier goes into the value. An unknown unit is kept as written.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import Any, Final

from extract import lexicon

_DIGITS: Final = Context(prec=24)
_SHOWN: Final = Context(prec=12)


@dataclass(frozen=True, slots=True)
class Normal:
    """A value in the base unit of its dimension (换算值); ``value`` is None where there was none."""

    value: Decimal | None
    unit: str


def normalise(value: Decimal | None, unit: str) -> Normal:
    """``value`` in the base unit of ``unit``'s dimension; an unknown unit comes back as it is."""
    factor, base = conversion(unit)
    if value is None:
        return Normal(None, base)
    return Normal(_plain(_DIGITS.multiply(value, factor)), base)


@cache
def conversion(unit: str) -> tuple[Decimal, str]:
    """(factor, base unit) that turn an amount in ``unit`` into its base: 万亩 → (6666666.66…, 平方米)."""
    words = "".join(unit.split()).replace("/每", "/")
    if not words:
        return Decimal(1), ""
    above, _, below = words.partition("/")
    known = _expression(above)
    if known is None or (below and _denominator(below) is None):
        return _counted(words)
    if not below:
        return _to_base(f"{known[0]} * {known[1]}") or (Decimal(1), words)
    found = _to_base(f"({known[0]} * {known[1]}) / ({_denominator(below)})")
    if found is not None and found[1] == "微克/立方米" and _spelling(below) == "升":
        return found[0] / 1000000, "毫克/升"
    factor, base = conversion(above)
    return found or (factor, f"{base}/{below}")


def comparable(first: str, second: str) -> bool:
    """Whether amounts in the two units can stand on one axis: same base, or both only count (家 and 个)."""
    one, other = conversion(first)[1], conversion(second)[1]
    counters = lexicon.words("units", "counters")
    return one == other or (one in counters and other in counters)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    short = value.normalize(_SHOWN)
    whole = short == short.to_integral_value() and short.adjusted() < 20
    return short.quantize(Decimal(1)) if whole else short


def _expression(words: str) -> tuple[Decimal, str] | None:
    """(multiplier, defined unit) of a unit without slash, None when it is not defined."""
    known = _defined()
    name = _spelling(words)
    if name in known:
        return Decimal(1), name
    for prefix, times in lexicon.table("units_zh")["multipliers"].items():
        if words.startswith(prefix):
            rest = _spelling(words[len(prefix) :])
            if rest in known:
                return Decimal(times), rest
    return None


def _denominator(words: str) -> str | None:
    """What stands below the slash as an expression: 万元, 平方公里, 人·年, 月·平方公里."""
    parts = []
    for word in words.replace("每", "").split("·"):
        spelled = lexicon.table("units_zh")["spellings"].get(word, word)
        known = _expression(spelled)
        if known is None:
            return None
        parts.append(f"({known[0]} * {known[1]})")
    return " * ".join(parts)


def _spelling(words: str) -> str:
    spelled: str = lexicon.table("units_zh")["spellings"].get(words, words)
    return spelled


def _counted(words: str) -> tuple[Decimal, str]:
    """A unit that pint does not know: its multiplier goes into the factor when something is left of it."""
    above, slash, below = words.partition("/")
    for prefix, times in lexicon.table("units_zh")["multipliers"].items():
        rest = above[len(prefix) :]
        if above.startswith(prefix) and (rest in lexicon.words("units", "counters") or not rest):
            return Decimal(times), rest + slash + below
    return Decimal(1), words


@cache
def _defined() -> frozenset[str]:
    return frozenset(line.split("=")[0].strip() for line in lexicon.table("units_zh")["definitions"])


@cache
def _registry() -> Any:
    import pint

    registry = pint.UnitRegistry(None, non_int_type=Decimal)
    registry.load_definitions(list(lexicon.table("units_zh")["definitions"]))
    return registry


@cache
def _bases() -> dict[Any, tuple[Any, str]]:
    """Every dimension's base: dimensionality → (one base unit as a quantity, its words)."""
    registry = _registry()
    shown = lexicon.table("units_zh")["shown"]
    found: dict[Any, tuple[Any, str]] = {}
    for words in lexicon.table("units_zh")["bases"]:
        above, _, below = words.partition("/")
        expression = above if not below else f"{above} / ({_denominator(below)})"
        quantity = registry.parse_expression(expression)
        found.setdefault(quantity.dimensionality, (quantity, shown.get(words, words)))
    return found


def _to_base(expression: str) -> tuple[Decimal, str] | None:
    """(factor, base unit) of an expression over defined units; None when its dimension has no base."""
    quantity = _registry().parse_expression(expression)
    base = _bases().get(quantity.dimensionality)
    if base is None:
        return None
    ratio = (quantity / base[0]).to_base_units()
    return _DIGITS.plus(Decimal(ratio.magnitude)), base[1]
