"""Answers (回答): numbers first, every sentence cited, and a plain refusal when the evidence is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb import contrasts, exact, gaps, goals, headlines, listings, refusal, statements, support, unheld, whether
from kb.comparison import interleaved, sides
from kb.extracts import chosen, proposed
from kb.likeness import Nearness
from kb.model import Answer, Filters, Hit, Query, Statement, TargetRow
from kb.naming import tight
from kb.search import descending
from kb.side import Side, cite
from kb.statements import BEHIND

if TYPE_CHECKING:
    from kb.generator import Generator
    from kb.search import Searcher

HITS = 10
LONGEST = 780  # characters of a whole answer
NEAREST = 3  # extracts shown when there is no answer


def compose(searcher: Searcher, query: Query, filters: Filters) -> Answer:
    """An answer with citations, or the reason why there is none with the nearest evidence."""
    if query.language != "zh":
        return Answer(query.text, query, (), reason=_foreign(query))
    with searcher.store.reading():
        unfound = searcher.unfound(query)
        answer, said = _composed(searcher, query, filters, unfound)
        absent = unheld.note(query, searcher.store.infos())
    answer = _without(replace(answer, unfound=unfound), absent)
    if searcher.generator is None or not said:
        return answer
    return replace(answer, statements=_within(_worded(searcher.generator, query, said)))


def _composed(
    searcher: Searcher, query: Query, filters: Filters, unfound: Sequence[str]
) -> tuple[Answer, list[Statement]]:
    """The answer in the documents' own words, and all the statements that a language model may word anew."""
    found = [_side(searcher, part, filters) for part in sides(query, searcher.store.infos())]
    judged = interleaved([side.judged for side in found]) if len(found) > 1 else found[0].judged
    hits = searcher.hits(judged, HITS)
    if not hits:
        reason = "库中没有与这个问题有关的内容。请先添加相关文件，或换一种说法。"
        return Answer(query.text, query, (), reason=reason), []
    table = statements.ranked(searcher.store, searcher.prepare(query), judged)
    if table:
        return Answer(query.text, query, _within(table), hits=_evidence_first(table, hits)), []
    listed = listings.of_rows(searcher.store, found[0].question) if len(found) == 1 else []
    if listed:
        said, rows = listings.told(searcher.store, listed), listed
        return Answer(query.text, query, _within(said), tuple(rows), _evidence_first(said, hits)), said
    planned, rows = goals.of_plans(searcher.store, found[0].question) if len(found) == 1 else ([], [])
    if planned:
        return Answer(query.text, query, _within(planned), tuple(rows), _evidence_first(planned, hits)), planned
    absent = _absent(searcher, query, unfound, hits) or _subject_missing(query, found)
    if absent or (query.intent != "find" and not any(side.support.enough for side in found)):
        return _refused(searcher, query, found, hits, absent), []
    if len(found) > 1:
        said, rows, notes = contrasts.compared(searcher.store, found)
    else:
        said, rows, notes = _told(searcher, query, found[0])
    if not said:
        return _refused(searcher, query, found, hits), []
    return Answer(query.text, query, _within(said), tuple(rows), hits, notes=tuple(notes)), said


def _side(searcher: Searcher, query: Query, filters: Filters) -> Side:
    question = searcher.prepare(query)
    judged = searcher.judged_once(question, filters)
    extracts = proposed(question, judged)
    nearness = searcher.nearness(question, judged[: support.NEAR])
    return Side(question, judged, extracts, support.weigh(question, judged, extracts, nearness))


def _told(searcher: Searcher, query: Query, side: Side) -> tuple[list[Statement], list[TargetRow], list[str]]:
    """The statements of one side, the rows used, and notes on what they leave unsaid."""
    nearness = Nearness((), searcher.embedder)
    if whether.asked(side.question):
        ruled = whether.decided(side.question, side.extracts, nearness)
        said = statements.ruled(searcher.store, side, ruled)
        return said, [], gaps.notes(side, said, [], nearness, ruled)
    said, rows = _statements(searcher, query, side)
    return said, rows, gaps.notes(side, said, rows, nearness)


