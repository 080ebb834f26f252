"""Questions understood (理解问题): place, years, what is asked for, content words, exact phrases, numbers of documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kb import persons, places, wordings
from kb.keywords import STOP, cutter
from kb.model import Intent, Query
from kb.spelling import plain

_DATA = Path(__file__).with_name("question.json")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[a-z][a-z0-9]*(?:[.+-][a-z0-9]+)*")
_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"]{2,80})[”」』\"]")
_DOC_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}?\s*[〔\[（(【]\s*(?:19|20)\d{2}\s*[〕\]）)】]\s*(?:第)?\s*\d{1,5}\s*号"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+(?:条|章|节|款|项)(?:之[一二三四五六七八九十])?")
_HEADING = re.compile(
    r"(?<![\u4e00-\u9fff])(?:[一二三四五六七八九十]{1,3}、)?(?:[（(][一二三四五六七八九十]{1,3}[）)])(?:\d{1,2}[.．])?"
)
_YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20[0-9]\d)(?!\d)")
_SHORT_YEAR = re.compile(r"(?<!\d)([12345]\d)年(?![前后内])")
_PLAN = re.compile(r"(十[一二三四五六七]|九|八)五(?![年倍个家亿万千百成])")
_RANGE = re.compile(r"(19[5-9]\d|20[0-9]\d)年?\s*(?:-|~|至|到)\s*(19[5-9]\d|20[0-9]\d)")
_SHARE = re.compile(
    r"百分之[几多]|几成|几个?百分点|几个点|占比|比例|比重|[^效功汇利税费]率(?!先)|占.{0,6}多少|占到?多大"
)
_GRANT = "(?:补贴|补助|奖补|奖励|奖金|罚款|拨款|经费)"
_MONEY = re.compile(
    rf"多少(?:钱|资金|投资)|几块钱|多少[^,。?、\d]{{0,8}}{_GRANT}(?=[吗呢了?。,]|$)"
    rf"|{_GRANT}(?:标准|金额|额度|上限)?(?:能?[有是为给到拿]|最[高多])?多少(?=[?。,]|$)"
)
_COUNTED = re.compile(r"(?:多少|(?<!哪)几)(?:万|亿|百万|千万)?")
_NO_UNIT = ("天然", "家庭", "人均", "个百分点", "个点", "成", "项目", "条件", "名次")
_DIFFERENCE = re.compile(r"差(?:多少|几|距|别)|相差|(?<!\d年)(?:高|低|多|少)(?:出)?(?:几|多少)个?(?:百分)?点")
_WANTS_TARGET = re.compile(
    r"(?:目标|比例|占比|比重|规模|要求|强度|率|数|人口|增速|增幅|降幅|产量|产值|总量|浓度|密度|面积|里程|总投资|投资额"
    r"|装机(?:容量)?|容量|保有量|蓄积量|消费量|排放量)$"
)
_HOW = re.compile(r"怎么|咋|怎样|如何")
_TIME = r"(?:时间|日期|时限|年份)(?=(?:是|为|在|定在)?[\s\W]*$)"  # 达峰时间, 截止日期 at the end ask when
_BASE = re.compile(
    r"(?:(?<![占同环对类])比|较|相对|相对于|相比|对比)(?:于|照)?(?:19|20)\d\d年?|(?:19|20)\d\d年?(?:的|为)?(?:基础|基准|基数|基期|水平)"
)
_OF_WHOLE = re.compile(r"(?:占|居|排在?)(?:全国|我国|国家)|(?:全国|我国)(?:排|第|居)")
_JOINED = re.compile(r"^[和与跟同比及、,，]|[和与跟同比及、,，]$")
_BODIES = re.compile(
    r"哪(?:些|(?:[几一二两三四五]\s*)?[个家])[^,，。?？]{0,8}(?:部门|单位|机构|部委|委办局|[局委厅处])"
)
_WHO = re.compile(
    r"谁(?:来|去|一起)?(?:监督|监管|执法|检查|考核|评估|统筹|协调|组织|审|批|查|处罚|验收|认定|制定|编制|发布|配合|协助)"
)
_PLACES_ASKED = re.compile(
    r"(?:哪些|哪几个|(?P<each>各个?))(?:省区?市|(?P<province>省份|省)|(?P<city>地级市|城市|市)|地方|地区)(?![级场政会])"
    r"|(?P<all>各地)(?![区方块])"
)


@dataclass(frozen=True, slots=True)
class PlacesAsked:
    """The levels of the places of which a list is wanted; ``each``: of every one its value (各省), not which of them."""

    levels: frozenset[str]
    each: bool


PLANS = {"八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16, "十七": 17}


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """Lists of question words by what they ask for."""
    listed = {name: tuple(words) for name, words in _data().items() if isinstance(words, list)}
    return listed | {"define": tuple(word for where in ("anywhere", "first", "last") for word in meaning(where))}


def meaning(where: Literal["anywhere", "first", "last"]) -> tuple[str, ...]:
    """Words that ask what something means (释义), by where in a question they do: 什么是 at its beginning, 是什么 at its end."""
    return tuple(_data()["define"][where])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data


@cache
def cue(name: str) -> re.Pattern[str]:
    """Any word of one list, the longest first; 哪几种 asks for names, not for an amount, 达峰时间 at the end for a year."""
    words = "|".join(map(re.escape, sorted(vocabulary()[name], key=len, reverse=True)))
    if name == "year":
        return re.compile(f"{words}|{_TIME}")
    return re.compile(f"(?<!哪)(?:{words})" if name == "amount" else words)


def understand(text: str) -> Query:
    """What is asked. Never fails: a text without Chinese characters is marked as another language or none."""
    view = plain(text)
    quoted = (match.group(1).strip() for match in _QUOTED.finditer(text))
    phrases = tuple(dict.fromkeys(words for words in quoted if words and not _PLAN.fullmatch(plain(words))))
    numbered = [match.span() for match in _DOC_NUMBER.finditer(view)]
    numbers = tuple(dict.fromkeys(re.sub(r"\s", "", text[start:end]) for start, end in numbered))
    named = _compared(view, _innermost(places.find(_without(text, numbered))))
    years, period = _years(view, numbers)
    compared = [year for year in years if year not in base_years(text)]
    terms = content(text)
    intent = _intent(view, bool(numbers or phrases), len({mention.place.name for mention in named}), len(compared))
    if intent == "background" and _only_indicator(view, terms):
        intent = "target"
    return Query(
        text=text.strip(),
        intent=intent,
        phrases=phrases,
        doc_numbers=numbers,
        clause_labels=_labels(text),
        places=tuple(dict.fromkeys(mention.place.name for mention in named)),
        years=years,
        period=period,
        metrics=wordings.indicators(text),
        agencies=(),
        genres=_genres(view),
        units=_units(view),
        terms=terms,
        expansions=_expansions(text, terms),
        language=_language(text),
    )


def _innermost(named: tuple[places.Mention, ...]) -> tuple[places.Mention, ...]:
    """Places without one that only leads to the place in it that is named right behind (福建宁德): they are no two sides."""
    inner = {one.start: one.place.within for one in named}
    return tuple(one for one in named if one.place.name not in inner.get(one.end, ()))


def _compared(view: str, named: tuple[places.Mention, ...]) -> tuple[places.Mention, ...]:
    """Places without a 国家 that only describes (安徽的国家考核断面): beside a lesser place the nation must be joined to it."""
    if len({one.place.name for one in named}) > 1:
        named = tuple(one for one in named if one.place.name != places.NATION or not _ranked(view, one))
    if all(one.place.name == places.NATION for one in named) or cue("compare").search(view):
        return named
    return tuple(one for one in named if one.place.name != places.NATION or _joined(view, one))


def _joined(view: str, one: places.Mention) -> bool:
    """Whether a place is joined to another one (国家和本市)."""
    return _JOINED.search(view[max(0, one.start - 1) : one.end + 1]) is not None


def _ranked(view: str, one: places.Mention) -> bool:
    """The nation as that of which a place is a part (占全国几成, 全国排第几), not as the other side of a comparison."""
    return _OF_WHOLE.search(view[max(0, one.start - 2) : one.end + 2]) is not None


def asks_places(text: str) -> PlacesAsked | None:
    """Of which places a question wants a list (哪些城市……, 各省……); None when it wants none."""
    match = _PLACES_ASKED.search(plain(text))
    if match is None:
        return None
    level = ("province",) if match["province"] else (("city",) if match["city"] else ("province", "city", "district"))
    return PlacesAsked(frozenset(level), match["each"] is not None or match["all"] is not None)


def content(text: str) -> tuple[str, ...]:
    """The words of a question that a passage must speak of, in order, places, years and question words left out."""
    view = plain(text)
    hidden = [match.span() for match in _DOC_NUMBER.finditer(view)]
    hidden += [(mention.start, mention.end) for mention in places.find(text)]
    hidden += [match.span() for pattern in (_RANGE, _YEAR, _PLAN, _PLACES_ASKED) for match in pattern.finditer(view)]
    for name in ("amount", "year", "agency", "measure", "compare", "define"):
        hidden += [match.span() for match in cue(name).finditer(view) if match.end() - match.start() > 1]
    shown = _without(view, hidden)
    dropped = frozenset(vocabulary()["drop"])
    found = [(start, shown[start:end]) for start, end in wordings.terms(shown)]
    rest = _without(shown, [(start, start + len(word)) for start, word in found])
    found += [match.span()[:1] + (match.group(),) for match in _LATIN.finditer(rest)]
    at = 0
    for word in cutter().cut(_LATIN.sub(lambda match: "，" * len(match.group()), rest), HMM=False):
        if _HAN.search(word) and word not in dropped and word not in STOP:
            found.append((at, word))
        at += len(word)
    return tuple(dict.fromkeys(word for _, word in sorted(found)))


@cache
def body() -> re.Pattern[str]:
    """A body as people call it: 公安, 教委, 住建局; one character alone needs its 委 or 局."""
    words = sorted(vocabulary()["bodies"], key=len, reverse=True)
    long = "|".join(word for word in words if len(word) > 1)
    short = "|".join(word for word in words if len(word) == 1)
    return re.compile(f"(?:{long})(?:部门|机关|局|委|厅|部|办)?|(?:{short})(?:局|委|厅|部)")


def weak(word: str) -> bool:
    """A word that stands in so many passages that it tells little: 规模, 推进, 企业."""
    return word in _weak()


@cache
def _weak() -> frozenset[str]:
    return frozenset(vocabulary()["weak"])


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = "，" * (end - start)
    return "".join(letters)


def _years(view: str, numbers: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, int] | None]:
    """Years asked for, and the plan period; years inside the number of a document do not count."""
    for number in numbers:
        view = view.replace(plain(number), "，")
    found = [int(match.group(1)) for match in _YEAR.finditer(view)]
    found += [2000 + int(match.group(1)) for match in _SHORT_YEAR.finditer(view) if not found]
    period = None
    for match in _PLAN.finditer(view):
        start = PLANS[match.group(1)] * 5 + 1951
        period = (start, start + 4)
    between = _RANGE.search(view)
    if between and int(between.group(1)) < int(between.group(2)):
        period = (int(between.group(1)), int(between.group(2)))
    return tuple(dict.fromkeys(found)), period


def base_years(text: str) -> frozenset[int]:
    """Years that a question only measures from (比2005年降多少)."""
    return frozenset(
        int(year) for match in _BASE.finditer(plain(text)) for year in re.findall(r"(?:19|20)\d\d", match.group())
    )


def _intent(view: str, exact: bool, place_count: int, year_count: int) -> Intent:
    """What kind of answer is wanted; the kinds are tried from the most to the least particular."""
    has = {
        name: bool(cue(name).search(view))
        for name in ("agency", "compare", "amount", "year", "measure", "define", "rank")
    }
    if exact and (not any(has.values()) or not content(view)) and len(content(view)) <= 8:
        return "find"  # also “…号是什么文件”, which says nothing but the number
    if persons.post(view):
        return "background"
    if has["agency"] or _BODIES.search(view) or _WHO.search(view):
        return "agency"
    if place_count > 1 or (year_count > 1 and has["compare"]) or _DIFFERENCE.search(view):
        return "compare"
    if has["rank"] or has["define"]:
        return "background"
    named = _WANTS_TARGET.search(view.rstrip("?？。 ")) is not None and not _HOW.search(view)  # 怎么提高…效率 asks how
    if has["amount"] or has["year"] or named:
        return "target" if not cue("relative").search(view) else "background"
    return "measure" if has["measure"] else "background"


def _only_indicator(view: str, terms: tuple[str, ...]) -> bool:
    """An indicator with nothing but its place and year (广东海上风电装机): its value is wanted, though no word asks for it."""
    if any(cue(name).search(view) for name in ("define", "rank", "relative", "year")) or persons.post(view):
        return False
    if re.search(r"包括|包含|哪[些几]", view):  # its parts are wanted (新型储能包括哪些技术)
        return False
    spelled = [view[start:end] for start, end in wordings.indicator_spans(view)]
    told = [term for term in terms if not weak(term)]
    return bool(told) and all(any(term in name for name in spelled) for term in told)


def _labels(text: str) -> tuple[str, ...]:
    found = [match.group() for match in _ARTICLE.finditer(text)]
    found += [match.group() for match in _HEADING.finditer(text)]
    return tuple(dict.fromkeys(found))


def _genres(view: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word, genres in _data()["genres"].items():
        if word in view:
            found.update(dict.fromkeys(genres))
    return tuple(found)


def _units(view: str) -> tuple[str, ...]:
    """Units that the question names behind its question word: 多少千瓦 → 千瓦."""
    if _SHARE.search(view):
        return ("%",)
    return tuple(dict.fromkeys(_unit_names(view)))


def _unit_names(view: str) -> Iterator[str]:
    for match in _COUNTED.finditer(view):
        for unit in vocabulary()["units"]:
            if view.startswith(unit, match.end()) and not view.startswith(_NO_UNIT, match.end()):
                yield unit
                break
    if _MONEY.search(view):
        yield "钱"
    if re.search(r"多少面积|面积.{0,6}多[少大]", view):
        yield "面积"


def unit_wordings(unit: str) -> tuple[str, ...]:
    """How a unit that a question names is written in documents: 吨标煤 → 吨标准煤; the unit itself first."""
    return tuple(dict.fromkeys((unit, *_data()["same_units"].get(unit, ()))))


def _expansions(text: str, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Official wordings of the everyday words that touch a content word."""
    view = plain(text)
    spans = [(at, at + len(term)) for term in terms if (at := view.find(term)) >= 0]
    found: dict[str, None] = {}
    for start, end in sorted(set(wordings.everyday(text))):
        if any(start < stop and at < end for at, stop in spans):
            found.update(dict.fromkeys(wordings.official(view[start:end])))
    return tuple(found)


def _language(text: str) -> Literal["zh", "other", "none"]:
    """``zh`` also for indicators that are written without Chinese characters, with or without a year (PM2.5 2025)."""
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh"
    view = plain(text)
    spelled = list(wordings.indicator_spans(view))
    if spelled and not re.search(r"[^\W\d_]", _without(view, spelled)):
        return "zh"
    return "other" if re.search(r"\w", text) else "none"
