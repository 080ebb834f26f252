"""The choice of passages to be read: exact finds first, the asked place before others, both ways before one; nothing read for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import query as questions
from kb.choice import NAMES, Ways, chosen, features
from kb.evidence import asked
from kb.model import DocumentInfo

INFO = DocumentInfo(
    doc="", document_id="", title="冰雪运动发展规划", doc_number=None, issuers=(), issued_on=None, published_on=None, effective_on=None,
    genre="规划", category="", province=None, city=None, validity="", pages=1, clauses=1, targets=0, doubtful=(), references=(),
    source="", read_at="", reader="",
)  # fmt: skip
PLACES = {1: "江苏省", 2: "浙江省", 3: None, 4: "江苏省"}


def infos_of(rows):
    return [
        replace(INFO, doc=str(PLACES.get(row)), province=PLACES.get(row)) if row in PLACES else None for row in rows
    ]


def question(text: str):
    return asked(questions.understand(text), ())


def test_the_asked_place_comes_before_another_of_like_scores():
    ways = Ways({1: 0.5, 2: 0.5}, {1: 0.4, 2: 0.4}, {}, {})
    assert chosen(question("江苏滑雪场有多少"), ways, infos_of, 2) == [1, 2]
    assert chosen(question("浙江滑雪场有多少"), ways, infos_of, 2) == [2, 1]
    assert chosen(question("浙江滑雪场有多少"), ways, infos_of, 1) == [2]


def test_what_is_named_exactly_is_always_read():
    ways = Ways({1: 1.0, 2: 0.9, 4: 0.8}, {1: 0.9, 2: 0.8, 4: 0.7}, {1: 1.0}, {3: 2.0})
    assert chosen(question("江苏滑雪场有多少"), ways, infos_of, 1) == [3]


def test_more_in_any_way_is_never_worth_less():
    text = question("滑雪场有多少")
    ways = Ways({1: 0.2, 2: 0.6, 3: 1.0}, {1: 0.2, 2: 0.5, 3: 0.8}, {}, {})
    assert chosen(text, ways, infos_of, 3) == [3, 2, 1]


@pytest.mark.parametrize("ways", [Ways({}, {}, {}, {}), Ways({9: 1.0}, {}, {}, {}), Ways({}, {1: -0.1}, {}, {})])
def test_few_or_odd_finds_are_no_trouble(ways):
    assert chosen(question("江苏滑雪场有多少"), ways, infos_of, 5) == ways.rows()


def test_features_are_bounded_and_named():
    ways = Ways({1: 1.0, 2: 0.1}, {1: 0.7, 3: 0.2}, {2: 1.0}, {4: 2.0})
    rows = ways.rows()
    found = features(question("江苏滑雪场规划"), ways, rows, infos_of(rows))
    assert found.shape == (4, len(NAMES))
    assert found[:, :-1].min() >= 0.0 and found[:, :-1].max() <= 1.0
