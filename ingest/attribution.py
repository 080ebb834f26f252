"""To whom a document is owed (发文机关归属): who is stated to have issued it, else who most likely did, and which of the two."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, Literal

from ingest import bodies, gazetteer, issuers, titles
from ingest.headings import compact
from ingest.model import Place

IMPRINT: Final = re.compile(
    r"(.{3,40}?)[，\s]*((?:19|20|１９|２０)[0-9０-９]{2}(?:年[0-9０-９]{1,2}月[0-9０-９]{1,2})?日)印发"
)
_EXPLAINED: Final = re.compile(r"由(.{3,40}?)(?:负责|会同.{2,30}负责)(?:本.{2,4}的)?解释")
_NEWS_ISSUERS: Final = re.compile(r"(?:近日|日前)?，?(.{3,120}?)(?:近日|日前)?(?:联合)?(?:印发|出台|发布|制定)了?[《«]")
_LED: Final = re.compile(
    r"(?:^|[。；\n，])((?:国家|中国|住房|工业|生态|自然|交通|农业|科学|科技)[一-鿿、]{2,24}?)(?:要|将|负责|应)?(?:加强|牵头|会同|统筹)"
)
_LAWS: Final = frozenset({"法", "条例"})
_RULES: Final = _LAWS | {"办法", "规定", "细则", "规则", "决定"}


def attribute(
    text: str, lines: Sequence[str], title: titles.Title, place: Place | None
) -> tuple[tuple[str, ...], Literal["stated", "inferred", ""]]:
    """The issuers of a document and whether its words state them; ``place`` is where it speaks from, None for the nation."""
    named = issuers.of_title(title.written, place)
    signed = next((names for _, _, names in issuers.signatures(lines, place)), ())
    stated = bodies.merged((*named, *signed))
    if stated:
        return stated, "stated"
    for names in (
        issuers.of_masthead(lines, place),
        _cover(lines, title, place),
        _imprint(lines, place),
        _announced(text, place),
    ):
        if names:
            return names, "stated"
    if titles.genre_of(title.title) in _RULES and (names := issuers.of_adoption(lines[title.last : title.last + 3])):
        return names, "stated"
    proposed = re.search(r"(?:本(?:文件|标准)由(.{3,24}?)提出|\n(.{3,24}?)\s*发布)[。\n]", text)
    if proposed and (names := bodies.parse((proposed[1] or proposed[2]).removeprefix("中华人民共和国"), None)):
        return names, "stated"
    explained = _EXPLAINED.search(text)
    if explained and (names := bodies.parse(explained[1], place)):
        return names, "stated"
    inferred = _inferred(text, title, place)
    return inferred, "inferred" if inferred else ""


def _cover(lines: Sequence[str], title: titles.Title, place: Place | None) -> tuple[str, ...]:
    """The body that a cover names under the title: 天津市发展和改革委员会 2021年12月."""
    for line in lines[title.last : title.last + 3]:
        words = re.sub(
            r"(?:19|20)\d\d年\d{1,2}月$|[二〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月$",
            "",
            compact(line),
        )
        if 4 <= len(words) <= 60 and (names := bodies.parse(words, place)):
            return names
    return ()


def _imprint(lines: Sequence[str], place: Place | None) -> tuple[str, ...]:
    for line in lines[-6:]:
        found = IMPRINT.search(compact(line))
        if found and (names := bodies.parse(re.sub("^.*[。，]", "", found[1]), place)):
            return tuple(re.sub("(?<=人民政府)办公[厅室]$|(?<=[厅局委部会])办公室$", "", name) for name in names)
    return ()


def _announced(text: str, place: Place | None) -> tuple[str, ...]:
    """Who issued a policy that a news item tells of: 近日，X、Y印发了《…》."""
    for sentence in re.split("[。\n]", text[:800])[:4]:
        found = _NEWS_ISSUERS.search(compact(sentence))
        if found:
            names = [body for part in re.split("[、，,]|联合|和", found[1]) for body in bodies.parse(part, place)]
            if names:
                return tuple(dict.fromkeys(names))
    return ()


def _inferred(text: str, title: titles.Title, place: Place | None) -> tuple[str, ...]:
    """The likeliest issuer where none is named: who leads by the text's own words, else who is in charge of its matter."""
    genre = titles.genre_of(title.title)
    if genre in _LAWS:
        if place is not None:
            return (f"{place.name}人民代表大会常务委员会",)
        return ("全国人民代表大会常务委员会" if genre == "法" else "国务院",)
    subject = _subject(title.title)
    if place is None:
        return _leaders(text) or (subject.national if subject else ())
    if subject is None or gazetteer.governments().search(title.title):
        return (f"{place.name}人民政府",)
    return tuple(dict.fromkeys(gazetteer.department(stem, place) for stem in subject.local))


def _subject(title: str) -> gazetteer.Subject | None:
    """The field of work that a title names first."""
    found = [
        (match.start(), place)
        for place, subject in enumerate(gazetteer.subjects())
        if (match := subject.words.search(title))
    ]
    return gazetteer.subjects()[min(found)[1]] if found else None


def _leaders(text: str) -> tuple[str, ...]:
    """The national bodies that the text itself puts in charge: 国家发展改革委、国家能源局牵头…, 我部会同…."""
    found = Counter[str]()
    for match in _LED.finditer(text):
        for body in bodies.parse(match[1], None):
            if bodies.is_national(body):
                found[body] += 1
    if not found:
        return ()
    best = found.most_common(1)[0][1]
    return tuple(body for body, count in found.items() if count == best)[:2]


def publishers(lines: Sequence[str], title: titles.Title) -> tuple[str, ...]:
    """The bodies on the cover of a report: the short lines between its title and what follows."""
    found: list[str] = []
    for line in lines[title.last : title.last + 8]:
        words = compact(line)
        if not 3 <= len(words) <= 30 or re.search(r"[。，：；\d]|目录|声明|前言|序言", words):
            break
        found.append(words)
    return tuple(found)
