"""What several pages share (页面部件): the library, safe marked text, evidence blocks, page pictures, links."""

from __future__ import annotations

import html
import io
import os
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from ingest.model import Region, Span
from kb import Library
from kb.model import Citation, PageView, TargetRow
from ui.words import say

COMPARATORS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "约 ", "range": ""}
CHANGES = {"level": "", "decrease": "下降 ", "increase": "增加 ", "rate": "年均 "}


@st.cache_resource(show_spinner=False)
def _opened(path: str | None) -> Library:
    return Library.open(path)


def library() -> Library:
    """The library that this server serves (环境变量 POLICYKB_LIBRARY, else ``library/``)."""
    return _opened(os.environ.get("POLICYKB_LIBRARY"))


def page_named(name: str) -> Any:
    """The page object to link to: search, read, targets, documents, about …"""
    return st.session_state["pages"][name]


def escape(text: str) -> str:
    """Words of a document as HTML text: whatever they hold shows as written."""
    return html.escape(text, quote=True)


def plain(text: str) -> str:
    """Words of a document for a Streamlit label or caption: markdown signs show as written."""
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()#+-.!|<>$~:" else sign for sign in text)


def marked(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """HTML of ``text`` with the runs ``marks`` (offsets into it) highlighted; overlapping runs are joined."""
    joined: list[list[int]] = []
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in marks):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    parts, at = [], 0
    for start, end in joined:
        parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])]).replace("\n", "<br>")


def place_of(page: int | None, line: int | None) -> str:
    """第 3 页, or 第 12 行 for formats without pages; "" when neither is known."""
    if page is not None:
        return say("第 {n} 页", n=page)
    return say("第 {n} 行", n=line) if line is not None else ""


def value_words(row: TargetRow) -> str:
    """A target's value as a reader says it: ≥ 52%, 下降 13.5%, 3–6 个, 碳达峰."""
    if row.kind == "milestone":
        return row.value_text
    if row.value is None:
        return say("数字缺失")
    change = say(CHANGES.get(row.change, "").strip()) + " " if CHANGES.get(row.change) else ""
    most = f"–{number(row.value_max)}" if row.value_max is not None else ""
    gap = "" if row.unit in ("%", "℃", "") else " "
    return f"{change}{COMPARATORS.get(row.comparator, '')}{number(row.value)}{most}{gap}{row.unit}".strip()


def number(value: float) -> str:
    """A number without needless zeros, thousands set apart from 10,000 on."""
    written = f"{value:.10f}".rstrip("0").rstrip(".")
    return f"{value:,.10f}".rstrip("0").rstrip(".") if abs(value) >= 10_000 else written


def read_link(label: str, doc: str, clause: str, *, start: int | None = None, end: int | None = None) -> None:
    """A link to the reader (阅读) at a clause, with the words to mark."""
    place: dict[str, str] = {"doc": doc, "clause": clause}
    if start is not None and end is not None:
        place |= {"start": str(start), "end": str(end)}
    st.page_link(page_named("read"), label=label, query_params=place)


def evidence(number_: int, citation: Citation, *, key: str) -> None:
    """A numbered citation: document, clause, page, the verbatim words, the way to the page, and how to cite it."""
    where = " · ".join(x for x in (citation.label, place_of(citation.page, citation.line)) if x)
    ocr = f' <span class="flag">{escape(say("文字识别"))}</span>' if citation.ocr else ""
    st.html(
        f'<div class="evidence"><span class="n">[{number_}]</span> <b>{escape(citation.title)}</b> '
        f'<span class="where">{escape(where)}</span>{ocr}<blockquote>“{escape(citation.quote)}”</blockquote></div>'
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        read_link(say("看原文"), citation.doc, citation.clause_id, start=citation.span.start, end=citation.span.end)
        cite_button(citation.clause_id, key=key)


def cite_button(clause_id: str, *, key: str) -> None:
    """A small window with the reference in every citation style, ready to copy."""
    with st.popover(say("引用"), type="tertiary", key=f"cite_{key}"):
        style = st.segmented_control(
            say("格式"),
            ["gbt7714", "bibtex", "ris", "csl-json", "markdown"],
            default="gbt7714",
            key=f"style_{key}",
            label_visibility="collapsed",
        )
        st.code(library().cite([clause_id], style=style or "gbt7714"), language=None, wrap_lines=True)


@st.cache_data(show_spinner=False, max_entries=200)
def _picture(document_id: str, doc: str, page: int, spans: tuple[tuple[int, int], ...], scale: float) -> bytes:
    view: PageView = library().page(doc, page, tuple(Span(a, b) for a, b in spans), scale=scale)
    return mark_picture(view, scale)


def mark_picture(view: PageView, scale: float) -> bytes:
    """The page's PNG with its boxes marked in translucent yellow, as with a text marker."""
    from PIL import Image, ImageChops

    picture = Image.open(io.BytesIO(view.png)).convert("RGB")
    layer = Image.new("RGB", picture.size, "white")
    for box in view.boxes:
        edges = (
            int(box.x0 * scale) - 2,
            int(box.top * scale) - 2,
            int(box.x1 * scale) + 2,
            int(box.bottom * scale) + 2,
        )
        layer.paste((255, 226, 92), edges)
    out = io.BytesIO()
    ImageChops.multiply(picture, layer).save(out, "PNG")
    return out.getvalue()


def page_picture(document_id: str, doc: str, page: int, spans: Sequence[Span], *, scale: float = 1.6) -> None:
    """The picture of a page with the cited words marked; says so when the page cannot be drawn."""
    try:
        png = _picture(document_id, doc, page, tuple((s.start, s.end) for s in spans), scale)
    except Exception as error:  # the text stays usable without its picture
        st.warning(say("本页图像无法显示：{why}", why=plain(str(error))))
        return
    st.image(png, width="stretch", alt=say("{doc} 第 {n} 页，命中处标黄", doc=doc, n=page))


def pages_of(regions: Sequence[Region]) -> tuple[int, ...]:
    """The pages on which the regions lie, in order, each once."""
    return tuple(dict.fromkeys(region.page for region in regions if region.page is not None))
