"""One spelling for matching (字形归一): simplified, half-width, lower-case, one character for one character.

The view is only ever compared with; what is shown and cited is the text itself, and an offset in the view is an
offset in the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_TRADITIONAL = Path(__file__).with_name("traditional.txt")
LONG = 64  # characters from which on an array is quicker than a look at every character
_LONE = "surrogatepass"
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789", strict=True))
_ODD = {
    "　": " ", "\xa0": " ", "—": "-", "–": "-", "－": "-", "−": "-", "―": "-", "‐": "-", "‑": "-", "～": "~", "〜": "~", "∼": "~",
    "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"', "『": "'", "』": "'", "〔": "[", "〕": "]", "［": "[", "］": "]",
    "【": "[", "】": "]", "﹝": "[", "﹞": "]", "·": ".", "．": ".", "•": ".", "％": "%", "﹪": "%", "︰": ":",
}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    """The translation table: traditional, full-width, upper-case and subscript characters to their plain forms."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for line in _TRADITIONAL.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            old, new = line.split("\t")
            table.update({ord(a): b for a, b in zip(old, new, strict=True)})
    table.update({ord(a): b for a, b in (_SUBSCRIPTS | _ODD).items()})
    for code in range(0x21, 0x250):
        lower = chr(code).lower()
        if len(lower) == 1 and lower != chr(code):
            table[code] = lower
    for code in range(0xFF21, 0xFF3B):
        table[code] = chr(code - 0xFEE0).lower()
    return table


@cache
def _codes() -> tuple[Callable[..., Any], Any]:
    """The table as an array over the codes of two bytes, and what reads such codes out of bytes; nothing beyond them changes."""
    import numpy as np

    codes = np.arange(0x10000, dtype="<u2")
    for old, new in _table().items():
        codes[old] = ord(new)
    return np.frombuffer, codes


def plain(text: str) -> str:
    """``text`` in the spelling that is compared; always as long as ``text``."""
    if len(text) < LONG:
        return text.translate(_table())
    read, codes = _codes()
    view: str = codes[read(text.encode("utf-16-le", _LONE), "<u2")].tobytes().decode("utf-16-le", _LONE)
    return view if len(view) == len(text) else text.translate(_table())  # halves of a character that found together
