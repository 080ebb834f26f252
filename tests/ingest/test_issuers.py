"""Titles, mastheads and signatures name who issued a document."""

from __future__ import annotations

from ingest import issuers
from ingest.model import Place


def test_a_signature_is_the_names_over_a_date() -> None:
    lines = ["请遵照执行。", "苏州市水务局", "苏州市财政局", "（苏州市水务局代章）", "2024年3月5日", "抄送：各区。"]
    assert issuers.signatures(lines, None) == [(1, 4, ("苏州市水务局", "苏州市财政局"))]


def test_a_title_names_its_issuers_before_what_it_is_about() -> None:
    assert issuers.of_title("水利部 国家能源局关于加强小水电管理的意见", None) == ("水利部", "国家能源局")
    assert issuers.of_title("市水务局印发《节水方案》的通知", Place("江苏省", "苏州市")) == ("苏州市水务局",)
    assert issuers.of_title("节水条例", None) == ()


def test_a_masthead_may_run_over_lines() -> None:
    assert issuers.of_masthead(["苏州市水务局", "苏州市财政局文件", "苏水〔2024〕1号"], None) == (
        "苏州市水务局",
        "苏州市财政局",
    )
