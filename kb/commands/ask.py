"""``ask``: an answer with citations, or why there is none."""

from __future__ import annotations

import argparse
import re
from typing import Any

from kb.beginnings import begun
from kb.commands.batch import add_batch, citation_record, hit_record, run_batch
from kb.commands.console import add_output, as_json, deliver, opened
from kb.commands.filtering import add_filters, filters_of
from kb.commands.search import asked, nowhere
from kb.model import Answer, Citation

_WORDS = re.compile(r"\W")
_MOST = 0.5  # of a quote, what a sentence must say for the quote to be left out
HELP = "提问：给出有出处的回答，或说明为什么没有"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUESTION", nargs="*", help="问题")
    parser.add_argument("--quotes", action="store_true", help="每条出处都列出原文（默认只列回答中没有写出的）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_batch(parser)
    add_filters(parser)
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    if chosen.questions:
        return run_batch(chosen, answers=True)
    question = asked(chosen)
    with opened(chosen) as library:
        answer = library.ask(question, filters_of(chosen, library))
    deliver(as_json(record(answer)) if chosen.json else shown(answer, quotes=chosen.quotes), chosen.output)
    return 0


def record(answer: Answer) -> dict[str, Any]:
    """An answer as JSON: each sentence with its citations, the reason when there is none."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "unfound": list(answer.unfound),
        "notes": list(answer.notes),
        "statements": [
            {
                "text": statement.text,
                "computed": statement.computed,
                "citations": [citation_record(citation) for citation in statement.citations],
            }
            for statement in answer.statements
        ],
        "citations": [citation_record(citation) for citation in answer.citations],
        "nearest": [citation_record(citation) for citation in answer.nearest],
        "hits": [hit_record(hit) for hit in answer.hits],
    }


def shown(answer: Answer, *, quotes: bool = False) -> str:
    """Sentences with numbered marks, the references underneath: with the quote where the sentences do not say it."""
    if answer.abstained:
        nearest = [_source(number, citation) for number, citation in enumerate(answer.nearest[:3], 1)]
        return "\n".join([answer.reason, *(["最接近的内容："] if nearest else []), *nearest, ""])
    numbers = {_place(citation): number for number, citation in enumerate(answer.citations, 1)}
    lines = [f"{nowhere(answer.unfound)}：", ""] if answer.unfound else []
    lines += [f"说明：{note}" for note in answer.notes]
    for statement in answer.statements:
        marks = "".join(f"[{numbers[_place(citation)]}]" for citation in statement.citations)
        computed = f"（计算：{statement.computed}）" if statement.computed else ""
        lines.append(f"{statement.text.removesuffix('（计算）') if computed else statement.text}{computed} {marks}")
    sources = [
        _source(number, citation, quote=quotes or not _says(answer, citation))
        for number, citation in enumerate(answer.citations, 1)
    ]
    return "\n".join([*lines, "", *sources, ""])


def _says(answer: Answer, citation: Citation) -> bool:
    """Whether the answer's sentences say most of what the citation quotes, so that it need not be read twice."""
    quote = _WORDS.sub("", citation.quote)
    said = [_WORDS.sub("", one.text) for one in answer.statements if citation in one.citations]
    return any(quote in text or (text in quote and len(text) >= _MOST * len(quote)) for text in said)


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.span.start, citation.span.end


def _source(number: int, citation: Citation, *, quote: bool = True) -> str:
    page = f" 第{citation.page}页" if citation.page is not None else f" 第{citation.line}行" if citation.line else ""
    mark = "（文字识别）" if citation.ocr else ""
    head = f"[{number}] {citation.title} {citation.label}{page}  {citation.clause_id}"
    return f"{head}\n    “{' '.join(begun(citation.quote).split())}”{mark}" if quote else f"{head}{mark}"
