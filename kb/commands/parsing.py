"""The command line's words (命令行解析): verbs and options with help and error messages in Chinese."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from kb.commands import VERBS

_MESSAGES = (
    (r"the following arguments are required: (.*)", r"缺少参数 \1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数 \1"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1 不能是 \2，可选：\3"),
    (r"argument (.*?): expected one argument", r"\1 后面要有一个值"),
    (r"argument (.*?): expected at least one argument", r"\1 后面至少要有一个值"),
    (r"argument (.*?): invalid (\w+) value: (.*)", r"\1 的值 \3 不是数字"),
    (r"argument (.*?): not allowed with argument (.*)", r"\1 与 \2 不能同时使用"),
    (r"ambiguous option: (.*?) could match (.*)", r"\1 不明确，可能是 \2"),
    (r"argument (.*?): (.*)", r"\1：\2"),
)
_HEADINGS = {
    "usage: ": "用法：",
    "positional arguments:": "参数：",
    "options:": "选项：",
    "show this help message and exit": "显示帮助并退出",
}


class Parser(argparse.ArgumentParser):
    """argparse that speaks Chinese."""

    def error(self, message: str) -> NoReturn:
        for pattern, words in _MESSAGES:
            found = re.fullmatch(pattern, message, re.S)
            if found:
                message = found.expand(words)
                break
        print(f"{message.replace('VERB', '命令')}。\n{self.format_usage().strip()}", file=sys.stderr)
        sys.exit(2)

    def format_usage(self) -> str:
        return _in_chinese(super().format_usage())

    def format_help(self) -> str:
        return _in_chinese(super().format_help())


def _in_chinese(words: str) -> str:
    for english, chinese in _HEADINGS.items():
        words = words.replace(english, chinese)
    return words


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The chosen verb's options; ``run`` is its function. Exits with status 2 on wrong use."""
    parser = Parser(prog="python -m kb", description="中国政策文件知识库：读取文件、抽取量化目标、检索问答、引用与导出")
    parser.add_argument(
        "--library", metavar="DIR", default=None, help="政策库文件夹（默认 library/，或 POLICYKB_LIBRARY）"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=Parser)
    for verb, module in VERBS.items():
        command = import_module(module)
        own = verbs.add_parser(verb, help=command.HELP, description=command.HELP)
        own.add_argument("--library", metavar="DIR", default=argparse.SUPPRESS, help="政策库文件夹")
        command.arguments(own)
        own.set_defaults(run=command.run)
    return parser.parse_args(list(arguments))


def whole_number(words: str) -> int:
    """An argument that must be a whole number from one up."""
    if not words.isdecimal() or int(words) < 1:
        raise argparse.ArgumentTypeError(f"应是正整数，现为 {words}")
    return int(words)


def number(words: str) -> float:
    """An argument that must be a number, not one of floating point's odd ones."""
    try:
        value = float(words)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{words} 不是数字")
    return value


def years(words: str) -> tuple[int, ...]:
    """Years separated by commas."""
    parts = [part for part in re.split(r"[,，、\s]+", words.replace("年", "")) if part]
    if not parts or not all(re.fullmatch(r"(19|20|21)\d\d", part) for part in parts):
        raise argparse.ArgumentTypeError(f"应是年份，如 2025 或 2025,2030，现为 {words}")
    return tuple(int(part) for part in parts)
