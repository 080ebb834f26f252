"""Comparisons taken apart into sides and put together again."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from kb.comparison import interleaved, sides
from kb.query import understand


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("苏州和宁波2025年光伏差多少", [("苏州市", (2025,)), ("宁波市", (2025,))]),
        ("全国非化石能源占比2025年和2030年差几个点", [("全国", (2025,)), ("全国", (2030,))]),
        ("苏州2030年光伏要装多少", [("苏州市", (2030,))]),
        ("江苏苏州2030年光伏要装多少", [("苏州市", (2030,))]),
        ("江苏和苏州2030年光伏要装多少", [("江苏省", (2030,)), ("苏州市", (2030,))]),
        ("全国2030年碳强度比2005年降多少", [("全国", (2030, 2005))]),
        ("本市和国家对高耗能项目要求一样吗", [("本地", ()), ("全国", ())]),
        ("苏州的园区要在本市注册满几年", [("苏州市、本地", ())]),
    ],
)
def test_a_question_has_a_side_for_each_place_or_else_for_each_year(question, parts):
    assert [("、".join(side.places), side.years) for side in sides(understand(question))] == parts


def test_a_side_does_not_name_the_other_places():
    assert [side.text for side in sides(understand("苏州和宁波光伏差多少"))] == ["苏州和光伏差多少", "和宁波光伏差多少"]


def test_the_best_of_every_side_comes_before_the_second_best_of_any():
    one, two, three = (SimpleNamespace(passage=SimpleNamespace(row=row)) for row in (1, 2, 3))
    assert [found.passage.row for found in interleaved([[one, two], [three, one]])] == [1, 3, 2]
