"""Sentences compared with a question by their vectors."""

from __future__ import annotations

import numpy as np
import pytest

from kb import embedding, likeness
from tests.kb.little_library import HashedPairs


@pytest.fixture(scope="module")
def model():
    return embedding.load()


def test_a_sentence_has_the_cosine_that_the_model_gives_it(model):
    text = "推进污水处理厂节能改造。鼓励使用太阳能路灯。"
    starts = [0, text.index("鼓励")]
    question = model.encode_queries(["处理污水怎么省电"])[0]
    (found,) = likeness.cosines(model.pieces(), question, model.pieces().cut([text]), [starts])
    expected = model.encode_passages([text[: starts[1]], text[starts[1] :]]) @ question
    assert np.allclose(found, expected, atol=1e-4)


def test_the_sentence_that_means_the_same_is_nearer_though_no_word_is_shared(model):
    text = "大力发展远洋渔业。推进既有建筑节能改造。"
    question = model.encode_queries(["老楼怎么少用电"])[0]
    (found,) = likeness.cosines(model.pieces(), question, model.pieces().cut([text]), [[0, 9]])
    assert found[1] > found[0]


def test_every_text_and_every_sentence_has_its_value_even_without_a_known_piece(model):
    question = model.encode_queries(["光伏"])[0]
    cut = model.pieces().cut(["光伏装机。\n\n光伏。", "", "光伏装机。"])
    found = likeness.cosines(model.pieces(), question, cut, [[0, 5, 7], [0], [0]])
    assert [len(values) for values in found] == [3, 1, 1]
    assert found[0][1] == found[1][0] == 0.0
    assert found[2][0] == pytest.approx(found[0][0], abs=1e-5)


def test_a_word_is_as_near_to_a_text_as_to_the_nearest_of_its_words(model):
    near = likeness.Nearness((), model)
    same, other = near.words(["修复", "月球"], "新增整治修复岸线四十千米")
    assert same == pytest.approx(1.0, abs=0.05)
    assert other < 0.5


def test_without_vectors_of_pieces_what_is_usual_is_taken():
    for near in (likeness.Nearness((), HashedPairs()), likeness.Nearness()):
        assert near.words(["修复", "月球"], "修复岸线") == [likeness.UNMEASURED] * 2
        assert near.sentence(0.0) == likeness.UNSAID


def test_what_was_measured_of_a_sentence_stands(model):
    assert likeness.Nearness((), model).sentence(0.7) == 0.7
