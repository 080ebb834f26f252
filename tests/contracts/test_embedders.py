"""What every embedder must do, run on the bundled model and on models saved in folders."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kb import embedding
from kb.embedding import EMBEDDERS, FIRST, Embedder

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["推进既有建筑节能改造", "加快建设充电桩和换电站，方便新能源汽车出行。", "2025年森林覆盖率达到24.1%", "的"]
WORDS = "推进既有建筑节能改造加快充电桩换站方便新能源汽车出行森林覆盖率达到年上海"


def static_model(folder: Path) -> Path:
    """A static model as sentence-transformers saves it, with random vectors."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    vocabulary = {piece: number for number, piece in enumerate(["[UNK]", *dict.fromkeys(WORDS)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    weights = np.random.default_rng(1).normal(size=(len(vocabulary), 24)).astype(np.float32)
    made = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights), Normalize()], device="cpu"
    )
    made.save(str(folder))
    return folder


def transformer_model(folder: Path) -> Path:
    """A very small untrained BERT with a prompt for questions, as sentence-transformers saves it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    plain = folder / "plain"
    plain.mkdir(parents=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(WORDS + "查询：")]
    (plain / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizerFast(vocab=str(plain / "vocab.txt")).save_pretrained(plain)
    shape: dict[str, Any] = {
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
    }
    BertModel(BertConfig(vocab_size=len(pieces), **shape)).save_pretrained(plain)
    word = Transformer(str(plain))
    made = SentenceTransformer(modules=[word, Pooling(32)], prompts={"query": "查询："}, device="cpu")
    made.save(str(folder / "saved"))
    return folder / "saved"


MAKERS: dict[str, Callable[[Path], Path] | None] = {
    "bundled": None,
    "static folder": static_model,
    "transformer folder": transformer_model,
}


@pytest.fixture(scope="module", params=list(MAKERS))
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedder]:
    make = MAKERS[request.param]
    yield embedding.load(str(make(tmp_path_factory.mktemp("model"))) if make else None)


def test_vectors_are_float32_of_unit_length_one_a_text(embedder: Embedder) -> None:
    for vectors in (embedder.encode_passages(TEXTS), embedder.encode_queries(TEXTS)):
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-4)


def test_no_texts_give_an_empty_matrix(embedder: Embedder) -> None:
    assert embedder.encode_passages([]).shape == (0, embedder.dimension)
    assert embedder.encode_queries([]).shape == (0, embedder.dimension)


def test_a_text_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.encode_passages([text]) for text in TEXTS])
    assert np.allclose(embedder.encode_passages(TEXTS), alone, atol=1e-4)


def test_the_same_text_always_gets_the_same_vector(embedder: Embedder) -> None:
    assert np.array_equal(embedder.encode_passages(TEXTS), embedder.encode_passages(TEXTS))


def test_empty_and_odd_texts_do_no_harm(embedder: Embedder) -> None:
    vectors = embedder.encode_passages(["", " \n", "★☆", "a" * 5000, "\ufffd\ue000"])
    assert np.isfinite(vectors).all()


def test_before_and_after_loading_the_vectors_are_the_same(embedder: Embedder) -> None:
    fresh = type(embedder)(*embedder_arguments(embedder))
    questions, passages = fresh.encode_queries(TEXTS), fresh.encode_passages(TEXTS)
    fresh.encode_passages(TEXTS * (FIRST // len(TEXTS) + 1) if fresh.dimension > 32 else TEXTS)
    assert np.allclose(questions, fresh.encode_queries(TEXTS), atol=1e-5)
    assert np.allclose(passages, fresh.encode_passages(TEXTS), atol=1e-5)


def embedder_arguments(embedder: Embedder) -> tuple[str, str]:
    assert isinstance(embedder, embedding.SentenceModel)
    return embedder.source, embedder.name


def test_warming_can_be_asked_for_twice(embedder: Embedder) -> None:
    embedder.warm()
    embedder.warm()
    assert len(embedder.encode_queries(TEXTS)) == len(TEXTS)


def test_warming_for_questions_loads_no_heavy_library() -> None:
    """The bundled model answers questions from its table alone; what trains and runs other models takes seconds to load
    and half a gigabyte of memory."""
    told = "import sys; from kb import embedding; one = embedding.load(); one.warm(); one.encode_queries(['风电']); "
    told += "print(sorted({'torch', 'sentence_transformers'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_a_name_stays_as_long_as_the_model_does(embedder: Embedder, tmp_path: Path) -> None:
    assert embedder.name == type(embedder)(*embedder_arguments(embedder)).name
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
    before = embedding.fingerprint(other)
    (other / "config.json").write_text(json.dumps({"a": 2}), encoding="utf-8")
    assert embedding.fingerprint(other) != before


def test_every_row_of_the_table_is_a_way_to_name_a_model() -> None:
    assert set(EMBEDDERS) == {"bundled", "folder", "hub"}
