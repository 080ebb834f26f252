"""What a row of an indicator table is about (指标名称): its name as it would head a column, its unit, its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract import lexicon
from extract.table_cells import is_unit
from extract.table_grid import Column, Grid, unit_in
from ingest.model import Cell

_LABEL: Final = re.compile(
    r"^(?:其中[：:]?|—+|-+|[•●·]|\d{1,2}[.．、]|\d{1,2}\*|（\d{1,2}）|[①-⑳]|（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)+"
)
_RAISED: Final = re.compile(r"(?<=[\u4e00-\u9fff）])[⁰¹²³⁴-⁹]+")
_MARKS: Final = re.compile(r"(?:[①-⑳*＊#†‡△▲☆]|（注\d*）|注\d+|\[\d\]|(?<=[\u4e00-\u9fff])[\d¹²³⁴⁵⁶⁷⁸⁹])+$")


@dataclass(frozen=True, slots=True)
class RowName:
    """An indicator as its row names it: words for the metric column, the cell, its unit."""

    metric: str
    cell: Cell
    unit: str
    scope: str = ""
    told: str = ""
    placed: bool = False


def name_of(grid: Grid, roles: Sequence[Column], place: int) -> RowName | None:
    """The indicator that a row is about: the last cell of words before the figures, with the indicator above it."""
    first = next(i for i, column in enumerate(roles) if column.role in ("target", "base", "rate", "total"))
    where = next((grid.cell(place, i) for i, column in enumerate(roles) if column.role == "place"), None)
    named = [i for i, column in enumerate(roles) if column.role in ("name", "other", "category") and i < first]
    if any(roles[i].role == "name" for i in named):
        named = [
            i for i in named if roles[i].role != "category" or any(roles[j].role == "name" for j in named if j > i)
        ]
    named = named or [i for i, column in enumerate(roles) if column.role in ("name", "other", "category")]
    cells: list[Cell] = []
    for i in named:
        cell = grid.cell(place, i)
        if cell is not None and cell not in cells and not _is_figure(grid.words(cell)):
            cells.append(cell)
    place_name = re.sub(r"（.*", "", grid.words(where)) if where is not None else ""
    if place_name.endswith(("合计", "总计", "小计")) or place_name in ("全省", "全市", "全区", "全县"):
        place_name = ""
    if where is not None and not cells:
        subject = _of_title(grid.title)
        return RowName(subject, where, "", scope=place_name, told=subject, placed=True)
    name = _named(grid, roles, place, cells)
    return replace(name, scope=place_name) if name is not None else None


def of_column(column: Column) -> str:
    """The indicator that a column's header names itself, over rows that are places: 公共充电桩（万个）2025年 → 公共充电桩."""
    words = re.sub(r"“?十[二三四五六]五”?|20\d\d年?底?|期间|末", "", column.header)
    words = re.sub(r"(?:目标|规划|指标|计划|任务)(?:值|数)?$|^(?:目标|规划|指标|计划|任务)(?:值|数)?", "", plain(words))
    name = headed_by(plain(words))
    said = any(name in lexicon.words("tables", key) for key in ("target", "base", "rate", "total", "place", "name"))
    return "" if len(name) < 2 or said or name.startswith(("比", "较", "累计", "年均")) else name


def _named(grid: Grid, roles: Sequence[Column], place: int, cells: Sequence[Cell]) -> RowName | None:
    """The name that the cells of words of a row give, the last of them with the indicator above it."""
    if not cells:
        return None
    leaf = cells[-1]
    words = grid.words(leaf) + _broken_off(grid, roles, place, leaf)
    told, unit = plain(words), unit_in(words)
    if not told:
        return None
    if told in ("合计", "总计", "小计", "总量"):
        told = _of_title(grid.title) + told
    parent = next((cell for cell in reversed(cells[:-1]) if _is_metric(plain(grid.words(cell)))), None)
    if parent is not None and not _is_metric(told):
        unit = unit or unit_in(grid.words(parent))
        above = plain(grid.words(parent))
        return RowName(f"{headed_by(above)}（{told}）", leaf, unit, told=above)
    if len(cells) > 1 and _doubled(grid, leaf, told):
        above = plain(grid.words(cells[-2]))
        return RowName(headed_by(above + told), leaf, unit, told=above + told)
    return RowName(headed_by(told), leaf, unit, told=told)


