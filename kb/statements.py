"""The sentences of answers (回答的各句), by kind of question: extracts, figures, charged bodies, comparisons, rankings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.model import Span
from kb import citation, duties, places, rankings
from kb.duties import Duty
from kb.evidence import Asked
from kb.extracts import PARTICULAR, Extract, charges_somebody, chosen, clean, is_aside, quotable, same_words
from kb.model import Citation, Statement
from kb.rankings import Entry, Table
from kb.rerank import Judged
from kb.side import Side, cite, statement, told
from kb.spelling import plain
from kb.support import of_place
from kb.whether import Decided

if TYPE_CHECKING:
    from kb.store import Store

EXTRACTS = 5  # sentences of an answer
BEHIND = 4.0  # a sentence scored further below the best one is left out
MOST_CHARGES, CLOSE = 5, 4.5  # charges named, and how far a further one may rank behind the first
_LABELLED = re.compile(r"(?:责任|牵头|主管|负责|实施|主办|承办)(?:单位|部门|处室|科室)")
SAID = 6  # of the best sentences, those among which one may say who is responsible
NAMED = 3  # documents introduced when a question names them
RANKED = 5  # places named of an order
_BRACKETS = {"（": "）", "(": ")", "〔": "〕", "［": "］", "[": "]", "【": "】"}


def extracted(store: Store, side: Side) -> list[Statement]:
    """The best clauses' own sentences with their neighbours, shortened but verbatim."""
    listed = [one for one in side.extracts if not _is_charge(one)] or side.extracts
    listed = answering(side, listed)
    phrases = side.question.phrases
    listed = [one for one in listed if any(phrase in plain(one.text) for phrase in phrases)] or listed
    taken = chosen(of_side(side, listed), EXTRACTS, BEHIND, wide=True)
    return [statement(store, side, extract) for extract in taken]


def ruled(store: Store, side: Side, found: Sequence[Decided]) -> list[Statement]:
    """The clauses that decide a yes-or-no question, each behind its deciding word, then what else is said of it."""
    shown: list[Decided] = []
    for one in found:
        if not any(same_words(one.extract, other.extract) for other in shown):
            shown.append(one)
    first = [
        Statement(f"写明“{one.word}”：{told(store, side, one.extract)}", (cite(store, one.extract),)) for one in shown
    ]
    taken = [(citation.doc, citation.span) for one in first for citation in one.citations]
    others = extracted(store, side)
    return first + [
        one
        for one in others
        if not any(
            citation.doc == doc and citation.span.overlaps(span) for citation in one.citations for doc, span in taken
        )
    ]


def answering(side: Side, extracts: Sequence[Extract]) -> list[Extract]:
    """Where only a name, a date or a period can answer, the sentences that hold one; all if none does."""
    kept = [one for one in extracts if one.sentence.figure or not side.question.strict]
    return kept or list(extracts)


def charged(store: Store, side: Side) -> list[Statement]:
    """The bodies that the best clauses charge, in the clauses' own words; whether the body asked about is among them."""
    charges = duties.charges(side.judged, MOST_CHARGES)
    if not charges or _far(side, charges[0][0]) or _better_said(side, charges[0][0]):
        return []
    best, said = charges[0][0], [_charge(store, side, *charges[0])]
    behind = [one for one in side.extracts if one.judged.passage.row == best.passage.row and not _is_charge(one)]
    said += [statement(store, side, one) for one in chosen(behind, 1, BEHIND)]
    for one, duty in charges[1:]:
        if one.score > best.score - CLOSE and one.evidence.best.coverage >= 0.5 * best.evidence.best.coverage:
            cited = cite(store, duties.as_extract(one, duty))
            where = f"{_bound(side, one)}{cited.label or one.passage.title}"
            said.append(Statement(f"另见{where}：{_inner(one, duty)}", (cited,)))
    return said


def _charge(store: Store, side: Side, one: Judged, duty: Duty) -> Statement:
    about = duties.asked_bodies(side.question, duty)
    inner = _inner(one, duty)
    bound = _bound(side, one)
    text = f"{bound}：{inner}" if bound and _LABELLED.match(inner) else inner
    text = text if _LABELLED.match(inner) else f"责任单位{f'（{bound}）' if bound else ''}：{inner}"
    return Statement(f"{text}。{about}" if about else text, (cite(store, duties.as_extract(one, duty)),))


def _bound(side: Side, one: Judged) -> str:
    """The province or city that a clause binds, where the question names none: its bodies are called 市生态环境局 in every city."""
    region = places.named(one.passage.region)
    told = region is not None and region.level in PARTICULAR and not side.question.places
    return region.name if region is not None and told else ""


def _inner(one: Judged, duty: Duty) -> str:
    return clean(bare(one.passage.text[duty.span.start - one.passage.start : duty.span.end - one.passage.start]))


def bare(charge: str) -> str:
    """Who is charged, without the brackets around it and the words 责任单位 before it, which the answer says itself;
    brackets inside (区（市）县政府（管委会）) stay whole."""
    words = charge.strip()
    while (close := _BRACKETS.get(words[:1])) and (words.endswith(close) or words.count(words[0]) > words.count(close)):
        words = words[1:].removesuffix(close).strip()
    for head in ("责任单位：", "责任单位:"):
        words = words.removeprefix(head).strip()
    return words


