"""检索与问答: one box for searching and asking; the answer with its evidence, then the clauses that were found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ingest.model import Span
from kb.errors import LibraryError
from kb.model import Answer, Citation, Filters, Hit, Query
from ui import address, choices, examples, paper, parts, understood
from ui.words import in_english, say

WAYS = (
    ("targets", "目标表", "按年份、地区、指标筛选全部量化目标，核对原文，导出表格。"),
    ("compare", "各地对比", "同一指标在各地定多少，高于还是低于全国；谁负责；谁引用谁。"),
    ("documents", "文件清单", "库中有哪些文件；上传新文件，更正元数据。"),
)
FEW, MOST = 8, 40
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def show() -> None:
    """The page: question box, answer, hits, filters."""
    asked = address.word("q")
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="askbox"):
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
            _ask(question)
            st.rerun()
    if not parts.library().documents():
        parts.nothing(say("资料库还是空的。请先在“文档”页添加文件。"))
        return
    if not asked:
        _welcome()
        return
    _remember(asked)
    try:
        _results(asked)
    except LibraryError as error:
        st.error(parts.plain(str(error)))


def _welcome() -> None:
    counts = parts.library().counts()
    st.html(f'<h1 class="doc welcome">{parts.escape(say("查政策，找目标，引原文"))}</h1>')
    said = {name: f"{count:,}" for name, count in counts.items()}
    st.caption(say("库中有 {documents} 份文件、{clauses} 条条款、{targets} 个量化目标。", **said))
    past = st.session_state.get("history", [])
    if past:
        st.html(f'<h2 class="side">{parts.escape(say("最近查过："))}</h2>')
        with st.container(horizontal=True, key="past"):
            for place, question in enumerate(past[:8]):
                st.button(parts.plain(question), key=f"past_{place}", type="tertiary", on_click=_ask, args=(question,))
    if offered := examples.questions():
        st.html(f'<h2 class="side">{parts.escape(say("可以这样问："))}</h2>')
        with st.container(horizontal=True, key="examples"):
            for example in offered:
                st.button(parts.plain(example), key=f"example_{example}", on_click=_ask, args=(example,))
    st.html(f'<h2 class="side">{parts.escape(say("也可以直接看："))}</h2>')
    for column, (page, title, words) in zip(st.columns(len(WAYS)), WAYS, strict=True):
        with column, st.container(border=True, height="stretch", key=f"way_{page}"):
            st.page_link(parts.page_named(page), label=say(title))
            st.caption(say(words))


def _ask(question: str) -> None:
    st.query_params.from_dict({"q": question})
    st.session_state.pop("more_hits", None)


def _remember(question: str) -> None:
    past = [item for item in st.session_state.get("history", []) if item != question]
    st.session_state["history"] = [question, *past][:20]


@st.cache_resource(show_spinner=False, max_entries=100)
def _understand(question: str, generation: int) -> Query:
    return parts.library().understand(question)


@st.cache_resource(show_spinner=False, max_entries=100)
def _answer(query: Query, filters: Filters, generation: int) -> Answer:
    return parts.library().ask(query, filters=filters)


@st.cache_resource(show_spinner=False, max_entries=100)
def _found(query: Query, filters: Filters, generation: int) -> tuple[Hit, ...]:
    return parts.library().search(query, limit=MOST, filters=filters)


def _results(question: str) -> None:
    generation = parts.library().generation()
    left, right = st.columns([3, 1], gap="large")
    with left:
        top = st.container()
    with top, st.spinner(say("正在查找…"), show_time=False):
        query = understood.corrected(_understand(question, generation))
        everything = _found(query, Filters(), generation)
    if not any(sign.isalnum() for sign in question):  # nothing was looked for: what is nearest to a mark is no find
        with left:
            _show_answer(_answer(query, Filters(), generation))
        return
    with right:
        filters = _filters(everything)
    with left, st.spinner(say("正在查找…"), show_time=False):
        answer = _answer(query, filters, generation)
        hits = everything if filters == Filters() else _found(query, filters, generation)
    with left:
        understood.show(query)
        strips = _show_answer(answer)
        _show_hits(hits, answer.unfound)
    for room, strip in strips:  # words first: a picture takes longer to draw than all else on the page
        with room:
            strip()


def _filters(hits: tuple[Hit, ...]) -> Filters:
    """Places, genres and documents of what was found, each with its count; what is chosen stands in the address."""
    infos = {info.doc: info for info in parts.library().documents()}
    if hits:
        st.html(f'<h2 class="side">{parts.escape(say("筛选"))}</h2>')
    regions = _picked("region", "地区", (hit.passage.region or "全国" for hit in hits))
    genres = _picked("genre", "文种", (infos[hit.passage.doc].genre for hit in hits if hit.passage.doc in infos))
    dated = (infos[hit.passage.doc].issued_on or "" for hit in hits if hit.passage.doc in infos)
    issued = _picked("issued", "发布年份", (date[:4] for date in dated))
    docs = tuple(doc for doc, info in infos.items() if (info.issued_on or "")[:4] in issued) if issued else ()
    address.hold({"region": regions, "genre": genres, "issued": issued})
    return Filters(regions=tuple(regions), genres=tuple(genres), docs=docs)


def _picked(name: str, title: str, values: Iterable[str]) -> list[str]:
    counts = Counter(value for value in values if value)
    for kept in address.words(name):
        counts.setdefault(kept, 0)
    if not counts:
        return []
    options = [value for value, _ in counts.most_common(10)]

    def counted(value: str) -> str:
        return f"{parts.plain(value)} {counts[value]}"

    return st.pills(
        say(title),
        options,
        selection_mode="multi",
        key=choices.key(f"filter_{name}_{address.word('q')}", options, counted, address.chosen(name, options)),
        format_func=counted,
        wrap=True,
    )


def _show_answer(answer: Answer) -> list[tuple[DeltaGenerator, Callable[[], None]]]:
    if answer.abstained:
        head, why = _refused(answer)
        st.html(f'<div class="answer none" role="status"><b>{parts.escape(head)}</b><p>{parts.escape(why)}</p></div>')
        if answer.nearest:
            st.html(f'<h2 class="side">{parts.escape(say("最接近的内容："))}</h2>')
            for place, citation in enumerate(answer.nearest[:3], 1):
                parts.evidence(place, citation, key="near")
        return []
    numbers = {_place(citation): number for number, citation in enumerate(answer.citations, 1)}
    lines = [f'<p class="note">{parts.escape(note)}</p>' for note in answer.notes]
    for statement in answer.statements:
        cited = {numbers[_place(citation)]: citation for citation in statement.citations}
        computed = ""
        if statement.computed:
            computed = f' <span class="flag">{parts.escape(say("计算"))}：{parts.escape(statement.computed)}</span>'
        tail = "".join(_mark(number, citation) for number, citation in sorted(cited.items()))
        lines.append(f"<p>{parts.marked(statement.text, [])}{computed} {tail}</p>")
    st.html(f'<div class="answer" role="status">{"".join(lines)}</div>')
    infos = {info.doc: info for info in parts.library().documents()}
    strips: list[tuple[DeltaGenerator, Callable[[], None]]] = []
    for place, citation in enumerate(answer.citations[:8], 1):
        info = infos.get(citation.doc)
        room = _with_room(place, citation) if place <= 2 and citation.page is not None and info is not None else None
        if room is None or info is None or citation.page is None:
            parts.evidence(place, citation, key="answer")
            continue
        strips.append(
            (room, partial(paper.show, info.document_id, citation.doc, citation.page, [citation.span], scale=1.4, strip=True))
        )  # fmt: skip
    return strips


def _refused(answer: Answer) -> tuple[str, str]:
    """That there is no answer, and why, in the language of the page: the library tells the reason in Chinese. What is no
    question, or none in Chinese, was not looked for: nothing is said of the documents then."""
    asked = answer.query.text
    if not any(sign.isalnum() for sign in asked):
        return say("没有可以查的内容"), _own(answer, say("请用中文输入要查的内容。"))
    if not _CHINESE.search(asked):
        return say("请用中文提问"), _own(answer, say("目前只能回答中文问题。"))
    return say("这些文件中没有"), _own(answer, _missing(answer))


def _own(answer: Answer, english: str) -> str:
    return english if in_english() else answer.reason


def _missing(answer: Answer) -> str:
    query = answer.query
    terms = [*query.places, *(str(year) for year in query.years), *query.metrics, *query.terms]
    if not answer.nearest or not terms:
        return say("库中没有与这个问题有关的内容。")
    return say("查找的是：{terms}。最接近的内容列在下面。", terms=", ".join(dict.fromkeys(terms)))


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.span.start, citation.span.end


def _mark(number: int, citation: Citation) -> str:
    """[n], which shows the words on the page when it is pointed at, reached by keyboard or clicked."""
    where = " · ".join(x for x in (citation.label, parts.place_of(citation.page, citation.line)) if x)
    words = parts.escape(parts.shortened(citation.quote, 200))
    return (
        f'<a class="n" href="#evidence-answer-{number}">[{number}]<span class="tip">“{words}”<br>'
        f'<span class="where">{parts.escape(parts.shortened(citation.title, 40))} {parts.escape(where)}</span></span></a>'
    )


def _with_room(place: int, citation: Citation) -> DeltaGenerator:
    """The evidence, with room beside it for the strip of the page in which the words stand."""
    words, picture = st.columns([1.25, 1], gap="medium", vertical_alignment="center")
    with words:
        parts.evidence(place, citation, key="answer")
    with picture:
        return st.container(key=f"strip_{place}")


def _show_hits(hits: tuple[Hit, ...], unfound: tuple[str, ...]) -> None:
    st.html(f'<h2 class="side">{parts.escape(say("相关条款"))} <span class="where">{len(hits)}</span></h2>')
    if unfound and hits:
        words = "、".join(f"“{words}”" for words in unfound)
        st.caption(parts.plain(say("没有一处写有{words}这几个字，下面是最接近的条款。", words=words)))
    if not hits:
        st.caption(say("没有找到相关条款。可以换个说法，去掉筛选，或在“文档”页添加文件。"))
    st.session_state["hits"] = [(h.passage.doc, h.passage.clause_id, h.passage.start, h.passage.end) for h in hits]
    shown = hits if st.session_state.get("more_hits") else hits[:FEW]
    issued = {info.doc: (info.issued_on or "")[:4] for info in parts.library().documents()}
    for number, hit in enumerate(shown):
        passage = hit.passage
        year = issued.get(passage.doc)
        dated = say("{year}年", year=year) if year else ""
        facts = (passage.label, parts.place_of(passage.page, hit.line), passage.region, dated)
        where = " · ".join(x for x in facts if x)
        also = say("（另有 {n} 处相同文字）", n=len(hit.also)) if hit.also else ""
        caution = f' <b class="caution">{parts.escape(hit.caution)}</b>' if hit.caution else ""
        words, marks = parts.around(
            passage.text, [(start - passage.start, end - passage.start) for start, end in hit.marks]
        )
        st.html(
            f'<div class="hit"><b>{parts.escape(passage.title)}</b>{caution} <span class="where">{parts.escape(where)}'
            f"{parts.escape(also)}</span><p>{parts.marked(words, marks)}</p></div>"
        )
        parts.actions(passage.doc, passage.clause_id, Span(passage.start, passage.end), key=f"hit_{number}")
    if len(hits) > len(shown) and st.button(say("再显示 {n} 条", n=len(hits) - len(shown)), key="more_hits_button"):
        st.session_state["more_hits"] = True
        st.rerun()
