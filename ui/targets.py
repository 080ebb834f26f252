"""目标: the table of every quantitative target, narrowed by filters, exported as shown, each row beside its source."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ingest.model import Span
from kb.errors import LibraryError
from kb.model import Filters, TargetRow
from ui import address, files, forms, paper, parts, tables
from ui.words import in_english, say

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
    "审核", "约束性", "类别", "语气", "原文", "归一数值", "归一单位",
)  # fmt: skip
SHOWN = COLUMNS[:13]
KINDS = {"": "全部", "target": "数量目标", "milestone": "里程碑"}


def show() -> None:
    """The page: filter bar, count and export, the table, and the chosen row with its source."""
    everything = parts.rows()
    if not everything:
        st.info(say("还没有目标。请先在“文档”页添加文件。"))
        return
    filters = _filters(everything)
    rows = parts.rows(filters)
    _exports(filters, rows)
    forms.undo()
    if not rows:
        st.info(say("没有符合筛选条件的目标。可以放宽年份、地区或指标。"))
        return
    table, side = tables.beside("t_table", say("点一行，旁边显示原文与页面，可以确认、更正、驳回。"))
    with table:
        chosen = _table(filters, rows)
    with side:
        if chosen is not None:
            _source(chosen)


def _filters(rows: tuple[TargetRow, ...]) -> Filters:
    years = Counter(row.year for row in rows if row.year is not None)
    regions = Counter(row.region for row in rows)
    titles = {row.doc: row.title for row in rows}
    for name, options in (("year", list(years)), ("region", list(regions)), ("doc", list(titles))):
        address.first(f"t_{name}", address.chosen(name, options))
    for name in ("metric", "agency", "text"):
        address.first(f"t_{name}", address.word(name))
    first = st.columns([1, 1, 1.4, 1.4, 1.2])
    year = first[0].multiselect(
        say("年份"),
        sorted(years),
        key="t_year",
        placeholder=say("全部"),
        format_func=lambda one: f"{one} ({years[one]})",
    )
    region = first[1].multiselect(
        say("地区"), [name for name, _ in regions.most_common()], key="t_region", placeholder=say("全部"),
        format_func=lambda one: f"{one} ({regions[one]})",
    )  # fmt: skip
    metric = first[2].text_input(say("指标"), key="t_metric", placeholder=say("例如：非化石能源"))
    docs = first[3].multiselect(
        say("文件"), list(titles), format_func=lambda doc: titles[doc], key="t_doc", placeholder=say("全部")
    )
    agency = first[4].text_input(say("责任单位"), key="t_agency", placeholder=say("例如：发展改革委"))
    with st.expander(say("更多筛选")):
        second = st.columns(5)
        binding = second[0].selectbox(
            say("约束性"), ["", "约束性", "预期性"], format_func=lambda b: say(b or "全部"), key="t_binding"
        )
        kind = second[1].selectbox(say("类别"), list(KINDS), format_func=lambda k: say(KINDS[k]), key="t_kind")
        unit = second[2].text_input(say("单位"), key="t_unit")
        text = second[3].text_input(say("原文包含"), key="t_text")
        issuer = second[4].text_input(say("发文机关"), key="t_issuer")
    address.hold({"year": year, "region": region, "doc": docs, "metric": metric, "agency": agency, "text": text})
    return Filters(
        docs=tuple(docs), years=tuple(year), regions=tuple(region), metric=metric.strip(), agency=agency.strip(),
        binding=binding or "", kind=kind or "", unit=unit.strip(), text=text.strip(), issuer=issuer.strip(),
    )  # fmt: skip


def _exports(filters: Filters, rows: tuple[TargetRow, ...]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="exports"):
        st.markdown(say("**{n}** 个目标，来自 {m} 份文件", n=len(rows), m=len({row.doc for row in rows})))
        generation = parts.library().generation()
        files.links(
            [
                files.Offer(
                    say("下载 {format}", format=label), ("targets", name, filters, generation),
                    partial(_export, name, filters, generation), f"{say('政策目标')}.{suffix}", mime,
                )
                for name, (label, mime, suffix) in FORMATS.items()
            ],
            disabled=not rows,
        )  # fmt: skip
        with st.popover(say("显示的列"), key="t_choose"):
            st.multiselect(say("显示的列"), COLUMNS, default=SHOWN, format_func=say, key="t_columns")
            words = files.Offer(
                say("数据字典"), ("dictionary",), parts.library().dictionary, "data-dictionary.csv", "text/csv"
            )
            files.links([words], quiet=True)


@st.cache_data(show_spinner=False, max_entries=12)
def _export(name: str, filters: Filters, generation: int) -> bytes:
    return parts.library().export(parts.rows(filters), name)


@st.cache_resource(show_spinner=False, max_entries=12)
def _frame(filters: Filters, generation: int, english: bool) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [
            (
                row.year, row.metric, row.value if row.kind == "target" else None, row.unit,
                say(forms.COMPARED.get(row.comparator, "")) if row.kind == "target" else "", say(forms.CHANGED.get(row.change, "")),
                row.baseline_year, "、".join(row.agencies), row.scope or row.region, row.title, row.clause_label, row.page,
                row.confidence, say(forms.REVIEWED.get(row.review, "")), say(row.binding or ""),
                say("里程碑" if row.kind == "milestone" else "数量目标"), row.hedge or "", row.quote, row.normal_value, row.normal_unit,
            )
            for row in parts.rows(filters)
        ],
        columns=list(COLUMNS),
    )  # fmt: skip


def _table(filters: Filters, rows: tuple[TargetRow, ...]) -> TargetRow | None:
    columns = st.session_state.get("t_columns", SHOWN)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    st.dataframe(
        _frame(filters, parts.library().generation(), in_english()),
        column_order=columns or SHOWN,
        hide_index=True,
        placeholder="",
        height=680,
        width="stretch",
        on_select="rerun",
        selection_mode=tables.CHOICE,
        key="t_table",
        alt=say("量化目标表"),
        column_config={
            **{name: st.column_config.Column(say(name)) for name in COLUMNS},
            "年份": number(say("年份"), format="%d", width=62),
            "指标": text(say("指标"), width=230),
            "数值": number(say("数值"), width=84),
            "单位": text(say("单位"), width=90),
            "比较": text(say("比较"), width=66),
            "变化": text(say("变化"), width=62),
            "基期": number(say("基期"), format="%d", width=62),
            "责任单位": text(say("责任单位"), width=170),
            "地区": text(say("地区"), width=84),
            "文件": text(say("文件"), width=220),
            "页": number(say("页"), format="%d", width=50),
            "可信度": number(say("可信度"), format="%.2f", width=70),
            "原文": text(say("原文"), width=360),
        },
    )
    return tables.chosen("t_table", rows)


def _source(row: TargetRow) -> None:
    st.html(
        f'<h2 class="doc">{parts.escape(row.metric)}</h2><p><b>{parts.escape(parts.value_words(row))}</b> '
        f'<span class="where">{parts.escape(str(row.year or ""))}</span></p>'
        f'<blockquote class="quote">“{parts.marked(row.quote, [])}”</blockquote>'
        f'<p class="where">{parts.escape(row.title)} · {parts.escape(row.clause_label)} · '
        f"{parts.escape(parts.place_of(row.page, row.line))}</p>"
    )
    if row.agencies:
        lead = f"（{say('牵头')}：{'、'.join(row.lead)}）" if row.lead else ""
        st.html(f"<p>{parts.escape(say('责任单位'))}：{parts.escape('、'.join(row.agencies) + lead)}</p>")
    parts.actions(row.doc, row.clause_id, Span(row.start, row.end), key=f"target_{row.id}", target=row.id)
    if row.page is not None:
        try:
            info = parts.library().info(row.doc)
            with st.container(key="row_strip"):
                paper.show(info.document_id, row.doc, row.page, [Span(row.start, row.end)], scale=1.5, strip=True)
        except LibraryError as error:
            st.caption(parts.plain(str(error)))
    forms.review(row)
