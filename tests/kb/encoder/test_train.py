"""A small model is trained, written, and loaded by sentence-transformers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kb import embedding
from kb.encoder import pairs, start, train, vocabulary

QUESTIONS = {"甲甲": "子丑", "乙乙": "寅卯", "丙丙": "辰巳", "丁丁": "午未"}
PIECES = [("<unk>", 0.0), *((character, -9.0) for character in "甲乙丙丁子丑寅卯辰巳午未")]


def made(folder: Path) -> tuple[train.Table, pairs.Maker]:
    tokenizer = vocabulary.tokenizer(PIECES)
    names = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda piece: piece[1])]
    characters, _ = start.composition(names)
    first = start.unit(np.random.default_rng(1).normal(size=(len(names), 16)).astype(np.float32))
    weights = np.ones((len(names), 1), dtype=np.float32)
    return train.Table(first, weights, characters), pairs.Maker(tokenizer)


def test_training_brings_questions_to_their_passages_and_the_written_model_gives_the_same(tmp_path: Path) -> None:
    table, maker = made(tmp_path)
    passages = list(QUESTIONS.values())
    batch = maker.asked([(question, number) for number, question in enumerate(QUESTIONS)], passages, 4)
    kinds = dict.fromkeys(train.SHARES, batch)
    before = train.loss_of(table.whole(), batch()).item()
    final = train.trained(table, kinds, maker, 60)
    assert train.loss_of(table.whole(), batch()).item() < 0.3 * before
    train.write(tmp_path, vocabulary.tokenizer(PIECES), final)
    model = embedding.from_folder(str(tmp_path))
    scores = model.encode_queries(list(QUESTIONS)) @ model.encode_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2, 3]
    from sentence_transformers import SentenceTransformer

    loaded = SentenceTransformer(str(tmp_path), device="cpu")
    assert np.allclose(loaded.encode(list(QUESTIONS)), model.encode_queries(list(QUESTIONS)), atol=1e-5)


def test_equal_passages_of_a_batch_are_not_wrong_answers() -> None:
    table, maker = made(Path())
    ids = maker.ids(["甲甲", "乙乙", "子丑"])
    alone = pairs.Batch([ids[0]], [ids[2]], np.array([7]))
    twice = pairs.Batch([ids[0], ids[1]], [ids[2], ids[2]], np.array([7, 7]))
    assert train.loss_of(table.whole(), alone).item() == 0.0
    assert train.loss_of(table.whole(), twice).item() < 1e-6
