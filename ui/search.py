"""检索与问答: one box for searching and asking; the answer with its evidence, then the clauses that were found."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from kb.model import Answer, Filters, Hit, Query
from ui import parts
from ui.words import say

EXAMPLES = (
    "2025年非化石能源占比",
    "到2030年风电装机要达到多少？",
    "老旧小区怎么节能改造",
    "加氢站归哪些部门管",
    "森林覆盖率目标，省里和国家差多少",
)
MOST_HITS = 10


def show() -> None:
    """The page: question box, answer, hits, filters."""
    asked = st.query_params.get("q", "")
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(
            say("检索或提问"),
            value=asked,
            placeholder=say("输入关键词或问题，例如：上海到2030年风电要装多少？"),
            label_visibility="collapsed",
            key=f"box_{asked}",
        )
        pressed = st.form_submit_button(say("查"), type="primary")
    if pressed:
        question = (typed or "").strip()
        if not question:
            st.warning(say("请先输入要查的内容。"))
        elif question != asked:
            st.query_params["q"] = question
            _remember(question)
            st.rerun()
    if not asked:
        _welcome()
        return
    _results(asked)


def _welcome() -> None:
    counts = parts.library().counts()
    st.caption(
        say(
            "库中有 {documents} 份文件、{clauses} 条条款、{targets} 个量化目标。",
            documents=counts["documents"],
            clauses=counts["clauses"],
            targets=counts["targets"],
        )
    )
    st.write(say("可以这样问："))
    with st.container(horizontal=True):
        for example in EXAMPLES:
            if st.button(example, key=f"example_{example}"):
                _ask(example)
    history = st.session_state.get("history", [])
    if history:
        st.write(say("最近查过："))
        with st.container(horizontal=True):
            for number, past in enumerate(history[:8]):
                if st.button(parts.plain(past), key=f"past_{number}", type="tertiary"):
                    _ask(past)


def _ask(question: str) -> None:
    st.query_params["q"] = question
    _remember(question)
    st.rerun()


def _remember(question: str) -> None:
    past = [item for item in st.session_state.get("history", []) if item != question]
    st.session_state["history"] = [question, *past][:20]


@st.cache_data(show_spinner=False, max_entries=100)
def _answer(question: str, filters: Filters, generation: int) -> Answer:
    return parts.library().ask(question, filters=filters)


def _results(question: str) -> None:
    left, right = st.columns([3, 1], gap="large")
    with right:
        filters = _filters()
    with left, st.spinner(say("正在查找…"), show_time=False):
        answer = _answer(question, filters, parts.library().generation())
    with left:
        _understood(answer.query)
        _show_answer(answer)
        _show_hits(answer.hits)
    with right:
        _counts(answer.hits)


def _filters() -> Filters:
    st.markdown(f"**{say('筛选')}**")
    infos = parts.library().documents()
    regions = st.multiselect(
        say("地区"), sorted({info.place for info in infos}), key="f_regions", placeholder=say("全部")
    )
    genres = st.multiselect(
        say("文种"), sorted({info.genre for info in infos if info.genre}), key="f_genres", placeholder=say("全部")
    )
    titles = {info.doc: info.title for info in infos}
    docs = st.multiselect(
        say("文件"), list(titles), format_func=lambda doc: titles[doc], key="f_docs", placeholder=say("全部")
    )
    return Filters(regions=tuple(regions), genres=tuple(genres), docs=tuple(docs))


def _counts(hits: tuple[Hit, ...]) -> None:
    if not hits:
        return
    regions = Counter(hit.passage.region for hit in hits)
    rows = "".join(
        f"<li>{parts.escape(place or say('全国'))} <span>{count}</span></li>" for place, count in regions.most_common(8)
    )
    st.html(f'<div class="counts"><b>{parts.escape(say("结果分布"))}</b><ul>{rows}</ul></div>')


def _understood(query: Query) -> None:
    told = [*query.places, *(f"{year}年" for year in query.years)]
    if query.period and not query.years:
        told.append(f"{query.period[0]}—{query.period[1]}年")
    told += [
        *query.metrics,
        *query.agencies,
        *query.genres,
        *(f"“{phrase}”" for phrase in query.phrases),
        *query.doc_numbers,
    ]
    if told:
        st.html(f'<p class="understood">{parts.escape(say("理解为："))}{parts.escape(" · ".join(told))}</p>')


def _show_answer(answer: Answer) -> None:
    if answer.abstained:
        st.html(
            f'<div class="answer none"><b>{parts.escape(say("这些文件中没有"))}</b><p>{parts.escape(answer.reason)}</p></div>'
        )
        if answer.nearest:
            st.write(say("最接近的内容："))
            for number, citation in enumerate(answer.nearest[:3], 1):
                parts.evidence(number, citation, key=f"near_{number}")
        return
    numbers = {
        (citation.document_id, citation.span.start, citation.span.end): number
        for number, citation in enumerate(answer.citations, 1)
    }
    lines = []
    for statement in answer.statements:
        marks = sorted({numbers[(c.document_id, c.span.start, c.span.end)] for c in statement.citations})
        computed = ""
        if statement.computed:
            computed = f' <span class="flag">{parts.escape(say("计算"))}：{parts.escape(statement.computed)}</span>'
        tail = "".join(f'<a class="n" href="#evidence-{n}">[{n}]</a>' for n in marks)
        lines.append(f"<p>{parts.escape(statement.text)}{computed} {tail}</p>")
    st.html(f'<div class="answer">{"".join(lines)}</div>')
    for number, citation in enumerate(answer.citations[:8], 1):
        st.html(f'<span id="evidence-{number}"></span>')
        parts.evidence(number, citation, key=f"answer_{number}")


def _show_hits(hits: tuple[Hit, ...]) -> None:
    st.markdown(f"**{say('相关条款')} ({len(hits)})**")
    if not hits:
        st.caption(say("没有找到相关条款。可以换个说法，去掉筛选，或在“文档”页添加文件。"))
    for number, hit in enumerate(hits[:MOST_HITS]):
        passage = hit.passage
        where = " · ".join(x for x in (passage.label, parts.place_of(passage.page, None), passage.region) if x)
        also = say("（另有 {n} 处相同文字）", n=len(hit.also)) if hit.also else ""
        st.html(
            f'<div class="hit"><b>{parts.escape(passage.title)}</b> <span class="where">{parts.escape(where)}{parts.escape(also)}</span>'
            f"<p>{parts.marked(passage.text, hit.marks)}</p></div>"
        )
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            parts.read_link(say("看原文"), passage.doc, passage.clause_id, start=passage.start, end=passage.end)
            parts.cite_button(passage.clause_id, key=f"hit_{number}")
