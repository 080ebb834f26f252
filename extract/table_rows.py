"""Indicator tables (指标表) → rows of targets: one row for each cell that states a value for a year ahead.

Columns of base years, headers, numbering and tables of another kind give no rows; their figures are listed with the
reason. Cells that hold sentences are handed back, to be read by the rules for prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from extract import agency_names, binding, lexicon, scope
from extract.model import Change, Kind, Mention, Period, Quantity
from extract.periods import plan_period
from extract.table_cells import Amount, amounts, is_nothing, is_unit, loose_numbers
from extract.table_grid import Column, Grid, columns, own_rows, row_span, unit_in, unit_of_table
from ingest.model import Block, Cell, Clause, Document, Span

RULE: Final = "指标表"
_LABEL: Final = re.compile(
    r"^(?:其中[：:]?|—+|-+|[•●·]|\d{1,2}[.．、]|\d{1,2}\*|（\d{1,2}）|[①-⑳]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)+"
)
_MARKS: Final = re.compile(r"(?:[①-⑳*＊#†‡△▲☆]|（注\d*）|注\d+|\[\d\]|(?<=[\u4e00-\u9fff])[\d¹²³⁴⁵⁶⁷⁸⁹])+$")
_BASELINE: Final = re.compile(r"[比较](?:上年|20\d\d年|“?十[二三四五六]五”?末?)|(20\d\d)年为?基[期准年]")
_BASE_YEAR: Final = re.compile(r"(?:[比较]|相比|相较)(20\d\d)年")
_SENTENCE: Final = re.compile(r"[，。；：]|[\u4e00-\u9fff]{10}")
_PLAN: Final = re.compile(r"十([二三四五六七])五")


@dataclass(frozen=True, slots=True)
class Row:
    """A target of a table (指标表中的目标): all of a ``Target`` that the table itself tells; ids are given elsewhere."""

    span: Span
    kind: Kind
    metric: str
    metric_span: Span | None
    quantity: Quantity | None
    change: Change
    period: Period | None
    baseline_year: int | None
    binding: Literal["约束性", "预期性"] | None
    scope: str
    agencies: tuple[Mention, ...] = ()
    lead: tuple[Mention, ...] = ()
    hedge: str | None = None
    milestone: str = ""
    rule: str = RULE
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table gives: target rows, figures that are none with the reason in Chinese, and cells that hold prose."""

    rows: tuple[Row, ...]
    leftovers: tuple[tuple[Span, str], ...]
    prose: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """An indicator as its row names it: words for the metric column, the cell, its unit."""

    metric: str
    cell: Cell
    unit: str
    scope: str = ""
    told: str = ""


def read(document: Document, clause: Clause, block: Block, *, default_scope: str | None = None) -> TableReading:
    """Reads a table block; every figure in it ends in exactly one of rows, leftovers and prose cells."""
    grid = Grid(document, block)
    since, horizon = _times(document, grid)
    roles = columns(grid, since, horizon)
    home = default_scope or scope.home_of(document)
    why_not = _not_indicators(grid, roles)
    if why_not:
        return _other_table(grid, why_not)
    rows: list[Row] = []
    for place in own_rows(grid):
        rows += _rows(grid, roles, place, home, horizon)
    return TableReading(tuple(rows), tuple(_left(grid, roles, rows)), ())


def _times(document: Document, grid: Grid) -> tuple[int, int | None]:
    """(last year that is past, end of the plan period) for a document, from its metadata and the table's title."""
    period = document.metadata.period
    if period is None:
        match = _PLAN.search(document.metadata.title) or _PLAN.search(document.name)
        period = plan_period(f"十{match[1]}五") if match else None
    named = _PLAN.search(grid.title)
    ahead = plan_period(f"十{named[1]}五") if named else None
    issued = document.metadata.issued_on or document.metadata.published_on or ""
    if period is not None:
        since = period[0] - 1
    elif issued[:4].isdigit():
        since = int(issued[:4]) - 1
    else:
        since = ahead[0] - 1 if ahead else 0
    return since, (ahead or period or (0, None))[1]


