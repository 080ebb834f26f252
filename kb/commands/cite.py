"""``cite``: references of clauses."""

from __future__ import annotations

import argparse

from kb.commands.console import add_output, deliver, opened

HELP = "输出条款的参考文献，含条款、页码与原文"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("clauses", metavar="CLAUSE", nargs="+", help="条款编号，见 clauses 或 search")
    parser.add_argument("--style", default="gbt7714", help="gbt7714、bibtex、ris、csl-json 或 markdown")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        deliver(library.cite(chosen.clauses, chosen.style), chosen.output)
    return 0
