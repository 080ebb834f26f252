"""A cited title finds its document, and no other place's paper of the same name."""

from __future__ import annotations

import pytest

from ingest import citing
from ingest.model import Place

NATION, HENAN, GUANGXI = Place(), Place("河南省"), Place("广西壮族自治区")
JIANGSU = Place("江苏省")
SUZHOU = Place("江苏省", "苏州市")


@pytest.mark.parametrize(
    ("title", "region", "cited", "by", "agrees"),
    [
        ("水利部关于加强取水管理的意见", NATION, "关于加强取水管理的意见", HENAN, True),
        ("关于加强取水管理的意见", NATION, "水利部 国家能源局关于加强取水管理的意见", SUZHOU, True),
        ("关于加强取水管理的意见", NATION, "水利部关于印发〈关于加强取水管理的意见〉的通知", NATION, True),
        (
            "河南省人民政府关于建设节水社会的实施意见",
            HENAN,
            "广西壮族自治区人民政府关于建设节水社会的实施意见",
            GUANGXI,
            False,
        ),
        ("河南省人民政府关于建设节水社会的实施意见", HENAN, "省人民政府关于建设节水社会的实施意见", HENAN, True),
        ("河南省人民政府关于建设节水社会的实施意见", HENAN, "关于建设节水社会的实施意见", GUANGXI, False),
        ("苏州市“十四五”水务规划（2021—2025年）", SUZHOU, "苏州市“十四五”水务规划", NATION, True),
        ("再生水利用指南（试行）", NATION, "再生水利用指南", SUZHOU, True),
        ("中共江苏省委关于以节水推动水务发展的决定", JIANGSU, "以节水推动水务发展的决定", SUZHOU, True),
        ("中共河南省委关于以节水推动水务发展的决定", HENAN, "以节水推动水务发展的决定", SUZHOU, False),
        ("江苏省人民政府关于建设节水社会的意见", JIANGSU, "省人民政府关于建设节水社会的意见", SUZHOU, True),
        ("苏州市人民政府关于建设节水社会的意见", SUZHOU, "省人民政府关于建设节水社会的意见", SUZHOU, False),
        ("关于贯彻《节水意见》的实施方案", SUZHOU, "节水意见", SUZHOU, False),
    ],
)
def test_citations_agree_with_documents(title: str, region: Place, cited: str, by: Place, agrees: bool) -> None:
    assert bool(set(citing.keys(title, region)) & set(citing.wanted(cited, by))) is agrees


def test_short_names_give_no_key() -> None:
    assert citing.keys("意见", NATION) == ()
    assert citing.wanted("《方案》", NATION) == ()
