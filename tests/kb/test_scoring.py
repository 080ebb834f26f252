"""Scoring: what counts as the same target, and that right and wrong are told apart."""

from __future__ import annotations

import pytest

from kb.scoring import metric_likeness, paired, score

LABEL = {
    "kind": "target", "quote": "光伏发电装机容量达到50万千瓦左右", "metric": "光伏发电装机容量", "value": 50, "value_max": None,
    "unit": "万千瓦", "comparator": "~", "change": "level", "year": 2028, "year_role": "by", "period_start": None,
    "baseline_year": None, "agencies": [], "lead": [], "scope": "青岚市", "binding": None, "page": 3, "table": False,
}  # fmt: skip
PEAK = {
    **LABEL,
    "kind": "milestone",
    "metric": "碳达峰",
    "value": None,
    "unit": "",
    "value_text": "达峰",
    "quote": "2030年前碳达峰",
    "year": 2030,
}


def test_a_perfect_table_scores_one():
    tally = score([LABEL, PEAK], [LABEL, PEAK])
    assert (tally.f1, tally.strict_f1, tally.precision, tally.recall) == (1, 1, 1, 1)


def test_nothing_found_scores_nothing():
    assert score([LABEL], []).f1 == 0
    assert score([], []).f1 == 0


@pytest.mark.parametrize(
    ("changes", "right", "strict"),
    [
        ({"value": 500_000, "unit": "千瓦"}, 1, 1),
        ({"value": 51}, 0, 0),
        ({"value_max": 60}, 0, 0),
        ({"unit": "%"}, 0, 0),
        ({"year": 2027}, 0, 0),
        ({"metric": "光伏装机容量"}, 1, 1),
        ({"metric": "风力规模"}, 0, 0),
        ({"comparator": ">="}, 1, 0),
        ({"change": "increase"}, 1, 1),
        ({"change": "decrease"}, 1, 0),
        ({"agencies": ["市能源局"]}, 1, 0),
        ({"scope": "别处"}, 1, 1),
        ({"quote": "完全不同的另一句话"}, 0, 0),
        ({"quote": LABEL["quote"] + "长" * 300}, 0, 0),
        ({"kind": "milestone"}, 0, 0),
    ],
)
def test_what_a_row_may_differ_in(changes, right, strict):
    tally = score([LABEL], [{**LABEL, **changes}])
    assert (tally.right, tally.strict) == (right, strict)


def test_a_row_with_an_inferred_year_matches_a_label_without_one():
    bare = {**LABEL, "year": None, "year_role": None}
    assert score([bare], [{**LABEL, "year_basis": "inferred"}]).right == 1
    assert score([bare], [{**LABEL, "year_basis": "stated"}]).right == 0


def test_a_table_row_may_be_quoted_by_its_cells():
    label = {**LABEL, "table": True, "quote": "光伏装机 50 万千瓦"}
    row = {**LABEL, "quote": "50万千瓦\t其他\t光伏装机"}
    assert score([label], [row]).right == 1
    assert score([{**label, "table": False}], [row]).right in (0, 1)


def test_rows_are_paired_one_to_one_the_best_first():
    near = {**LABEL, "metric": "光伏发电装机"}
    assert paired([LABEL], [near, LABEL]) == [(LABEL, LABEL)]
    assert score([LABEL, LABEL], [LABEL]).right == 1


def test_optional_labels_cost_nothing_either_way():
    optional = {**LABEL, "optional": True}
    assert score([optional], []).labelled == 0
    assert score([optional], [LABEL]).found == 0


def test_lost_values_are_left_to_another_count():
    assert score([{**LABEL, "value_missing": True}], [{**LABEL, "value_missing": True}]).labelled == 0


def test_milestones_of_one_family_are_alike():
    assert metric_likeness(PEAK, {**PEAK, "metric": "二氧化碳排放", "value_text": "达到峰值"}) >= 0.6
    assert metric_likeness(PEAK, {**PEAK, "metric": "碳中和", "value_text": "碳中和"}) < 0.6
