"""Paragraphs (段落): whether a line goes on with the lines before it, and what a joined paragraph is by its looks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.lines import Line
from ingest.model import BlockKind
from ingest.typearea import TypeArea

CN = "一二三四五六七八九十百零〇"
MARKER = re.compile(
    rf"第[{CN}\d]{{1,5}}\s*(?:[编章节]|条(?![例款、，及和至的规]))|[{CN}]{{1,4}}\s*[、．.]|[（(]\s*(?:[{CN}]{{1,4}}|\d{{1,2}})\s*[）)]|"
    rf"\d{{1,2}}\s*(?:[.．](?!\d)|、)|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?=[\s\u4e00-\u9fff])(?!\s*[万亿千百%％个倍])|[①-⑳]|[—–-]{{2}}|"
    rf"专栏\s*[\d{CN}]|附\s*[件录表][\s\d{CN}：:]|[-•●■◆▪·]\s|[图表]\s*\d|[a-z][)）]|[{CN}]{{1,3}}\s*[）)]|\d{{1,2}}\s*[）)]|[一二三四五六七八九]是|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}$"
)
ALWAYS = re.compile(
    rf"专栏\s*[\d{CN}]|附\s*件\s*[\d{CN}]*\s*[:：]?$|第[{CN}\d]{{1,5}}[编章]\s|第[{CN}\d]{{1,5}}条\s|注\s*[:：]"
)
HEADING = re.compile(
    rf"第[{CN}\d]{{1,5}}\s*[编章节]|[{CN}]{{1,4}}\s*、|[（(]\s*[{CN}]{{1,4}}\s*[）)]|\d{{1,2}}\s*[.．、](?!\d)"
)
CHAPTER = re.compile(rf"第\s*[{CN}\d]{{1,5}}\s*[编章节]")
DATE = re.compile(r"年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")
ALONE = re.compile(
    r"[目前引摘]\s*[录言要]|[\d二〇○O零一三四五六七八九十]{2,4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月.{0,6}"
)
EDITION = re.compile(r"[（(]\s*(?:(?:19|20)\d\d|试\s*行|暂行|征求意见|修订|草案|第.版|示例)")
ORGAN = re.compile(r"(?:局|厅|委|委员会|政府|办公室|院|公司)$")
NOTE = re.compile(
    r"注\s*[:：\d]|[（(]?\s*注\s*[:：]|说\s*明\s*[:：]|备\s*注\s*[:：]|资料来源|数据来源|[（(]?单\s*位\s*[:：]"
)
NOTE_START = re.compile(
    r"[①-⑳⁰¹²³⁴-⁹*＊†※]|\[\d{1,2}\]|［\d{1,2}］|\d{1,2}[.．]?\s?(?=[\u4e00-\u9fff“《（])|注\s*[:：\d]"
)
NUMBER_REFERENCE = re.compile(r"\[\d{1,3}\]")
ENDS = "。！？；!?;"
CLOSERS = '”’）)】》」』"'
LEADERS = re.compile(r"(?:[.．·•…⋯]\s?){4,}|…{2,}\s*\d")
TOC_END = re.compile(r"(?:[.．·•…⋯\s\t]{2,})[-—(（]?\s*(?:\d{1,3}|[IVXivx]{1,5})\s*[-—)）]?\s*$")


def breaks(lines: Sequence[Line], line: Line, before: TypeArea, area: TypeArea) -> bool:
    """Whether ``line`` starts a new paragraph after ``lines``; the areas are those of the last line and of this one."""
    last = lines[-1]
    if ALWAYS.match(line.text):
        return True
    if NUMBER_REFERENCE.match(line.text):
        if NUMBER_REFERENCE.match(lines[0].text):
            return True  # an entry of a list of references
        if NUMBER_REFERENCE.fullmatch(line.text):
            return False
    if NUMBER_REFERENCE.fullmatch(last.text) and len(lines) > 1:
        return ended(lines[-2].text)
    if LEADERS.search(last.text) or TOC_END.search(last.text):
        return True
    if area.indents:
        verdict = _by_middle(lines, line, before, area)
        if verdict is not None:
            return verdict
    if _unlike(last, line, area):
        return True
    if area.indents:
        return _breaks_by_indent(lines, line, before, area)
    if not before.full(last, line):
        return not _runs_on(last, line, before)
    return bool(MARKER.match(line.text)) and closed(last.text)


def _by_middle(lines: Sequence[Line], line: Line, before: TypeArea, area: TypeArea) -> bool | None:
    """The verdict for lines in the middle (titles) and far to the right (signatures, dates); None for all others."""
    last = lines[-1]
    if before.far(last):
        return True
    hanging = len(lines) > 1 and abs(line.box.x0 - last.box.x0) < 0.5 * area.em and not ended(last.text)
    if area.centred(line):
        if hanging and before.full(last, line):
            return None
        return not (_in_title(lines, line, before, area) and _same_title(last, line, area))
    if before.centred(last) or (area.far(line) and not hanging):
        return True
    return None


def _in_title(lines: Sequence[Line], line: Line, before: TypeArea, area: TypeArea) -> bool:
    """Whether lines before a centred one can belong to its title: set in the middle, large, or ending in a short tail."""
    if all(before.level(each) or each.size > 1.2 * area.em for each in lines):
        return True
    tail = area.indent(line) > 8 and not re.search("[。；]", "".join(each.text for each in lines))
    return tail and len(lines) <= 2 and before.share(last := lines[-1]) > 0.85 and not ended(last.text)


def _unlike(last: Line, line: Line, area: TypeArea) -> bool:
    """Whether two lines differ in size, or stand far apart."""
    if abs(last.size - line.size) > 0.2 * max(last.size, line.size) and min(len(last.text), len(line.text)) > 4:
        return True
    if last.page != line.page or last.number:
        return False
    return line.middle - last.middle > 2.4 * max(area.leading, area.em)


def _breaks_by_indent(lines: Sequence[Line], line: Line, before: TypeArea, area: TypeArea) -> bool:
    """In pages whose paragraphs begin with an indent: a line at the left edge goes on, an indented one begins."""
    last = lines[-1]
    if HEADING.match(line.text) and heading_so_far(lines):
        return True
    marked = bool(MARKER.match(line.text))
    full = before.full(last, line)
    if area.indent(line) > 1.2:
        if not full or _under_heading(lines, line, area):
            return True
        if last.page == line.page and line.middle - last.middle > 1.5 * area.leading:
            return True
        hanging = len(lines) > 1 and abs(area.indent(line) - before.indent(last)) < 0.5
        return (ended(last.text) and not hanging) or (marked and (closed(last.text) or not hanging))
    if full:
        return marked and closed(last.text)
    if ended(last.text) or (marked and before.share(last) < 0.85):
        return True
    if len(lines) > 1 and any("，" in each.text or "。" in each.text for each in lines) and not DATE.search(last.text):
        return False  # running text that was wrapped a second time
    return before.share(last) < 0.8 or bool(MARKER.match(last.text) and "，" not in last.text)


def _under_heading(lines: Sequence[Line], line: Line, area: TypeArea) -> bool:
    """Whether an indented line stands under a heading that filled its line."""
    if re.search("[。；]", "".join(each.text for each in lines)):
        return False
    if CHAPTER.match(lines[0].text) and len(lines) <= 2:
        return True
    return len(lines) == 1 and bool(HEADING.match(lines[0].text)) and line.box.x0 <= lines[0].box.x0 + 0.5 * area.em


def heading_so_far(lines: Sequence[Line]) -> bool:
    """Whether the open paragraph can be a whole numbered heading (or an entry of a table of contents)."""
    if len(lines) > 2 or not HEADING.match(lines[0].text):
        return False
    text = "".join(line.text for line in lines)
    return not re.search("[。；：]", text) and text[-1] not in "，、和及与的"


def _same_title(last: Line, line: Line, area: TypeArea) -> bool:
    """Whether a centred line goes on with the title line above it: as large, close to it, no date, no agency above."""
    if last.page != line.page or MARKER.match(line.text) or ended(last.text):
        return False
    if line.text[0] in "（(〔[" and not EDITION.match(line.text):
        return False
    organ = ORGAN.search(last.text) and not re.match("关于|印发|转发", line.text)
    if ALONE.fullmatch(line.text) or ALONE.fullmatch(last.text) or organ:
        return False
    room = 3.2 if last.size > 1.2 * area.em else 2.45
    close = line.middle - last.middle < max(1.7 * area.leading, room * last.size)
    return close and abs(last.size - line.size) < 0.15 * last.size


def ended(text: str) -> bool:
    """Whether words end as a sentence, a clause of a list or a lead (…：) does."""
    bare = text.rstrip(CLOSERS + " ")
    return bool(bare) and (bare[-1] in ENDS or text[-1] in "：:")


def closed(text: str) -> bool:
    """Whether a numbered item may follow: the words end, if only with a bracket (…按职责分工负责）)."""
    return ended(text) or text[-1] in "）)》"


def _runs_on(last: Line, line: Line, area: TypeArea) -> bool:
    """Whether a short line of a text without indents goes on: prose that stops in mid-sentence."""
    if MARKER.match(line.text) or ended(last.text) or "\t" in last.text or "\t" in line.text:
        return False
    prose = "，" in last.text or "。" in last.text
    return prose and area.share(last) > 0.5 and last.text[-1] not in "）)"


def kind_of(lines: Sequence[Line], area: TypeArea) -> BlockKind:
    """What a paragraph is, by its looks alone."""
    text = "".join(line.text for line in lines)
    if LEADERS.search(text) or (TOC_END.search(text) and len(lines) == 1 and len(text) < 60):
        return "toc"
    if NOTE.match(text) and (lines[0].size < 0.95 * area.em or len(text) < 30):
        return "note"
    middle = area.centred(lines[-1]) and _in_title(lines, lines[-1], area, area)
    if middle and area.indents and not ended(text) and len(text) < 80:
        return "title" if lines[0].size > 1.15 * area.em and not MARKER.match(text) else "heading"
    if len(lines) == 1 and MARKER.match(text) and not ended(text) and len(text) <= 40 and "，" not in text:
        return "heading"
    return "paragraph"
