"""Plain text files: wrapped lines, pages by form feed, page numbers, tables with tabs."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.errors import EmptyFile, NoText, NotSupported, WrongType
from ingest.model import Span
from ingest.reading import read

WRAPPED = """港口岸电建设方案

为推动港口绿色发展，减少靠港船舶污染物排放，结合本地实际情况，

制定本方案。本方案所称岸电，是指码头向靠泊船舶供应的电力。

一、工作目标

到 2026 年，全市港口岸电设施覆盖率达到 90%以上，年用电量超过

 12 万千瓦时。
"""


def text_of(words: str | bytes, suffix: str = "txt") -> Any:
    return read(words.encode() if isinstance(words, str) else words, "样张", suffix)


def test_wrapped_lines_are_joined_and_blank_lines_between_them_mean_nothing() -> None:
    assert text_of(WRAPPED).text.split("\n") == [
        "港口岸电建设方案",
        "为推动港口绿色发展，减少靠港船舶污染物排放，结合本地实际情况，制定本方案。本方案所称岸电，是指码头向靠泊船舶供应的电力。",
        "一、工作目标",
        "到 2026 年，全市港口岸电设施覆盖率达到 90%以上，年用电量超过12 万千瓦时。",
    ]


def test_a_span_is_located_on_its_physical_lines() -> None:
    document = text_of(WRAPPED)
    start = document.text.index("制定本方案")
    assert document.line_of(start) == 5
    assert [region.line for region in document.locate(Span(start - 3, start + 5))] == [3, 5]
    assert document.pages == () and document.page_of(start) is None


def test_a_form_feed_starts_a_page_and_lone_page_numbers_are_furniture() -> None:
    page = "岸电建设任务分解到各县区，各县区制定年度计划并按季度报送进展情况，\n由市交通运输局汇总。\n"
    document = text_of(f"{page}- 1 -\n\f{page}- 2 -\n\f{page}- 3 -\n")
    assert "- 2 -" not in document.text
    assert [piece.text for piece in document.furniture] == ["- 1 -", "- 2 -", "- 3 -"]
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.page_of(document.text.rindex("岸电")) == 3


def test_page_numbers_that_count_up_are_furniture_without_form_feeds_too() -> None:
    body = "\n".join(f"第{n}行文字写的是岸电设施的建设要求和使用管理的有关规定事项，" for n in "一二三四五六七八九")
    document = text_of("\n".join(f"{body}\n\n{page}\n" for page in (1, 2, 3)))
    assert [piece.text for piece in document.furniture] == ["1", "2", "3"]


def test_a_line_that_is_not_wrapped_is_a_paragraph() -> None:
    long = "各市要把岸电建设纳入年度工作要点，明确责任单位和完成时限，" * 12 + "按季度通报。"
    assert text_of(f"{long}\n\n{long}\n").text == f"{long}\n{long}"


def test_lines_with_tabs_are_a_table() -> None:
    document = text_of("表1 岸电任务\n城市\t泊位\t用电量\n甲市\t12\t3.5\n乙市\t\t4.2\n各市照此执行。\n")
    table = next(block for block in document.blocks if block.kind == "table")
    assert document.quote(table.span) == "城市\t泊位\t用电量\n甲市\t12\t3.5\n乙市\t\t4.2"
    assert [cell.span for cell in table.cells if (cell.row, cell.column) == (2, 1)] == [None]
    assert [cell.header for cell in table.cells[:3]] == [True] * 3


def test_characters_that_nobody_sees_do_not_part_words_or_numbers() -> None:
    assert (
        text_of("\ufeff岸电覆\u200b盖率达到9\u200b0\u2060%以上。\x07\r\n第二\xad段。\r\n").text
        == "岸电覆盖率达到90%以上。\n第二段。"
    )


def test_lines_that_are_set_in_begin_paragraphs_however_long_the_line_before_them_is() -> None:
    first, second = "到2025年，岸电覆盖率达到９０％以上，新建泊位１２个。", "到2030年，岸电用电量达到１．５亿千瓦时。"
    assert text_of(f"港口方案\r\n\r\n　　{first}\r\n　　{second}\r\n").text.split("\n")[1:] == [first, second]


def test_a_few_lines_of_one_length_are_no_wrapped_text() -> None:
    title, number = "关于印发《苏州市港口绿色方案》的通知", "苏府发〔2024〕5号"
    assert text_of(f"{title}\n{number}\n各区人民政府：\n").text.split("\n")[:2] == [title, number]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85", "\v"])
def test_every_kind_of_line_end_ends_a_line(end: str) -> None:
    assert text_of(f"港口方案{end}到2025年建成。{end}各市照此执行。").text == "港口方案\n到2025年建成。\n各市照此执行。"


@pytest.mark.parametrize(
    "drawn",
    [
        "指标        单位    2030年\n岸电覆盖率  %       95",
        "+------+----+------+\n| 指标 | 单位 | 2030年 |\n+------+----+------+\n| 岸电覆盖率 | % | 95 |\n+------+----+------+",
    ],
)
def test_tables_set_with_blanks_or_drawn_with_signs_are_tables(drawn: str) -> None:
    document = text_of(f"各市目标见下表。\n{drawn}\n各市照此执行。\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.quote(document.blocks[1].span) == "指标\t单位\t2030年\n岸电覆盖率\t%\t95"


def test_names_side_by_side_and_entries_of_contents_are_no_tables() -> None:
    document = text_of("组长：\n张三  李四  王五\n赵六  孙七  周八\n目录\n一、总体要求    1\n二、重点任务    3\n")
    assert "table" not in {block.kind for block in document.blocks}


def test_entries_of_a_table_of_contents_are_toc() -> None:
    document = text_of("目录\n一、总体要求\t1\n二、重点任务\t3\n三、保障措施\t8\n一、总体要求\n")
    assert [block.kind for block in document.blocks][1:4] == ["toc", "toc", "toc"]


def test_a_raised_reference_on_a_line_of_its_own_does_not_cut_a_sentence() -> None:
    words = (
        "根据有关部门发布的统计数据和本地实际情况，经过测算以后得到的结论是岸电，\n[2]\n使用比例仍需继续提高。\n" * 3
    )
    assert "岸电，[2]使用比例" in text_of(words).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_usual_encodings_are_recognised(encoding: str) -> None:
    assert text_of("岸电设施建设要求".encode(encoding)).text == "岸电设施建设要求"


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptyFile), (b" \n\n", NoText), (b"\x89PNG\x00\x01\x02\xff\xfe\xfd" * 9, WrongType)]
)
def test_what_is_no_text_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        text_of(data)


@pytest.mark.parametrize("suffix", ["doc", ".wps", "ofd", "exe", ""])
def test_formats_that_cannot_be_read_are_named_with_what_to_do(suffix: str) -> None:
    with pytest.raises(NotSupported) as caught:
        text_of("文字", suffix)
    assert "PDF" in str(caught.value).upper()
