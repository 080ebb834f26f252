"""Headings and items (标题与序号项) found at the heads of paragraphs, before they are put into a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest import numerals
from ingest.model import Block, Document
from ingest.schemes import APPENDIX, BOX, CAPTION, NAMED_HEADINGS, MarkerKind, Scheme

UNNUMBERED: Final = "unnumbered"
RUN_IN: Final = "unnumbered_run_in"
NAMED: Final = "named"
PART: Final = "part"
BOXED: Final = "box"
TABLE: Final = "caption"

_STOPS: Final = "。！？!?"
_SPACED: Final = re.compile(r"(?<=[一-鿿])[ \u3000\xa0]+(?=[一-鿿])")
_WHITE: Final = re.compile(r"\s+")
_TIME_FIRST: Final = re.compile(r"\s*(?:到|至|自|截至)?\s*(?:[12]\d{3}\s*年|“?十[三四五六]五”?(?:期间|时期|末))")
_AMOUNT: Final = re.compile(r"\d\s*(?:[%％‰]|个?百分点|万|亿|千瓦|吨|公顷|平方|公里|立方)")
_RUN_IN_TITLE: Final = 42
_STANDALONE_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Head:
    """A marker or heading at ``start`` of block ``block``; ``end`` is where its words (label and title) end.

    ``kind`` is a ``MarkerKind.name`` or one of this module's names; ``number`` its place among its like (0 when none).
    ``alone``: nothing but the heading stands in its paragraph.
    """

    block: int
    start: int
    end: int
    kind: str
    rank: int
    number: tuple[int, ...]
    label: str
    title: str
    alone: bool


def tidy(words: str) -> str:
    """A heading's words without white space inside spread-out words (总　则 → 总则), else with single blanks."""
    words = _WHITE.sub(" ", words.strip())
    parts = words.split(" ")
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        return "".join(parts)
    return words


def numbered(text: str, start: int, end: int, block: int, scheme: Scheme) -> Head | None:
    """The marker with which ``text[start:end]`` begins, with its title, or None."""
    for kind in scheme.kinds:
        found = kind.pattern.match(text, start, end)
        if found is None:
            continue
        number = _number(found, kind)
        if number is None:
            continue
        title_start = found.end()
        title, stop, alone = _title(text, title_start, end, kind, scheme)
        label = _WHITE.sub("", found["label"])
        return Head(block, found.start("label"), stop, kind.name, kind.rank, number, label, title, alone)
    return None


def _number(found: re.Match[str], kind: MarkerKind) -> tuple[int, ...] | None:
    groups = found.groupdict()
    try:
        if groups.get("s"):
            return (numerals.ordinal(groups["s"]),)
        words = _WHITE.sub("", groups["n"])
        if kind.name == "decimal":
            return tuple(int(part) for part in re.split("[.．]", words))
        first = numerals.ordinal(words)
        second = groups.get("m")
        return (first, numerals.ordinal(second)) if second else (first,)
    except ValueError:
        return None


def _title(text: str, start: int, end: int, kind: MarkerKind, scheme: Scheme) -> tuple[str, int, bool]:
    """Title, where it ends, and whether it fills its paragraph."""
    body = text[start:end]
    lead = len(body) - len(body.lstrip())
    if kind.name == "article":
        return _article_title(body, start, end)
    words = body.strip()
    stop = next((place for place, sign in enumerate(body) if sign in _STOPS), -1)
    if stop < 0 and len(words) <= _STANDALONE_TITLE and not re.search("[；;]", words) and not _is_item(words):
        words = words.rstrip("：:")
        return tidy(words), start + lead + len(words) if words else start, True
    if not scheme.run_in and not kind.structural:
        return "", start, False
    if stop >= 0 and stop - lead <= _RUN_IN_TITLE and _is_title(body[:stop]):
        return tidy(body[:stop]), start + stop, not body[stop + 1 :].strip()
    colon = re.match(r"\s*([^。；：:，,]{2,20})[：:]", body)
    if colon and _is_title(colon[1]) and body[colon.end() :].strip():
        return tidy(colon[1]), start + colon.end(1), False
    return "", start, False


def _article_title(body: str, start: int, end: int) -> tuple[str, int, bool]:
    """第一条 【目的和依据】… and 第一条（目的）… carry a title, other articles none."""
    found = re.match(r"\s*[【〔\[（(]\s*([^】〕\]）)。，；]{2,20})\s*[】〕\]）)]\s*", body)
    if found:
        return tidy(found[1]), start + len(found[0].rstrip()), False
    return "", start, False


