"""Nothing of a whole (零): 劣质水体比例为零 is 0 %."""

from __future__ import annotations

import re

_ALONE = re.compile(r"零(?=[”’]?(?:[，。；、）\n\t]|$))")
_OF_SHARE = re.compile(
    r"(?:率|比例|占比|比重)(?:始终|持续|基本|力争|全部|均|要|应|须)*(?:降低|下降|压降|降|保持|维持|控制|稳定)?[为到至在][“‘]?$"
)


def is_share(text: str, at: int) -> bool:
    """Whether 零 at ``at`` is the value of a share or rate; 事故为零 counts nothing in a unit, 归零 is a word of its own."""
    return _ALONE.match(text, at) is not None and _OF_SHARE.search(text, max(0, at - 16), at) is not None
