"""The pieces of a document (段落与标题): paragraphs in order, each with the head it begins with, seen in its surroundings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ingest import headings, references
from ingest.contents import entries
from ingest.headings import Head, compact
from ingest.model import BlockKind, Document
from ingest.schemes import SCHEMES, Scheme

_LIST: Final = re.compile(r"\s*附\s*[件录]?\s*[0-9一二三四五六七八九十]*\s*[:：]")
_ISSUED: Final = re.compile(r"关于(?:印发|发布|公布|下发|转发|实施)(.{6,80}?)的(?:通知|公告|函)")
_INNER: Final = re.compile(
    r"(?<=[。；）)！？”])[ \u3000]*(?=第[一二三四五六七八九十百]{1,4}[章节]|[一二三四五六七八九十]{1,3}[、）)]"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、](?![0-9]))"
)
_INNER_KINDS: Final = frozenset({"chapter", "section", "dun", "han_paren", "han_half", "arabic"})
_CLOSING: Final = re.compile(
    r"附件?\s*[0-9]*\s*[:：]|[（(](?:此|本文|公开|主动公开|依申请公开)|(?:联系人|联系电话|电话|邮箱|传真|信息公开\S{0,4})[:：]|抄送|主送|.{2,30}(?:印发|印制)$"
)
_GENRE_END: Final = re.compile(
    r"(?:规划|纲要|计划|方案|意见|措施|决定|办法|条例|规定|细则|规则|准则|指南|目录|要点|战略|清单)(?:[（(][^（）()]{1,20}[）)])*$"
)
_DATE: Final = re.compile(
    r"(?:(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日|二[〇○零]\S{2}年\S{1,2}月\S{1,3}日|(?:^|[局委厅部])年月日)(?:印发|发布)?(?:[（(].{2,20}[）)])?$"
)
_SHARE: Final = 0.6
_BODY: Final = frozenset({"paragraph", "box"})
_SILENT: Final = frozenset({"table", "imprint", "note", "toc"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or the part of one that begins with a marker of its own: [start, end) of the text.

    ``head`` is the heading or marker it begins with; ``closing`` marks the end matter of a text (附件列表、落款、印发);
    ``level`` is that of its block.
    """

    start: int
    end: int
    kind: BlockKind
    head: Head | None = None
    closing: bool = False
    level: int = 0


def scheme_of(document: Document) -> Scheme:
    """The numbering scheme that the document's own markers ask for.

    法规 when articles (第…条) outnumber 一、 headings; 标准 when there are decimal headings (2.1); else 公文.
    """
    articles = len(re.findall(r"(?m)^\s*第\s*[一二三四五六七八九十百零〇]+\s*条", document.text))
    sections = len(re.findall(r"(?m)^\s*[一二三四五六七八九十]+、", document.text))
    if articles >= 3 and articles > sections:
        return SCHEMES["law"]
    decimals = len(re.findall(r"(?m)^[0-9]{1,2}(?:\.[0-9]{1,2}){1,3} ?[一-鿿]", document.text))
    return SCHEMES["standard" if decimals >= 4 else "official"]


def pieces(document: Document, scheme: Scheme, toc: frozenset[int]) -> list[Piece]:
    """The document's pieces in order, without the blocks of its table of contents (``toc``)."""
    found = _without_figures(document.text, _with_markers(document, scheme, toc))
    found = _with_declared(document, _with_titles(document.text, found))
    if not scheme.run_in:
        return _raised(found)
    found = _with_unnumbered(document.text, found)
    found = _with_run_in(document.text, found)
    return _with_closing(document.text, found)


