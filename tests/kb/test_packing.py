"""Packed records come back exactly as they were."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.model import Extraction, Leftover, Mention, Period, Quantity, Target
from ingest.model import (
    Block,
    Box,
    Cell,
    Clause,
    Document,
    Furniture,
    Marker,
    Metadata,
    Page,
    Place,
    Reference,
    Region,
    Span,
)
from kb.leaves import Leaf
from kb.packing import pack, unpack, unpack_fields
from kb.records import pack_clauses, pack_document, unpack_clauses, unpack_document

WORDS = st.text(alphabet=st.characters(codec=None), max_size=12)
SPANS = st.tuples(st.integers(0, 500), st.integers(1, 80)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
PLACES = st.floats(0, 2000, allow_nan=False) | st.integers(0, 60000).map(lambda tenth: tenth / 10)
BOXES = st.tuples(PLACES, PLACES, PLACES, PLACES).map(
    lambda p: Box(min(p[0], p[1]), min(p[2], p[3]), max(p[0], p[1]), max(p[2], p[3]))
)
MAYBE_NUMBER = st.none() | st.integers(1, 9999)
REGIONS = st.builds(
    Region, SPANS, MAYBE_NUMBER, st.none() | BOXES, MAYBE_NUMBER, st.binary(max_size=8).map(lambda b: b * 2)
)
MARKERS = st.builds(Marker, WORDS, WORDS, SPANS)
CLAUSES = st.builds(
    Clause, WORDS, WORDS, SPANS, st.lists(MARKERS, max_size=3).map(tuple), st.none() | SPANS, st.none() | SPANS, WORDS
)
METADATA = st.builds(
    Metadata,
    title=WORDS,
    doc_number=st.none() | WORDS,
    issuers=st.lists(WORDS, max_size=3).map(tuple),
    region=st.builds(Place, st.none() | WORDS, st.none() | WORDS),
    period=st.none() | st.tuples(st.integers(2000, 2060), st.integers(2000, 2060)),
    references=st.lists(st.builds(Reference, WORDS, st.none() | WORDS, SPANS), max_size=2).map(tuple),
    extra=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    id=WORDS,
    name=WORDS,
    metadata=METADATA,
    text=WORDS,
    pages=st.lists(
        st.builds(
            Page, st.integers(1, 99), PLACES, PLACES, st.integers(0, 9), st.integers(9, 99), WORDS, st.booleans()
        ),
        max_size=3,
    ).map(tuple),
    regions=st.lists(REGIONS, max_size=6).map(tuple),
    blocks=st.lists(
        st.builds(
            Block,
            st.sampled_from(["title", "table", "paragraph"]),
            SPANS,
            st.lists(
                st.builds(Cell, st.integers(0, 9), st.integers(0, 9), st.none() | SPANS, header=st.booleans()),
                max_size=3,
            ).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    reader=WORDS,
    furniture=st.lists(
        st.builds(Furniture, st.just("header"), WORDS, st.integers(1, 9), st.none() | BOXES), max_size=2
    ).map(tuple),
)
NUMBERS = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=3)
QUANTITIES = st.builds(Quantity, SPANS, SPANS, WORDS, NUMBERS, NUMBERS, WORDS, missing=st.booleans())
TARGETS = st.builds(
    Target,
    id=WORDS,
    document_id=WORDS,
    clause_id=WORDS,
    span=SPANS,
    kind=st.sampled_from(["target", "milestone"]),
    metric=WORDS,
    metric_span=st.none() | SPANS,
    quantity=st.none() | QUANTITIES,
    change=st.sampled_from(["level", "rate"]),
    period=st.none()
    | st.builds(Period, st.none() | SPANS, MAYBE_NUMBER, st.integers(2000, 2060), st.just("by"), st.just("stated")),
    baseline_year=MAYBE_NUMBER,
    agencies=st.lists(st.builds(Mention, WORDS, SPANS), max_size=2).map(tuple),
    lead_agencies=st.just(()),
    scope=WORDS,
    binding=st.none() | st.just("约束性"),
    hedge=st.none() | WORDS,
    rule=WORDS,
    confidence=st.floats(0, 1),
)
EXTRACTIONS = st.builds(
    Extraction,
    st.lists(TARGETS, max_size=3).map(tuple),
    st.lists(st.builds(Leftover, WORDS, WORDS, SPANS, WORDS, WORDS), max_size=2).map(tuple),
)


@given(DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_a_document_comes_back_exactly(document: Document) -> None:
    again = unpack_document(pack_document(document))
    assert again == document
    assert [type(region.box.x0) for region in again.regions if region.box] == [
        float for region in document.regions if region.box
    ]


@given(st.lists(CLAUSES, max_size=5).map(tuple))
@settings(max_examples=60, deadline=None)
def test_clauses_come_back_exactly(clauses: tuple[Clause, ...]) -> None:
    assert unpack_clauses(pack_clauses(clauses)) == clauses


@given(EXTRACTIONS)
@settings(max_examples=60, deadline=None)
def test_targets_and_leftovers_come_back_exactly_with_exact_decimals(extraction: Extraction) -> None:
    again = unpack(pack(extraction), Extraction)
    assert again == extraction
    for before, after in zip(extraction.targets, again.targets, strict=True):
        if before.quantity and before.quantity.low is not None:
            assert isinstance(after.quantity.low, Decimal)
            assert str(after.quantity.low) == str(before.quantity.low)


@dataclass(frozen=True, slots=True)
class _Old:
    name: str


@dataclass(frozen=True, slots=True)
class _New:
    name: str
    added_later: int = 7


def test_a_record_written_before_a_field_was_added_still_loads() -> None:
    assert unpack(pack(_Old("甲")), _New) == _New("甲", 7)


@given(DOCUMENTS, st.lists(CLAUSES, max_size=5).map(tuple), st.lists(SPANS, min_size=1, max_size=6))
@settings(max_examples=120, deadline=None)
def test_a_leaf_says_what_the_whole_document_says(
    document: Document, clauses: tuple[Clause, ...], spans: list[Span]
) -> None:
    ordered = tuple(sorted(clauses, key=lambda clause: clause.span))
    whole = replace(document, regions=tuple(sorted((replace(one, edges=b"") for one in document.regions), key=_start)))
    leaf = Leaf(pack_document(whole), pack_clauses(ordered))
    for name in ("id", "name", "text", "pages", "furniture", "lines"):
        assert getattr(leaf, name) == getattr(whole, name)
    for span in spans:
        assert leaf.locate(span) == whole.locate(span)
        assert leaf.page_of(span.start) == whole.page_of(span.start)
        assert leaf.line_of(span.start) == whole.line_of(span.start)
        place = bisect_right(ordered, span.start, key=_start) - 1
        assert leaf.clause_at(span.start) == (ordered[place] if place >= 0 else None)
    assert [leaf.clause(place) for place in range(len(ordered))] == list(ordered)


def _start(one: Region | Clause) -> int:
    return one.span.start


def test_a_leaf_cuts_regions_by_the_edges_of_their_characters() -> None:
    edges = b"".join((10 * at).to_bytes(2, "little") for at in range(5))
    region = Region(Span(2, 6), 3, Box(0.0, 1.0, 4.0, 2.0), None, edges)
    document = Document("i", "n", Metadata(""), "甲乙丙丁戊己庚", (Page(3, 9, 9, 0, 7),), (region,), (), "r")
    leaf = Leaf(pack_document(document), pack_clauses(()))
    assert leaf.locate(Span(3, 5)) == document.locate(Span(3, 5))
    assert leaf.locate(Span(3, 5))[0].box == Box(1.0, 1.0, 3.0, 2.0)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A list of pairs in which a string stands behind a bracket and a comma: it cannot be passed over."""

    name: str
    pairs: tuple[tuple[tuple[int, ...], str], ...]
    last: str


def test_a_field_that_cannot_be_passed_over_is_read() -> None:
    value = Tagged("甲", (((1, 2), "乙"), ((3,), "丙")), "丁")
    assert unpack_fields(pack(value), Tagged, ("name", "last"), "pairs") == {"name": "甲", "last": "丁"}
    assert unpack_fields(pack(value), Tagged, ("last",)) == {"last": "丁"}
