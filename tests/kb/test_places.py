"""Places that questions and passages name."""

from __future__ import annotations

import pytest

from kb import places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("申城和魔都的目标", ["上海市", "上海市"]),
        ("深圳比广东省高", ["深圳市", "广东省"]),
        ("国家和本市各要多少", ["全国", "本地"]),
        ("三省一市怎么协同", ["长三角"]),
        ("欧洲与加州", ["欧盟", "加州"]),
        ("国家电网在海南", ["海南省"]),
        ("国内生产总值", []),
        ("中央企业的用能", []),
        ("厦门大学和福建师范大学", []),
        ("北京大学城的供暖", ["北京市"]),
        ("美国东北部的碳市场", ["美国"]),
        ("内蒙古自治区", ["内蒙古自治区"]),
        ("廣東的碳市場", ["广东省"]),
    ],
)
def test_a_place_is_found_by_any_of_its_names_and_not_inside_other_words(text, names):
    assert [mention.place.name for mention in places.find(text)] == names


def test_a_city_knows_its_province_and_an_area_knows_both():
    assert places.named("苏州") == places.PlaceName("苏州市", "city", ("江苏省",))
    area = places.named("西海岸新区")
    assert area is not None
    assert area.within == ("青岛市", "山东省")


def test_the_place_stands_where_the_text_names_it():
    (mention,) = places.find("到2030年，宁波要")
    assert (mention.start, mention.end) == (7, 9)
