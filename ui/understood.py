"""What was understood of a question (对问题的理解): shown part by part, and put right with a click."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kb.model import Query
from ui import address, parts
from ui.words import say

_PARTS = {"place": "地区", "year": "年份", "metric": "指标"}


def corrected(query: Query) -> Query:
    """The query with what the address says the reader put right."""
    if not any(name in st.query_params for name in (*_PARTS, "without")):
        return query
    dropped = set(address.words("without"))
    places = tuple(address.words("place")) or tuple(p for p in query.places if p not in dropped)
    years = tuple(int(y) for y in address.words("year") if y.isdigit())
    years = years or tuple(y for y in query.years if str(y) not in dropped)
    metrics = tuple(address.words("metric")) or tuple(m for m in query.metrics if m not in dropped)
    period = None if address.words("year") else query.period
    if period and f"{period[0]}—{period[1]}" in dropped:
        period = None
    text = query.text
    for gone in dropped:
        text = text.replace(f"{gone}年", "").replace(gone, "")
    terms = tuple(term for term in query.terms if term not in dropped)
    return replace(
        query, text=text or query.text, places=places, years=years, metrics=metrics, period=period, terms=terms
    )


def clear() -> None:
    """Forget what was put right: a new question is understood anew."""
    for name in (*_PARTS, "without"):
        st.query_params.pop(name, None)


def show(query: Query) -> None:
    """The line 理解为：上海市 · 2030年 · 风电装机容量; a click takes a part out, 改 opens the fields."""
    told = [*query.places, *(str(year) for year in query.years)]
    if query.period and not query.years:
        told.append(f"{query.period[0]}—{query.period[1]}")
    told += query.metrics
    rest = [*query.agencies, *query.genres, *(f"“{p}”" for p in query.phrases), *query.doc_numbers]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="understood"):
        st.html(f'<span class="where">{parts.escape(say("理解为："))}</span>', width="content")
        for place, part in enumerate(told):
            label = say("{year}年", year=part) if part[:4].isdigit() else part
            st.button(
                f"{parts.plain(label)} ×",
                key=f"part_{place}",
                help=say("点按去掉这一项"),
                on_click=_drop,
                args=(part, query),
            )
        if rest:
            st.html(f'<span class="where">{parts.escape(" · ".join(rest))}</span>', width="content")
        if not told and not rest:
            st.html(f'<span class="where">{parts.escape(" · ".join(query.terms[:6]))}</span>', width="content")
        _fields(query)
        if any(name in st.query_params for name in (*_PARTS, "without")):
            st.button(say("恢复原来的理解"), key="part_reset", type="tertiary", on_click=clear)


def _drop(part: str, query: Query) -> None:
    for name, values in (("place", query.places), ("year", tuple(map(str, query.years))), ("metric", query.metrics)):
        if part in values and name in st.query_params:
            address.hold({name: [value for value in values if value != part]})
    address.hold({"without": [*address.words("without"), part]})


def _fields(query: Query) -> None:
    window = st.popover(say("改"), type="tertiary", key="part_change", on_change="rerun")
    if not window.open:
        return
    rows = parts.rows()
    places = sorted({info.place for info in parts.library().documents()} | {row.scope for row in rows if row.scope})
    years = sorted({row.year for row in rows if row.year} | set(query.years))
    with window, st.form("understood_form", border=False):
        chosen = st.multiselect(
            say("地区"),
            sorted({*places, *query.places}),
            default=list(query.places),
            placeholder=say("全部"),
            wrap=True,
        )
        dated = st.multiselect(say("年份"), years, default=list(query.years), placeholder=say("全部"), wrap=True)
        metric = st.text_input(say("指标"), value="、".join(query.metrics))
        if st.form_submit_button(say("按此再查"), type="primary"):
            address.hold({"place": chosen, "year": dated, "metric": [m for m in metric.split("、") if m.strip()]})
            gone = [p for p in query.places if p not in chosen] + [str(y) for y in query.years if y not in dated]
            address.hold({"without": gone})
            st.rerun()