def _without(answer: Answer, absent: str) -> Answer:
    """An answer to a question about a document that the library does not hold (``absent``): that is said first."""
    if not absent or "这份文件" in answer.reason:
        return answer
    if answer.abstained:
        return replace(answer, reason=f"{absent}{answer.reason}")
    return replace(answer, notes=(f"{absent}下面是库中其他文件的内容。", *answer.notes))


def _statements(searcher: Searcher, query: Query, side: Side) -> tuple[list[Statement], list[TargetRow]]:
    store = searcher.store
    places_told = listings.of_clauses(store, side)
    if places_told:
        return places_told, []
    if query.intent == "find":
        docs = sorted(exact.documents(query, store.infos()))
        if docs and not side.question.needs:
            return statements.named(store, docs), []
        return statements.named(store, docs) + statements.extracted(store, side), []
    if query.intent == "agency":
        listed = statements.charged(store, side)
        if listed:
            return listed, []
    if side.question.figure is not None and not side.question.words:
        return headlines.figured(store, side)
    return statements.extracted(store, side), []


def _worded(generator: Generator, query: Query, said: list[Statement]) -> list[Statement]:
    """What we computed ourselves, then the model's sentences that its quotes bear out; our own when it has none."""
    quotes = tuple({(one.doc, one.span): one for statement in said for one in statement.citations}.values())
    worded = generator.statements(query.text, quotes)
    return [statement for statement in said if statement.computed] + list(worded) if worded else said


def _absent(searcher: Searcher, query: Query, unfound: Sequence[str], hits: Sequence[Hit]) -> str:
    """What is said where exact words or the number of a document are looked for and nothing holds them; "" else."""
    if query.intent != "find" or len(unfound) < len(query.phrases) or exact.documents(query, searcher.store.infos()):
        return ""
    texts = [tight(hit.passage.text) for hit in hits]
    if any(tight(number) in text for number in query.doc_numbers for text in texts):
        return ""  # another document speaks of it
    looked = [*(f"写有“{words}”这几个字的条款" for words in unfound), *(f"{one}这份文件" for one in query.doc_numbers)]
    return f"库中没有{'，也没有'.join(looked)}。下面列出最接近的内容，供参考。" if looked else ""


def _subject_missing(query: Query, found: Sequence[Side]) -> str:
    """What is said where two sides are compared and nothing says in what (浙江和江苏谁降得多); "" else."""
    if query.intent != "compare" or any(side.question.needs for side in found):
        return ""
    return "问题没有写明比较哪一项。请补上要比的内容，例如“谁的单位GDP能耗降得多”。"


def _refused(
    searcher: Searcher, query: Query, found: Sequence[Side], hits: tuple[Hit, ...], absent: str = ""
) -> Answer:
    """No statement, but what was looked for and what is nearest: another year, another place, the nation's value."""
    most = max(1, NEAREST // len(found))
    nearest = [one for side in found for one in chosen(refusal.nearest_first(side), most, BEHIND)]
    reason = absent or refusal.reason(query, found, nearest)
    cited = tuple(cite(searcher.store, one) for one in nearest)
    return Answer(query.text, query, (), hits=hits, nearest=cited, reason=reason)


def _evidence_first(said: Sequence[Statement], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The hits with those before the others that hold what the answer cites."""
    cited = [(one.doc, one.span.start) for statement in said for one in statement.citations]

    def holds(hit: Hit) -> bool:
        passage = hit.passage
        return any(doc == passage.doc and passage.start <= start < passage.end for doc, start in cited)

    return descending(sorted(hits, key=lambda hit: not holds(hit)))


def _within(said: Sequence[Statement]) -> tuple[Statement, ...]:
    """As many statements as an answer may hold, at least one; the first one is shortened when it is too long alone."""
    kept: list[Statement] = []
    size = 0
    for statement in said:
        if kept and size + len(statement.text) > LONGEST:
            continue
        if len(statement.text) > LONGEST:
            statement = replace(statement, text=statement.text[: LONGEST - 2] + "……")
        kept.append(statement)
        size += len(statement.text) + 1
    return tuple(kept)


def _foreign(query: Query) -> str:
    if query.language == "none":
        return "没有输入问题。请用中文输入要查的内容，例如：上海2030年风电装机目标是多少。"
    return "目前只能回答中文问题。请用中文提问，例如：上海2030年风电装机目标是多少。"
