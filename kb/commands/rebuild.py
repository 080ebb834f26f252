"""``rebuild``: everything anew from a stage on."""

from __future__ import annotations

import argparse

from kb.commands.console import opened, say, watched
from kb.commands.parsing import whole_number

HELP = "从某一阶段起重建（不指定时只重做已过时的部分）；移除的文件就此清除"
_STAGES = ("read", "extract", "embed", "index")
_CACHES = {"embed": "全部向量与索引", "index": "全部索引"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="stage", choices=_STAGES, help="read 重新读取，extract 重新抽取，embed 重算向量，index 重建索引"
    )
    parser.add_argument("--workers", type=whole_number, metavar="N", help="进程数（默认等于处理器数）")


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        report = watched(library.rebuild(chosen.stage, workers=chosen.workers), done="已重建")
    done = len(report.steps) - len(report.failures)
    if chosen.stage in _CACHES:
        print(f"已重建{_CACHES[chosen.stage]}，用时 {report.seconds:.1f} 秒")
        return 0
    print(f"重建 {done} 份文件，失败 {len(report.failures)}，用时 {report.seconds:.1f} 秒")
    for failure in report.failures:
        say(f"{failure.path}：{failure.message}")
    return 1 if report.failures else 0
