"""The cells of a table (表格) as a grid, and what each of its columns is: name, unit, base year, target year, kind …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

import ingest.gazetteer as gazetteer
from extract import binding, lexicon
from extract.periods import plan_period
from extract.table_cells import is_unit
from extract.view import view
from ingest.model import Block, Cell, Document, Span

Role = Literal[
    "index", "category", "name", "place", "unit", "base", "target", "rate", "total", "forecast", "attribute", "lead_body",
    "body", "project", "due", "other",
]  # fmt: skip
_YEAR: Final = re.compile(r"(?<![\d—-])(20[0-6]\d)(?!\d)")
_SPAN_OF_YEARS: Final = re.compile(r"(20[0-6]\d)年?(?:-|—|~|至|到)+(20[0-6]\d)")
_PLAN: Final = re.compile(r"[“\"]?(十[二三四五六七])五[”\"]?")
_UNIT_NOTE: Final = re.compile(r"单位[：:]\s*([^\s，。；）)]{1,12})")
_TITLE: Final = 80
_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[省市县州旗盟区])(?:（[^）]*）)?")
_NO_PLACE: Final = re.compile(r"(?:示范|园|开发|保护|社|小|灌|矿|景|功能|城)区$|城市$|县城$|全|各|地区$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列): what it is, the years its header states, the unit in its header, and the header's words."""

    role: Role
    header: str
    year: int | None = None
    start: int | None = None
    unit: str = ""
    stated: bool = True


class Grid:
    """A table block as rows and columns; a merged cell stands at every place that it covers."""

    def __init__(self, document: Document, block: Block) -> None:
        self.document, self.block, self.text = document, block, document.text
        self.cells = [cell for cell in block.cells if cell.span is not None]
        self.rows = max((cell.row + cell.rows for cell in block.cells), default=0)
        self.width = max((cell.column + cell.columns for cell in block.cells), default=0)
        self._at: dict[tuple[int, int], Cell] = {}
        for cell in block.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    self._at.setdefault((row, column), cell)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place, None where the table has none or a blank one."""
        cell = self._at.get((row, column))
        return cell if cell is not None and cell.span is not None else None

    def words(self, cell: Cell | None) -> str:
        """A cell's words for matching: no white space, one width of signs."""
        if cell is None or cell.span is None:
            return ""
        return view(self.text, cell.span.start, cell.span.end).text.replace("\n", "").replace("\t", "")

    def is_banner(self, row: int) -> bool:
        """Whether a row holds one cell's words only (a title row, a group's heading)."""
        found = {id(cell) for column in range(self.width) if (cell := self.cell(row, column)) is not None}
        return len(found) <= 1

    @cached_property
    def title(self) -> str:
        """The words that name the table: its banner rows, else the short blocks right before it."""
        banners = [self.words(self.cell(row, 0)) for row in range(self.first_row) if self.is_banner(row)]
        blocks = self.document.blocks
        place = next((i for i, one in enumerate(blocks) if one.span == self.block.span), 0)
        before: list[str] = []
        for one in reversed(blocks[max(0, place - 3) : place]):
            words = "".join(self.text[one.span.start : one.span.end].split())
            if one.kind == "table" or len(words) > _TITLE or (words.endswith("。") and one.kind != "note"):
                break
            before.insert(0, words)
        return " ".join([*before, *banners])

    @cached_property
    def first_row(self) -> int:
        """The first row that is no header."""
        headed = [cell.row + cell.rows for cell in self.cells if cell.header]
        if headed:
            return max(headed)
        for row in range(min(self.rows, 4)):
            if any(_YEAR.search(self.words(self.cell(row, column))) for column in range(self.width)):
                return row + 1
        return 0

    @cached_property
    def lists_indicators(self) -> bool:
        """Whether a plan, by its own title, sets the table's rows down as indicators (指标) with their values by year."""
        heads = [self.words(self.cell(row, 0)) + self.words(self.cell(row, 1)) for row in range(self.first_row)]
        return _says(self.document.metadata.title, "planned") and any("指标" in words for words in heads)

    def headers(self, column: int, top: int | None = None) -> list[str]:
        """The words above a column (above row ``top``) from the top, banner rows left out, each merged cell once."""
        seen: list[Cell] = []
        for row in range(self.first_row if top is None else top):
            cell = self.cell(row, column)
            if cell is not None and cell not in seen and not self.is_banner(row):
                seen.append(cell)
        return [self.words(cell) for cell in seen]

    def column_words(self, column: int) -> list[str]:
        """The words of a column's own cells below the header, blank ones left out."""
        cells = {
            id(cell): cell
            for row in range(self.first_row, self.rows)
            if (cell := self.cell(row, column)) is not None and not self.is_banner(row)
        }
        return [self.words(cell) for cell in cells.values()]