def _not_indicators(grid: Grid, roles: Sequence[Column]) -> str:
    """Why a table is no table of targets (in Chinese), "" when it is one."""
    wanted = [column for column in roles if column.role == "target"]
    if not wanted:
        past = any(column.role == "base" for column in roles) or _says(grid.title, "past")
        return "统计或完成情况表" if past else "非指标表中的数"
    if _says(grid.title, "past") and not any(column.stated and not _says(grid.title, "past") for column in wanted):
        return "上一时期完成情况表"
    if any(column.role == "project" for column in roles):
        return "项目清单中的数"
    if not any(column.role in ("name", "place", "other") for column in roles):
        return "非指标表中的数"
    return ""


def _says(words: str, key: str) -> bool:
    return any(word in words for word in lexicon.words("tables", key))


def _other_table(grid: Grid, reason: str) -> TableReading:
    """A table of another kind: cells of words are prose, all other figures are left over with ``reason``."""
    prose: list[Span] = []
    left: list[tuple[Span, str]] = []
    for cell in grid.cells:
        if cell.span is None:
            continue
        words = grid.words(cell)
        if not cell.header and len(words) >= 12 and _SENTENCE.search(words) and "完成情况" not in reason:
            prose.append(cell.span)
        else:
            left += [(span, "表头" if cell.header else reason) for span in loose_numbers(grid.text, cell.span, [])]
    return TableReading((), tuple(left), tuple(prose))


def _rows(grid: Grid, roles: Sequence[Column], place: int, home: str, horizon: int | None) -> Iterator[Row]:
    """The targets of one row of an indicator table."""
    name = _name(grid, roles, place)
    if name is None:
        return
    kind = next(
        (binding.of_cell(grid.words(grid.cell(place, i))) for i, c in enumerate(roles) if c.role == "attribute"), None
    )
    agencies, lead = _bodies(grid, roles, place)
    quote = row_span(grid, place, name.cell.column) or name.cell.span
    for at, column in enumerate(roles):
        cell = grid.cell(place, at)
        if column.role not in ("target", "rate", "total") or cell is None or cell.span is None:
            continue
        if cell.row != place or is_nothing(grid.words(cell)) or quote is None:
            continue
        unit = _unit(grid, roles, place, name, column)
        found = amounts(grid.text, cell.span, unit)
        if column.role == "rate":
            found = tuple(one if one.summed else replace(one, quantity=replace(one.quantity, unit="%")) for one in found)
        for amount in found:
            yield _row(grid, name, column, cell, amount, quote, kind, home, horizon, (agencies, lead), len(found) > 1)


def _row(
    grid: Grid, name: _Name, column: Column, cell: Cell, amount: Amount, quote: Span,
    kind: Literal["约束性", "预期性"] | None, home: str, horizon: int | None,
    bodies: tuple[tuple[Mention, ...], tuple[Mention, ...]], several: bool,
) -> Row:  # fmt: skip
    change = _change(name, column, amount)
    metric = _metric_of(name, grid.text, cell, amount, several)
    start = column.start
    if start is None and (amount.summed or column.role in ("rate", "total")) and column.year is not None:
        start = column.year - 4 if column.year % 5 == 0 else None
    period = None
    if column.year is not None:
        basis: Literal["stated", "inferred"] = "stated" if column.stated else "inferred"
        period = Period(None, start, column.year, "by" if re.search(r"到|至", column.header) else "in", basis)
    base = _BASE_YEAR.search(name.told) or _BASE_YEAR.search(column.header) or _BASE_YEAR.search(grid.title)
    span = quote if len(quote) <= 300 else Span(cell.span.start, cell.span.end) if cell.span else quote
    return Row(
        span=span, kind="target", metric=metric, metric_span=name.cell.span, quantity=_positive(amount), change=change,
        period=period, baseline_year=int(base[1]) if base and change in ("decrease", "increase") else None, binding=kind,
        scope=name.scope or home, agencies=bodies[0], lead=bodies[1],
        confidence=0.95 if column.role == "target" and not several else 0.75,
    )  # fmt: skip


