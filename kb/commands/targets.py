"""``targets``: the target table, filtered, in the format that is wanted."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kb.commands.console import add_output, deliver, opened, say
from kb.commands.filtering import add_filters, filters_of
from kb.errors import BadValue
from kb.export import HEADERS

HELP = "输出量化目标表"
_FORMATS = ("table", "csv", "xlsx", "jsonl", "parquet", "markdown")
_BINARY = ("xlsx", "parquet")
_BY_SUFFIX = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".parquet": "parquet", ".md": "markdown"}


def arguments(parser: argparse.ArgumentParser) -> None:
    add_filters(parser)
    parser.add_argument("--format", choices=_FORMATS, help="格式（默认按 -o 的扩展名，否则为 table）")
    parser.add_argument(
        "--headers", choices=HEADERS, help="表头：names 列名（csv 默认），zh 中文列名（xlsx 默认），只用于 csv 和 xlsx"
    )
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    suffix = Path(chosen.output).suffix.lower() if chosen.output else ""
    wanted = chosen.format or _BY_SUFFIX.get(suffix, "table")
    if wanted in _BINARY and chosen.output is None and sys.stdout.isatty():
        raise BadValue(f"{wanted} 不能显示在屏幕上", remedy="请用 -o 指定输出文件")
    if chosen.headers and wanted not in ("csv", "xlsx"):
        raise BadValue(f"{wanted} 的列名是固定的", remedy="--headers 请与 --format csv 或 xlsx 合用")
    with opened(chosen) as library:
        rows = library.targets(filters_of(chosen, library))
        content = library.export(rows, wanted, chosen.headers or "")
    deliver(content, chosen.output)
    if chosen.output:
        say(f"{len(rows)} 条目标已写入 {chosen.output}")
        if wanted in ("csv", "jsonl"):
            _write_dictionary(Path(chosen.output))
    return 0


def _write_dictionary(file: Path) -> None:
    """The data dictionary beside the exported file."""
    from kb.export import dictionary

    beside = file.with_name(f"{file.stem}-数据字典.csv")
    deliver(dictionary(), str(beside))
    say(f"各列含义见 {beside}")
