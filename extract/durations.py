"""Lengths of time (时长): when 7天, 2小时 or 80岁 measure an indicator, and when they only are a term or an age."""

from __future__ import annotations

import re

from extract import bearers, lexicon, standing
from extract.cells import Cell

_MEASURED = re.compile(
    r"(?:天数|时间|时长|小时数|里程|寿命|提前量|住院日|年限|[一-龥]{2}能力|停电|候车|等待|响应|周转|库存|存煤|存量|储备量?)(?:[^，。]{0,6})$"
)
"""Ends of names that are told in days, hours or minutes."""
_LASTS = re.compile(r"(?:时间|时限|时长|周期|工期|用时|耗时|间隔)(?:平均|总体|一律|应当?|均|再|要)*$")
_SPAN_OF_LIFE = re.compile(r"(?:寿命|年限|年龄|岁数)(?:[^，。]{0,4})$")
_TRAINED = re.compile(
    r"(?:培训|学习|授课|教学|课程|志愿服务|服务|劳动|体育活动|锻炼|实践|轮训|进修|研修)(?:学时|课时|时间|时长)?$"
)
"""Work that is told in hours of study or service: 每年参加业务培训不少于40学时."""
_MOVES = re.compile(r"(?:到|至|.在)$")
_TERM = re.compile(r"(?:期限|有效期|试点期|任期|公示期|过渡期|保质期|质保期|期|起|自|经|用|从)$")


def is_measured(cell: Cell) -> bool:
    """Whether a length of time is the value of an indicator; True for amounts that are no lengths of time."""
    unit = cell.unit
    if (
        unit not in lexicon.words("units", "durations")
        or standing.is_needed(cell)
        or standing.is_stored(cell)
        or standing.is_stock(cell)
        or bearers.goes_on(cell)
    ):
        return True
    if (unit in ("学时", "课时", "小时") and _TRAINED.search(cell.subject)) or (
        unit in ("天", "日") and cell.subject.endswith(("培训", "轮训", "进修", "研修"))
    ):
        return bool(cell.amount.before or cell.amount.after or cell.sense)
    if unit in ("岁", "周岁", "年"):
        return _SPAN_OF_LIFE.search(cell.subject) is not None
    if _MEASURED.search(cell.subject) is not None and unit in (
        "天",
        "小时",
        "分钟",
        "秒",
        "个小时",
        "个工作日",
        "工作日",
        "日",
    ):
        return True
    if (cell.sense or cell.amount.before) and _LASTS.search(cell.subject):
        return True
    moved = cell.sense == "level" and _MOVES.search(cell.verb) is not None
    return moved and len(cell.subject) >= 4 and _TERM.search(cell.subject) is None
