"""Ruled tables: rows, columns, merged cells, tables over pages, and frames that are none."""

from __future__ import annotations

from typing import Any

from ingest.model import Block

X = (80, 150, 320, 400, 500)
HEAD = {(0, 0): "序号", (0, 1): "指标名称", (0, 2): "2025年", (0, 3): "属性"}
ROWS = [("1", "岸电泊位数量（个）", "420", "预期性"), ("2", "岸电使用量（万千瓦时）", "≥960", "约束性")]


def words(rows: list[tuple[str, ...]], first: int = 1) -> dict[tuple[int, int], str]:
    return {(first + r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}


def tables(document: Any) -> list[Block]:
    return [block for block in document.blocks if block.kind == "table"]


def grid(document: Any, block: Block) -> list[list[str]]:
    return [row.split("\t") for row in document.quote(block.span).split("\n")]


def test_cells_are_spans_with_their_own_places(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (100, 130, 160, 190), HEAD | words(ROWS))
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    assert grid(document, block) == [["序号", "指标名称", "2025年", "属性"], *map(list, ROWS)]
    cell = next(cell for cell in block.cells if (cell.row, cell.column) == (2, 2))
    assert document.quote(cell.span) == "≥960"
    (region,) = document.locate(cell.span)
    assert 320 <= region.box.x0 < region.box.x1 <= 400 and 160 <= region.box.top < region.box.bottom <= 190
    assert [cell.header for cell in block.cells if cell.column == 0] == [True, False, False]


def test_line_breaks_inside_a_cell_are_joined(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (100, 130, 175, 205), HEAD | words(ROWS) | {(1, 1): "岸电泊位\n数量（个）"})
    document = read_pdf(paper.bytes())
    assert grid(document, tables(document)[0])[1][1] == "岸电泊位数量（个）"


def test_a_merged_cell_says_its_words_once_and_covers_its_rows(paper: Any, read_pdf: Any) -> None:
    paper.table(X[1:], (100, 130, 160, 190), {k: v for k, v in (HEAD | words(ROWS)).items() if k[1]} | {})
    canvas, top = paper.canvas, 842
    for y in (100, 130, 190):
        canvas.line(80, top - y, 150, top - y)
    canvas.line(80, top - 100, 80, top - 190)
    paper.put(90, 165, "岸电", 10)
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    merged = next(cell for cell in block.cells if cell.span and document.quote(cell.span) == "岸电")
    assert (merged.row, merged.rows) == (1, 2)
    assert document.text.count("岸电") == 3  # its own and two in the names beside it
    assert all(len(row) == 4 for row in grid(document, block))


def test_a_table_over_two_pages_is_one_and_its_repeated_head_is_left_out(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (700, 730, 760), HEAD | words(ROWS[:1]))
    paper.page_number("- 1 -")
    paper.next_page()
    paper.table(X, (80, 110, 140), HEAD | words(ROWS[1:]))
    paper.y = 200
    paper.paragraph("注意事项另行通知，各单位遵照执行。")
    paper.page_number("- 2 -")
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    assert grid(document, block) == [["序号", "指标名称", "2025年", "属性"], *map(list, ROWS)]
    assert {region.page for region in document.locate(block.span)} == {1, 2}


def test_a_table_over_two_pages_without_a_repeated_head_is_one(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (700, 730, 760), HEAD | words(ROWS[:1]))
    paper.next_page()
    paper.table(X, (80, 110), words(ROWS[1:], 0))
    document = read_pdf(paper.bytes())
    assert [grid(document, block)[-1] for block in tables(document)] == [list(ROWS[1])]


def test_a_row_cut_by_the_page_is_joined(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (700, 730, 760), HEAD | {(1, 0): "1", (1, 1): "岸电泊位数量", (1, 2): "420", (1, 3): "预期性"})
    paper.next_page()
    paper.table(X, (80, 110, 140), {(0, 1): "（个）"} | words(ROWS[1:]))
    document = read_pdf(paper.bytes())
    assert [row[1] for row in grid(document, tables(document)[0])] == [
        "指标名称",
        "岸电泊位数量（个）",
        "岸电使用量（万千瓦时）",
    ]


def test_two_tables_with_a_caption_between_them_stay_two(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (700, 730, 760), HEAD | words(ROWS[:1]))
    paper.next_page()
    paper.put(200, 70, "表二岸电使用情况", 12)
    paper.table(X, (80, 110, 140), HEAD | words(ROWS[1:]))
    assert len(tables(read_pdf(paper.bytes()))) == 2


def test_words_in_a_table_are_not_in_the_running_text_again(paper: Any, read_pdf: Any) -> None:
    paper.paragraph("各市岸电建设目标见下表，年度任务据此分解。")
    paper.table(X, (200, 230, 260, 290), HEAD | words(ROWS))
    document = read_pdf(paper.bytes())
    assert document.text.count("岸电泊位数量") == 1
    assert [block.kind for block in document.blocks] == ["paragraph", "table"]


def test_a_table_without_outer_side_lines_keeps_its_outer_columns(paper: Any, read_pdf: Any) -> None:
    canvas = paper.canvas
    for y in (100, 130, 160, 190):
        canvas.line(80, 842 - y, 500, 842 - y)
    for x in (150, 320, 400):
        canvas.line(x, 842 - 100, x, 842 - 190)
    for (row, column), text in (HEAD | words(ROWS)).items():
        paper.put(X[column] + 3, 113 + 30 * row, text, 10)
    document = read_pdf(paper.bytes())
    assert grid(document, tables(document)[0])[1] == list(ROWS[0])


def test_underlined_words_are_no_table(paper: Any, read_pdf: Any) -> None:
    paper.paragraph("各市岸电建设目标见附件，年度任务据此分解落实到各单位。")
    paper.canvas.line(88, 842 - 103, 500, 842 - 103)
    paper.canvas.line(88, 842 - 131, 300, 842 - 131)
    assert tables(read_pdf(paper.bytes())) == []


def test_a_table_with_rules_across_only_is_found_by_its_columns(paper: Any, read_pdf: Any) -> None:
    paper.paragraph("各市岸电建设情况见下表，年度任务据此分解。")
    for y in (180, 205, 290):
        paper.canvas.line(80, 842 - y, 500, 842 - y)
    rows = [
        ("城市", "泊位（个）", "用电量（万千瓦时）"),
        ("甲市", "12", "3.5"),
        ("乙市", "8", "4.2"),
        ("丙市", "31", "9.7"),
    ]
    for n, row in enumerate(rows):
        for x, text in zip((90, 240, 360), row, strict=True):
            paper.put(x, 197 + 27 * n, text, 11)
    paper.y = 340
    paper.paragraph("各市照此执行，年底前报送总结。")
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    assert grid(document, block) == [list(row) for row in rows]


def test_rules_across_between_paragraphs_are_no_table(paper: Any, read_pdf: Any) -> None:
    for _ in range(3):
        paper.canvas.line(88, 842 - paper.y + 20, 504, 842 - paper.y + 20)
        paper.paragraph("各市岸电建设情况见附件，年度任务据此分解落实到各单位，按季度报送。")
    assert tables(read_pdf(paper.bytes())) == []
