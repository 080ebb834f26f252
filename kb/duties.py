"""Who is responsible (责任分工): the words of a clause that charge bodies with its task, found for agency questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract import agency_names
from ingest.model import Span
from kb import thesaurus
from kb.evidence import Asked, Sentence, examine
from kb.extracts import Extract
from kb.model import Passage
from kb.query import body
from kb.rerank import Judged
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.store import Store

_BRACKET = re.compile(
    r"[（(〔［][^（(〔［）)〕］]*(?:[（(〔［][^（(〔［）)〕］]*[）)〕］][^（(〔［）)〕］]*)*[）)〕］]"
)
_LABEL = r"(?:责任|牵头|主管|配合|负责|主办|承办|协办)(?:单位|部门|处室|科室)[：:][^\n。]{2,300}"
_LINE = re.compile(rf"{_LABEL}(?:\n\s*{_LABEL})*")  # 牵头单位 and 责任单位 on lines of their own are one charge
_PAUSE = re.compile(r"[,，、;。?？]")
_TAKES_PART = re.compile(
    r"[吗么]$|[吗么][呢啊]?$|参与|参加|管不管|归不归|含不含|包不包括|算不算|是否|是不是|在不在|在内|有没有|要不要|也[管要在有]|有份"
)
_HELPS = re.compile(r"[（(〔［\s]*(?:配合|协助|参加|参与)(?:单位|部门)")
LOOKED = 24  # passages whose clauses are looked through
BEHIND = 0.01


@dataclass(frozen=True, slots=True)
class Duty:
    """A charge in a passage: its place (document offsets), the bodies named, those that lead."""

    passage: Passage
    span: Span
    agencies: tuple[str, ...]
    lead: tuple[str, ...]


def duties(passage: Passage) -> Iterator[Duty]:
    """The charges that stand in a passage, in order."""
    text = passage.text
    for pattern in (_BRACKET, _LINE):
        for match in pattern.finditer(text):
            start, end = match.span()
            inner = (start + 1, end - 1) if pattern is _BRACKET else (start, end)
            charge = agency_names.statement(text, *inner)
            if charge is not None and charge.agencies:
                yield Duty(
                    passage,
                    Span(passage.start + start, passage.start + end),
                    tuple(mention.name for mention in charge.agencies),
                    tuple(mention.name for mention in charge.lead),
                )


def promoted(question: Asked, judged: Sequence[Judged], store: Store) -> list[Judged]:
    """For an agency question: the part of a clause that names the bodies ranks as the clause's best part does."""
    near = list(judged[:LOOKED])
    clauses = dict.fromkeys(one.passage.clause_id for one in near if not _answers(one))
    parts: dict[str, list[Passage]] = {}
    for passage in store.passages_of_clauses(tuple(clauses)):
        parts.setdefault(passage.clause_id, []).append(passage)
    known = {one.passage.row: one for one in judged}
    raised: dict[int, Judged] = {}
    for one in near:
        after = [
            passage
            for passage in parts.get(one.passage.clause_id, ())
            if passage.start > one.passage.start and any(duties(passage))
        ]
        if after and not _answers(one):
            part = after[0]
            twin = known.get(part.row) or replace(one, passage=part, evidence=examine(question, part))
            best = max(one.score + BEHIND, twin.score, raised[part.row].score if part.row in raised else -99.0)
            raised[part.row] = replace(twin, score=best)
    found = [raised.pop(one.passage.row, one) for one in judged] + list(raised.values())
    return sorted(found, key=lambda one: (-one.score, one.passage.row))


def _answers(one: Judged) -> bool:
    """The passage names the bodies behind its best sentence itself."""
    best = one.passage.start + one.evidence.best.start
    return any(duty.span.end > best for duty in duties(one.passage))


def charges(judged: Sequence[Judged], most: int = 6, looked: int = LOOKED) -> list[tuple[Judged, Duty]]:
    """For the best passages with charges the one that governs the best sentence: the first one behind it."""
    found: list[tuple[Judged, Duty]] = []
    for one in judged[:looked]:
        if len(found) == most:
            break
        best = one.passage.start + one.evidence.best.start
        listed = [duty for duty in duties(one.passage) if not _only_helps(duty)]
        behind = [duty for duty in listed if duty.span.end > best]
        if behind or listed:
            found.append((one, (behind or listed)[0]))
    return found


def _only_helps(duty: Duty) -> bool:
    """A charge that names those who help alone (配合单位：…), not who is responsible."""
    words = duty.passage.text[duty.span.start - duty.passage.start : duty.span.end - duty.passage.start]
    return _HELPS.match(words) is not None and not duty.lead and "责任" not in words and "负责" not in words


def as_extract(one: Judged, duty: Duty) -> Extract:
    """The charge as a sentence to cite."""
    start, end = duty.span.start - one.passage.start, duty.span.end - one.passage.start
    best = one.evidence.best
    return Extract(one, Sentence(start, end, best.coverage, best.year, best.figure, best.place), one.score)


def asked_bodies(question: Asked, duty: Duty) -> str:
    """Whether the bodies of which the question asks if they take part are among those charged, in words; "" when it names none."""
    parts_asked = [part for part in _PAUSE.split(plain(question.query.text)) if _TAKES_PART.search(part)]
    wanted = dict.fromkeys(match.group() for part in parts_asked for match in body().finditer(part))
    found: list[str] = []
    missing: list[str] = []
    for word in wanted:
        terms = (word, *map(plain, thesaurus.expand(word)))
        named = [name for name in duty.agencies if any(_same_body(term, plain(name)) for term in terms)]
        (found if named else missing).append(named[0] if named else word)
    parts = [f"其中有{'、'.join(dict.fromkeys(found))}"] if found else []
    parts += [f"名单中没有写明{'、'.join(missing)}"] if missing else []
    return "；".join(parts)


def _same_body(term: str, name: str) -> bool:
    core = (
        term.removesuffix("部门")
        .removesuffix("机关")
        .removesuffix("局")
        .removesuffix("委")
        .removesuffix("部")
        .removesuffix("厅")
    )
    return len(core) >= 2 and core in name
