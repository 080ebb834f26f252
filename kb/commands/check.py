"""``check``: whether the library is sound."""

from __future__ import annotations

import argparse

from kb.commands.console import opened

HELP = "检查政策库是否完好，能修的当场修好"


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        faults = library.check()
        counts = library.counts()
    for fault in faults:
        print(f"{'已修复' if fault.mended else '有问题'}  {fault.where}：{fault.message}")
    broken = [fault for fault in faults if not fault.mended]
    print(
        f"{counts['documents']} 份文件，{counts['pages']} 页，{counts['clauses']} 条款，{counts['targets']} 条目标，"
        f"{counts['passages']} 个检索片段：" + (f"{len(broken)} 处问题" if broken else "完好")
    )
    return 1 if broken else 0
