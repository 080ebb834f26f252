"""Capabilities that stand behind their amount (能力): 具备5%以上的响应能力, 形成5万辆车、20万千瓦有序充电能力."""

from __future__ import annotations

import re

from extract import metrics
from extract.cells import Cell
from extract.finding import RATIO_UNITS, Finding, Memory, make


def possessed(cell: Cell, memory: Memory) -> Finding | None:
    """具备5%以上的响应能力, 形成占负荷5%左右的响应能力, 达到75%节能要求: the thing stands behind its amount."""
    right = re.split(r"[，。；、]", cell.right)[0]
    if cell.amount.form in ("word", "whole"):
        return None
    if cell.unit != "%":
        return _capable(cell, memory, right)
    ability = re.match(r"^(?:的)?(?P<thing>[^，。；]{0,14}(?:能力|规模|水平|容量|比例|储备|余量))$", right)
    if ability is None or not re.search(
        r"(?:具备|形成|拥有|建成|配置|配备|建立|实现|达到|占[^，。]{2,14}|储备)(?:不低于|不少于|约)?$", cell.left
    ):
        return None
    owner = (
        metrics.clean(re.split(r"(?:具备|形成|拥有|建成|配置|配备|建立|实现|达到|占)", cell.subject)[0])
        if cell.subject
        else ""
    )
    share = re.search(r"占(?P<y>[^，。]{2,14})$", cell.left)
    name = metrics.clean(owner) + ability["thing"] + (f"占{share['y']}比例" if share else "")
    return make(cell, name, "level", "possessed", 0.75, end=cell.amount.end + len(right), noun=name)


_CAPABLE = re.compile(r"^(?:以上)?的?(?P<thing>[^，。；、的]{2,16}的?(?:能力|产能|供应量|储备量|储气规模))$")
_SHARED = re.compile(
    r"^(?:以上)?(?P<own>[一-龥]{0,2})[、和]\d+(?:\.\d+)?[一-龥A-Za-z]{1,4}?(?:以上|左右)?的?(?P<thing>(?<=瓦|时|吨|米|人|户|箱|次|辆|台|个|头|只|亩)[^，。；、的\d]{2,16}(?:能力|产能))"
)
"""A first amount before the thing that it shares with a second one: 5万辆车、20万千瓦有序充电能力."""
_GIVES = re.compile(
    r"(?:形成|具备|建成|达到|提供|拥有|实现)(?P<what>[^，。；]*?)(?:不低于|不少于|约|年产|年处理|日处理)?$"
)


def _capable(cell: Cell, memory: Memory, right: str) -> Finding | None:
    """形成20万千瓦有序充电能力, 形成5万辆车、20万千瓦有序充电能力: a capability behind its amount."""
    gives = _GIVES.search(cell.paragraph.text[cell.segment[0] : cell.amount.start])
    able = _CAPABLE.match(right) or (
        _SHARED.match(cell.paragraph.text[cell.amount.end : cell.sentence.end]) if len(right) < 3 else None
    )
    if gives is None or able is None or cell.unit in RATIO_UNITS or not cell.unit:
        return None
    before = re.sub(r"[\d.]+[^，。；、]*、?$", "", gives["what"])
    if len(before) > 4:
        return None
    name = able["thing"]
    return make(cell, name, "increase", "possessed", 0.7, end=cell.amount.end + len(right), noun=name)
