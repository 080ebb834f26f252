"""Who answers for what (责任单位): every statement of responsibility in a document, with the text that it governs.

Statements stand in brackets that close a paragraph, on lines of their own (牵头单位：…), in headings, and in
sentences (由…牵头). A statement governs the words before it up to the statement before, within its clause; one in a
heading governs all clauses below; those that close section after section each govern their whole section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from extract import lexicon
from extract.agency_names import CLOSING, OPENING, Statement, is_body, label_at, labels, names, statement
from extract.model import Mention
from ingest.model import Block, Clause, Document, Marker, Span

_HINTS: Final = re.compile(r"责任|牵头|配合|负责|分工|落实|参与|实施|主办|协办|主管")
_AFTER: Final = re.compile(r"[\s。；;，,]*(?:[^\n：:]{2,8}[：:][^\n]{1,40}\s*)*")
_STOPS: Final = "。；;！？\n"
_BY: Final = re.compile(r"由(?P<who>[^，。；;：由（(]{2,80}?)(?:共同|分别|联合)?(?P<verb>牵头|负责|会同)")
_WITH: Final = re.compile(
    r"(?:[，,]\s*(?P<who>[^。；;：（(]{2,80}?)(?:配合|参与|协助|共同参与)"
    r"|会同(?P<them>[^。；;：（(，]{2,80}?)(?:共同|联合)?(?:组织实施|负责|制定|推进|研究|建立|开展|实施|组织|编制|[，,]|$))"
)


@dataclass(frozen=True, slots=True)
class Responsible:
    """A statement of responsibility (责任分工): the characters it ``governs``, the words that make it, and the bodies.

    ``own`` marks one made by a sentence about itself; it adds to the statement that governs the sentence from outside.
    """

    governs: Span
    source: Span
    agencies: tuple[Mention, ...]
    lead: tuple[Mention, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A statement with the characters it takes up and whether it stands on lines of its own."""

    source: Span
    said: Statement
    alone: bool


def find(document: Document, clauses: Sequence[Clause]) -> tuple[Responsible, ...]:
    """All statements of a document, in the order of the text they govern."""
    starts = [block.span.start for block in document.blocks]
    made: list[Responsible] = []
    held: dict[int, list[_Found]] = {}
    for place, clause in enumerate(clauses):
        if not _HINTS.search(document.text, clause.span.start, clause.span.end):
            continue
        first = max(0, bisect_right(starts, clause.span.start) - 1)
        blocks = [block for block in _blocks(document, first, clause.span) if block.kind != "table"]
        statements = _merged(document.text, [item for block in blocks for item in _in_block(document, clause, block)])
        held[place] = statements
        made += _governed(document, clauses, place, statements, len(blocks))
        made += [own for block in blocks for own in _own(document.text, _within(block.span, clause.span))]
    made += _closing(document.text, clauses, held)
    return tuple(sorted(made, key=lambda one: (one.governs.start, one.governs.end)))


def responsible(found: Sequence[Responsible], sentence: Span) -> Responsible | None:
    """Who answers for ``sentence``: what it says of itself, then the narrowest statement that governs it."""
    own: list[Responsible] = []
    outer: Responsible | None = None
    for one in found:
        if one.governs.start > sentence.start:
            break
        if sentence.start >= one.governs.end:
            continue
        if one.own:
            own.append(one)
        elif outer is None or len(one.governs) <= len(outer.governs):
            outer = one
    parts = [*own, *([outer] if outer else [])]
    if not parts:
        return None
    agencies = {mention.name: mention for one in reversed(parts) for mention in one.agencies}
    order = dict.fromkeys(mention.name for one in parts for mention in one.agencies)
    lead = {mention.name: mention for one in parts for mention in one.lead}
    return Responsible(
        parts[-1].governs, parts[-1].source, tuple(agencies[name] for name in order), tuple(lead.values()), not outer
    )


def _blocks(document: Document, first: int, span: Span) -> Iterator[Block]:
    for block in document.blocks[first:]:
        if block.span.start >= span.end:
            return
        if block.span.end > span.start:
            yield block


