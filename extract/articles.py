"""When 一 counts and when it is an article (冠词): 一处以上, 至少一所, 每年一次 count; 一个项目一名专员, 一次规划 do not."""

from __future__ import annotations

import re
from functools import cache

from extract import lexicon

_UP = re.compile(r"(?:及|或)?以上(?!海)")
_LEAST = re.compile(
    r"(?:至少|不少于|不低于)(?:要|应|再)?(?:建成|建设|建立|新建|改建|配建|建有|设立|设置|打造|培育|创建|完成|开展|组织|举办|进行|实施|配备|配置|安排|有|拥有)?$"
)
_TIMES = ("次", "轮")
_YEARLY = re.compile(r"每(?:一?年度?|半年)[^，。；]{0,40}$")


@cache
def _counters() -> frozenset[str]:
    return frozenset(lexicon.words("units", "counters"))


def counts(text: str, at: int, end: int, unit: str) -> bool:
    """Whether the 一 at ``at``, whose unit ends at ``end``, is a number: bounded, asked for at least, or said of a year."""
    before = text[max(0, at - 44) : at]
    if unit in _TIMES and _YEARLY.search(before):
        return True
    return unit in _counters() and (_UP.match(text, end) is not None or _LEAST.search(before) is not None)
