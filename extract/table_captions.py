"""The indicator that stands over a table (表题、表前说明、标题中的指标) and holds for all of its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from extract import lexicon
from extract.table_grid import Grid, unit_in
from extract.table_names import plain
from extract.view import view
from ingest.model import Clause

_LEAD: Final = 160
_HEAD: Final = re.compile(
    r"^.*?(?:附?表|专栏|附件)\s*(?:\d+|[一二三四五六七八九十]+)(?:[-—]\d+)?[：:、.]?"
    r"|^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d+[.．、])"
)
_YEARS: Final = re.compile(
    r"[到至]?20\d\d年?(?:底|末)?(?:(?:-|—|~|至|到|、)+20\d\d年?(?:底|末)?)*|“?十[二三四五六七]五”?(?:期间|时期)?"
)
_TAIL: Final = re.compile(
    r"(?:[，,]?(?:详?见|如)(?:下表|下|附表|表)[\d—-]*(?:所示)?|如下)$"
    r"|(?:(?:分)?年度|逐年|分年|分地区|分行业|具体|主要|计划|发展|控制|任务|目标|指标|分解|分配|安排|完成|要求|一览|情况|体系|的)+表?$|表$"
)
_FRONT: Final = re.compile(
    r"^(?:(?:分|各|按)?(?:年度|地区|行业|领域|地市|市县|区县)|逐年|(?:全省|全市|全区|全县|我省|我市)|"
    r"(?:重点|主要)?各?(?:设区|有关)?[省市区县州](?:（[^）]*）|、县|、区|（州）)*|重点(?:行业|领域|区域|地区)|主要(?:行业|领域)|期间|、|的|和|—|-)+"
)
_PLACE: Final = re.compile(r"^[\u4e00-\u9fff]{2,7}?[省市州县区](?=[\u4e00-\u9fff]{3})")


def captions(grid: Grid, clause: Clause) -> Iterator[str]:
    """The words over a table, nearest first: its banner rows, the blocks before it, the heading it stands under."""
    for row in reversed(range(grid.first_row)):
        if grid.is_banner(row):
            yield grid.words(grid.cell(row, 0))
    blocks = grid.document.blocks
    place = next((i for i, one in enumerate(blocks) if one.span == grid.block.span), 0)
    for one in reversed(blocks[max(0, place - 3) : place]):
        if one.kind == "table":
            break
        words = view(grid.text, one.span.start, one.span.end).text.replace("\n", "").strip()
        yield "。".join(words.strip("。：:").split("。")[-1:])[-_LEAD:]
        if len(words) > _LEAD:
            break
    if clause.heading is not None:
        yield view(grid.text, clause.heading.start, clause.heading.end).text.strip()


def metric_over(grid: Grid, clause: Clause) -> tuple[str, str]:
    """(indicator, unit) that the words over a table name, ("", "") when they name none.

    >>> # 表3 各市2023—2025年新增光伏装机容量任务（万千瓦） → ("新增光伏装机容量", "万千瓦")
    """
    for caption in captions(grid, clause):
        words = re.sub(r"单位[：:].*$", "", caption)
        for part in reversed(re.split(r"[，。；：:]", words)):
            unit = unit_in(part)
            metric = _cleaned(part)
            if is_metric(metric) or (unit and len(metric) >= 2):
                return metric, unit
    return "", ""


def is_metric(words: str) -> bool:
    """Whether words name what is measured (节能量, 森林覆盖率) and not only whose it is (钢铁, 公共建筑)."""
    bare = re.sub(r"（[^（）]*）$", "", words)
    endings = (*lexicon.words("tables", "metric_endings"), *lexicon.words("tables", "falling"))
    return len(bare) >= 3 and bare.endswith(endings)


def _cleaned(words: str) -> str:
    """A caption without its number, its years, whose it is and the words for a table of tasks."""
    words = plain(_HEAD.sub("", words.strip()))
    words = re.sub(r"（[^）]*）", "", _YEARS.sub("", words)).strip(" “”《》")
    for _ in range(4):
        words = _FRONT.sub("", _TAIL.sub("", words)).strip(" 、—-")
    return _PLACE.sub("", words) if not re.match(r"^\w{0,6}(?:城市|地区|市区|园区|社区)", words) else words
