"""目标: the table of every quantitative target, narrowed by filters, exported as shown, each row one click from its page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ingest.model import Span
from kb.model import Filters, TargetRow
from ui import parts
from ui.words import say

if TYPE_CHECKING:
    import pandas as pd

FORMATS = {
    "csv": ("CSV", "text/csv", "csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "jsonl": ("JSON Lines", "application/jsonl", "jsonl"),
    "parquet": ("Parquet", "application/vnd.apache.parquet", "parquet"),
}
COLUMNS = (
    "年份", "指标", "数值", "单位", "比较", "变化", "基期", "责任单位", "地区", "文件", "条款", "页", "可信度",
    "约束性", "类别", "语气", "原文", "归一数值", "归一单位",
)  # fmt: skip
SHOWN = COLUMNS[:13]
CHANGE_WORDS = {"level": "水平", "decrease": "下降", "increase": "增加", "rate": "年均"}


@st.cache_data(show_spinner=False, max_entries=30)
def _rows(filters: Filters, generation: int) -> tuple[TargetRow, ...]:
    return parts.library().targets(filters)


def show() -> None:
    """The page: filter bar, count and export, the table, and the chosen row with its source."""
    everything = _rows(Filters(), parts.library().generation())
    if not everything:
        st.info(say("还没有目标。请先在“文档”页添加文件。"))
        return
    filters = _filters(everything)
    rows = _rows(filters, parts.library().generation())
    st.markdown(say("**{n}** 个目标，来自 {m} 份文件", n=len(rows), m=len({row.doc for row in rows})))
    _exports(filters, rows)
    if not rows:
        st.info(say("没有符合筛选条件的目标。可以放宽年份、地区或指标。"))
        return
    table, side = st.columns([2.6, 1], gap="medium")
    with table:
        chosen = _table(filters, rows)
    with side:
        if chosen is None:
            st.caption(say("选中一行，这里显示原文与页面。"))
        else:
            _source(chosen)


def _filters(rows: tuple[TargetRow, ...]) -> Filters:
    years = sorted({row.year for row in rows if row.year is not None})
    regions = sorted({row.region for row in rows})
    titles = {row.doc: row.title for row in rows}
    first = st.columns([1, 1, 1.4, 1.4, 1.2])
    year = first[0].multiselect(
        say("年份"), years, key="t_years", placeholder=say("全部"), default=_years_in_address(years)
    )
    region = first[1].multiselect(say("地区"), regions, key="t_regions", placeholder=say("全部"))
    metric = first[2].text_input(say("指标"), key="t_metric", placeholder=say("例如：非化石能源"))
    docs = first[3].multiselect(
        say("文件"), list(titles), format_func=lambda doc: titles[doc], key="t_docs", placeholder=say("全部")
    )
    agency = first[4].text_input(say("责任单位"), key="t_agency", placeholder=say("例如：发展改革委"))
    with st.expander(say("更多筛选")):
        second = st.columns(4)
        binding = second[0].selectbox(
            say("约束性"), ["", "约束性", "预期性"], format_func=lambda b: say(b or "全部"), key="t_binding"
        )
        kind = second[1].selectbox(
            say("类别"),
            ["", "target", "milestone"],
            format_func=lambda k: say({"": "全部", "target": "数量目标", "milestone": "里程碑"}[k]),
            key="t_kind",
        )
        unit = second[2].text_input(say("单位"), key="t_unit")
        text = second[3].text_input(say("原文包含"), key="t_text")
    return Filters(
        docs=tuple(docs), years=tuple(year), regions=tuple(region), metric=(metric or "").strip(), agency=(agency or "").strip(),
        binding=binding or "", kind=kind or "", unit=(unit or "").strip(), text=(text or "").strip(),
    )  # fmt: skip


def _years_in_address(years: list[int]) -> list[int]:
    asked = st.query_params.get("year", "")
    return [int(asked)] if asked.isdigit() and int(asked) in years else []


def _exports(filters: Filters, rows: tuple[TargetRow, ...]) -> None:
    with st.container(horizontal=True, gap="small"):
        for name, (label, mime, suffix) in FORMATS.items():
            st.download_button(
                say("下载 {format}", format=label),
                data=partial(_export, name, filters, parts.library().generation()),
                file_name=f"{say('政策目标')}.{suffix}",
                mime=mime,
                key=f"export_{name}",
                disabled=not rows,
                on_click="ignore",
            )
        with st.popover(say("显示的列"), key="t_choose"):
            st.multiselect(say("显示的列"), COLUMNS, default=SHOWN, format_func=say, key="t_columns")


@st.cache_data(show_spinner=False, max_entries=12)
def _export(name: str, filters: Filters, generation: int) -> bytes:
    return parts.library().export(_rows(filters, generation), name)


@st.cache_data(show_spinner=False, max_entries=12)
def _frame(filters: Filters, generation: int) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [
            (
                row.year, row.metric, row.value, row.unit, row.comparator, CHANGE_WORDS.get(row.change, ""), row.baseline_year,
                "、".join(row.agencies), row.scope or row.region, row.title, row.clause_label, row.page, row.confidence,
                row.binding or "", "里程碑" if row.kind == "milestone" else "目标", row.hedge or "", row.quote,
                row.normal_value, row.normal_unit,
            )
            for row in _rows(filters, generation)
        ],
        columns=list(COLUMNS),
    )  # fmt: skip


def _table(filters: Filters, rows: tuple[TargetRow, ...]) -> TargetRow | None:
    columns = st.session_state.get("t_columns", SHOWN)
    plain_number = st.column_config.NumberColumn
    state = st.dataframe(
        _frame(filters, parts.library().generation()),
        column_order=columns or SHOWN,
        hide_index=True,
        height=640,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key="t_table",
        alt=say("量化目标表"),
        column_config={
            **{name: st.column_config.Column(say(name)) for name in COLUMNS},
            "年份": plain_number(say("年份"), format="%d", width="small"),
            "基期": plain_number(say("基期"), format="%d", width="small"),
            "页": plain_number(say("页"), format="%d", width="small"),
            "数值": plain_number(say("数值"), width="small"),
            "可信度": plain_number(say("可信度"), format="%.2f", width="small"),
            "指标": st.column_config.TextColumn(say("指标"), width="medium"),
        },
    )
    picked = state["selection"]["rows"] if state else []
    return rows[picked[0]] if picked and picked[0] < len(rows) else None


def _source(row: TargetRow) -> None:
    library = parts.library()
    st.html(
        f'<h2 class="doc">{parts.escape(row.metric)}</h2><p><b>{parts.escape(parts.value_words(row))}</b> '
        f'<span class="where">{parts.escape(str(row.year or ""))}</span></p>'
        f'<blockquote class="quote">“{parts.escape(row.quote)}”</blockquote>'
        f'<p class="where">{parts.escape(row.title)} · {parts.escape(row.clause_label)} · '
        f"{parts.escape(parts.place_of(row.page, row.line))}</p>"
    )
    if row.agencies:
        st.html(f"<p>{parts.escape(say('责任单位'))}：{parts.escape('、'.join(row.agencies))}</p>")
    with st.container(horizontal=True, gap="small"):
        parts.read_link(say("看原文"), row.doc, row.clause_id, start=row.start, end=row.end)
        parts.cite_button(row.clause_id, key=f"target_{row.id}")
    if row.page is not None:
        info = library.info(row.doc)
        parts.page_picture(info.document_id, row.doc, row.page, [Span(row.start, row.end)], scale=1.2)