def _positive(amount: Amount) -> Quantity:
    quantity = amount.quantity
    if quantity.low is not None and quantity.low < 0:
        return replace(quantity, low=abs(quantity.low), high=abs(quantity.high) if quantity.high is not None else None)
    return quantity


def _change(name: _Name, column: Column, amount: Amount) -> Change:
    """How the value is meant: by the name's words (…降低), the column (年均增速, 累计), the sign."""
    falling = any(name.told.endswith(word) for word in lexicon.words("tables", "falling")) or re.search(
        r"[比较]20\d\d年(?:下降|降低|减少)", name.told
    )
    if column.role == "rate":
        return "increase" if amount.summed and not amount.negative else "decrease" if amount.negative else "rate"
    if "年均" in name.told and re.search(r"增|降|减", name.told):
        return "rate"
    if falling or amount.negative:
        return "decrease"
    if name.told.startswith(lexicon.words("tables", "rising")) or re.search(
        r"(?:增长|提高|提升|增加)(?:率|幅度|比例)?$", name.told
    ):
        return "increase"
    return "increase" if column.role == "total" else "level"


def _metric_of(name: _Name, text: str, cell: Cell, amount: Amount, several: bool) -> str:
    """The indicator's name; where a cell holds several figures, with the words that stand before the figure."""
    if not several or cell.span is None:
        return name.metric
    before = text[cell.span.start : amount.quantity.span.start]
    label = re.split(r"[，；、。:：\s]", before.rstrip("：: "))[-1]
    label = re.sub(r"[^\u4e00-\u9fff]", "", label)
    return f"{name.metric}（{label}）" if 2 <= len(label) <= 12 else name.metric


def _name(grid: Grid, roles: Sequence[Column], place: int) -> _Name | None:
    """The indicator that a row is about: the last cell of words before the figures, with the indicator above it."""
    first = next(i for i, column in enumerate(roles) if column.role in ("target", "base", "rate", "total"))
    where = next((grid.cell(place, i) for i, column in enumerate(roles) if column.role == "place"), None)
    named = [i for i, column in enumerate(roles) if column.role in ("name", "other", "category") and i < max(first, 1)]
    named = named or [i for i, column in enumerate(roles) if column.role in ("name", "other", "category")]
    cells: list[Cell] = []
    for i in named:
        cell = grid.cell(place, i)
        if cell is not None and cell not in cells and not _is_figure(grid.words(cell)):
            cells.append(cell)
    if where is not None and not cells:
        return _Name(_of_title(grid.title), where, "", re.sub(r"（.*", "", grid.words(where)))
    if not cells:
        return None
    leaf = cells[-1]
    told = _plain(grid.words(leaf))
    unit = unit_in(grid.words(leaf))
    parent = next((cell for cell in reversed(cells[:-1]) if _is_metric(_plain(grid.words(cell)))), None)
    if not told:
        return None
    if parent is not None and not _is_metric(told):
        unit = unit or unit_in(grid.words(parent))
        above = _plain(grid.words(parent))
        return _Name(f"{_metric(above, unit)}（{told}）", leaf, unit, told=above)
    return _Name(_metric(told, unit), leaf, unit, told=told)


def _is_figure(words: str) -> bool:
    return not re.search(r"[\u4e00-\u9fff]{2}", words) and bool(re.search(r"\d", words))


def _plain(words: str) -> str:
    """A name without its label, footnote marks and the unit in brackets: （1）森林覆盖率（%）① → 森林覆盖率."""
    plain = _LABEL.sub("", words)
    for _ in range(3):
        plain = _MARKS.sub("", plain)
        match = re.search(r"[（\[]([^（）\[\]]{1,16})[）\]]$", plain)
        if match and is_unit(match[1]):
            plain = plain[: match.start()]
    match = re.search(r"[（\[]([^（）\[\]]{1,16})[）\]]", plain)
    if match and is_unit(match[1]):
        plain = plain[: match.start()] + plain[match.end() :]
    return plain.strip("，。：:；、*")


