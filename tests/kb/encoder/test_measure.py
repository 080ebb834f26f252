"""The yardstick: ranks, fusing, overlap of words."""

from __future__ import annotations

import numpy as np
import pytest

from kb.encoder import measure


def test_a_rank_counts_the_passages_before_the_best_right_one() -> None:
    scores = np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0]], dtype=np.float32)
    assert measure.ranks(scores, [(1,), (0, 2)]).tolist() == [1, 0]


def test_recall_and_reciprocal_rank_are_told() -> None:
    assert measure.told(np.array([0, 1, 4, 20])) == "0.750 / 0.425"


def test_rare_words_weigh_more_than_common_ones() -> None:
    found = measure.Bm25(["推进节能改造", "推进充电桩建设", "推进垃圾分类", "推进造林绿化"]).scores(["推进充电桩"])
    assert int(found[0].argmax()) == 1
    assert found[0][1] > 2 * found[0][0]


def test_fusing_takes_what_either_side_is_sure_of() -> None:
    left = np.array([[9.0, 1.0, 1.0, 1.0]], dtype=np.float32)
    right = np.array([[0.1, 0.1, 0.9, 0.1]], dtype=np.float32)
    assert set(np.argsort(-measure.fused(left, right, 1.0)[0])[:2].tolist()) == {0, 2}


@pytest.mark.parametrize(
    ("question", "passage", "share"), [("节能改造", "推进节能改造", 1.0), ("省电", "推进节能改造", 0.0)]
)
def test_overlap_is_the_share_of_the_questions_character_pairs(question: str, passage: str, share: float) -> None:
    assert measure.overlap(question, passage) == share
