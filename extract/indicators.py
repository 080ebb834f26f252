"""One name for one indicator (指标归一): names as texts write them → a key in which equal things are spelled alike.

The lexicon holds a few hundred indicators with their usual names. A name that it does not know is still brought into
the same form, so that 城镇新建建筑中绿色建筑占比 and 绿色建筑占城镇新建建筑的比例 meet, while names that differ in a word
that matters (新增, 人均, another whole) stay apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Final

from extract import lexicon
from extract.view import TRANSLATION

_QUOTES: Final = re.compile(r"[\s“”\"'‘’《》〈〉「」]+")
_TIME: Final = re.compile(r"^(?:到|至)?(?:20\d\d年(?:底|末)?|“?十[二三四五六]五”?(?:期间|时期|末)?)[，,]?")
_BRACKET: Final = re.compile(r"（([^（）]*)）")
_ODD_BRACKET: Final = re.compile(r"[（）]")  # one that lost its partner
_SHARE: Final = "比重|比例|占比|比率|份额|百分比"
_OF: Final = re.compile(rf"^(?P<part>.{{2,}}?)占(?P<whole>.{{2,}}?)(?:{_SHARE}|之比)?$")
_AMONG: Final = "(?<!集)中(?![心型小国央水医试等和长期部])"  # 数据中心, 集中, 中水 do not speak of a part
_WITHIN: Final = re.compile(rf"^(?P<whole>.{{3,}}?){_AMONG}(?P<part>.{{2,}}?)(?:占比|{_SHARE})$")
_PLAIN_SHARE: Final = re.compile(rf"(?:{_SHARE})$")
_COUNT: Final = re.compile(r"(?:数量|个数|总数|数目|数)$")
_WORKS: Final = re.compile(r"(?:工程|项目)(?:数量|个数|数)$")  # works that are counted are not what they work on
_LINK: Final = re.compile(rf"[的之、，,和与及或·]|以及|{_AMONG}")
_FALL: Final = re.compile(r"(?<=.{4})(?:累计)?(?:下降|降低|减少|降幅)(?:率|幅度|比例)?$")
_PARENTHESES: Final = re.compile(r"[（(][^（）()]*[）)]")
_MATTERS: Final = re.compile(r"[^0-9A-Za-z.%]+")


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the lexicon (指标): its name, theme, usual units and other names."""

    name: str
    theme: str
    units: tuple[str, ...]
    also: tuple[str, ...]


@cache
def indicators() -> tuple[Indicator, ...]:
    """All indicators of the lexicon in its order."""
    entries = lexicon.table("indicators")["indicators"]
    return tuple(Indicator(one["name"], one["theme"], tuple(one["units"]), tuple(one["also"])) for one in entries)


@lru_cache(maxsize=65536)
def canonical(metric: str, place: str = "", *, remarks: bool = True) -> str | None:
    """The lexicon's name of ``metric``, None when the lexicon does not know it. ``place`` may stand before the name.

    With ``remarks`` what stands in brackets may be left out to find it (湿地保护率（自然） → 湿地保护率).
    """
    found = _known().get(key(metric, place))
    return found or (_known().get(key(_PARENTHESES.sub("", metric), place)) if remarks else None)


@cache
def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in indicators():
        for name in (one.name, *one.also):
            found.setdefault(key(name), one.name)
    return found


@lru_cache(maxsize=65536)
def key(metric: str, place: str = "") -> str:
    """``metric`` in the form in which equal indicators are spelled alike; never shown to a reader."""
    words = _QUOTES.sub("", metric).translate(TRANSLATION)
    words = _TIME.sub("", words)
    for start in (place, place[:-1] if place[-1:] in ("省", "市") else ""):
        if len(start) >= 2 and words.startswith(start) and len(words) - len(start) >= 4:
            words = words[len(start) :]
    words = _FALL.sub("", _headless(words))
    kept = [inner for inner in _BRACKET.findall(words) if not _is_remark(inner)]
    spelled = _spelled(_ODD_BRACKET.sub("", _BRACKET.sub("", words)))
    return _ratio(spelled) + "".join(f"[{_spelled(inner)}]" for inner in kept)