def _with_markers(document: Document, scheme: Scheme, toc: frozenset[int]) -> list[Piece]:
    """Every block with the marker at its head; a block in which the count goes on after a sentence is divided there."""
    found: list[Piece] = []
    text, last, listing = document.text, dict[str, int](), False
    known = entries(document, toc)
    for place, block in enumerate(document.blocks):
        if place in toc:
            continue
        start, end = block.span.start, block.span.end
        if block.kind in _SILENT:
            found.append(Piece(start, end, block.kind))
            continue
        cuts = [start, *_inner(text, start, end, last, scheme), end]
        for begin, stop in pairwise(cuts):
            head = _head(text, begin, stop, scheme)
            if head is None and block.kind == "box" and (not found or found[-1].kind != "box"):
                head = headings.box_title(text, begin, stop)
            if head is not None and listing and head.kind == "arabic":
                head = None
            else:
                listing = head is None and bool(_LIST.match(text, begin, stop))
            if head is not None and head.number:
                last[head.kind] = head.number[0]
            middle = _known_end(text, head, stop, known)
            if head is not None and middle:
                words = headings.tidy(text[head.start : middle]).removeprefix(head.label).strip()
                found.append(Piece(begin, middle, "heading", replace(head, end=middle, title=words, alone=True)))
                begin, head = middle, None
            if head is not None and block.level:
                head = replace(head, level=block.level)
            found.append(Piece(begin, stop, block.kind, head, level=block.level))
    return found


def _without_figures(text: str, found: list[Piece]) -> list[Piece]:
    """Leaves captions to tables alone: the caption of a figure (图表 3 under a picture) heads no text."""
    return [
        replace(piece, head=None, kind="note")
        if piece.head is not None and piece.head.kind == headings.TABLE and not _rows_follow(text, found, place)
        else piece
        for place, piece in enumerate(found)
    ]


def _rows_follow(text: str, found: Sequence[Piece], place: int) -> bool:
    """Whether a table stands after a caption: ruled, or lines of words and figures set apart; a note may come first."""
    rows = 0
    for piece in found[place + 1 : place + 4]:
        words = text[piece.start : piece.end]
        if piece.kind in ("table", "box") or "\t" in words:
            return True
        if len(words) < 60 and "。" not in words and piece.head is None and re.search(r"[0-9]|\S +\S+ +\S", words):
            rows += 1
        elif not re.match(r"\s*[（(]?(?:单位|注)", words) and piece.kind != "note":
            break
    return rows > 1


def _known_end(text: str, head: Head | None, stop: int, known: frozenset[str]) -> int:
    """Where a heading ends that the table of contents knows and the reader joined to its text; 0 for others."""
    if head is None or head.alone or head.kind not in _INNER_KINDS:
        return 0
    words = ""
    for at in range(head.start, min(stop, head.start + 70)):
        words += text[at].strip()
        if words in known and not any(entry != words and entry.startswith(words) for entry in known):
            return at + 1
    return 0


def _head(text: str, start: int, end: int, scheme: Scheme) -> Head | None:
    return (
        headings.appendix(text, start, end)
        or headings.special(text, start, end, scheme)
        or headings.numbered(text, start, end, scheme)
    )


def _inner(text: str, start: int, end: int, last: dict[str, int], scheme: Scheme) -> Iterator[int]:
    """Places inside a block where the next number of an open count begins a paragraph that the reader did not see."""
    if not scheme.run_in:
        return
    own = headings.numbered(text, start, end, scheme)
    count = dict(last)
    if own is not None and own.number:
        count[own.kind] = own.number[0]
    for found in _INNER.finditer(text, start + 1, end):
        head = headings.numbered(text, found.end(), end, scheme)
        if head is None or head.kind not in _INNER_KINDS or not head.title:
            continue
        if head.number[0] > 1 and head.number[0] == count.get(head.kind, -1) + 1:
            count[head.kind] = head.number[0]
            yield found.end()
        elif head.number[0] == 1:
            count[head.kind] = -1


