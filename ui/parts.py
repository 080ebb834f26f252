"""What several pages share (页面部件): the library, safe marked text, evidence, citing, setting aside, links."""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from ingest.model import Span
from kb import Library
from kb.amounts import direction, figure
from kb.beginnings import begun
from kb.errors import LibraryError
from kb.model import Citation, DocumentInfo, Filters, TargetRow
from ui.words import in_english, say

COMPARATORS = {"=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "约 ", "range": ""}
# Markdown makes links of bare addresses after it has taken the backslashes away; a sign of no width keeps it from that.
_ADDRESS, _JOINER = re.compile(r"https?:(?=//)|www(?=\.)|@", re.IGNORECASE), "\u2060"
_SEEN = 120  # characters of a hit that are surely seen
STANDS = 4.0  # seconds that the browser shows a message
STYLES = {"gbt7714": "GB/T 7714", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON", "markdown": "Markdown"}


@st.cache_resource(show_spinner=False)
def _opened(path: str | None) -> Library:
    return Library.open(path)


def library() -> Library:
    """The library that this server serves (环境变量 POLICYKB_LIBRARY, else ``library/``)."""
    return _opened(os.environ.get("POLICYKB_LIBRARY"))


class Locked(LibraryError):
    """A change that was asked for before the password (写入口令) was given."""

    def __str__(self) -> str:
        return say("这个资料库设了写入口令，没有改动。请先在页面右上方的“写入口令”处输入。")


def locked() -> bool:
    """Whether changes wait for the password that is set (POLICYKB_WRITE_PASSWORD): it counts for one visit."""
    return bool(library().settings.write_password) and not st.session_state.get("may_write", False)


def writer() -> Library:
    """The library for whoever changes it; Locked while the password is missing. Pages change nothing by another way."""
    if locked():
        raise Locked
    return library()


@st.cache_resource(show_spinner=False, max_entries=40)
def _rows(filters: Filters, generation: int) -> tuple[TargetRow, ...]:
    return library().targets(filters)


def rows(filters: Filters | None = None) -> tuple[TargetRow, ...]:
    """The target table, narrowed; kept in memory until the library changes."""
    return _rows(filters or Filters(), library().generation())


def page_named(name: str) -> Any:
    """The page object to link to: search, read, targets, compare, documents, gaps, clips, about."""
    return st.session_state["pages"][name]


def escape(text: str) -> str:
    """Words of a document as HTML text: whatever they hold shows as written."""
    return html.escape(text, quote=True)


def plain(text: str) -> str:
    """Words of a document for a Streamlit label or caption: markdown signs show as written, addresses become no links."""
    text = _ADDRESS.sub(lambda found: f"{found[0]}{_JOINER}", text)
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
    pieces, at = [], 0
    for start, end in joined:
        pieces += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*pieces, escape(text[at:])]).replace("\n", "<br>").replace("\t", "　")


def around(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """``text`` from the sentence of its first mark on, with the marks moved along, when that mark stands so far back that
    it would not be seen in the few lines that a hit has."""
    first = min((start for start, _ in marks), default=0)
    if first < _SEEN:
        return text, list(marks)
    begin = max(text.rfind(stop, 0, first) for stop in "。；！？\n") + 1
    begin = max(begin, first - _SEEN // 2)
    return f"…{text[begin:]}", [(start - begin + 1, end - begin + 1) for start, end in marks]


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
    change = f"{say(direction(row))} " if direction(row) else ""
    gap = "" if row.unit in ("%", "℃", "") else " "
    return f"{change}{sign(row.comparator)}{figure(row)}{gap}{row.unit}".strip()


def sign(comparator: str) -> str:
    """≥, ≤, 约 … before a value, "" where it is the value itself."""
    return "≈ " if comparator == "~" and in_english() else COMPARATORS.get(comparator, "")


def nothing(words: str, page: str = "documents", label: str = "") -> None:
    """Why a page has nothing to show, and the way to the page where that can be changed."""
    st.info(words)
    st.page_link(page_named(page), label=label or say("添加文件"))


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters, the rest as …"""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def read_link(label: str, doc: str, clause: str, *, start: int | None = None, end: int | None = None) -> None:
    """A link to the reader (阅读) at a clause, with the words to mark."""
    place: dict[str, str] = {"doc": doc, "clause": clause}
    if start is not None and end is not None:
        place |= {"start": str(start), "end": str(end)}
    st.page_link(page_named("read"), label=label, query_params=place)


def doubtful(info: DocumentInfo) -> None:
    """The doubtful pages (存疑页) of a document with their reasons, each a link to the page in the reader."""
    for page, reason in info.doubtful:
        label = say("{what}：{told}", what=place_of(page, None), told=plain(say(reason)))
        st.page_link(page_named("read"), label=label, query_params={"doc": info.doc, "page": str(page)})


def actions(doc: str, clause: str, span: Span, *, key: str, target: str = "") -> None:
    """看原文 · 引用 · 加入引用夹, in one line."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"actions_{key}"):
        read_link(say("看原文"), doc, clause, start=span.start, end=span.end)
        cite_button(clause, span, key=key)
        clip_button(doc, span, key=key, target=target)


def cite_button(clause_id: str, span: Span | None = None, *, key: str) -> None:
    """A small window with the reference in every citation style, ready to copy; made only when it is opened.

    It quotes the words of ``span``, else the beginning of the clause. The style that was chosen last is shown first.
    """
    window = st.popover(say("引用"), type="tertiary", key=f"cite_{key}", on_change="rerun")
    if not window.open:
        return
    with window:
        style = st.segmented_control(
            say("格式"), list(STYLES), default=st.session_state.get("cited_in", "gbt7714"), key=f"style_{key}",
            format_func=STYLES.__getitem__, label_visibility="collapsed", required=True,
        )  # fmt: skip
        st.session_state["cited_in"] = style or "gbt7714"
        st.code(library().cite([clause_id], style=style or "gbt7714", span=span), language=None, wrap_lines=True)


def clip_button(doc: str, span: Span, *, key: str, target: str = "") -> None:
    """Set the words aside in the collection; says that it was done."""
    if st.button(say("加入引用夹"), key=f"clip_{key}", type="tertiary"):
        try:
            writer().clip(doc, span, target_id=target)
        except LibraryError as error:
            st.error(plain(str(error)))
            return
        st.session_state["said"] = say("已加入引用夹。")
        st.rerun()


def say_once() -> None:
    """What the last action wants told, once.

    A run that follows at once (a table whose rows changed asks for one) drops what the run before had not yet sent, so
    for as long as a message stands each run tells it again; the browser shows it once.
    """
    if told := st.session_state.pop("said", ""):
        st.session_state["telling"] = (told, time.monotonic())
    told, since = st.session_state.get("telling", ("", 0.0))
    if told and time.monotonic() - since < STANDS:
        st.toast(told)


def evidence(place: int, citation: Citation, *, key: str) -> None:
    """A numbered citation: document, clause, page, the verbatim words, and what can be done with them."""
    where = " · ".join(x for x in (citation.label, place_of(citation.page, citation.line)) if x)
    ocr = f' <span class="flag">{escape(say("文字识别"))}</span>' if citation.ocr else ""
    st.html(
        f'<div class="evidence" id="evidence-{key}-{place}"><span class="n">[{place}]</span> '
        f'<b>{escape(citation.title)}</b> <span class="where">{escape(where)}</span>{ocr}'
        f"<blockquote>“{marked(shortened(begun(citation.quote), 420), [])}”</blockquote></div>"
    )
    actions(citation.doc, citation.clause_id, citation.span, key=f"{key}_{place}")
