"""Units as Chinese texts write them (计量单位): 万千瓦, 微克/立方米, 台（套）, with their multipliers; dates are told apart."""

from __future__ import annotations

import re
from functools import cache

from extract import lexicon


@cache
def _unit() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A unit after a figure, without and with a multiplier: 余/多, the unit, and what stands after a slash."""
    single = [
        word for key in ("ratios", "measures", "money", "durations", "counters") for word in lexicon.words("units", key)
    ]
    both = "(?:（[套台组个部项家辆处座批只间户栋件人条支口张所名]）)?"
    base = f"(?P<base>{lexicon.alternation(single)}){both}(?:/(?:{lexicon.alternation(lexicon.words('units', 'denominators'))}))*"
    multiplier = lexicon.alternation(lexicon.words("units", "multipliers"))
    more = "(?P<more>[余多来])?"
    return (
        re.compile(f"{more}(?P<u>{base})"),
        re.compile(f"(?P<more2>[余多来])?(?P<m>{multiplier}){more}(?P<u>{base})"),
    )


@cache
def bare_multiplier() -> re.Pattern[str]:
    return re.compile(rf"(?P<m>{lexicon.alternation(lexicon.words('units', 'multipliers'))})?(?P<more>余|多)?(?![\d.])")


def multiplier_end(text: str, end: int) -> int:
    match = bare_multiplier().match(text, end)
    return match.end() if match else end


def unit_at(text: str, at: int) -> tuple[str, str, str, int] | None:
    """(unit as written without 余/多, 余/多, multiplier, end) of the unit at ``at``; None when there is none."""
    plain, scaled = _unit()
    match, multiplier, more = plain.match(text, at), "", ""
    if match is None:
        match = scaled.match(text, at)
        if match is None:
            return _compound_unit(text, at)
        multiplier, more = match["m"], match["more2"] or ""
    base, end = match["base"], match.end("u")
    if base == "单位" and not multiplier:
        return None
    if match["u"][-1] in ASCII_LETTERS and text[end : end + 1] in ASCII_LETTERS and end < len(text):
        return None
    if base == "年" and text[end : end + 1] in ("产", "度", "版", "级"):
        return None
    if goes_on(text, end, base):
        return None
    return multiplier + match["u"], match["more"] or more, multiplier, end


def base_unit(unit: str) -> str:
    """The unit without its multiplier: 万千瓦 → 千瓦, 千伏 → 千伏."""
    return unit if unit in _known_units() else _MULTIPLIER.sub("", unit)


@cache
def _known_units() -> frozenset[str]:
    keys = ("ratios", "measures", "money", "durations", "counters")
    return frozenset(word for key in keys for word in lexicon.words("units", key))


_MULTIPLIER = re.compile(r"^(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)")


ASCII_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


TAILS = {
    "天": "然",
    "日": "本常",
    "次": "生性",
    "轮": "车船胎廓毂流换",
    "个": "体",
    "人": "民工类口",
    "台": "山州湾后",
    "门": "峡头",
    "所": "有以列示属在需港渔",
    "口": "岸",
    "层": "面次级",
}


_COMPOUND = re.compile(
    r"[A-Za-zμ]{1,5}\d?(?:[·/](?:[A-Za-zμ]{1,4}\d?|人|吨|户|天|日|年|小时|分钟|秒|平方米|立方米|万元)){1,2}(?![A-Za-z\d/·])"
)
_ASKED = re.compile(
    r"(?:不[低少大高超小][于过]|达到|超过|突破|至少|提[高升][到至]|[降增控][低至到制]?[到至在]|≥|≤)\s*\d[\d.,]*$"
)


def _compound_unit(text: str, at: int) -> tuple[str, str, str, int] | None:
    """A unit of Latin letters over another (6Gb/h, 2.5kcal/g), read only where the figure is asked for: 不低于6Gb/h."""
    match = _COMPOUND.match(text, at)
    if match is None or _ASKED.search(text, max(0, at - 16), at) is None:
        return None
    return match.group(), "", "", match.end()


def goes_on(text: str, end: int, unit: str) -> bool:
    """Whether the unit that ends at ``end`` is the beginning of a longer word (所有, 天然); 2所以上 is none."""
    bounded = text[end : end + 2] in ("以上", "以下", "以内")
    return not bounded and end < len(text) and text[end] in TAILS.get(unit, "")


def is_date(text: str, at: int, end: int) -> bool:
    """Whether the figure is a year, a month, a day or a clock time rather than an amount."""
    after = text[end : end + 1]
    length = end - at
    if after == "年":
        return length == 4 and text[at] in "12" and text[at:end].isdigit()
    if after == "月":
        return True
    if after == "日" and (text[at - 1 : at] in ("月", "-", "—", "至", "、") or text[end + 1 : end + 2] == "前"):
        return True
    if length == 4 and text[at : at + 2] in ("19", "20"):
        rest = re.compile(r"(?:[-—~至到、和及]+(?:20|19)?\d{2})+年").match(text, end)
        return rest is not None or after in ("〕", "/") or text[at - 1 : at] == "〔"
    return after in (":", "：", "∶") and text[end + 1 : end + 2].isdigit()


@cache
def gap() -> re.Pattern[str]:
    """A verb or bounding word with a unit right behind it, where a figure has been lost."""
    verbs = "达到|超过|不低于|不少于|不高于|不超过|突破|控制在|提高到|提升到|降低到|新增|约为|约"
    units = [unit for unit in (*lexicon.words("units", "measures"), *lexicon.words("units", "ratios")) if len(unit) > 1]
    short = [*units, "吨", "户", "家", "个", "座", "亩", "米", "%", "项", "辆", "元"]
    multiplier = "(?:万亿|亿|万|千|百)?"
    bounds = "超过|不低于|不少于|不高于|不超过|突破|达到|控制在|提高到|提升到|降低到"
    return re.compile(
        rf"(?P<v>{verbs})(?P<u>{multiplier}(?:{lexicon.alternation(short)}))(?P<a>及以上|以上|左右|以内|以下)"
        rf"|(?P<v2>{verbs})(?P<u2>{multiplier}(?:{lexicon.alternation(units)}))(?=[，。；、）])"
        rf"|(?P<v3>{verbs}|为)(?P<u3>年|个月)(?=内|[，。；])|(?P<v4>{bounds})(?P<u4>)(?=[，。；])"
    )
