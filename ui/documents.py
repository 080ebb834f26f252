"""文档: what is in the library, doubtful pages and failures; adding files with progress, taking them out again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import streamlit as st

from kb import Library
from kb.errors import LibraryError
from kb.model import Added, DocumentInfo
from ui import address, failures, frame, parts, tables
from ui.jobs import Job
from ui.words import say

KINDS = ["pdf", "docx", "html", "htm", "txt", "md"]
METADATA = {
    "title": "标题", "doc_number": "发文字号", "issuers": "发文机关（用、隔开）", "issued_on": "成文日期（2024-05-01）",
    "genre": "文种", "province": "省级", "city": "地级市", "validity": "效力",
}  # fmt: skip
MOST_LINKS = 20  # of the files just read in that have links to what was found in them
STATUS = {
    "added": "已添加",
    "unchanged": "内容未变",
    "alias": "同一文件的另一个名字",
    "replaced": "已更新",
    "failed": "未能添加",
}


def show() -> None:
    """The page: upload, the running or last job, the list, the chosen document."""
    frame.uploader_words()
    _upload()
    job = frame.jobs().current
    if job is not None and job.name == "upload" and not job.running:
        _outcome(job)
    _undo()
    infos = parts.library().documents()
    if not infos:
        st.info(say("资料库还是空的。把政策文件拖到上面的框里，或点“选择文件”。"))
        return
    address.first("documents_words", address.word("name"))
    sought = st.text_input(
        say("查找文件"), placeholder=say("查找：标题、文号、机关或地区"), key="documents_words",
        label_visibility="collapsed",
    ).strip()  # fmt: skip
    address.hold({"name": sought})
    infos = tuple(info for info in infos if sought in " ".join(map(str, _line(info))))
    st.markdown(say("**{n}** 份文件", n=len(infos)))
    if not infos:
        st.info(say("没有符合“{words}”的文件。换个词，或清空查找框。", words=parts.plain(sought)))
        return
    tables.keep("documents_table", infos, _name)
    hint = say("点一行，旁边可以阅读、重新读取、移除，更正元数据，换成新版本。")
    if parts.locked():
        hint = say("点一行，旁边可以阅读，看它的目标和遗漏。")
    table, side = tables.beside("documents_table", hint, 2, 1.1)
    with table:
        chosen = _list(infos)
    if chosen is not None:
        with side:
            _detail(chosen)


def _upload() -> None:
    if parts.locked():
        st.info(say("添加和改动文件要先输入写入口令（页面右上方）。检索、阅读、导出不需要。"))
        return
    files = st.file_uploader(
        say("添加文件：拖到这里，或点按选择（可多选）"),
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=parts.library().settings.max_upload_mb,
        key=f"upload_{st.session_state.get('uploads', 0)}",
    )
    if not files:
        return
    current = frame.jobs().current
    busy = current is not None and current.running
    if st.button(say("读入 {n} 个文件", n=len(files)), type="primary", disabled=busy, key="start_upload"):
        kept = [(Path(file.name).name, file.getvalue()) for file in files]
        library = parts.writer()
        started = frame.jobs().start("upload", lambda: _add(library, kept))
        if started is None:
            st.warning(say("另一个任务正在进行，请等它结束或先取消。"))
            return
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
        st.rerun()


def _add(library: Library, files: list[tuple[str, bytes]], replace: str | None = None) -> Iterator[Added]:
    """Write the uploads where the library can read them, add them, and leave nothing behind."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, data in files:
            path = Path(folder) / name
            path.write_bytes(data)
            paths.append(path)
        yield from library.add(paths, replace=replace)


def _outcome(job: Job) -> None:
    good = [step for step in job.steps if step.status != "failed"]
    bad = [step for step in job.steps if step.status == "failed"]
    with st.container(border=True):
        st.write(
            say("已处理 {n} 个文件：{good} 个成功，{bad} 个失败。", n=len(job.steps), good=len(good), bad=len(bad))
        )
        if job.cancelled:
            st.write(say("任务已取消；已经读完的文件都保留在库中。"))
        for place, step in enumerate(good):
            pages = say("，{n} 页存疑", n=len(step.doubtful)) if step.doubtful else ""
            told = (
                say("{what}：{told}", what=say(STATUS[step.status]), told=parts.plain(step.doc))
                + " "
                + say("（{p} 页，{t} 个目标{d}）", p=step.pages, t=step.targets, d=pages)
            )
            with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"outcome_{place}"):
                st.markdown(told, width="content")
                if place < MOST_LINKS:
                    if step.targets:
                        st.page_link(parts.page_named("targets"), label=say("看目标"), query_params={"doc": step.doc})
                    st.page_link(parts.page_named("read"), label=say("阅读"), query_params={"doc": step.doc})
        for step in bad:
            name, why = parts.plain(Path(step.path).name), parts.plain(failures.told(step.failure))
            st.error(say("{what}：{told}", what=name, told=why))
        if st.button(say("知道了"), key="dismiss_job"):
            frame.jobs().dismiss()
            st.rerun()


def _line(info: DocumentInfo) -> tuple[object, ...]:
    issuers = "、".join(info.issuers)
    sizes = (info.pages or None, info.targets, len(info.doubtful))
    return (
        info.title,
        info.doc_number or "",
        issuers,
        info.issued_on or "",
        info.genre,
        info.place,
        *sizes,
        info.validity,
    )


