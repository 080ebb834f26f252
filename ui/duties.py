"""Who is responsible for what (责任单位): agencies by metric, with the clauses that say so."""

from __future__ import annotations

from collections import Counter, defaultdict

import streamlit as st

from ingest.model import Span
from kb.model import TargetRow
from ui import address, charts, parts, tables
from ui.words import say

MOST_AGENCIES, MOST_METRICS, MOST_ROWS = 15, 10, 30


def show() -> None:
    """Words to look for, the agencies that answer for them, a map of agencies and metrics, the sources."""
    address.first("duty_words", address.word("about"))
    sought = st.text_input(say("事项、指标或单位"), placeholder=say("例如：加氢站"), key="duty_words").strip()
    address.hold({"about": sought})
    rows = [row for row in parts.rows() if row.agencies and _speaks(row, sought)]
    if not rows:
        st.info(say("没有找到写明责任单位的目标。换个词试试，例如“充电”“森林”。"))
        return
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for agency in row.agencies:
            counts[agency]["牵头" if agency in row.lead else "参与"] += 1
    busiest = sorted(counts, key=lambda one: -counts[one].total())
    st.markdown(say("**{n}** 个目标，**{m}** 个责任单位", n=len(rows), m=len(counts)))
    left, right = st.columns([1, 1.6], gap="large")
    with left:
        _agencies(counts, busiest)
    with right:
        _map(rows, busiest[:MOST_AGENCIES])
    st.html(f'<h2 class="side">{parts.escape(say("出处"))}</h2>')
    if len(rows) > MOST_ROWS:
        st.caption(say("共 {n} 个目标，下面是前 {m} 个；输入事项或单位可以缩小范围。", n=len(rows), m=MOST_ROWS))
    for place, row in enumerate(rows[:MOST_ROWS]):
        lead = f"（{say('牵头')}：{'、'.join(row.lead)}）" if row.lead else ""
        st.html(
            f'<div class="hit"><b>{parts.escape(row.metric)}</b> {parts.escape(parts.value_words(row))} {_when(row)}'
            f'<span class="where">{parts.escape("、".join(row.agencies))}{parts.escape(lead)}</span>'
            f'<p>“{parts.marked(row.quote, [])}” <span class="where">{parts.escape(row.title)} '
            f"{parts.escape(row.clause_label)}</span></p></div>"
        )
        parts.actions(row.doc, row.clause_id, Span(row.start, row.end), key=f"duty_{place}", target=row.id)


def _when(row: TargetRow) -> str:
    """（2030年）, so that two values of one sentence are told apart; "" without a year."""
    return parts.escape(f"（{say('{year}年', year=row.year)}）") if row.year else ""


def _speaks(row: TargetRow, sought: str) -> bool:
    return not sought or any(sought in words for words in (row.metric, row.quote, row.section, *row.agencies))


def _agencies(counts: dict[str, Counter[str]], busiest: list[str]) -> None:
    import pandas as pd

    frame = pd.DataFrame(
        [(agency, counts[agency].total(), counts[agency]["牵头"]) for agency in busiest],
        columns=["责任单位", "目标", "其中牵头"],
    )
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="",
        height=tables.height(len(frame), 520),
        alt=say("责任单位"),
        column_config={name: st.column_config.Column(say(name)) for name in frame.columns},
    )


def _map(rows: list[TargetRow], agencies: list[str]) -> None:
    """How many targets of each metric each agency answers for, as a grid with the numbers written in."""
    import altair as alt
    import pandas as pd

    common = Counter(row.metric for row in rows)
    metrics = [metric for metric, _ in common.most_common(MOST_METRICS)]
    cells = Counter((agency, row.metric) for row in rows for agency in row.agencies if row.metric in metrics)
    data = [
        {"责任单位": agency, "指标": metric, "目标": count}
        for (agency, metric), count in cells.items()
        if agency in agencies
    ]
    if len({line["指标"] for line in data}) < 2:  # one column of ones tells no more than the list beside it
        return
    short = [{**line, "名": parts.shortened(str(line["指标"]), 14)} for line in data]
    base = alt.Chart(pd.DataFrame(short), title=say("责任单位与指标")).encode(
        x=alt.X("名:N", title=None, sort=None, axis=alt.Axis(labelAngle=-40, orient="top")),
        y=alt.Y("责任单位:N", title=None, sort=agencies),
        tooltip=charts.tips("责任单位", "指标", "目标"),
    )
    grid = base.mark_rect(stroke="#FFFFFF").encode(
        color=alt.Color("目标:Q", scale=alt.Scale(range=["#DCE7F3", "#1F4E79"]), legend=None)
    )
    most = max(int(str(line["目标"])) for line in data)
    ink = alt.when(alt.datum["目标"] > most * 0.55).then(alt.value("#FFFFFF")).otherwise(alt.value(charts.INK))
    words = base.mark_text(fontSize=12).encode(text="目标:Q", color=ink)
    chart = alt.layer(grid, words).properties(height=alt.Step(26))
    charts.show(chart, data, name="duties", alt=say("责任单位与指标，数据可存为 CSV"), key="duties")
