"""引用夹: collected clauses and targets with notes, in an order of one's own, taken away as Word, Markdown, BibTeX, RIS."""

from __future__ import annotations

import time
from functools import partial

import streamlit as st

from kb.desk import Clip
from kb.errors import LibraryError
from ui import files, parts
from ui.words import say

FORMATS = {
    "word": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "markdown": ("Markdown", "text/markdown", "md"),
    "bibtex": ("BibTeX", "application/x-bibtex", "bib"),
    "ris": ("RIS", "application/x-research-info-systems", "ris"),
    "gbt7714": ("GB/T 7714", "text/plain", "txt"),
}

_SAVING = 0.5


def show() -> None:
    """The page: what is collected, and the ways to take it along."""
    clips = parts.library().clips()
    if not clips:
        parts.nothing(say("引用夹还是空的。在检索结果、阅读页或目标表中点“加入引用夹”。"), "search", say("去检索"))
        return
    usable = any(clip.citation for clip in clips)
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="clip_exports"):
        st.markdown(say("**{n}** 条", n=len(clips)))
        files.links(
            [
                files.Offer(
                    say("导出 {format}", format=label), ("clips", name), partial(_export, name),
                    f"{say('引用夹')}.{suffix}", mime,
                )
                for name, (label, mime, suffix) in FORMATS.items()
            ],
            main=say("导出 {format}", format="Word"),
            disabled=not usable,
        )  # fmt: skip
    for place, clip in enumerate(clips):
        _show(clip, place, len(clips))


def _export(name: str) -> bytes:
    # The click that fetches the file may be the one that leaves the field of a note: let the note be saved first.
    time.sleep(_SAVING)
    return parts.library().export_clips(name)


def _show(clip: Clip, place: int, count: int) -> None:
    with st.container(border=True, key=f"clip_box_{clip.number}"):
        words, side = st.columns([2.4, 1], gap="medium")
        with words:
            citation = clip.citation
            title = citation.title if citation else clip.doc
            where = (
                " · ".join(x for x in (citation.label, parts.place_of(citation.page, citation.line)) if x)
                if citation
                else ""
            )
            lost = "" if citation else f' <span class="flag red">{parts.escape(say("库中已没有这段文字"))}</span>'
            target = ""
            if clip.target:
                row = clip.target
                target = (
                    f"<p><b>{parts.escape(row.metric)}</b> {parts.escape(parts.value_words(row))} {row.year or ''}</p>"
                )
            st.html(
                f'<b>{place + 1}. {parts.escape(title)}</b> <span class="where">{parts.escape(where)}</span>{lost}'
                f'<blockquote class="quote">“{parts.marked(parts.shortened(clip.quote, 600), [])}”</blockquote>{target}'
            )
            with st.container(
                horizontal=True, gap="small", vertical_alignment="center", key=f"actions_clip_{clip.number}"
            ):
                if citation:
                    parts.read_link(
                        say("看原文"), citation.doc, citation.clause_id, start=clip.span.start, end=clip.span.end
                    )
                    parts.cite_button(citation.clause_id, clip.span, key=f"clip_{clip.number}")
                st.button(say("上移"), key=f"up_{clip.number}", type="tertiary", disabled=place == 0,
                          on_click=_edit, args=(clip.number, -1))  # fmt: skip
                st.button(say("下移"), key=f"down_{clip.number}", type="tertiary", disabled=place == count - 1,
                          on_click=_edit, args=(clip.number, 1))  # fmt: skip
                st.button(say("移出"), key=f"out_{clip.number}", type="tertiary", on_click=_edit, args=(clip.number, 0))
        with side:
            key = f"note_{clip.number}"
            st.text_area(say("备注"), value=clip.note, key=key, height=96, on_change=_note, args=(clip.number, key))


def _edit(number: int, steps: int) -> None:
    try:
        parts.writer().edit_clip(number, steps=steps, remove=not steps)
    except LibraryError as error:
        st.session_state["said"] = str(error)


def _note(number: int, key: str) -> None:
    try:
        parts.writer().edit_clip(number, note=st.session_state[key])
        st.session_state["said"] = say("备注已保存。")
    except LibraryError as error:
        st.session_state["said"] = str(error)
