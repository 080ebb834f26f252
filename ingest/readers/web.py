"""Web pages (HTML): the article of a government page, without its navigation; what the page says of it as facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from ingest.draft import Draft
from ingest.errors import NoText
from ingest.headings import compact
from ingest.model import Furniture
from ingest.paragraphs import MARKER, ended
from ingest.readers import ReadOptions
from ingest.readers.flowing import Flow, PlainCell, kind_of
from ingest.readers.web_page import article_of, decode, lists, parse
from ingest.readers.web_words import Article, Paragraph, tidy
from ingest.references import DOC_NUMBER

READER = "html/3"
Part = Paragraph | list[PlainCell]
TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:arti(?:cle)?|news|info|con(?:tent)?|xx|detail|main|wz)?[_-]?(?:tit(?:le)?|bt)(?:$|[\s_\d-])", re.I
)
SITE = re.compile(
    r"\s*(?:[_|—]|-{1,2}|–)\s*[^_|]{0,20}(?:网|网站|门户|政府|委员会|厅|局|部|中心|频道|公开|文件|政策|专栏|首页)\s*$"
)
FACT = re.compile(
    r"((?:[\u4e00-\u9fff][ \u3000]*){2,6})[：:]\s*([^：:|｜]{1,80}?)(?=$|[ \u3000]+[\u4e00-\u9fff]{2,8}[：:]|[|｜])"
)


def draft(data: bytes, options: ReadOptions) -> Draft:
    """Reads a web page; WrongType for what is none, NoText for a page whose words a script would put in."""
    root = parse(decode(data))
    told = dict(_metas(root))
    titles = [title for title in _titles(root, told) if title]
    element, outside = article_of(root)
    article = Article()
    article.walk(element)
    article.flush()
    parts, furniture, facts = _sorted_out(article.parts)
    if not parts:
        raise NoText(
            "网页中没有正文", remedy="正文可能由脚本生成或是附件；请在浏览器中打开，另存为 PDF 或下载附件后再添加"
        )
    facts = {**dict(_labelled(outside)), **facts}
    flow, title = _written(parts, [facts.get("Title", ""), *titles])
    info = {**told, **facts, **({"Title": title} if title else {})}
    left = dict.fromkeys((*furniture, *(line for line in outside if _is_furniture(line))))
    return Draft(
        (),
        tuple(flow.units),
        READER,
        tuple(Furniture("side", line, 1) for line in left),
        tuple(sorted((key, value) for key, value in info.items() if value)),
    )


def _metas(root: Any) -> Iterator[tuple[str, str]]:
    """What the page's meta tags say (ArticleTitle, PubDate, ContentSource …), by our own names."""
    names = lists()["metas"]
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        value = tidy(meta.get("content") or "")
        if name in names and value:
            yield names[name], value


def _titles(root: Any, told: dict[str, str]) -> Iterator[str]:
    """What may be the article's title, the surest first."""
    yield told.get("Title", "")
    heads = [_words(item) for item in root.iter("h1")]
    yield from [head for head in heads if len(head) >= 5][:2]
    for item in root.iter("div", "p", "h2", "h3", "td", "span"):
        if TITLE_CLASS.search(item.get("class") or item.get("id") or ""):
            words = _words(item)
            if 8 <= len(words) <= 120:
                yield words
    for whole in [told.get("PageTitle", ""), *(_words(item) for item in root.iter("title"))]:
        words = whole
        while (shorter := SITE.sub("", words)) != words and len(shorter) >= 5:
            words = shorter
        yield words.split("_")[0].strip()


def _words(element: Any) -> str:
    return tidy("".join(element.itertext()).replace("\n", "\x01"))


def _sorted_out(parts: Sequence[Part]) -> tuple[list[Part], list[str], dict[str, str]]:
    """The article's own parts; lines that belong to the page; and what tables of facts (索引号、发文字号…) say."""
    kept: list[Part] = []
    furniture: list[str] = []
    facts: dict[str, str] = {}
    for part in parts:
        if isinstance(part, list):
            found = dict(_facts(part))
            worded = ["".join(cell.lines) for cell in part if any(cell.lines)]
            if len(found) >= 3 or (found and len(found) >= 0.4 * len(worded)):
                facts = {**found, **facts}
                furniture.append(" ".join(worded))
            else:
                kept.append(part)
        elif _is_furniture(part.text):
            furniture.append(part.text)
            facts = {**dict(_labelled([part.text])), **facts}
        else:
            kept.append(part)
    return kept, furniture, facts


