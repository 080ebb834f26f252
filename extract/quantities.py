"""Amounts in Chinese policy text (数量): a character grammar for figures, units and the words that bound them.

An amount is read as an exact interval: 不低于20% → [20, ∞), 控制在10亿吨以内 → (−∞, 10], 2%—3% → [2, 3]. What only
looks like an amount (PM2.5, 5G, 第12条, 2025年, 〔2022〕7号) is not returned. Whether an amount is a target is decided
elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Literal

from extract import articles, better, lexicon, noughts
from extract.model import Quantity
from extract.unit_grammar import ASCII_LETTERS, bare_multiplier, gap, goes_on, is_date, multiplier_end, unit_at
from extract.view import View, view
from ingest import numerals

Form = Literal["figure", "numeral", "share", "word", "whole", "missing"]


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount at its place in a view: ``start``–``end`` with bounding words, ``number``–``digits_end`` the figures.

    ``before``/``after`` are the bounding words as written, ``implied`` the change that a word carries (减半).
    """

    start: int
    number: int
    digits_end: int
    unit_end: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    form: Form
    before: str = ""
    after: str = ""
    implied: str = ""
    low_included: bool = True
    high_included: bool = True
    approximate: bool = False

    def quantity(self, seen: View) -> Quantity:
        """The same amount with spans of the document's text."""
        return Quantity(
            span=seen.span(self.start, self.end),
            number_span=seen.span(self.number, self.digits_end),
            written=seen.text[self.start : self.end],
            low=self.low,
            high=self.high,
            unit=self.unit,
            low_included=self.low_included,
            high_included=self.high_included,
            approximate=self.approximate,
            missing=self.form == "missing",
        )


def find(text: str, start: int = 0, end: int | None = None) -> tuple[Quantity, ...]:
    """The amounts of ``text[start:end]`` in order, with spans of ``text``; blanks inside an amount do no harm."""
    seen = view(text, start, end)
    return tuple(amount.quantity(seen) for amount in in_view(seen))


_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_HAN = "一二两三四五六七八九十百千万亿零〇"
_CANDIDATE = re.compile(rf"{_FIGURE}|[百千万]分之|[{_HAN}]分之|[一二三四五六七八九]成|[{_HAN}]|[全翻减负]|零")


@cache
def _bounds(side: str) -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {word: sign for sign, words in lexicon.groups("bounds", side).items() for word in words}
    words = lexicon.alternation(meaning)
    if side == "before":
        return re.compile(rf"(?P<bound>{words})$"), meaning
    return re.compile(rf"(?:（含）|（\d[\d.]{{0,5}}[一-龥%]{{1,4}}）)?({words})"), meaning


@cache
def _of_whole(unit: str) -> re.Pattern[str]:
    """A bounding word that the whole of a share parts from its figure: 不应大于现状总面积的20%."""
    if unit != "%":
        return re.compile("(?P<bound>)(?!)")
    words = [
        word
        for sign, group in lexicon.groups("bounds", "before").items()
        if sign != "~"
        for word in group
        if len(word) > 1
    ]
    return re.compile(rf"(?P<bound>{lexicon.alternation(words)})[^，。；、：\d\n\t]{{2,24}}的$")


@cache
def _han_unit() -> re.Pattern[str]:
    units = lexicon.alternation(lexicon.words("units", "chinese"))
    below = lexicon.alternation(lexicon.words("units", "denominators"))
    return re.compile(
        rf"(?P<n>[一二两三四五六七八九十][{_HAN}]*?)(?:[至到](?P<to>[二两三四五六七八九十][{_HAN}]*?))?(?P<m>万亿|亿|万)?(?P<more>[余多])?(?P<u>(?:{units})(?:/(?:{below}))*)"
    )


