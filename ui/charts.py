"""Charts (图): one idea each, direct labels, units on the axes; saved as PNG, SVG or CSV with Chinese on any machine."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st

from kb.amounts import number
from ui import files
from ui.words import say

FONT = "Policy Sans"
FONTS = f"{FONT}, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
BLUE, ORANGE, GREY, INK = "#1F4E79", "#C8741A", "#7A8694", "#1C2430"
# Okabe and Ito's colours, which people with any colour vision can tell apart.
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#6E6E6E", "#8B5A2B"]
_FOLDER = Path(__file__).with_name("fonts")


def styled(chart: Any) -> Any:
    """The chart in the app's look: its own font, quiet grid, no frame."""
    return (
        chart.configure(font=FONTS, background="#FFFFFF", padding={"left": 8, "right": 24, "top": 8, "bottom": 8})
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor="#556070", gridColor="#E6EAEF",
                        domainColor="#9AA5B1", tickColor="#9AA5B1", labelLimit=320, titleFontWeight="normal")
        .configure_title(fontSize=14, anchor="start", color=INK, fontWeight="bold", offset=12,
                         subtitleFontSize=12, subtitleColor="#556070", subtitlePadding=6)
    )  # fmt: skip


def show(chart: Any, data: Sequence[Mapping[str, object]], *, name: str, alt: str, key: str) -> None:
    """The chart with its pictures and data to take away."""
    final = styled(chart)
    st.altair_chart(final, width="stretch", theme=None, key=f"chart_{key}", alt=alt)
    spec = json.dumps(final.to_dict(), ensure_ascii=False, default=str)
    made: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("PNG", "image/png", partial(picture, spec, "png")),
        ("SVG", "image/svg+xml", partial(picture, spec, "svg")),
        ("CSV", "text/csv", partial(table, data)),
    )
    files.links(
        [
            files.Offer(
                say("存为 {format}", format=label), ("chart", label, spec), make, f"{name}.{label.lower()}", mime
            )
            for label, mime, make in made
        ],
        quiet=True,
    )


@cache
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(_FOLDER))
    return vl_convert


@st.cache_data(show_spinner=False, max_entries=20)
def picture(spec: str, kind: str) -> bytes:
    """The chart as PNG (two pixels a point) or SVG, drawn here with the font that ships with the app."""
    whole = json.loads(spec)
    _sized(whole)
    if kind == "svg":
        svg: str = _converter().vegalite_to_svg(whole)
        return svg.encode()
    png: bytes = _converter().vegalite_to_png(whole, scale=2)
    return png


def _sized(spec: dict[str, Any]) -> None:
    """A width in points where the page says “as wide as there is room”."""
    if spec.get("width") in (None, "container"):
        spec["width"] = 860


def table(data: Sequence[Mapping[str, object]]) -> bytes:
    """The data of a chart as CSV that spreadsheets open with Chinese intact; no cell starts a formula."""
    out = io.StringIO()
    if data:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(data[0])
        writer.writerows([[_cell(value) for value in row.values()] for row in data])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@", "\t")):
        return f"'{value}"
    return "" if value is None else value


def tips(*fields: str, **named: str) -> list[Any]:
    """What is told when a mark is pointed at: fields under their own Chinese names, or ``named`` (field=name)."""
    import altair as alt

    told = {field: field for field in fields} | named
    return [alt.Tooltip(field, title=say(name)) for field, name in told.items()]


def words(base: Any, field: str, name: str, *, dx: int, **encoded: Any) -> list[Any]:
    """The words of ``field`` beside each mark, told to screen readers under its Chinese ``name``; a white rim keeps lines
    behind them from striking them out."""
    import altair as alt

    text = alt.Text(field, title=say(name))
    looks: tuple[dict[str, Any], ...] = ({"stroke": "#FFFFFF", "strokeWidth": 6, "strokeJoin": "round"}, {})
    return [
        base.mark_text(align="left", dx=dx, fontSize=12, color=INK, **look).encode(text=text, **encoded)
        for look in looks
    ]


def shown(value: float | None) -> str:
    """A number as a label on a chart."""
    return "" if value is None else number(round(value, 4))
