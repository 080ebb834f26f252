"""Tables whose rows are years (逐年分解的表): a first or merged column of years, beside it places, industries or indicators.

Which years lie ahead, who is meant and what is measured are put together from the row, the header and the words over the
table; each figure of a year ahead is a target, each of a year that is past is left over with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from extract import binding, lexicon
from extract.model import Period
from extract.periods import plan_period
from extract.table_captions import captions, is_metric, metric_over
from extract.table_cells import Amount, amounts, is_nothing, loose_numbers
from extract.table_grid import Column, Grid, is_place, row_span, unit_in, unit_of_table
from extract.table_model import Row, TableReading
from extract.table_names import RowName, headed_by, plain, powered
from extract.table_values import baseline_of, binding_of, bodies, change_of, label_of, labelled, positive
from ingest.model import Cell, Clause, Span

_TIME: Final = re.compile(
    r"(?P<to>[到至])?(?:[\u4e00-\u9fff]{1,6}（)?(?:(?P<year>20\d\d)年?(?P<edge>底|末|前|起|年底)?"
    r"(?:(?:-|—|~|至|到)+(?P<end>20\d\d)年?底?)?|[“\"]?(?P<plan>十[二三四五六七]五)[”\"]?)(?:期间|时期|期末|末)?）?"
    r"(?P<word>（?[\u4e00-\u9fff]{1,6}）?)?"
)
_TOTALS: Final = (
    "合计",
    "总计",
    "累计",
    "小计",
    "共计",
    "总量",
    "总数",
    "全省",
    "全市",
    "全区",
    "全县",
    "全国",
    "全州",
)
_SUMS: Final = ("合计", "总计", "累计", "小计", "共计")
_GENERIC: Final = re.compile(
    r"^(?:年度|分年度)?(?:目标|规划|指标|计划|任务|数量|数值|预期|控制|分解|发展|工作|总|值|数|量)+(?:（[^）]*）)?$|^其中$"
)
_CAPTION: Final = re.compile(r"(?:目标|任务|指标|计划|规划|要求|安排|分解|情况)(?:表|值|数|分解)?$")
_YEARS: Final = re.compile(r"[到至]?20\d\d年?底?(?:(?:-|—|~|至|到)+20\d\d年?)?|“?十[二三四五六七]五”?(?:期间|时期)?")
_BY_PLACE: Final = re.compile(r"各(?:设区|有关|地级)?(?:[省市区县州盟旗]|地(?!块))|分(?:地区|区域|区县|市县)")
_PLACES: Final = re.compile(r"地区|区县|市州|县区|县市|市县|城市|地市|省份")
_SKIPPED: Final = ("index", "unit", "attribute", "lead_body", "body")


@dataclass(frozen=True, slots=True)
class _Time:
    """The time that a row stands for, and why its figures are no targets ("" when they are)."""

    start: int | None
    end: int
    role: Literal["by", "in", "before", "from"]
    why_not: str = ""
    summed: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: the first row of years, the column of years, the columns of words and of figures.

    ``placed`` holds the columns whose words (or, of figures, whose headers) are places unless they name an indicator.
    """

    top: int
    time: int
    words: tuple[int, ...]
    figures: tuple[int, ...]
    placed: frozenset[int] = frozenset()


def applies(grid: Grid, roles: Sequence[Column]) -> bool:
    """Whether the years stand in the leading column of words, so that no other column can name the rows."""
    layout = _layout(grid, roles)
    return layout is not None and not any(place < layout.time for place in layout.words)


def read(grid: Grid, roles: Sequence[Column], clause: Clause, home: str, since: int) -> TableReading | None:
    """The targets and leftovers of a table with years down a column, None when it is none or holds no year ahead.

    ``since`` is the last year that is past (0: not known).
    """
    layout = _layout(grid, roles)
    over = tuple(captions(grid, clause))
    if layout is None or not _is_planned(grid, layout, over, since):
        return None
    layout = replace(layout, placed=_placed(grid, layout, over))
    metric, unit = metric_over(grid, clause)
    times = _times(grid, layout, since)
    rows: list[Row] = []
    reasons: dict[int, str] = {}
    for cell, place, column in _figures(grid, layout):
        time = times.get(place)
        name = _named(grid, layout, place, column, metric, home)
        if time is None or time.why_not or not name.metric:
            reasons[id(cell)] = "无年份的数" if time is None else time.why_not or "未写明指标"
            continue
        ours = _unit(grid, roles, place, column, layout) or name.unit or unit
        rows += _rows(grid, roles, cell, replace(name, unit=ours), layout, time)
    if not rows:
        return None
    return TableReading(tuple(rows), tuple(_left(grid, layout, rows, reasons)), ())


