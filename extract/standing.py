"""Standing requirements (常设要求): shares by which something is to be provided, and red lines that are to be held."""

from __future__ import annotations

import re
from dataclasses import replace

from extract import metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, make

_BY = re.compile(
    r"(?:^|[，；])(?P<who>[^，；]*?)按照?(?P<bound>不低于|不少于|不小于|至少)?(?P<whole>[^，；、]{2,16}?)的?$"
)
_PROVIDED = re.compile(
    r"^(?:以上)?的?(?:比例|标准)(?:分类)?(?P<verb>配建|配置|建设|安装|预留|设置|配备|配套|安排)(?P<thing>[^，。；]{2,20})"
)
_LINE = re.compile(r"^的?(?P<what>[一-龥]{2,10}?)(?:保护)?(?:红线|底线)")
_HELD = re.compile(r"(?:守住|坚守|严守|牢守|守牢|守好|不突破)$")


def is_required(cell: Cell) -> bool:
    """Whether a share of a named whole is to be provided: 按不低于总车位20%的比例配建充电桩."""
    return cell.unit == "%" and _PROVIDED.match(cell.right) is not None and _BY.search(cell.left) is not None


def provided(cell: Cell, memory: Memory) -> Finding | None:
    """按不低于总车位20%的比例配建充电桩 → 充电桩占总车位比例, at least 20 %."""
    if not is_required(cell):
        return None
    by, given = _BY.search(cell.left), _PROVIDED.match(cell.right)
    assert by is not None and given is not None
    amount = replace(cell.amount, high=None) if by["bound"] and cell.amount.low == cell.amount.high else cell.amount
    thing = metrics.clean(given["thing"])
    name = f"{thing}占{metrics.clean(by['whole'])}比例"
    found = make(cell, name, "level", "provided", 0.75, end=cell.amount.end + given.end(), noun=thing)
    return replace(found, amount=amount)


def held(cell: Cell, memory: Memory) -> Finding | None:
    """牢牢守住18亿亩耕地红线: an area that must not be undercut."""
    line = _LINE.match(cell.right)
    if line is None or not _HELD.search(cell.left):
        return None
    name = metrics.measured(line["what"], cell.unit)
    return make(cell, name, "level", "held", 0.75, end=cell.amount.end + line.end(), noun=line["what"])
