"""Answers (回答): numbers first, every sentence cited, and a plain refusal when the evidence is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb import citation
from kb.evidence import Asked
from kb.extracts import Extract, chosen, proposed, shown
from kb.model import Answer, Citation, Filters, Query, Statement
from kb.search import folded

if TYPE_CHECKING:
    from kb.search import Searcher

HITS = 10


def compose(searcher: Searcher, query: Query, filters: Filters) -> Answer:
    """An answer with citations, or the reason why there is none with the nearest evidence."""
    if query.language != "zh":
        return Answer(query.text, query, (), reason=_foreign(query))
    question = searcher.prepare(query)
    judged = searcher.judged(query, filters)
    hits = folded(judged, HITS)
    if not judged:
        return Answer(query.text, query, (), reason="库中没有可检索的内容与这个问题有关。")
    extracts = chosen(proposed(judged), 4, 0.6)
    statements = tuple(_statement(searcher, question, extract) for extract in extracts)
    return Answer(query.text, query, statements, hits=hits)


def _statement(searcher: Searcher, question: Asked, extract: Extract) -> Statement:
    return Statement(shown(question, extract), (cite(searcher, extract),))


def cite(searcher: Searcher, extract: Extract) -> Citation:
    return citation.of_span(searcher.store, extract.doc, extract.span)


def _foreign(query: Query) -> str:
    if query.language == "none":
        return "没有输入问题。请用中文输入要查的内容，例如：上海2030年风电装机目标是多少。"
    return "目前只能回答中文问题。请用中文提问，例如：上海2030年风电装机目标是多少。"
