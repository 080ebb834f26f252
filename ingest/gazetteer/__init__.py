"""Regions and public bodies (地名与机关名录) with their short names, from the JSON files beside this module."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ingest.model import Place

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Body:
    """A public body (机关): full name, short names and the words its document numbers begin with (发文字号代字).

    A local department (``local``) is written with the name of its region before it: 上海市 + 生态环境局.
    """

    name: str
    short: tuple[str, ...]
    marks: tuple[str, ...]
    local: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A field of work (事项) and who is in charge of it: words of titles, national bodies, stems of local departments."""

    words: re.Pattern[str]
    national: tuple[str, ...]
    local: tuple[str, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    """Fields of work in the order in which a title is tried against them."""
    rows = _rows("subjects.json", "subjects")
    return tuple(Subject(re.compile(row["words"]), tuple(row["national"]), tuple(row["local"])) for row in rows)


@cache
def governments() -> re.Pattern[str]:
    """Words of titles whose matter spans several departments, so that the government itself issues them."""
    return re.compile(str(_whole("subjects.json")["governments"]))


def department(stem: str, place: Place) -> str:
    """The department of a place for a field of work: 住房和城乡建设 in 上海市 → 上海市住房和城乡建设管理委员会."""
    names = _whole("subjects.json")["stems"][stem]
    level = "市" if place.city or place.name in ("北京市", "天津市", "上海市", "重庆市") else "省"
    return place.name + str(names.get(place.name) or names[level])


@cache
def _whole(file: str) -> dict[str, Any]:
    return dict(json.loads((_HERE / file).read_text(encoding="utf-8")))


@cache
def _rows(file: str, key: str) -> tuple[dict[str, Any], ...]:
    return tuple(_whole(file)[key])


@cache
def places() -> dict[str, Place]:
    """Every name of a province or prefecture, full or short, with the place it means; the fuller name comes first.

    Short names of prefectures that are everyday words as well (吉林 the city, 朝阳, 东方) are left out.
    """
    known: dict[str, Place] = {}
    for row in _rows("regions.json", "provinces"):
        province = Place(row["name"])
        for name in (row["name"], row["short"]):
            known.setdefault(name, province)
    for row in _rows("regions.json", "provinces"):
        for city in row["cities"]:
            for name in (city["name"], *city["short"]):
                known.setdefault(name, Place(row["name"], city["name"]))
    return known


@cache
def marks() -> dict[str, Place]:
    """The character that stands for a province in document numbers (代字): 沪 → 上海市."""
    return {mark: Place(row["name"]) for row in _rows("regions.json", "provinces") for mark in row["marks"]}


@cache
def bodies() -> tuple[Body, ...]:
    """National bodies (全国性机关)."""
    return tuple(_bodies("bodies.json", "bodies", local=False))


@cache
def departments() -> tuple[Body, ...]:
    """Departments of provinces and cities (地方机关), without the region's name."""
    return tuple(_bodies("departments.json", "departments", local=True))


def _bodies(file: str, key: str, *, local: bool) -> Iterator[Body]:
    for row in _rows(file, key):
        yield Body(row["name"], tuple(row["short"]), tuple(row["marks"]), local)


@cache
def full_names() -> dict[str, str]:
    """Each way of writing a national body → its full name."""
    return {words: body.name for body in bodies() for words in (body.name, *body.short)}


@cache
def department_names() -> dict[str, str]:
    """Each way of writing a local department, without its region → its full name."""
    return {words: body.name for body in departments() for words in (*body.short, body.name)}


@cache
def place_pattern() -> re.Pattern[str]:
    """Full names of provinces and prefectures, short names of provinces; the longest name wins."""
    short = {row["short"] for row in _rows("regions.json", "provinces")}
    names = [name for name, place in places().items() if name in short or name in (place.province, place.city)]
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


@cache
def _branch_pattern() -> re.Pattern[str]:
    """Short names of prefectures where a body's name follows at once: 三明银保监分局, 人民银行西安分行."""
    names = sorted((name for name, place in places().items() if place.city), key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, names))})(?=银保监|证监|海关|监管|分行|中心支行|分局)")


def place_of(words: str) -> Place | None:
    """The place that a name or title begins with or holds: its first region, with the city when one follows at once."""
    words = words.replace("新疆生产建设兵团", "")
    found = place_pattern().search(words)
    branch = _branch_pattern().search(words)
    if branch and (found is None or branch.start() <= found.start()):
        return places()[branch[1]]
    if found is None:
        return None
    place = places()[found[0]]
    if place.city is None and place.province is not None:
        rest = words[found.end() :]
        inner = next((name for name in _cities(place.province) if rest.startswith(name)), None)
        return places()[inner] if inner else place
    return place


@cache
def _cities(province: str) -> tuple[str, ...]:
    names = [name for name, place in places().items() if place.province == province and place.city]
    return tuple(sorted(names, key=len, reverse=True))
