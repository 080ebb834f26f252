"""A target's value in words (数值表述): 比2020年下降18%, 累计提高0.44%, 不低于65%, 年均增长6%, 全覆盖（100%）.

The command line, the exports for readers and the pages say values from here, so that none loses its unit or direction.
"""

from __future__ import annotations

import re
from typing import Final

from kb.model import TargetRow

COMPARED: Final = {"=": "", ">=": "不低于", ">": "超过", "<=": "不高于", "<": "低于", "~": "约", "range": ""}
SHARES: Final = ("%", "百分点", "个百分点", "‰")
_BRACKETED: Final = re.compile(r"[\[［【〔]\s*[<>≤≥≦≧＜＞约不]*\s*[-－+＋]?\d[\d.,]*\s*[%％]?\s*[\]］】〕]")
_SAYS_CHANGE: Final = re.compile(
    r"新增|净增|新建|增量|增长|增幅|增速|提高(?:率|幅度|值)?$|提升(?:率|幅度|值)?$"
    r"|(?:下降|降低|减少|削减|压减)(?:率|比例|幅度|量)?$|降幅$|减排量$"
)
_GROWS: Final = re.compile(r"新增|净增|增加|增长|新建|扩大|增至")
_FALLS: Final = re.compile(r"下降|降低|减少|削减|压减|负增长")
_RISES: Final = re.compile(r"增长|增速|增加|提高|提升|上升|增幅")
_DIGIT: Final = re.compile(r"[\d〇一二两三四五六七八九十百千]")


def said(row: TargetRow) -> str:
    """The value as a sentence would say it, with base year, direction, comparison and unit; "数字缺失" where it is lost."""
    if row.kind == "milestone":
        return row.value_text
    if row.value is None:
        return "数字缺失"
    base = f"比{row.baseline_year}年" if row.baseline_year is not None and row.change != "level" else ""
    amount = f"{COMPARED.get(row.comparator, '')}{figure(row)}{row.unit}"
    if row.value_text and not _DIGIT.search(row.value_text) and row.unit in ("%", "倍", ""):
        return f"{base}{row.value_text}（{amount}）"  # 全覆盖（100%）, 零增长（0%）
    return f"{base}{direction(row)}{amount}"


def direction(row: TargetRow) -> str:
    """Which way the value goes (变化方向): 下降, 提高, 新增, 年均增长, with 累计 where brackets mark a sum over the years.

    "" for a level, and where the metric says it itself (新增装机容量). A yearly amount of things is 每年.
    """
    share = row.unit in SHARES
    if row.change == "rate":
        return _yearly(row, share=share)
    sum_up = "累计" if cumulative(row) else ""
    if row.change == "decrease":
        return sum_up + ("" if _SAYS_CHANGE.search(row.metric) else "下降")
    if row.change == "increase" and not _SAYS_CHANGE.search(row.metric):
        if share:
            return f"{sum_up}提高"
        return sum_up + ("新增" if _GROWS.search(row.quote) else "")
    return sum_up if not share else ""


def _yearly(row: TargetRow, *, share: bool) -> str:
    if not share:
        return "每年"
    if _SAYS_CHANGE.search(row.metric):
        return "年均"
    if _FALLS.search(row.quote):
        return "年均下降"
    return "年均增长" if row.table or _RISES.search(row.quote) else "年均"


def cumulative(row: TargetRow) -> bool:
    """Whether the value stands in brackets ([5], 【14】), by which a table marks a sum over the period (累计值)."""
    return row.table and _BRACKETED.search(row.value_text) is not None and "累计" not in row.metric


def figure(row: TargetRow) -> str:
    """The number, or both ends of a range: 60–65."""
    most = f"–{number(row.value_max)}" if row.value_max is not None else ""
    return f"{number(row.value or 0.0)}{most}"


def number(value: float) -> str:
    """A number without needless zeros, thousands set apart from 10,000 on."""
    written = f"{value:.10f}".rstrip("0").rstrip(".")
    return f"{value:,.10f}".rstrip("0").rstrip(".") if abs(value) >= 10_000 else written
