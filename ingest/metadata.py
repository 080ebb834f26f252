"""What a document says of itself (元数据): title, number, issuers, dates, kind, place, period and references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from ingest import articles, attribution, bodies, dates, gazetteer, issuers, references, titles
from ingest.headings import compact
from ingest.model import Block, Metadata, Place

_PLAN: Final = {"十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_SPAN: Final = re.compile(r"((?:19|20)\d\d)\s*(?:年)?\s*[-—–－―−‒~～至到]+\s*((?:19|20)\d\d)")
_EFFECTIVE: Final = re.compile(r"自(.{6,24}?)起(?:正式)?(?:施行|实施|执行|生效)")
_PUBLISHED: Final = re.compile(r"(?:发布|公布|发文|印发|成文)?(?:时间|日期)[：:]\s*(\S{6,20})")
_NEWS_DATE: Final = re.compile(r"新华社.{0,6}?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)电")
_ADOPTED: Final = re.compile(r"[（(]?((?:19|20)\d\d年\d{1,2}月\d{1,2}日)[^。]{0,60}?通过")
_UNTIL: Final = re.compile(
    r"有效期(?:为|至|到)?(?:(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|止)?|[一二三四五六七八九十\d]+\s*(?:年|个月))"
)
_RUN_TOGETHER: Final = re.compile(
    r"(?<=[0-9０-９一二三四五六七八九十]日)[ \u3000]*(?=[一-鿿“《（(])(?![起前后至内止以印发电通出的）)]|[（(]?星期)"
    r"|(?<=的通知|的公告|的公示)[ \u3000]*(?=各|有关|现将|厅机关|为)|(?<=。)[ \u3000]*(?=附件[：:])"
    r"|(?<=号[）)])[ \u3000]*(?=[一-鿿])"
)
_LAWS: Final = frozenset({"法", "条例"})


def describe(name: str, text: str, blocks: tuple[Block, ...], file_info: Mapping[str, str]) -> Metadata:
    """The metadata of a document called ``name`` (the file's stem); ``file_info`` holds what its file says (Title …).

    What the document states is taken first; where it names no issuer, one is inferred from its title and words and
    ``extra`` says so with ("issuers_basis", "inferred"), unless the file's own data name it (Issuer).
    """
    lines = [
        line for block in blocks if block.kind != "toc" for line in _lines(text[block.span.start : block.span.end])
    ]
    article = articles.find(lines)
    if article is not None:
        return Metadata(
            title=article.title,
            published_on=article.year,
            genre="论文",
            category="article",
            references=references.find(text, (article.title,)),
            extra=article.facts,
        )
    title = titles.find(name, lines, text, file_info.get("Title", ""))
    number = _number(lines, title)
    place = _place(name, text, lines, title, number)
    found, basis = attribution.attribute(text, lines, title, place)
    if basis != "stated" and (told := bodies.parse(file_info.get("Issuer", ""), place)):
        found, basis = told, "stated"
    genre = titles.genre_of(title.title)
    region = _region(found, place)
    category = _category(genre)
    if category == "report":
        found, basis = attribution.publishers(lines, title), "stated"
    return Metadata(
        title=title.title,
        doc_number=number,
        issuers=found,
        adopted_on=_adopted(lines),
        issued_on=_issued(lines, title, place) if category != "report" else None,
        published_on=_published(lines),
        effective_on=_effective(text),
        genre=genre,
        category=category,
        region=region,
        validity=_validity(title.title, lines, text),
        period=_period(title.title),
        references=references.find(text, (title.title, title.written, *_own_titles(title.written))),
        extra=tuple(_extra(lines, title, basis, category)),
    )


def _lines(words: str) -> list[str]:
    """The lines of a paragraph of a document's head or end that a reader may have run together."""
    if len(words) > 400 or "\t" in words:
        return [words]
    return _RUN_TOGETHER.sub("\n", words).split("\n")


def _own_titles(written: str) -> list[str]:
    return re.findall("[《«]([^《》«»]+)[》»]", written) if re.search("印发|发布|公布|出台", written) else []


def _number(lines: Sequence[str], title: titles.Title) -> str | None:
    """发文字号: on a line of its own near the head, or in brackets behind the title."""
    for at, line in enumerate(lines[: max(title.last + 3, 8)]):
        words = compact(line).translate(titles.WIDE)
        if found := references.DOC_NUMBER.fullmatch(words.strip("（）() ")):
            return _bracketed(found[0])
        if order := re.fullmatch(
            r"(?:中华人民共和国)?([^，。]{2,14}令)[（(]?(第\d{1,4}号)[）)]?",
            words + compact("".join(lines[at + 1 : at + 2])),
        ):
            return order[1] + order[2]
        heading = at < title.last or (title.written and words.startswith(compact(title.written)))
        behind = re.search(rf"[（(\[]({references.DOC_NUMBER.pattern})[）)\]]?$", words) if heading else None
        if behind:
            return _bracketed(behind[1])
    return None


def _bracketed(number: str) -> str:
    """A document number with the standard brackets 〔〕 whatever the printer used."""
    return re.sub(r"[〔﹝\[［【（(〈]((?:19|20)\d\d)年?[〕﹞\]］】）)〉]", r"〔\1〕", compact(number))


def _place(name: str, text: str, lines: Sequence[str], title: titles.Title, number: str | None) -> Place | None:
    """The place a document speaks from: by its title, its head, its number, its words; None for the nation."""
    head = compact(title.written or title.title)
    if re.match("中共中央|国务院|国家|全国|中华人民共和国", head):
        return None
    found = gazetteer.place_of(re.sub("[《〈«].*?[》〉»]", "", head)) or gazetteer.place_of(head)
    if found:
        return found
    for line in lines[: title.last + 2]:
        words = compact(line)
        if len(words) < 60 and not words.endswith(("：", ":")) and (found := gazetteer.place_of(words)):
            return found
    for _, _, names in issuers.signatures(lines[:80], None) + issuers.signatures(lines[-30:], None):
        if any(bodies.is_national(body) for body in names):
            return None
        for body in names:
            if found := gazetteer.place_of(body):
                return found
    if number and not _national_number(number) and number[0] in gazetteer.marks():
        return gazetteer.marks()[number[0]]
    return gazetteer.place_of(name) or _spoken_place(text)


def _national_number(number: str) -> bool:
    return any(number.startswith(mark) for body in gazetteer.bodies() for mark in body.marks)


def _spoken_place(text: str) -> Place | None:
    """The place named most in a text that says 我省 or 全市 of itself."""
    own = len(re.findall("我省|全省|省委|省政府|我市|全市|本市|市委|市政府|自治区党委", text))
    if own < 3:
        return None
    named = Counter(match[0] for match in gazetteer.place_pattern().finditer(text))
    if not named:
        return None
    best, count = named.most_common(1)[0]
    return gazetteer.places()[best] if count >= 2 and count >= 0.4 * named.total() else None


def _region(found: Sequence[str], place: Place | None) -> Place:
    """The jurisdiction: the nation when a national body issued, else the issuer's place, else the title's."""
    if any(bodies.is_national(name) for name in found):
        return Place()
    for name in found:
        own = gazetteer.place_of(name)
        if own is not None:
            if place is not None and own.province == place.province and place.city and not own.city:
                return place if "人民政府" not in name else own
            return own
    return place or Place()


def _issued(lines: Sequence[str], title: titles.Title, place: Place | None) -> str | None:
    """成文日期: the signature's, or that under the title in brackets."""
    for line in lines[: title.last + 2]:
        under = re.search(r"[（(]((?:19|20)\d\d年\d{1,2}月\d{1,2}日)[）)]$", compact(line))
        if under:
            return dates.find(under[1])[0].iso
    for _, at, _ in issuers.signatures(lines, place):
        found = dates.find(compact(lines[at]))
        if found:
            return found[-1].iso
    for line in [*lines[:30], *lines[-12:]]:
        words = compact(line)
        found = dates.find(words)
        if found and found[0].start == 0 and found[0].end >= len(words) - 1 and len(found[0].iso) == 10:
            return found[0].iso
    return None


def _published(lines: Sequence[str]) -> str | None:
    news = _NEWS_DATE.search(compact("".join(lines[-3:]))[-200:])
    if news:
        return dates.find(news[1])[0].iso
    for line in lines[-6:]:
        imprint = attribution.IMPRINT.search(compact(line))
        if imprint and (found := dates.find(imprint[2])):
            return found[0].iso
    for line in lines[:8]:
        told = _PUBLISHED.search(line)
        if told and (found := dates.find(told[1])):
            return found[0].iso
    return None


def _adopted(lines: Sequence[str]) -> str | None:
    found = _ADOPTED.search(compact("".join(lines[:8])))
    return dates.find(found[1])[0].iso if found else None


def _effective(text: str) -> str | None:
    for match in _EFFECTIVE.finditer(text):
        found = dates.find(compact(match[1]))
        if found and len(found[-1].iso) == 10:
            return found[-1].iso
    return None


def _extra(lines: Sequence[str], title: titles.Title, basis: str, category: str) -> Iterator[tuple[str, str]]:
    """What a citation may need beside the fields: how the issuer is known, the notice's own title, the cover's month."""
    if basis == "inferred":
        yield "issuers_basis", "inferred"
    if title.written and title.written != title.title:
        yield "notice", title.written
    for line in lines[title.last : title.last + 4]:
        words = compact(line)
        found = dates.find(words)
        if found and len(found[0].iso) == 7 and found[0].end == len(words) <= 40:
            yield "cover_date", found[0].iso
            break
    if category == "report":
        if publishers := attribution.publishers(lines, title):
            yield "publisher", "、".join(publishers)
        if year := re.search(r"(?:19|20)\d\d", title.title):
            yield "year", year[0]


def _category(genre: str) -> Literal["policy", "law", "report", "article", "other"]:
    if genre in ("白皮书", "蓝皮书", "报告"):
        return "report"
    return "law" if genre in _LAWS else "policy"


def _validity(title: str, lines: Sequence[str], text: str) -> str:
    """What the text says of its force: 征求意见稿, 试行, 暂行, 有效期…; "" when it says nothing."""
    head = compact("".join(lines[:6]))
    if re.search("征求意见稿|（草案|送审稿", head):
        return "征求意见稿"
    words = []
    if re.search("[（(]试行[）)]|试行办法", title):
        words.append("试行")
    elif "暂行" in title:
        words.append("暂行")
    until = _UNTIL.search(compact(text[-1500:]))
    if until:
        words.append(until[0])
    return "，".join(words)


def _period(title: str) -> tuple[int, int] | None:
    """The plan period that a title names: “十四五” → (2021, 2025); 2022—2024年 → (2022, 2024)."""
    words = compact(title).translate(titles.WIDE)
    span = _SPAN.search(words)
    if span and int(span[1]) < int(span[2]):
        return int(span[1]), int(span[2])
    plan = next((first for name, first in _PLAN.items() if name in words), None)
    if plan is not None:
        return plan, plan + 4
    year = re.search(r"((?:19|20)\d\d)年(?!版|第)", words)
    return (int(year[1]), int(year[1])) if year else None
