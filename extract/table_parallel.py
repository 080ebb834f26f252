"""Cells that hold the values of several indicators (并列的数值): 甲、乙、丙减排量（万吨） | 7.9/3.2/8.9."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract import metrics
from extract.table_cells import Amount, amounts
from ingest.model import Span

_PIECE = re.compile(r"[^/／\[\]〔〕（）()\s]+")
_LAST = re.compile(r"(?P<own>.*?[^、])(?P<tail>(?:重点工程)?(?:排放|减排|削减|建设)?(?:总量|数量|量|浓度|比例|率))$")
"""What the last of several names says for all of them: 甲、乙、丙重点工程减排量."""


def members(text: str, span: Span, metric: str, unit: str) -> tuple[tuple[str, Amount], ...]:
    """Each indicator of a row that names several with its value; () unless there are as many values as names."""
    pieces = list(_PIECE.finditer(text, span.start, span.end))
    if len(pieces) < 2 or not re.search(r"[/／]", text[span.start : span.end]):
        return ()
    units = unit.split("/") if unit.count("/") == len(pieces) - 1 else [unit] * len(pieces)
    names = _names(metric, len(pieces))
    found = list(_figures(text, pieces, units))
    summed = text[span.start : span.end].lstrip()[:1] in ("[", "〔")
    if len(names) != len(pieces) or len(found) != len(pieces):
        return ()
    return tuple((name, replace(one, summed=one.summed or summed)) for name, one in zip(names, found, strict=True))


def _figures(text: str, pieces: list[re.Match[str]], units: list[str]) -> Iterator[Amount]:
    for piece, unit in zip(pieces, units, strict=True):
        yield from amounts(text, Span(piece.start(), piece.end()), unit)


def _names(metric: str, count: int) -> list[str]:
    """As many names as there are values: divided by strokes, or by 、 with the measure that the last one says for all."""
    names = [name for name in metric.split("/") if name]
    if len(names) == count > 1:
        tail = _LAST.match(names[-1])
        shared = tail["tail"] if tail and not any(metrics.has_noun(name) for name in names[:-1]) else ""
        return [name + shared for name in names[:-1]] + [names[-1]]
    names, last = metrics.split_subjects(metric), _LAST.match(metric)
    if len(names) != count or last is None:
        return []
    return [name + last["tail"] for name in names[:-1]] + [names[-1]]
