"""Page furniture (页眉、页脚、页码): found by place and repetition, taken out of the running text, kept beside it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
STRAY = re.compile(r"(?:[—–―－\-]{1,2}\s?\d{1,3}\s?[—–―－\-]{1,2})")
OPENED = re.compile(r"(?:(?<![—–―－])|(?<=\d[—–―－]))[—–―－]\s?(\d{0,3})$")
CLOSED = re.compile(r"^(\d{0,3})\s?[—–―－](?![—–―－])")
ZONE = 0.14
DEPTH = 3

Kinds = dict[Line, FurnitureKind]


def strip(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[Furniture, ...]]:
    """The sheets without their furniture, and the furniture, page by page."""
    repeated = _repeated(sheets)
    offsets, heights = _numbered(sheets)
    strays = _stray_numbers(sheets)
    right = _right_edge(sheets)
    kept: list[Sheet] = []
    furniture: list[Furniture] = []
    for printed in sheets:
        sheet, torn = _without_torn(printed)
        furniture += [_piece("page_number", part, sheet) for part in torn]
        kinds = _kinds(sheet, repeated, offsets, heights)
        lines: list[Line] = []
        for line in sheet.lines:
            kind = kinds.get(line) or _beside(line, sheet, right)
            rest, cut = (line, []) if kind else _without_strays(line, strays)
            if kind:
                furniture.append(_piece(kind, line, sheet))
            elif rest.text:
                lines.append(rest)
            furniture += [_piece("page_number", part, sheet) for part in cut]
        kept.append(replace(sheet, lines=tuple(lines)))
    return tuple(kept), tuple(furniture)


def is_page_number(text: str) -> bool:
    """Whether a line holds a page number and nothing else: 12, — 12 —, 第12页, 3/18, iv."""
    return bool(PAGE_NUMBER.fullmatch(text)) and any(c.isalnum() for c in text)


def _piece(kind: FurnitureKind, line: Line, sheet: Sheet) -> Furniture:
    return Furniture(kind, line.text, sheet.number, None if line.number else sheet.as_displayed(line.box))


def _edges(sheet: Sheet) -> tuple[list[Line], list[Line]]:
    """The lines at the head and at the foot of a page, outermost first."""
    lines = sheet.lines
    if sheet.height <= 0:
        depth = DEPTH if len(lines) > 2 * DEPTH else 0
        return list(lines[:depth]), list(reversed(lines[-max(1, depth) :]))
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
            for line in lines[:2]:
                seen[at_head, _mask(line.text)].append((sheet.number, line.box.top if sheet.height else 0.0))
    least = max(3, min(8, len(sheets) // 5))
    few = len(sheets) <= 5
    return {
        key
        for key, places in seen.items()
        if key[1] and (_steady(places, least) or (few and key[0] and _steady(places, 2) and _at_rim(places, sheets)))
    }


def _at_rim(places: list[tuple[int, float]], sheets: Sequence[Sheet]) -> bool:
    """Whether words stand at the very head of their pages, where running text does not reach."""
    heights = {sheet.number: sheet.height for sheet in sheets}
    return all(heights[page] and top < 0.085 * heights[page] for page, top in places)


def _steady(places: list[tuple[int, float]], least: int) -> bool:
    """Whether words came back on enough pages at the same height."""
    if len({page for page, _ in places}) < least:
        return False
    heights = Counter(round(top / 6) for _, top in places)
    common = heights.most_common(1)[0][0]
    return sum(n for height, n in heights.items() if abs(height - common) <= 1) >= least


def _numbered(sheets: Sequence[Sheet]) -> tuple[set[int], set[int]]:
    """Differences between printed and real page number that several pages share, and the heights of page numbers."""
    offsets: Counter[int] = Counter()
    heights: Counter[int] = Counter()
    for sheet in sheets:
        head, foot = _edges(sheet)
        for line in head[:1] + foot[:1]:
            if is_page_number(line.text) and (digits := re.search(r"\d+", line.text)):
                offsets[int(digits.group()) - sheet.number] += 1
                heights[_height(line, sheet)] += 1
    return {offset for offset, n in offsets.items() if n >= 2}, {height for height, n in heights.items() if n >= 3}


def _height(line: Line, sheet: Sheet) -> int:
    """Where on the page a line stands, in two-hundredths of its height."""
    return round(200 * line.middle / sheet.height) if sheet.height else -1


def _kinds(sheet: Sheet, repeated: set[tuple[bool, str]], offsets: set[int], heights: set[int]) -> Kinds:
    kinds: Kinds = {}
    head, foot = _edges(sheet)
    for at_head, lines in ((True, head), (False, foot)):
        for depth, line in enumerate(lines):
            level = sheet.height > 0 and _height(line, sheet) in heights and len(line.text) <= 8
            known = repeated if depth < 2 and not _fills(line, sheet) else set()
            kind = "page_number" if level else _kind(line, sheet.number, at_head, known, offsets)
            if kind is None:
                break
            kinds[line] = kind
    return kinds


def _fills(line: Line, sheet: Sheet) -> bool:
    """Whether a line takes most of the page's width, as running text does."""
    return sheet.height > 0 and line.box.x1 - line.box.x0 > 0.62 * sheet.width


