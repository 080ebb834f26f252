"""Over a tenth of the policies: every figure ends in a row or in one leftover, and every row points at its own words.

``python -m bench.policies`` does the same over all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.policies import Account, account_for
from extract import extract
from extract.model import Extraction
from ingest import read, segment
from tests.extract.reading import document as written

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "policies"
DRAWN = sorted(SHARED.glob("*.[pP][dD][fF]"))[::10] if SHARED.is_dir() else []


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not DRAWN, reason="shared/policies is not there")
@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem.split("、")[0])
def test_every_figure_of_a_policy_is_accounted_for_and_every_row_quotes_its_value(path: Path) -> None:
    document = read(path.read_bytes(), path.stem, path.suffix)
    clauses = segment(document)
    extraction = extract(document, clauses)
    account = Account()
    account_for(document, extraction, account)
    assert not account.lost, account.lost[:5]
    assert not account.doubled, account.doubled[:5]
    known = {clause.id for clause in clauses}
    for target in extraction.targets:
        assert target.clause_id in known
        if target.quantity is not None:
            assert target.span.start <= target.quantity.span.start < target.quantity.span.end <= target.span.end
            assert target.quantity.span.start <= target.quantity.number_span.start
        assert target.metric and target.rule and 0 < target.confidence <= 1
    assert len({target.id for target in extraction.targets}) == len(extraction.targets)


def test_the_account_sees_a_number_that_is_lost_or_counted_twice() -> None:
    text = "到2027年，供水普及率达到99%。"
    document, clauses = written(text)
    extraction = extract(document, clauses)
    account = Account()
    account_for(document, extraction, account)
    assert (account.digits, account.in_rows, account.lost, account.doubled) == (6, 2, [], [])
    account = Account()
    account_for(document, Extraction(extraction.targets, ()), account)
    assert len(account.lost) == 4
    account = Account()
    account_for(document, Extraction(extraction.targets, extraction.leftovers * 2), account)
    assert len(account.doubled) == 4
