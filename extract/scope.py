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
_NATIONAL: Final = (
    r"(?:我们)?国家(?=“?(?:到|在)?20\d\d年|力争|争取|二氧化碳|碳排放|碳达峰|碳中和"
    r"|(?:承诺|宣布|提出|要求|明确|规定|确定)了?，?(?:到|在)?20\d\d年)"
)
_PLEDGE: Final = (
    r"(?:(?<=落实)|(?:党中央|国务院|中央)(?:作出|提出|确定|关于)?了?的?)"
    r"“?(?P<pledge>2030年前(?:实现)?碳达峰|2060年前(?:实现)?碳中和)"
    r"|(?:总书记|主席|总理)[^。；，“]{0,16}[出示布诺][了的]?(?P<vow>“)(?=二氧化碳|碳)"
)
"""The nation's goals by their years, which others carry out (是落实2030年前碳达峰、2060年前碳中和目标的关键时期), and as vowed."""
_LASTING: Final = ("own", "nation", "ours", "world", "foreign")
_PLEDGED: Final = ("pledge", "vow")
_COUNTED: Final = "0-9%％个家座项处台亩吨人户里顷辆套件米时元）)"
_FIGURE: Final = re.compile(r"\d|百分之|全部|全覆盖")
_OTHERS: Final = ("其余", "其他", "其它")
_SAYS: Final = re.compile(r"(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){4}")
_PARTS: Final = re.compile(r"([，；])")
_PUT_FORWARD: Final = re.compile(
    r"(?:等[\u4e00-\u9fff]{0,4})?为(?:重点|示范|试点|核心|主|中心|引领|依托|龙头|载体|支撑|样板|基础)"
)
_OWN_SUBJECT: Final = re.compile(
    r"(?P<noun>[\u4e00-\u9fff]{4,}?)(?:达到|达|提升至|提高到|不低于|不少于|不高于|降至|下降|降低|控制在|占|超过|保持|稳定|维持)"
)


class Scopes:
    """The jurisdictions (全国, 上海市, 欧盟, 临港新片区 …) that the targets of a document bind.

    Asked in the order of the text, it reads every sentence of a paragraph once: what the sentences before were about
    is kept and only carried on.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._homes = {"": home_of(document)}
        self._before = _Before(-1, 0, 0, 0)

    def home(self, clause: Clause) -> str:
        """The place that a clause speaks for when it says nothing else: its document's, or that of its part's own title."""
        if clause.part not in self._homes:
            region = self._document.metadata.region.name
            self._homes[clause.part] = _titled(clause.part, region) or self._homes[""]
        return self._homes[clause.part]

    def of(self, clause: Clause, sentence: Span, metric: Span | None = None) -> str:
        """Whose target stands in ``sentence``, the whole of it; no place is looked for after ``metric``, the indicator."""
        end, home = metric.end if metric is not None else sentence.end, self.home(clause)
        found = _last(self._document.text, sentence.start, max(end, sentence.start + 1), home)
        if found is not None:
            return found
        return self._carried(clause, sentence.start, home) or _of_heading(clause, home) or home

    def _carried(self, clause: Clause, end: int, home: str) -> str | None:
        """What the paragraph's sentences up to ``end`` were about, when that was the nation, the world or a foreign party."""
        text, before = self._document.text, self._before
        if before.clause != clause.span.start or end < before.end:
            before = _Before(clause.span.start, clause.span.start, clause.span.start, clause.span.start)
        start = text.rfind("\n", before.end, end) + 1
        if start:
            before = _Before(before.clause, start, start, start)
        for match, place in _places(text, before.next, end, home):
            before.next = match.end()
            if place == home:
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
_ABOUT: Final = re.compile(
    r"^(?:(?:关于|印发|发布|推动|推进|支持|加快|“?十[三四五六]五”?(?:时期|期间)?|20\d\d年度?)|[《“])*"
)
_AREA: Final = re.compile(
    r"(?:新区|新片区|自贸区|试验区|示范区|合作区|开发区|高新区|经开区|自由贸易港|生态城|科学城|新城|生态岛|群岛|经济带|流域|[区县旗])$"
)
_EPITHET: Final = re.compile(r"(?<=..)(?:世界级|国家级|国际|世界一流|现代化).*$")
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
    """The place that a document speaks for when it says nothing else: the zone or county that its title is about
    (东岭县…行动方案, 滨湖新区…规划), else its city, its province, or the nation."""
    region = document.metadata.region.name
    return _titled(document.metadata.title, region) or region


def _titled(title: str, region: str) -> str | None:
    """The zone, county or named region that a title is about, behind the name of its ``region``; None when it is none."""
    words = re.sub(r"\s+", "", title)
    start = _ABOUT.match(words).end()  # type: ignore[union-attr]
    if region != NATION:
        start += next((len(one) for one in (region, region[:-1]) if len(one) > 1 and words.startswith(one, start)), 0)
    for match, place in _places(words[start:], 0, min(len(words) - start, 24), region):
        own = match.lastgroup in ("named", "zone") and match.start(match.lastgroup) == 0 and _AREA.search(place)
        return _EPITHET.sub("", place) if own else None
    return None


def named_in(title: str) -> str | None:
    """The named region (长江经济带, 黄河流域) that a title is about, None when it names none at its head."""
    names = lexicon.words("scope", "named")
    words = re.sub(r"^(?:表|专栏)\s*\d+(?:[-—]\d+)?\s*", "", title)
    return next((name for name in names if words.startswith(name)), None)


