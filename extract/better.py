"""Better than a figure (优于、好于): below it where less is better (PUE, 能耗), above it elsewhere (能效比)."""

from __future__ import annotations

import re

_BETTER = re.compile(r"(?P<name>[^，。；]{2,30}?)(?P<bound>优于|好于)$")
_LESS = re.compile(r"PUE|电能利用效率|电源使用效率|[能水电煤油]耗|强度|排放|浓度|损耗|误差|偏差|系数|延时|时延|噪声")


def than(text: str, at: int) -> tuple[int, str, bool] | None:
    """(start, the word, whether less is better) of the bound before the figure at ``at``; None when none is there."""
    found = _BETTER.search(text, max(0, at - 40), at)
    return None if found is None else (found.start("bound"), found["bound"], _LESS.search(found["name"]) is not None)
