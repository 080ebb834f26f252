"""Headings and items (标题与序号项) recognised at the head of one paragraph, by its own words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest import numerals
from ingest.schemes import APPENDIX, BOX, CAPTION, NAMED_HEADINGS, MarkerKind, Scheme

UNNUMBERED: Final = "unnumbered"
RUN_IN: Final = "run_in"
NAMED: Final = "named"
PART: Final = "part"
TITLE: Final = "title"
DECLARED: Final = "declared"
BOXED: Final = "box"
TABLE: Final = "caption"

_STOPS: Final = "。！？!?"
_WHITE: Final = re.compile(r"\s+")
_TIME_FIRST: Final = re.compile(r"\s*(?:到|至|自|截至|截止)?\s*(?:[12]\d{3}\s*年|“?十[三四五六]五”?(?:期间|时期|末))")
_AMOUNT: Final = re.compile(r"\d\s*(?:[%％‰]|个?百分点|万|亿|吨|公顷|平方|公里|立方)")
_COUNTED: Final = re.compile("注[0-9：:]|[一二三四五六七八九十]是|首先|其次|最后|第[一二三四五六][，是]|其[一二三四五]")
_RUN_IN_TITLE: Final = 42
_ALONE_TITLE: Final = 60
_BAD_START: Final = "—-–●·•*[（(“、，。；：]）)”"


@dataclass(frozen=True, slots=True)
class Head:
    """A marker or heading at ``start``; ``end`` is where its words (label and title) end.

    ``kind`` is a ``MarkerKind.name`` or one of this module's names; ``number`` its place among its like (empty when
    none); ``alone``: nothing but the heading stands in its paragraph; ``level``: that which the file itself gives it, or 0.
    """

    start: int
    end: int
    kind: str
    rank: int
    number: tuple[int, ...]
    label: str
    title: str
    alone: bool
    level: int = 0


def compact(words: str) -> str:
    """The words without any white space."""
    return _WHITE.sub("", words)


def tidy(words: str) -> str:
    """A heading's words without the blanks inside spread-out words (总　则 → 总则), else with single blanks."""
    words = _WHITE.sub(" ", words.strip())
    parts = words.split(" ")
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        return "".join(parts)
    return words


def numbered(text: str, start: int, end: int, scheme: Scheme) -> Head | None:
    """The marker with which ``text[start:end]`` begins, with its title, or None."""
    for kind in scheme.kinds:
        found = kind.pattern.match(text, start, end)
        number = _number(found, kind) if found else None
        if found is None or number is None:
            continue
        title, stop, alone = _title(text, found.end(), end, kind, scheme)
        if kind.needs_title and not (alone and title):
            continue
        return Head(found.start("label"), stop, kind.name, kind.rank, number, compact(found["label"]), title, alone)
    return None


def _number(found: re.Match[str], kind: MarkerKind) -> tuple[int, ...] | None:
    groups = found.groupdict()
    try:
        if groups.get("s"):
            return (numerals.ordinal(groups["s"]),)
        words = compact(groups["n"])
        if kind.name == "letter":
            return (ord(words.lower()) - ord("a") + 1,)
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
    if kind.name == "article":
        return _article_title(body, start)
    lead = len(body) - len(body.lstrip())
    words = body.strip()
    stop = next((place for place, sign in enumerate(body) if sign in _STOPS), -1)
    if stop < 0 and len(words) <= _ALONE_TITLE and not re.search("[；;\t]", words) and not _is_item(words):
        words = words.rstrip("：:")
        return tidy(words), start + lead + len(words) if words else start, True
    if not scheme.run_in and not kind.structural:
        return "", start, False
    if stop >= 0 and stop - lead <= _RUN_IN_TITLE and is_title(body[:stop]):
        return tidy(body[:stop]), start + stop, not body[stop + 1 :].strip()
    colon = re.match(r"\s*([^。；：:，,]{2,20})[：:]", body)
    if colon and is_title(colon[1]) and body[colon.end() :].strip():
        return tidy(colon[1]), start + colon.end(1), False
    return "", start, False


def _article_title(body: str, start: int) -> tuple[str, int, bool]:
    """第一条 【目的和依据】… and 第一条（目的）… carry a title, other articles none."""
    found = re.match(r"\s*[【〔\[（(]\s*([^】〕\]）)。，；：]{2,20})\s*[】〕\]）)]\s*", body)
    if found:
        return tidy(found[1]), start + len(found[0].rstrip()), False
    return "", start, False


