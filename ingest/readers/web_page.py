"""A web page (网页) before it is read: decoded, cleared of what is not its article, the article's element found."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from json import loads
from typing import Any

from ingest.errors import Damaged, TooLarge, WrongType
from ingest.readers.encodings import MARKS, decoded

DROPPED = {
    "script", "style", "noscript", "iframe", "frame", "form", "input", "select", "button", "textarea", "canvas", "svg",
    "object", "embed", "audio", "video", "nav", "template", "head", "map", "footer", "aside", "option", "label", "marquee",
    "rt", "rp", "datalist", "dialog",
}  # fmt: skip
HOLDERS = {
    "body", "div", "section", "article", "main", "table", "tbody", "tr", "td", "center", "font", "span", "ul", "li", "dl",
    "dd", "html",
}  # fmt: skip
STRUCK = {"del", "s", "strike"}
"""Words struck through: what they stood for is no longer said. A page of them is one whose tag was never closed."""
DEEPEST = 240
"""Tags inside each other; the parser drops the words below 255."""
ROLES = {"navigation", "banner", "contentinfo", "search", "complementary"}
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
WIDER = {
    "": (), "utf-8": ("utf-8-sig",), "utf8": ("utf-8-sig",), "utf-16": (), "utf-16le": (), "utf-16be": (), "unicode": (),
    "gb2312": ("gb18030",), "gbk": ("gb18030",), "x-gbk": ("gb18030",), "gb_2312-80": ("gb18030",),
    "big5": ("cp950", "big5hkscs"), "x-x-big5": ("cp950", "big5hkscs"), "big5-hkscs": ("big5hkscs",),
}  # fmt: skip
"""Encodings by the name that pages declare: what is really meant. A page that can say it is UTF-16 is not."""
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
TAG = re.compile(r"<\s*(?:!doctype|html|head|body|div|p|table|meta|h1|span|br|td)\b", re.I)
WORD = re.compile(r"[\u3400-\u9fff\w]")


@cache
def lists() -> Any:
    """The names and words of ``web_furniture.json``."""
    return loads(files("ingest.readers").joinpath("web_furniture.json").read_text(encoding="utf-8"))


def decode(data: bytes) -> str:
    """The page's characters: by its mark, by what it declares, else in the likeliest encoding; WrongType when in none."""
    if data.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or b"\x00\x00\x00\x00" in data[:4096]:
        raise WrongType("内容是二进制数据，不是网页")
    told = CHARSET.search(data[:8192])
    name = told[1].decode("ascii", "replace").lower() if told and data[:2] not in MARKS else ""
    for declared in WIDER.get(name, (name,)):
        try:
            return _checked(data.decode(declared))
        except (UnicodeDecodeError, LookupError):
            continue
    text = decoded(data)
    if text is not None:
        return _checked(text)
    for declared in ("utf-8", "gb18030", *WIDER.get(name, ())[:1]):
        text = data.decode(declared, "replace")
        if text.count("\ufffd") <= len(text) / 500:
            return _checked(text)
    raise WrongType("网页的文字编码无法识别", remedy="请在浏览器中打开网页，另存为 UTF-8 编码的网页或 PDF 后再添加")


def _checked(text: str) -> str:
    if not TAG.search(text):
        raise WrongType("不是网页", remedy="纯文本请用 .txt 扩展名")
    return text