def _with_titles(text: str, found: list[Piece]) -> list[Piece]:
    """Marks the title of a policy that the document itself announced (关于印发《…》的通知) and then prints."""
    cited = {compact(cited.title) for cited in references.find(text)}
    titles = {title for title in cited if _GENRE_END.search(title)} | {
        words.strip("《》“”") for words in _ISSUED.findall(compact(text[:3000]))
    }
    listed = _listed(text, found)
    marked = list(found)
    place, begun = 0, False
    while place < len(found):
        piece = found[place]
        begun = begun or text[piece.start : piece.end].rstrip().endswith("。")
        lines = _title_lines(text, found, place, listed.keys() | titles)
        words = compact(text[piece.start : found[place + max(lines, 1) - 1].end])
        if _headed(found, place):
            lines = 0
        elif words in listed:
            marked[place] = replace(
                piece, head=Head(piece.start, piece.end, headings.PART, -1, (), listed[words], words, True)
            )
        elif lines or (begun and piece.kind == "title" and piece.head is None and _first_numbers(found, place)):
            end = found[place + max(lines, 1) - 1].end
            marked[place] = replace(piece, head=Head(piece.start, end, headings.TITLE, -1, (), "", words, True))
        for at in range(place + 1, place + lines):
            marked[at] = replace(found[at], kind="title", head=None)
        place += max(lines, 1)
    return marked


def _with_declared(document: Document, found: list[Piece]) -> list[Piece]:
    """Marks the headings without a number that the file itself marks as such; the document's own title is none of them."""
    text, title = document.text, compact(document.metadata.title)
    marked = list(found)
    for place, piece in enumerate(found):
        if piece.level and piece.head is None and compact(text[piece.start : piece.end]) != title:
            lone = place == 0 and all(other.level != piece.level for other in found[1:])
            if not lone:
                marked[place] = replace(piece, head=headings.declared(text, piece.start, piece.end, piece.level))
    return marked


def _listed(text: str, found: Sequence[Piece]) -> dict[str, str]:
    """The appendices that the end of a notice lists (附件：1.填报说明 2.…): title → 附件1."""
    listed: dict[str, str] = {}
    open_list = False
    for piece in found:
        words = compact(text[piece.start : piece.end])
        opened = _LIST.match(words) if piece.head is None else None
        item = re.match(r"([0-9]{1,2})[.．、](.{4,60})$", words[opened.end() :] if opened else words)
        if item and (opened or open_list):
            listed[item[2].strip("《》")] = f"附件{item[1]}"
        open_list = bool(opened) or (open_list and item is not None)
    return listed


def _headed(found: Sequence[Piece], place: int) -> bool:
    """Whether the line before already says 附件1."""
    before = found[place - 1].head if place else None
    return before is not None and before.kind == headings.PART


def _title_lines(text: str, found: Sequence[Piece], place: int, titles: set[str]) -> int:
    """How many pieces from ``place`` on make up one of ``titles``; 0 when they do not."""
    words = ""
    for count, piece in enumerate(found[place : place + 4], 1):
        line = compact(text[piece.start : piece.end])
        if piece.kind == "table" or piece.head is not None or len(line) > 80:
            return 0
        words += line
        if words in titles:
            return count
    return 0


def _first_numbers(found: Sequence[Piece], place: int) -> bool:
    """Whether the next count after a title-like line begins at one, as it does in a policy of its own."""
    for piece in found[place + 1 : place + 40]:
        if piece.head is not None and piece.head.kind in ("volume", "chapter", "article", "dun"):
            return piece.head.number == (1,)
    return False


def _raised(found: list[Piece]) -> list[Piece]:
    """In laws the 一、 headings that articles follow stand above the articles (司法解释)."""
    raised: list[Piece] = []
    above = False
    for piece in reversed(found):
        head = piece.head
        if head is not None and head.kind == "article":
            above = True
        elif head is not None and head.alone and head.title and above and head.kind in ("dun", "han_paren"):
            rank = 3 if head.kind == "dun" else 4
            piece = replace(piece, head=replace(head, rank=rank, kind=f"{head.kind}_heading"))
        elif head is not None:
            above = False
        raised.append(piece)
    return raised[::-1]


