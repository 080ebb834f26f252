"""Indicator tables: a row for every future-year cell, every other figure left over once with its reason."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract import flat_tables, table_rows
from extract.table_cells import loose_numbers
from ingest import read
from ingest.model import Block, Cell, Clause, Document, Metadata, Place, Span

CASES = json.loads((Path(__file__).parents[1] / "specs" / "table_rows.json").read_text(encoding="utf-8"))["cases"]
READ = [case for case in CASES if "rows" in case]


def merged(rows: list[list[str]], row: int, column: int) -> tuple[int, int]:
    """How many rows and columns the cell at a place covers."""
    columns = 1
    while column + columns < len(rows[row]) and rows[row][column + columns] == "<":
        columns += 1
    down = 1
    while row + down < len(rows) and rows[row + down][column] == "^":
        down += 1
    return down, columns


def document_of(case: dict[str, Any]) -> tuple[Document, Block]:
    """A document that holds the case's title as a heading and its table as a block."""
    rows, text = case["cells"], ""
    cells: list[Cell] = []
    blocks: list[Block] = []
    for words in (case.get("heading"), case["title"], case.get("before")):
        if words:
            blocks.append(
                Block(
                    "paragraph" if words == case.get("before") else "heading", Span(len(text), len(text) + len(words))
                )
            )
            text += words + "\n"
    start = len(text)
    for row, line in enumerate(rows):
        for column, words in enumerate(line):
            if words and words not in ("^", "<"):
                down, across = merged(rows, row, column)
                span = Span(len(text), len(text) + len(words))
                cells.append(Cell(row, column, span, down, across, row < case["header"]))
                text += words
            text += "\t" if column < len(line) - 1 else "\n"
    block = Block("table", Span(start, len(text) - 1), tuple(cells))
    about = Metadata(title="样例", region=Place(*case["home"]), period=tuple(case["plan"]) if case["plan"] else None)
    return Document("0" * 16, "样例", about, text, (), (), (*blocks, block), "test"), block


def reading_of(case: dict[str, Any]) -> tuple[Document, Block, table_rows.TableReading]:
    document, block = document_of(case)
    heading = Span(0, len(case["heading"])) if "heading" in case else None
    clause = Clause("c", document.id, Span(0, len(document.text)), heading=heading)
    return document, block, table_rows.read(document, clause, block)


@pytest.mark.parametrize("case", READ, ids=lambda case: case["name"])
def test_an_indicator_table_gives_a_row_for_each_value_ahead(case: dict[str, Any]) -> None:
    document, _, reading = reading_of(case)
    got = []
    for row in reading.rows:
        assert row.quantity is not None
        period = row.period
        got.append(
            [row.metric, row.quantity.value, row.quantity.unit, row.quantity.comparator, row.change]
            + [period and period.end_year, row.binding, period and period.start_year, row.baseline_year]
        )
        assert row.quantity.number_span.overlaps(row.span)
        assert document.quote(row.span)
    wanted = [[line[0], Decimal(line[1]), *line[2:], *[None] * (9 - len(line))] for line in case["rows"]]
    assert got == wanted


@pytest.mark.parametrize("case", READ, ids=lambda case: case["name"])
def test_every_figure_of_a_table_is_accounted_for_once(case: dict[str, Any]) -> None:
    document, block, reading = reading_of(case)
    used = [row.quantity.number_span for row in reading.rows if row.quantity is not None]
    left = [span for span, reason in reading.leftovers if reason]
    for cell in block.cells:
        assert cell.span is not None
        for number in loose_numbers(document.text, cell.span, []):
            held = sum(number.overlaps(span) for span in used) + left.count(number)
            assert held + sum(cell.span.contains(number) for cell in reading.prose) == 1


@pytest.mark.parametrize("case", [case for case in CASES if "left" in case], ids=lambda case: case["name"])
def test_a_figure_that_is_no_target_says_why(case: dict[str, Any]) -> None:
    document, _, reading = reading_of(case)
    assert [[document.quote(span), reason] for span, reason in reading.leftovers] == case["left"]


@pytest.mark.parametrize("case", [case for case in CASES if "agencies" in case], ids=lambda case: case["name"])
def test_a_column_of_bodies_names_who_answers_for_the_row(case: dict[str, Any]) -> None:
    _, _, reading = reading_of(case)
    assert [mention.name for mention in reading.rows[0].agencies] == case["agencies"]
    assert [mention.name for mention in reading.rows[0].lead] == case["lead"]


@pytest.mark.parametrize("case", [case for case in CASES if "scopes" in case], ids=lambda case: case["name"])
def test_a_row_about_a_place_binds_that_place(case: dict[str, Any]) -> None:
    assert [row.scope for row in reading_of(case)[2].rows] == case["scopes"]


@pytest.mark.parametrize("case", [case for case in CASES if "basis" in case], ids=lambda case: case["name"])
def test_a_year_that_the_column_does_not_state_is_marked_inferred(case: dict[str, Any]) -> None:
    assert {row.period.basis for row in reading_of(case)[2].rows if row.period} == {case["basis"]}


@pytest.mark.parametrize("case", [case for case in CASES if "tasks" in case], ids=lambda case: case["name"])
def test_a_cell_of_prose_comes_with_the_time_limit_and_the_bodies_of_its_row(case: dict[str, Any]) -> None:
    prose = reading_of(case)[2].prose
    assert [[cell.due, [mention.name for mention in cell.agencies]] for cell in prose] == case["tasks"]


@pytest.mark.parametrize("case", [case for case in CASES if "milestones" in case], ids=lambda case: case["name"])
def test_a_list_of_peak_years_gives_a_milestone_for_each_place(case: dict[str, Any]) -> None:
    rows = reading_of(case)[2].rows
    assert {row.kind for row in rows} == {"milestone"}
    assert [[row.metric, row.period.end_year if row.period else None, row.scope] for row in rows] == case["milestones"]


def test_tabbed_lines_of_a_text_file_are_a_table() -> None:
    text = "各城市碳达峰目标年份\n城市\t碳达峰目标年份\n东江\t2025\n西江\t2028\n南江\t2030\n结束语。"
    document = read(text.encode(), "样例", ".txt")
    found = flat_tables.tables(document)
    assert [document.quote(block.span).count("\n") for block in found] == [3]
    assert [document.quote(cell.span) for cell in found[0].cells if cell.span][:4] == [
        "城市",
        "碳达峰目标年份",
        "东江",
        "2025",
    ]


def test_a_list_of_contents_is_no_table() -> None:
    document = read("总则\t1\n任务\t3\n保障\t9\n正文。".encode(), "样例", ".txt")
    assert flat_tables.tables(replace(document)) == ()


@pytest.mark.parametrize(
    ("title", "wanted"), [("甲市绿色港口方案", [("岸电覆盖率", 95, 2030)]), ("甲市港口统计资料", [])]
)
def test_a_plan_without_a_date_lists_its_indicators_for_the_years_ahead(
    title: str, wanted: list[tuple[str, int, int]]
) -> None:
    table = "| 指标 | 2025年 | 2030年 |\n|---|---|---|\n| 岸电覆盖率（%） | 90 | 95 |\n"
    document = read(f"# {title}\n\n各单位有关情况如下。\n\n{table}".encode(), "样张", "md")
    (block,) = [one for one in document.blocks if one.kind == "table"]
    rows = table_rows.read(document, Clause("c", document.id, Span(0, len(document.text))), block).rows
    assert [
        (row.metric, row.quantity and row.quantity.value, row.period and row.period.end_year) for row in rows
    ] == wanted