def _kind(
    line: Line, page: int, at_head: bool, repeated: set[tuple[bool, str]], offsets: set[int]
) -> FurnitureKind | None:
    if is_page_number(line.text):
        digits = re.search(r"\d+", line.text)
        if not digits or DRESSED.search(line.text) or int(digits.group()) - page in offsets:
            return "page_number"
    if (at_head, _mask(line.text)) in repeated and len(line.text) <= 60:
        return "header" if at_head else "footer"
    return None


def _right_edge(sheets: Sequence[Sheet]) -> dict[int, float]:
    """Where the type area ends on the right, for each page width (rounded to points)."""
    ends: dict[int, Counter[int]] = defaultdict(Counter)
    for sheet in sheets:
        for line in sheet.lines:
            if sheet.height and line.box.x1 - line.box.x0 > 0.5 * sheet.width:
                ends[round(sheet.width)][round(line.box.x1 / 4)] += 1
    return {
        width: 4.0 * max(p for p, n in ends[width].items() if n >= 0.3 * max(ends[width].values())) for width in ends
    }


def _beside(line: Line, sheet: Sheet, right: dict[int, float]) -> FurnitureKind | None:
    """Words in the outer margin (批注), wholly outside the type area."""
    edge = right.get(round(sheet.width))
    if edge is None or not sheet.height:
        return None
    return "side" if line.box.x0 > max(edge + line.size, 0.84 * sheet.width) else None


def _strays(line: Line) -> Iterator[re.Match[str]]:
    """Page numbers between dashes that stand at the start or end of a line, or alone."""
    for match in STRAY.finditer(line.text):
        led = match.start() and line.text[match.start() - 1] in ".．…·⋯ "
        if (match.start() == 0 or match.end() == len(line.text)) and not led:
            yield match


def _stray_numbers(sheets: Sequence[Sheet]) -> set[int]:
    """Page numbers that a reflowed document carries inside its text: three or more that count on."""
    found = {
        int(digits.group())
        for sheet in sheets
        for line in sheet.lines
        for match in _strays(line)
        if (digits := re.search(r"\d+", match.group()))
    }
    if len(found) < 3:
        return set()
    return {n for n in found if any(m != n and abs(m - n) <= 2 for m in found)}


def _without_strays(line: Line, strays: set[int]) -> tuple[Line, list[Line]]:
    """A line without the page numbers at its ends, and those."""
    cut: list[Line] = []
    for match in reversed(list(_strays(line))):
        digits = re.search(r"\d+", match.group())
        if digits and ("—" in match.group() or int(digits.group()) in strays):
            cut.append(line.part(match.start(), match.end()))
            line = line.part(0, match.start()) if match.start() else line.part(match.end(), len(line.text))
    return line, cut


def _without_torn(sheet: Sheet) -> tuple[Sheet, list[Line]]:
    """A page without page numbers that a reflowed document tore over two lines (…异常波动—, 12—, 触发…), and those.

    One part must be a whole line, and the number one that this page may have carried where fewer lines filled a page.
    """
    cut: list[Line] = []
    lines: list[Line] = []
    for line in sheet.lines if sheet.height > 0 else ():
        opened = OPENED.search(lines[-1].text) if lines else None
        closed = CLOSED.match(line.text)
        if opened and closed and _is_torn(lines[-1], opened, line, closed, sheet.number):
            before = lines.pop()
            cut += [before.part(opened.start(), len(before.text)), line.part(0, closed.end())]
            lines += [before.part(0, opened.start())] if before.text[: opened.start()].strip() else []
            lines += [line.part(closed.end(), len(line.text))] if line.text[closed.end() :].strip() else []
        else:
            lines.append(line)
    return (replace(sheet, lines=tuple(lines)), cut) if cut else (sheet, cut)


def _is_torn(before: Line, opened: re.Match[str], line: Line, closed: re.Match[str], page: int) -> bool:
    """Whether a dash that ends a line and one that begins the next hold a number between them that the page may carry."""
    digits = opened[1] + closed[1]
    whole = opened.start() == 0 or closed.end() == len(line.text)
    return whole and len(digits) in (1, 2, 3) and 0 <= page - int(digits) < min(page, page // 4 + 2)
