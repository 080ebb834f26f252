"""The gazetteer holds every province and prefecture, and its names mean one thing each."""

from __future__ import annotations

import pytest

from ingest import gazetteer
from ingest.model import Place


def test_all_provinces_and_prefectures_are_there() -> None:
    known = set(gazetteer.places().values())
    assert len({place.province for place in known}) == 34
    assert len({place for place in known if place.city}) >= 333


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("福建省三明市人民政府", Place("福建省", "三明市")),
        ("三明银保监分局", Place("福建省", "三明市")),
        ("内蒙古包头市委", Place("内蒙古自治区", "包头市")),
        ("人民银行西安分行", Place("陕西省", "西安市")),
        ("中国（云南）自由贸易试验区", Place("云南省")),
        ("上海市黄浦区", Place("上海市")),
        ("吉林省松原市", Place("吉林省", "松原市")),
        ("新疆生产建设兵团", None),
        ("确保长治久安", None),
        ("国务院办公厅", None),
    ],
)
def test_a_place_is_found_in_a_name(words: str, place: Place | None) -> None:
    assert gazetteer.place_of(words) == place


def test_a_department_bears_the_name_it_has_in_its_place() -> None:
    assert gazetteer.department("住房和城乡建设", Place("上海市")) == "上海市住房和城乡建设管理委员会"
    assert gazetteer.department("工业和信息化", Place("浙江省")) == "浙江省经济和信息化厅"
    assert gazetteer.department("生态环境", Place("江苏省", "南通市")) == "南通市生态环境局"


def test_short_names_of_bodies_lead_to_their_full_names() -> None:
    assert gazetteer.full_names()["国家发展改革委"] == "国家发展和改革委员会"
    assert gazetteer.department_names()["科技局"] == "科学技术局"
