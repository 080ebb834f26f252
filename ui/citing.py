"""Who cites whom (引用关系): documents by year and level, an arrow from the citing to the cited one."""

from __future__ import annotations

import streamlit as st

from kb.desk import Cited
from ui import charts, choices, parts, tables
from ui.words import say


@st.cache_data(show_spinner=False, max_entries=4)
def _drawing(outside: bool, generation: int) -> tuple[tuple[Cited, ...], tuple[tuple[str, str], ...]]:
    return parts.library().citing(outside=outside)


def show() -> None:
    """The drawing, then every citation as a line of a table."""
    outside = st.toggle(say("也列出库外被引用的文件"), key="citing_outside")
    cited, pairs = _drawing(outside, parts.library().generation())
    if not pairs:
        st.info(say("库中的文件没有互相引用。"))
        return
    inside, inner = _drawing(False, parts.library().generation())
    if inner:
        _chart(inside, inner)
    _table(cited, pairs)


def _chart(nodes: tuple[Cited, ...], pairs: tuple[tuple[str, str], ...]) -> None:
    import altair as alt
    import pandas as pd

    levels = [level for level in ("国家", "省级", "市级", "其他文件") if any(node.level == level for node in nodes)]
    tall = {level: max(node.place for node in nodes if node.level == level) + 1 for level in levels}
    start, at = 0.0, {}
    for level in levels:
        at[level] = start
        start += tall[level] + 0.6
    nowhen = min((node.year for node in nodes if node.year), default=2020) - 1
    spots = {node.key: (float(node.year or nowhen), at[node.level] + node.place) for node in nodes}
    dots = pd.DataFrame(
        [
            {"x": spots[node.key][0], "y": spots[node.key][1], "名称": node.title, "层级": say(node.level),
             "被引用": node.cited, "短名": parts.shortened(node.title, 18)}
            for node in nodes
        ]
    )  # fmt: skip
    arrows = pd.DataFrame(
        [
            {"x": spots[a][0], "y": spots[a][1], "x2": spots[b][0], "y2": spots[b][1]}
            for a, b in pairs
            if a in spots and b in spots
        ]
    )
    first, last = dots["x"].min(), dots["x"].max()
    x = alt.X("x:Q", title=say("年份"), scale=alt.Scale(domain=[first - 0.4, last + 1.2]),
              axis=alt.Axis(values=list(range(int(first), int(last) + 1)),
                            labelExpr=f"datum.value === {nowhen} ? '{say('日期不详')}' : format(datum.value, 'd')"))  # fmt: skip
    y = alt.Y("y:Q", title=None, scale=alt.Scale(reverse=True, domain=[-0.7, start]), axis=None)
    lines = alt.Chart(arrows).mark_rule(color="#9AA5B1", opacity=0.7, size=1.2).encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    ranks = alt.Scale(domain=[say(level) for level in levels], range=charts.PALETTE[: len(levels)])
    colour = alt.Color("层级:N", title=say("层级"), scale=ranks,
                       legend=alt.Legend(title=None, orient="top"))  # fmt: skip
    base = alt.Chart(dots).encode(x=x, y=y)
    points = base.mark_point(filled=True, opacity=1).encode(
        size=alt.Size("被引用:Q", title=say("被引用"), scale=alt.Scale(range=[60, 420]), legend=None),
        color=colour,
        tooltip=charts.tips("名称", "层级", "被引用"),
    )
    names = charts.words(base, "短名:N", "名称", dx=11)
    chart = alt.layer(lines, points, *names).properties(height=max(260, int(30 * start)))
    titles = _titles(nodes)
    data = [{"引用文件": titles[a], "被引用文件": titles[b]} for a, b in pairs]
    charts.show(chart, data, name="citations", alt=say("引用关系图，数据见下表"), key="citing")


def _titles(nodes: tuple[Cited, ...]) -> dict[str, str]:
    """Titles by key, those that several documents bear with what tells them apart."""
    named = choices.titles(parts.library().documents())
    return {node.key: named.get(node.key, node.title) for node in nodes}


def _table(nodes: tuple[Cited, ...], pairs: tuple[tuple[str, str], ...]) -> None:
    import pandas as pd

    titles = _titles(nodes)
    frame = pd.DataFrame([(titles[a], titles[b]) for a, b in pairs], columns=["引用文件", "被引用文件"])
    widths = dict.fromkeys(frame.columns, 560)
    tables.drawn(frame, "citing_table", widths, 560, "引用关系")
    chosen = tables.chosen("citing_table", pairs)
    if chosen is not None:
        known = {info.doc for info in parts.library().documents()}
        with st.container(horizontal=True):
            for doc in chosen:
                if doc in known:
                    st.page_link(parts.page_named("read"), label=parts.plain(titles[doc]), query_params={"doc": doc})
