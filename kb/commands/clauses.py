"""``clauses``: the clause tree of a document."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kb.commands.console import add_output, as_json, deliver, opened
from kb.model import ClauseRow

HELP = "列出一份文件的条款：编号、标签、页码、文字"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("doc", metavar="DOC", help="文件简称，见 documents")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        rows = library.clauses(chosen.doc)
    deliver(as_json([asdict(row) for row in rows]) if chosen.json else "".join(map(_shown, rows)), chosen.output)
    return 0


def _shown(row: ClauseRow) -> str:
    place = f"第{row.page}页" if row.page is not None else f"第{row.line}行" if row.line is not None else ""
    indent = "  " * row.depth
    words = row.text.replace("\n", f"\n{indent}  ")
    return f"{indent}[{row.label or '—'}] {place}  {row.id}\n{indent}  {words}\n"
