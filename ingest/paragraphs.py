"""Lines → paragraphs (段落): wrapped lines joined by indent, line fill and numbering, over page breaks too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.draft import Sheet, Unit
from ingest.lines import Line
from ingest.model import BlockKind

CN = "一二三四五六七八九十百零〇"
MARKER = re.compile(
    rf"第[{CN}\d]{{1,5}}\s*[编章节条](?![例款])|[{CN}]{{1,4}}\s*[、．.]|[（(]\s*(?:[{CN}]{{1,4}}|\d{{1,2}})\s*[）)]|"
    rf"\d{{1,2}}\s*(?:[.．](?!\d)|、)|\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?(?=[\s\u4e00-\u9fff])|[①-⑳]|[—–-]{{2}}|专栏\s*[\d{CN}]|附\s*[件录表][\s\d{CN}：:]|"
    rf"[-•●■◆▪·]\s|[图表]\s*\d"
)
ENDS = "。！？；!?"
CLOSERS = "”’）)】》」』"
LEADERS = re.compile(r"(?:[.．·•…⋯]\s?){4,}")
TOC_END = re.compile(r"(?:[.．·•…⋯\s\t]{2,})[-—(（]?\s*(?:\d{1,3}|[IVXivx]{1,5})\s*[-—)）]?\s*$")
NO_START = "。，、；：？！”’）》】」』…—·％%)]}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area (版心) that a page's lines fill: left and right edge, em and leading, all in the lines' unit.

    ``indents`` is true when first lines of paragraphs stand in from the left edge.
    """

    left: float
    right: float
    em: float
    leading: float
    indents: bool


def paragraphs(sheets: Sequence[Sheet]) -> list[Unit]:
    """The units of a document in reading order: paragraphs joined over lines and pages, tables in their places."""
    typical = _frame([line for sheet in sheets for line in sheet.lines], None)
    units: list[Unit] = []
    open_lines: list[Line] = []
    frames: dict[int, Frame] = {}
    for sheet in sheets:
        frame = frames[sheet.number] = _frame(sheet.lines, typical)
        before = frames.get(sheet.number - 1, frame)
        tables = sorted(sheet.tables, key=lambda t: t.box.top)
        for line in sheet.lines:
            while tables and tables[0].box.top < line.box.top:
                _close(units, open_lines, frame)
                units.append(Unit("table", (), tables.pop(0)))
            if open_lines:
                last = open_lines[-1]
                if breaks(open_lines, line, before if last.page != line.page else frame, frame):
                    _close(units, open_lines, before if last.page != line.page else frame)
            open_lines.append(line)
        for table in tables:
            _close(units, open_lines, frame)
            units.append(Unit("table", (), table))
    _close(units, open_lines, typical)
    return units


def _close(units: list[Unit], lines: list[Line], frame: Frame) -> None:
    if lines:
        units.append(Unit(kind_of(lines, frame), tuple(lines)))
        lines.clear()


