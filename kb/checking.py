"""What may be wrong with a library (体检): every stored part is looked at, what can be mended at once is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb.errors import LibraryBusy, LibraryError, LibraryReadOnly
from kb.maintenance import embed_missing
from kb.model import Fault

if TYPE_CHECKING:
    from kb.library import Library


def check(library: Library) -> tuple[Fault, ...]:
    """Everything that is wrong, with whether it was mended; an empty tuple for a sound library."""
    faults = [Fault("数据文件", f"{words}；请从备份恢复") for words in library.store.database.faults()]
    if faults:
        return tuple(faults)
    faults.extend(_originals(library))
    for info in library.documents():
        faults.extend(_document(library, info.doc))
    try:
        with library.writing():
            faults.extend(_strays(library))
            missing = embed_missing(library.store, library.embedder)
        if missing:
            faults.append(Fault("向量", f"{missing} 个检索片段缺少向量，已补算", mended=True))
    except LibraryBusy:
        faults.append(Fault("写入锁", "另一个进程正在写入，未检查多余文件与缺失的向量；请稍后再查"))
    except LibraryReadOnly:
        faults.append(Fault("写入锁", "政策库所在的文件夹不可写，未检查多余文件与缺失的向量"))
    faults.extend(_indexes(library))
    return tuple(faults)


def _originals(library: Library) -> Iterator[Fault]:
    for doc, sha256 in library.store.query("SELECT doc, sha256 FROM documents WHERE state = 'live' ORDER BY doc"):
        if not library.originals.intact(sha256):
            yield Fault(doc, "保存的原件缺失或已改变，页面图和重新读取不可用；请重新添加原文件")


def _document(library: Library, doc: str) -> Iterator[Fault]:
    """Whether every span of the document's parts quotes what is stored for it."""
    store = library.store
    try:
        document, clauses, extraction = store.document(doc), store.clauses(doc), store.extraction(doc)
    except Exception as error:  # whatever damaged bytes can raise
        yield Fault(doc, f"存储的内容无法解读（{type(error).__name__}）；请运行 rebuild --from read")
        return
    size = len(document.text)
    spans = [clause.span for clause in clauses] + [target.span for target in extraction.targets]
    if any(span.end > size for span in spans):
        yield Fault(doc, "有条款或目标的位置超出文本；请运行 rebuild --from extract")
    identities = {clause.id for clause in clauses}
    if any(target.clause_id not in identities for target in extraction.targets):
        yield Fault(doc, "有目标指向不存在的条款；请运行 rebuild --from extract")
    if any(document.text[p.start : p.end] != p.text for p in store.passages_of(doc)):
        yield Fault(doc, "检索片段与原文不一致；请运行 rebuild --from extract")
    rows = store.query(
        "SELECT t.quote, t.row FROM targets t JOIN documents d ON d.key = t.key AND d.state = 'live' WHERE d.doc = ?",
        [doc],
    )
    if any(quote not in document.text for quote, _ in rows):
        yield Fault(doc, "目标表的原文与文件不一致；请运行 rebuild --from extract")


def _strays(library: Library) -> Iterator[Fault]:
    """Originals that no document needs, left by an interrupted run; they are deleted."""
    needed = {sha256 for (sha256,) in library.store.query("SELECT sha256 FROM documents")}
    strays = [name for name in library.originals.all() if name not in needed]
    for name in strays:
        library.originals.drop(name)
    if strays:
        yield Fault("files", f"{len(strays)} 个多余的文件（上次中断所留），已删除", mended=True)


def _indexes(library: Library) -> Iterator[Fault]:
    try:
        library.searcher.vectors.ready()
    except LibraryError as error:
        yield Fault("索引", str(error))