def _layout(grid: Grid, roles: Sequence[Column]) -> _Layout | None:
    """The layout of a table with years down one of its first three columns, None when it has no such column."""
    for time in range(min(3, grid.width - 1)):
        dated = [row for row in range(grid.rows) if _TIME.fullmatch(grid.words(grid.cell(row, time)))]
        dated = [row for row in dated if not grid.is_banner(row)]
        below = (
            {id(cell): cell for row in range(dated[0], grid.rows) if (cell := grid.cell(row, time))} if dated else {}
        )
        years = sum(bool(_TIME.fullmatch(grid.words(cell))) for cell in below.values())
        if years < 2 or years * 3 < len(below) * 2:
            continue
        others = [place for place in range(grid.width) if place != time and not _is_beside(roles, place, time)]
        figures = tuple(place for place in others if place > time and _holds_figures(grid, place, dated[0]))
        words = tuple(place for place in others if place not in figures and (not figures or place < figures[0]))
        return _Layout(dated[0], time, words, figures) if figures else None
    return None


def _is_beside(roles: Sequence[Column], place: int, time: int) -> bool:
    """Whether a column says nothing of names and figures: numbers of rows, units, bodies, kinds.

    Right of the years figures may happen to count up (3, 4, 5), which makes no numbering of them.
    """
    column = roles[place]
    counted = column.role == "index" and place > time and column.header not in lexicon.words("tables", "index")
    return column.role in _SKIPPED and not counted


def _holds_figures(grid: Grid, column: int, top: int) -> bool:
    """Whether most cells of a column hold a figure each (no years, no sentences)."""
    cells = {id(cell): grid.words(cell) for row in range(top, grid.rows) if (cell := grid.cell(row, column))}
    told = [words for words in cells.values() if not is_nothing(words)]
    held = [
        words
        for words in told
        if re.search(r"\d", words) and len(words) <= 24 and not re.fullmatch(r"20\d\d年?", words)
        and not re.search(r"[，。；]", words)
    ]  # fmt: skip
    return bool(held) and len(held) * 2 >= len(told)


def _is_planned(grid: Grid, layout: _Layout, over: Sequence[str], since: int) -> bool:
    """Whether the table states what is to be reached, by the words over it, its header and its document's date."""
    title = grid.title
    if _says(title, "past") or (_says(title, "forecast") and "目标" not in title):
        return False
    told = [*over, *("".join(grid.headers(place, layout.top)) for place in range(grid.width))]
    told += [grid.words(grid.cell(row, layout.time)) for row in range(layout.top, grid.rows)]
    return since > 0 or any(_says(words, "planned") or _says(words, "target") for words in told)


def _says(words: str, key: str) -> bool:
    return any(word in words for word in lexicon.words("tables", key))


def _times(grid: Grid, layout: _Layout, since: int) -> dict[int, _Time]:
    """The time of each row; a row that sums the years above it (合计) stands for all of them that lie ahead."""
    times: dict[int, _Time] = {}
    for row in range(layout.top, grid.rows):
        words = grid.words(grid.cell(row, layout.time))
        match = _TIME.fullmatch(words)
        if match is not None:
            times[row] = _time(match, since)
            continue
        years = [time for time in times.values() if not time.summed]
        if words.startswith(_SUMS) and years:
            start, end = min(time.start or time.end for time in years), max(time.end for time in years)
            why_not = next((time.why_not for time in years if time.why_not), "")
            times[row] = _Time(start, end, "in", "含往年的合计" if why_not else "", summed=True)
    return times


def _time(match: re.Match[str], since: int) -> _Time:
    period = plan_period(match["plan"]) if match["plan"] else None
    start = period[0] if period else int(match["year"]) if match["end"] else None
    end = period[1] if period else int(match["end"] or match["year"])
    role: Literal["by", "in", "before", "from"] = (
        "before" if match["edge"] == "前" else "from" if match["edge"] == "起" else "by" if match["to"] else "in"
    )
    word = match["word"] or ""
    why_not = "展望或预测值" if _says(word, "forecast") else ""
    if end <= since or (_says(word, "base") and not _says(word, "target")):
        why_not = "基期或现状值"
    return _Time(start, end, role, why_not)


def _figures(grid: Grid, layout: _Layout) -> Iterator[tuple[Cell, int, int]]:
    """The cells of figures with their row and column, row by row."""
    for row in range(layout.top, grid.rows):
        for column in layout.figures:
            cell = grid.cell(row, column)
            if cell is not None and (cell.row, cell.column) == (row, column) and not is_nothing(grid.words(cell)):
                yield cell, row, column


def _placed(grid: Grid, layout: _Layout, over: Sequence[str]) -> frozenset[int]:
    """The columns of places: those of which half are known ones, or all headers where the table is said to be by place."""
    found = set()
    for i in layout.words:
        told = [grid.words(grid.cell(row, i)) for row in range(layout.top, grid.rows)]
        found |= {i} if sum(map(is_place, told)) * 2 >= len(told) else set()
    headers = [(i, words) for i in layout.figures for words in grid.headers(i, layout.top)]
    names = [(i, words) for i, words in headers if _may_be_place(words)]
    known = sum(is_place(plain(words)) for _, words in names)
    corner = "".join(grid.headers(layout.time, layout.top))
    said = not found and (_PLACES.search(corner) or any(_BY_PLACE.search(words) for words in over))
    if said or (known and known * 2 >= len(names)):
        found |= {i for i, _ in names}
    return frozenset(found)