def parse(text: str) -> Any:
    """The tree of a page; Damaged when nothing can be made of it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    cleared = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", text)
    try:
        root = etree.fromstring(cleared.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged("网页无法解析", remedy="请重新下载该网页") from error
    if root is None:
        raise Damaged("网页是空的", remedy="请重新下载该网页")
    depth = {root: 1}
    for element in root.iter():
        for child in element:
            depth[child] = depth[element] + 1
    if max(depth.values()) > DEEPEST:
        raise TooLarge("网页标签嵌套过深", remedy="请在浏览器中打开网页，另存为 PDF 后再添加")
    return root


def article_of(root: Any) -> tuple[Any, list[str]]:
    """The element that holds the article, cleared of furniture, and the words of the page outside it.

    A container with a name known from government sites is taken first; otherwise the smallest element that holds
    three quarters of the words outside links, going down from the whole page.
    """
    weights = _weights(root)
    whole = weights.get(root, 0)
    for element in [item for item in root.iter() if isinstance(item.tag, str)]:
        weight = weights.get(element, 0)
        most = 0.2 if element.tag in STRUCK else 0.6 if _furniture(element) else 0.0
        if element.tag in DROPPED or weight < most * whole:
            _drop(element)
    weights = _weights(root)
    whole = weights.get(root, 0)
    chosen = _named(root, weights, whole)
    element = chosen if chosen is not None else _heaviest(root, weights)
    inside = {id(item) for item in element.iter()}
    outside = [
        words
        for item in root.iter("p", "li", "td", "span", "h1", "h2", "div", "dd", "b", "strong")
        if id(item) not in inside and (words := " ".join("".join(item.itertext()).split())) and len(words) <= 200
    ]
    return element, outside


def _furniture(element: Any) -> bool:
    if element.tag in DROPPED or (element.get("role") or "").lower() in ROLES or element.get("hidden") is not None:
        return True
    if HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in ("html", "body"):
        return False
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    if not named.strip():
        return False
    words = {word.lower() for word in re.split(r"[\s_\-]+|(?<=[a-z])(?=[A-Z])|\d+", named) if word}
    return bool(words & _parts()) or any(name.lower() in _parts() for name in named.split())


@cache
def _parts() -> frozenset[str]:
    return frozenset(lists()["parts"])


def _drop(element: Any) -> None:
    """Takes an element out of its tree and keeps the words behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _weights(root: Any) -> dict[Any, int]:
    """How many letters, figures and Han characters outside links each element holds."""
    weights: dict[Any, int] = {}
    for element in reversed([item for item in root.iter() if isinstance(item.tag, str)]):
        own = 0 if element.tag in DROPPED else len(WORD.findall(element.text or ""))
        for child in element:
            own += weights.get(child, 0) + len(WORD.findall(child.tail or ""))
        weights[element] = 0 if element.tag in ("a", "script", "style") else own
    return weights


def _named(root: Any, weights: dict[Any, int], whole: int) -> Any:
    names = set(lists()["content"])
    found = [
        element
        for element in root.iter()
        if weights.get(element, 0) and ({element.get("id"), *(element.get("class") or "").split()} & names)
    ]
    best = max(found, key=lambda element: weights[element], default=None)
    return best if best is not None and weights[best] >= 0.25 * whole else None


def _heaviest(root: Any, weights: dict[Any, int]) -> Any:
    """Down from the root while one child holds three quarters of the words and is no paragraph or table of data."""
    element = root
    while True:
        children = [child for child in element if child in weights and child.tag in HOLDERS]
        best = max(children, key=lambda child: weights[child], default=None)
        if best is None or weights[best] < 0.75 * max(weights[element], 1) or is_data(best):
            return element
        if any(_is_prose(child) for child in element if child is not best):
            return element
        if best.tag in ("span", "font", "li", "dd") and not any(child.tag in HOLDERS | {"p"} for child in best):
            return element
        element = best


def _is_prose(element: Any) -> bool:
    """Whether an element is a paragraph of sentences, as those of an article are."""
    words = "".join(element.itertext()) if element.tag == "p" else ""
    return "。" in words and len(WORD.findall(words)) >= 25


def is_data(element: Any) -> bool:
    """Whether a table holds data and does not merely arrange the page: rows of cells without a table or prose inside."""
    if element.tag != "table" or element.find(".//table") is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    worded = [[cell for cell in row if "".join(cell.itertext()).strip()] for row in rows]
    wide = [row for row in worded if len(row) >= 2]
    if len(wide) >= 2:
        return True
    prose = any("".join(cell.itertext()).count("。") > 4 for row in worded for cell in row)
    heads = [row for row in worded if len(row) == 1]
    return len(wide) == 1 and not prose and (len(worded[0]) >= 2 or all(_spans(row[0]) for row in heads))


def _spans(cell: Any) -> bool:
    """Whether a cell goes over several columns, as the title or a note of a table does."""
    return (cell.get("colspan") or "1").strip() not in ("0", "1")
