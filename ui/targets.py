"""目标: the table of every quantitative target, narrowed by filters, exported as shown, each row beside its source."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ingest.model import Span
from kb.amounts import direction
from kb.errors import LibraryError
from kb.model import Filters, TargetRow
from ui import address, choices, files, forms, paper, parts, tables
from ui.words import in_english, say

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

FORMATS = {
    "csv": ("CSV", "text/csv", "csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "jsonl": ("JSON Lines", "application/jsonl", "jsonl"),
    "parquet": ("Parquet", "application/vnd.apache.parquet", "parquet"),
}
COLUMNS = (
    "年份", "指标", "数值", "上限", "单位", "比较", "变化", "基期", "责任单位", "地区", "文件", "条款", "页码", "可信度",
    "审核", "约束性", "类别", "语气", "原文", "归一数值", "归一单位",
)  # fmt: skip
SHOWN = COLUMNS[:14]
WIDTHS = {"指标": 196, "单位": 84, "责任单位": 114, "地区": 76, "文件": 152, "条款": 96, "原文": 360}
BOUNDS = {"min": "数值不小于", "max": "数值不大于", "from": "目标年不早于", "to": "目标年不晚于"}
KINDS = {"": "全部", "target": "数量目标", "milestone": "里程碑"}


def show() -> None:
    """The page: filter bar, count and export, the table, and the chosen row with its source."""
    everything = parts.rows()
    if not everything:
        parts.nothing(say("还没有目标。请先在“文档”页添加文件。"))
        return
    with st.container(key="filters"):
        filters = _filters(everything)
    rows = parts.rows(filters)
    _exports(filters, rows)
    forms.undo()
    if not rows:
        _nothing(filters, everything)
        return
    tables.keep("t_table", rows, _name)
    table, side = tables.beside("t_table", say("点一行，旁边显示原文与页面，可以确认、更正、驳回。"))
    with table:
        chosen = _table(filters, rows)
    with side:
        if chosen is not None:
            _source(chosen)


def _nothing(filters: Filters, everything: tuple[TargetRow, ...]) -> None:
    """Why no row is shown, and the way on."""
    known = {row.doc for row in everything}
    if not filters.docs or known.intersection(filters.docs):
        st.info(say("没有符合筛选条件的目标。可以放宽年份、地区或指标。"))
        st.button(say("清除全部筛选"), key="t_clear", on_click=st.query_params.clear)
        return
    st.info(say("所选文件中没有量化目标。"))
    if filters.docs[0] in {info.doc for info in parts.library().documents()}:
        label = say("看其中的数字为什么没有成为目标")
        st.page_link(parts.page_named("gaps"), label=label, query_params={"doc": filters.docs[0]})


def _name(row: TargetRow) -> tuple[str, str]:
    return row.doc, row.id


def _filters(rows: tuple[TargetRow, ...]) -> Filters:
    # What the address names is a choice, too, where no row has it: left out, it would be a filter that nobody sees lifted.
    years = Counter(row.year for row in rows if row.year is not None)
    years.update({int(year): 0 for year in address.words("year") if year.isascii() and year.isdigit()})
    regions = Counter(row.region for row in rows)
    regions.update(dict.fromkeys(address.words("region"), 0))
    titles = {**dict.fromkeys(address.words("doc"), ""), **choices.titles(parts.library().documents())}
    for name in ("metric", "agency", "unit", "text", "issuer", *BOUNDS):
        address.first(f"t_{name}", address.word(name))
    first = st.columns(5)
    year = _several(first[0], "year", "年份", sorted(years), lambda one: f"{one} ({years[one]})")
    places = [name for name, _ in regions.most_common()]
    region = _several(first[1], "region", "地区", places, lambda one: f"{one} ({regions[one]})")
    metric = first[2].text_input(say("指标"), key="t_metric", placeholder=say("例如：非化石能源"))
    docs = _several(first[3], "doc", "文件", list(titles), lambda one: titles[one] or one)
    agency = first[4].text_input(say("责任单位"), key="t_agency", placeholder=say("例如：发展改革委"))
    fewer = ("binding", "kind", "unit", "text", "issuer", *BOUNDS)
    with st.expander(say("更多筛选"), expanded=any(address.word(name) for name in fewer)):
        second = st.columns(5)
        binding = _one(second[0], "binding", "约束性", ("", "约束性", "预期性"), lambda one: say(one or "全部"))
        kind = _one(second[1], "kind", "类别", tuple(KINDS), lambda one: say(KINDS[one]))
        unit = second[2].text_input(say("单位"), key="t_unit")
        text = second[3].text_input(say("原文包含"), key="t_text")
        issuer = second[4].text_input(say("发文机关"), key="t_issuer")
        bounds = {
            name: column.text_input(say(title), key=f"t_{name}")
            for column, (name, title) in zip(st.columns(5), BOUNDS.items(), strict=False)
        }
        if wrong := [
            say(BOUNDS[name]) for name, written in bounds.items() if written.strip() and _number(written) is None
        ]:
            st.warning(say("请填数字：{names}", names="、".join(wrong)))
    address.hold({
        "year": year, "region": region, "doc": docs, "metric": metric, "agency": agency, "binding": binding,
        "kind": kind, "unit": unit, "text": text, "issuer": issuer, **bounds,
    })  # fmt: skip
    numbers = {name: _number(written) for name, written in bounds.items()}
    since, until = numbers["from"], numbers["to"]
    return Filters(
        docs=tuple(docs), years=tuple(year), regions=tuple(region), metric=metric.strip(), agency=agency.strip(),
        binding=binding, kind=kind, unit=unit.strip(), text=text.strip(), issuer=issuer.strip(),
        value_min=numbers["min"], value_max=numbers["max"],
        year_from=None if since is None else math.ceil(since), year_to=None if until is None else math.floor(until),
    )  # fmt: skip


def _number(written: str) -> float | None:
    """What is written in a field for a number; None for nothing or what is no number."""
    try:
        number = float(written.strip().replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _several(where: DeltaGenerator, name: str, title: str, options: Sequence[T], shown: Callable[[T], str]) -> list[T]:
    """A filter of which several may be chosen; a visit begins with what the address names."""
    key = choices.key(f"t_{name}", options, shown, address.chosen(name, options))
    return where.multiselect(say(title), options, key=key, placeholder=say("全部"), format_func=shown, wrap=True)


def _one(where: DeltaGenerator, name: str, title: str, options: Sequence[str], shown: Callable[[str], str]) -> str:
    asked = address.word(name)
    key = choices.key(f"t_{name}", options, shown, asked if asked in options else "")
    return where.selectbox(say(title), options, format_func=shown, key=key) or ""


def _exports(filters: Filters, rows: tuple[TargetRow, ...]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="exports"):
        st.markdown(say("**{n}** 个目标，来自 {m} 份文件", n=f"{len(rows):,}", m=len({row.doc for row in rows})))
        generation = parts.library().generation()
        heads = "zh" if st.session_state.get("t_chinese") else ""
        files.links(
            [
                files.Offer(
                    say("下载 {format}", format=label), ("targets", name, filters, generation, heads),
                    partial(_export, name, filters, generation, heads), f"{say('政策目标')}.{suffix}", mime,
                )
                for name, (label, mime, suffix) in FORMATS.items()
            ]
            + [files.Offer(say("数据字典"), ("dictionary",), parts.library().dictionary, f"{say('数据字典')}.csv", "text/csv")],
            disabled=not rows,
        )  # fmt: skip
        with st.popover(say("显示的列"), key="t_choose"):
            key = choices.key("t_columns", COLUMNS, say, list(SHOWN), held=False)
            st.session_state["columns"] = st.multiselect(say("显示的列"), COLUMNS, format_func=say, key=key, wrap=True)
            st.toggle(say("紧凑：每格只显示一行字"), key="t_compact", persist_state="session")
            st.toggle(say("下载的 CSV 用中文列名（XLSX 总是中文）"), key="t_chinese", persist_state="session")


@st.cache_data(show_spinner=False, max_entries=12)
def _export(name: str, filters: Filters, generation: int, heads: str) -> bytes:
    return parts.library().export(parts.rows(filters), name, heads if name == "csv" else "")


@st.cache_resource(show_spinner=False, max_entries=12)
def _frame(filters: Filters, generation: int, english: bool) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [
            (
                row.year, row.metric, row.value if row.kind == "target" else None, row.value_max, row.unit,
                say(forms.COMPARED.get(row.comparator, "")) if row.kind == "target" else "",
                say(direction(row) or forms.CHANGED.get(row.change, "")) if row.kind == "target" else "",
                row.baseline_year, "、".join(row.agencies), row.scope or row.region, row.title, row.clause_label, row.page,
                row.confidence, say(forms.REVIEWED.get(row.review, "")), say(row.binding or ""),
                say("里程碑" if row.kind == "milestone" else "数量目标"), row.hedge or "", row.quote, row.normal_value, row.normal_unit,
            )
            for row in parts.rows(filters)
        ],
        columns=list(COLUMNS),
    )  # fmt: skip


def _table(filters: Filters, rows: tuple[TargetRow, ...]) -> TargetRow | None:
    columns = st.session_state.get("columns", SHOWN)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    frame = _frame(filters, parts.library().generation(), in_english())
    widths = {name: width for name, width in WIDTHS.items() if name in (columns or SHOWN)}
    row = tables.ROW if st.session_state.get("t_compact") else tables.row(frame, widths)
    st.dataframe(
        frame,
        column_order=[name for name in columns or SHOWN if name != "上限" or frame[name].notna().any()],
        hide_index=True,
        placeholder="",
        row_height=row,
        height=tables.height(len(rows), 760, row),
        width="stretch",
        on_select="rerun",
        selection_mode=tables.CHOICE,
        key="t_table",
        alt=say("量化目标表"),
        column_config={
            **{name: st.column_config.Column(say(name)) for name in COLUMNS},
            "年份": number(say("年份"), format="%d", width=62),
            **{name: text(say(name), width=width) for name, width in WIDTHS.items()},
            "数值": number(say("数值"), width=80),
            "上限": number(say("上限"), width=64),
            "比较": text(say("比较"), width=88 if in_english() else 62),
            "变化": text(say("变化"), width=68),
            "基期": number(say("基期"), format="%d", width=72 if in_english() else 54),
            "页码": number(say("页码"), format="%d", width=56),
            "可信度": number(say("可信度"), format="%.2f", width=92 if in_english() else 64),
        },
    )
    return tables.chosen("t_table", rows, _name)


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
    if row.kind == "target":
        with st.container(horizontal=True, key="actions_elsewhere"):
            label = say("这一指标在各地")
            st.page_link(parts.page_named("compare"), label=label, query_params={"metric": row.metric})
    forms.review(row)
