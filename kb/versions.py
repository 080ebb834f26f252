"""Two texts side by side (版本比对): which clauses stay, were reworded, came or went."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from kb.desk import ClauseChange
from kb.model import ClauseRow

_ALIKE = 0.55
_COMPARED = 600


def clauses(before: Sequence[ClauseRow], after: Sequence[ClauseRow]) -> tuple[ClauseChange, ...]:
    """What became of each clause, in the order of the newer text; clauses that went stand behind their neighbours."""
    pairs = _paired(before, after)
    old_of = {new: old for old, new in pairs.items()}
    gone = [number for number in range(len(before)) if number not in pairs]
    found: list[ClauseChange] = []
    for number, clause in enumerate(after):
        old = old_of.get(number)
        if old is None:
            found.append(ClauseChange("新增", None, clause))
            continue
        while gone and gone[0] < old:
            found.append(ClauseChange("删去", before[gone.pop(0)], None))
        same = _squeezed(before[old].text) == _squeezed(clause.text)
        found.append(ClauseChange("相同" if same else "修改", before[old], clause))
    found += [ClauseChange("删去", before[number], None) for number in gone]
    return tuple(found)


def _paired(before: Sequence[ClauseRow], after: Sequence[ClauseRow]) -> dict[int, int]:
    """Old clause → new clause: by equal words, then by place in the outline, then by likeness."""
    pairs: dict[int, int] = {}
    for key in (lambda row: _squeezed(row.text), lambda row: (row.section, row.depth)):
        waiting: dict[object, list[int]] = {}
        for number, row in enumerate(after):
            if number not in pairs.values():
                waiting.setdefault(key(row), []).append(number)
        for number, row in enumerate(before):
            if number not in pairs and waiting.get(key(row)):
                pairs[number] = waiting[key(row)].pop(0)
    for number, row in enumerate(before):
        if number in pairs:
            continue
        free = [new for new in range(len(after)) if new not in pairs.values() and after[new].depth == row.depth]
        best = max(free, key=lambda new: _likeness(row, after[new]), default=None)
        if best is not None and _likeness(row, after[best]) >= _ALIKE:
            pairs[number] = best
    return pairs


def _likeness(first: ClauseRow, second: ClauseRow) -> float:
    one, other = _squeezed(first.text)[:_COMPARED], _squeezed(second.text)[:_COMPARED]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()


def _squeezed(words: str) -> str:
    return "".join(words.split())
