"""Forms that put the target table right (审核表单): confirm, correct, reject, take back, add; the source stays beside them."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from ingest.model import Span
from kb.errors import LibraryError
from kb.model import TargetRow
from ui import choices, parts
from ui.words import say

_STOPS = re.compile(r"[。；！？\n]")
COMPARED = {"=": "等于", ">=": "不低于", ">": "高于", "<=": "不高于", "<": "低于", "~": "约", "range": "区间"}
CHANGED = {"level": "水平", "decrease": "下降", "increase": "增加", "rate": "年均"}
_NUMBERED = {"value": "数值", "value_max": "上限（区间）", "year": "年份", "baseline_year": "基期"}
_NUMBER, _YEAR = re.compile(r"(-?\d[\d,，]*(\.\d+)?)?"), re.compile(r"((19|20|21)\d\d年?)?")
REVIEWED = {"confirmed": "已确认", "corrected": "已更正", "added": "人工补充"}


def sentence(text: str, start: int, end: int) -> Span:
    """The sentence, table row or line around some characters."""
    before = [found.end() for found in _STOPS.finditer(text, max(0, start - 300), start)]
    after = _STOPS.search(text, end, min(len(text), end + 300))
    first = before[-1] if before else max(0, start - 300)
    last = after.start() if after else min(len(text), end + 300)
    while first < start and text[first].isspace():
        first += 1
    return Span(first, max(last, end))


def review(row: TargetRow) -> None:
    """Confirm or reject with one click; correct in the form; take a decision back."""
    if row.review:
        who = " · ".join(
            x for x in (say(REVIEWED.get(row.review, row.review)), row.reviewer, row.reviewed_at[:10]) if x
        )
        st.html(f'<p><span class="flag blue">{parts.escape(who)}</span></p>')
    with st.container(horizontal=True, gap="small", key="review_buttons"):
        if st.button(say("确认"), key=f"confirm_{row.id}", disabled=row.review == "confirmed"):
            _decide(row, "confirm", {}, say("已确认。"))
        if st.button(say("驳回"), key=f"reject_{row.id}"):
            st.session_state["rejected"] = (row.id, row.doc, row.metric)
            _decide(row, "reject", {}, say("已驳回；可在表上方撤销。"))
        if row.review and st.button(say("撤回审核"), key=f"withdraw_{row.id}", type="tertiary"):
            _decide(row, "withdraw", {}, say("已撤回，恢复为抽取结果。"))
    with st.expander(say("更正"), expanded=False):
        _correct(row)


def undo() -> None:
    """After a rejection: the way back."""
    gone = st.session_state.get("rejected")
    if not gone:
        return
    target, doc, metric = gone
    if st.button(say("撤销驳回：{metric}", metric=parts.plain(metric)), key="undo_reject"):
        st.session_state.pop("rejected")
        try:
            parts.writer().review(target, "withdraw", doc=doc, who=_who())
        except LibraryError as error:
            st.error(parts.plain(str(error)))
            return
        st.rerun()


def _who() -> str:
    return str(st.session_state.get("reviewer", "") or "")


def _decide(row: TargetRow, action: str, changes: dict[str, Any], told: str) -> None:
    try:
        parts.writer().review(row.id, action, changes, doc=row.doc, who=_who())
    except LibraryError as error:
        st.error(parts.plain(str(error)))
        return
    st.session_state["said"] = told
    st.rerun()


def _correct(row: TargetRow) -> None:
    with st.form(f"correct_{row.id}", border=False):
        given = _fields(row, row.id)
        st.text_input(say("审核人"), value=_who(), key="reviewer_in_form")
        if st.form_submit_button(say("保存更正"), type="primary"):
            st.session_state["reviewer"] = st.session_state.get("reviewer_in_form", "")
            if _wrong(given):
                return
            changes = {name: value for name, value in given.items() if _differs(getattr(row, name), value)}
            if not changes:
                st.info(say("没有改动。"))
                return
            _decide(row, "correct", changes, say("已更正；重新抽取后仍然保留。"))


def _differs(before: object, after: object) -> bool:
    if isinstance(before, tuple):
        before = "、".join(before)
    return _written(before) != _written(after)


def _written(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return "" if value is None else str(value).strip()


def _wrong(given: dict[str, Any]) -> bool:
    """Tell which fields hold no number where one is needed, by the names that stand above them."""
    numbers = [name for name in ("value", "value_max") if not _NUMBER.fullmatch(given[name].strip())]
    years = [name for name in ("year", "baseline_year") if not _YEAR.fullmatch(given[name].strip())]
    if numbers or years:
        st.warning(say("请填数字：{names}", names="、".join(say(_NUMBERED[name]) for name in (*numbers, *years))))
    return bool(numbers or years)


def _fields(row: TargetRow | None, key: str, metric: str = "", value: str = "") -> dict[str, Any]:
    """The fields of a row as the reader fills them in."""
    given: dict[str, Any] = {
        "metric": st.text_input(say("指标"), value=row.metric if row else metric, key=f"m_{key}"),
    }
    left, right = st.columns(2)
    number = _written(row.value) if row else value
    given["value"] = left.text_input(say("数值"), value=number, key=f"v_{key}")
    given["value_max"] = right.text_input(
        say("上限（区间）"), value=_written(row.value_max) if row else "", key=f"x_{key}"
    )
    given["unit"] = left.text_input(say("单位"), value=row.unit if row else "", key=f"u_{key}")
    given["scope"] = right.text_input(say("地区"), value=row.scope if row else "", key=f"s_{key}")
    given["year"] = left.text_input(say("年份"), value=_written(row.year) if row else "", key=f"y_{key}")
    given["baseline_year"] = right.text_input(
        say("基期"), value=_written(row.baseline_year) if row else "", key=f"b_{key}"
    )
    compared, changed = list(COMPARED), list(CHANGED)
    given["comparator"] = left.selectbox(
        say("比较"), compared, format_func=lambda one: say(COMPARED[one]),
        key=choices.key(f"c_{key}", compared, lambda one: say(COMPARED[one]),
                        row.comparator if row and row.comparator in compared else "=", held=False),
    )  # fmt: skip
    given["change"] = right.selectbox(
        say("变化"), changed, format_func=lambda one: say(CHANGED[one]),
        key=choices.key(f"h_{key}", changed, lambda one: say(CHANGED[one]),
                        row.change if row and row.change in changed else "level", held=False),
    )  # fmt: skip
    binding = ["", "约束性", "预期性"]
    given["binding"] = left.selectbox(
        say("约束性"), binding, format_func=lambda one: say(one) if one else "—",
        key=choices.key(f"n_{key}", binding, lambda one: say(one) if one else "—",
                        row.binding if row and row.binding in binding else "", held=False),
    )  # fmt: skip
    given["agencies"] = st.text_input(say("责任单位"), value="、".join(row.agencies) if row else "", key=f"a_{key}")
    return given


def add(doc: str, span: Span, text: str, written: str, *, key: str) -> None:
    """Make a row of a number that was left over; the quote can be widened or narrowed to other words of the text."""
    number = re.search(r"\d+(?:\.\d+)?", written)
    with st.form(key, border=False):
        quote = st.text_area(say("原文"), value=text[span.start : span.end], key=f"{key}_quote", height=90)
        given = _fields(None, key, value=number.group() if number else "")
        if st.form_submit_button(say("加入目标表"), type="primary"):
            at = text.find(quote.strip(), max(0, span.start - 400)) if quote.strip() else -1
            if at < 0:
                st.error(say("这段文字与原文不一致。请只截取原文中的字句。"))
                return
            if _wrong(given):
                return
            place = Span(at, at + len(quote.strip()))
            fields = {name: value for name, value in given.items() if value not in ("", None)}
            try:
                parts.writer().add_target(doc, place, fields, who=_who())
            except LibraryError as error:
                st.error(parts.plain(str(error)))
                return
            st.session_state["said"] = say("已加入目标表。")
            st.rerun()
