"""阅读: the clause tree, the picture of the page with the cited words marked, and what was extracted from the page."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from ingest.model import Span
from kb.errors import LibraryError
from kb.model import ClauseRow, DocumentInfo, Filters
from ui import parts
from ui.words import say


def show() -> None:
    """The page; its address names document, clause and, when words are to be marked, their place."""
    library = parts.library()
    infos = {info.doc: info for info in library.documents()}
    if not infos:
        st.info(say("资料库还是空的。请先在“文档”页添加文件。"))
        return
    doc = st.query_params.get("doc", "")
    if doc and doc not in infos:
        st.warning(say("库中没有这份文件：{doc}", doc=parts.plain(doc)))
    chosen = st.selectbox(
        say("文件"),
        list(infos),
        index=list(infos).index(doc) if doc in infos else 0,
        format_func=lambda name: infos[name].title,
        label_visibility="collapsed",
    )
    if chosen != doc:
        _open(chosen, "")
    try:
        _read(infos[chosen])
    except LibraryError as error:
        st.error(str(error))


def _open(doc: str, clause: str) -> None:
    st.query_params.from_dict({"doc": doc, "clause": clause} if clause else {"doc": doc})
    st.rerun()


@st.cache_data(show_spinner=False, max_entries=50)
def _clauses(doc: str, generation: int) -> tuple[ClauseRow, ...]:
    return parts.library().clauses(doc)


def _read(info: DocumentInfo) -> None:
    clauses = _clauses(info.doc, parts.library().generation())
    by_id = {clause.id: clause for clause in clauses}
    wanted = st.query_params.get("clause", "")
    if wanted and wanted not in by_id:
        st.warning(say("这一条在当前版本中已不存在，显示文件开头。"))
    clause = by_id.get(wanted, clauses[0] if clauses else None)
    head = " · ".join(
        x for x in (info.doc_number or "", "、".join(info.issuers), info.issued_on or "", info.validity) if x
    )
    st.html(f'<h1 class="doc">{parts.escape(info.title)}</h1><p class="where">{parts.escape(head)}</p>')
    if clause is None:
        st.info(say("这份文件没有可显示的条款。"))
        _doubts(info)
        return
    tree, paper, side = st.columns([1.1, 2.4, 1.1], gap="medium")
    with tree:
        _tree(info, clauses, clause)
    span = _marked_span(clause)
    with paper:
        _paper(info, clause, span)
    with side:
        _side(info, clause)
        _doubts(info)


def _marked_span(clause: ClauseRow) -> Span:
    try:
        return Span(int(st.query_params["start"]), int(st.query_params["end"]))
    except (KeyError, ValueError):
        return Span(clause.start, clause.end)


def _tree(info: DocumentInfo, clauses: tuple[ClauseRow, ...], current: ClauseRow) -> None:
    sought = st.text_input(say("在本文件中查找"), placeholder=say("条款号或词语"), key=f"tree_{info.doc}")
    shown = [c for c in clauses if not sought or sought in c.text or sought in c.section]
    st.caption(say("{n} 条", n=len(shown)))
    with st.container(height=820, border=False, key="tree"):
        for clause in shown[:400]:
            name = clause.title or clause.text.strip()[:18] or say("正文")
            label = f"{'　' * max(0, clause.depth - 1)}{_own_label(clause)}{name[:22]}"
            kind: Literal["primary", "tertiary"] = "primary" if clause.id == current.id else "tertiary"
            if st.button(parts.plain(label), key=f"c_{clause.id}", type=kind, width="stretch"):
                _open(info.doc, clause.id)


def _own_label(clause: ClauseRow) -> str:
    """The clause's own number, （二） of 三、（二）, as far as its section path ends in it."""
    last = clause.section.rsplit(" / ", 1)[-1]
    return last[: len(last) - len(clause.title)].strip() if clause.title and last.endswith(clause.title) else ""


def _paper(info: DocumentInfo, clause: ClauseRow, span: Span) -> None:
    document = parts.library().document(info.doc)
    pages = parts.pages_of(document.locate(span))
    if not pages:
        _text_view(info, clause, span)
        return
    number = st.session_state.get("page_number") if st.session_state.get("page_of") == (info.doc, clause.id) else None
    number = number or pages[0]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="center"):
        if st.button(say("上一页"), disabled=number <= 1, key="page_back"):
            _turn(info, clause, number - 1)
        st.write(say("第 {n} 页 / 共 {total} 页", n=number, total=info.pages))
        if st.button(say("下一页"), disabled=number >= info.pages, key="page_on"):
            _turn(info, clause, number + 1)
        other = [page for page in pages if page != number]
        if other and st.button(say("标记处：第 {n} 页", n=other[0]), key="page_mark"):
            _turn(info, clause, other[0])
    parts.page_picture(info.document_id, info.doc, number, [span])


def _turn(info: DocumentInfo, clause: ClauseRow, number: int) -> None:
    st.session_state["page_of"] = (info.doc, clause.id)
    st.session_state["page_number"] = number
    st.rerun()


def _text_view(info: DocumentInfo, clause: ClauseRow, span: Span) -> None:
    document = parts.library().document(info.doc)
    first, last = document.line_of(span.start), document.line_of(span.end - 1)
    if first is not None:
        st.caption(say("第 {a}—{b} 行（此格式没有页码）", a=first, b=last))
    start, end = min(clause.start, span.start), max(clause.end, span.end)
    st.html(
        f'<div class="paper">{parts.marked(document.text[start:end], [(span.start - start, span.end - start)])}</div>'
    )


def _side(info: DocumentInfo, clause: ClauseRow) -> None:
    st.markdown(f"**{say('本条')}**")
    where = " · ".join(x for x in (clause.label, parts.place_of(clause.page, clause.line)) if x)
    st.html(f'<p class="where">{parts.escape(where)}</p>')
    parts.cite_button(clause.id, key=f"read_{clause.id}")
    rows = [
        row for row in parts.library().targets(Filters(docs=(info.doc,))) if row.page == clause.page and clause.page
    ]
    if clause.page is None:
        rows = [row for row in parts.library().targets(Filters(docs=(info.doc,))) if row.clause_id == clause.id]
    st.markdown(f"**{say('本页目标')} ({len(rows)})**")
    for number, row in enumerate(rows[:40]):
        year = f"{row.year} " if row.year else ""
        st.html(
            f'<div class="small"><span class="where">{parts.escape(year)}</span>{parts.escape(row.metric)} '
            f"<b>{parts.escape(parts.value_words(row))}</b></div>"
        )
        if st.button(say("标出"), key=f"mark_{number}_{row.id}", type="tertiary"):
            st.query_params.from_dict(
                {"doc": info.doc, "clause": row.clause_id, "start": str(row.start), "end": str(row.end)}
            )
            st.rerun()


def _doubts(info: DocumentInfo) -> None:
    if info.doubtful:
        with st.expander(say("存疑页 ({n})", n=len(info.doubtful))):
            for page, reason in info.doubtful:
                st.write(f"{parts.place_of(page, None)}：{parts.plain(reason)}")
