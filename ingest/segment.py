"""The clause tree (条款树): a document's blocks cut into clauses by the numbering scheme of its kind."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from ingest import headings
from ingest.headings import Head
from ingest.model import Clause, Document, Marker, Span
from ingest.schemes import SCHEMES, Scheme

_PUNCTUATION: Final = re.compile(r"[\s、.．,，。:：;；（）()【】〔〕\[\]﹙﹚﹒“”\"'《》<>/\\|&$!*?~`#-]+")
_SENTENCE: Final = re.compile(r"[^。！？\n]*(?:[。！？]|$)")
_TIME_LEAD: Final = re.compile(r"\s*(?:到|至|力争到|争取到)?\s*(?:[12]\d{3}\s*年|“?十[三四五六]五”?(?:期间|时期|末))")


def segment(document: Document) -> tuple[Clause, ...]:
    """The document's clauses in order; they tile its text without its table of contents. Empty text gives none."""
    toc = headings.contents(document)
    scheme = scheme_of(document)
    heads = _heads(document, scheme, toc)
    return _clauses(document, heads, toc)


def scheme_of(document: Document) -> Scheme:
    """The numbering scheme that the document's own markers ask for: 法规 when articles (第…条) outnumber 一、 headings."""
    articles = len(re.findall(r"(?m)^\s*第[一二三四五六七八九十百零〇\d]+条", document.text))
    sections = len(re.findall(r"(?m)^\s*[一二三四五六七八九十]+、", document.text))
    return SCHEMES["law" if articles >= 3 and articles > sections else "official"]


def _heads(document: Document, scheme: Scheme, toc: frozenset[int]) -> list[Head]:
    found: list[Head] = []
    text = document.text
    for place, block in enumerate(document.blocks):
        if place in toc or block.kind in ("table", "imprint", "note"):
            continue
        start, end = block.span.start, block.span.end
        head = headings.appendix(text, start, end, place) or headings.special(text, start, end, place)
        head = head or headings.numbered(text, start, end, place, scheme)
        if head is None and block.kind == "heading":
            head = headings.unnumbered(document, place, block)
        if head is not None:
            found.append(head)
    return found


def _clauses(document: Document, heads: Sequence[Head], toc: frozenset[int]) -> tuple[Clause, ...]:
    starts = {head.block: head for head in heads}
    stack: list[tuple[Head, Marker]] = []
    part = ""
    drafts: list[tuple[list[int], tuple[Marker, ...], Span | None, str]] = []
    for place, _ in enumerate(document.blocks):
        if place in toc:
            if drafts and drafts[-1][0]:
                drafts.append(([], drafts[-1][1], None, part))
            continue
        head = starts.get(place)
        if head is None:
            if not drafts:
                drafts.append(([], (), None, part))
            drafts[-1][0].append(place)
            continue
        if head.kind == headings.PART:
            part, stack = head.label, []
            drafts.append(([place], (), Span(head.start, head.end), part))
            continue
        while stack and stack[-1][0].rank >= head.rank:
            stack.pop()
        marker = Marker(head.label, head.title, Span(head.start, max(head.end, head.start + 1)))
        stack.append((head, marker))
        drafts.append(([place], tuple(entry[1] for entry in stack), marker.span, part))
    return _named(document, [draft for draft in drafts if draft[0]])


def _named(
    document: Document, drafts: Sequence[tuple[list[int], tuple[Marker, ...], Span | None, str]]
) -> tuple[Clause, ...]:
    key = hashlib.sha1(document.name.encode(), usedforsecurity=False).hexdigest()[:8]
    seen: Counter[str] = Counter()
    clauses: list[Clause] = []
    for blocks, path, heading, part in drafts:
        span = Span(document.blocks[blocks[0]].span.start, document.blocks[blocks[-1]].span.end)
        words = re.sub(r"\s+", "", document.quote(span))
        steps = [_PUNCTUATION.sub("", marker.label or marker.title)[:12] for marker in path]
        if part:
            steps.insert(0, part)
        digest = hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest()[:8]
        identity = f"{key}:{'-'.join(step for step in steps if step) or '0'}:{digest}"
        seen[identity] += 1
        if seen[identity] > 1:
            identity = f"{identity}~{seen[identity]}"
        clauses.append(Clause(identity, document.id, span, path, heading, _lead(document, clauses, path), part))
    return tuple(clauses)


def _lead(document: Document, before: Sequence[Clause], path: tuple[Marker, ...]) -> Span | None:
    """The sentence that governs a clause: it ends its parent's own words with a colon, or opens them with a time."""
    for depth in range(len(path) - 1, 0, -1):
        parent = next((clause for clause in reversed(before) if clause.path == path[:depth]), None)
        if parent is None:
            continue
        found = _governing(document.text, parent, direct=depth == len(path) - 1)
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
