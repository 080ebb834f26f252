"""Types of the reading desk (案头): quotations set aside, clauses of two versions, who cites whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.model import Span
from kb.model import Citation, ClauseRow, TargetRow


@dataclass(frozen=True, slots=True)
class Clip:
    """A quotation set aside (引用夹条目); ``citation`` is None when its words no longer stand in the library."""

    number: int
    doc: str
    clause_id: str
    span: Span
    quote: str
    note: str = ""
    citation: Citation | None = None
    target: TargetRow | None = None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What became of a clause (条款变化) from one text to another; one side is None when it came or went."""

    kind: Literal["相同", "修改", "新增", "删去"]
    before: ClauseRow | None
    after: ClauseRow | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A document on the drawing of citations (引用图): ``key`` is its short name, or its title in 《》 when it is not in
    the library; ``year`` None when undated; ``place`` its order among those of the same year and level."""

    key: str
    title: str
    year: int | None
    level: str
    place: int
    cited: int
