"""The filter options that ``targets``, ``search`` and ``ask`` share (筛选选项)."""

from __future__ import annotations

import argparse

from kb.commands.parsing import number, years
from kb.errors import BadValue
from kb.library import Library
from kb.model import Filters


def add_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("筛选")
    group.add_argument("--doc", action="append", default=[], metavar="DOC", help="文件简称，可重复")
    group.add_argument("--metric", default="", help="指标名称含有的词")
    group.add_argument("--region", action="append", default=[], help="地区，如 上海市、全国，可重复")
    group.add_argument("--agency", default="", help="责任单位名称含有的词")
    group.add_argument("--year", type=years, default=(), metavar="YEAR", help="目标年，如 2025 或 2025,2030")
    group.add_argument("--from", dest="year_from", type=int, metavar="YEAR", help="目标年不早于")
    group.add_argument("--to", dest="year_to", type=int, metavar="YEAR", help="目标年不晚于")
    group.add_argument(
        "--min", dest="value_min", type=number, metavar="N", help="数值不小于（与 --unit 同用时自动换算）"
    )
    group.add_argument("--max", dest="value_max", type=number, metavar="N", help="数值不大于")
    group.add_argument("--unit", default="", help="单位")
    group.add_argument("--issuer", default="", help="发文机关名称含有的词")
    group.add_argument("--kind", choices=("target", "milestone"), default="", help="量化目标或里程碑")


def filters_of(chosen: argparse.Namespace, library: Library) -> Filters:
    """The filters that were given; UnknownDocument for a document that is not there."""
    if chosen.year_from and chosen.year_to and chosen.year_from > chosen.year_to:
        raise BadValue(f"--from {chosen.year_from} 晚于 --to {chosen.year_to}")
    if chosen.value_min is not None and chosen.value_max is not None and chosen.value_min > chosen.value_max:
        raise BadValue(f"--min {chosen.value_min:g} 大于 --max {chosen.value_max:g}")
    return Filters(
        docs=tuple(library.info(doc).doc for doc in chosen.doc),
        metric=chosen.metric,
        regions=tuple(chosen.region),
        agency=chosen.agency,
        issuer=chosen.issuer,
        years=chosen.year,
        year_from=chosen.year_from,
        year_to=chosen.year_to,
        value_min=chosen.value_min,
        value_max=chosen.value_max,
        unit=chosen.unit,
        kind=chosen.kind,
    )
