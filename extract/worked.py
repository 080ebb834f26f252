"""Work that is named behind what it is done to (后置的工作): 对全市120座尾矿库（含9座无主库）开展生态修复."""

from __future__ import annotations

import re

from extract import lexicon, metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, make
from extract.unit_grammar import base_unit

_ON = re.compile(r"(?:^|[，；、])(?:针对|对|将)[^，。；]*$")
"""The preposition in front of what the work is done to."""
_WORK = (
    "治理|修复|改造|整治|搬迁|淘汰|关闭|关停|销号|加固|升级|更新|绿化|清淤|疏浚|拆除|处置|管护|封育|封山|改良|替代|"
    "资源化|利用|减排|创建|复绿|复垦|提标|恢复|清理|补植|抚育|清退|达标"
)
_DONE = re.compile(
    r"(?:左右|以上)?的?(?:（[^（）]{1,40}）)?(?P<thing>[一-龥“”（）]{2,24}?)(?:（[^（）]{1,40}）)?"
    r"(?:[和及][\d.]+[一-龥]{1,3}[一-龥]{2,16}?)?(?:、[^，。；]{2,40}?)??(?:，(?:总长度?|总面积|共计?|合计)[约达]?[\d.]+[一-龥]{1,4})?"
    r"(?:分类|分批|分期|分步|逐一|逐步|全面|系统|依次|均|要|应)*(?:进行|实施|开展|实行|完成|采取)"
    rf"(?P<act>[^，。；\d]{{0,30}}?(?:{_WORK})[^，。；、]{{0,6}})"
)
_AREAS = ("公里", "千米", "亩", "公顷", "平方米", "平方公里")


def is_worked(cell: Cell) -> bool:
    """Whether the sentence says behind the amount which work is done to what it counts."""
    return _done(cell) is not None


def _done(cell: Cell) -> re.Match[str] | None:
    unit, text = base_unit(cell.unit), cell.paragraph.text
    if not (unit in lexicon.words("units", "counters") or unit.endswith(_AREAS)) or cell.sense:
        return None
    if cell.amount.before or cell.amount.after:  # a bound says which ones are meant
        return None
    opening = text.rfind("（", cell.segment[0], cell.amount.start)
    if opening >= 0 and "）" not in text[opening : cell.amount.start]:
        return None
    if _ON.search(text[cell.segment[0] : cell.amount.start]) is None:
        return None
    return _DONE.match(text, cell.amount.end, cell.sentence.end)


def worked(cell: Cell, memory: Memory) -> Finding | None:
    """对全市120座尾矿库（含9座无主库）开展生态修复 → 尾矿库生态修复数量."""
    found = _done(cell)
    if found is None:
        return None
    thing = metrics.clean(found["thing"])
    act = re.sub(r"(?:工作|工程|项目|行动)$", "", found["act"])
    noun = thing + metrics.clean(re.split(r"[、和及与]", act)[0] if len(act) > 12 else act, keep_verb=True)
    return make(cell, metrics.measured(noun, cell.unit), "increase", "counted", 0.7, end=found.end(), noun=noun)
