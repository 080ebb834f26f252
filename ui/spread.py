"""One metric over places and years (指标对比): chart and table in one unit, against the national line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ingest.model import Span
from kb.model import TargetRow
from ui import address, charts, choices, parts, tables
from ui.words import say

TALL, LABEL = 360, 15  # points of the chart over the years, and of one of its labels
NATION = "全国"
AGAINST = {"高于": "高于全国", "低于": "低于全国", "持平": "与全国持平"}


@dataclass(frozen=True, slots=True)
class Point:
    """A value on the common axis (图上一点), in the unit of its measure."""

    place: str
    year: int | None
    value: float | None
    against: str
    row: TargetRow
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One way in which a metric is stated (水平、降幅 …) with its unit and points."""

    name: str
    metric: str
    unit: str
    points: tuple[Point, ...]


@st.cache_resource(show_spinner=False, max_entries=40)
def _measures(metric: str, generation: int) -> tuple[Measure, ...]:
    found = parts.library().align(metric)
    return tuple(
        Measure(
            part.measure,
            part.metric,
            part.unit,
            tuple(Point(one.place, one.year, one.value, one.against or "", one.row, one.note) for one in part.lines),
        )
        for part in (found, *found.others)
        if part.lines
    )


@st.cache_resource(show_spinner=False, max_entries=40)
def _apart(metric: str, generation: int) -> tuple[tuple[TargetRow, str], ...]:
    return tuple((one.row, one.reason) for one in parts.library().align(metric).apart)


@st.cache_resource(show_spinner=False, max_entries=2)
def _metrics(generation: int) -> tuple[tuple[str, int, int], ...]:
    return parts.library().metrics()


def warm() -> None:
    """Line up the metric with which this page opens, so that its first visitor need not wait."""
    generation = parts.library().generation()
    if known := _metrics(generation):
        _measures(known[0][0], generation)


def show() -> None:
    """Choose a metric, a measure and a year; chart, table, the source of a row."""
    known = {name: (count, places) for name, count, places in _metrics(parts.library().generation())}
    asked = address.word("metric")
    options = list(known) if not asked or asked in known else [asked, *known]
    top = st.columns([2.2, 1, 1.8])

    def counted(name: str) -> str:
        return f"{name}（{say('{n} 地', n=known[name][1])}）" if name in known else name

    metric = top[0].selectbox(
        say("指标（可直接输入）"),
        options,
        format_func=counted,
        key=choices.key("spread_metric", options, counted, asked or options[0]),
        accept_new_options=True,
    )
    address.hold({"metric": "" if metric == next(iter(known), "") else metric or ""})
    measures = _measures(metric or options[0], parts.library().generation())
    if not measures:
        st.info(say("库中没有可以比较的“{metric}”。换个说法，或从列表中选。", metric=parts.plain(metric or "")))
        return
    names = [f"{say(one.name)}（{one.unit}）" if one.unit else say(one.name) for one in measures]
    numbers = range(len(names))
    number = top[1].selectbox(
        say("口径"), numbers, format_func=names.__getitem__,
        key=choices.key(f"measure_{metric}", numbers, names.__getitem__, 0, held=False),
    )  # fmt: skip
    measure = measures[number or 0]
    with top[2]:
        places = _places(measures)
    measure = replace(measure, points=_of(measure.points, places))
    years = Counter(point.year for point in measure.points if point.year and point.value is not None)
    usual = years.most_common(1)[0][0] if years else None
    wanted = address.word("year")
    offered: list[int | str] = ["line", *sorted(years)]

    def dated(one: int | str) -> str:
        return say("逐年") if one == "line" else str(one)

    first = next((one for one in offered if str(one) == wanted), usual)
    key = choices.key(f"spread_year_{metric}_{number}", offered, dated, first)
    year = st.pills(say("年份"), offered, format_func=dated, key=key, wrap=True)
    address.hold({"year": "" if year in (None, usual) else str(year)})
    shown = {point.place for point in measure.points if not isinstance(year, int) or point.year == year}
    if missing := [place for place in places if place not in shown]:
        st.caption(say("没有这一数值的：{places}", places=parts.plain("、".join(missing))))
    if measure.metric != metric:
        st.caption(say("按“{metric}”对齐", metric=parts.plain(measure.metric)))
    _chart(measure, year if isinstance(year, int) else None)
    _table(measure, year if isinstance(year, int) else None)
    _left_out(metric or options[0])


def _places(measures: tuple[Measure, ...]) -> list[str]:
    """The places to compare; none chosen means all. Those without a value are offered, too: a choice outlives the metric."""
    valued = {point.place for measure in measures for point in measure.points}
    others = {info.place for info in parts.library().documents()} | set(address.words("region"))
    options = [*sorted(valued - {NATION}), *sorted(others - valued - {NATION})]
    key = choices.key("spread_region", options, str, address.chosen("region", options))
    places: list[str] = st.multiselect(say("地区"), options, key=key, placeholder=say("全部"), wrap=True)
    address.hold({"region": places})
    return places


