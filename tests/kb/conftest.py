"""Small documents of this project's own, for tests of the store and what stands on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from extract.model import Extraction, Leftover, Mention, Period, Quantity, Target
from ingest.model import Block, Box, Clause, Document, Marker, Metadata, Page, Place, Reference, Region, Span
from kb.passages import PassageDraft
from kb.records import Bundle, bundle
from kb.search import Searcher
from kb.store import Store

TEXT = (
    "一、总体要求\n到2030年，全市风力发电装机容量力争达到120万千瓦左右，由市能源局牵头负责。\n"
    "二、主要任务\n到2025年，公共机构单位建筑面积能耗比2020年下降6%。本办法自2022年3月1日起施行。"
)


def document_of(name: str, text: str = TEXT, *, metadata: Metadata | None = None) -> Document:
    """A two-page document whose every line is a region of its own."""
    half = text.index("二、") if "二、" in text else len(text)
    regions, start = [], 0
    for number, line in enumerate(text.split("\n")):
        if line:
            page = 1 if start < half else 2
            box = Box(72.0, 90.0 + 20 * number, 72.0 + 10.5 * len(line), 104.0 + 20 * number)
            regions.append(Region(Span(start, start + len(line)), page, box))
        start += len(line) + 1
    return Document(
        id=hashlib.sha256((name + text).encode()).hexdigest()[:16],
        name=name,
        metadata=metadata or Metadata(title=f"{name}实施方案", issuers=("某市人民政府",), region=Place("某省", "某市")),
        text=text,
        pages=(Page(1, 595.0, 842.0, 0, half), Page(2, 595.0, 842.0, half, len(text), "有乱码")),
        regions=tuple(regions),
        blocks=(Block("paragraph", Span(0, len(text))),),
        reader="hand/1",
    )


def clauses_of(document: Document) -> tuple[Clause, ...]:
    """One clause for each half of the text, ids by name as the project's own are."""
    text, made = document.text, []
    places = [place for mark in ("一、", "二、") if (place := text.find(mark)) >= 0] or [0]
    for number, start in enumerate(places):
        end = places[number + 1] - 1 if number + 1 < len(places) else len(text)
        label = text[start : start + 2]
        path = (Marker(label, text[start + 2 : start + 6], Span(start, start + 6)),)
        made.append(Clause(f"{document.name}:{label}", document.id, Span(start, end), path))
    return tuple(made)


def target_of(document: Document, clause: Clause, words: str, **changes: object) -> Target:
    """A target whose quote is ``words``."""
    start = document.text.index(words)
    span = Span(start, start + len(words))
    amount = Quantity(span, Span(span.end - 1, span.end), "6%", Decimal(6), Decimal(6), "%")
    facts: dict[str, object] = {
        "id": f"{clause.id}:{words[:6]}",
        "document_id": document.id,
        "clause_id": clause.id,
        "span": span,
        "kind": "target",
        "metric": "公共机构单位建筑面积能耗",
        "metric_span": None,
        "quantity": amount,
        "change": "decrease",
        "period": Period(None, None, 2025, "by", "stated"),
        "baseline_year": 2020,
        "agencies": (),
        "lead_agencies": (),
        "scope": "某市",
        "binding": None,
        "hedge": None,
        "rule": "hand",
        "confidence": 0.9,
    }
    return Target(**(facts | changes))  # type: ignore[arg-type]


def targets_of(document: Document, clauses: tuple[Clause, ...]) -> tuple[Target, ...]:
    wind = Quantity(Span(24, 33), Span(27, 30), "120万千瓦左右", Decimal(120), Decimal(120), "万千瓦", approximate=True)
    body = (Mention("市能源局", Span(35, 39)),)
    return (
        target_of(
            document,
            clauses[0],
            "风力发电装机容量力争达到120万千瓦左右",
            metric="风力发电装机容量",
            quantity=wind,
            change="level",
            period=Period(None, None, 2030, "by", "stated"),
            baseline_year=None,
            agencies=body,
            lead_agencies=body,
            hedge="力争",
        ),
        target_of(document, clauses[1], "公共机构单位建筑面积能耗比2020年下降6%"),
    )


def bundle_of(name: str, text: str = TEXT, *, metadata: Metadata | None = None, source: str = "") -> Bundle:
    """A document of this project's own, read, extracted and split by hand."""
    document = document_of(name, text, metadata=metadata)
    clauses = clauses_of(document)
    targets = targets_of(document, clauses) if text == TEXT else ()
    leftover = (Leftover(document.id, clauses[-1].id, Span(len(text) - 4, len(text) - 1), "1日", "日期"),)
    drafts = [
        PassageDraft(clause.id, clause.span, clause.section, "text", document.quote(clause.span), "词 语\t头")
        for clause in clauses
    ]
    return bundle(
        document,
        clauses,
        Extraction(targets, leftover),
        drafts,
        sha256=hashlib.sha256((name + text).encode()).hexdigest(),
        source=source or f"/somewhere/{name}.pdf",
        suffix="pdf",
        rules="r1",
    )


def vectors_for(made: Bundle, dimension: int = 4) -> tuple[str, np.ndarray]:
    seed = int(made.id[:8], 16)
    matrix = np.random.default_rng(seed).normal(size=(len(made.passages), dimension)).astype(np.float32)
    return "model-a", matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """The module's ``DOCUMENTS``, or the little library, opened for searching."""
    from tests.kb import little_library

    documents = getattr(request.module, "DOCUMENTS", little_library.LITTLE)
    return little_library.searcher(tmp_path_factory.mktemp("library"), documents)


@pytest.fixture
def make_bundle() -> Callable[..., Bundle]:
    return bundle_of


@pytest.fixture
def make_vectors() -> Callable[..., tuple[str, np.ndarray]]:
    return vectors_for


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path)


@pytest.fixture
def full_store(store: Store) -> Store:
    """A store with three documents: a city's, a province's and the nation's."""
    places = {"甲市": Place("甲省", "甲市"), "乙省": Place("乙省", None), "中央": Place()}
    for name, place in places.items():
        cited = (Reference("中央实施方案", None, Span(0, 4)),) if name != "中央" else ()
        facts = Metadata(
            f"{name}实施方案",
            f"{name}发〔2022〕7号",
            (f"{name}人民政府",),
            genre="方案",
            region=place,
            references=cited,
        )
        made = bundle_of(name, metadata=facts)
        store.save(made, vectors_for(made))
    return store