@cache
def _furniture_line() -> re.Pattern[str]:
    tokens = "|".join(f"(?:{line})" for line in lists()["lines"])
    return re.compile(rf"(?:{tokens})")


def _is_furniture(text: str) -> bool:
    """Whether a line belongs to the page and not to the article (字号、打印、分享、来源 …)."""
    text = text.strip()
    if not text or len(text) > 160 or text.endswith("。"):
        return False
    words = re.sub(r"(?<=[\]】）)])(?=[\[【（(])", " ", re.sub(r"[|｜•]", " ", text)).split()[:40]
    reached = [True] + [False] * len(words)
    for end in range(1, len(words) + 1):
        reached[end] = any(
            reached[start] and _furniture_line().fullmatch(" ".join(words[start:end])) for start in range(end)
        )
    return reached[-1]


def _facts(cells: Sequence[PlainCell]) -> Iterator[tuple[str, str]]:
    """The labels of a table of facts with the cell that follows each."""
    ordered = sorted(cells, key=lambda cell: (cell.row, cell.column))
    for cell in ordered:
        yield from _labelled(["".join(cell.lines)])
    for cell, following in zip(ordered, ordered[1:], strict=False):
        name, value = _label("".join(cell.lines)), "".join(following.lines)
        if name and value and following.row == cell.row and not _label(value):
            yield name, value


def _label(text: str) -> str:
    known: dict[str, str] = lists()["labels"]
    return known.get(compact(text).strip("：:[]【】"), "")


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Facts written as 发文字号：… in short lines, each name once."""
    found: dict[str, str] = {}
    for line in lines:
        for match in FACT.finditer(line):
            name = _label(match[1])
            if name:
                found.setdefault(name, match[2].strip())
    yield from found.items()


def _written(parts: Sequence[Part], titles: Sequence[str]) -> tuple[Flow, str]:
    """The parts as units, the title as one of them, whether the article opens with it or only the page names it."""
    flow = Flow()
    title, place, length = _title_in(parts, titles)
    if not title and not _opens_with_title(parts):
        title = next((words for words in titles if len(compact(words)) >= 5), "")
        flow.add("title", (title,))
    opening = True
    at = 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, list):
            flow.table(part)
            at += 1
            continue
        if length and at == place:
            flow.add(
                "title",
                [line for each in parts[at : at + length] if isinstance(each, Paragraph) for line in each.lines],
            )
            at += length
            continue
        group = _together(parts, at)
        _put(flow, group, opening)
        opening = opening and not any(ended(each.text) and len(each.text) > 25 for each in group)
        at += len(group)
    return flow, title


def _put(flow: Flow, group: Sequence[Paragraph], opening: bool) -> None:
    looks = group[0].looks
    lines = [line for each in group for line in each.lines]
    text = "".join(lines)
    kind = kind_of(text, bold=looks.bold, large=looks.large, centred=looks.centred, opening=opening)
    if looks.level and kind == "paragraph" and len(text) <= 60 and not ended(text):
        kind = "heading"
    flow.add(kind, lines, looks.level)


def _title_in(parts: Sequence[Part], titles: Sequence[str]) -> tuple[str, int, int]:
    """The first of the titles that stands among the first parts: with its place and over how many parts it goes."""
    for title in titles:
        wanted = compact(title)
        if len(wanted) < 5:
            continue
        for place in range(min(len(parts), 12)):
            words = ""
            for length, each in enumerate(parts[place : place + 6], 1):
                if isinstance(each, list):
                    break
                words += compact(each.text)
                if words == wanted:
                    return title, place, length
                if not wanted.startswith(words):
                    break
    return "", 0, 0


def _opens_with_title(parts: Sequence[Part]) -> bool:
    return any(
        isinstance(part, Paragraph)
        and (part.looks.centred and (part.looks.large or part.looks.bold))
        and len(compact(part.text)) >= 8
        for part in parts[:5]
    )


def _together(parts: Sequence[Part], at: int) -> list[Paragraph]:
    """The paragraphs from ``at`` on that make up one title: set in the middle, all in the same large or bold letters."""
    first = parts[at]
    if isinstance(first, list):
        return []
    group = [first]
    if not first.looks.centred or not (first.looks.bold or first.looks.large) or MARKER.match(first.text):
        return group
    for part in parts[at + 1 : at + 5]:
        if isinstance(part, list) or part.looks != first.looks or ended(group[-1].text):
            break
        if MARKER.match(part.text) or part.text[0] in "（(〔[" or DOC_NUMBER.fullmatch(compact(part.text)):
            break
        group.append(part)
    return group
