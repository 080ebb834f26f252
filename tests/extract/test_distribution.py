"""分别: lists go together member by member, and where they do not, nothing is invented."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from extract.model import Extraction
from tests.extract.reading import read


def rows(extraction: Extraction) -> list[tuple[str, str, int | None]]:
    return [
        (
            target.metric,
            target.quantity.written if target.quantity else "",
            target.period.end_year if target.period else None,
        )
        for target in extraction.targets
    ]


CASES: Iterable[tuple[str, list[tuple[str, str, int | None]]]] = [
    (
        "到2026年和2031年，绿电消费占比分别达到28%和45%。",
        [("绿电消费占比", "28%", 2026), ("绿电消费占比", "45%", 2031)],
    ),
    (
        "到2027年，污水处理率、垃圾处理率分别达到97%、99%。",
        [("污水处理率", "97%", 2027), ("垃圾处理率", "99%", 2027)],
    ),
    (
        "到2028年，秸秆、农膜回收利用率分别达到91%和86%以上。",
        [("秸秆回收利用率", "91%", 2028), ("农膜回收利用率", "86%以上", 2028)],
    ),
    (
        "到2026年，单位工业增加值能耗、水耗较2020年分别下降14%、17%。",
        [("单位工业增加值能耗", "下降14%", 2026), ("单位工业增加值水耗", "17%", 2026)],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:20] for text, _ in CASES])
def test_members_go_together_in_their_order(text: str, wanted: list[tuple[str, str, int | None]]) -> None:
    found = rows(read(text))
    assert [(name, year) for name, _, year in found] == [(name, year) for name, _, year in wanted]
    assert [value.strip("下降以上") for _, value, _ in found] == [value.strip("下降以上") for _, value, _ in wanted]


def test_a_bound_behind_the_list_holds_for_every_member() -> None:
    found = read("到2028年，秸秆、农膜回收利用率分别达到91%和86%以上。").targets
    assert [target.quantity.comparator for target in found if target.quantity] == [">=", ">="]


def test_a_base_year_holds_for_every_member() -> None:
    found = read("到2026年，单位工业增加值能耗、水耗较2020年分别下降14%、17%。").targets
    assert [(target.change, target.baseline_year) for target in found] == [("decrease", 2020)] * 2


def test_lists_of_different_length_are_not_forced_together() -> None:
    found = rows(read("到2027年，甲线、乙线、丙线运量占比分别达到31%和42%。"))
    assert len(found) <= 2
    assert not any(name in ("甲线", "乙线运量占比") for name, _, _ in found)
