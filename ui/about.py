"""关于: what is in the library, how good extraction and search were measured to be, versions, health check."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from collections import Counter
from pathlib import Path

import streamlit as st

from ui import parts
from ui.words import say

PACKAGES = (
    "streamlit", "spacy", "jieba", "sentence-transformers", "chromadb", "pdfplumber", "pypdfium2", "tantivy", "altair",
)  # fmt: skip
_MEASURED = Path(__file__).with_name("measured.json")


def show() -> None:
    """The page."""
    library = parts.library()
    counts = library.counts()
    st.html(f'<h2 class="doc">{parts.escape(say("资料库"))}</h2>')
    names = {"documents": "文件数", "pages": "页数", "clauses": "条款数", "passages": "检索片段数", "targets": "目标数"}
    for column, (key, name) in zip(st.columns(len(names)), names.items(), strict=True):
        column.metric(say(name), f"{counts.get(key, 0):,}")
    reviewed = Counter(row.review for row in parts.rows() if row.review)
    st.write(say("人工审核过 {n} 个目标。", n=f"{reviewed.total():,}"))
    _accuracy()
    st.html(f'<h2 class="doc">{parts.escape(say("健康检查"))}</h2>')
    if st.button(say("检查资料库"), key="check"):
        with st.spinner(say("正在检查…")):
            faults = library.check()
        if not faults:
            st.success(say("一切正常。"))
        for fault in faults:
            state = say("（已修复）") if fault.mended else ""
            st.warning(say("{what}：{told}", what=parts.plain(fault.where), told=parts.plain(fault.message)) + state)
    st.html(f'<h2 class="doc">{parts.escape(say("版本"))}</h2>')
    st.write(f"Python {platform.python_version()}")
    st.write(" · ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES))
    st.caption(say("所有处理都在本机完成；不联网，不上传文件。"))


def _accuracy() -> None:
    """The figures that were measured on hand labels (from ``bench/RESULTS.md``), with what they were measured on."""
    st.html(f'<h2 class="doc">{parts.escape(say("实测准确度"))}</h2>')
    measured = json.loads(_MEASURED.read_text("utf-8"))
    rows = "".join(
        f"<tr><td>{parts.escape(say(line['what']))}</td><td class='num'>{parts.escape(line['value'])}</td>"
        f"<td>{parts.escape(say(line['on']))}</td></tr>"
        for line in measured["lines"]
    )
    names = (("测什么", ""), ("结果", " class='num'"), ("在什么上面测的", ""))
    head = "".join(f"<th{look}>{parts.escape(say(name))}</th>" for name, look in names)
    st.html(f'<table class="matrix"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>')
    st.caption(
        say("测于 {date}。新文件上的结果会更接近“标注没有看过”的几行；引用前请核对原文。", date=measured["date"])
    )
