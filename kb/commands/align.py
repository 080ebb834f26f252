"""``align``: one metric across documents, places and years."""

from __future__ import annotations

import argparse
from typing import Any

from kb.commands.console import add_output, as_json, deliver, opened, say
from kb.errors import BadValue

HELP = "同一指标在各文件、各地、各年的目标，统一单位并与全国比较"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="指标，如 非化石能源消费比重")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    if not chosen.metric.strip():
        raise BadValue("指标是空的")
    with opened(chosen) as library:
        found = library.align(chosen.metric.strip())
    if chosen.json:
        deliver(
            as_json({"metric": found.metric, "unit": found.unit, "lines": list(map(_record, found.lines))}),
            chosen.output,
        )
        return 0
    if not found.lines:
        say(f"库中没有“{chosen.metric}”的目标。可用 targets --metric 查看相近的指标名称")
    lines = [f"{found.metric}（{found.unit or '原单位'}）"]
    for line in found.lines:
        value = "" if line.value is None else f"{line.value:g}"
        against = f"  {line.against}全国" if line.against else ""
        lines.append(
            f"  {line.place}  {line.year or '—'}  {value}  {line.row.value_text}{against}  {line.row.doc} {line.row.clause_label}"
        )
    deliver("\n".join([*lines, ""]), chosen.output)
    return 0


def _record(line: Any) -> dict[str, Any]:
    return {
        "place": line.place,
        "year": line.year,
        "value": line.value if line.value is None else float(line.value),
        "against": line.against,
        "metric": line.row.metric,
        "value_text": line.row.value_text,
        "comparator": line.row.comparator,
        "doc": line.row.doc,
        "clause": line.row.clause_id,
        "page": line.row.page,
        "quote": line.row.quote,
    }