def _with_unnumbered(text: str, found: list[Piece]) -> list[Piece]:
    counted = any(piece.head is not None and piece.head.number for piece in found)
    begun = False
    marked: list[Piece] = []
    for place, piece in enumerate(found):
        if piece.head is not None:
            begun = piece.head.kind not in (headings.PART, headings.TITLE) and (
                begun or not counted or bool(piece.head.number)
            )
        if piece.head is None and begun and piece.kind in ("heading", "title", "paragraph", "box"):
            head = headings.unnumbered(text, piece.start, piece.end)
            if head is not None and _stands_like_heading(text, found, place):
                piece = replace(piece, head=head)
        marked.append(piece)
    return marked


def _stands_like_heading(text: str, found: Sequence[Piece], place: int) -> bool:
    """A short line between a finished paragraph (or a heading) and a longer one, or another such line and then one."""
    if not 0 < place < len(found) - 1:
        return False
    before, after = found[place - 1], found[place + 1]
    if before.head is not None and before.head.kind == headings.TABLE:
        return False
    if not _ended(text, before):
        return False
    if _prose(text, after) or (after.head is not None and after.head.kind == headings.TABLE):
        return True
    return (
        place + 2 < len(found)
        and after.head is None
        and headings.unnumbered(text, after.start, after.end) is not None
        and _prose(text, found[place + 2])
    )


def _ended(text: str, piece: Piece) -> bool:
    """Whether a piece is finished: by a stop, or because it is a heading or a table."""
    if text[piece.end - 1] in "。；：！？）)”;:.|" or piece.kind in ("heading", "title", "table", "note", "box"):
        return True
    return piece.head is not None and piece.head.alone


def _prose(text: str, piece: Piece) -> bool:
    return piece.kind in _BODY and piece.end - piece.start >= 40 and "。" in text[piece.start : piece.end]


def _with_run_in(text: str, found: list[Piece]) -> list[Piece]:
    """Marks 标题。正文 paragraphs where most paragraphs under a heading are built like that."""
    marked = list(found)
    group: list[int] = []
    begun = False
    for place in range(len(found) + 1):
        piece = found[place] if place < len(found) else None
        if piece is not None and piece.head is None:
            if begun and piece.kind in _BODY and piece.end - piece.start > 12:
                group.append(place)
            continue
        heads = {at: head for at in group if _ended(text, found[at - 1]) and (head := _run_in(text, found[at]))}
        if len(heads) >= 2 and len(heads) >= _SHARE * len(group):
            for at, head in heads.items():
                marked[at] = replace(marked[at], head=head)
        group, begun = [], True
    return marked


def _run_in(text: str, piece: Piece) -> Head | None:
    return headings.run_in(text, piece.start, piece.end, "。：" if piece.kind == "box" else "。")


def _with_closing(text: str, found: list[Piece]) -> list[Piece]:
    """Marks the end matter of each part: the list of appendices, the signature with its date, the imprint."""
    marked = list(found)
    ends = [
        place for place, piece in enumerate(found) if piece.head and piece.head.kind in (headings.PART, headings.TITLE)
    ]
    for end in (*ends, len(found)):
        place, dated = end - 1, False
        first = end
        while place > 0 and found[place].head is None and found[place].end - found[place].start <= 160:
            words = compact(text[found[place].start : found[place].end])
            if _DATE.search(words) or _CLOSING.match(words):
                dated, first = True, place
            elif len(words) > 40 or words[-1:] in "。；：":
                break
            place -= 1
        if dated and place >= 0:
            for at in range(_signed(text, found, place + 1, first), end):
                marked[at] = replace(marked[at], closing=True)
    return marked


def _signed(text: str, found: Sequence[Piece], low: int, first: int) -> int:
    """Where the signature above the date begins: the lines of names that stand over it."""
    place = first
    while place > low and not text[found[place - 1].start : found[place - 1].end].rstrip().endswith(
        ("。", "；", "：", "）")
    ):
        place -= 1
    return place
