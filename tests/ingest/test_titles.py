"""A title is whole or it is no title; the kind of document is what it ends in."""

from __future__ import annotations

import pytest

from ingest import titles


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("清溪市节水管理办法（试行）", "办法"),
        ("“十四五”水安全保障规划", "规划"),
        ("关于加强堤防管护的若干意见", "意见"),
        ("国家湖泊保护战略2035", "战略"),
        ("中华人民共和国长江保护法", "法"),
        ("《河湖管护方案》", "方案"),
        ("清溪的一天", ""),
    ],
)
def test_the_kind_is_what_a_title_ends_in(title: str, genre: str) -> None:
    assert titles.genre_of(title) == genre


def find(*lines: str) -> titles.Title:
    return titles.find("无名", lines, "\n".join(lines), "")


def test_a_title_may_run_over_lines_and_stops_before_the_salutation() -> None:
    found = find("清溪市人民政府办公室", "关于坚决守住水质底线", "有关事项的通知", "各区人民政府：", "守住底线。")
    assert found.title == "清溪市人民政府办公室关于坚决守住水质底线有关事项的通知"
    assert found.last == 3


def test_a_title_printed_twice_is_taken_once() -> None:
    found = find("清溪市河道整治方案", "清溪市河道整治方案", "（清政发〔2022〕3号）", "为整治河道，制定本方案。")
    assert found.title == "清溪市河道整治方案"


def test_a_notice_that_only_announces_keeps_its_own_title() -> None:
    found = find(
        "水利部关于发布《再生水目录（2024年版）》的通知", "各省水利厅：", "现予发布。", "附件：再生水目录（2024年版）"
    )
    assert found.title == "水利部关于发布《再生水目录（2024年版）》的通知"


def test_two_ways_of_citing_agree_without_the_issuer() -> None:
    assert titles.without_issuer("清溪市水务局关于加强节水的意见") == "关于加强节水的意见"
    assert titles.without_issuer("节水条例") == "节水条例"


def test_a_byline_in_the_titles_line_is_no_part_of_it() -> None:
    found = find(
        "关于印发《清溪市2021年度节水工作计划和措施清单》的通知来源：水务处时间：2021-04-22",
        "各科室：",
        "按照《清溪市政府办公室关于印发<节水责任规定（试行）>的通知》，现印发给你们。",
    )
    assert found.written == "关于印发《清溪市2021年度节水工作计划和措施清单》的通知"


def test_neither_a_list_of_annexes_nor_an_agency_is_taken_for_a_title() -> None:
    assert find("各有关单位：", "现予公布。", "附件：1.节水方案", "清溪市水利水务局", "2024年3月5日").title == "无名"