def _frame(lines: Sequence[Line], typical: Frame | None) -> Frame:
    """The type area of some lines; a page with few lines takes the document's."""
    if len(lines) < 6 and typical:
        return typical
    if not lines:
        return Frame(0, 0, 2, 1, False)
    em = median(line.size for line in lines)
    lefts = Counter(round(line.box.x0 / em * 2) for line in lines)
    least = max(2, len(lines) // 12)
    supported = [place for place, n in lefts.items() if n + lefts.get(place + 1, 0) >= least]
    left = (min(supported) if supported else min(lefts)) * em / 2
    rights = sorted((line.box.x1 for line in lines), reverse=True)
    right = rights[min(len(rights) - 1, max(1, len(rights) // 12))]
    steps = [b.middle - a.middle for a, b in zip(lines, lines[1:], strict=False) if 0 < b.middle - a.middle < 6 * em]
    indented = sum(1.2 * em < line.box.x0 - left < 3.2 * em for line in lines)
    indents = indented >= max(1, len(lines) // 15)
    if typical and abs(typical.left - left) < 3 * em:
        indents = indents or typical.indents
    return Frame(left, right, em, median(steps) if steps else 2 * em, indents)


def centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle with room on both sides."""
    before, after = line.box.x0 - frame.left, frame.right - line.box.x1
    return (
        min(before, after) >= 1.5 * frame.em
        and abs(before - after) < 1.6 * frame.em
        and max(before, after) > 2.4 * frame.em
    )


def full(line: Line, following: Line, frame: Frame) -> bool:
    """Whether a line had no room left for the first word of the one that follows it."""
    word = re.match(r"[A-Za-z0-9.%+/-]{1,20}|.", following.text)
    need = 0.0
    if word:
        need = sum(0.55 if c.isascii() else 1.0 for c in word.group())
        rest = following.text[word.end() : word.end() + 1]
        need += 1.0 if rest and rest in NO_START else 0.0
    return frame.right - line.box.x1 < (need + 0.7) * frame.em


def breaks(lines: Sequence[Line], line: Line, before: Frame, frame: Frame) -> bool:
    """Whether ``line`` starts a new paragraph after the lines of the open one."""
    last = lines[-1]
    if line.text == "[" or re.fullmatch(r"\[\d{1,3}\]", line.text):
        return False
    if re.fullmatch(r"\[\d{1,3}\]", last.text) and len(lines) > 1:
        last = lines[-2]
    if LEADERS.search(last.text) or TOC_END.search(last.text):
        return True
    was, now = centred(last, before), centred(line, frame)
    if frame.indents and (was or now):
        return not (was and now and _same_title(last, line, frame))
    if abs(last.size - line.size) > 0.2 * max(last.size, line.size) and min(len(last.text), len(line.text)) > 4:
        return True
    if last.page == line.page and line.middle - last.middle > 2.4 * max(frame.leading, frame.em):
        return True
    if not full(last, line, before):
        return not _runs_on(last, line, before)
    if frame.indents:
        step = line.box.x0 - frame.left
        hanging = len(lines) > 1 and abs(line.box.x0 - last.box.x0) < 0.5 * frame.em
        if step > 1.2 * frame.em and not hanging:
            return True
    return bool(MARKER.match(line.text)) and _ended(last.text)


def _same_title(last: Line, line: Line, frame: Frame) -> bool:
    close = last.page == line.page and line.middle - last.middle < 1.7 * max(frame.leading, last.size, line.size)
    return (
        close
        and abs(last.size - line.size) < 0.15 * last.size
        and not MARKER.match(line.text)
        and not _ended(last.text)
    )


def _ended(text: str) -> bool:
    bare = text.rstrip(CLOSERS + " ")
    return bool(bare) and (bare[-1] in ENDS or text[-1] in "：:")


def _runs_on(last: Line, line: Line, frame: Frame) -> bool:
    """Whether a short line of running text without indents goes on: prose that stops in mid-sentence (文本文件)."""
    if frame.indents or MARKER.match(line.text) or _ended(last.text) or "\t" in last.text or "\t" in line.text:
        return False
    prose = "，" in last.text or "。" in last.text
    return prose and last.box.x1 - last.box.x0 > 0.5 * (frame.right - frame.left) and last.text[-1] not in "）)"


def kind_of(lines: Sequence[Line], frame: Frame) -> BlockKind:
    """What a paragraph is, by its looks alone."""
    text = "".join(line.text for line in lines)
    if LEADERS.search(text) or (TOC_END.search(text) and len(lines) == 1 and len(text) < 60):
        return "toc"
    middle = all(centred(line, frame) for line in lines)
    if middle and frame.indents and not _ended(text) and len(text) < 80:
        return "heading" if MARKER.match(text) else "title" if lines[0].size > 1.15 * frame.em else "heading"
    if len(lines) == 1 and MARKER.match(text) and not _ended(text) and len(text) <= 40 and "，" not in text:
        return "heading"
    return "paragraph"