def _broken_off(grid: Grid, roles: Sequence[Column], place: int, leaf: Cell) -> str:
    """The rest of a name that a page break has put into a row of its own, "" when the name is whole."""
    below = grid.cell(place + leaf.rows, leaf.column)
    figures = (
        grid.cell(place + leaf.rows, i) for i, column in enumerate(roles) if column.role in ("target", "base", "unit")
    )
    if below is None or any(cell is not None and cell.row == below.row for cell in figures):
        return ""
    words, rest = grid.words(leaf), grid.words(below)
    whole = _is_metric(plain(words)) or unit_in(words) or _LABEL.match(rest)
    return rest if not whole and (unit_in(words + rest) or _is_metric(plain(words + rest))) else ""


def _doubled(grid: Grid, leaf: Cell, told: str) -> bool:
    """Whether another row's cell of the same column says the same, so that only what stands left of it tells them apart."""
    return any(
        cell.column == leaf.column and cell.row != leaf.row and plain(grid.words(cell)) == told for cell in grid.cells
    )


def _is_figure(words: str) -> bool:
    return not re.search(r"[\u4e00-\u9fff]{2}", words) and bool(re.search(r"\d", words))


def plain(words: str) -> str:
    """A name without its label, footnote marks and the unit in brackets: （1）森林覆盖率（%）① → 森林覆盖率."""
    plain = _LABEL.sub("", words)
    plain = _RAISED.sub("", plain)
    for _ in range(3):
        plain = _MARKS.sub("", plain)
        match = re.search(r"[（\[]([^（）\[\]]{1,16})[）\]]$", plain)
        if match and is_unit(match[1]):
            plain = plain[: match.start()]
    match = re.search(r"[（\[]([^（）\[\]]{1,16})[）\]]", plain)
    if match and is_unit(match[1]):
        plain = plain[: match.start()] + plain[match.end() :]
    plain = re.sub(r"(?<=[\u4e00-\u9fff])[（(]?%[）)]$", "", plain)
    return plain.strip("，。：:；、*")


def _is_metric(words: str) -> bool:
    bare = re.sub(r"（[^（）]*）$", "", words)
    return len(bare) >= 4 and bare.endswith(
        (*lexicon.words("tables", "metric_endings"), *lexicon.words("tables", "falling"))
    )


def headed_by(told: str) -> str:
    """The name as it would head a column: without base year and verb of change."""
    metric = re.sub(r"[比较](?:20\d\d年|“?十[二三四五六]五”?末?|上年)", "", told)
    for word in lexicon.words("tables", "falling"):
        if metric.endswith(word) and len(metric) - len(word) >= 4:
            metric = metric[: -len(word)]
            break
    return re.sub(r"(?:下降到|降低到|提高到|达到|控制在|累计|较|较上年)$", "", metric) or told


def powered(metric: str, unit: str) -> str:
    """风电 in 万千瓦 → 风电装机."""
    power = unit.endswith(("千瓦", "兆瓦", "吉瓦")) and re.search(
        r"(?:电|光伏|光热|风能|太阳能|储能|蓄能|合计|总计)$", metric
    )
    return metric + "装机" if power else metric


def _of_title(title: str) -> str:
    """The indicator that a table's title names: 表3 各市2025年森林覆盖率目标（%）→ 森林覆盖率."""
    words = re.sub(r"^.*?(?:表|专栏|附件)\s*(?:\d+|[一二三四五六七八九十]+)(?:[-—]\d+)?", "", title)
    words = re.sub(r"“?十[二三四五六]五”?|20\d\d年?|期间|（[^）]*）|单位[：:].*", "", words)
    words = re.sub(r"各(?:设区|有关)?[市区县州](?:（[^）]*）|、县|、区)?", "", words)
    words = re.sub(
        r"(?:发展|主要|具体|分解|任务)*(?:目标|任务|指标)(?:体系|分解|分配)?(?:情况)?表?$", "", words.strip()
    )
    return re.sub(r"^\w{2,8}?[省市州县区](?=\w{4})", "", words).strip(" 的和、，")
