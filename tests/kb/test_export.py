"""Exports: typed, complete, safe to open in a spreadsheet, the same rows in every format."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace

import pytest

from kb.errors import UnknownName
from kb.export import EXPORTERS, columns, dictionary, export, safe
from kb.model import TargetRow

ATTACKS = [
    "=1+1",
    '=HYPERLINK("http://evil","点")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "\x00=1+1",
    "\x1f=1",
]


@pytest.fixture
def rows(full_store) -> tuple[TargetRow, ...]:
    return full_store.targets()


def csv_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_of(data: bytes):
    openpyxl = pytest.importorskip("openpyxl")
    return openpyxl.load_workbook(io.BytesIO(data))


def test_every_field_of_a_row_is_exported_and_explained():
    assert sorted(column.name for column in columns()) == sorted(field.name for field in fields(TargetRow))
    assert all(column.title and column.meaning for column in columns())
    assert len({column.title for column in columns()}) == len(columns())


@pytest.mark.parametrize("format", sorted(EXPORTERS))
def test_no_rows_are_exported_as_an_empty_table(format):
    assert export((), format) or format == "jsonl"


def test_an_unknown_format_is_refused_with_the_known_ones(rows):
    with pytest.raises(UnknownName, match="csv、xlsx、jsonl、parquet、markdown"):
        export(rows, "doc")


def test_json_lines_carry_the_names_of_the_labelling_guide(rows):
    first = json.loads(export(rows, "jsonl").decode().splitlines()[0])
    guide = (
        "doc section quote page table kind metric value value_max value_text unit comparator change year year_role "
        "period_start baseline_year agencies lead scope binding value_missing year_basis hedge"
    )
    assert set(guide.split()) <= set(first)
    assert (first["comparator"], first["value"], first["agencies"]) == ("~", 120, ["市能源局"])


def test_csv_opens_with_chinese_characters_and_all_rows(rows):
    read = csv_of(export(rows, "csv"))
    assert len(read) == len(rows)
    assert read[0]["metric"] == "风力发电装机容量"
    assert (read[0]["value"], read[0]["comparator"], read[0]["agencies"]) == ("120", "约", "市能源局")
    assert read[0]["quote"] == rows[0].quote


def test_the_head_of_a_table_is_chosen_and_stays_as_it_was_where_none_is(rows):
    names, titles = [column.name for column in columns()], [column.title for column in columns()]
    heads = {chosen: csv_of(export(rows, "csv", chosen)) for chosen in ("", "names", "zh")}
    assert list(heads[""][0]) == list(heads["names"][0]) == names
    assert list(heads["zh"][0]) == titles
    assert (heads["zh"][0]["数值"], heads["zh"][0]["类别"]) == ("120", "量化目标")
    for chosen, head in (("", titles), ("zh", titles), ("names", names)):
        assert [cell.value for cell in sheet_of(export(rows, "xlsx", chosen))["目标"][1]] == head
    with pytest.raises(UnknownName, match="names、zh"):
        export(rows, "csv", "fr")


def test_xlsx_has_typed_cells_a_frozen_header_filters_and_a_dictionary(rows):
    book = sheet_of(export(rows, "xlsx"))
    assert book.sheetnames == ["目标", "数据字典"]
    sheet = book["目标"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    titles = [cell.value for cell in sheet[1]]
    first = dict(zip(titles, sheet[2], strict=True))
    assert isinstance(first["数值"].value, int | float)
    assert isinstance(first["目标年"].value, int)
    assert first["表格"].value is False
    assert first["指标"].value == "风力发电装机容量"
    assert book["数据字典"].max_row == len(columns()) + 1


@pytest.mark.parametrize("format", ["table", "markdown"])
def test_a_table_for_reading_says_values_with_unit_direction_and_bound(rows, format):
    fall = replace(rows[0], metric="煤耗", value=4.0, value_text="4", unit="%", comparator=">=", change="decrease")
    level = replace(rows[0], metric="达标率", value=95.0, value_text="95", unit="%", comparator="=", change="level")
    written = export([fall, level], format).decode()
    assert "下降不低于4%" in written and "95%" in written


def test_a_sheet_shows_whole_numbers_without_a_point_and_leaves_empty_cells_empty(rows):
    made = [replace(rows[0], value=30.0, unit="", year=2030), replace(rows[0], value=13.125)]
    sheet = sheet_of(export(made, "xlsx"))["目标"]
    at = {column.name: place for place, column in enumerate(columns(), 1)}
    whole, part, year = (sheet.cell(row, at[name]) for row, name in ((2, "value"), (3, "value"), (2, "year")))
    assert (whole.value, whole.number_format) == (30, "#,##0")
    assert part.value == 13.125 and len(part.number_format.partition(".")[2]) >= 3
    assert year.number_format == "0"
    assert sheet.cell(2, at["unit"]).value is None


def test_xlsx_says_the_direction_in_words_and_json_lines_by_its_code(rows):
    fall = replace(rows[0], change="decrease")
    sheet = sheet_of(export([fall], "xlsx"))["目标"]
    shown = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert (shown["变化方式"], shown["类别"]) == ("下降", "量化目标")
    assert json.loads(export([fall], "jsonl"))["change"] == "decrease"


def test_parquet_keeps_numbers_lists_and_the_meaning_of_columns(rows):
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(export(rows, "parquet")))
    assert table.num_rows == len(rows)
    assert table.column("agencies")[0].as_py() == ["市能源局"]
    assert table.column("value")[0].as_py() == 120.0
    assert table.schema.field("metric").metadata[b"title"].decode() == "指标"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_can_start_a_formula(rows, attack):
    evil = replace(rows[0], title=attack, metric=attack, quote=attack, agencies=(attack,), doc=attack, section=attack)
    for cells in (
        csv_of(export([evil], "csv"))[0].values(),
        [str(c.value) for c in sheet_of(export([evil], "xlsx"))["目标"][2]],
    ):
        for cell in cells:
            bare = cell.lstrip(" \u3000\ufeff\u200b\x00")
            assert not bare.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")), cell
    for cell in sheet_of(export([evil], "xlsx"))["目标"][2]:
        assert cell.data_type != "f"


def test_ordinary_words_and_negative_numbers_stay_as_they_are(rows):
    assert safe("到2030年，达到20%") == "到2030年，达到20%"
    cells = csv_of(export([replace(rows[0], value=-5.5)], "csv"))[0]
    assert cells["value"] == "-5.5"


def test_a_link_in_a_document_stays_text_in_xlsx(rows):
    sheet = sheet_of(export([replace(rows[0], title="http://example.org/a")], "xlsx"))["目标"]
    assert all(cell.hyperlink is None for cell in sheet[2])


def test_characters_that_xml_forbids_do_not_break_the_workbook(rows):
    odd = replace(rows[0], quote="甲\x0b乙\x00丙\ufffe丁" + "长" * 40_000)
    sheet = sheet_of(export([odd], "xlsx"))["目标"]
    assert any("甲" in str(cell.value) for cell in sheet[2])


def test_markdown_cells_cannot_break_the_table_or_carry_html(rows):
    odd = replace(rows[0], metric="<img src=x>|[链接](x)`码`\n断")
    line = export([odd], "markdown").decode().splitlines()[2]
    assert "<img" not in line.replace("\\<img", "")
    assert line.replace("\\|", "").count("|") == 9


def test_the_data_dictionary_names_every_column():
    lines = list(csv.reader(io.StringIO(dictionary().decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == [column.name for column in columns()]
    assert dictionary("markdown").decode().count("\n") == len(columns()) + 2
