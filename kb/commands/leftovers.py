"""``leftovers``: the numbers of a document that did not become targets."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kb.commands.console import add_output, as_json, deliver, opened

HELP = "列出未成为目标的数字及原因"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("doc", metavar="DOC", help="文件简称，见 documents")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        rows = library.leftovers(chosen.doc)
    if chosen.json:
        deliver(as_json([asdict(row) for row in rows]), chosen.output)
        return 0
    lines = []
    for row in rows:
        page = f"第{row.page}页 " if row.page is not None else ""
        around = " ".join(row.context.split())
        lines.append(f"{page}{row.clause_label}  {row.written}  {row.reason}  …{around}…")
    deliver("\n".join([*lines, f"共 {len(rows)} 个", ""]), chosen.output)
    return 0