def _within(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def _in_block(document: Document, clause: Clause, block: Block) -> Iterator[_Found]:
    """Statements of a paragraph: those in brackets, then what follows a bare label (责任单位：…)."""
    text, span = document.text, _within(block.span, clause.span)
    if not _HINTS.search(text, span.start, span.end):
        return
    place = span.start
    for start, end, closed in _brackets(text, span):
        yield from _bare_labels(text, Span(place, start) if place < start else None, span)
        label = label_at(text, start + 1, end)
        if closed and label is not None and label.end() == end:
            run = statement(text, start + 1, span.end)
            if run is not None:
                yield _Found(Span(start, span.end), run, not text[span.start : start].strip())
                return
        said = _bracket_statement(text, span, start, end, closed)
        place = max(place, end)
        if said is not None:
            yield _Found(Span(start, end), said, not text[span.start : start].strip())
    yield from _bare_labels(text, Span(place, span.end) if place < span.end else None, span)


def _bracket_statement(text: str, span: Span, start: int, end: int, closed: bool) -> Statement | None:
    inner_end = end - 1 if closed else end
    inner = text[start + 1 : inner_end]
    labelled = label_at(text, start + 1 + len(inner) - len(inner.lstrip()), inner_end) is not None
    if not closed and not labelled:
        return None
    if not labelled and not _HINTS.search(inner):
        ends_sentence = text[span.start : start].rstrip()[-1:] in ("。", "；", "")
        if not ends_sentence or text[end : span.end].strip():
            return None
        return statement(text, start + 1, inner_end, bare=True)
    return statement(text, start + 1, inner_end)


def _brackets(text: str, span: Span) -> Iterator[tuple[int, int, bool]]:
    """Outermost brackets as (start, end, closed); one that is never closed ends where the paragraph does."""
    depth, first = 0, span.start
    for place in range(span.start, span.end):
        char = text[place]
        if char in OPENING:
            depth += 1
            first = place if depth == 1 else first
        elif char in CLOSING and depth:
            depth -= 1
            if not depth:
                yield first, place + 1, True
    if depth:
        yield first, span.end, False


def _bare_labels(text: str, part: Span | None, block: Span) -> Iterator[_Found]:
    """A label outside brackets at the start of a paragraph or of a sentence; its list runs to the paragraph's end."""
    if part is None:
        return
    for match in labels(text, part.start, part.end):
        before = text[block.start : match.start()].rstrip(" 　-—●•·▪■◆*")
        if before and before[-1] not in "。；;）)":
            continue
        said = statement(text, match.start(), block.end)
        if said is not None:
            yield _Found(Span(match.start(), block.end), said, not before)
        return


def _merged(text: str, found: Sequence[_Found]) -> list[_Found]:
    """Statements that follow one another (牵头单位：…, next line 责任单位：…) made one."""
    merged: list[_Found] = []
    for item in found:
        last = merged[-1] if merged else None
        if last is not None and not text[last.source.end : item.source.start].strip(" \n\t　；;。，,"):
            said = Statement(
                _joined(last.said.agencies, item.said.agencies),
                _joined(last.said.lead, item.said.lead),
            )
            merged[-1] = _Found(Span(last.source.start, item.source.end), said, last.alone)
        else:
            merged.append(item)
    return merged


def _joined(first: tuple[Mention, ...], second: tuple[Mention, ...]) -> tuple[Mention, ...]:
    known = {mention.name for mention in first}
    return first + tuple(mention for mention in second if mention.name not in known)


def _governed(
    document: Document, clauses: Sequence[Clause], place: int, statements: Sequence[_Found], blocks: int
) -> Iterator[Responsible]:
    """Each statement of a clause with what it governs: the words since the last one, or all below its heading."""
    clause = clauses[place]
    start = clause.span.start
    for item in statements:
        end = item.source.end
        if clause.heading is not None and item.source.start < clause.heading.end and blocks > 0:
            below = clauses[_last_below(clauses, place)].span.end
            yield Responsible(Span(clause.span.start, below), item.source, item.said.agencies, item.said.lead)
            start = end if end > start else start
            continue
        first = start
        if len(statements) > 1 and not item.alone:
            first = max(start, _paragraph_start(document.text, item.source.start, clause.span.start))
        yield Responsible(Span(first, end), item.source, item.said.agencies, item.said.lead)
        start = end


def _paragraph_start(text: str, place: int, least: int) -> int:
    return max(least, text.rfind("\n", least, place) + 1)


def _last_below(clauses: Sequence[Clause], place: int) -> int:
    """The last clause below the one at ``place`` (its path begins with that clause's path); itself when none is."""
    path, last = clauses[place].path, place
    while path and last + 1 < len(clauses) and clauses[last + 1].path[: len(path)] == path:
        last += 1
    return last


def _ends(text: str, item: _Found, clause: Clause) -> bool:
    """Whether nothing but short labelled lines (完成时限：…) follows the statement in its clause."""
    return _AFTER.fullmatch(text, item.source.end, clause.span.end) is not None


def _closing(text: str, clauses: Sequence[Clause], held: dict[int, list[_Found]]) -> Iterator[Responsible]:
    """Statements that close sections of several clauses, section after section, govern the whole of theirs.

    A section counts when its only statement ends it; the habit counts when two sections under one heading show it
    and none of the sections there holds more than one statement.
    """
    sections: dict[tuple[Marker, ...], list[int]] = {}
    for place, clause in enumerate(clauses):
        for depth in range(1, len(clause.path) + 1):
            sections.setdefault(clause.path[:depth], []).append(place)
    under: dict[tuple[Marker, ...], list[tuple[Marker, ...]]] = {}
    for path in sections:
        under.setdefault(path[:-1], []).append(path)
    for paths in under.values():
        within = {path: [(place, item) for place in sections[path] for item in held.get(place, ())] for path in paths}
        if any(len(items) > 1 for items in within.values()):
            continue
        ended = {
            path: items[0][1]
            for path, items in within.items()
            if items and items[0][0] == sections[path][-1] and _ends(text, items[0][1], clauses[items[0][0]])
        }
        if len(ended) < 2:
            continue
        for path, item in ended.items():
            governs = Span(clauses[sections[path][0]].span.start, item.source.end)
            yield Responsible(governs, item.source, item.said.agencies, item.said.lead)


@cache
def _actor() -> re.Pattern[str]:
    kinds = lexicon.table("agencies")["actors"]
    verbs = lexicon.alternation(lexicon.words("agencies", "actor_verbs"))
    bracket = r"(?:[（(〔][^）)〕]{1,20}[）)〕])?"
    return re.compile(rf"(?P<who>{kinds}[^，。；：（(〔]{{0,14}}?{bracket}[^，。；：（(]{{0,6}}?)(?:{verbs})")


def _own(text: str, span: Span) -> Iterator[Responsible]:
    """Sentences that name who must do it themselves: 由…牵头, …配合; 各市…组织实施…"""
    if not _HINTS.search(text, span.start, span.end) and "组织" not in text[span.start : span.end]:
        return
    for sentence in _cut(text, span, _STOPS):
        by = _BY.search(text, sentence.start, sentence.end)
        if by:
            lead = _bodies(text, by.start("who"), by.end("who"))
            if lead:
                with_them = _WITH.search(text, by.end("who"), sentence.end)
                others = _bodies(text, *with_them.span(with_them.lastgroup or 0)) if with_them else ()
                source = Span(by.start(), with_them.end() if others and with_them else by.end())
                yield Responsible(sentence, source, lead + others, lead if by["verb"] == "牵头" else (), True)
        for piece in _cut(text, sentence, "，,：:"):
            actor = _actor().match(text, piece.start, piece.end)
            if actor and "由" not in actor["who"]:
                who = _bodies(text, actor.start("who"), actor.end("who"), places=True)
                if who:
                    yield Responsible(piece, Span(actor.start("who"), actor.end("who")), who, (), True)


def _cut(text: str, span: Span, stops: str) -> Iterator[Span]:
    """Stretches between ``stops``, each without the stop and the blanks at its start; brackets are left whole."""
    first, depth = span.start, 0
    for place in range(span.start, span.end + 1):
        if place < span.end:
            depth += (text[place] in OPENING) - (text[place] in CLOSING)
            if text[place] not in stops or depth > 0:
                continue
        while first < place and text[first].isspace():
            first += 1
        if first < place:
            yield Span(first, place)
        first = place + 1


def _bodies(text: str, start: int, end: int, *, places: bool = False) -> tuple[Mention, ...]:
    """The list as mentions when every name in it is a body's (or a place's), else nothing."""
    found = names(text, start, end)
    ends = lexicon.words("agencies", "places")
    sure = all(is_body(one.name) or (places and re.sub(r"[（(〔].*", "", one.name).endswith(ends)) for one in found)
    return found if sure else ()