def _is_item(words: str) -> bool:
    return bool(_TIME_FIRST.match(words) and _AMOUNT.search(words))


def _is_title(words: str) -> bool:
    return not _TIME_FIRST.match(words) and not re.search("[；;：]", words) and not _AMOUNT.search(words)


def special(text: str, start: int, end: int, block: int) -> Head | None:
    """A heading with words of its own kind: 附件1, 专栏2, 表3, 前言."""
    length = end - start
    if NAMED_HEADINGS.fullmatch(text, start, end):
        words = text[start:end].strip().rstrip("：:")
        return Head(block, start, start + len(text[start:end].rstrip()), NAMED, 2, (), "", tidy(words), True)
    box = BOX.match(text, start, end)
    if box and length <= 60 and "。" not in text[start:end]:
        return Head(block, box.start("label"), end, BOXED, 12, (), _WHITE.sub("", box["label"]), tidy(text[box.end() : end]), True)
    caption = CAPTION.match(text, start, end)
    if caption and length <= 60 and not re.search("[。；，]", text[start:end]):
        label = _WHITE.sub("", caption["label"])
        return Head(block, caption.start("label"), end, TABLE, 13, (), label, tidy(text[caption.end() : end]), True)
    return None


def appendix(text: str, start: int, end: int, block: int) -> Head | None:
    """The head of an appendix (附件1 …), not the list of appendices at the end of a notice."""
    found = APPENDIX.match(text, start, end)
    if found is None or end - start > 80:
        return None
    rest = text[found.end() : end].strip()
    if re.search("[。；]", rest) or (found["stop"].strip() in ("：", ":") and rest):
        return None
    if not found["n"] and rest and not re.match("[：:]", found["stop"]):
        return None
    label = _WHITE.sub("", found["label"])
    if label in ("附", "附表", "附图"):
        return None
    return Head(block, found.start("label"), end, PART, -1, (), label, tidy(rest), True)


def contents(document: Document) -> frozenset[int]:
    """The blocks of a table of contents (目录): it names headings and holds no text of its own."""
    found = {place for place, block in enumerate(document.blocks) if block.kind == "toc"}
    text = document.text
    words = [compact(text[block.span.start : block.span.end]) for block in document.blocks]
    for place, line in enumerate(words):
        if place in found:
            continue
        if line in ("目录", "目次", "图表目录", "表目录", "图目录"):
            found.update(_contents_after(words, place))
        elif re.search(r"[….·]{6,}\d{1,3}$", line) or len(re.findall(r"[….·]{5,}", line)) >= 3:
            found.add(place)
    return frozenset(found)


def _contents_after(words: Sequence[str], place: int) -> Iterator[int]:
    yield place
    first = ""
    for at in range(place + 1, len(words)):
        entry = re.sub(r"[….·\-—]*\d*$", "", words[at])
        if "。" in entry or (first and entry == first and words[at] == entry) or len(entry) > 60:
            return
        if not re.search(r"\d$", words[at]) and entry not in (re.sub(r"[….·\-—]*\d*$", "", later) for later in words[at + 1 :]):
            return
        first = first or entry
        yield at


def compact(words: str) -> str:
    return _WHITE.sub("", words)


def unnumbered(document: Document, place: int, block: Block) -> Head | None:
    """A heading without a number: a block that the reader took for one, or a short line that stands like one."""
    text = document.text
    start, end = block.span.start, block.span.end
    words = text[start:end].strip()
    if block.kind not in ("heading", "paragraph") or not 2 <= len(words) <= 30 or words[-1] in "。；：，、,;:.）)”":
        return None
    if not re.search("[一-鿿]{2}", words) or re.search("[。；，\t]", words) or words[0] in "——-●·•*[（(“":
        return None
    return Head(block=place, start=start, end=end, kind=UNNUMBERED, rank=12, number=(), label="", title=tidy(words), alone=True)


def run_in(document: Document, place: int, block: Block) -> Head | None:
    """供应能力。到2025年…: a paragraph whose short first sentence is its title."""
    text = document.text
    start, end = block.span.start, block.span.end
    stop = text.find("。", start, end)
    words = text[start : stop if stop > 0 else start].strip()
    if block.kind != "paragraph" or not 2 <= len(words) <= 28 or not text[stop + 1 : end].strip() or not _is_title(words):
        return None
    if words[0] in "——-●·•*[（(“" or words.count("，") > 2:
        return None
    return Head(place, start, stop, RUN_IN, 14, (), "", tidy(words), False)