def _is_item(words: str) -> bool:
    return bool(_TIME_FIRST.match(words) and _AMOUNT.search(words))


def is_title(words: str) -> bool:
    """Whether the words before the first stop may be a title: no time at their head, no amounts, no list."""
    timed = "，" in words and (
        _TIME_FIRST.match(words) is not None or re.search(r"[0-9]\s*[年月日]", words) is not None
    )
    return bool(words.strip()) and not (timed or re.search("[；;：\t]", words) or _AMOUNT.search(words))


def special(text: str, start: int, end: int, scheme: Scheme) -> Head | None:
    """A heading with words of its own kind: 专栏2, 表3, 前言."""
    words = text[start:end]
    if NAMED_HEADINGS.fullmatch(words):
        rank = 5 if scheme.run_in else 2
        return Head(start, start + len(words.rstrip("：: ")), NAMED, rank, (), "", tidy(words.rstrip("：: ")), True)
    if len(words) > 60 or "。" in words or "\t" in words or "\n" in words:
        return None
    box = BOX.match(words)
    if box and not re.search("[，；]", words):
        label = compact(box["label"])
        return Head(start + box.start("label"), end, BOXED, 12, (), label, tidy(words[box.end() :]), True)
    caption = CAPTION.match(words)
    if caption and not re.search("[；，]", words):
        label = compact(caption["label"])
        return Head(start + caption.start("label"), end, TABLE, 13, (), label, tidy(words[caption.end() :]), True)
    return None


def appendix(text: str, start: int, end: int) -> Head | None:
    """The head of an appendix (附件1 …), not the list of appendices at the end of a notice."""
    found = APPENDIX.match(text, start, end)
    if found is None or end - start > 80:
        return None
    rest = text[found.end() : end].strip()
    label, colon = compact(found["label"]), found["stop"].strip() in ("：", ":")
    if re.search("[。；，\t]", rest) or (colon and rest) or label in ("附", "附表", "附图"):
        return None
    if label in ("附件", "附录") and rest:
        return None
    return Head(found.start("label"), end, PART, -1, (), label, tidy(rest), True)


def declared(text: str, start: int, end: int, level: int) -> Head | None:
    """A heading without a number that the file itself marks as one (h2, Heading 2, ##)."""
    words = tidy(text[start:end]).rstrip("：:")
    if not 1 <= len(words) <= _ALONE_TITLE or "\t" in words or "。" in words:
        return None
    return Head(start, end, DECLARED, 0, (), "", words, True, level)


def unnumbered(text: str, start: int, end: int) -> Head | None:
    """A short line without a stop that may be a heading without a number."""
    words = text[start:end].strip()
    if re.fullmatch("《[^《》]{2,30}》", words):
        return Head(start, end, UNNUMBERED, 12, (), "", tidy(words), True)
    if not 2 <= len(words) <= 36 or words[-1] in "。；：，、,;:.”》" or words[0] in _BAD_START:
        return None
    if not re.search("[一-鿿]{2}", words) or re.search("[。；，\t\n：:@]|[0-9]{4}年[0-9]{1,2}月", compact(words)):
        return None
    return Head(start, end, UNNUMBERED, 12, (), "", tidy(words), True)


def run_in(text: str, start: int, end: int, stops: str = "。") -> Head | None:
    """供应能力。到2025年…: a paragraph whose short first sentence may be its title; ``stops`` are the signs that end it."""
    stop = next((at for at in range(start, min(end, start + 40)) if text[at] in stops), start)
    words = text[start:stop].strip()
    if not 2 <= len(words) <= 32 or not text[stop + 1 : end].strip() or not is_title(words):
        return None
    if (
        words[0] in _BAD_START
        or _COUNTED.match(words)
        or words.count("，") > 2
        or re.search("(?:单位|部门|时限|责任|联系|地址|电话)$", words)
    ):
        return None
    return Head(start, stop, RUN_IN, 14, (), "", tidy(words), False)


def box_title(text: str, start: int, end: int) -> Head | None:
    """The first line of a box that bears no 专栏 number: its title when it is short."""
    words = text[start:end].strip()
    if not 2 <= len(words) <= 50 or words[-1] in "。；，" or not re.search("[一-鿿]{2}", words):
        return None
    return Head(start, end, BOXED, 12, (), "", tidy(words.rstrip("：:")), True)
