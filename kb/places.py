"""Places that a question or a passage names (地名): the nation, provinces, cities, clusters of them, foreign countries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from kb.longest import Longest
from kb.spelling import plain

Level = Literal["nation", "local", "world", "province", "city", "district", "cluster", "foreign"]
NATION = "全国"
WORLD = "全球"
LOCAL = "本地"  # 本市、我省: whatever place below the nation the documents speak for
_DATA = Path(__file__).with_name("places.json")
_REGIONS = Path(__file__).parent.parent / "ingest" / "gazetteer" / "regions.json"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place by its full name; ``within`` are the full names of the places that hold it, inner first."""

    name: str
    level: Level
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names it."""

    start: int
    end: int
    place: PlaceName


def find(text: str) -> tuple[Mention, ...]:
    """The places that ``text`` names, in order; the longest name wins, 国家 and 中央 count as the nation."""
    known, names = _known()
    view = plain(text)
    return tuple(
        Mention(start, end, known[view[start:end]])
        for start, end in names.spans(view)
        if not _false(view, start, end, view[start:end])
    )


@lru_cache(maxsize=4096)
def named(name: str) -> PlaceName | None:
    """The place of this name or short name."""
    return _known()[0].get(plain(name))


def wordings(name: str) -> tuple[str, ...]:
    """All ways of writing a place, in the plain view, longest first."""
    return _wordings().get(name, (plain(name),))


_SCHOOL = re.compile(r"(?:师范|交通|理工|科技|工业|农业|林业|医科|财经|海洋|民族|工程)?(?:大学(?!生|城|园)|学院)")


def _false(view: str, start: int, end: int, word: str) -> bool:
    """A short name inside another word: 国家电网, 海南岸, 厦门大学."""
    if _SCHOOL.match(view, end):
        return True
    if word == "国家":
        return view[end : end + 2] in ("电网", "发展", "能源", "标准", "公园", "级") or view[end : end + 1] in (
            "级",
            "队",
        )
    if word == "中央":
        return view[end : end + 2] in ("企业", "空调", "商务")
    if word == "东北":
        return view[end : end + 1] in ("部", "风", "侧")
    if word == "日照":
        return view[end : end + 2] in ("时间", "时数", "充足", "强度")
    if word == "国内":
        return view[end : end + 2] in ("生产", "外")
    return False


@cache
def _wordings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word, place in _known()[0].items():
        found.setdefault(place.name, []).append(word)
    return {name: tuple(sorted(written, key=len, reverse=True)) for name, written in found.items()}


@cache
def _known() -> tuple[dict[str, PlaceName], Longest]:
    known: dict[str, PlaceName] = {}
    for place, written in _all():
        for word in written:
            known.setdefault(plain(word), place)
    return known, Longest(known)


def _all() -> list[tuple[PlaceName, tuple[str, ...]]]:
    """Every place with its wordings; of two places with one wording the first counts."""
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    found: list[tuple[PlaceName, tuple[str, ...]]] = [
        (PlaceName(NATION, "nation"), tuple(data["nation"])),
        (PlaceName(LOCAL, "local"), tuple(data["local"])),
        (PlaceName(WORLD, "world"), tuple(data["world"])),
    ]
    within: dict[str, tuple[str, ...]] = {}
    for place, written in _regions():
        within[place.name] = place.within
        found.append((place, (*written, *data["short"].get(place.name, ()))))
    for holder, areas in data["areas"].items():
        found += [(PlaceName(names[0], "district", (holder, *within[holder])), tuple(names)) for names in areas]
    found += [(PlaceName(name, "cluster"), (name, *others)) for name, others in data["clusters"].items()]
    found += [(PlaceName(name, "foreign"), (name, *others)) for name, others in data["foreign"].items()]
    return found


def _regions() -> Iterator[tuple[PlaceName, tuple[str, ...]]]:
    """Provinces, then their cities; a city's short name that is also a common word (e.g. 资源) is left to its full name."""
    data = json.loads(_REGIONS.read_text(encoding="utf-8"))
    for province in data["provinces"]:
        short = _listed(province["short"])
        yield PlaceName(province["name"], "province"), (province["name"], *short)
    for province in data["provinces"]:
        for city in province["cities"]:
            yield PlaceName(city["name"], "city", (province["name"],)), (city["name"], *_listed(city.get("short", ())))


def _listed(short: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (short,) if isinstance(short, str) else tuple(short)
