"""The target table as files (导出): CSV, XLSX, JSON Lines, Parquet, Markdown and a plain table, with a data dictionary.

Column names and their Chinese titles stand in ``columns.json``, so that every format, the data dictionary and the pages
say the same. No cell can start a formula when the file is opened in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kb.amounts import said
from kb.errors import UnknownName
from kb.model import Column, TargetRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "�")
_CELL_LIMIT = 32_000


@cache
def columns() -> tuple[Column, ...]:
    """All exported columns in order."""
    written = json.loads(Path(__file__).with_name("columns.json").read_text("utf-8"))
    return tuple(Column(**column) for column in written)


HEADERS = ("names", "zh")


def export(rows: Sequence[TargetRow], format: str, headers: str = "") -> bytes:
    """The rows as a file's bytes; UnknownName lists the formats there are.

    ``headers`` chooses the head of a CSV or XLSX table (表头): ``names`` the columns' names, which programs read, ``zh``
    their Chinese titles, with Chinese words for codes (``>=`` 不低于); else CSV has names and XLSX titles. Other formats
    have one head only.
    """
    if format not in EXPORTERS:
        raise UnknownName("导出格式", format, tuple(EXPORTERS))
    if headers and headers not in HEADERS:
        raise UnknownName("表头", headers, HEADERS)
    return EXPORTERS[format](rows, headers)


def dictionary(format: str = "csv") -> bytes:
    """The data dictionary (数据字典): every column with title, type and meaning, as CSV or Markdown."""
    head = ("列名", "中文名", "类型", "含义")
    lines = [(column.name, column.title, _KINDS[column.kind], column.meaning) for column in columns()]
    if format == "markdown":
        return _markdown_table([head, *lines]).encode()
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([head, *lines])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


_KINDS = {"text": "文字", "integer": "整数", "number": "数值", "truth": "是/否", "list": "文字（以“；”分隔）"}


def record(row: TargetRow) -> dict[str, Any]:
    """A row as plain values under the exported names; lists stay lists."""
    return {column.name: _plain(getattr(row, column.name)) for column in columns()}


def _plain(value: Any) -> Any:
    """Lists for tuples, whole numbers without a decimal point."""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return int(value)
    return _listed(value)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def safe(words: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe goes before a dangerous first character."""
    clean = words.translate(_ILLEGAL)
    return (
        f"'{clean}" if clean.lstrip(" \u3000\ufeff\u200b").startswith(_FORMULA) or clean.startswith(_FORMULA) else clean
    )


def _cell(value: Any) -> str | int | float | bool | None:
    if isinstance(value, tuple):
        value = "；".join(value)
    if isinstance(value, str):
        return safe(value)[:_CELL_LIMIT]
    return _plain(value)  # type: ignore[no-any-return]


_COMPARATORS = {
    "=": "等于",
    ">=": "不低于",
    ">": "高于",
    "<=": "不高于",
    "<": "低于",
    "~": "约",
    "range": "区间",
}


_WORDS = {
    "comparator": _COMPARATORS,
    "kind": {"target": "量化目标", "milestone": "里程碑"},
    "change": {"level": "水平", "decrease": "下降", "increase": "增加", "rate": "年均"},
    "year_role": {"by": "到该年", "in": "在该年或该时期", "from": "自该年起", "before": "该年前"},
    "year_basis": {"stated": "原句写明", "inherited": "承上文", "inferred": "由标题或规划期推断"},
    "review": {"confirmed": "已确认", "corrected": "已更正", "added": "人工补充"},
}


def _shown(row: TargetRow, name: str, words: tuple[str, ...] = ("comparator",)) -> Any:
    """A spreadsheet's cell: the comparison in words, since a lone = reads as the start of a formula."""
    value = getattr(row, name)
    return _WORDS[name].get(value, value) if name in words else value


def _csv(rows: Sequence[TargetRow], headers: str) -> bytes:
    chinese = headers == "zh"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title if chinese else column.name for column in columns()])
    words = tuple(_WORDS) if chinese else ("comparator",)
    for row in rows:
        writer.writerow([_csv_cell(_shown(row, column.name, words)) for column in columns()])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    cell = _cell(value)
    return "" if cell is None else cell


def _jsonl(rows: Sequence[TargetRow], headers: str) -> bytes:
    lines = [json.dumps(record(row), ensure_ascii=False) + "\n" for row in rows]
    return "".join(lines).encode("utf-8", "replace")


