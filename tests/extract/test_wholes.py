"""Words for the whole of something count as 100 %."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract import wholes
from tests.extract.reading import read


@pytest.mark.parametrize(
    "text",
    ["新建建筑全部达到绿色建筑标准", "新建建筑全面执行绿色建筑标准", "实现生活垃圾全量焚烧"],
)
def test_the_whole_is_a_hundred_per_cent(text: str) -> None:
    assert [(amount.low, amount.unit) for amount in wholes.in_text(text)] == [(Decimal(100), "%")]


@pytest.mark.parametrize("text", ["全部内容", "全面推进节能", "的全部达标企业", "全省范围", "全面执行国家政策"])
def test_the_same_words_elsewhere_are_no_value(text: str) -> None:
    assert wholes.in_text(text) == []


def test_a_whole_with_a_year_is_a_row() -> None:
    (target,) = read("到2027年，新增公交车全部采用新能源车。").targets
    assert target.quantity is not None
    assert (target.quantity.value, target.quantity.unit) == (Decimal(100), "%")
