"""The goals of a plan (主要目标), where a question names the plan: the clause under that heading and the rows of its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.model import Span
from kb import citation, figures, listings, places
from kb.beginnings import begun
from kb.evidence import Asked
from kb.extracts import clean, quotable
from kb.model import DocumentInfo, Passage, Statement, TargetRow
from kb.needs import coverage, find
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.store import Store

_KIND = "主要|总体|发展|规划|工作|具体|量化|预期|行动|战略|核心|创建|建设"
_ASKED = re.compile(
    rf"(?:{_KIND})目标|(?:主要|目标|规划|量化|约束性|预期性|核心)指标|(?:什么|哪些|哪几[个项])(?:目标|指标)"
    r"|(?:目标|指标)(?:是什么|都?有哪些|有什么|有哪几[个项])"
)
_HEADING = re.compile(
    rf"(?:总体要求[和与及、])?(?:科学确立|明确|确定)?(?:20\d\d年)?(?:{_KIND})?目标(?:[和与及、]?(?:指标|任务|体系|要求))?|(?:{_KIND}|约束性|预期性)指标(?:体系)?|指标体系|目标与指标"
)
_NUMBER = re.compile(r"^(?:第[一二三四五六七八九十\d]+[章节篇]|[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]?)\s*")
_PERIOD = re.compile(r"[\"'“]?十[一二三四五六]五[\"'”]?(?:时期|期间)?")  # stands within titles: 能源发展“十四五”规划
_NOTE = re.compile(r"\s*注[：:0-9]")
CALLED = 0.8  # the share of the question that the title of a document must meet to be the asked plan
DOCUMENTS = 2  # plans told where several are called alike; where more are, the question names none
LONGEST = 300  # characters of one piece of a clause
PIECES = 3  # pieces of prose
LISTED = 10  # rows of a table told in one sentence


def asked(text: str) -> bool:
    """Whether a question asks for the goals of a plan as a whole."""
    return _ASKED.search(plain(text)) is not None


def of_plans(store: Store, question: Asked) -> tuple[list[Statement], list[TargetRow]]:
    """The goals of the plans that are called as the question says, with the rows that stand there; nothing where none is."""
    if not asked(question.query.text) or question.query.intent in ("agency", "compare"):
        return [], []
    said: list[Statement] = []
    told: list[TargetRow] = []
    for info in _plans(question, store.infos()):
        parts = _clause(store.passages_of(info.doc))
        rows = [row for row in store.targets_of(info.doc) if any(one.start <= row.start < one.end for one in parts)]
        rows = [row for row in rows if listings.of_time(question.query, row)]
        tables = [row for row in rows if row.table]
        pieces = [list(_prose(store, parts)), list(_tabled(store, tables))]
        said += [one for listed in (reversed(pieces) if "指标" in question.query.text else pieces) for one in listed]
        told += rows
    return said, told


def _plans(question: Asked, infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """The documents of the asked place whose titles say what the question says besides, the nation's first where none is asked."""
    goal = " ".join(match.group() for match in _ASKED.finditer(plain(question.query.text)))
    needs = [need for need in question.needs if need.word not in goal]
    titles = {one.doc: _PERIOD.sub("", plain(one.title)) for one in infos}
    here = [one for one in infos if not question.places or _of_place(question, one, titles[one.doc])]
    fit = {one.doc: coverage(find(titles[one.doc], needs), needs) for one in here} if needs else {}
    best = max(fit.values(), default=0.0)
    named = [one for one in here if best >= CALLED and fit[one.doc] >= best]
    named = [one for one in named if one.place == places.NATION] or named
    return named if len(named) <= DOCUMENTS else []


def _of_place(question: Asked, info: DocumentInfo, title: str) -> bool:
    return any(info.place == name or any(word in title for word in written) for name, written in question.places)


def _clause(passages: Sequence[Passage]) -> list[Passage]:
    """The parts of a plan under the first heading of goals (发展目标), the tables there among them."""
    found: list[Passage] = []
    heading = ""
    for one in passages:
        goal = next(filter(None, map(_goal, one.head.split(" / "))), "")
        if found and goal != heading:
            break  # another plan in the same file may have such a heading too
        if goal:
            heading = goal
            found.append(one)
    return found


def _goal(heading: str) -> str:
    words = _NUMBER.sub("", plain(heading).replace(" ", ""))
    return heading if _HEADING.fullmatch(words) else ""


def _prose(store: Store, parts: Sequence[Passage]) -> Iterator[Statement]:
    """The clause's own words in pieces short enough to be read, its tables aside."""
    spans = [span for one in parts if "\t" not in one.text and not _NOTE.match(one.text) for span in _pieces(one)]
    for span in spans[:PIECES]:
        words = store.leaf(parts[0].doc).text[span.start : span.end]
        yield Statement(begun(clean(words)), (citation.of_span(store, parts[0].doc, span),))


def _pieces(passage: Passage) -> Iterator[Span]:
    """A passage without its heading, cut behind full stops."""
    text, start = passage.text, 0
    first = text.split("\n", 1)[0]
    if first != text and _goal(first):
        start = len(first) + 1
    while start < len(text):
        end = len(text)
        if end - start > LONGEST:
            cut = max(text.rfind(stop, start, start + LONGEST) for stop in "。；")
            end = cut + 1 if cut > start else start + LONGEST
        yield quotable(text, passage.start, start, end)
        start = end


def _tabled(store: Store, rows: Sequence[TargetRow]) -> Iterator[Statement]:
    """The rows of the clause's tables, several in one sentence."""
    for at in range(0, len(rows), LISTED):
        some = rows[at : at + LISTED]
        words = "；".join(f"{row.metric}：{figures.value_in_words(row)}" for row in some)
        yield Statement(words, listings.pieces(store, some))
