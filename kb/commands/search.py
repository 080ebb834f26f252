"""``search``: ranked passages for a question."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from kb.commands.batch import add_batch, hit_record, run_batch
from kb.commands.console import add_output, as_json, deliver, opened, say
from kb.commands.filtering import add_filters, filters_of
from kb.commands.parsing import whole_number
from kb.errors import EmptyQuestion
from kb.model import Hit

HELP = "检索条款：“…” 内为精确短语，发文字号可直接找到文件"
NOT_CHINESE = "本库只收中文政策文件，请用中文提问，例如：2025年非化石能源占比"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", metavar="QUESTION", nargs="*", help="问题或关键词")
    parser.add_argument("--limit", type=whole_number, default=10, metavar="N", help="最多给出几条（默认 10）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_batch(parser)
    add_filters(parser)
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    if chosen.questions:
        return run_batch(chosen, answers=False)
    question = asked(chosen)
    with opened(chosen) as library:
        query = library.understand(question)
        hits = library.search(query, chosen.limit, filters_of(chosen, library))
        unfound = library.unfound(query)
    if chosen.json:
        deliver(as_json(_record(question, hits, unfound)), chosen.output)
        return 0
    if query.language != "zh":
        say(NOT_CHINESE)
    elif not hits:
        say("库中没有找到相关条款")
    elif unfound:
        say(nowhere(unfound))
    deliver("\n".join(_shown(number, hit) for number, hit in enumerate(hits, 1)), chosen.output)
    return 0


def asked(chosen: argparse.Namespace) -> str:
    """The question of the command line; EmptyQuestion when there is none in it."""
    question = " ".join(chosen.question).strip()
    if not question:
        raise EmptyQuestion()
    return question


def nowhere(phrases: Sequence[str]) -> str:
    """That phrases stand nowhere word for word, and that what follows is only near them."""
    return f"没有一处写有{'、'.join(f'“{words}”' for words in phrases)}这几个字，下面是最接近的条款"


def _record(question: str, hits: tuple[Hit, ...], unfound: Sequence[str]) -> dict[str, Any]:
    return {"question": question, "unfound": list(unfound), "hits": [hit_record(hit) for hit in hits]}


def _shown(number: int, hit: Hit) -> str:
    passage = hit.passage
    page = f" 第{passage.page}页" if passage.page is not None else f" 第{hit.line}行" if hit.line else ""
    also = "".join(f"\n    同文见 {other.doc}" for other in hit.also[:5])
    words = " ".join(passage.text.split())
    return f"[{number}] {passage.title} {passage.label}{page}  ({passage.doc})\n    {passage.clause_id}\n    {words}{also}\n"
