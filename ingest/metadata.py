"""What a document says of itself (元数据): title, number, issuers, dates, kind, place, period and references."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ingest import references
from ingest.model import Block, Metadata

_GENRES: Final = (
    "规划纲要", "规划", "纲要", "战略", "行动计划", "计划", "实施方案", "工作方案", "行动方案", "方案", "实施意见", "指导意见", "若干意见", "意见",
    "若干措施", "政策措施", "措施", "决定", "管理办法", "办法", "条例", "规定", "细则", "规则", "准则", "指南", "目录", "要点", "通知", "公告", "公示", "批复", "函", "法",
)  # fmt: skip


def describe(name: str, text: str, blocks: tuple[Block, ...], file_info: Mapping[str, str]) -> Metadata:
    """The metadata of a document called ``name``; ``file_info`` holds what its file says (title, author, …)."""
    title = _title(name, text, blocks)
    genre = next((genre for genre in _GENRES if re.search(rf"{genre}(?:[（(][^）)]*[）)])*$", title)), "")
    number = references.DOC_NUMBER.search(text[:1500])
    return Metadata(
        title=title,
        doc_number=re.sub(r"\s", "", number[0]) if number else None,
        genre=genre,
        references=references.find(text),
    )


def _title(name: str, text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if block.kind == "title":
            return re.sub(r"\s+", "", text[block.span.start : block.span.end])
    return name
