"""Markdown: the text is what the rendered page shows; front matter and marks are none of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import NoText
from ingest.model import Span
from ingest.readers.markdown_inline import HARD, Notes, plain
from ingest.reading import read

CASES = json.loads(Path("tests/specs/markdown.json").read_text(encoding="utf-8"))["cases"]
FRONT = """---
title: "苏州市绿色港口行动计划"
issuer:
  - 苏州市人民政府
  - 苏州市交通运输局
date: 2024-03-05   # 发布
tags: [港口, 岸电]
---

到2025年，**岸电使用率**达到`90%`以上。
"""


def read_md(words: str) -> Any:
    return read(words.encode(), "样张", "md")


def blocks(words: str) -> list[tuple[str, str]]:
    document = read_md(words)
    return [(block.kind, document.quote(block.span)) for block in document.blocks]


@pytest.mark.parametrize("case", CASES, ids=[case["md"][:30] for case in CASES])
def test_marks_inside_a_paragraph(case: dict[str, str]) -> None:
    assert plain(case["md"], {"附录": "#appendix"}, Notes()).replace(HARD, "⏎") == case["text"]


def test_front_matter_is_metadata_and_none_of_the_text() -> None:
    document = read_md(FRONT)
    assert document.text == "到2025年，岸电使用率达到90%以上。"
    told = document.metadata
    assert (told.title, told.published_on) == ("苏州市绿色港口行动计划", "2024-03-05")
    assert told.issuers == ("苏州市人民政府", "苏州市交通运输局")
    assert ("issuers_basis", "inferred") not in told.extra
    assert "date: 2024-03-05   # 发布" in [piece.text for piece in document.furniture]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_keep_the_numbers_that_they_have_in_the_file(ends: str) -> None:
    words = FRONT + "\n<!-- 不要\n显示 -->\n\n## 一、任务\n\n到2030年，**新建泊位\n12个**。\n"
    document = read(words.replace("\n", ends).encode(), "样张", "md")
    start = document.text.index("新建泊位12个")
    assert [region.line for region in document.locate(Span(start, start + 8))] == [17, 18]
    assert words.split("\n")[16].startswith("到2030年") and "不要" not in document.text


def test_toml_front_matter_is_metadata_too_and_a_rule_at_the_top_is_not() -> None:
    assert read_md('+++\ntitle = "苏州市绿色港口规划"\n+++\n正文一句话。').metadata.title == "苏州市绿色港口规划"
    assert read_md("---\n到2025年，岸电使用率达到90%。\n---\n正文。").text == "到2025年，岸电使用率达到90%。\n正文。"


def test_what_the_text_states_goes_before_the_front_matter() -> None:
    document = read_md(FRONT.split("\n\n")[0] + "\n\n# 无锡市绿色港口行动计划\n\n无锡市人民政府\n2023年1月2日\n")
    assert (document.metadata.title, document.metadata.issuers) == ("无锡市绿色港口行动计划", ("无锡市人民政府",))


def test_front_matter_alone_is_no_text() -> None:
    with pytest.raises(NoText, match="导出完整"):
        read_md("---\ntitle: 方案\n---\n\n---\n")


def test_headings_lists_quotes_and_rules() -> None:
    words = (
        "岸电方案\n===\n\n> **提示**：施行之日起，\n> 有效期五年。\n\n1. 第一项，到2026年达到\n   90%。\n    - 其中*新建*泊位全部；\n"
        "    - [x] 既有泊位八成。\n2. 第二项。\n\n* * *\n\n##二、保障 ##\n\n第一行短  \n第二行短\n"
    )
    assert blocks(words) == [
        ("heading", "岸电方案"),
        ("paragraph", "提示：施行之日起，有效期五年。"),
        ("paragraph", "1. 第一项，到2026年达到90%。"),
        ("paragraph", "其中新建泊位全部；"),
        ("paragraph", "既有泊位八成。"),
        ("paragraph", "2. 第二项。"),
        ("heading", "二、保障"),
        ("paragraph", "第一行短"),
        ("paragraph", "第二行短"),
    ]


def test_lines_without_blank_lines_between_stay_paragraphs_of_their_own() -> None:
    words = (
        "# 通知\n各区县人民政府：\n现将方案印发给你们，请认真贯彻执行。\n一、要求\n以绿色为引领，岸电使用率达到90%。\n"
    )
    assert [text for _, text in blocks(words)] == [line.lstrip("# ") for line in words.strip().split("\n")]


def test_paragraphs_wrapped_at_one_width_are_joined() -> None:
    line = "各地要把港口岸电建设纳入年度工作要点并明确责任单位和完成时限"
    assert blocks(f"{line}\n{line}\n{line}，\n按季通报。\n\n下一段。")[0][1] == f"{line}{line}{line}，按季通报。"


@pytest.mark.parametrize(
    "written",
    [
        "| 指标 | 2030年 |\n| --- | ---: |\n| **岸电覆盖率** | 95% |",
        "指标 | 2030年\n:-- | --:\n岸电覆盖率 | 95%",
        "| 指标 | 2030年\n|---|---\n| `岸电覆盖率` | 95%",
        "|指标|2030年|\n\n|-|-|\n\n|[岸电覆盖率](a.md)|95%|",
        "> |指标|2030年|\n> |-|-|\n> |岸电覆盖率|95%|",
        "指标\t2030年\n岸电覆盖率\t95%",
        "<table>\n<tr><th>指标</th><th>2030年</th></tr>\n<tr><td>岸电覆盖率</td><td>95%</td></tr>\n</table>",
        "<html><body><table border=1><tr><td>指标</td><td>2030年</td></tr><tr><td>岸电覆盖率</td><td>95%</td></tr></table></body></html>",
    ],
)
def test_a_table_with_one_row_of_data_is_a_table_however_it_is_written(written: str) -> None:
    assert blocks(f"各地目标如下。\n\n{written}\n\n各地照此执行。") == [
        ("paragraph", "各地目标如下。"),
        ("table", "指标\t2030年\n岸电覆盖率\t95%"),
        ("paragraph", "各地照此执行。"),
    ]


def test_cells_keep_bars_that_are_escaped_or_in_code_and_lines_that_are_broken() -> None:
    document = read_md("| 甲 \\| 乙 | 注 |\n|---|---|\n| `a|b` | 一<br>二 |\n")
    assert document.text == "甲 | 乙\t注\na|b\t一二"
    assert [cell.header for cell in document.blocks[0].cells] == [True, True, False, False]


def test_a_written_table_keeps_its_merged_cells() -> None:
    document = read_md(
        "表1\n<table><tr><td rowspan=2>指标</td><td colspan=2>目标</td></tr><tr><td>2025年</td><td>2030年</td></tr>"
        "<tr><td>覆盖率</td><td>90%</td><td>95%</td></tr></table>说明文字。\n"
    )
    assert document.text == "表1\n指标\t目标\t\n\t2025年\t2030年\n覆盖率\t90%\t95%\n说明文字。"
    assert [(cell.rows, cell.columns) for cell in document.blocks[1].cells[:2]] == [(2, 1), (1, 2)]


def test_footnotes_are_raised_figures_and_notes() -> None:
    found = blocks(
        "岸电覆盖率[^a]与用电量[^2]。\n\n[^a]: 指**公用**泊位。\n[^2]: 不含*渔港*。\n\n[链接]: http://a.cn\n"
    )
    assert found == [("paragraph", "岸电覆盖率¹与用电量²。"), ("note", "¹ 指公用泊位。"), ("note", "² 不含渔港。")]


def test_blocks_of_code_are_kept_as_they_stand() -> None:
    assert blocks("```text\n# 不是*标题*\n| a | b |\n```\n正文。")[:2] == [
        ("paragraph", "# 不是*标题*"),
        ("paragraph", "| a | b |"),
    ]


def test_blocks_of_html_part_paragraphs() -> None:
    words = '<div align="center">居中文字。</div>\n<ul><li>甲。</li><li>乙。</li></ul>\n<p>一段。</p><p>又一段。</p>\n'
    assert [text for _, text in blocks(words)] == ["居中文字。", "甲。", "乙。", "一段。", "又一段。"]


def test_a_table_without_any_words_is_none() -> None:
    assert [kind for kind, _ in blocks("前言。\n\n|||\n|-|-|\n||\n\n后记。")].count("table") == 0


def test_the_first_heading_names_a_document_whose_text_names_itself_nowhere() -> None:
    words = "各单位要抓好落实。\n\n# 港口岸电管理办法\n\n为管好岸电，制定本办法。\n"
    assert read_md("甲。\n" * 20 + words).metadata.title == "港口岸电管理办法"
