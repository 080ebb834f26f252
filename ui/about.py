"""关于: what is in the library, how good the extraction was measured to be, versions, health check."""

from __future__ import annotations

import importlib.metadata
import platform

import streamlit as st

from ui import parts
from ui.words import say

PACKAGES = ("streamlit", "spacy", "jieba", "sentence-transformers", "chromadb", "pdfplumber", "pypdfium2", "tantivy")


def show() -> None:
    """The page."""
    library = parts.library()
    counts = library.counts()
    st.markdown(f"### {say('资料库')}")
    names = {"documents": "文件", "pages": "页", "clauses": "条款", "passages": "检索片段", "targets": "目标"}
    for column, (key, name) in zip(st.columns(len(names)), names.items(), strict=True):
        column.metric(say(name), f"{counts.get(key, 0):,}")
    st.markdown(f"### {say('健康检查')}")
    if st.button(say("检查资料库"), key="check"):
        faults = library.check()
        if not faults:
            st.success(say("一切正常。"))
        for fault in faults:
            state = say("（已修复）") if fault.mended else ""
            st.warning(f"{parts.plain(fault.where)}：{parts.plain(fault.message)}{state}")
    st.markdown(f"### {say('版本')}")
    st.write(f"Python {platform.python_version()}")
    st.write(" · ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES))
    st.caption(say("所有处理都在本机完成；不联网，不上传文件。"))
