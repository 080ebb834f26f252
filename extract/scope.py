"""Whose target it is (范围): the issuer's own place unless the sentence speaks of the nation, another place or a zone.

The place that a sentence is about stands at the head of one of its parts (在临港新片区…, 我国…, 兴宾区、象州县…);
the last one before the figure holds. A paragraph that speaks of the nation or of a foreign party goes on doing so
until it comes back to the issuer's own place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import ingest.gazetteer as gazetteer
from extract import lexicon
from ingest.model import Clause, Document, Place, Span

NATION: Final = "全国"
WORLD: Final = "全球"
_TIME: Final = (
    r"(?:(?:力争|争取|预计|计划)?(?:到|至|自|从)?“?(?:\d{4}\s*年(?:底|末|前|起|以前|左右)?|十[三四五六]五”?(?:期间|时期|末|规划)?)"
    r"[\s，,]{0,2})*"
)
_NATIONAL: Final = r"国家(?=20\d\d年|二氧化碳|碳排放|碳达峰|碳中和)"
_LASTING: Final = ("own", "nation", "ours", "world", "foreign")
_COUNTED: Final = "0-9%％个家座项处台亩吨人户里顷辆套件米时元）)"
_FIGURE: Final = re.compile(r"\d|百分之|全部|全覆盖")
_OWN_SUBJECT: Final = re.compile(
    r"[\u4e00-\u9fff]{4,}(?:达到|达|提升至|提高到|不低于|不少于|不高于|降至|下降|降低|控制在|占|超过|保持|稳定|维持)"
)


class Scopes:
    """The jurisdictions (全国, 上海市, 欧盟, 临港新片区 …) that the targets of a document bind.

    Asked in the order of the text, it reads every sentence of a paragraph once: what the sentences before were about
    is kept and only carried on.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._home = home_of(document)
        self._before = _Before(-1, 0, 0, 0)

    def of(self, clause: Clause, sentence: Span, metric: Span | None = None) -> str:
        """Whose target stands in ``sentence``, the whole of it; no place is looked for after ``metric``, the indicator."""
        end = metric.end if metric is not None else sentence.end
        found = _last(self._document.text, sentence.start, max(end, sentence.start + 1), self._home)
        if found is not None:
            return found
        return self._carried(clause, sentence.start) or _of_heading(clause, self._home) or self._home

    def _carried(self, clause: Clause, end: int) -> str | None:
        """What the paragraph's sentences up to ``end`` were about, when that was the nation, the world or a foreign party."""
        text, before = self._document.text, self._before
        if before.clause != clause.span.start or end < before.end:
            before = _Before(clause.span.start, clause.span.start, clause.span.start, clause.span.start)
        start = text.rfind("\n", before.end, end) + 1
        if start:
            before = _Before(before.clause, start, start, start)
        for match, place in _places(text, before.next, end, self._home):
            before.next = match.end()
            if place == self._home:
                before.found = None
            elif match.lastgroup in _LASTING and match[match.lastgroup or 0] != NATION:
                head = text[max(before.paragraph, match.start() - 1) : match.start()] in ("", "。", "；", "\n")
                before.found = place if head or match.lastgroup in ("nation", "ours") else before.found
        before.next = max(before.next, before.end)  # a place may stand over the end of what was read last
        before.end = end
        self._before = before
        return before.found


@dataclass(slots=True)
class _Before:
    """How far a paragraph of a clause has been read: up to ``end``, places from ``next`` on; what it was ``found`` to be about."""

    clause: int
    paragraph: int
    end: int
    next: int
    found: str | None = None


_RAISED: Final = re.compile(
    r"^[✦●•\s]*(?:高水平|高起点|高质量|高标准|加快|全面|全力|大力|积极|推进|推动|打造|建设|支持|发展|提升|强化)*"
)
_DISTRICT: Final = re.compile(r"(?:新区|新片区|自贸区|试验区|示范区|合作区|自由贸易港|[市县旗])$")


def _of_heading(clause: Clause, home: str) -> str | None:
    """The district that the clause's own heading names at its head (高水平建设滨海新区), None when it names none."""
    if not clause.path:
        return None
    title = clause.path[-1].title
    start = _RAISED.match(title).end()  # type: ignore[union-attr]
    for match, place in _places(title[start:], 0, len(title) - start, home):
        at_head = match.start(match.lastgroup or 0) == 0
        return (
            place if at_head and match.lastgroup in ("named", "zone", "several") and _DISTRICT.search(place) else None
        )
    return None


def home_of(document: Document) -> str:
    """The place that a document speaks for when it says nothing else: its city, its province, or the nation."""
    return document.metadata.region.name


def named_in(title: str) -> str | None:
    """The named region (长江经济带, 黄河流域) that a title is about, None when it names none at its head."""
    names = lexicon.words("scope", "named")
    words = re.sub(r"^(?:表|专栏)\s*\d+(?:[-—]\d+)?\s*", "", title)
    return next((name for name in names if words.startswith(name)), None)


def place_at_head(name: str) -> str:
    """The named region or the place that a name begins with (长三角地区煤炭消费量 → 长三角地区), "" when none does."""
    match = _leading().match(name)
    return match.group() if match else ""


@cache
def _leading() -> re.Pattern[str]:
    named = lexicon.alternation((*lexicon.words("scope", "named"), *lexicon.words("scope", "foreign")))
    full = lexicon.alternation(place for place in gazetteer.places() if place[-1] in "省市区州盟")
    return re.compile(rf"(?:{named}|{full}|[\u4e00-\u9fff]{{2,3}}[州县盟旗])")


