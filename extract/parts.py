"""Amounts that go on the finding before them (承前): its parts in a parenthesis, its kinds, a verb alone (累计建成90座)."""

from __future__ import annotations

import re

import ingest.gazetteer as gazetteer
from extract import by_place, lexicon, metrics
from extract.cells import Cell
from extract.finding import RATIO_UNITS, Finding, Memory, keeps, make, starts_with_add


def of_whole(cell: Cell, subject: str, memory: Memory) -> Finding | None:
    """新建处理站48个（县城16个，建制镇32个）: a part of the finding before, in the parenthesis behind it."""
    last, text = memory.last, cell.paragraph.text
    if last is None or last.amount is None or not memory.listed or last.amount.unit != cell.unit:
        return None
    if _is_part(cell, subject, last):
        return make(cell, subject + last.metric, last.change, "part", 0.6, noun=subject + last.noun, verb=last.verb)
    opening = text.rfind("（", cell.sentence.start, cell.amount.start)
    inside = last.amount.end <= opening < cell.start and "）" not in text[opening : cell.amount.start]
    goes_on = last.rule == "part" and "）" not in text[last.amount.end : cell.amount.start]
    if not (inside or goes_on) or metrics.has_noun(subject) or len(subject) > 12:
        return None
    whole = last.noun
    if subject.endswith(whole[-2:]):
        return None
    return make(
        cell, metrics.measured(subject + whole, cell.unit), last.change, "part", 0.6, noun=whole, verb=last.verb
    )


_AREA = re.compile(r"(?:地区|流域|城区|保护区|海域|片区|新区|经济圈|城市群|湖区|库区)$")


def _is_part(cell: Cell, subject: str, last: Finding) -> bool:
    """Whether 其中 names a place of the whole (其中云溪不少于200公顷), or what has its own bound of the same measure
    (其中装配式建筑不高于200吨/万平方米)."""
    if not cell.left.startswith("其中") or cell.unit in RATIO_UNITS or cell.sense or metrics.has_noun(subject):
        return False
    placed = by_place.is_named(subject) or subject in gazetteer.places() or _AREA.search(subject) is not None
    return (placed or "/" in cell.unit) and subject not in last.metric and len(subject) <= 14


def of_opened(cell: Cell, done: re.Match[str]) -> Finding | None:
    """淘汰供热锅炉（建成区10台，建成区外24台）: the first part, in a parenthesis that the whole has no figure before."""
    thing, opening, part = done["noun"].rpartition("（")
    if not opening or "）" in part:
        return None
    part, noun = metrics.clean(part), metrics.clean(thing)
    if not 2 <= len(part) <= 8 or metrics.has_noun(part) or len(noun) < 3:
        return None
    verb = done["verb"] if done["verb"] in keeps() else ""
    return make(
        cell, metrics.measured(part + verb + noun, cell.unit), "increase", "part", 0.6, noun=noun, verb=done["verb"]
    )


_KIND = re.compile(r"^[一-龥]{0,4}(?:型|级|类)$")
"""A kind of what was counted before: 其中大中型6座、小型80座."""


def of_kind(cell: Cell, subject: str, memory: Memory) -> Finding | None:
    """其中大中型6座、小型80座: kinds of what was counted before."""
    last = memory.last
    if last is None or last.amount is None or not memory.listed or not last.noun or not _KIND.search(subject):
        return None
    if cell.unit != last.amount.unit or last.noun.endswith(subject):
        return None
    whole = re.sub("^.*?(?:型|级|类)(?=.{2})", "", last.noun) if last.rule == "kind" else last.noun
    name = metrics.measured(subject + whole, cell.unit)
    return make(cell, name, last.change, "kind", 0.7, noun=subject + whole, verb=last.verb)


def tail_of(metric: str, subject: str) -> str:
    """What the whole is called behind the word that its part ends in: 量 of 能力评估量 for 上门评估."""
    place = metric.rfind(subject[-2:])
    return metric[place + 2 :] if place > 0 and metric[place + 2 :] in ("量", "数", "额", "值") else ""


def only_verb(subject: str) -> str:
    """The verb that a subject consists of, without 累计 in front; "" when there is more in it: 累计建成."""
    verb = re.sub(r"^(?:累计|共|总共|合计)", "", subject)
    return verb if verb in lexicon.words("cues", "add") else ""


def done_to(memory: Memory) -> str:
    """What a verb alone is done to: the thing of the finding before, or the noun that the clause before consists of."""
    if memory.listed and memory.last is not None and not memory.words:
        return memory.last.noun
    words = metrics.clean(memory.words)
    plain = 2 <= len(words) <= 12 and words == memory.words.strip("，、") and starts_with_add().match(words) is None
    return words if plain else ""
