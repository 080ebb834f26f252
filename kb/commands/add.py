"""``add``: files, folders and web addresses into the library, with progress and a report of what became of each."""

from __future__ import annotations

import argparse
from typing import Any

from kb.commands.console import as_json, deliver, opened, say, watched
from kb.commands.parsing import whole_number
from kb.fetching import looked_for
from kb.model import Added, Report

HELP = "添加文件、文件夹或网址（PDF、DOCX、HTML、TXT、MD）"
_SHOWN = 30


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="文件、文件夹、网址，或政策目录（如 corpus/manifest.json 中的官方网址）",
    )
    parser.add_argument("--workers", type=whole_number, metavar="N", help="读取进程数（默认等于处理器数）")
    parser.add_argument(
        "--ocr", choices=("auto", "never", "always"), default="auto", help="文字识别：自动、不用、全部（默认 auto）"
    )
    parser.add_argument("--replace", metavar="DOC", help="该文件是库中 DOC 的新版本")
    parser.add_argument("--report", metavar="FILE.json", help="把结果写成 JSON 文件")


def run(chosen: argparse.Namespace) -> int:
    looked_for(chosen.paths)
    with opened(chosen, create=chosen.replace is None) as library:
        steps = library.add(chosen.paths, workers=chosen.workers, ocr=chosen.ocr, replace=chosen.replace)
        report = watched(steps)
    print(summary(report))
    if chosen.report:
        deliver(as_json(record(report)), chosen.report)
        say(f"报告已写入 {chosen.report}")
    return 1 if report.failures else 0


def record(report: Report) -> dict[str, Any]:
    """The report as JSON: counts, and every file with what became of it."""
    groups: dict[str, list[dict[str, Any]]] = {
        "added": [], "unchanged": [], "alias": [], "replaced": [], "failed": []
    }  # fmt: skip
    for step in report.steps:
        groups[step.status].append(_step(step))
    pages = sum(step.pages for step in report.steps)
    return {
        "seconds": round(report.seconds, 2),
        "pages": pages,
        "targets": sum(step.targets for step in report.steps),
        "counts": {status: len(steps) for status, steps in groups.items()},
        **groups,
        "doubtful": [
            {"doc": step.doc, "page": page, "reason": reason} for step in report.steps for page, reason in step.doubtful
        ],
    }


def _step(step: Added) -> dict[str, Any]:
    written: dict[str, Any] = {"path": step.path, "doc": step.doc}
    if step.status in ("added", "replaced"):
        written |= {"pages": step.pages, "targets": step.targets}
    if step.failure is not None:
        written |= {"kind": step.failure.kind, "message": step.failure.message}
    return written


def summary(report: Report) -> str:
    """The report as a person reads it: counts, then failures and doubtful pages by name."""
    facts = record(report)
    counts = facts["counts"]
    speed = f"，{facts['pages'] / report.seconds:.0f} 页/秒" if report.seconds and facts["pages"] else ""
    lines = [
        f"新增 {counts['added']}，更新 {counts['replaced']}，未变 {counts['unchanged']}，另名 {counts['alias']}，"
        f"失败 {counts['failed']}",
        f"共读 {facts['pages']} 页，得到 {facts['targets']} 条目标，用时 {report.seconds:.1f} 秒{speed}",
    ]
    lines += _block(
        "新增：", [f"{item['doc']}（{item['pages']} 页，{item['targets']} 条目标）" for item in facts["added"]]
    )
    lines += _block(
        "更新：", [f"{item['doc']}（{item['pages']} 页，{item['targets']} 条目标）" for item in facts["replaced"]]
    )
    lines += _block("记为另名：", [f"{item['path']} → {item['doc']}" for item in facts["alias"]])
    lines += _block("失败：", [f"{item['path']}：{item['message']}" for item in facts["failed"]])
    doubtful = [f"{item['doc']} 第{item['page']}页：{item['reason']}" for item in facts["doubtful"]]
    lines += _block(f"文字存疑的页（{len(doubtful)}）：", doubtful)
    return "\n".join(lines)


def _block(head: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    rest = [f"  …… 另有 {len(lines) - _SHOWN} 项，见 --report 或 documents --json"] if len(lines) > _SHOWN else []
    return [head, *(f"  {line}" for line in lines[:_SHOWN]), *rest]
