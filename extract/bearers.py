"""Amounts that several bear under one indicator (各担其量): 形成“市级4天、县级3天”的储备能力, 城区48小时以内，乡镇72小时以内."""

from __future__ import annotations

import re

from extract import lexicon, metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, make
from extract.sentence import Paragraph, Q, Sentence

_ONE = rf"[^，。；、“”（）Ⓣ{Q}]{{1,10}}{Q}+"
_SHARES = re.compile(
    rf"(?:形成|建立|达到|落实|保持|具备|健全|构建|实现|建成|完善|确保)(?:[^，。；“‘{Q}]{{0,12}}[“‘])?(?P<list>{_ONE}(?:[、和]{_ONE})+)[”’]?(?:以上)?的"
    r"(?P<head>[^，。；、的]{2,16}?(?:能力|规模|标准|要求|比例|水平|储备量?|总量))(?=[，。；、]|$)"
)
"""Several bearers with their amounts, and the indicator last: 建立省级2万吨、市级1万吨的化肥储备规模."""


def read(paragraph: Paragraph, sentence: Sentence, cells: tuple[Cell, ...]) -> dict[int, Finding]:
    """The findings of lists whose indicator stands behind them, by the place of each amount's figures."""
    found: dict[int, Finding] = {}
    for match in _SHARES.finditer(paragraph.mask, sentence.start, sentence.end):
        head = re.sub(r"要求$", "", paragraph.text[match.start("head") : match.end("head")])
        at = match.start("list")
        for cell in cells:
            if not at <= cell.amount.start < match.end("list"):
                continue
            who = metrics.clean(re.sub(r"^[、和]", "", paragraph.text[at : cell.amount.start]))
            doubled = next((size for size in range(len(head) - 1, 1, -1) if who.endswith(head[:size])), 0)
            finding = make(
                cell, who + head[doubled:], "level", "bearers", 0.75, start=at, end=match.end("head"), noun=head
            )
            found[cell.amount.number] = finding
            at = cell.amount.end
    return found


_GROUP = re.compile(r"^[一-龥]{0,6}(?:城区|市区|县城|城镇|乡镇|农村|乡村|山区|郊区|中心城区|城市|镇|乡|村|区|县)$")
_GROUP_HEAD = re.compile(r"^[一-龥]{0,6}?(?:中心城区|城区|市区|县城|城镇|乡镇|农村|乡村|山区|郊区|城市)(?=[一-龥]{3})")
_TIME_BEFORE = re.compile(rf"(?:时间|时限|时长|周期)[^，。；{Q}]{{0,6}}{Q}+[，、](?P<who>[^，。；、{Q}]{{1,8}})$")


def goes_on(cell: Cell) -> bool:
    """Whether a length of time is said of another group of places than the one before: …48小时以内，乡镇|72小时以内."""
    before = _TIME_BEFORE.search(cell.paragraph.mask, cell.sentence.start, cell.amount.start)
    timed = cell.unit in lexicon.words("units", "durations") and bool(cell.amount.after or cell.amount.before)
    return timed and before is not None and _GROUP.match(cell.subject) is not None


def for_group(cell: Cell, memory: Memory) -> Finding | None:
    """城区投诉办结时间48小时以内，乡镇72小时以内 → 乡镇投诉办结时间."""
    last = memory.last
    if not goes_on(cell) or last is None or not memory.listed or last.amount is None or last.amount.unit != cell.unit:
        return None
    name = cell.subject + _GROUP_HEAD.sub("", last.metric)
    return make(cell, name, last.change, "bearers", 0.75, noun=name)
