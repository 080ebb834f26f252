"""Answers (回答): numbers first, every sentence cited, and a plain refusal when the evidence is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb import citation, duties, figures, support
from kb.comparison import interleaved, sides
from kb.evidence import Asked
from kb.extracts import Extract, chosen, proposed, same_words, shown
from kb.figures import Figure
from kb.model import Answer, Citation, Filters, Query, Statement
from kb.rerank import Judged
from kb.search import folded

if TYPE_CHECKING:
    from kb.search import Searcher

HITS = 10
LONGEST = 780  # characters of a whole answer
EXTRACTS = {"measure": 4, "background": 3, "target": 3, "agency": 2, "compare": 2, "find": 3}
BEHIND = 2.5  # a sentence scored further below the best one is left out
METRIC_FITS = 0.45  # the share of the question that a row's metric must meet to be the answer


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question (a comparison has several) with what was found for it."""

    question: Asked
    judged: list[Judged]
    extracts: list[Extract]
    support: support.Support


def compose(searcher: Searcher, query: Query, filters: Filters) -> Answer:
    """An answer with citations, or the reason why there is none with the nearest evidence."""
    if query.language != "zh":
        return Answer(query.text, query, (), reason=_foreign(query))
    found = [_side(searcher, part, filters) for part in sides(query)]
    judged = interleaved([side.judged for side in found]) if len(found) > 1 else found[0].judged
    hits = folded(judged, HITS)
    if not hits:
        return Answer(query.text, query, (), reason="库中没有与这个问题有关的内容。请先添加相关文件，或换一种说法。")
    if not any(side.support.enough for side in found) and query.intent != "find":
        nearest = [one for side in found for one in chosen(side.extracts, 3 // len(found), BEHIND)]
        reason = support.refusal(query, found[0].question, nearest)
        return Answer(
            query.text, query, (), hits=hits, nearest=tuple(_cite(searcher, one) for one in nearest), reason=reason
        )
    statements, rows = _statements(searcher, query, found)
    return Answer(query.text, query, _within(statements), tuple(figure.row for figure in rows), hits)


def _side(searcher: Searcher, query: Query, filters: Filters) -> Side:
    question = searcher.prepare(query)
    judged = searcher.judged_once(question, filters)
    extracts = proposed(question, judged)
    return Side(question, judged, extracts, support.weigh(question, judged, extracts))


def _statements(searcher: Searcher, query: Query, found: Sequence[Side]) -> tuple[list[Statement], list[Figure]]:
    if len(found) > 1:
        return _compared(searcher, found)
    side = found[0]
    if query.intent == "agency":
        listed = _charged(searcher, side)
        if listed:
            return listed, []
    if side.question.figure is not None:
        return _figured(searcher, side)
    return _extracted(searcher, side, EXTRACTS[query.intent]), []


def _extracted(searcher: Searcher, side: Side, most: int) -> list[Statement]:
    taken = chosen(side.extracts, most, BEHIND, wide=True)
    return [Statement(shown(side.question, extract), (_cite(searcher, extract),)) for extract in taken]


def _figured(searcher: Searcher, side: Side) -> tuple[list[Statement], list[Figure]]:
    """The best row of the target table first, then the sentences that say most."""
    found = figures.figures(side.question, side.judged, searcher.store)
    best = [figure for figure in found[:1] if _fits(side.question, figure)]
    statements = [Statement(figures.headline(one), (_cite(searcher, one.extract),)) for one in best]
    own = chosen((one.extract for one in best), 1, BEHIND)
    most = EXTRACTS[side.question.query.intent] - len(own)
    taken = (
        own
        + [one for one in chosen(side.extracts, most + len(own), BEHIND) if not (own and same_words(one, own[0]))][
            :most
        ]
    )
    return statements + [Statement(shown(side.question, one), (_cite(searcher, one),)) for one in taken], best


def _fits(question: Asked, figure: Figure) -> bool:
    if figure.metric < METRIC_FITS or figure.place == 0.0:
        return False
    return figure.year > 0.3 or not (question.query.years or question.query.period)


def _charged(searcher: Searcher, side: Side) -> list[Statement]:
    """The bodies that the best clauses charge, in the clauses' own words; whether the body asked about is among them."""
    statements = []
    charges = duties.charges(side.judged, 3)
    for one, duty in charges:
        words = one.passage.text[duty.span.start - one.passage.start : duty.span.end - one.passage.start]
        cited = _cite(searcher, duties.as_extract(one, duty))
        inner = words.strip("（）()〔〕［］ \n")
        if not statements:
            text = f"责任单位：{inner}"
            about = duties.asked_bodies(side.question, duty)
            statements.append(Statement(f"{text}。{about}" if about else text, (cited,)))
        else:
            label = cited.label or one.passage.title
            statements.append(Statement(f"另见{label}：{inner}", (cited,)))
    if not charges:
        return []
    behind = [extract for extract in side.extracts if extract.judged.passage.row == charges[0][0].passage.row]
    plain_ones = chosen(behind or side.extracts, 1, BEHIND)
    return statements + [Statement(shown(side.question, one), (_cite(searcher, one),)) for one in plain_ones]


def _compared(searcher: Searcher, found: Sequence[Side]) -> tuple[list[Statement], list[Figure]]:
    """The sides one after another, each under its name, and the difference where both have a figure of one unit."""
    statements: list[Statement] = []
    rows: list[tuple[str, Figure]] = []
    for side in found:
        name = _name(side.question.query)
        listed = [
            one for one in figures.figures(side.question, side.judged, searcher.store) if _fits(side.question, one)
        ]
        sentences = chosen(side.extracts, 2 if len(found) < 3 else 1, BEHIND)
        if listed:
            rows.append((name, listed[0]))
            statements.append(
                Statement(f"{name}：{figures.headline(listed[0], False)}", (_cite(searcher, listed[0].extract),))
            )
        statements += [Statement(f"{name}：{shown(side.question, one)}", (_cite(searcher, one),)) for one in sentences]
    if len(rows) > 1:
        (one, first), (other, second) = rows[:2]
        gap = figures.difference(first.row, second.row, (one, other))
        if gap is not None:
            cited = (_cite(searcher, first.extract), _cite(searcher, second.extract))
            statements.insert(0, Statement(f"{gap[0]}（计算）", cited, gap[1]))
    return statements, [figure for _, figure in rows]


def _name(query: Query) -> str:
    return (
        query.places[0]
        if len(query.places) == 1 and len(query.years) != 1
        else "、".join([*query.places, *(f"{year}年" for year in query.years)])
    )


def _cite(searcher: Searcher, extract: Extract) -> Citation:
    return citation.of_span(searcher.store, extract.doc, extract.span)


def _within(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """As many statements as an answer may hold, at least one; the first one is shortened when it is too long alone."""
    kept: list[Statement] = []
    size = 0
    for statement in statements:
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
