"""Who cites whom (引用关系): the documents of the library, what they cite, and a place for each on a drawing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from kb.desk import Cited
from kb.model import DocumentInfo

LEVELS = ("国家", "省级", "市级", "其他文件")


def links(infos: Sequence[DocumentInfo], *, outside: bool = False) -> tuple[tuple[str, str], ...]:
    """Pairs of citing and cited key, each once; with ``outside`` also policies that are not in the library."""
    found: dict[tuple[str, str], None] = {}
    for info in infos:
        for reference in info.references:
            cited = reference.doc or (f"《{reference.title}》" if outside else None)
            if cited and cited != info.doc:
                found[info.doc, cited] = None
    return tuple(found)


def drawing(infos: Sequence[DocumentInfo], *, outside: bool = False) -> tuple[Cited, ...]:
    """Every document that cites or is cited, placed by year from left to right and by level from top to bottom."""
    pairs = links(infos, outside=outside)
    counts = Counter(cited for _, cited in pairs)
    known = {info.doc: info for info in infos}
    used = dict.fromkeys(key for pair in pairs for key in pair)
    filled: dict[tuple[int, int], int] = defaultdict(int)
    placed = []
    for key in sorted(used, key=lambda one: (-counts[one], one)):
        info = known.get(key)
        year = _year(info) if info else None
        level = _level(info)
        place = (year or 0, level)
        placed.append(
            Cited(key, info.title if info else key.strip("《》"), year, LEVELS[level], filled[place], counts[key])
        )
        filled[place] += 1
    return tuple(placed)


def _year(info: DocumentInfo) -> int | None:
    date = info.issued_on or info.published_on or info.effective_on or ""
    return int(date[:4]) if date[:4].isdigit() else None


def _level(info: DocumentInfo | None) -> int:
    if info is None or info.category in ("article", "report"):
        return 3
    return 2 if info.city else 1 if info.province else 0
