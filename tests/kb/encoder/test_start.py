"""Start vectors: pieces that stand in like surroundings lie near each other."""

from __future__ import annotations

import numpy as np

from kb.encoder import start, vocabulary

PIECES = [("<unk>", 0.0), *((character, -9.0) for character in "甲乙丙丁戊己庚辛子丑寅卯辰巳")]


def test_neighbours_are_counted_within_a_text_and_nearer_ones_weigh_more() -> None:
    tokenizer = vocabulary.tokenizer(PIECES)
    met, seen = start.neighbours(tokenizer, ["甲乙丙", "丁戊"])
    at = {piece: tokenizer.token_to_id(piece) for piece in "甲乙丙丁戊"}
    assert met[at["甲"], at["乙"]] > met[at["甲"], at["丙"]] > 0
    assert met[at["丙"], at["丁"]] == 0
    assert abs(met - met.T).max() == 0
    assert seen[at["甲"]] == 1


def test_pieces_in_the_same_surroundings_get_like_vectors() -> None:
    tokenizer = vocabulary.tokenizer(PIECES)
    texts = [f"{word}{other}" for word in "甲乙" for other in "丙丁戊己"] * 9
    texts += [f"{word}{other}" for word in "庚辛" for other in "子丑寅卯"] * 9
    met, seen = start.neighbours(tokenizer, texts)
    vectors = start.vectors(met, 4)
    at = {piece: tokenizer.token_to_id(piece) for piece in "甲乙庚"}
    assert vectors[at["甲"]] @ vectors[at["乙"]] > vectors[at["甲"]] @ vectors[at["庚"]] + 0.3
    assert seen.sum() == sum(map(len, texts))


def test_a_rare_piece_leans_on_its_characters_and_a_frequent_one_weighs_less() -> None:
    pieces = ["<unk>", "甲", "乙", "甲乙"]
    characters, count = start.composition(pieces)
    assert characters.shape == (4, count)
    rng = np.random.default_rng(1)
    found = start.unit(rng.normal(size=(4, 8)).astype(np.float32))
    made, weights = start.start(found, np.array([0.0, 9000.0, 50.0, 0.0]), characters)
    assert weights[1] < weights[2] < weights[3]
    lone = made[3] / np.linalg.norm(made[3])
    assert abs(float(lone @ found[3])) < float(lone @ (found[1] + found[2]) / np.linalg.norm(found[1] + found[2]))
    assert not made[0].any()
