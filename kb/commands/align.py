"""``align``: one metric across documents, places and years."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb.commands.console import add_output, as_json, deliver, opened, say
from kb.errors import BadValue

if TYPE_CHECKING:
    from kb.align import Alignment

HELP = "同一指标在各文件、各地、各年的目标，统一单位并与全国比较"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("metric", metavar="METRIC", help="指标，如 非化石能源消费比重")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    add_output(parser)


def run(chosen: argparse.Namespace) -> int:
    if not chosen.metric.strip():
        raise BadValue("指标是空的")
    from kb.align import same_metric

    with opened(chosen) as library:
        found = library.align(chosen.metric.strip())
    if chosen.json:
        deliver(as_json(_table(found) | {"others": list(map(_table, found.others)), "near": found.near}), chosen.output)
        return 0
    if not found.lines:
        say(f"库中没有“{chosen.metric}”的目标。可用 targets --metric 查看相近的指标名称")
    elif not same_metric(found.metric, chosen.metric):
        say(f"库中没有“{chosen.metric}”，下面是最接近的“{found.metric}”")
    lines = [line for table in (found, *found.others) for line in _written(table)]
    if found.near:
        lines.append(f"相近的指标：{'；'.join(found.near)}")
    deliver("\n".join([*lines, ""]), chosen.output)
    return 0


def _written(table: Alignment) -> Iterator[str]:
    """A table as lines of text: its metric, measure and unit, then a line for each place and year."""
    yield f"{table.metric}（{table.measure}，{table.unit or '原单位'}）"
    for line in table.lines:
        value = "" if line.value is None else f"{line.value:,.10g}"
        against = f"  {line.against}全国" if line.against else ""
        row = line.row
        yield f"  {line.place}  {line.year or '—'}  {value}  {row.value_text}{against}  {row.doc} {row.clause_label}"


def _table(table: Alignment) -> dict[str, Any]:
    return {
        "metric": table.metric,
        "measure": table.measure,
        "unit": table.unit,
        "lines": list(map(_record, table.lines)),
    }


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
