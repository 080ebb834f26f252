"""What a single table cell says (单元格): figures with their bounds, brackets of sums over five years, units, nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from extract import lexicon, quantities
from extract.model import Quantity
from extract.view import View, view
from ingest.model import Span

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MARKS: Final = r"[①-⑳⑴-⒇*＊#†‡△▲☆★′'¹²³⁴⁵⁶⁷⁸⁹]"
_FOOTNOTE: Final = rf"(?:{_MARKS}|（注\d*）|注\d*|\[\d\](?=$)|(?<=\])\d）|（[^（）]*[\u4e00-\u9fff][^（）]*）)*"
_OPEN, _CLOSE = "[〔（﹝", "]〕）﹞"
NUMBERS: Final = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure of a cell (数值): its quantity, whether brackets mark it as a sum over the period, whether it is negative."""

    quantity: Quantity
    summed: bool = False
    negative: bool = False


@cache
def is_unit(words: str) -> bool:
    """Whether ``words`` is a unit of measure as a whole: %, 万千瓦, 微克/立方米, 平方米/人."""
    if words in (
        "μg/m3",
        "ug/m3",
        "μm/m3",
        "μm/m³",
        "μg/m³",
        "ug/m³",
        "mg/L",
        "mg/l",
        "dB",
        "db",
        "dB（A）",
        "无量纲",
        "吨标煤",
        "MW",
        "GW",
    ):
        return True
    if not words or words[0].isdigit():
        return False
    found = quantities.find("1" + words)
    if len(found) == 1 and found[0].unit == words:
        return True
    above, slash, below = words.partition("/")
    return bool(slash) and 0 < len(below) <= 6 and above != words and is_unit(above)


def is_nothing(words: str) -> bool:
    """Whether a cell's words stand for no value: blank, —, /, 无."""
    return not words or words in lexicon.words("tables", "nothing")


@cache
def _whole() -> re.Pattern[str]:
    before = {word for group in lexicon.groups("bounds", "before").values() for word in group}
    after = {word for group in lexicon.groups("bounds", "after").values() for word in group}
    bound = f"(?P<added>新增|净增)?(?P<before>{lexicon.alternation(before)})?(?:到|为|至)?"
    behind = f"(?P<after>{lexicon.alternation(after)})?"
    return re.compile(
        rf"(?P<open>[{re.escape(_OPEN)}])?{bound}(?P<sign>[-+－])?(?P<low>{_NUMBER})(?P<unit1>%)?"
        rf"(?:(?:-|—|~|至|到)+(?P<high>{_NUMBER}))?(?P<unit>[^\d\s，。；：]{{0,10}}?){behind}"
        rf"(?P<close>[{re.escape(_CLOSE)}])?(?P<unit2>%)?{_FOOTNOTE}"
    )


def amounts(text: str, span: Span, unit: str) -> tuple[Amount, ...]:
    """The figures of the cell at ``span``; a bare figure gets ``unit``. A cell of words gives what its words state."""
    seen = view(text, span.start, span.end)
    whole = _single(seen, unit)
    if whole is not None:
        return (whole,)
    found = [one for one in quantities.find(text, span.start, span.end) if not one.missing]
    labelled = _labelled(seen, text, unit)
    if len(labelled) > len(found):
        return labelled
    first = _LEADING.match(seen.text)
    if first is not None and not any(one.span.start < seen.places[first.end() - 1] for one in found):
        lead = _single(view(text, seen.places[0], seen.places[first.end() - 1] + 1), unit)
        return (*((lead,) if lead is not None else ()), *(Amount(_with_unit(one, unit)) for one in found))
    return tuple(Amount(_with_unit(one, unit)) for one in found)


_FIGURE: Final = rf"(?:[≥≤＞＜><]|不低于|不高于|不超过|约)?(?:{_NUMBER})(?:%|(?=[^\d.,]|$))"
_LABELLED: Final = re.compile(
    rf"(?P<label>[\u4e00-\u9fff][\u4e00-\u9fff、（）]{{1,15}}?)[：:]?(?P<figure>{_FIGURE})[；，、。;]?"
)
_LEADING: Final = re.compile(rf"{_FIGURE}(?=[，；]?（?其中)")
_NO_LABEL: Final = re.compile(r"年|达到|提高|下降|降低|新增|控制|完成|建成|以上|以下|以内|左右|每|第|其中|比|较")


def _labelled(seen: View, text: str, unit: str) -> tuple[Amount, ...]:
    """The figures of a cell that names whom each is for (上游：50，下游：25); () for any other cell."""
    found: list[Amount] = []
    at = 0
    while match := _LABELLED.match(seen.text, at):
        if _NO_LABEL.search(match["label"]):
            return ()
        low, high = match.span("figure")
        amount = _single(view(text, seen.places[low], seen.places[high - 1] + 1), unit)
        if amount is None:
            return ()
        found.append(amount)
        at = match.end()
    return tuple(found) if at == len(seen.text) else ()


def _single(seen: View, unit: str) -> Amount | None:
    """The amount of a cell that holds one figure and nothing else."""
    match = _whole().fullmatch(seen.text)
    if match is None:
        return None
    own = (match["unit1"] or "") + match["unit"] + (match["unit2"] or "")
    if own and not is_unit(own):
        return None
    if match["open"] and not match["close"]:
        return None
    low = Decimal(match["low"].replace(",", ""))
    high = Decimal(match["high"].replace(",", "")) if match["high"] else low
    digits_end = match.end("high") if match["high"] else match.end("low")
    end = max(digits_end, match.end("after") if match["after"] else digits_end, match.end("unit"), match.end("unit2"))
    start = match.start("before") if match["before"] else match.start("low")
    sign = _meaning(match["before"] or "", "before")
    after = _meaning(match["after"] or "", "after")
    kind = after if sign in ("", "~") and after else sign
    bounds: dict[str, tuple[Decimal | None, Decimal | None]] = {
        ">=": (low, None), ">": (low, None), "<=": (None, high), "<": (None, high),
    }  # fmt: skip
    interval = bounds.get(kind, (low, high)) if low == high else (low, high)
    quantity = Quantity(
        span=seen.span(start, end),
        number_span=seen.span(match.start("low"), digits_end),
        written=seen.text[
            match.end("added") if match["added"] else match.start() : max(
                end, match.end("close") if match["close"] else end
            )
        ],
        low=interval[0],
        high=interval[1],
        unit=own or unit,
        low_included=kind != ">",
        high_included=kind != "<",
        approximate=kind == "~",
    )
    return Amount(quantity, bool(match["open"]), match["sign"] in ("-", "－"))


def _meaning(word: str, side: str) -> str:
    return next((sign for sign, words in lexicon.groups("bounds", side).items() if word in words), "") if word else ""


def _with_unit(quantity: Quantity, unit: str) -> Quantity:
    if quantity.unit or not unit:
        return quantity
    return Quantity(
        quantity.span, quantity.number_span, quantity.written, quantity.low, quantity.high, unit,
        quantity.low_included, quantity.high_included, quantity.approximate, quantity.missing,
    )  # fmt: skip


def loose_numbers(text: str, span: Span, taken: list[Span]) -> list[Span]:
    """The runs of digits in ``span`` that lie in none of ``taken``."""
    seen = view(text, span.start, span.end)
    found = [seen.span(match.start(), match.end()) for match in NUMBERS.finditer(seen.text)]
    return [one for one in found if not any(one.overlaps(other) for other in taken)]
