"""Pairs to learn from."""

from __future__ import annotations

import random

import numpy as np

from kb.encoder import pairs, vocabulary
from kb.encoder.material import Figure, Piece, Place, heading

CHARACTERS = "推进既有建筑节能改造老楼怎么办充电桩公里数与加快设施上海市年第一二三四五六七八九十"
PIECES = [("<unk>", 0.0), *((character, -9.0) for character in dict.fromkeys(CHARACTERS))]


def maker() -> pairs.Maker:
    return pairs.Maker(vocabulary.tokenizer(PIECES), seed=3)


def piece(text: str, source: str = "policy") -> Piece:
    return Piece(text, heading(text), source)


def test_a_cloze_takes_its_question_out_of_the_paragraph() -> None:
    texts = [
        "推进既有建筑节能改造加快充电桩设施上海市年一二三四五六七八九十",
        "加快充电设施一二三四五六七八九十推进老楼改造年公里数",
    ]
    made = maker()
    whole = {tuple(sorted(ids)) for ids in made.ids(texts)}
    batch = made.cloze([piece(text) for text in texts], 2)()
    assert len(batch.questions) == len(batch.passages) == len(batch.keys) == 2
    for question, rest in zip(batch.questions, batch.passages, strict=True):
        assert 0 < len(question) <= 18
        assert any(set(question) <= set(text) and set(rest) <= set(text) for text in whole)


def test_wrong_passages_of_the_same_file_and_of_any_stand_behind_the_right_ones() -> None:
    passages = ["推进既有建筑", "加快充电设施", "上海市", "第一", "第二"]
    batch = maker().asked([("老楼怎么办", 0), ("充电桩", 1)], passages, 2, ["a", "b", "a", "b", "c"])()
    assert len(batch.questions) == 2
    assert len(batch.passages) == len(batch.keys) == 6
    first = batch.keys[:2].tolist()
    assert sorted(first) == [0, 1]
    assert all(key % 2 == right for right, key in zip(first, batch.keys[2:4].tolist(), strict=True))


def test_a_policy_paragraph_is_learned_with_and_without_its_title_and_headings() -> None:
    text = "推进既有建筑节能改造加快充电桩设施与老楼"
    made = maker()
    batch = made.cloze([Piece(text[at:] + text[:at], 0, "policy", "上海市") for at in range(16)], 16)()
    start = made.ids(["上海市"])[0].tolist()
    with_context = sum(rest[: len(start)].tolist() == start for rest in batch.passages)
    assert 2 <= with_context <= 14


def test_clauses_are_put_into_everyday_words() -> None:
    found = pairs.everyday([piece("加快推进既有建筑节能改造，完善配套设施建设并落实各项保障措施。")], random.Random(1))
    assert found
    question, number = found[0]
    assert number == 0
    assert "既有建筑节能改造" not in question


def test_a_target_is_asked_for_by_place_year_and_metric() -> None:
    rows = [Figure("上海市", "森林覆盖率", 2025, 7)]
    found = pairs.figures(rows, random.Random(5), each=40)
    assert {place for _, place in found} == {7}
    asked = [question for question, _ in found]
    assert any("上海市" in question and "2025年" in question for question in asked)
    assert any("森林覆盖率" in question for question in asked)
    assert any("森林覆盖率" not in question for question in asked)


def test_synonyms_lead_from_everyday_words_to_official_terms() -> None:
    assert any(
        question.startswith("老楼") and term == "既有建筑" for question, term in pairs.synonyms(random.Random(1))
    )


def test_long_passages_are_clipped_and_short_questions_kept_whole() -> None:
    made = maker()
    assert len(made.clipped(np.arange(500))) == pairs.CLIP
    assert len(made.thinned(np.arange(2), 0.99)) == 2


def test_a_heading_is_the_first_short_sentence_with_more_behind_it() -> None:
    assert heading("（一）推进节能改造。对建筑外墙、屋顶和门窗进行保温隔热，更换老化的管线和设备。") == len(
        "（一）推进节能改造。"
    )
    assert heading("只有一句话而没有标题") == 0


def test_passages_are_given_to_the_encoder_with_title_and_heading() -> None:
    assert pairs.texts([Place("a", "题", "一、目标", "到2025年", 0, 6)]) == ["题\n一、目标\n到2025年"]