def columns(grid: Grid, since: int, horizon: int | None) -> tuple[Column, ...]:
    """What each column of ``grid`` is. Years after ``since`` lie ahead; ``horizon`` ends the document's plan period."""
    found = [_column(grid, place, since, horizon) for place in range(grid.width)]
    if horizon is not None and not any(column.header for column in found):
        found = _without_header(grid, found, horizon)
    years = [column.year for column in found if column.role in ("target", "base") and column.year is not None]
    if years and not any(column.role in ("target", "base") and not column.stated for column in found):
        first = min(years)
        for place, column in enumerate(found):
            lone = column.role == "target" and column.year == first and len(set(years)) > 1
            if lone and since == 0 and not _says(column.header, "target"):
                found[place] = Column("base", column.header, column.year, None, column.unit)
    return tuple(found)


def _without_header(grid: Grid, found: list[Column], horizon: int) -> list[Column]:
    """The columns of a plan's table whose header has no text: before 约束性/预期性 the last figures are its targets."""
    kinds = [place for place, column in enumerate(found) if column.role == "attribute"]
    if (
        not kinds
        or kinds[0] != grid.width - 1
        or any(set(grid.column_words(place)) <= {"是", "否"} for place in range(grid.width) if grid.column_words(place))
    ):
        return found
    figured = [place for place in range(kinds[0]) if _all_figures(grid.column_words(place))]
    if len(figured) < 2 or figured[-1] != kinds[0] - 1:
        return found
    for place in figured:
        found[place] = Column(
            "target" if place == figured[-1] else "base", "", horizon if place == figured[-1] else None, stated=False
        )
    return found


def _all_figures(words: Sequence[str]) -> bool:
    """Whether most cells of a column are figures, and some are."""
    figures = [word for word in words if re.fullmatch(r"[^\u4e00-\u9fff]*\d[^\u4e00-\u9fff]*", word)]
    return len(figures) >= 3 and len(figures) * 2 > len(words)


def _column(grid: Grid, place: int, since: int, horizon: int | None) -> Column:
    parts, words = grid.headers(place), grid.column_words(place)
    header = "".join(parts)
    bare = re.sub(r"（.*?）|[①-⑳]", "", header)
    kinds = [binding.of_cell(one) for one in words]
    if words and sum(kind is not None for kind in kinds) * 2 >= len(words):
        return Column("attribute", header)
    if _lists_places(words) and not (_is(bare, "lead_body") or _is(bare, "body")):
        return Column("place", header)
    for role in ("index", "place", "project", "lead_body", "body", "unit"):
        if _is(bare, role) or _is(header, role):
            return Column(role, header)
    if _is(bare, "due") and sum(bool(_YEAR.search(word)) for word in words) * 2 >= len(words) > 0:
        return Column("due", header)
    if _counts(words) and not _YEAR.search(header):
        return Column("index", header)
    for part in (parts[-1:] if len(parts) > 1 else []) + [header]:
        value = _value_column(part, words, since, horizon, grid)
        if value is not None:
            return replace(value, header=header, unit=value.unit or unit_in(header))
    if _is(bare, "category"):
        return Column("category", header)
    if _is(bare, "name") or "指标" in bare or "目标" in bare:
        return Column("name", header)
    return Column("other", header)


