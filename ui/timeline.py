"""A timeline of targets (时间线): which value each metric is to reach by which year, for a place or a document."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from ingest.model import Span
from kb.model import TargetRow
from ui import address, charts, choices, parts, tables
from ui.words import say

MOST_METRICS = 24


def show() -> None:
    """Choose a place, a document or words; the chart and the table of the same rows."""
    rows = [row for row in parts.rows() if row.year]
    places = [place for place, _ in Counter(row.scope or row.region for row in rows).most_common()]
    titles = choices.titles(rows)
    columns = st.columns([1, 1.6, 1.4])
    asked = address.word("at")
    key = choices.key("timeline_place", places, str, asked if asked in places else places[0])
    place = columns[0].selectbox(say("地区"), places, key=key)
    docs = [doc for doc in titles if any(row.doc == doc and (row.scope or row.region) == place for row in rows)]
    offered = ["", *docs]
    file = address.word("doc") if address.word("doc") in docs else ""

    def titled(one: str) -> str:
        return titles[one] if one else say("全部")

    doc = columns[1].selectbox(
        say("文件"), offered, format_func=titled, key=choices.key(f"timeline_doc_{place}", offered, titled, file)
    )
    address.first("timeline_words", address.word("words"))
    words = columns[2].text_input(say("指标"), key="timeline_words", placeholder=say("例如：非化石能源")).strip()
    address.hold({"at": "" if place == places[0] else place, "doc": doc or "", "words": words})
    chosen = [
        row
        for row in rows
        if (row.scope or row.region) == place and (not doc or row.doc == doc) and (not words or words in row.metric)
    ]
    if not chosen:
        st.info(say("没有符合筛选条件的目标。可以放宽年份、地区或指标。"))
        return
    common = Counter(row.metric for row in chosen)
    metrics = [metric for metric, _ in common.most_common(MOST_METRICS)]
    drawn = [row for row in chosen if row.metric in metrics]
    _chart(drawn, place)
    if len(common) > MOST_METRICS:
        st.caption(say("共 {n} 个指标，图中是出现最多的 {m} 个；全部见“目标”页。", n=len(common), m=MOST_METRICS))
    order = list(dict.fromkeys(row.metric for row in drawn))  # as the chart has them from above
    _table(sorted(drawn, key=lambda row: (order.index(row.metric), row.year or 0)), f"{place}_{doc or ''}_{words}")
    shown = {"region": place, "doc": doc or "", "metric": words}
    st.page_link(
        parts.page_named("targets"),
        label=say("在目标表中看"),
        query_params={name: at for name, at in shown.items() if at},
    )


def _name(row: TargetRow) -> tuple[str, str]:
    return row.doc, row.id


def _table(rows: list[TargetRow], name: str) -> None:
    """Every target of the chart, metric by metric; a chosen one with its words beside it."""
    import pandas as pd

    frame = pd.DataFrame(
        [
            (
                row.metric,
                row.year,
                parts.value_words(row),
                say(row.binding or ""),
                row.title,
                row.clause_label,
                row.page,
            )
            for row in rows
        ],
        columns=["指标", "年份", "目标值", "约束性", "文件", "条款", "页码"],
    )
    key = f"timeline_table_{name}"
    tables.keep(key, rows, _name)
    table, side = tables.beside(key, say("点一行，旁边显示原文。"), 2.4, 1)
    widths = {"指标": 260, "目标值": 150, "约束性": 76, "文件": 300, "条款": 150}
    with table:
        tables.drawn(frame, key, widths, 560, "时间线中的目标")
    chosen = tables.chosen(key, rows, _name)
    if chosen is not None:
        with side:
            st.html(f'<blockquote class="quote">“{parts.marked(chosen.quote, [])}”</blockquote>'
                    f'<p class="where">{parts.escape(chosen.title)} · {parts.escape(chosen.clause_label)}</p>')  # fmt: skip
            span = Span(chosen.start, chosen.end)
            parts.actions(chosen.doc, chosen.clause_id, span, key=f"timeline_{chosen.id}", target=chosen.id)


def _joined(data: list[dict[str, object]]) -> list[dict[str, object]]:
    """One mark for a metric and a year; where documents state several values it tells two of them and how many there are."""
    marks: dict[tuple[object, object], list[dict[str, object]]] = {}
    for line in data:
        marks.setdefault((line["指标"], line["年份"]), []).append(line)
    told = []
    for lines in marks.values():
        values = list(dict.fromkeys(str(line["目标"]) for line in lines))
        files = list(dict.fromkeys(str(line["文件"]) for line in lines))
        value = " / ".join(values[:2]) + (say(" 等 {n} 种", n=len(values)) if len(values) > 2 else "")
        told.append({**lines[0], "目标": value, "文件": "；".join(files[:3])})
    return told


def _chart(rows: list[TargetRow], place: str) -> None:
    import altair as alt
    import pandas as pd

    data: list[dict[str, object]] = [
        {
            "指标": parts.shortened(row.metric, 26),
            "年份": row.year,
            "目标": parts.shortened(parts.value_words(row), 16),
            "约束性": row.binding or "",
            "文件": row.title,
        }
        for row in rows
    ]
    frame = pd.DataFrame(_joined(data))
    base = alt.Chart(frame, title=say("{place}：各指标的目标年与目标值", place=place)).encode(
        x=alt.X("年份:O", title=say("年份"), axis=alt.Axis(labelAngle=0, orient="top", grid=True)),
        y=alt.Y("指标:N", title=None, sort=None),
        tooltip=charts.tips("指标", "年份", "目标", "约束性", "文件"),
    )
    points = base.mark_point(filled=True, size=70, color=charts.BLUE)
    words = base.mark_text(align="left", dx=9, fontSize=12, color=charts.INK).encode(text="目标:N")
    chart = alt.layer(points, words).properties(height=alt.Step(27))
    charts.show(chart, data, name="timeline", alt=say("目标时间线，数据可存为 CSV"), key="timeline")
