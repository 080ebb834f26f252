"""``evaluate``: how right the library is, against labels and questions with known answers."""

from __future__ import annotations

import argparse
from pathlib import Path

from kb.commands.console import add_output, deliver, opened
from kb.errors import BadValue

HELP = "用标注好的目标和问题评测准确率"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--targets", nargs="+", default=[], metavar="GOLD.jsonl", help="标注的目标行")
    parser.add_argument("--questions", nargs="+", default=[], metavar="Q.jsonl", help="附有答案的问题")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    files = [Path(name) for name in (*chosen.targets, *chosen.questions)]
    if not files:
        raise BadValue("没有给出评测文件", remedy="请用 --targets 或 --questions 指定 JSONL 文件")
    for file in files:
        if not file.is_file():
            raise BadValue(f"没有文件 {file}")
    from kb import evaluate

    with opened(chosen) as library:
        parts = []
        if chosen.targets:
            parts.append(evaluate.targets(library, [Path(name) for name in chosen.targets]))
        for name in chosen.questions:
            parts.append(evaluate.questions(library, Path(name)))
    deliver("\n".join(parts) + "\n", chosen.output)
    return 0