def _is_metric(words: str) -> bool:
    bare = re.sub(r"（[^（）]*）$", "", words)
    return len(bare) >= 4 and bare.endswith(
        (*lexicon.words("tables", "metric_endings"), *lexicon.words("tables", "falling"))
    )


def _metric(told: str, unit: str) -> str:
    """The name as it would head a column: without the verb of change, kinds of power with 装机."""
    metric = re.sub(r"[比较](?:20\d\d年|“?十[二三四五六]五”?末?|上年)", "", told)
    for word in lexicon.words("tables", "falling"):
        if metric.endswith(word) and len(metric) - len(word) >= 4:
            metric = metric[: -len(word)]
            break
    metric = re.sub(r"(?:下降到|降低到|提高到|达到|控制在|累计|较|较上年)$", "", metric)
    if unit.endswith("千瓦") and metric.endswith(lexicon.words("tables", "power")):
        metric += "装机"
    return metric or told


def _of_title(title: str) -> str:
    """The indicator that a table's title names: 表3 各市2025年森林覆盖率目标（%）→ 森林覆盖率."""
    words = re.sub(r"^.*?(?:表|专栏|附件)\s*[\d一二三四五六七八九十]+(?:[-—]\d+)?", "", title)
    words = re.sub(
        r"“?十[二三四五六]五”?|20\d\d年?|期间|各[市区县州](?:、|\w{0,4})?|（[^）]*）|分解|目标表?|任务表?|单位[：:].*",
        "",
        words,
    )
    return words.strip(" 的和、，") or title


def _unit(grid: Grid, roles: Sequence[Column], place: int, name: _Name, column: Column) -> str:
    """The unit of a row's figures: its unit cell, its name, the column's header, the table's note."""
    for i, other in enumerate(roles):
        if other.role == "unit":
            words = grid.words(grid.cell(place, i))
            return "" if words in lexicon.words("tables", "no_unit") else words
    return name.unit or column.unit or unit_of_table(grid)


def _bodies(grid: Grid, roles: Sequence[Column], place: int) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The responsible bodies that a row names, and those of a 牵头 column."""
    agencies: list[Mention] = []
    lead: list[Mention] = []
    for i, column in enumerate(roles):
        cell = grid.cell(place, i) if column.role in ("lead_body", "body") else None
        if cell is None or cell.span is None:
            continue
        found = agency_names.names(grid.text, cell.span.start, cell.span.end)
        agencies += found
        lead += found if column.role == "lead_body" else ()
    return tuple(agencies), tuple(lead)


def _left(grid: Grid, roles: Sequence[Column], rows: Sequence[Row]) -> Iterator[tuple[Span, str]]:
    """The figures of an indicator table that became no row, each with the reason."""
    taken = [row.quantity.number_span for row in rows if row.quantity is not None]
    reasons = {
        "index": "序号", "category": "指标名称中的数", "name": "指标名称中的数", "place": "地区名称中的数", "unit": "单位中的数",
        "base": "基期或现状值", "forecast": "展望或预测值", "attribute": "备注", "lead_body": "责任单位", "body": "责任单位",
        "target": "单元格内不是目标值", "rate": "增速列内不是目标值", "total": "累计列内不是目标值",
    }  # fmt: skip
    for cell in grid.cells:
        if cell.span is None:
            continue
        role = roles[cell.column].role if cell.column < len(roles) else "other"
        reason = "表头" if cell.header or cell.row < grid.first_row else reasons.get(role, "表中其他栏")
        for span in loose_numbers(grid.text, cell.span, [one for one in taken if one.overlaps(cell.span)]):
            yield span, reason