def _xlsx(rows: Sequence[TargetRow], headers: str) -> bytes:
    chinese = headers != "names"
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1, "text_wrap": True, "valign": "vcenter"})
    top = book.add_format({"valign": "top", "text_wrap": True})
    decimal = book.add_format({"valign": "top", "num_format": "#,##0.0#########"})
    amount = book.add_format({"valign": "top", "num_format": "#,##0"})  # with decimals 30 would show as “30.”
    year = book.add_format({"valign": "top", "num_format": "0"})
    sheet = book.add_worksheet("目标")
    for place, column in enumerate(columns()):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.title if chinese else column.name, head)
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(columns()):
            value = _cell(_shown(row, column.name, tuple(_WORDS)))
            if value is None or value == "":  # an empty string would count as filled
                sheet.write_blank(line, place, None, top)
            elif isinstance(value, bool):
                sheet.write_boolean(line, place, value, top)
            elif isinstance(value, int | float):
                sheet.write_number(
                    line,
                    place,
                    value,
                    year if column.kind == "integer" else amount if isinstance(value, int) else decimal,
                )
            else:
                sheet.write_string(line, place, value, top)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns()) - 1)
    _dictionary_sheet(book, head, top)
    book.close()
    return out.getvalue()


def _dictionary_sheet(book: Any, head: Any, top: Any) -> None:
    sheet = book.add_worksheet("数据字典")
    for place, (title, width) in enumerate((("列名", 18), ("中文名", 16), ("类型", 20), ("含义", 90))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, head)
    for line, column in enumerate(columns(), 1):
        for place, words in enumerate((column.name, column.title, _KINDS[column.kind], column.meaning)):
            sheet.write_string(line, place, words, top)
    sheet.freeze_panes(1, 0)


def _parquet(rows: Sequence[TargetRow], headers: str) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "truth": pa.bool_(),
        "list": pa.list_(pa.string()),
    }
    fields = [
        pa.field(column.name, kinds[column.kind], metadata={"title": column.title, "meaning": column.meaning})
        for column in columns()
    ]
    values = {column.name: [_listed(getattr(row, column.name)) for row in rows] for column in columns()}
    out = io.BytesIO()
    parquet.write_table(pa.table(values, schema=pa.schema(fields)), out, compression="zstd")
    return out.getvalue()


_SHORT = ("year", "region", "metric", "value", "agencies", "doc", "clause_label", "page")


def _short_cells(rows: Sequence[TargetRow]) -> list[tuple[str, ...]]:
    """The columns that a reader needs first; the value is said whole, with direction, comparison and unit."""
    named = {column.name: column.title for column in columns()}
    lines = [tuple(named[name] for name in _SHORT)]
    for row in rows:
        cells = (_cell(said(row) if name == "value" else getattr(row, name)) for name in _SHORT)
        lines.append(tuple("" if cell is None else " ".join(str(cell).split()) for cell in cells))
    return lines


def _markdown(rows: Sequence[TargetRow], headers: str) -> bytes:
    return _markdown_table(_short_cells(rows)).encode("utf-8", "replace")


def _markdown_table(lines: Sequence[Sequence[str]]) -> str:
    escaped = [[_markdown_cell(cell) for cell in line] for line in lines]
    drawn = [f"| {' | '.join(line)} |" for line in escaped]
    return "\n".join([drawn[0], "|" + " --- |" * len(escaped[0]), *drawn[1:], ""])


def _markdown_cell(words: str) -> str:
    for character in "\\`*_[]<>|":
        words = words.replace(character, f"\\{character}")
    return words.replace("\n", " ")


def _table(rows: Sequence[TargetRow], headers: str) -> bytes:
    """Aligned columns for a terminal, long cells cut with an ellipsis."""
    lines = [[_fitted(cell, 36) for cell in line] for line in _short_cells(rows)]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(_SHORT))]
    drawn = [
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    ]
    return ("\n".join([*drawn, f"共 {len(rows)} 行", ""])).encode("utf-8", "replace")


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in words)


def _padded(words: str, width: int) -> str:
    return words + " " * (width - _width(words))


def _fitted(words: str, width: int) -> str:
    if _width(words) <= width:
        return words
    kept = ""
    for character in words:
        if _width(kept + character) > width - 2:
            break
        kept += character
    return kept + "…"


EXPORTERS: dict[str, Callable[[Sequence[TargetRow], str], bytes]] = {
    "table": _table,
    "csv": _csv,
    "xlsx": _xlsx,
    "jsonl": _jsonl,
    "parquet": _parquet,
    "markdown": _markdown,
}
