"""``align``: one metric across documents, places and years."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb.amounts import said
from kb.commands.console import add_output, as_json, deliver, opened, say
from kb.errors import BadValue
from kb.model import TargetRow

if TYPE_CHECKING:
    from kb.align import Alignment
    from kb.axes import Apart

_SHOWN = 20
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
        more = {"others": list(map(_table, found.others)), "near": found.near, "apart": list(map(_apart, found.apart))}
        deliver(as_json(_table(found) | more), chosen.output)
        return 0
    if not found.lines:
        say(f"库中没有“{chosen.metric}”的目标。可用 targets --metric 查看相近的指标名称")
    elif not same_metric(found.metric, chosen.metric):
        say(f"库中没有“{chosen.metric}”，下面是最接近的“{found.metric}”")
    lines = [line for table in (found, *found.others) if table.lines for line in _written(table)]
    lines += _left_out(found)
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
        notes = [note for note in (line.note, f"同一文件另有{line.again}处" if line.again else "") if note]
        note = f"  （{'；'.join(notes)}）" if notes else ""
        where = " ".join(part for part in (row.doc, row.clause_label) if part)
        yield f"  {line.place}  {line.year or '—'}  {value}  {said(row)}{against}  {where}{note}"


def _left_out(found: Alignment) -> Iterator[str]:
    """Rows that name the metric and stand in no table, with the reason, so that nothing is missed silently."""
    if found.apart:
        yield f"名称中含有这一指标而未并入的（{len(found.apart)} 条）："
    for one in found.apart[:_SHOWN]:
        row = one.row
        where = " ".join(part for part in (row.doc, row.clause_label) if part)
        yield f"  {row.scope}  {row.year or '—'}  {row.metric}  {said(row)}  {where}  （{one.reason}）"
    if len(found.apart) > _SHOWN:
        yield f"  …… 另有 {len(found.apart) - _SHOWN} 条，见 --json"


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
        "note": line.note,
        "again": line.again,
        **_source(line.row),
    }


def _apart(one: Apart) -> dict[str, Any]:
    row = one.row
    return {"place": row.scope, "year": row.year, "metric": row.metric, "reason": one.reason, **_source(row)}


def _source(row: TargetRow) -> dict[str, Any]:
    return {
        "said": said(row),
        "value_text": row.value_text,
        "unit": row.unit,
        "comparator": row.comparator,
        "change": row.change,
        "doc": row.doc,
        "clause": row.clause_id,
        "page": row.page,
        "quote": row.quote,
    }
