"""Many questions at once (批量提问): JSON Lines in, JSON Lines out, in the form that the scorers read."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.model import Span
from kb.commands.console import deliver, opened, say
from kb.commands.filtering import filters_of
from kb.errors import BadQuestionsFile
from kb.json_lines import objects
from kb.library import Library
from kb.model import Answer, Citation, Filters, Hit

LONGEST_ANSWER, SHORTEST_QUOTE, LONGEST_QUOTE = 800, 10, 400
_STOP = re.compile(r"[。！？；\n]")


def add_batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--questions", metavar="FILE.jsonl", help='批量：每行一个 {"id", "question"}，逐行输出 JSON')


def run_batch(chosen: argparse.Namespace, *, answers: bool) -> int:
    """Answer (or only search for) every question of the file; a line that is no question is reported and counted."""
    asked = list(questions(Path(chosen.questions)))
    limit = getattr(chosen, "limit", 10)
    with opened(chosen) as library:
        filters = filters_of(chosen, library)
        lines = []
        for number, item in enumerate(asked, 1):
            lines.append(json.dumps(_line(library, item, limit, filters, answers=answers), ensure_ascii=False) + "\n")
            if sys.stderr.isatty() and number % 10 == 0:
                print(f"\r{number}/{len(asked)}", end="", file=sys.stderr)
    deliver("".join(lines), chosen.output)
    say(f"{len(asked)} 个问题")
    return 0


def questions(file: Path) -> Iterator[dict[str, Any]]:
    """The questions of a JSON Lines file; BadQuestionsFile names the line that is none."""
    for number, item in objects(file, BadQuestionsFile):
        if not isinstance(item.get("question"), str):
            raise BadQuestionsFile(f"{file} 第 {number} 行没有 question")
        yield {"id": item.get("id", number), "question": item["question"]}


def _line(library: Library, item: dict[str, Any], limit: int, filters: Filters, *, answers: bool) -> dict[str, Any]:
    if not item["question"].strip():
        return {"id": item["id"], "hits": [], "answer": "", "citations": [], "abstained": True}
    query = library.understand(item["question"])
    hits = [hit_record(hit) for hit in library.search(query, limit, filters)]
    if not answers:
        return {"id": item["id"], "hits": hits, "answer": "", "citations": [], "abstained": not hits}
    answer = library.ask(query, filters)
    return {
        "id": item["id"],
        "hits": hits,
        "answer": clipped(answer),
        "citations": [citation_record(fitted(library, citation)) for citation in answer.citations],
        "abstained": answer.abstained,
    }


def hit_record(hit: Hit) -> dict[str, Any]:
    """A hit as JSON."""
    passage = hit.passage
    return {
        "doc": passage.doc,
        "clause": passage.clause_id,
        "label": passage.label,
        "title": passage.title,
        "page": passage.page,
        "line": hit.line,
        "text": passage.text,
        "score": round(hit.score, 6),
        "also": [{"doc": other.doc, "clause": other.clause_id} for other in hit.also],
    }


def citation_record(citation: Citation) -> dict[str, Any]:
    """A citation as JSON; ``ocr`` is true for words read from a picture."""
    return {
        "doc": citation.doc,
        "clause": citation.clause_id,
        "page": citation.page,
        "line": citation.line,
        "quote": citation.quote,
        "label": citation.label,
        "title": citation.title,
        "ocr": citation.ocr,
    }


def clipped(answer: Answer) -> str:
    """The answer's words up to its last whole statement within 800 characters."""
    kept = ""
    for statement in answer.statements:
        longer = f"{kept}\n{statement.text}" if kept else statement.text
        if len(longer) > LONGEST_ANSWER:
            return kept or longer[:LONGEST_ANSWER]
        kept = longer
    return kept


def fitted(library: Library, citation: Citation) -> Citation:
    """The citation with a quote of 10 to 400 characters: shortened at a stop, or grown into the words around it."""
    size = len(citation.quote)
    if len("".join(citation.quote.split())) >= SHORTEST_QUOTE and size <= LONGEST_QUOTE:
        return citation
    text = library.document(citation.doc).text
    start, end = citation.span.start, citation.span.end
    if size > LONGEST_QUOTE:
        stops = [found.end() for found in _STOP.finditer(text, start + SHORTEST_QUOTE, start + LONGEST_QUOTE)]
        return library.citation(citation.clause_id, Span(start, stops[-1] if stops else start + LONGEST_QUOTE))
    while len("".join(text[start:end].split())) < SHORTEST_QUOTE and (start > 0 or end < len(text)):
        start, end = max(0, start - 1), min(len(text), end + 1)
    return library.citation(citation.clause_id, Span(start, end))
