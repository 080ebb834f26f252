"""Lines of names are told from other lines and read as bodies with complete names."""

from __future__ import annotations

import time

import pytest

from ingest import bodies
from ingest.model import Place

NINGXIA = Place("宁夏回族自治区")


@pytest.mark.parametrize(
    ("line", "place", "names"),
    [
        ("国 家 能 源 局", None, ("国家能源局",)),
        ("工业和信息化部民政部", None, ("工业和信息化部", "民政部")),
        ("发展改革委 林草局", None, ("国家发展改革委", "国家林草局")),
        ("市水务局 市财政局", Place("江苏省", "苏州市"), ("苏州市水务局", "苏州市财政局")),
        ("自治区水利厅农业农村厅", NINGXIA, ("宁夏回族自治区水利厅", "宁夏回族自治区农业农村厅")),
        ("河北省委省政府", None, ("中共河北省委", "河北省人民政府")),
        ("自治区党委办公厅人民政府办公厅", NINGXIA, ("中共宁夏回族自治区委员会办公厅", "宁夏回族自治区人民政府办公厅")),
        ("人民银行兰州中心支行", None, ("中国人民银行兰州中心支行",)),
        ("共青团广东省委员会", None, ("共青团广东省委员会",)),
        ("住房和城乡建设部等7部门", None, ("住房和城乡建设部",)),
        ("安徽省巢湖治理工作领导小组办公室", None, ("安徽省巢湖治理工作领导小组办公室",)),
        ("为深入贯彻落实会议部署", None, ()),
        ("各省、自治区水利厅：", None, ()),
        ("请认真执行。水利部", None, ()),
        ("李明 王芳", None, ()),
    ],
)
def test_a_line_is_read_as_bodies_or_refused(line: str, place: Place | None, names: tuple[str, ...]) -> None:
    assert bodies.parse(line, place) == names


def test_two_ways_of_writing_a_body_agree_by_full_name() -> None:
    assert bodies.full_name("天津市发展改革委") == bodies.full_name("天津市发展和改革委员会")
    assert bodies.full_name("科技部") == "科学技术部"


def test_a_body_and_its_office_count_once() -> None:
    names = ("苏州市发展改革委", "苏州市发展和改革委员会", "苏州市人民政府", "苏州市人民政府办公室")
    assert bodies.merged(names) == ("苏州市发展改革委", "苏州市人民政府")


def test_national_bodies_are_known_by_their_offices_too() -> None:
    assert bodies.is_national("水利部办公厅")
    assert not bodies.is_national("江苏省水利厅办公室")


def test_a_long_line_that_is_no_list_of_names_is_refused_at_once() -> None:
    began = time.process_time()
    assert bodies.parse("市发展改革委" * 60 + "甲", None) == ()
    assert bodies.parse("部" * 390 + "甲", None) == ()
    assert time.process_time() - began < 5
