"""遗漏与存疑: numbers that did not become targets with their reasons, and pages whose text is doubtful."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from ingest.model import Span
from kb.model import DocumentInfo, LeftoverRow
from ui import address, choices, forms, paper, parts, tables
from ui.words import in_english, say

if TYPE_CHECKING:
    import pandas as pd


def show() -> None:
    """Choose a document; its leftovers and doubtful pages, the page beside them, and the form that adds a row."""
    infos = {info.doc: info for info in parts.library().documents()}
    if not infos:
        parts.nothing(say("资料库还是空的。请先在“文档”页添加文件。"))
        return
    doubtful = [(info, page, reason) for info in infos.values() for page, reason in info.doubtful]
    asked, view = address.word("doc"), address.word("view")
    views = ("numbers", "pages")

    def named(one: str) -> str:
        return say("未成为目标的数字") if one == "numbers" else say("存疑页 ({n})", n=len(doubtful))

    chosen = st.segmented_control(
        say("查看"),
        views,
        format_func=named,
        key=choices.key("gaps_view", views, named, "pages" if view == "pages" else "numbers"),
        label_visibility="collapsed",
        required=True,
    )
    address.hold({"view": "" if chosen == "numbers" else chosen or ""})
    if chosen == "pages":
        _pages(doubtful)
        return
    docs, titled = list(infos), choices.titles(infos.values()).__getitem__
    doc = st.selectbox(
        say("文件"), docs, format_func=titled,
        key=choices.key("gaps_doc", docs, titled, asked if asked in infos else docs[0]),
    )  # fmt: skip
    address.hold({"doc": "" if doc == docs[0] else doc})
    _numbers(infos[doc])


@st.cache_data(show_spinner=False, max_entries=30)
def _leftovers(doc: str, generation: int) -> tuple[LeftoverRow, ...]:
    return parts.library().leftovers(doc)


def _numbers(info: DocumentInfo) -> None:
    everything = _leftovers(info.doc, parts.library().generation())
    if not everything:
        st.success(say("这份文件中的每个数字都成了目标。"))
        return
    counts = Counter(row.reason for row in everything)
    usual = [reason for reason, _ in counts.most_common(12)]

    def counted(reason: str) -> str:
        return f"{parts.plain(say(reason))} {counts[reason]}"

    reasons = st.pills(
        say("原因"),
        usual,
        selection_mode="multi",
        format_func=counted,
        key=choices.key(f"reasons_{info.doc}", usual, counted, [], held=False),
        wrap=True,
    )
    rows = [row for row in everything if not reasons or row.reason in reasons]
    st.markdown(say("**{n}** 个数字没有成为目标", n=len(rows)))
    key = f"leftovers_{info.doc}_{'|'.join(reasons)}"
    table, side = tables.beside(key, say("点一行，旁边显示它在页面上的位置，并可补成目标。"), 1.6, 1.2)
    frame, widths = _frame(rows), {"数字": 110, "原因": 280 if in_english() else 190, "上下文": 420, "条款": 140}
    with table:
        tables.drawn(frame, key, widths, 700, "未成为目标的数字")
    chosen = tables.chosen(key, rows)
    if chosen is not None:
        with side:
            _source(info, chosen)


def _frame(rows: list[LeftoverRow]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [(row.written, say(row.reason), row.context.replace("\n", " "), row.clause_label, row.page) for row in rows],
        columns=["数字", "原因", "上下文", "条款", "页码"],
    )


def _source(info: DocumentInfo, row: LeftoverRow) -> None:
    document = parts.library().document(info.doc)
    sentence = forms.sentence(document.text, row.start, row.end)
    marks = [(row.start - sentence.start, row.end - sentence.start)]
    where = " · ".join(x for x in (row.clause_label, parts.place_of(row.page, None), say(row.reason)) if x)
    st.html(
        f'<blockquote class="quote">{parts.marked(document.quote(sentence), marks)}</blockquote>'
        f'<p class="where">{parts.escape(where)}</p>'
    )
    with st.container(horizontal=True, key="actions_gap"):
        parts.read_link(say("看原文"), info.doc, row.clause_id, start=row.start, end=row.end)
    if row.page is not None:
        with st.container(key="gap_strip"):
            paper.show(info.document_id, info.doc, row.page, [Span(row.start, row.end)], scale=1.5, strip=True)
    with st.expander(say("补成目标")):
        forms.add(info.doc, sentence, document.text, row.written, key=f"add_{row.start}")


def _pages(doubtful: list[tuple[DocumentInfo, int, str]]) -> None:
    import pandas as pd

    if not doubtful:
        st.success(say("没有存疑的页。"))
        return
    frame = pd.DataFrame(
        [(info.title, page, say(reason)) for info, page, reason in doubtful], columns=["文件", "页码", "原因"]
    )
    widths = {"文件": 330, "原因": 240}
    table, side = tables.beside("doubtful_table", say("点一行，旁边显示这一页。"), 1.4, 1.2)
    with table:
        tables.drawn(frame, "doubtful_table", widths, 640, "存疑页")
    chosen = tables.chosen("doubtful_table", doubtful)
    if chosen is None:
        return
    info, page, reason = chosen
    with side:
        st.html(f'<p class="where">{parts.escape(info.title)} · {parts.escape(say(reason))}</p>')
        place = {"doc": info.doc, "page": str(page)}
        with st.container(horizontal=True, key="actions_page"):
            st.page_link(parts.page_named("read"), label=say("阅读这一页"), query_params=place)
        paper.show(info.document_id, info.doc, page, [], scale=1.3)