def _of(points: tuple[Point, ...], places: list[str]) -> tuple[Point, ...]:
    """The points of the chosen places and of the nation, against which they are seen."""
    return tuple(point for point in points if not places or point.place in (*places, NATION))


def _left_out(metric: str) -> None:
    """Rows that name the metric within a longer name and stand in no table, so that nobody takes them for missing."""
    left = _apart(metric, parts.library().generation())
    if not left:
        return
    with st.expander(say("名称中含有这一指标而未并入的（{n}）", n=len(left))):
        st.dataframe(
            [
                {say("地区"): row.scope or row.region, say("年份"): row.year, say("指标"): row.metric,
                 say("写法"): parts.value_words(row), say("文件"): row.title, say("条款"): row.clause_label}
                for row, _ in left
            ],
            hide_index=True,
            column_config={say("年份"): st.column_config.NumberColumn(format="%d", width="small")},
            alt=say("未并入的目标"),
        )  # fmt: skip


def _name(point: Point) -> tuple[str, str]:
    return point.row.doc, point.row.id


def _words(point: Point) -> str:
    """The value as written, and what was understood of its unit."""
    return parts.value_words(point.row) + (f"（{point.note}）" if point.note else "")


def _data(points: list[Point], unit: str) -> list[dict[str, object]]:
    return [
        {
            "地区": point.place,
            "年份": point.year,
            "数值": point.value,
            "单位": unit,
            "与全国相比": point.against,
            "写法": _words(point),
            "文件": point.row.title,
        }
        for point in points
    ]


def _chart(measure: Measure, year: int | None) -> None:
    points = [p for p in measure.points if p.value is not None and (year is None or p.year == year)]
    if not points:
        return
    if year is None:
        chart, used = _lines(measure, points), points
    else:
        chart, used = _bars(measure, points, year), points
    charts.show(
        chart,
        _data(used, measure.unit),
        name=f"{measure.metric}{year or ''}",
        alt=say("{metric}：{n} 个地区的图，数据见下表", metric=measure.metric, n=len({p.place for p in points})),
        key="spread",
    )


def _bars(measure: Measure, points: list[Point], year: int) -> Any:
    """One bar a place, sorted, from zero, with the nation's value as a line; blue above it, orange below."""
    import altair as alt
    import pandas as pd

    seen: Counter[str] = Counter()
    drawn: set[tuple[str, float | None]] = set()
    rows = []
    usual = Counter(point.value for point in points if point.place == NATION).most_common(1)
    nation = [value for value, _ in usual]
    for point in sorted(points, key=lambda one: (one.value not in nation, -(one.value or 0))):
        if (point.place, point.value) in drawn:
            continue
        drawn.add((point.place, point.value))
        seen[point.place] += 1
        name = point.place if seen[point.place] == 1 else f"{point.place}（{parts.shortened(point.row.title, 12)}）"
        rows.append({"name": name, "value": point.value, "label": _label(point), "against": point.against,
                     "nation": point.place == NATION, "title": point.row.title})  # fmt: skip
    rows.sort(key=lambda row: -float(str(row["value"])))
    frame = pd.DataFrame(rows[:40]).drop_duplicates("name")
    axis = alt.X("value:Q", title=None, axis=alt.Axis(orient="top", tickCount=8))
    base = alt.Chart(
        frame, title=_title(measure, say("{year}年 ", year=year), nation=bool(nation) and len(rows) > 1)
    ).encode(y=alt.Y("name:N", sort=None, title=None))
    colour = (
        alt.when("datum.nation")
        .then(alt.value(charts.INK))
        .when("datum.against === '低于'")
        .then(alt.value(charts.ORANGE))
        .otherwise(alt.value(charts.BLUE))
    )
    bars = base.mark_bar(height=16).encode(
        x=axis, color=colour, tooltip=charts.tips(name="地区", label="数值", title="文件")
    )
    layers = [bars]
    if nation and len(rows) > 1:
        line = alt.Chart(pd.DataFrame({"value": nation}))
        layers.append(line.mark_rule(strokeDash=[5, 4], color=charts.INK, size=1.5).encode(x=axis))
    layers += charts.words(base, "label:N", "数值", dx=6, x=axis)
    return alt.layer(*layers).properties(height=alt.Step(27))


def _title(measure: Measure, year: str, *, nation: bool) -> Any:
    """What the chart shows, in which unit, and below it what its signs mean."""
    import altair as alt

    how = "" if measure.name == "水平" else f" {say(measure.name)}"
    unit = f"（{measure.unit}）" if measure.unit else ""
    signs = {"subtitle": say("虚线：全国　▲ 高于全国　▼ 低于全国　＝ 与全国持平")} if nation else {}
    return alt.TitleParams(f"{year}{measure.metric}{how}{unit}", **signs)


