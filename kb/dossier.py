"""The collection as a paper (引用夹成稿): a Word file or Markdown with quote, clause, page, note and references."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from kb.amounts import said
from kb.citation_styles import gbt7714_document, joined_place
from kb.desk import Clip
from kb.model import DocumentInfo

_FONT, _HEAD_FONT, _LATIN = "宋体", "黑体", "Times New Roman"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def where(clip: Clip) -> str:
    """Clause and page as a reader says them: 三、（一）2.，第5页."""
    if clip.citation is None:
        return ""
    page = f"第{clip.citation.page}页" if clip.citation.page is not None else ""
    line = f"第{clip.citation.line}行" if clip.citation.line is not None else ""
    return joined_place(clip.citation.label, page or line)


def target_words(clip: Clip) -> str:
    """The target that the words state, with its year: 风电装机容量：不低于500万千瓦（2030年）; "" for other words."""
    row = clip.target
    if row is None:
        return ""
    year = f"（{row.year}年）" if row.year is not None else ""
    return f"{row.metric}：{said(row)}{year}"


def numbered(pairs: Sequence[tuple[Clip, DocumentInfo]]) -> dict[str, int]:
    """The number of each document in the list of references, in order of first use."""
    numbers: dict[str, int] = {}
    for _, info in pairs:
        numbers.setdefault(info.doc, len(numbers) + 1)
    return numbers


def markdown(pairs: Sequence[tuple[Clip, DocumentInfo]]) -> str:
    """Quotes as block quotations with their places and notes, references below; signs of Markdown show as written."""
    numbers = numbered(pairs)
    lines = ["# 引用夹", ""]
    for place, (clip, info) in enumerate(pairs, 1):
        lines += [f"## {place}. {_plain(info.title)}", ""]
        lines += [*(f"> {_plain(part)}" for part in clip.quote.replace("\t", "　").split("\n")), ""]
        lines += [f"——{_plain(where(clip))}{_mark(clip)} \\[{numbers[info.doc]}\\]", ""]
        if clip.target is not None:
            lines += [f"目标：{_plain(target_words(clip))}", ""]
        if clip.note:
            lines += [f"备注：{_plain(clip.note)}", ""]
    lines += ["## 参考文献", ""]
    infos = {info.doc: info for _, info in pairs}
    lines += [f"\\[{number}\\] {_plain(gbt7714_document(infos[doc]))}\n" for doc, number in numbers.items()]
    return "\n".join(lines)


def _mark(clip: Clip) -> str:
    """What must stand beside words that were read from a picture."""
    return "（原文由文字识别得到）" if clip.citation is not None and clip.citation.ocr else ""


def _plain(words: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", words.replace("\n", " "))


def word(pairs: Sequence[tuple[Clip, DocumentInfo]]) -> bytes:
    """A Word file: heading, quote, clause and page, note for each clip, then the references in GB/T 7714."""
    from docx import Document
    from docx.shared import Cm, Pt, RGBColor

    paper = Document()
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Quote"):
        style = paper.styles[name]
        _fonts(style, _HEAD_FONT if name.startswith(("Title", "Heading")) else _FONT)
        style.font.color.rgb = RGBColor(0x1C, 0x24, 0x30)
    paper.styles["Normal"].font.size = Pt(11)
    paper.add_heading("引用夹", 0)
    numbers = numbered(pairs)
    for place, (clip, info) in enumerate(pairs, 1):
        paper.add_heading(_clean(f"{place}. {info.title}"), 2)
        paper.add_paragraph(_clean(f"“{clip.quote}”"), style="Quote")
        paper.add_paragraph(_clean(f"——{where(clip)}{_mark(clip)} [{numbers[info.doc]}]"))
        if clip.target is not None:
            paper.add_paragraph(_clean(f"目标：{target_words(clip)}"))
        if clip.note:
            paper.add_paragraph(_clean(f"备注：{clip.note}"))
    paper.add_heading("参考文献", 1)
    infos = {info.doc: info for _, info in pairs}
    for doc, number in numbers.items():
        paper.add_paragraph(_clean(f"[{number}] {gbt7714_document(infos[doc])}"))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _fonts(style: Any, chinese: str) -> None:
    """Latin and Chinese fonts of a style: Word chooses by character, and needs both named."""
    from docx.oxml.ns import qn

    style.font.name = _LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(kind), None)
    fonts.set(qn("w:eastAsia"), chinese)
    fonts.set(qn("w:ascii"), _LATIN)
    fonts.set(qn("w:hAnsi"), _LATIN)


def _clean(words: str) -> str:
    return _CONTROL.sub("", words)
