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
_BUILT_UP = re.compile(
    r"^(?:以上)?的?(?:比例|标准|要求)，(?:加强|配备|配置|建设|形成|提升|建立|落实|推进|安排|储备)(?P<thing>[^，。；]{3,20})"
)
_LAID_OUT = re.compile(r"^(?:的)?(?:标准|规模|总量|目标)?(?:进行)?(?:配置|安排|控制|规划|考虑)(?=[，。；]|$)")
_LINE = re.compile(r"^的?(?P<what>[一-龥]{2,10}?)(?:保护)?(?:红线|底线)")
_HELD = re.compile(r"(?:守住|坚守|严守|牢守|守牢|守好|不突破)$")


def _given(cell: Cell) -> re.Match[str] | None:
    """What is to be provided by the share, in the amount's own clause or in the next one."""
    if cell.unit != "%" or _BY.search(cell.left) is None:
        return None
    after = cell.paragraph.text[cell.amount.end : cell.sentence.end]
    return _PROVIDED.match(cell.right) or _BUILT_UP.match(after)


_NEED = re.compile(
    r"(?P<who>[^，；]*?)(?:形成|具备|建立|达到|建成|拥有|落实)(?P<bound>不低于|不少于|至少)(?P<whole>[^，；。]{2,20})$"
)
_ABLE = re.compile(r"^[^，。；的]{0,8}的(?P<thing>[^，。；的]{2,10}能力)")


def is_needed(cell: Cell) -> bool:
    """Whether a reserve is asked for by a share or by days of need: 不低于日均5天需求量的储备能力."""
    return (
        cell.unit in ("%", "天", "日") and _NEED.search(cell.left) is not None and _ABLE.match(cell.right) is not None
    )


def needed(cell: Cell, memory: Memory) -> Finding | None:
    """供热企业形成不低于保障日均5天需求量的储煤能力 → 供热企业储煤能力, at least 5 days."""
    need, able = _NEED.search(cell.left), _ABLE.match(cell.right)
    if need is None or able is None or not is_needed(cell):
        return None
    amount = replace(cell.amount, high=None) if cell.amount.low == cell.amount.high else cell.amount
    share = f"占{re.sub('^其', '', need['whole'])}比例" if cell.unit == "%" else ""
    owner = metrics.clean(
        metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, cell.start + need.end("who"))
    )
    name = owner + able["thing"] + share
    found = make(cell, name, "level", "provided", 0.75, end=cell.amount.end + able.end(), noun=able["thing"])
    return replace(found, amount=amount)


def is_required(cell: Cell) -> bool:
    """Whether an amount says how much is to be provided: 按不低于总车位20%的比例配建充电桩, 供应能力按照3亿吨配置."""
    return _given(cell) is not None or _laid_out(cell) is not None or is_needed(cell)


def _laid_out(cell: Cell) -> re.Match[str] | None:
    if cell.unit in ("", "%") or not _LAID_OUT.match(cell.right):
        return None
    return re.search(r"(?P<what>[^，。；]{4,}?)按照?(?:力争|约|不低于|不超过)?$", cell.left)


def laid_out(cell: Cell, memory: Memory) -> Finding | None:
    """能源供应能力按照力争1.3亿吨标准煤配置: an amount by which something is laid out."""
    found = _laid_out(cell)
    if found is None:
        return None
    name = metrics.clean(
        metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, cell.start + found.end("what"))
    )
    return make(cell, name, "level", "laid_out", 0.75, noun=name) if metrics.has_noun(name) else None


def provided(cell: Cell, memory: Memory) -> Finding | None:
    """按不低于总车位20%的比例配建充电桩 → 充电桩占总车位比例, at least 20 %."""
    by, given = _BY.search(cell.left), _given(cell)
    if by is None or given is None:
        return None
    amount = replace(cell.amount, high=None) if by["bound"] and cell.amount.low == cell.amount.high else cell.amount
    thing = re.sub(r"(?<=能力)建设$", "", metrics.clean(given["thing"]))
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