@lru_cache(maxsize=65536)
def same(first: str, second: str, place: str = "") -> bool:
    """Whether two names mean the same indicator."""
    one, other = canonical(first, place), canonical(second, place)
    if one is not None and other is not None:
        return one == other
    if key(first, place) == key(second, place):
        return True
    if (_WORKS.search(first) is None) != (_WORKS.search(second) is None):
        return False
    if one is None and other is None:
        return _near(key(first, place), key(second, place))
    known, name = (one, second) if one is not None else (other, first)
    return any(_near(key(name, place), spelled) for spelled in _keys_of(known or ""))


def similarity(first: str, second: str) -> float:
    """How alike two names are, 0 … 1: 1 for the same indicator, else by the pairs of characters they share."""
    if same(first, second):
        return 1.0
    one, other = _pairs(key(first)), _pairs(key(second))
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


@cache
def _keys_of(name: str) -> tuple[str, ...]:
    """The keys of an indicator's longer names; short ones (风电) stand for it only as they are."""
    return tuple(spelled for spelled, known in _known().items() if known == name and len(spelled) > 4)


def _pairs(words: str) -> set[str]:
    return {words[place : place + 2] for place in range(len(words) - 1)}


def _headless(words: str) -> str:
    """Without verbs and 全市 … at the head, as long as a name of four characters is left."""
    heads = lexicon.words("metric_words", "heads")
    while True:
        head = next((one for one in heads if words.startswith(one)), "")
        if (
            not head
            or len(words) - len(head) < 4
            or words.startswith(("建成区", "建设用地", "实施方案", "达到", "提高到"))
        ):
            return words
        words = words[len(head) :]


def _is_remark(inner: str) -> bool:
    ascii_only = not _MATTERS.fullmatch(inner) and inner.isascii()
    return ascii_only or inner.startswith(lexicon.words("metric_words", "remarks"))


@cache
def _spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    groups = lexicon.table("metric_words")["spellings"]
    table = {word: plain for plain, variants in groups.items() for word in (plain, *variants)}
    return re.compile(lexicon.alternation(table)), table


def _spelled(words: str) -> str:
    pattern, table = _spellings()
    return pattern.sub(lambda match: table[match.group()], words)


def _ratio(words: str) -> str:
    """Shares with their whole apart (A÷B), other names without links, counts without 数量."""
    match = _OF.match(words) or _WITHIN.match(words)
    if match:
        part = _PLAIN_SHARE.sub("", _LINK.sub("", match["part"]))
        return f"{_stem(part)}÷{_whole(_LINK.sub('', match['whole']))}"
    return _stem(_PLAIN_SHARE.sub("率", _LINK.sub("", words)))


def _stem(words: str) -> str:
    short = _COUNT.sub("", words)
    return short if len(short) >= 2 else words


def _whole(words: str) -> str:
    for plain, variants in lexicon.table("metric_words")["wholes"].items():
        if words in variants:
            return str(plain)
    return re.sub(r"(?:总量|总额|面积)$", "", words) or words


def _near(first: str, second: str) -> bool:
    """Whether two keys differ only in words that do not change what is measured."""
    enough = 0.7 * (len(first) + len(second))
    if min(len(first), len(second)) < 4 or 2 * _common(first, second) < enough:
        return False
    shared = 0
    for tag, start, end, other_start, other_end in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            shared += end - start
        elif not (_is_weak(first[start:end]) and _is_weak(second[other_start:other_end])):
            return False
    return shared * 2 >= enough


def _common(first: str, second: str) -> int:
    """How many characters two names have in common, wherever they stand: a bound that is quick to take, and that nearly
    all pairs of a library fail, so that they need not be compared in order."""
    return sum(min(first.count(sign), second.count(sign)) for sign in set(first))


def _is_weak(words: str) -> bool:
    """Whether a stretch is made of weak words only (the empty one is)."""
    left = words
    for one in lexicon.words("metric_words", "weak"):
        left = left.replace(one, "")
    return not left