def _is_charge(extract: Extract) -> bool:
    """A bracket and nothing else; words behind a bracket (（市水务局负责）推广……) are another task."""
    return is_aside(extract.text) and extract.text.rstrip(" \n。；;").endswith(("）", ")"))


def _far(side: Side, charge: Judged) -> bool:
    """The first clause that charges somebody stands far behind the best one, or says much less of what is asked."""
    best = side.judged[0]
    return charge.score < best.score - CLOSE or charge.evidence.best.coverage < 0.5 * best.evidence.best.coverage


def _better_said(side: Side, charge: Judged) -> bool:
    """A sentence of a better passage itself says who does what (申报主体为…)."""
    best = next((one for one in side.extracts[:SAID] if charges_somebody(one)), None)
    return best is not None and best.judged.passage.row != charge.passage.row and best.judged.score > charge.score


def of_side(side: Side, extracts: Sequence[Extract]) -> list[Extract]:
    """The sentences that speak of the asked place: their passage is of it and they name no other one; all if none does."""
    kept = [one for one in extracts if of_place(side.question, one.judged) and not one.elsewhere]
    return kept or [one for one in extracts if of_place(side.question, one.judged)] or list(extracts)


def own(side: Side) -> list[Extract]:
    """The sentences that may stand under a side's name: of its place alone, and none where they carry no answer."""
    if not side.support.enough:
        return []
    here = [one for one in side.extracts if of_place(side.question, one.judged) and not one.elsewhere]
    return [one for one in here if _about(side.question, one)]


def _about(question: Asked, extract: Extract) -> bool:
    """Whether a sentence's document is of the asked place, or the sentence, its headings or its title name the place: that another
    sentence of a passage of the nation's names it is not enough."""
    if not question.places or any(name in (places.NATION, places.LOCAL) for name, _ in question.places):
        return True
    passage = extract.judged.passage
    region = places.named(passage.region)
    of = {passage.region, *(region.within if region is not None else ())}
    said = plain(f"{passage.title}\n{passage.head}\n{extract.text}")
    return any(name in of or any(word in said for word in written) for name, written in question.places)


def named(store: Store, docs: Sequence[str]) -> list[Statement]:
    """The documents that a question names: title, number, issuers and date, cited where the text begins."""
    said = []
    for doc in docs[:NAMED]:
        info, first = store.info(doc), store.passages_of(doc)[:1]
        facts = [
            fact for fact in (info.doc_number, "、".join(info.issuers), info.issued_on or info.published_on) if fact
        ]
        span = quotable(first[0].text, first[0].start, 0, len(first[0].text)) if first else None
        if span is not None:
            text = f"《{info.title}》" + (f"（{'，'.join(facts)}）" if facts else "")
            said.append(Statement(text, (citation.of_span(store, doc, span),)))
    return said


def ranked(store: Store, question: Asked, judged: Sequence[Judged]) -> list[Statement]:
    """What a table says of the order of things, or of the places named; nothing when no table is about it."""
    order = rankings.asked_rank(question)
    if not order and len(question.places) < 2:
        return []
    table = rankings.best_table(question, judged, store)
    if table is None:
        return []
    named = rankings.named(question, table)
    if len(named) > 1:
        return _places_in(store, table, named)
    if not order:
        return []
    return _order(store, question, table, named)


def _order(store: Store, question: Asked, table: Table, named: Sequence[Entry]) -> list[Statement]:
    high = rankings.highest_first(question, table.column)
    entries = sorted(table.entries, key=lambda entry: entry.value, reverse=high)
    word = "高" if high else "低"
    how = f"按“{table.column}”列的{len(entries)}个数值{'从高到低' if high else '从低到高'}排列"
    statements = [
        Statement(
            f"{table.column}最{word}的是{entries[0].name}，为{entries[0].written}（按表中{len(entries)}项排序）",
            (_row(store, entries[0]),),
            how,
        )
    ]
    for entry in named:
        place = entries.index(entry) + 1
        text = f"{entry.name}为{entry.written}，按从{'高到低' if high else '低到高'}排第{place}（共{len(entries)}项）"
        statements.insert(0, Statement(text, (_row(store, entry),), how))
    following = entries[1:RANKED]
    listed = "、".join(f"{entry.name}{entry.written}" for entry in following)
    cited = tuple({(one.span.start, one.doc): one for one in (_row(store, entry) for entry in following)}.values())
    return [*statements, Statement(f"其后依次为{listed}", cited)] if following else statements


def _places_in(store: Store, table: Table, named: Sequence[Entry]) -> list[Statement]:
    first, second = named[0], named[1]
    gap = first.value - second.value
    word = "高于" if gap > 0 else ("低于" if gap < 0 else "等于")
    text = f"{table.column}：{first.name}{first.written}，{word}{second.name}{second.written}"
    formula = f"{first.written} − {second.written} = {gap}"
    statements = [Statement(f"{text}（计算）", (_row(store, first), _row(store, second)), formula)]
    return statements + [Statement(f"{entry.name}：{entry.written}", (_row(store, entry),)) for entry in named[2:]]


def _row(store: Store, entry: Entry) -> Citation:
    passage = entry.passage
    start = entry.span.start - passage.start
    span = quotable(passage.text, passage.start, start, start + len(entry.span))
    return citation.of_span(store, passage.doc, Span(span.start, span.end))
