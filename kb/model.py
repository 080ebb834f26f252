"""Types that the knowledge base (知识库) hands out: rows, passages, hits, citations, answers, reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ingest.model import Box, Region, Span

Intent = Literal["target", "measure", "agency", "compare", "background", "find"]


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One line of the document list (文件清单). Dates ISO or None; ``doubtful`` pairs page and reason."""

    doc: str
    document_id: str
    title: str
    doc_number: str | None
    issuers: tuple[str, ...]
    issued_on: str | None
    published_on: str | None
    effective_on: str | None
    genre: str
    category: str
    province: str | None
    city: str | None
    validity: str
    pages: int
    clauses: int
    targets: int
    doubtful: tuple[tuple[int, str], ...]
    references: tuple[ReferenceInfo, ...]
    source: str
    read_at: str
    reader: str
    aliases: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        return self.city or self.province or "全国"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document (版本), the newest being in force in the library; ``number`` counts from 1."""

    doc: str
    number: int
    document_id: str
    title: str
    source: str
    read_at: str
    current: bool


@dataclass(frozen=True, slots=True)
class ReferenceInfo:
    """A cited policy: title and number as written, and the document of the library that it is (None if absent)."""

    title: str
    doc_number: str | None
    doc: str | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row of the target table with every exported column; names follow the labelling guide.

    ``value`` is in the unit as written, ``normal_value``/``normal_unit`` in one base unit (None when not convertible).
    ``start``/``end`` are the quote's characters in the document's text. ``review`` says what a person made of the row:
    "" (nobody looked), confirmed, corrected, added; ``reviewer`` and ``reviewed_at`` (ISO) who and when.
    """

    id: str
    doc: str
    document_id: str
    title: str
    doc_number: str | None
    issuer: str
    region: str
    clause_id: str
    clause_label: str
    section: str
    quote: str
    page: int | None
    line: int | None
    table: bool
    kind: str
    metric: str
    value: float | None
    value_max: float | None
    value_text: str
    unit: str
    comparator: str
    change: str
    year: int | None
    year_role: str | None
    year_basis: str | None
    period_start: int | None
    baseline_year: int | None
    agencies: tuple[str, ...]
    lead: tuple[str, ...]
    scope: str
    binding: str | None
    hedge: str | None
    value_missing: bool
    normal_value: float | None
    normal_unit: str
    confidence: float
    rule: str
    start: int
    end: int
    ocr: bool = False
    reference: str = ""
    extractor: str = ""
    review: str = ""
    reviewer: str = ""
    reviewed_at: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列) of the exported target table: its name, Chinese title, type, width in characters, meaning."""

    name: str
    title: str
    kind: Literal["text", "integer", "number", "truth", "list"]
    width: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a person decided on a row of the target table (审核记录), with the row as it was seen.

    ``action``: confirm, correct, reject, add, withdraw; ``changes``: column, new value; ``lost``: its words no longer stand there.
    """

    number: int
    doc: str
    target_id: str
    action: str
    changes: tuple[tuple[str, object], ...]
    row: TargetRow
    who: str
    at: str
    note: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class LeftoverRow:
    """A number that did not become a target, as a table row."""

    doc: str
    clause_id: str
    clause_label: str
    page: int | None
    written: str
    reason: str
    context: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as the pages and the command line show it."""

    id: str
    doc: str
    label: str
    section: str
    depth: int
    title: str
    text: str
    page: int | None
    line: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a table or a search is narrowed to (筛选); empty tuples and None mean no narrowing."""

    docs: tuple[str, ...] = ()
    metric: str = ""
    text: str = ""
    regions: tuple[str, ...] = ()
    agency: str = ""
    issuer: str = ""
    genres: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    value_min: float | None = None
    value_max: float | None = None
    unit: str = ""
    kind: str = ""
    binding: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a clause as it is searched (检索片段): at most about 500 characters, a table in row groups.

    ``row`` is its key in store, keyword index and vector index, ``head`` the heading path indexed with it; ``kind``: text, table, lead.
    """

    row: int
    document_id: str
    doc: str
    clause_id: str
    label: str
    head: str
    title: str
    region: str
    kind: str
    text: str
    start: int
    end: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood of a question (对问题的理解); every part can be shown to the reader and put right."""

    text: str
    intent: Intent
    phrases: tuple[str, ...] = ()
    doc_numbers: tuple[str, ...] = ()
    clause_labels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    period: tuple[int, int] | None = None
    metrics: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    expansions: tuple[str, ...] = ()
    language: Literal["zh", "other", "none"] = "zh"
    docs: tuple[str, ...] = ()  # the documents that a side of a comparison is about; () for all


@dataclass(frozen=True, slots=True)
class Also:
    """Another place of the same words that was folded into a hit."""

    doc: str
    clause_id: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; ``ranks`` says what each part of the search thought of it (keyword, vector, rerank …).

    ``caution``: the standing of its document where it was repealed or is a draft (已废止, 征求意见稿); ``line``: where no pages are.
    """

    passage: Passage
    score: float
    ranks: tuple[tuple[str, float], ...] = ()
    also: tuple[Also, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    caution: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """The evidence (引证) of a statement: verbatim words with clause, page and boxes; ``ocr`` when read from a picture."""

    document_id: str
    doc: str
    clause_id: str
    span: Span
    quote: str
    label: str
    title: str
    page: int | None
    line: int | None = None
    regions: tuple[Region, ...] = ()
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer; without a citation it cannot be built. ``computed`` shows a formula over cited values."""

    text: str
    citations: tuple[Citation, ...]
    computed: str = ""

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a statement needs at least one citation")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer (回答): statements with citations, or ``reason`` why there is none; ``unfound``: quoted phrases that stand nowhere;
    ``notes``: what was asked and no cited clause says (说明: a year, a figure, one side of a comparison)."""

    question: str
    query: Query
    statements: tuple[Statement, ...]
    targets: tuple[TargetRow, ...] = ()
    hits: tuple[Hit, ...] = ()
    nearest: tuple[Citation, ...] = ()
    reason: str = ""
    unfound: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.statements and not self.reason:
            raise ValueError("an answer without statements must say why")

    @property
    def abstained(self) -> bool:
        return not self.statements

    @property
    def text(self) -> str:
        return "\n".join(statement.text for statement in self.statements)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations in order of first use, each once."""
        seen: dict[tuple[str, int, int], Citation] = {}
        for statement in self.statements:
            for citation in statement.citations:
                seen.setdefault((citation.document_id, citation.span.start, citation.span.end), citation)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be added: which, the kind of failure, and what to do about it (Chinese)."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Added:
    """One step of ``Library.add``: what became of one input (``status``: added, unchanged, alias, replaced, failed) and how far
    the run is; ``seconds_left`` is None until it can be estimated."""

    path: str
    doc: str
    status: Literal["added", "unchanged", "alias", "replaced", "failed"]
    done: int
    total: int
    pages: int = 0
    targets: int = 0
    doubtful: tuple[tuple[int, str], ...] = ()
    failure: Failure | None = None
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """The sum of a run (添加报告)."""

    steps: tuple[Added, ...]
    seconds: float

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(step.failure for step in self.steps if step.failure is not None)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something ``check`` found to be wrong, how bad it is, and what mends it."""

    where: str
    message: str
    mended: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """A page picture (页面图) as PNG with the boxes, in points, that are to be marked on it."""

    png: bytes
    page: int
    pages: int
    width: float
    height: float
    boxes: tuple[Box, ...] = field(default=())
