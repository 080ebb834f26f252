"""``documents``: the list of what is in the library."""

from __future__ import annotations

import argparse
from typing import Any

from kb.commands.console import add_output, as_json, deliver, opened
from kb.model import DocumentInfo

HELP = "列出库中的文件"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    with opened(chosen) as library:
        infos = library.documents()
    deliver(as_json([record(info) for info in infos]) if chosen.json else listing(infos), chosen.output)
    return 0


def record(info: DocumentInfo) -> dict[str, Any]:
    """A document as JSON; dates that the text gives only to the month or year are null."""
    return {
        "doc": info.doc,
        "title": info.title,
        "doc_number": info.doc_number,
        "issuers": list(info.issuers),
        "issued_on": _day(info.issued_on),
        "published_on": _day(info.published_on),
        "effective_on": _day(info.effective_on),
        "genre": info.genre,
        "region": {"province": info.province, "city": info.city},
        "validity": info.validity,
        "pages": info.pages,
        "clauses": info.clauses,
        "targets": info.targets,
        "doubtful": [{"page": page, "reason": reason} for page, reason in info.doubtful],
        "references": [
            {"title": cited.title, "doc_number": cited.doc_number, "doc": cited.doc} for cited in info.references
        ],
        "source": info.source,
        "read_at": info.read_at,
        "reader": info.reader,
    }


def _day(date: str | None) -> str | None:
    return date if date is not None and len(date) == 10 else None


def listing(infos: tuple[DocumentInfo, ...]) -> str:
    lines = []
    for info in infos:
        facts = [info.doc_number, "、".join(info.issuers), info.issued_on or info.published_on, info.place]
        amount = f"{info.pages} 页，{info.clauses} 条款，{info.targets} 条目标"
        doubt = f"，存疑 {len(info.doubtful)} 页" if info.doubtful else ""
        lines += [info.doc, f"    {info.title}", f"    {' · '.join(fact for fact in facts if fact)} · {amount}{doubt}"]
    pages = sum(info.pages for info in infos)
    return "\n".join([*lines, f"共 {len(infos)} 份文件，{pages} 页，{sum(info.targets for info in infos)} 条目标", ""])
