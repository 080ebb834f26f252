"""Web pages: the article without its furniture, its title and facts, tables, encodings; real pages when present."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ingest import ReadOptions, read, segment
from ingest.errors import IngestError, NoText, TooLarge, WrongType
from ingest.readers.web import draft

PAGES = Path(__file__).parent / "pages"
REAL = Path(__file__).resolve().parents[3] / "shared" / "text" / "gov_html"
FURNITURE = (
    "首页",
    "分享",
    "打印",
    "扫一扫",
    "字号",
    "相关阅读",
    "版权",
    "位置",
    "索引号",
    "上一篇",
    "备案",
    "浏览次数",
    "机构职能",
)


def reading(data: bytes | str) -> Any:
    return read(data.encode() if isinstance(data, str) else data, "样页", "html")


def blocks(document: Any) -> list[tuple[str, str]]:
    return [(block.kind, document.quote(block.span)) for block in document.blocks]


@pytest.fixture(scope="module")
def portal() -> Any:
    return reading((PAGES / "portal.html").read_bytes())


def test_navigation_sharing_and_footers_are_left_out(portal: Any) -> None:
    assert not [word for word in FURNITURE if word in portal.text]
    assert "var hits" not in portal.text


def middle(body: str) -> list[tuple[str, str]]:
    words = "为推动港口绿色发展，减少靠港船舶污染物排放，结合本市实际情况，制定本方案。"
    return blocks(
        reading(
            f"<html><body><h1>苏州市港口方案</h1><p>{words}</p>{body}<p>各单位照此执行，按季度报送进展。</p></body></html>"
        )
    )[2:-1]


def test_what_is_struck_through_is_not_said() -> None:
    assert middle("<p>到<del>2027</del><ins>2028</ins>年达到<s>70%</s>75%。</p>") == [
        ("paragraph", "到2028年达到75%。")
    ]


def test_a_page_in_a_tag_that_was_never_closed_is_read() -> None:
    assert middle("<s><p>到2028年，岸电覆盖率达到75%，新建泊位12个，用电量达到三千万千瓦时。</p>")[0][1].startswith(
        "到2028年"
    )


def test_lines_that_are_set_out_keep_their_ends() -> None:
    told = [("heading", "一、要求"), ("paragraph", "到2025年，新建充电桩3000座。"), ("heading", "二、措施")]
    words = "一、要求\n  到2025年，新建充电桩3000座。\n二、措施"
    assert middle(f"<pre>{words}</pre>") == middle(f'<div style="white-space: pre-wrap">{words}</div>') == told
    assert middle(f"<div>{words}</div>") == [("paragraph", words.replace("\n", "").replace("  ", ""))]


def test_lists_are_numbered_as_the_page_asks() -> None:
    items = "<li>甲。<ol type=a><li>子项。</li></ol></li><li value=5>乙。</li>"
    assert [text for _, text in middle(f"<ol start=3>{items}</ol>")] == ["3. 甲。", "a. 子项。", "5. 乙。"]
    styled = '<ol style="list-style-type: cjk-ideographic"><li>甲。</li><li>乙。</li></ol><ol type=I><li>丙。</li></ol>'
    assert [text for _, text in middle(styled)] == ["一、甲。", "二、乙。", "I. 丙。"]


def test_prose_beside_and_above_a_long_column_is_kept() -> None:
    column = "右栏正文，各单位要抓好落实，及时公布进展。" * 40
    found = middle(f"<table><tr><td>左栏<br>首页</td><td><p>{column}</p><p>到2026年达到95%。</p></td></tr></table>")
    assert [kind for kind, _ in found] == ["paragraph"] * 4 and found[2] == ("paragraph", column)


def test_wide_blanks_are_blanks() -> None:
    assert middle("<p>&emsp;&emsp;第一条&emsp;为了节水&#8203;制定。</p>") == [("paragraph", "第一条 为了节水制定。")]


def test_readings_set_over_characters_and_advertisements_are_left_out() -> None:
    assert middle('<p><ruby>港<rt>gǎng</rt></ruby>口建设。</p><div class="ad">领取优惠券，返现50%</div>') == [
        ("paragraph", "港口建设。")
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr><th>指标</th><th>2030年</th></tr><tr><td>覆盖率</td><td>95%</td></tr>",
        "<thead><tr><th>指标</th><th>2030年</th></tr></thead><tbody><tr><td>覆盖率</td><td>95%</td></tr></tbody>",
        "<tr><td colspan=2>主要目标</td></tr><tr><td>覆盖率</td><td>95%</td></tr>",
        "<tr><td>覆盖率</td><td>95%</td></tr>",
        "<tr><td>覆盖率</td><td>95%</td></tr><tr><td colspan=2>注：含渔港</td></tr>",
    ],
)
def test_a_table_with_one_row_of_data_is_a_table(rows: str) -> None:
    ((kind, text),) = middle(f"<table>{rows}</table>")
    assert kind == "table" and "覆盖率\t95%" in text


def test_the_article_stands_whole_and_in_order(portal: Any) -> None:
    assert [kind for kind, _ in blocks(portal)] == [
        "title", "paragraph", "paragraph", "paragraph", "paragraph", "heading", "heading", "paragraph", "heading", "paragraph",
        "paragraph", "paragraph", "table", "paragraph", "paragraph",
    ]  # fmt: skip
    words = portal.text.split("\n")
    assert words[0] == "云溪市人民政府办公室关于印发城市绿道建设三年行动方案的通知"
    assert words[7] == "到2026年，全市新建绿道180公里，公园绿地服务半径覆盖率达到85%。"
    assert words[9:12] == [
        "各县（区）任务如下表，CO2排放不增加，绿道用地不超过2km²。", "（一）城区。优先贯通滨河绿道。", "（二）县城。每年新建不少于10公里。",
    ]  # fmt: skip
    assert words[-2:] == ["1. 落实用地。", "2. 加强管护。"]


def test_tables_keep_merged_cells_and_their_heads(portal: Any) -> None:
    (table,) = [block for block in portal.blocks if block.kind == "table"]
    cells = {(c.row, c.column): (portal.quote(c.span), c.rows, c.columns, c.header) for c in table.cells if c.span}
    assert cells[0, 0] == ("县（区）", 2, 1, True)
    assert cells[0, 1] == ("新建绿道（公里）", 1, 2, True)
    assert cells[1, 2] == ("2026年", 1, 1, True)
    assert cells[3, 2] == ("40", 1, 1, False)


def test_what_the_page_says_of_the_document_is_kept_as_facts() -> None:
    info = dict(draft((PAGES / "portal.html").read_bytes(), ReadOptions()).info)
    assert info["DocNumber"] == "云政办发〔2024〕11号"
    assert info["Issuer"] == "云溪市人民政府办公室"
    assert info["IssuedOn"] == "2024年03月15日"
    assert info["Index"] == "00812345/2024-00018"
    assert info["Title"] == "云溪市人民政府办公室关于印发城市绿道建设三年行动方案的通知"


def test_regions_are_lines_without_pages(portal: Any) -> None:
    assert portal.pages == ()
    assert [region.line for region in portal.regions] == list(range(1, len(portal.regions) + 1))
    assert all(region.page is None and region.box is None for region in portal.regions)


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8", "gb18030", "utf-16"])
def test_the_words_are_right_whatever_encoding_the_page_has_or_declares(encoding: str) -> None:
    found = reading((PAGES / "plain.html").read_text(encoding="utf-8").encode(encoding))
    assert found.metadata.title == "关于调整生活垃圾处理费标准的公告"
    assert not [word for word in FURNITURE if word in found.text]
    assert found.text.split("\n") == [
        "关于调整生活垃圾处理费标准的公告",
        "经市政府同意，现就调整生活垃圾处理费标准公告如下：",
        "一、居民用户每户每月6元，比原标准提高1元，自2023年7月1日起执行，低收入家庭减半收取，具体办法由县级主管部门制定并向社会公布。",
        "二、非居民用户按实际处理量计收，每吨不超过120元。",
        "三、本公告自发布之日起施行。",
    ]
    assert [clause.label for clause in segment(found)][-3:] == ["一、", "二、", "三、"]


def page(body: str) -> str:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def test_a_title_set_over_several_paragraphs_is_one_block() -> None:
    centred = '<p style="text-align:center;font-size:18pt">{}</p>'
    found = reading(
        page(centred.format("关于推进雨水花园") + centred.format("建设的若干意见") + "<p>各单位要抓紧落实本意见。</p>")
    )
    assert blocks(found)[0] == ("title", "关于推进雨水花园建设的若干意见")


def test_hidden_words_are_not_read() -> None:
    found = reading(page('<p>水库蓄水量达到3亿立方米。</p><p style="display: none">隐藏的话</p><p hidden>也隐藏</p>'))
    assert found.text == "水库蓄水量达到3亿立方米。"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"%PDF-1.7 ...", WrongType),
        ("只有文字，没有标记。".encode(), WrongType),
        (page("<script>load()</script><div id='app'></div>").encode(), NoText),
        (
            page("<table>" + "<tr><td rowspan=1000 colspan=200>a</td><td>b</td></tr>" * 9 + "</table>").encode(),
            TooLarge,
        ),
    ],
    ids=["pdf", "text", "script", "huge table"],
)
def test_what_is_no_readable_page_is_refused_by_name(data: bytes, error: type[IngestError]) -> None:
    with pytest.raises(error):
        reading(data)


def test_tags_nested_without_end_are_refused_rather_than_losing_words() -> None:
    with pytest.raises(TooLarge):
        reading(page("<div>" * 5000 + "到2030年全面完成。"))
    assert reading(page("<div>" * 100 + "到2030年全面完成。")).text == "到2030年全面完成。"


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_dir(), reason="../shared/text/gov_html 不在")
def test_sixty_government_pages_are_read_without_their_furniture_and_with_their_titles() -> None:
    wrong: list[str] = []
    for file in sorted(REAL.glob("*.html")):
        source = file.read_text(encoding="utf-8")
        told = re.sub(r"\s", "", re.search(r"<h1>(.*?)</h1>", source)[1])  # type: ignore[index]
        number = re.search(r"<!-- source .*\| (.*?) -->", source)[1].strip().replace("国令", "国务院令")  # type: ignore[index]
        found = read(file.read_bytes(), "样页", "html")
        first = re.sub(r"\s", "", found.text)[:400]
        clean = not re.search(r"扫一扫|索 ?引 ?号|主 ?题 ?词|未处理|null|打印|UCAP|<\w+", found.text)
        again = found.text.count(found.text[: min(60, len(found.text))]) > 1
        if told not in first or not clean or again or (number and found.metadata.doc_number != number):
            wrong.append(f"{file.name}: {found.metadata.doc_number} / {number}")
    assert not wrong