def _label(point: Point) -> str:
    against = {"高于": " ▲", "低于": " ▼", "持平": " ＝"}.get(point.against, "")
    sign = parts.sign(point.row.comparator)
    return f"{sign}{charts.shown(point.value)}{against}"


def _lines(measure: Measure, points: list[Point]) -> Any:
    """A line a place over the years, named at its end, the nation dashed and dark; from zero."""
    import altair as alt
    import pandas as pd

    common = Counter(point.place for point in points if point.place != NATION)
    places = [place for place, _ in common.most_common(len(charts.PALETTE))]
    kept = [p for p in points if p.year and (p.place in places or p.place == NATION)]
    frame = pd.DataFrame(
        [{"place": p.place, "year": p.year, "value": p.value, "label": _label(p)} for p in kept]
    ).drop_duplicates(["place", "year"])
    colour = alt.Color(
        "place:N",
        scale=alt.Scale(domain=[NATION, *places], range=[charts.INK, *charts.PALETTE[: len(places)]]),
        legend=None,
    )
    x = alt.X("year:O", title=say("年份"), axis=alt.Axis(labelAngle=0))
    title = f"{say(measure.name)}（{measure.unit}）" if measure.unit else say(measure.name)
    y, beside = (alt.Y(field, title=title, scale=alt.Scale(zero=True)) for field in ("value:Q", "spot:Q"))
    base = alt.Chart(frame, title=_title(measure, "", nation=False)).encode(x=x, y=y, color=colour)
    solid = alt.Scale(domain=[NATION, *places], range=[[6, 4]] + [[1, 0]] * len(places))
    dash = alt.StrokeDash("place:N", scale=solid, legend=None)
    last = frame.loc[frame.groupby("place")["year"].idxmax()].copy()
    gap = (frame["value"].max() - min(0.0, frame["value"].min())) * LABEL / TALL
    last["spot"] = last.groupby("year")["value"].transform(lambda values: apart(list(values), gap))
    ends = alt.Chart(last).encode(x=x, y=beside, text="place:N")
    names = [
        ends.mark_text(align="left", dx=9, fontSize=12, stroke="#FFFFFF", strokeWidth=5, strokeJoin="round"),
        ends.mark_text(align="left", dx=9, fontSize=12).encode(color=colour),
    ]
    return alt.layer(
        base.mark_line(strokeWidth=2).encode(strokeDash=dash),
        base.mark_point(filled=True, size=55).encode(tooltip=charts.tips(place="地区", year="年份", label="数值")),
        *names,
    ).properties(height=TALL)


def apart(values: list[float], gap: float) -> list[float]:
    """Where labels of these values stand so that none covers another: in the values' order, at least ``gap`` from each other,
    the highest no higher than its value unless there is no room below."""
    order = sorted(range(len(values)), key=values.__getitem__)
    spots = list(values)
    for below, above in zip(order, order[1:], strict=False):
        spots[above] = max(spots[above], spots[below] + gap)
    top = max(values, default=0.0)
    for at in reversed(order):
        spots[at] = min(spots[at], top)
        top = spots[at] - gap
    return spots


def _table(measure: Measure, year: int | None) -> None:
    import pandas as pd

    points = [point for point in measure.points if year is None or point.year == year]
    if year is not None:  # in the order of the bars above
        points.sort(key=lambda one: (one.value is None, -(one.value or 0)))
    frame = pd.DataFrame(
        [
            (
                p.place,
                p.year,
                p.value,
                say(AGAINST.get(p.against, "")),
                _words(p),
                p.row.title,
                p.row.clause_label,
                p.row.page,
            )
            for p in points
        ],
        columns=["地区", "年份", "数值", "与全国相比", "写法", "文件", "条款", "页码"],
    )
    key = f"spread_table_{measure.metric}_{measure.name}_{year}"
    tables.keep(key, points, _name)
    table, side = tables.beside(key, say("点一行，旁边显示原文。"), 2.4, 1)
    widths = {"地区": 110, "与全国相比": 100, "写法": 120, "文件": 380, "条款": 150}
    with table:
        value = f"{say('数值')}（{measure.unit}）" if measure.unit else say("数值")
        tables.drawn(frame, key, widths, 620, "对比表", {"数值": st.column_config.NumberColumn(value)})
    chosen = tables.chosen(key, points, _name)
    if chosen is not None:
        row = chosen.row
        note = f'<p class="where">{parts.escape(chosen.note)}</p>' if chosen.note else ""
        with side:
            st.html(f'<blockquote class="quote">“{parts.marked(row.quote, [])}”</blockquote>'
                    f'<p class="where">{parts.escape(row.title)} · {parts.escape(row.clause_label)}</p>{note}')  # fmt: skip
            parts.actions(row.doc, row.clause_id, Span(row.start, row.end), key=f"spread_{row.id}", target=row.id)
