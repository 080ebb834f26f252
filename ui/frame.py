"""What surrounds every page (页框): the style sheet, the language switch, running work, first use."""

from __future__ import annotations

import contextlib
import hmac
import logging
import time
from collections.abc import Callable
from pathlib import Path

import streamlit as st

import corpus
from kb.errors import LibraryError
from ui import parts, scrolling
from ui.jobs import Jobs
from ui.words import say

_LOG = logging.getLogger(__name__)
_WRONG = 1.0  # seconds that a wrong password waits for its answer, against trying many
_STYLE = Path(__file__).with_name("style.css")


def style() -> None:
    """The one style sheet, for what the theme cannot say."""
    st.html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")


def uploader_words() -> None:
    """The upload field's own words in the language of the page; Streamlit has them in English only and takes no others.

    Its words are taken off the page, not only made small, so that they are neither read out nor copied; the button's alone are
    kept, unseen: without words of its own in the page it has no name for those who hear the page.
    """
    most = parts.library().settings.max_upload_mb
    field = '[data-testid="stFileUploaderDropzone"]'
    button = f'{field} button[data-testid="stBaseButton-secondary"]'  # not those that take a chosen file away again
    told = {
        button: say("选择文件"),
        f'{field} [data-testid="stFileUploaderDropzoneInstructions"]': say(
            "PDF、DOCX、HTML、TXT、MD，每个不超过 {n} MB", n=most
        ),
        f'{field} input[type="file"] + div:not(:has(button))': say(
            "松开鼠标，添加文件"
        ),  # while files are held over it
        f'{field} [data-testid="stFileChip"] [role="alert"]': say("格式不支持，或超过 {n} MB，没有上传", n=most),
        '[data-testid="stTooltipErrorContent"]': say("格式不支持，或超过 {n} MB，没有上传", n=most),
    }
    refused = '[data-testid="stFileUploader"]:has([data-testid="stFileChip"][aria-invalid="true"])'
    why = say("标红的文件没有上传：格式不支持（.doc、.wps 等请先另存为 DOCX 或 PDF），或超过 {n} MB。", n=most)
    unseen = "font-size: 0; width: 0; overflow: hidden;"
    rules = (
        f"{place} {{ font-size: 0; }} {place} > * {{ {unseen if place == button else 'display: none;'} }} "
        f'{place}::after {{ content: "{words}"; font-size: 0.92rem; }}'
        for place, words in told.items()
    )
    small = f'{button} * {{ {unseen} }} {refused}::after {{ content: "{why}"; color: #9B1C22; font-size: 0.92rem; }}'
    st.html(f"<style>{small} {' '.join(rules)}</style>")


@st.cache_resource
def jobs() -> Jobs:
    """The background jobs of this server."""
    return Jobs()


def switch() -> None:
    """中 / EN, in the bar at the top; kept for the visit."""
    with st.container(key="head", width="content", horizontal=True, vertical_alignment="center"):
        with contextlib.suppress(LibraryError):  # what keeps the library from opening is told below
            _lock()
        st.toggle("English", key="english", persist_state="session")
        scrolling.remember()


def _lock() -> None:
    """Where a password is set (写入口令): the field for it, until it was given."""
    if not parts.locked():
        return
    with st.popover(say("写入口令"), key="lock"), st.form("lock_form", border=False):
        given = st.text_input(say("写入口令"), type="password", key="lock_words")
        if not st.form_submit_button(say("确定"), type="primary"):
            return
        if hmac.compare_digest(given.encode(), parts.library().settings.write_password.encode()):
            st.session_state["may_write"] = True
            st.session_state["said"] = say("口令正确，这次访问可以添加和改动。")
            st.rerun()
        time.sleep(_WRONG)
        st.error(say("口令不对。"))


def ready() -> bool:
    """Open the library, fill it with the samples on first use; False, with the reason shown, when it cannot be used."""
    try:
        library = parts.library()
    except LibraryError as error:
        st.error(say("资料库打不开：{why}", why=parts.plain(str(error))))
        return False
    if library.generation() == 0 and jobs().current is None:
        jobs().start("samples", lambda: library.add(corpus.samples()))
    return True


def guarded(show: Callable[[], None]) -> None:
    """Show a page; what nobody foresaw is told in the reader's language with a way on, and written to the log."""
    try:
        show()
    except LibraryError as error:
        st.error(parts.plain(str(error)))
    except Exception:
        _LOG.exception("a page could not be shown")
        st.error(say("这一页出错了，已记入日志；资料库没有变化。请刷新页面；再出现时，到“关于”页检查资料库。"))


@st.fragment(run_every=1.0)
def _running() -> None:
    job = jobs().current
    if job is None:
        return
    if not job.running:
        st.rerun()
    last = job.last
    done, total = (last.done, last.total) if last else (0, 0)
    left = "" if last is None or last.seconds_left is None else say(" · 约剩 {s} 秒", s=round(last.seconds_left))
    doing = say("正在建立示例库") if job.name == "samples" else say("正在读取文件")
    far = f" {done}/{total}" if total else "…"  # how many there are is known once the first has been read
    with st.container(horizontal=True, vertical_alignment="center", key="job"):
        st.progress(done / total if total else 0.0, text=f"{doing}{far}{left}")
        if st.button(say("取消"), key="cancel_job", disabled=job.cancelled or parts.locked()):
            job.cancel()
    if last is not None:
        st.caption(say("刚读完：{doc}", doc=parts.plain(last.doc or Path(last.path).name)))


def progress() -> None:
    """The bar of the running job with time left and a way to cancel; nothing when none runs."""
    job = jobs().current
    if job is None:
        return
    if job.running:
        _running()
        return
    if job.error:
        st.error(say("任务中断：{why}", why=parts.plain(job.error)))
    if job.name == "samples":
        jobs().dismiss()
