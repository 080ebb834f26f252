"""Characters that a font names only by its own code (符号字体): put back to what they show, where that is certain."""

from __future__ import annotations

import ctypes
import json
from functools import cache
from pathlib import Path
from typing import Any

WIDE_MARKS = {
    ".": "。",
    ",": "，",
    ";": "；",
    ":": "：",
    "!": "！",
    "?": "？",
    "«": "《",
    "»": "》",
    "<": "〈",
    ">": "〉",
}
"""Marks that are the Chinese ones when they take a whole em (方正排版)."""


def is_private(code: int) -> bool:
    """Whether a code point is for private use: its meaning is known to its font alone."""
    return 0xE000 <= code <= 0xF8FF or code >= 0xF0000


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = (Path(__file__).parent / "symbols.json").read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = json.loads(text)
    return tables


def shown(raw: Any, text_page: Any, index: int, code: int, em: float) -> str:
    """What the private character at ``index`` shows: by its font's table, or a dot by its shape; else itself."""
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, 200, ctypes.byref(flags))
    font = name.value.decode("utf-8", "replace")
    for family, table in _tables().items():
        if family in font and f"{code:04X}" in table:
            return table[f"{code:04X}"]
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    places = (ctypes.byref(value) for value in (left, right, low, high))
    if raw.FPDFText_GetCharBox(text_page, index, *places):
        ink = max(right.value - left.value, high.value - low.value)
        if 0 < ink < 0.25 * em:
            return "."
    return chr(code)