def _value_column(header: str, words: Sequence[str], since: int, horizon: int | None, grid: Grid) -> Column | None:
    """The column as one of figures, None when header and cells show none."""
    figures = sum(bool(re.search(r"\d", word)) for word in words)
    year_match, years = _YEAR.search(header), _SPAN_OF_YEARS.search(header)
    plan = _PLAN.search(header)
    period = plan_period(plan[1] + "五") if plan else None
    unit = unit_in(header)
    wanted = _says(header, "target") or _says(header, "base") or _says(header, "rate") or _says(header, "total")
    if not (year_match or period or (wanted and figures and not _is(header, "name"))):
        return None
    if _says(header, "forecast"):
        return Column("forecast", header, int(year_match[1]) if year_match else None, None, unit)
    end = int(years[2]) if years else int(year_match[1]) if year_match else period[1] if period else horizon
    start = int(years[1]) if years else period[0] if period else None
    stated = bool(year_match or period)
    if _says(header, "rate") or (_says(header, "total") and not _says(header, "target") and not year_match):
        role: Role = "rate" if _says(header, "rate") else "total"
        return Column(role, header, end, start, unit, stated)
    past = end is not None and end <= since
    if past or (_says(header, "base") and not _says(header, "target")):
        return Column("base", header, end, None, unit, stated)
    planned = _says(grid.title, "planned") or (stated and grid.lists_indicators)
    if not _says(header, "target") and not planned and (since == 0 or not stated):
        return None
    return Column("target", header, end, start, unit, stated)


def _lists_places(words: Sequence[str]) -> bool:
    """Whether a column lists places under whatever header (单位, 名称): most of its cells are names of places."""
    named = sum(is_place(word) for word in words)
    return named >= 2 and named * 3 >= len(words) * 2


def _is(header: str, key: str) -> bool:
    return header in lexicon.words("tables", key)


def _says(words: str, key: str) -> bool:
    return any(word in words for word in lexicon.words("tables", key))


def _counts(words: Sequence[str]) -> bool:
    """Whether a column numbers its rows: 1, 2, 3 … (also 1*, （1）)."""
    plain = [re.sub(r"[^\d]", "", word) for word in words if len(word) <= 5]
    numbers = [int(word) for word in plain if word]
    return (
        len(numbers) >= 3 and len(plain) == len(words) and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )


def unit_in(words: str) -> str:
    """The unit that a header or a name carries in its last brackets (面积（万亩）→ 万亩), "" when it carries none."""
    for match in reversed(list(re.finditer(r"[（\[]([^（）\[\]]{1,16})[）\]]", words))):
        if is_unit(match[1]):
            return match[1]
    return "%" if re.search(r"[\u4e00-\u9fff]%）$", words) else ""


def unit_of_table(grid: Grid) -> str:
    """The unit that a note above the table gives for all of it (单位：万吨), "" when none is given."""
    match = _UNIT_NOTE.search(grid.title)
    if match:
        return match[1]
    return unit_in(grid.title[-16:])


def due_of(grid: Grid, roles: Sequence[Column], row: int) -> tuple[int, bool, Span] | None:
    """(year, whether it is a limit, where it stands) of a row whose column names the time (完成时限, 目标年)."""
    for place, column in enumerate(roles):
        cell = grid.cell(row, place) if column.role == "due" else None
        if cell is not None and cell.span is not None and (years := _YEAR.findall(grid.words(cell))):
            return int(years[-1]), re.search(r"限|完成", column.header) is not None, cell.span
    return None


def own_rows(grid: Grid) -> Iterator[int]:
    """The rows below the header that are no headings of groups."""
    for row in range(grid.first_row, grid.rows):
        if not grid.is_banner(row):
            yield row


def row_span(grid: Grid, row: int, first: int = 0) -> Span | None:
    """The characters of a row's own cells from column ``first`` on, None when it has none."""
    spans = [cell.span for cell in grid.cells if cell.row == row and cell.column >= first and cell.span is not None]
    return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else None


def is_place(words: str) -> bool:
    """Whether words are a place's name and nothing else: by their ending (东江市, 南岭县), or known (广东, 长三角, 欧盟)."""
    bare = re.sub(r"（.*", "", words)
    known = (lexicon.words("scope", key) for key in ("named", "foreign", "core_areas"))
    if bare in gazetteer.places() or any(bare in names for names in known):
        return True
    if "、" in bare:
        return all(is_place(part) for part in bare.split("、"))
    return bool(_PLACE.fullmatch(words)) and not _NO_PLACE.search(bare)