_SHARE = re.compile(
    rf"(?P<d>[百千万])分之(?P<n>[{_HAN}点]+|{_FIGURE})(?:(?:—|-|~|至|到)(?:[百千万]分之)?(?P<n2>[{_HAN}点]+|{_FIGURE}))?"
)
_FRACTION = re.compile(r"[二三四五六七八九十]+分之[一二三四五六七八九]+")
_TENTHS = re.compile(r"[一二两三四五六七八九]成(?:半)?(?![立为果员本品就效长分功型都交熟片套列份绩虫因组不])")
_TO = re.compile(r"(?:—+|-+|~+|至|到)")
_HALF = re.compile("一半(?![导球山径夜天路岛身])")
_WITHIN = re.compile("(?:之内|以内|内)(?![部外地容陆江蒙河存])")
"""A span of time within which something is done (3个工作日内, 24小时内): an upper bound."""
_NEVER_BEFORE = frozenset("第〔#.×^/")
_RATIO = re.compile(r"(\d+(?:\.\d+)?)[:：∶]1(?![\d.:：∶])")
_RATIO_NAME = re.compile(r"(?<!占)比[^，。；\d例值重]{0,10}$")
"""车桩比达到2:1: a ratio to one counts as its first figure where a name that ends in 比 stands before it."""
_COMPOUND = re.compile(r"(\d+)万(\d)千(?!瓦|米|克|伏|公|乏|焦|卡|\d)")


def in_view(seen: View) -> tuple[Amount, ...]:
    """The amounts of a view in order, not overlapping."""
    text, found, at = seen.text, [], 0
    while (match := _CANDIDATE.search(text, at)) is not None:
        amount = _read(seen, match)
        if amount is not None:
            found.append(amount)
            at = amount.end
        else:
            at = match.end()
    return tuple(found + _missing(seen)) if any(sign in text for sign in "到于过为") else tuple(found)


def _read(seen: View, match: re.Match[str]) -> Amount | None:
    text, at = seen.text, match.start()
    if text[at].isdigit():
        return _figure(seen, at, match.end())
    head = match.group()
    if head.endswith("分之"):
        return _share(seen, at)
    if _HALF.match(text, at) and text[at - 1 : at] not in tuple("第" + _HAN):
        return _bounded(seen, at, at + 2, at + 2, Decimal(50), Decimal(50), "%", "share", "")
    if head.endswith("成"):
        return _tenths(seen, at)
    if noughts.is_share(text, at):
        return _bounded(seen, at, at + 1, at + 1, Decimal(0), Decimal(0), "%", "share", "")
    word = _word(seen, at)
    if word is not None or head[0] not in _HAN:
        return word
    return _numeral(seen, at)


def _figure(seen: View, at: int, end: int) -> Amount | None:
    """An amount in Arabic figures that starts at ``at``."""
    text = seen.text
    before = text[at - 1] if at else ""
    ratio = _RATIO.match(text, at)
    if ratio is not None and _RATIO_NAME.search(text, max(0, at - 14), at):
        return _bounded(seen, at, ratio.end(), ratio.end(), Decimal(ratio[1]), Decimal(ratio[1]), "", "figure", "")
    if before in _NEVER_BEFORE or (before in ASCII_LETTERS and not seen.gap(at)) or is_date(text, at, end):
        return None
    compound = _COMPOUND.match(text, at)
    low = _compound(compound) if compound else Decimal(text[at:end].replace(",", ""))
    if compound:
        end = compound.end()
    unit = unit_at(text, end)
    high, digits_end = low, end
    to = _TO.match(text, unit[3] if unit else multiplier_end(text, end))
    if (
        to
        and (second := re.compile(_FIGURE).match(text, to.end()))
        and not (to.group() in "至到" and not unit and text[at - 1 : at] == "由")
    ):
        second_unit = unit_at(text, second.end())
        top = Decimal(second.group().replace(",", ""))
        if second_unit is not None or unit is None:
            unit, low, high, digits_end = _join(text, end, unit, low, second.end(), second_unit, top)
    if unit is None:
        return _unitless(seen, at, digits_end, low, high)
    return _bounded(seen, at, digits_end, unit[3], low, high, unit[0], "figure", unit[1])


def _compound(match: re.Match[str]) -> Decimal:
    """25万6千 → 256000."""
    return Decimal(match[1]) * 10**4 + Decimal(match[2]) * 1000