def _list(infos: tuple[DocumentInfo, ...]) -> DocumentInfo | None:
    import pandas as pd

    table = pd.DataFrame(
        [_line(info) for info in infos],
        columns=["标题", "发文字号", "发文机关", "日期", "文种", "地区", "页数", "目标", "存疑页", "效力"],
    )
    widths = {"标题": 310, "发文字号": 164, "发文机关": 196, "文种": 72, "地区": 92, "效力": 112, "日期": 92}
    row = tables.row(table, widths)
    empty = [name for name in ("发文字号", "效力") if not table[name].any()]
    st.dataframe(
        table,
        column_order=[name for name in table.columns if name not in empty],
        hide_index=True,
        placeholder="",
        width="stretch",
        row_height=row,
        height=tables.height(len(infos), 660, row),
        on_select="rerun",
        selection_mode=tables.CHOICE,
        key="documents_table",
        alt=say("文件清单"),
        column_config={
            **{name: st.column_config.Column(say(name)) for name in table.columns},
            **{name: st.column_config.TextColumn(say(name), width=width) for name, width in widths.items()},
            **{name: st.column_config.NumberColumn(say(name), width=62) for name in ("页数", "目标")},
            "存疑页": st.column_config.NumberColumn(say("存疑页"), width=78),
        },
    )
    return tables.chosen("documents_table", infos, _name)


def _name(info: DocumentInfo) -> str:
    return info.doc


def _detail(info: DocumentInfo) -> None:
    with st.container(border=True, key="detail"):
        st.html(f'<h2 class="doc">{parts.escape(info.title)}</h2><p class="where">{parts.escape(_facts(info))}</p>')
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key="detail_actions"):
            st.page_link(parts.page_named("read"), label=say("阅读"), query_params={"doc": info.doc})
            st.page_link(parts.page_named("targets"), label=say("目标"), query_params={"doc": info.doc})
            st.page_link(parts.page_named("gaps"), label=say("遗漏与存疑"), query_params={"doc": info.doc})
            if not parts.locked():
                _again(info)
                _removal(info)
        if not parts.locked():
            with st.expander(say("更正元数据")):
                _metadata(info)
            with st.expander(say("换成新版本")):
                _replacement(info)
        if info.doubtful:
            with st.expander(say("存疑页 ({n})", n=len(info.doubtful))):
                parts.doubtful(info)
        if info.references:
            with st.expander(say("引用的文件 ({n})", n=len(info.references))):
                for reference in info.references:
                    tail = f"（{reference.doc_number}）" if reference.doc_number else ""
                    inside = say(" · 库中有") if reference.doc else ""
                    st.write(parts.plain(f"《{reference.title}》{tail}") + inside)


def _facts(info: DocumentInfo) -> str:
    """All that the table may have cut off, and where the file came from."""
    named = {"库中短名": info.doc, "读取方式": info.reader, "来自": _origin(info.source)}
    told = [info.doc_number or "", "、".join(info.issuers), info.issued_on or "", info.validity]
    return " · ".join(x for x in (*told, *(f"{say(name)} {words}" for name, words in named.items() if words)) if x)


def _origin(source: str) -> str:
    """Where a file came from: an uploaded one lay in a folder that is gone, of which only its name says something."""
    return source if "://" in source or Path(source).exists() else Path(source).name


def _again(info: DocumentInfo) -> None:
    """Read the kept file again with the readers and rules of today; what was reviewed by hand stays."""
    current = frame.jobs().current
    busy = current is not None and current.running
    if st.button(say("重新读取"), key=f"again_{info.doc}", disabled=busy, help=say("人工审核过的目标会保留")):
        library = parts.writer()
        frame.jobs().start("upload", lambda: library.rebuild("read", docs=info.doc))
        st.rerun()


def _removal(info: DocumentInfo) -> None:
    with st.popover(say("移除"), key=f"remove_{info.doc}"):
        st.write(say("从库中移除这份文件？移除后可以撤销。"))
        if st.button(say("确定移除"), type="primary", key=f"confirm_{info.doc}"):
            try:
                parts.writer().remove([info.doc])
            except LibraryError as error:
                st.error(parts.plain(str(error)))
                return
            st.session_state["removed"] = info.doc
            st.rerun()


def _metadata(info: DocumentInfo) -> None:
    before = {
        "title": info.title, "doc_number": info.doc_number or "", "issuers": "、".join(info.issuers),
        "issued_on": info.issued_on or "", "genre": info.genre, "province": info.province or "", "city": info.city or "",
        "validity": info.validity,
    }  # fmt: skip
    with st.form(f"metadata_{info.doc}", border=False):
        given = {name: st.text_input(say(METADATA[name]), value=value) for name, value in before.items()}
        if st.form_submit_button(say("保存更正"), type="primary"):
            changes = {name: value.strip() for name, value in given.items() if value.strip() != before[name]}
            try:
                parts.writer().correct_metadata(info.doc, changes)
            except LibraryError as error:
                st.error(parts.plain(str(error)))
                return
            st.session_state["said"] = say("元数据已更正。")
            st.rerun()


def _replacement(info: DocumentInfo) -> None:
    file = st.file_uploader(
        say("新版本的文件"),
        type=KINDS,
        key=f"replace_{info.doc}",
        max_upload_size=parts.library().settings.max_upload_mb,
    )
    current = frame.jobs().current
    busy = current is not None and current.running
    if file is not None and st.button(say("替换"), key=f"start_replace_{info.doc}", disabled=busy):
        kept = [(Path(file.name).name, file.getvalue())]
        library = parts.writer()
        frame.jobs().start("upload", lambda: _add(library, kept, replace=info.doc))
        st.rerun()


def _undo() -> None:
    removed = st.session_state.get("removed")
    if removed and st.button(say("撤销移除：{doc}", doc=parts.plain(removed)), key="undo_remove"):
        try:
            parts.writer().restore_removed([removed])
        except LibraryError as error:
            st.error(parts.plain(str(error)))
            return
        st.session_state.pop("removed")
        st.rerun()