def named_by(name: str, home: str) -> str | None:
    """The place that an indicator's name begins with (海南岛自然岸线保有率 → 海南岛), None when it begins with none."""
    match = _heads().match(name)
    return _place(match, home) if match is not None and match.start(match.lastgroup or 0) == 0 else None


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

    A zone whose own part holds a figure passes to a following part only when that part has no subject of its own, or
    goes through substances (细颗粒物浓度下降20%，臭氧浓度下降5%); after a semicolon only to a part without a subject.
    """
    found: str | None = None
    since, lasting, worked = start, False, False
    for match, place in _places(text, start, end, home):
        if match.lastgroup not in _LASTING and (_is_work(text, match, end) or _is_model(text, match)):
            continue
        if match.lastgroup == "several" and "，" in text[match.end() : end]:
            continue
        if match.lastgroup == "pledge" and "，" in text[match.end() : end]:
            continue
        found, since, lasting, worked = place, match.end(), match.lastgroup in _LASTING, _is_worked(match)
    if found is None or lasting:
        return found
    told, *rest = _PARTS.split(text[since:end])
    if worked and len(rest) > 2 and _OWN_SUBJECT.search(rest[-1]):
        return None
    measured = _measured(told)
    for sign, part in zip(rest[::2], rest[1::2], strict=True):
        if part.startswith(_OTHERS) or (sign == "；" and _SAYS.search(re.sub(_TIME, "", part))):
            return None
        if _FIGURE.search(told) and _OWN_SUBJECT.search(part) and (not measured or _measured(part) != measured):
            return None
        told = part
    return found


def _measured(part: str) -> str:
    """浓度 or 排放 where a part speaks of how much of a substance there is: a place goes on through such parts; else ""."""
    subject = _OWN_SUBJECT.search(part)
    found = re.search(r"(浓度|排放)(?:总?量)?$", subject["noun"]) if subject else None
    return found[1] if found else ""


def _is_model(text: str, match: re.Match[str]) -> bool:
    """Whether the place is only put forward (以江北区、临山县为重点，…): the figures that follow are not its own."""
    opener = match.group()[: match.start(match.lastgroup or 0) - match.start()].strip()
    return opener.endswith("以") and _PUT_FORWARD.match(text, match.end()) is not None


def _is_work(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the place only names a work of its own clause (实施朔州市…工程，…): what follows the comma is not about it."""
    told, comma, _ = text[match.end() : end].partition("，")
    return (
        bool(comma)
        and _is_worked(match)
        and not _FIGURE.search(told)
        and (
            match.lastgroup == "several"
            or re.search(
                r"(?:工程|项目|试点|制度|机制|方案|评价|管控|体系|经验|做法|模式|设施|处理厂|电站|电厂|平台)等?$",
                told.strip(),
            )
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
    if kind in ("within", "joint"):
        return words
    if kind == "own" or _is_home(words, home):
        return home
    if kind in ("nation", "ours", *_PLEDGED):
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
    names = re.split("[、和及]", words)
    for name in names:
        if name in gazetteer.places():
            continue
        ending = next((one for one in endings if name.endswith(one)), "")
        stem = name[: len(name) - len(ending)]
        if len(ending) == 1 and len(stem) > 4 and "市" not in stem:
            return False
        verb = any(len(word) > 1 and word in stem for word in lexicon.words("scope", "openers"))
        short = (
            len(names) > 2 and len(stem) == 2
        )  # among others a name like 城阳区 is one, though 城 speaks of no place
        if not stem or verb or name in generic or any(word in stem for word in stems if not short or len(word) > 1):
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
    company = "[\u4e00-\u9fff]{0,16}(?:公司|集团|大学|学院|研究院|医院)"
    named, other_named = lexicon.alternation(table["named"]), "、[\u4e00-\u9fff]{2,6}(?:[、和]|等)"
    beside = lexicon.alternation(table["named_not_before"])
    zones = rf"(?P<zone>(?:(?:{zone}{end}|{named})[、和及])*{zone}{end})(?!{company})"
    nation = rf"(?P<nation>{lexicon.alternation(table['nation'])}|{_NATIONAL})"
    known = lexicon.alternation(gazetteer.places())
    core = lexicon.alternation((*table["core_areas"], *table["own_areas"]))
    within = rf"(?P<within>(?:{known})(?:{core}))(?![\u4e00-\u9fff]{{0,6}}(?:公司|街道))"
    joint = r"(?P<joint>[\u4e00-\u9fff]{1,3}[县区市](?:[、和][\u4e00-\u9fff]{2,3}){1,4}(?=[两二三四五\d]个[县区市]))"
    several = rf"(?P<several>(?:(?:{known})[、和])+(?:{known})(?![市县区州旗、和及等·—-]|{company}))"
    cities = f"(?P<city>{known})(?![-—－~至到·]|[\u4e00-\u9fff]{{0,3}}[市县区州旗盟岛港路河江湖山、和及]|{company})"
    return re.compile(
        rf"(?:(?<=[，。；：:;,\s])|(?<![\s\S])|(?<=[0-9０-９万亿千百余][{_COUNTED}]、)|(?<=[0-9０-９][%％]、)|(?<=(?:左右|以上|以下|以内)、)|(?<=[：:的实出示诺布]“)|(?:{movers}))\s*{_TIME}(?:{openers}){{0,3}}"
        rf"(?:{group('own', 'own')}|{nation}(?!{guard})|{group('world', 'world')}(?!{guard})|"
        rf"{group('foreign', 'foreign')}|(?P<named>(?:(?:{named})[、和])*(?:{named})+)(?!{other_named}|{beside})|"
        rf"{within}|{joint}|{group('core', 'core_areas')}|{zones}|{several}|{cities})|(?<![居占在位为])(?P<ours>我国)(?!{guard})|{_PLEDGE}"
    )