def _join(
    text: str,
    end: int,
    unit: tuple[str, str, str, int] | None,
    low: Decimal,
    second_end: int,
    second_unit: tuple[str, str, str, int] | None,
    high: Decimal,
) -> tuple[tuple[str, str, str, int] | None, Decimal, Decimal, int]:
    """The range that two figures make: one unit for both, the lower in the unit of the upper."""
    if second_unit is None:
        return unit, low, high, second_end
    first_multiplier = unit[2] if unit else text[end : multiplier_end(text, end)]
    if first_multiplier and first_multiplier != second_unit[2]:
        scale = numerals.parse("1" + first_multiplier) / (numerals.parse("1" + second_unit[2]) if second_unit[2] else 1)
        low *= scale
    return second_unit, low, high, second_end


def _unitless(seen: View, at: int, end: int, low: Decimal, high: Decimal) -> Amount | None:
    """A figure without a unit counts as an amount only where a word bounds it or a verb of level stands before it."""
    text = seen.text
    multiplier = bare_multiplier().match(text, end)
    stop = multiplier.end() if multiplier else end
    if text[stop : stop + 1] not in ("", "，", "。", "；", "、", "）", "和", "及", "以", "左", "之", "的", "\n", "\t"):
        return None
    amount = _bounded(seen, at, end, stop, low, high, text[end:stop], "figure", "")
    if amount.before or amount.after or _LEVEL.search(text, max(0, at - 4), at):
        return amount
    found = better.than(text, at)
    if found is None:
        return None
    start, word, less = found
    ends = (None, amount.high) if less else (amount.low, None)
    return replace(
        amount, start=start, before=word, low=ends[0], high=ends[1], low_included=less, high_included=not less
    )


_LEVEL = re.compile(r"(?:达到|达|提[高升]到|提[高升]至|增至|降至|降到|[保稳]持?定?在|为)$")


def _numeral(seen: View, at: int) -> Amount | None:
    """An amount in Han numerals: only before a unit of the closed list, and never 一个 or 第三."""
    text = seen.text
    before = text[at - 1 : at]
    match = _han_unit().match(text, at)
    if match is None or before in tuple("第" + _HAN + "数几每逐") or before.isdigit():
        return None
    if goes_on(text, match.end(), match["u"]):
        return None
    article = match["n"] == "一" and not match["to"] and not match["m"] and match["u"] in _articles()
    if article and not articles.counts(text, at, match.end(), match["u"]):
        return None
    try:
        low = numerals.parse(match["n"])
        high = numerals.parse(match["to"]) if match["to"] else low
    except ValueError:
        return None
    unit, end = (match["m"] or "") + match["u"], match.end("to") if match["to"] else match.end("n")
    return (
        _bounded(seen, at, end, match.end(), low, high, unit, "numeral", match["more"] or "") if low <= high else None
    )


@cache
def _articles() -> frozenset[str]:
    return frozenset(lexicon.words("units", "counters")) | {"年", "天", "日", "批", "次", "人"}


def _share(seen: View, at: int) -> Amount | None:
    text = seen.text
    match = _SHARE.match(text, at)
    if match is not None:
        scale = Decimal({"百": 1, "千": 10, "万": 100}[match["d"]])
        try:
            low = numerals.parse(match["n"]) / scale
            high = numerals.parse(match["n2"]) / scale if match["n2"] else low
        except ValueError:
            return None
        return _bounded(seen, at, match.end(), match.end(), low, high, "%", "share", "")
    start = at
    while start and text[start - 1] in "二三四五六七八九十":
        start -= 1
    fraction = _FRACTION.match(text, start)
    if fraction is None:
        return None
    value = (numerals.parse(fraction.group()) * 100).quantize(Decimal("0.01"))
    return _bounded(seen, start, fraction.end(), fraction.end(), value, value, "%", "share", "")


def _tenths(seen: View, at: int) -> Amount | None:
    match = _TENTHS.match(seen.text, at)
    if match is None or seen.text[at - 1 : at] in tuple("第" + _HAN):
        return None
    value = numerals.parse(match.group()) * 100
    return _bounded(seen, at, match.end(), match.end(), value, value, "%", "share", "")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    table: dict[str, dict[str, str]] = lexicon.table("numberwords")["words"]
    pattern = "|".join(f"{word[0]}[“‘]?{word[1:]}" for word in sorted(table, key=lambda word: -len(word)))
    return re.compile(rf"(?:{pattern})(?![的]?率)"), table


