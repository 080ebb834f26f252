"""Counts that are given place by place (各地分列): 其中沈阳市92个; 淘汰老旧货车，沈阳市150台、抚顺市40台."""

from __future__ import annotations

import re

import ingest.gazetteer as gazetteer
from extract import lexicon, metrics
from extract.cells import Cell
from extract.finding import Finding, Memory, keeps, make, starts_with_add
from extract.unit_grammar import base_unit

_PLACE = re.compile(
    r"^[一-龥]{2,7}(?:市|县|自治县|自治州|旗)$|^[一-龥]{1,3}(?<![园社城景库灌片小地港郊山矿农牧林新库])区$"
)


def is_named(words: str) -> bool:
    """Whether words are the name of a place and no more: 东湖市, 南岭县, 西湖区."""
    return _PLACE.match(words) is not None


def is_share(cell: Cell, words: str, memory: Memory) -> bool:
    """Whether words only say where: the name of a place, one that goes on a list by place, 其中国家公园范围内70个."""
    inside = cell.left.startswith("其中") and re.fullmatch(r"[一-龥]{3,14}(?:范围内|境内|辖区内)", words) is not None
    listed = memory.last is not None and bool(memory.last.where) and words.endswith(("区", "县", "市"))
    return inside or listed or is_named(words)


def share(cell: Cell, place: str, memory: Memory) -> Finding | None:
    """其中沈阳市92个: a share of the finding before, named by its place."""
    last = memory.last
    if last is None or last.amount is None or base_unit(last.amount.unit) != base_unit(cell.unit) or not memory.listed:
        return _by_first_place(cell, place, memory)
    metric = last.metric if not last.where else last.noun
    if not last.where and (first := first_place(last.noun)):
        metric = metrics.measured(last.noun.removesuffix(first), cell.unit)
    return make(cell, place + metric, last.change, "by_place", 0.5, noun=metric, where=place)


def first_place(noun: str) -> str:
    """The place that a thing ends with (禁止生产区域沈阳市), the first of a list by place; "" when it ends with none."""
    found = re.search(r"(?<=[一-龥]{4})(?P<place>[一-龥]{2,6}[省市州盟县区旗])$", noun)
    words = found["place"] if found else ""
    return next((words[at:] for at in range(len(words) - 2) if words[at:] in gazetteer.places()), "")


def _by_first_place(cell: Cell, place: str, memory: Memory) -> Finding | None:
    """淘汰老旧货车，沈阳市150台、抚顺市40台: the first of a list of places, whose work the clause before names."""
    done = starts_with_add().match(memory.words)
    counts = base_unit(cell.unit) in lexicon.words("units", "counters")
    if done is None or not counts or len(metrics.clean(done["noun"])) < 3:
        return None
    metric = metrics.measured(
        (done["verb"] if done["verb"] in keeps() else "") + metrics.clean(done["noun"]), cell.unit
    )
    return make(cell, place + metric, "increase", "by_place", 0.6, noun=metric, verb=done["verb"], where=place)


def counted(cell: Cell, thing: str, memory: Memory) -> Finding | None:
    """淘汰老旧船舶，东湖市50艘以上货船、南湖市20艘客船: things behind their place, whose work a list or the clause before names."""
    place = metrics.clean(cell.left)
    named = (
        re.fullmatch(r"[一-龥]{2,12}(?:、|等)?", thing) is not None
        and is_named(place)
        and not starts_with_add().match(place)
    )
    if not named or base_unit(cell.unit) not in lexicon.words("units", "counters"):
        return None
    last = memory.last if memory.listed and memory.last is not None and memory.last.verb else None
    done = starts_with_add().match(memory.words)
    verb = last.verb if last is not None else done["verb"] if done is not None else ""
    if not verb:
        return None
    thing = metrics.clean(re.sub(r"等.*$|、$", "", thing))
    shown = verb if verb in keeps() and not thing.startswith(verb) else ""
    metric = metrics.measured(shown + thing, cell.unit)
    return make(
        cell,
        place + metric,
        "increase",
        "by_place",
        0.6,
        end=cell.amount.end + len(thing),
        noun=thing,
        verb=verb,
        where=place,
    )


def whole(cell: Cell, memory: Memory) -> Finding | None:
    """实施液化气替代。2026年全市完成7.6万户: the work that the sentence before names."""
    own = metrics.clean(re.sub(r"^(?:全[市省区县州]|我[市省区县]|共|累计|计划)+", "", cell.subject))
    told = re.search(r"(?:^|[，；])(?:实施|开展|推进|推动|加快)(?P<what>[一-龥]{4,16})$", memory.before)
    if own not in ("", "完成") or not cell.left.endswith("完成") or cell.right or told is None:
        return None
    if base_unit(cell.unit) not in lexicon.words("units", "counters"):
        return None
    noun = metrics.clean(told["what"])
    return make(cell, metrics.measured(noun, cell.unit), "increase", "added", 0.7, noun=noun, verb="完成")
