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


LABELLED = {(0, 0): "类别", (0, 1): "序号", (0, 2): "指标名称", (0, 3): "2025年"}


def labelled(paper: Any, y: tuple[int, ...], labels: list[tuple[int, int, float, str]], rows: dict[Any, str]) -> None:
    """A table whose first column holds merged cells: (first row, row after the last, baseline from the top, words)."""
    paper.table(X[1:], y, {(r, c - 1): text for (r, c), text in rows.items() if c})
    canvas = paper.canvas
    canvas.line(X[0], 842 - y[0], X[0], 842 - y[-1])
    for first, last, baseline, text in labels:
        canvas.line(X[0], 842 - y[first], X[1], 842 - y[first])
        canvas.line(X[0], 842 - y[last], X[1], 842 - y[last])
        if text:
            paper.put(X[0] + 3, baseline, text, 10)


def numbered(first: int, numbers: range) -> dict[tuple[int, int], str]:
    return {
        place: text
        for row, n in enumerate(numbers, first)
        for place, text in {(row, 1): str(n), (row, 2): f"岸电指标第{n}项", (row, 3): f"{n}0"}.items()
    }


def test_a_row_cut_by_the_page_is_joined_under_a_repeated_head_when_its_number_is_missing(
    paper: Any, read_pdf: Any
) -> None:
    rows = LABELLED | numbered(1, range(1, 6)) | {(5, 2): "近海航线岸电"}
    labelled(paper, (550, 580, 610, 640, 670, 700, 730), [(0, 1, 568, "类别"), (1, 6, 650, "岸电")], rows)
    paper.next_page()
    rows = LABELLED | {(1, 2): "使用艘次比重"} | numbered(2, range(6, 8))
    labelled(paper, (80, 110, 140, 170, 200), [(0, 1, 93, "类别"), (1, 4, 150, "")], rows)
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    names = [row[2] for row in grid(document, block)]
    assert names[5:] == ["近海航线岸电使用艘次比重", "岸电指标第6项", "岸电指标第7项"]
    (label,) = [cell for cell in block.cells if cell.span and document.quote(cell.span) == "岸电"]
    assert (label.row, label.rows) == (1, 7)


def test_the_end_of_a_merged_cells_words_at_a_pages_head_joins_the_cell(paper: Any, read_pdf: Any) -> None:
    labels = [(0, 1, 568, "类别"), (1, 4, 629, "绿色港口"), (4, 6, 715, "清洁")]
    rows = LABELLED | numbered(1, range(1, 6))
    labelled(paper, (550, 580, 610, 640, 670, 700, 730), labels, rows)
    paper.next_page()
    rows = LABELLED | numbered(1, range(6, 9))
    labelled(paper, (80, 110, 140, 170, 200), [(0, 1, 93, "类别"), (1, 4, 124, "航运")], rows)
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    (label,) = [cell for cell in block.cells if cell.span and document.quote(cell.span) == "清洁航运"]
    assert (label.row, label.rows) == (4, 5)
    assert {region.page for region in document.locate(label.span)} == {1, 2}


def test_a_merged_cell_of_its_own_at_a_pages_head_stays_its_own(paper: Any, read_pdf: Any) -> None:
    labels = [(0, 1, 568, "类别"), (1, 4, 629, "绿色港口"), (4, 6, 704, "清洁航运")]
    rows = LABELLED | numbered(1, range(1, 6))
    labelled(paper, (550, 580, 610, 640, 670, 700, 730), labels, rows)
    paper.next_page()
    rows = LABELLED | numbered(1, range(6, 9))
    labelled(paper, (80, 110, 140, 170, 200), [(0, 1, 93, "类别"), (1, 4, 158, "智慧口岸")], rows)
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    labels_read = [document.quote(cell.span) for cell in block.cells if cell.span and cell.column == 0]
    assert labels_read == ["类别", "绿色港口", "清洁航运", "智慧口岸"]


def test_a_note_at_the_pages_foot_does_not_end_a_table_whose_head_is_repeated(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (640, 670, 700), HEAD | words(ROWS[:1]))
    paper.put(80, 730, "注：岸电使用量按自然年统计。", 9)
    paper.next_page()
    paper.table(X, (80, 110, 140), HEAD | words(ROWS[1:]))
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    assert len(grid(document, block)) == 3
    assert document.text.count("注：岸电使用量按自然年统计。") == 1


def test_a_note_between_tables_of_different_heads_keeps_them_apart(paper: Any, read_pdf: Any) -> None:
    paper.table(X, (640, 670, 700), HEAD | words(ROWS[:1]))
    paper.put(80, 730, "注：岸电使用量按自然年统计。", 9)
    paper.next_page()
    paper.table(X, (80, 110, 140), {(0, 0): "编号", (0, 1): "港口", (0, 2): "泊位", (0, 3): "备注"} | words(ROWS[1:]))
    assert len(tables(read_pdf(paper.bytes()))) == 2


def test_cells_told_apart_by_their_shading_make_a_table(paper: Any, read_pdf: Any) -> None:
    rows = [("参数", "取值", "依据"), ("岸电折标系数", "1.229", "附表一"), ("靠泊修正系数", "0.98", "附表二")]
    y = (100, 130, 160, 190)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            paper.canvas.setFillGray(0.95)
            paper.canvas.rect(X[column], 842 - y[row + 1], X[column + 1] - X[column], 30, stroke=0, fill=1)
            paper.canvas.setFillGray(0)
            paper.put(X[column] + 5, y[row] + 18, text, 10)
    document = read_pdf(paper.bytes())
    (block,) = tables(document)
    assert grid(document, block) == [list(row) for row in rows]


def test_shading_behind_lines_of_one_paragraph_makes_no_table(paper: Any, read_pdf: Any) -> None:
    for row in range(5):
        paper.canvas.setFillGray(0.95)
        paper.canvas.rect(80, 842 - 130 - 30 * row, 420, 30, stroke=0, fill=1)
        paper.canvas.setFillGray(0)
        paper.put(90, 120 + 30 * row, "各市岸电建设目标见下表，年度任务据此分解。", 12)
    assert tables(read_pdf(paper.bytes())) == []


def test_a_wide_caption_is_not_joined_with_the_note_under_its_table(paper: Any, read_pdf: Any) -> None:
    paper.paragraph("各市岸电建设目标见下表，年度任务据此分解，按季度报送省交通运输主管部门。")
    paper.centre("表1沿海和内河各港口岸电设施建设任务分解", 16)
    paper.table(X, (220, 250, 280), HEAD | words(ROWS[:1]))
    paper.y = 310
    paper.paragraph("注：岸电使用量按自然年统计，数据以主管部门发布的为准。", 0)
    document = read_pdf(paper.bytes())
    quotes = [document.quote(block.span) for block in document.blocks if block.kind != "table"]
    assert "表1沿海和内河各港口岸电设施建设任务分解" in quotes
    assert any(quote.startswith("注：岸电") for quote in quotes)