def _word(seen: View, at: int) -> Amount | None:
    """A word of the closed list that stands for a number (全覆盖, 翻一番, 减半)."""
    pattern, table = _words()
    match = pattern.match(seen.text, at)
    if match is None:
        return None
    entry = table[match.group().translate({ord("“"): None, ord("‘"): None})]
    value = Decimal(entry["value"])
    below = entry.get("bound") == "<"
    return Amount(
        at, at, match.end(), match.end(), match.end(),
        None if below else value, value, entry["unit"], "word", implied=entry["change"], high_included=not below,
    )  # fmt: skip


def _bounded(
    seen: View, at: int, digits_end: int, unit_end: int, low: Decimal, high: Decimal, unit: str, form: Form, more: str
) -> Amount:
    """The amount with the words that bound it on either side."""
    text = seen.text
    before_pattern, before_sign = _bounds("before")
    after_pattern, after_sign = _bounds("after")
    before = before_pattern.search(text, max(0, at - 7), at) or _of_whole(unit).search(text, max(0, at - 32), at)
    if before and before.group() in ("近", "超", "约", "左右") and not _free(text, before.start(), before.group()):
        before = None
    after = after_pattern.match(text, unit_end)
    left = before_sign[before["bound"]] if before else ""
    right = after_sign[after.group(1)] if after else ""
    if after is None and unit in _spans() and (after := _WITHIN.match(text, unit_end)) is not None:
        right = "<="
    start, end = before.start() if before else at, after.end() if after else unit_end
    sign = right if left in ("", "~") and right else left
    if left in ("<=", "~") and before and before.group().endswith(("在", "到")) and right:
        sign = right
    if not sign and (far := better.at_least().search(text, max(0, at - 9), at)):
        sign = before_sign[far["bound"]]
    if not sign and more:
        sign = {"余": ">", "多": ">", "来": "~"}[more]
    return _interval(
        start, at, digits_end, unit_end, end, low, high, unit, form, sign,
        before["bound"] if before else "", after.group(after.lastindex or 0) if after else "",
    )  # fmt: skip


@cache
def _spans() -> frozenset[str]:
    """Units of time but the year, whose 年内 is a period."""
    return frozenset(lexicon.words("units", "durations")) - {"年", "周岁", "岁"}


def _free(text: str, at: int, word: str) -> bool:
    """Whether 近 or 超 stands alone and is not the end of another word (附近, 最近; 超超)."""
    return (
        text[at - 1 : at]
        not in {"近": "附最临靠远就相将", "超": "赶反远商", "约": "节集制公预签契大条违履合邀", "左右": "在"}[word]
        or at == 0
    )


def _interval(
    start: int, at: int, digits_end: int, unit_end: int, end: int, low: Decimal, high: Decimal,
    unit: str, form: Form, sign: str, before: str, after: str,
) -> Amount:  # fmt: skip
    ends: tuple[Decimal | None, Decimal | None] = (low, high)
    if low == high:
        ends = {">=": (low, None), ">": (low, None), "<=": (None, high), "<": (None, high)}.get(sign, (low, high))
    return Amount(
        start, at, digits_end, unit_end, end, ends[0], ends[1], unit, form, before, after,
        low_included=sign != ">" or low != high,
        high_included=sign != "<" or low != high,
        approximate=sign == "~",
    )  # fmt: skip


def _missing(seen: View) -> list[Amount]:
    """Amounts whose figures the text has lost: 面积达到 平方公里以上."""
    found = []
    for match in gap().finditer(seen.text):
        side = next(side for side in ("", "2", "3", "4") if match["v" + side])
        unit, place = match["u" + side], match.start("u" + side)
        if unit in ("倍", "百分点") or place == 0 or seen.text[match.start()] in "第":
            continue
        if not seen.gap(place) and not match["a"]:
            continue
        found.append(
            Amount(
                match.start(),
                place if unit else match.start(),
                match.end("u" + side),
                match.end("u" + side),
                match.end(),
                None,
                None,
                unit,
                "missing",
            )
        )
    return found
