"""Two documents side by side (两份文件): what changed in targets and in clauses, word by word."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import partial

import streamlit as st

from ingest.model import Span
from kb.desk import ClauseChange
from kb.errors import LibraryError
from kb.model import ClauseRow, DocumentInfo, TargetRow
from ui import address, charts, choices, files, parts, tables
from ui.words import say

KINDS = {"修改": "blue", "新增": "blue", "删去": "red", "相同": ""}
MOST_PAIRS = 60
LONG = 120  # characters of a clause without a counterpart that are shown before it is opened


def show() -> None:
    """Choose an older and a newer document; targets that changed, then clauses."""
    infos = {info.doc: info for info in parts.library().documents()}
    if len(infos) < 2:
        parts.nothing(say("至少要有两份文件才能对比。"))
        return
    first, second = _likely(tuple(infos.values()))
    left, right = st.columns(2)
    docs = list(infos)
    with left:
        before = _choose("a", say("旧（甲）"), docs, infos, first)
    with right:
        after = _choose("b", say("新（乙）"), docs, infos, second)
    address.hold({"a": "" if before == first else before, "b": "" if after == second else after})
    if before == after:
        st.info(say("请选择两份不同的文件。"))
        return
    try:
        _targets(before, after)
        _clauses(before, after)
    except LibraryError as error:
        st.error(parts.plain(str(error)))


def _choose(name: str, label: str, docs: list[str], infos: dict[str, DocumentInfo], usual: str) -> str:
    asked = address.word(name)
    titled = choices.titles(infos.values()).__getitem__
    key = choices.key(f"side_{name}", docs, titled, asked if asked in infos else usual)
    return st.selectbox(label, docs, format_func=titled, key=key)


@st.cache_data(show_spinner=False, max_entries=4)
def _likely(infos: tuple[DocumentInfo, ...]) -> tuple[str, str]:
    """The two documents that most likely are versions of one: the most alike titles of one place, the older first."""
    best, pair = 0.0, (infos[0].doc, infos[1].doc)
    for number, one in enumerate(infos):
        for other in infos[number + 1 :]:
            if one.place != other.place:
                continue
            matcher = SequenceMatcher(None, one.title, other.title, autojunk=False)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (alike := matcher.ratio()) > best:
                older = (one.issued_on or "") <= (other.issued_on or "")
                best, pair = alike, (one.doc, other.doc) if older else (other.doc, one.doc)
    return pair


@st.cache_resource(show_spinner=False, max_entries=10)
def _target_changes(before: str, after: str, generation: int) -> list[tuple[str, TargetRow | None, TargetRow | None]]:
    return [(one.kind, one.before, one.after) for one in parts.library().changes(before, after)]


@st.cache_resource(show_spinner=False, max_entries=10)
def _clause_changes(before: str, after: str, generation: int) -> tuple[ClauseChange, ...]:
    return parts.library().clause_changes(before, after)


def _targets(before: str, after: str) -> None:
    changes = _target_changes(before, after, parts.library().generation())
    st.html(f'<h2 class="side">{parts.escape(say("目标的变化"))} <span class="where">{len(changes)}</span></h2>')
    if not changes:
        st.caption(say("两份文件的目标没有差别。"))
        return
    import pandas as pd

    data = [_line(*change) for change in changes]
    key = f"changes_{before}_{after}"
    table, side = tables.beside(key, say("点一行，旁边显示两处原文。"), 2.4, 1)
    frame, widths = pd.DataFrame(data), {"指标": 380, "甲": 190, "乙": 190, "条款": 190}
    with table:
        labels = {name: st.column_config.Column(say(name)) for name in data[0] if name != "年份"}
        tables.drawn(frame, key, widths, 460, "目标的变化", labels)
        saved = files.Offer(
            say("存为 {format}", format="CSV"), ("changes", before, after, parts.library().generation()),
            partial(charts.table, data), "changes.csv", "text/csv",
        )  # fmt: skip
        files.links([saved], quiet=True)
    chosen = tables.chosen(key, changes)
    if chosen is None:
        return
    with side:
        for place, row in enumerate(chosen[1:]):
            if isinstance(row, TargetRow):
                st.html(f'<p class="where">{parts.escape(row.title)}</p>'
                        f'<blockquote class="quote">“{parts.marked(row.quote, [])}”</blockquote>')  # fmt: skip
                parts.actions(row.doc, row.clause_id, Span(row.start, row.end), key=f"side_{place}_{row.id}")


def _line(kind: str, old: TargetRow | None, new: TargetRow | None) -> dict[str, object]:
    row = new or old
    return {
        "变化": say(kind),
        "指标": row.metric if row else "",
        "年份": row.year if row else None,
        "甲": parts.value_words(old) if old else "",
        "乙": parts.value_words(new) if new else "",
        "条款": row.clause_label if row else "",
    }


def _clauses(before: str, after: str) -> None:
    changes = _clause_changes(before, after, parts.library().generation())
    counts = {kind: sum(change.kind == kind for change in changes) for kind in KINDS}
    st.html(f'<h2 class="side">{parts.escape(say("条款的变化"))}</h2>')
    some = [kind for kind in KINDS if counts[kind]]

    def counted(kind: str) -> str:
        return f"{say(kind)} {counts[kind]}"

    kinds = st.pills(
        say("变化"),
        some,
        selection_mode="multi",
        format_func=counted,
        key=choices.key(
            f"kinds_{before}_{after}", some, counted, [kind for kind in some if kind != "相同"], held=False
        ),
        label_visibility="collapsed",
    )
    shown = [change for change in changes if change.kind in kinds]
    st.html("".join(_pair(change) for change in shown[:MOST_PAIRS]))
    if len(shown) > MOST_PAIRS:
        st.caption(say("只显示前 {n} 条。", n=MOST_PAIRS))


def _pair(change: ClauseChange) -> str:
    old, new = change.before, change.after
    if old and new and change.kind == "修改":
        left, right = differences(old.text, new.text)
    else:
        left, right = (_folded(clause.text) if clause else "" for clause in (old, new))
    flag = f'<span class="flag {KINDS[change.kind]}">{parts.escape(say(change.kind))}</span> '
    return f'<div class="pair">{_half(old, left, flag)}{_half(new, right, flag if old is None else "")}</div>'


def _folded(text: str) -> str:
    """The words of a clause that stands on one side only: where they are long, the beginning, the whole when it is opened."""
    if len(text) <= LONG:
        return parts.escape(text)
    return f"<details><summary>{parts.escape(parts.shortened(text, LONG))}</summary>{parts.escape(text)}</details>"


def _half(clause: ClauseRow | None, words: str, flag: str) -> str:
    if clause is None:
        return "<div></div>"
    head = f"{clause.label} {parts.place_of(clause.page, clause.line)}"
    shown = words.replace("\n", "<br>").replace("\t", "　")
    return f"<div><h3>{flag}{parts.escape(head)}</h3>{shown}</div>"


def differences(before: str, after: str) -> tuple[str, str]:
    """Both texts as HTML, what went and what came marked."""
    left, right = [], []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = parts.escape(before[a:b]), parts.escape(after[c:d])
        left.append(old if kind == "equal" or not old else f"<del>{old}</del>")
        right.append(new if kind == "equal" or not new else f"<ins>{new}</ins>")
    return "".join(left), "".join(right)