def _last(text: str, start: int, end: int, home: str) -> str | None:
    """The last place that a part of the sentence is about, None when none is named.

    A zone whose own part holds a figure passes to a following part only when that part has no subject of its own.
    """
    found: str | None = None
    since, lasting, worked = start, False, False
    for match, place in _places(text, start, end, home):
        if match.lastgroup not in _LASTING and _is_work(text, match, end):
            continue
        if match.lastgroup == "several" and "，" in text[match.end() : end]:
            continue
        found, since, lasting, worked = place, match.end(), match.lastgroup in _LASTING, _is_worked(match)
    if found is None or lasting:
        return found
    told, _, rest = text[since:end].partition("，")
    if worked and rest.count("，") > 1 and _OWN_SUBJECT.search(rest.rpartition("，")[2]):
        return None
    while rest and _FIGURE.search(told):
        told, _, rest = rest.partition("，")
        if _OWN_SUBJECT.search(told):
            return None
    return found


def _is_work(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the place only names a work of its own clause (实施朔州市…工程，…): what follows the comma is not about it."""
    told, comma, _ = text[match.end() : end].partition("，")
    return (
        bool(comma)
        and _is_worked(match)
        and not _FIGURE.search(told)
        and (
            match.lastgroup == "several"
            or re.search(r"(?:工程|项目|试点|制度|机制|方案|评价|管控|体系|经验|做法|模式)等?$", told.strip())
            is not None
        )
    )


def _is_worked(match: re.Match[str]) -> bool:
    """Whether a verb of doing stands before the place (实施朔州市…), of which it is not the subject."""
    opener = match.group()[: match.start(match.lastgroup or 0) - match.start()].strip()
    return opener.endswith(lexicon.words("scope", "doing"))


def _places(text: str, start: int, end: int, home: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every place between ``start`` and ``end`` that a part is about, with the name it goes by."""
    while match := _heads().search(text, start, end):
        place = _place(match, home)
        start = match.end() if place is not None else match.start(match.lastgroup or 0) + 1
        if place is not None:
            yield match, place


def _place(match: re.Match[str], home: str) -> str | None:
    kind, words = match.lastgroup, re.sub(r"\s+", "", match[match.lastgroup or 0])
    if kind == "own" or _is_home(words, home):
        return home
    if kind in ("nation", "ours"):
        return NATION
    if kind == "world":
        return WORLD
    if kind == "core":
        return words if home.endswith("市") else None
    if kind == "zone" and not _is_named(words):
        return None
    return words


def _is_home(words: str, home: str) -> bool:
    """Whether a name means the document's own place: 白银, 白银市, 阿坝州 for 阿坝藏族羌族自治州, 甘肃省白银市."""
    bare = re.sub(r"[省市县州区盟]$|自治区$|自治州$", "", words)
    known = gazetteer.places().get(words)
    return (
        words == home
        or (len(bare) >= 2 and home.startswith(bare) and home != NATION)
        or (known is not None and known == gazetteer.places().get(home, Place("")))
        or words.endswith(home)
    )


def _is_named(words: str) -> bool:
    """Whether a run of zones names real ones (象州县、武宣县) and not kinds of places (建成区, 县级市)."""
    generic = lexicon.words("scope", "generic")
    stems = lexicon.words("scope", "generic_stems")
    endings = lexicon.words("scope", "zone_endings")
    for name in re.split("[、和及]", words):
        if name in gazetteer.places():
            continue
        ending = next((one for one in endings if name.endswith(one)), "")
        stem = name[: len(name) - len(ending)]
        if len(ending) == 1 and len(stem) > 4 and "市" not in stem:
            return False
        verb = any(len(word) > 1 and word in stem for word in lexicon.words("scope", "openers"))
        if not stem or verb or name in generic or any(word in stem for word in stems):
            return False
    return True


@cache
def _heads() -> re.Pattern[str]:
    """A place at the head of a part of a sentence: after a stop, an opener (在, 推进) or a time phrase."""
    table = lexicon.table("scope")

    def group(name: str, key: str) -> str:
        return rf"(?P<{name}>{lexicon.alternation(table[key])})"

    openers, movers = lexicon.alternation(table["openers"]), lexicon.alternation(table["movers"])
    guard = lexicon.alternation(table["nation_not_before"])
    zone = rf"[\u4e00-\u9fff]{{1,12}}?(?:{lexicon.alternation(table['zone_endings'])})"
    end = r"(?![场政民级值容域间块位别分辖占面委城乡内均县市区州旗段]|（[^）]{0,6}[市区县旗])"
    zones = rf"(?P<zone>(?:{zone}{end}[、和及])*{zone}{end})"
    nation = rf"(?P<nation>{lexicon.alternation(table['nation'])}|{_NATIONAL})"
    known = lexicon.alternation(gazetteer.places())
    several = rf"(?P<several>(?:(?:{known})[、和])+(?:{known})(?![市县区州旗、和及等·—-]))"
    cities = f"(?P<city>{known})(?![-—－~至到·]|[\u4e00-\u9fff]{{0,3}}[市县区州旗盟岛港路河江湖山、和及])"
    return re.compile(
        rf"(?:(?<=[，。；：:;,\s])|(?<![\s\S])|(?<=[0-9０-９万亿千百余][{_COUNTED}]、)|(?<=[0-9０-９][%％]、)|(?:{movers}))\s*{_TIME}(?:{openers}){{0,3}}"
        rf"(?:{group('own', 'own')}|{nation}(?!{guard})|{group('world', 'world')}(?!{guard})|"
        rf"{group('foreign', 'foreign')}|{group('named', 'named')}(?!{lexicon.alternation(table['named_not_before'])})|"
        rf"{group('core', 'core_areas')}|{zones}|{several}|{cities})|(?<![居占在位为])(?P<ours>我国)(?!{guard})"
    )
