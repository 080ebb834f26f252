"""Page furniture (页眉、页脚、页码): found by place and repetition, taken out of the running text, kept beside it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ingest.draft import Sheet
from ingest.lines import Line
from ingest.model import Furniture, FurnitureKind

DASHES = r"\-—–―－‐‑─━~～·•"
PAGE_NUMBER = re.compile(
    rf"[\s{DASHES}]*(?:第\s*)?(?:\d{{1,4}}|[IVXivx]{{1,6}})\s*(?:页)?"
    rf"(?:\s*[/／,，]?\s*共?\s*\d{{1,4}}\s*页?)?[\s{DASHES}]*"
)
DRESSED = re.compile(rf"[{DASHES}]\s*\d|\d\s*[{DASHES}]|第\s*\d+\s*页|\d\s*/\s*\d")
ZONE = 0.14
DEPTH = 3


def strip(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[Furniture, ...]]:
    """The sheets without their furniture, and the furniture, page by page."""
    repeated = _repeated(sheets)
    offsets = _number_offsets(sheets)
    kept: list[Sheet] = []
    furniture: list[Furniture] = []
    for sheet in sheets:
        kinds = _kinds(sheet, repeated, offsets)
        kept.append(replace(sheet, lines=tuple(line for line in sheet.lines if line not in kinds)) if kinds else sheet)
        for line, kind in kinds.items():
            box = None if line.number else line.box
            furniture.append(Furniture(kind, line.text, sheet.number, box))
    return tuple(kept), tuple(furniture)


def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else: 12, — 12 —, 第12页, 3/18, iv."""
    return bool(PAGE_NUMBER.fullmatch(text)) and any(c.isalnum() for c in text)


def _edges(sheet: Sheet) -> tuple[list[Line], list[Line]]:
    """The lines at the head and at the foot of a page, outermost first."""
    lines = sheet.lines
    if sheet.height <= 0:
        return list(lines[:DEPTH]), list(reversed(lines[-DEPTH:]))
    head = [line for line in lines[:DEPTH] if line.box.top < ZONE * sheet.height]
    foot = [line for line in reversed(lines[-DEPTH:]) if line.box.bottom > (1 - ZONE) * sheet.height]
    return head, foot


def _mask(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s", "", text))


def _repeated(sheets: Sequence[Sheet]) -> set[tuple[bool, str]]:
    """The words (figures masked) that stand at the same end of many pages, as (at the head?, words)."""
    seen: dict[tuple[bool, str], list[tuple[int, float]]] = defaultdict(list)
    for sheet in sheets:
        head, foot = _edges(sheet)
        for at_head, lines in ((True, head), (False, foot)):
            for line in lines:
                seen[at_head, _mask(line.text)].append((sheet.number, line.box.top))
    least = max(3, min(8, len(sheets) // 5))
    return {key for key, places in seen.items() if _steady(places, least) and len(key[1]) > 0}


def _steady(places: list[tuple[int, float]], least: int) -> bool:
    """Whether words came back on enough pages at the same height."""
    if len({page for page, _ in places}) < least:
        return False
    heights = Counter(round(top / 6) for _, top in places)
    common = heights.most_common(1)[0][0]
    return sum(n for height, n in heights.items() if abs(height - common) <= 1) >= least


def _number_offsets(sheets: Sequence[Sheet]) -> set[int]:
    """Differences between printed and real page number that several pages share."""
    offsets: Counter[int] = Counter()
    for sheet in sheets:
        head, foot = _edges(sheet)
        for line in head[:1] + foot[:1]:
            if is_page_number(line.text) and (digits := re.search(r"\d+", line.text)):
                offsets[int(digits.group()) - sheet.number] += 1
    return {offset for offset, n in offsets.items() if n >= 2}


def _kinds(sheet: Sheet, repeated: set[tuple[bool, str]], offsets: set[int]) -> dict[Line, FurnitureKind]:
    kinds: dict[Line, FurnitureKind] = {}
    head, foot = _edges(sheet)
    for at_head, lines in ((True, head), (False, foot)):
        for line in lines:
            kind = _kind(line, sheet.number, at_head, repeated, offsets)
            if kind is None:
                break
            kinds[line] = kind
    return kinds


def _kind(
    line: Line, page: int, at_head: bool, repeated: set[tuple[bool, str]], offsets: set[int]
) -> FurnitureKind | None:
    if is_page_number(line.text):
        digits = re.search(r"\d+", line.text)
        if not digits or DRESSED.search(line.text) or int(digits.group()) - page in offsets:
            return "page_number"
    if (at_head, _mask(line.text)) in repeated:
        return "header" if at_head else "footer"
    return None
