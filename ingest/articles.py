"""Journal articles (期刊论文): title, authors and journal facts from the lines before the abstract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest.headings import compact

_ABSTRACT: Final = re.compile(r"[【\[〔]?(?:内容)?(?:摘要|提要)[】\]〕]?[:：]?")
_SIGNS: Final = ("关键词", "中图分类号", "文献标识码", "文章编号", "作者简介", "基金项目", "参考文献")
_FIELD: Final = re.compile(
    r"[【\[〔]?(关键词|中图分类号|文献标识码|文章编号|作者简介|基金项目|DOI)[】\]〕]?[:：]\s*([^【\[〔]{1,160})"
)
_SURNAMES: Final = re.compile(r"[一-鿿]{2,4}(?:[，,、\s]+[一-鿿]{2,4})*\d?")
_NAMES: Final = {"关键词": "keywords", "中图分类号": "clc", "文献标识码": "code", "文章编号": "article_number", "作者简介": "about_authors",
                 "基金项目": "funding", "DOI": "doi"}  # fmt: skip


_RUNNING_HEAD: Final = re.compile(
    r"(?P<journal>[^，。]{2,30}?)\s*(?P<year>(?:19|20)\d\d)年\s*(?:第(?P<volume>\d+)卷)?\s*第(?P<issue>\d+)期"
    r"(?:[（(][^（）()]*[）)])?(?:\s*第?(?P<pages>\d+(?:[-—–~～]\d+)?)页)?"
)


@dataclass(frozen=True, slots=True)
class Article:
    """A journal article's own data: title, year ("" unknown → None) and the facts its citation needs."""

    title: str
    year: str | None
    facts: tuple[tuple[str, str], ...]


def find(lines: Sequence[str]) -> Article | None:
    """The article that the lines begin with; None when they have no abstract or too few of an article's signs."""
    at = next((n for n, line in enumerate(lines[:14]) if _ABSTRACT.match(compact(line))), None)
    if at is None or at == 0:
        return None
    whole = compact("".join(lines[:40]))
    if sum(sign in whole for sign in _SIGNS) == 0 and not re.search(r"\[\d{1,2}\]", "".join(lines)):
        return None
    running = next((found for line in lines[:at] if (found := _RUNNING_HEAD.match(line.strip()))), None)
    title, authors, affiliation = _head([line for line in lines[:at] if not _RUNNING_HEAD.match(line.strip())])
    facts = {"authors": authors, "affiliation": affiliation}
    if running:
        facts |= {key: words.replace("—", "-") for key, words in running.groupdict().items() if words}
    for line in lines[: at + 8]:
        for field in _FIELD.finditer(line):
            facts.setdefault(_NAMES[field[1]], field[2].strip())
    note = next((found for line in lines if (found := re.search(r"作者简介[】\]]?[:：]\s*(.+)", line))), None)
    if note and not facts["authors"]:
        facts["authors"] = "、".join(re.findall(r"(?:^|[;；。])\s*([一-鿿]{2,4})，", note[1]))
    issue = re.search(r"\(((?:19|20)\d\d)\)(\d{2})-(\d{4})", facts.get("article_number", ""))
    if issue:
        facts.setdefault("year", issue[1])
        facts.setdefault("issue", str(int(issue[2])))
        facts.setdefault("pages", str(int(issue[3])))
    return Article(title, facts.get("year"), tuple((key, words) for key, words in facts.items() if words))


def _head(lines: Sequence[str]) -> tuple[str, str, str]:
    """Title, authors and affiliation from the lines above the abstract."""
    title, authors, affiliation = "", "", ""
    for line in lines:
        words = line.strip()
        if re.fullmatch(r"[\d\s]*", words):
            continue
        if re.match(r"[（(].*(?:\d{6}|大学|学院|研究|中心)", words):
            affiliation = words.strip("（）()")
        elif title and _SURNAMES.fullmatch(words) and (" " in words or "，" in words or len(words) <= 4):
            authors = "、".join(re.findall("[一-鿿]{2,4}", words))
        elif not authors:
            title += compact(words)
    return title, authors, affiliation
