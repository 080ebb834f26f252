"""Where a shown sentence begins (句首): behind list marks and page numbers that the layout left before its words.

Quotes stay verbatim; only what is shown to a reader begins later: （六）深入实施… → 深入实施…, 6— 省级… → 省级….
"""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = "一二三四五六七八九十百"
_MARK: Final = re.compile(
    rf"[（(]\s*(?:\d{{1,2}}|[{_HAN}]{{1,4}})\s*[）)]\s*[、.．]?"  # （一） (2)
    rf"|[{_HAN}]{{1,4}}、(?![{_HAN}])"  # 三、 (not 一、二类水体)
    r"|(?<![\d.．])(?:\d{1,2}|[０-９]{1,2})\s*[.．、)）](?!\s*[\d０-９%％])"  # 3． 12、
    r"|\d{1,2}(?:[.．]\d{1,2}){2,4}(?=\s*[\u4e00-\u9fff])"  # 4.2.1 before words
    r"|[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿➀-➓]"
    r"|[A-Za-z][.．)）](?=\s*[\u4e00-\u9fff])"
    r"|[•·●○◆◇■□▪➢➤✦★☆►]"
    r"|[—–-]\s*\d{1,3}\s*[—–-](?=\s|[\u4e00-\u9fff])|\d{1,3}\s*[—–]\s+(?=[\u4e00-\u9fff])"  # — 6 —, 6—
    r"|[—–-]{1,2}\s*(?=[\u4e00-\u9fff])"
)
_STRAY: Final = re.compile(r"(?<=[\u4e00-\u9fff，；。、])\s*[—–]\s*\d{1,3}\s*[—–]\s*(?=[\u4e00-\u9fff])")
_CLOSING: Final = re.compile(r"^[，。；：、）)】》”]+\s*")


def begun(text: str) -> str:
    """``text`` from its first words on; unchanged when nothing would be left."""
    at = start(text)
    return text[at:] if text[at:].strip() else text


def start(text: str) -> int:
    """The offset in ``text`` at which its words begin, behind white space, stray closing signs, marks and page numbers."""
    closing = _CLOSING.match(text.lstrip())
    at = len(text) - len(text.lstrip()) + (closing.end() if closing else 0)
    while mark := _MARK.match(text, at):
        at = mark.end()
        while at < len(text) and text[at].isspace():
            at += 1
    return at


def without_page_numbers(text: str) -> str:
    """``text`` without page numbers that stand in the middle of a word (用地需—10—求)."""
    return _STRAY.sub("", text)
