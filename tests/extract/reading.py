"""A document made of text, for tests of extraction."""

from __future__ import annotations

from typing import Any

from extract import extract
from extract.model import Extraction
from ingest.model import Block, Clause, Document, Metadata, Span

TITLE = "某市绿色低碳发展工作方案"


def document(text: str, title: str = TITLE, **known: Any) -> tuple[Document, tuple[Clause, ...]]:
    """A document of one clause with one paragraph a line."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block("paragraph", Span(at, at + len(line))))
        at += len(line) + 1
    made = Document("0" * 16, "样例", Metadata(title=title, **known), text, (), (), tuple(blocks), "test")
    return made, (Clause("c1", made.id, Span(0, len(text))),)


def read(text: str, title: str = TITLE, **known: Any) -> Extraction:
    """What extraction makes of the text."""
    return extract(*document(text, title, **known))
