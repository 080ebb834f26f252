"""Over whole policies: every figure ends in one row or one leftover, and every row points at its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import extract
from extract.model import Extraction
from ingest import read, segment
from ingest.model import Document, Span

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "policies"
DRAWN = sorted(SHARED.glob("*.[pP][dD][fF]"))[::16] if SHARED.is_dir() else []


def spans_of_rows(extraction: Extraction) -> list[Span]:
    found = [target.quantity.number_span for target in extraction.targets if target.quantity is not None]
    found += [
        target.period.span for target in extraction.targets if target.milestone and target.period and target.period.span
    ]
    return found


def lost_and_doubled(document: Document, extraction: Extraction) -> tuple[list[int], list[int]]:
    counts = [0] * len(document.text)
    for leftover in extraction.leftovers:
        for place in range(leftover.span.start, leftover.span.end):
            counts[place] += 1
    doubled = [place for place, count in enumerate(counts) if count > 1 and document.text[place] in "0123456789"]
    for span in spans_of_rows(extraction):
        for place in range(span.start, span.end):
            counts[place] += 1
    lost = [place for place, sign in enumerate(document.text) if sign in "0123456789" and not counts[place]]
    return lost, doubled


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not DRAWN, reason="shared/policies is not there")
@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem.split("、")[0])
def test_every_figure_of_a_policy_is_accounted_for_and_every_row_quotes_its_value(path: Path) -> None:
    document = read(path.read_bytes(), path.stem, path.suffix)
    clauses = segment(document)
    extraction = extract(document, clauses)
    lost, doubled = lost_and_doubled(document, extraction)
    assert not lost, [document.text[max(0, place - 12) : place + 6] for place in lost[:5]]
    assert not doubled, [document.text[max(0, place - 12) : place + 6] for place in doubled[:5]]
    known = {clause.id for clause in clauses}
    for target in extraction.targets:
        assert target.clause_id in known
        if target.quantity is not None:
            assert target.span.start <= target.quantity.span.start < target.quantity.span.end <= target.span.end
            assert target.quantity.span.start <= target.quantity.number_span.start
        assert target.metric and target.rule and 0 < target.confidence <= 1
    assert len({target.id for target in extraction.targets}) == len(extraction.targets)
