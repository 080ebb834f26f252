"""阅读: the clause tree, the picture of the page with the cited words marked, and what was extracted from the page."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import streamlit as st

from ingest.model import Span
from kb.errors import LibraryError
from kb.model import ClauseRow, DocumentInfo, Filters, TargetRow
from ui import address, choices, outline, paper, parts
from ui.words import say

WIDTHS = {"合适": 1.6, "放大": 2.4}
BEFORE, AFTER = 120, 1_200  # characters shown around a clause of a file that has no pages


def show() -> None:
    """The page; its address names document, clause or page and, when words are to be marked, their place."""
    infos = {info.doc: info for info in parts.library().documents()}
    if not infos:
        parts.nothing(say("资料库还是空的。请先在“文档”页添加文件。"))
        return
    doc = address.word("doc")
    lost = bool(doc) and doc not in infos
    titled = choices.titles(infos.values()).__getitem__
    if lost:
        st.warning(say("库中没有这份文件：{doc}", doc=parts.plain(doc)))
    chosen = st.selectbox(
        say("文件"),
        list(infos),
        index=list(infos).index(doc) if doc in infos else None if lost else 0,
        format_func=titled,
        placeholder=say("选一份文件"),
        label_visibility="collapsed",
        key=f"reading_{doc}",
    )
    if chosen is None:
        return
    if chosen != doc:
        open_at(chosen)
    try:
        _read(infos[chosen])
    except LibraryError as error:
        st.error(parts.plain(str(error)))


def open_at(doc: str, clause: str = "", span: tuple[int, int] | None = None) -> None:
    """Turn this page to a document, a clause of it, or words of it."""
    place = {"doc": doc} | ({"clause": clause} if clause else {})
    if span is not None:
        place |= {"start": str(span[0]), "end": str(span[1])}
    st.query_params.from_dict(place)
    st.rerun()


@st.cache_resource(show_spinner=False, max_entries=50)
def clauses_of(doc: str, generation: int) -> tuple[ClauseRow, ...]:
    return parts.library().clauses(doc)


def _read(info: DocumentInfo) -> None:
    clauses = clauses_of(info.doc, parts.library().generation())
    by_id = {clause.id: clause for clause in clauses}
    wanted = address.word("clause")
    if wanted and wanted not in by_id:
        st.warning(say("这一条在当前版本中已不存在，显示文件开头。"))
    clause = by_id.get(wanted) or _clause_on(clauses, _page_asked(info))
    head = " · ".join(
        x for x in (info.doc_number or "", "、".join(info.issuers), info.issued_on or "", info.validity) if x
    )
    st.html(f'<h1 class="doc">{parts.escape(info.title)}</h1><p class="where">{parts.escape(head)}</p>')
    if clause is None:
        st.info(say("这份文件没有可显示的条款。"))
        if info.pages:
            _pages_only(info)
        return
    _walk()
    with st.container(key="reader"):
        tree, middle, side = st.columns([1.15, 2.5, 1.15], gap="medium")
    with tree:
        _tree(info, clauses, clause)
    span = _marked_span(clause) if wanted else None
    with middle:
        _paper(info, clauses, clause, span)
    with side:
        _side(info, clause, span)


def _page_asked(info: DocumentInfo) -> int | None:
    """The page to which the address turns, None when it names none of this document."""
    asked = address.word("page")
    return int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked) <= (info.pages or 0) else None


def _clause_on(clauses: tuple[ClauseRow, ...], page: int | None) -> ClauseRow | None:
    """The first clause that begins on a page, else the one that runs over it; None when the document has none."""
    if page is None or not clauses:
        return clauses[0] if clauses else None
    before = [clause for clause in clauses if clause.page is not None and clause.page < page]
    here = next((clause for clause in clauses if clause.page == page), None)
    return here or (before[-1] if before else clauses[0])


def _walk() -> None:
    """The way to the hit before and after, when the reader came from a search."""
    hits = st.session_state.get("hits", [])
    here = (address.word("doc"), address.word("clause"))
    at = next((number for number, hit in enumerate(hits) if hit[:2] == here), None)
    if at is None:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="actions_walk"):
        for label, to in ((say("上一处"), at - 1), (say("下一处"), at + 1)):
            inside = 0 <= to < len(hits)
            st.button(label, key=f"walk_{to > at}", type="tertiary", disabled=not inside,
                      on_click=_go, args=(hits[to] if inside else hits[at],))  # fmt: skip
        st.html(
            f'<span class="where">{parts.escape(say("检索命中 {a} / {b}", a=at + 1, b=len(hits)))}</span>',
            width="content",
        )


def _go(hit: tuple[str, str, int, int]) -> None:
    doc, clause, start, end = hit
    st.query_params.from_dict({"doc": doc, "clause": clause, "start": str(start), "end": str(end)})


def _marked_span(clause: ClauseRow) -> Span:
    try:
        return Span(int(address.word("start")), int(address.word("end")))
    except ValueError:
        return Span(clause.start, clause.end)


def _tree(info: DocumentInfo, clauses: tuple[ClauseRow, ...], current: ClauseRow) -> None:
    sought = st.text_input(
        say("在本文件中查找"), placeholder=say("条款号或词语"), key=f"tree_{info.doc}", label_visibility="collapsed"
    ).strip()
    shown = [c for c in clauses if not sought or sought in c.text or sought in c.section]
    if sought:
        st.caption(say("{n} 条", n=len(shown)))
    picked = outline.show(info.doc, shown, current.id)
    if picked and picked != current.id:
        open_at(info.doc, picked)


def _paper(info: DocumentInfo, clauses: tuple[ClauseRow, ...], clause: ClauseRow, span: Span | None) -> None:
    document = parts.library().document(info.doc)
    pages = paper.pages_of(document.locate(span)) if span is not None else ()
    asked = _page_asked(info)
    if span is None and clause.page is not None:
        pages = (clause.page,)
    if not pages and asked is None:
        _steps(info, clauses, clause)
        _text_view(info, clause, span)
        return
    number = asked or pages[0]
    scale = _turning(info, number, () if span is None else pages)
    paper.show(info.document_id, info.doc, number, [] if span is None else [span], scale=scale)


def _turn(to: int) -> None:
    st.query_params["page"] = str(to)


def _turning(info: DocumentInfo, number: int, pages: tuple[int, ...]) -> float:
    """Buttons to turn the page, the way between marked pages, and the size."""

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="turning"):
        st.button(say("上一页"), disabled=number <= 1, key="page_back", on_click=_turn, args=(number - 1,))
        st.markdown(say("第 {n} 页 / 共 {total} 页", n=number, total=info.pages))
        st.button(say("下一页"), disabled=number >= info.pages, key="page_on", on_click=_turn, args=(number + 1,))
        for other in [page for page in pages if page != number][:2]:
            st.button(say("标记处：第 {n} 页", n=other), key=f"page_mark_{other}", on_click=_turn, args=(other,))
        sizes = list(WIDTHS)
        size = st.segmented_control(
            say("大小"), sizes, format_func=say, key=choices.key("page_size", sizes, say, "合适", held=False),
            label_visibility="collapsed",
        )  # fmt: skip
    return WIDTHS[size or "合适"]


def _steps(info: DocumentInfo, clauses: tuple[ClauseRow, ...], clause: ClauseRow) -> None:
    """The way to the clause before and after, where there are no pages to turn."""
    at = next(number for number, one in enumerate(clauses) if one.id == clause.id)

    def step(to: int) -> None:
        st.query_params.from_dict({"doc": info.doc, "clause": clauses[to].id})

    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="turning"):
        st.button(say("上一条"), disabled=at == 0, key="clause_back", on_click=step, args=(at - 1,))
        st.markdown(say("第 {n} 条 / 共 {total} 条", n=at + 1, total=len(clauses)))
        last = at + 1 == len(clauses)
        st.button(say("下一条"), disabled=last, key="clause_on", on_click=step, args=(at + 1,))


def _pages_only(info: DocumentInfo) -> None:
    address.first(f"only_{info.doc}", _page_asked(info) or 1)
    number = st.number_input(say("页码"), 1, info.pages, key=f"only_{info.doc}", width=160)
    paper.show(info.document_id, info.doc, int(number), [])


def _text_view(info: DocumentInfo, clause: ClauseRow, span: Span | None) -> None:
    """The words of a file without pages: the clause and what stands around it, the cited words marked."""
    document = parts.library().document(info.doc)
    text = document.text
    place = span or Span(clause.start, clause.end)
    start = text.rfind("\n", 0, max(0, min(clause.start, place.start) - BEFORE)) + 1
    end = text.find("\n", min(len(text), max(clause.end, place.end) + AFTER))
    end = len(text) if end < 0 else end
    first, last = document.line_of(start), document.line_of(end - 1)
    if first is not None:
        st.caption(say("第 {a}—{b} 行（此格式没有页码）", a=first, b=last))
    marks = [] if span is None else [(span.start - start, span.end - start)]
    st.html(f'<div class="paper">{parts.marked(text[start:end], marks)}</div>')


def _side(info: DocumentInfo, clause: ClauseRow, span: Span | None) -> None:
    where = " · ".join(x for x in (clause.label, parts.place_of(clause.page, clause.line)) if x)
    st.html(f'<h2 class="side">{parts.escape(say("本条"))}</h2><p class="where">{parts.escape(where)}</p>')
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="clause_actions"):
        parts.cite_button(clause.id, span, key=f"read_{clause.id}")
        parts.clip_button(info.doc, span or Span(clause.start, clause.end), key=f"read_{clause.id}")
        with st.popover(say("本条链接"), type="tertiary", key="clause_link"):
            st.caption(say("复制这个地址，别人打开就是这一条："))
            st.code(_link(str(st.context.url or ""), info.doc, clause.id), language=None, wrap_lines=True)
    rows = parts.rows(Filters(docs=(info.doc,)))
    _hits(info, clause, rows)
    if info.doubtful:
        with st.expander(say("存疑页 ({n})", n=len(info.doubtful))):
            for page, reason in info.doubtful:
                told = say("{what}：{told}", what=parts.place_of(page, None), told=parts.plain(say(reason)))
                st.button(told, key=f"doubtful_{page}", type="tertiary", wrap=True, on_click=_turn, args=(page,))


def _link(here: str, doc: str, clause: str) -> str:
    """The whole address of a clause on the site that was reached at ``here``; every sign in it survives a mail or a chat."""
    site = urlsplit(here)
    path = site.path if site.path.rstrip("/").endswith("/read") else f"{site.path.rstrip('/')}/read"
    query = urlencode({"doc": doc, "clause": clause}, quote_via=quote)
    return urlunsplit((site.scheme, site.netloc, path, query, ""))


def _hits(info: DocumentInfo, clause: ClauseRow, rows: tuple[TargetRow, ...]) -> None:
    """The targets of this page (of this clause where there are no pages), each a button that marks its words."""
    page = _page_asked(info) or _first_page(info, clause)
    here = [row for row in rows if (row.page == page if page else row.clause_id == clause.id)]
    head = say("本页目标") if page else say("本条目标")
    st.html(f'<h2 class="side">{parts.escape(head)} <span class="where">{len(here)}</span></h2>')
    if not here:
        st.caption(say("本页没有量化目标。") if page else say("本条没有量化目标。"))
    with st.container(height=560, border=False, key="page_targets"):
        for place, row in enumerate(here[:80]):
            label = parts.plain(" ".join(x for x in (str(row.year or ""), row.metric) if x))
            st.button(
                f"{label} **{parts.plain(parts.value_words(row))}**",
                key=f"mark_{place}_{row.id}",
                type="tertiary",
                wrap=True,
                on_click=_mark,
                args=(row,),
            )


def _first_page(info: DocumentInfo, clause: ClauseRow) -> int | None:
    start = address.word("start")
    if start.isdigit() and clause.page is not None:
        return parts.library().document(info.doc).page_of(int(start)) or clause.page
    return clause.page


def _mark(row: TargetRow) -> None:
    place = {"doc": row.doc, "clause": row.clause_id, "start": str(row.start), "end": str(row.end)}
    st.query_params.from_dict(place)
