"""The clause tree (条款树): a document's blocks cut into clauses by the numbering scheme of its kind."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest import headings
from ingest.contents import contents
from ingest.heads import Piece, pieces, scheme_of
from ingest.model import Clause, Document, Marker, Span
from ingest.outline import Outline
from ingest.schemes import Scheme

_AHEAD: Final = 200
_PUNCTUATION: Final = re.compile(r"[\s、.．,，。:：;；（）()【】〔〕\[\]﹙﹚﹒“”\"'《》<>/\\|&$!*?~`#-]+")
_SENTENCE: Final = re.compile(r"[^。！？\n]*(?:[。！？]|$)")
_TIME_LEAD: Final = re.compile(r"\s*(?:到|至|力争到|争取到)?\s*(?:[12]\d{3}\s*年|“?十[三四五六]五”?(?:期间|时期|末))")


@dataclass(frozen=True, slots=True)
class Cut:
    """A clause before it has a name: [start, end) of the text, its path, its heading and its part."""

    start: int
    end: int
    path: tuple[Marker, ...]
    heading: Span | None
    part: str


def segment(document: Document) -> tuple[Clause, ...]:
    """The document's clauses in order; they tile its text without its table of contents. Empty text gives none."""
    scheme = scheme_of(document)
    found = [piece for piece in pieces(document, scheme, contents(document)) if piece.start < piece.end]
    return _named(document, _cuts(document.text, found, scheme))


def _cuts(text: str, found: Sequence[Piece], scheme: Scheme) -> list[Cut]:
    outline, part, counted, closed = Outline(), "", False, False
    heads = [piece.head for piece in found if piece.head is not None]
    ahead = 0
    cuts: list[Cut] = []
    for place, piece in enumerate(found):
        head = piece.head
        ahead += head is not None
        boxed = place > 0 and found[place - 1].kind == "box" and piece.kind not in ("box", "note", "table")
        left = boxed and outline.leave(headings.BOXED)
        if head is not None and head.kind in (headings.PART, headings.TITLE):
            part, counted = (
                (head.label, False) if head.kind == headings.PART else (head.title if counted else part, False)
            )
            outline.restart()
            cuts.append(Cut(piece.start, piece.end, (), Span(head.start, head.end), part))
        elif head is not None and outline.accepts(head):
            led = bool(cuts) and text[cuts[-1].start : cuts[-1].end].rstrip().endswith(("：", ":"))
            path = outline.place(head, heads[ahead : ahead + _AHEAD], led=led)
            counted = counted or bool(head.number)
            cuts.append(Cut(piece.start, piece.end, path, path[-1].span, part))
        elif piece.closing and not closed:
            outline.restart()
            cuts.append(Cut(piece.start, piece.end, (), None, part))
        elif left or _returns(text, found, place, outline, scheme) or not cuts or piece.start > cuts[-1].end + 1:
            cuts.append(Cut(piece.start, piece.end, outline.path, None, part))
        else:
            cuts[-1] = replace(cuts[-1], end=piece.end)
        closed = piece.closing
    return cuts


def _returns(text: str, found: Sequence[Piece], place: int, outline: Outline, scheme: Scheme) -> bool:
    """Whether plain words at ``place`` go back to a clause above: after a table with a caption, after a law's items."""
    piece, top = found[place], outline.top
    if top is None or piece.kind in ("table", "note", "box"):
        return False
    if top.kind in (headings.TABLE, headings.BOXED):
        after_table = piece.kind == "paragraph" and found[place - 1].kind in ("table", "box", "note")
        noted = re.match(r"\s*(?:注|备注|说明|资料来源|数据来源)\s*[:：\d]", text[piece.start : piece.end])
        return after_table and not noted and outline.close(top.kind)
    closed = False
    while (item := outline.top) is not None and item.kind in scheme.items_end and not item.alone:
        closed = outline.close(item.kind) or closed
    return closed


def _named(document: Document, cuts: Iterable[Cut]) -> tuple[Clause, ...]:
    key = hashlib.sha1(document.name.encode(), usedforsecurity=False).hexdigest()[:8]
    seen: Counter[str] = Counter()
    clauses: list[Clause] = []
    latest: dict[tuple[Marker, ...], Clause] = {}
    for cut in cuts:
        span = Span(cut.start, cut.end)
        identity = f"{key}:{_steps(cut)}:{_digest(document.quote(span))}"
        seen[identity] += 1
        if seen[identity] > 1:
            identity = f"{identity}~{seen[identity]}"
        lead = _lead(document.text, latest, cut.path)
        clauses.append(Clause(identity, document.id, span, cut.path, cut.heading, lead, cut.part))
        latest[cut.path] = clauses[-1]
    return tuple(clauses)


def _steps(cut: Cut) -> str:
    steps = [cut.part, *(marker.label or marker.title for marker in cut.path)]
    return "-".join(step for words in steps if (step := _PUNCTUATION.sub("", words)[:12])) or "0"


def _digest(words: str) -> str:
    return hashlib.sha1(re.sub(r"\s+", "", words).encode(), usedforsecurity=False).hexdigest()[:8]


def _lead(text: str, latest: Mapping[tuple[Marker, ...], Clause], path: tuple[Marker, ...]) -> Span | None:
    """The sentence that governs a clause: it ends its parent's own words with a colon, or opens them with a time."""
    for depth in range(len(path) - 1, 0, -1):
        parent = latest.get(path[:depth])
        found = _governing(text, parent, direct=depth == len(path) - 1) if parent else None
        if found is not None:
            return found
    return None


def _governing(text: str, parent: Clause, *, direct: bool) -> Span | None:
    start = parent.heading.end if parent.heading else parent.span.start
    while start < parent.span.end and text[start] in "。：: \n\t\u3000":
        start += 1
    body = text[start : parent.span.end].rstrip()
    if not body:
        return None
    sentences = [match for match in _SENTENCE.finditer(body) if match[0].strip()]
    last = sentences[-1]
    if last[0].rstrip().endswith(("：", ":")):
        return Span(start + last.start(), start + last.end())
    opening = next((match for match in reversed(sentences) if _TIME_LEAD.match(match[0])), None)
    if direct and opening is not None:
        return Span(start + opening.start(), start + opening.end())
    return None
