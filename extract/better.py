"""Bounds that stand apart from their figure: 优于、好于, below it where less is better (PUE, 能耗); 至少 behind its verb."""

from __future__ import annotations

import re
from functools import cache

from extract import lexicon

_BETTER = re.compile(r"(?P<name>[^，。；]{2,30}?)(?P<bound>优于|好于)$")
_LESS = re.compile(r"PUE|电能利用效率|电源使用效率|[能水电煤油]耗|强度|排放|浓度|损耗|误差|偏差|系数|延时|时延|噪声")


@cache
def at_least() -> re.Pattern[str]:
    """A bound, and the verb of doing that parts it from its figure: 至少创建|1个."""
    verbs = lexicon.alternation((*lexicon.words("cues", "add"), "具备", "拥有", "有", "明确"))
    return re.compile(rf"(?P<bound>至少|最少|不少于|不超过|至多|最多)(?:要|应)?(?:{verbs})$")


def than(text: str, at: int) -> tuple[int, str, bool] | None:
    """(start, the word, whether less is better) of the bound before the figure at ``at``; None when none is there."""
    found = _BETTER.search(text, max(0, at - 40), at)
    return None if found is None else (found.start("bound"), found["bound"], _LESS.search(found["name"]) is not None)