def _may_be_place(words: str) -> bool:
    """Whether words can be a place's short name: a few characters with neither unit nor the ending of an indicator."""
    bare = plain(_YEARS.sub("", words))
    is_name = re.fullmatch(r"[\u4e00-\u9fff]{2,8}", bare) and bare not in _TOTALS and not _is_caption(bare)
    return bool(is_name) and not unit_in(words) and not is_metric(bare)


def _is_caption(words: str) -> bool:
    """Whether words of a header only say that targets follow (年度目标, 具体创建目标) and neither what nor whose."""
    return _GENERIC.match(words) is not None or (
        _CAPTION.search(words) is not None and not is_metric(_CAPTION.sub("", words))
    )


def _named(grid: Grid, layout: _Layout, place: int, column: int, over: str, home: str) -> RowName:
    """What a figure measures and whose it is: the words of its header and of its row, then those over the table."""
    cell = grid.cell(place, column)
    assert cell is not None
    scope, subjects, names, summed, unit = home, [], [], "", ""
    row_words = [(i, grid.words(one)) for i in layout.words if (one := grid.cell(place, i)) is not None]
    for i, words in (*row_words, *((column, words) for words in grid.headers(column, layout.top))):
        bare = plain(_YEARS.sub("", words)).strip("— -")
        unit = unit_in(words) or unit
        if bare in _TOTALS:
            summed = bare
        elif (
            len(bare) < 2
            or (_is_caption(bare) if i == column else _GENERIC.match(bare))
            or binding.of_cell(bare) is not None
        ):
            continue
        elif is_place(bare) or (i in layout.placed and _may_be_place(words)):
            scope = re.sub(r"（.*", "", bare)
        elif is_metric(bare) or (unit_in(words) and not is_metric(over)):
            names.append(bare)
        else:
            subjects.append(bare)
    metric = names[-1] if names else over
    if not metric and subjects and unit:
        metric = subjects.pop()
    told = "".join(word for word in (*subjects, *names[:-1]) if word not in metric) + metric if metric else ""
    if told and summed in _SUMS and not layout.placed and not names:
        told += "合计"
    return RowName(headed_by(told), cell, unit, scope=scope, told=told)


def _unit(grid: Grid, roles: Sequence[Column], place: int, column: int, layout: _Layout) -> str:
    """The unit of a figure: its header's, its row's unit cell, the note over the table."""
    header = next((unit for words in reversed(grid.headers(column, layout.top)) if (unit := unit_in(words))), "")
    if header:
        return header
    for i, other in enumerate(roles):
        words = grid.words(grid.cell(place, i)) if other.role == "unit" else ""
        if words:
            return "" if words in lexicon.words("tables", "no_unit") else words
    named = next((unit for i in layout.words if (unit := unit_in(grid.words(grid.cell(place, i))))), "")
    return named or unit_of_table(grid)


def _rows(
    grid: Grid, roles: Sequence[Column], cell: Cell, name: RowName, layout: _Layout, time: _Time
) -> Iterator[Row]:
    """The targets that one cell states for the time of its row."""
    assert cell.span is not None
    header = "".join(grid.headers(cell.column, layout.top))
    column = Column("rate" if _says(name.told, "rate") else "target", header, time.end, time.start, name.unit)
    agencies, lead = bodies(grid, roles, cell.row)
    quote = row_span(grid, cell.row, layout.time)
    start = cell.span.start
    for amount in amounts(grid.text, cell.span, name.unit):
        label = label_of(grid.text, start, amount)
        start = amount.quantity.span.end
        change = change_of(name, column, amount, label, False)
        own = replace(name, metric=powered(name.metric, amount.quantity.unit))
        yield Row(
            span=quote if quote is not None and len(quote) <= 300 else cell.span, kind="target",
            metric=labelled(own, label, amount), metric_span=None, quantity=positive(amount), change=change,
            period=Period(None, _start(time, amount), time.end, time.role, "stated"),
            baseline_year=baseline_of(grid, name, column, cell, change), binding=binding_of(grid, roles, cell.row),
            scope=name.scope, agencies=agencies, lead=lead, rule="逐年指标表",
            confidence=0.75 if time.summed or label or not amount.quantity.unit else 0.9,
        )  # fmt: skip


def _start(time: _Time, amount: Amount) -> int | None:
    return time.end - 4 if time.start is None and amount.summed and time.end % 5 == 0 else time.start


def _left(grid: Grid, layout: _Layout, rows: Sequence[Row], reasons: dict[int, str]) -> Iterator[tuple[Span, str]]:
    """The figures that became no target, each with the reason."""
    taken = [row.quantity.number_span for row in rows if row.quantity is not None]
    for cell in grid.cells:
        if cell.span is None:
            continue
        if cell.header or cell.row < layout.top:
            reason = "表头"
        elif cell.column == layout.time:
            reason = "表中的年份"
        elif cell.column in layout.words:
            reason = "指标名称中的数"
        else:
            reason = reasons.get(id(cell), "单元格内不是目标值" if cell.column in layout.figures else "表中其他栏")
        for span in loose_numbers(grid.text, cell.span, [one for one in taken if one.overlaps(cell.span)]):
            yield span, reason
