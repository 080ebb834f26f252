"""Train the bundled model (训练自带模型): python -m kb.encoder.train --shared ../shared --library DIR --out DIR."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb.encoder import material, pairs, start, vocabulary
from kb.encoder.pairs import Batch, Ids

SIZE, DIMENSION, STEPS, BATCH = 36_000, 256, 600, 768
RATE, SCALE, CHARACTER_RATE = 2e-3, 25.0, 2.0
SHARES = {
    "law": 0.26,
    "policy": 0.17,
    "report": 0.05,
    "test": 0.10,
    "everyday": 0.20,
    "synonym": 0.05,
    "asked": 0.09,
    "figure": 0.06,
}
MODULES = "sentence_transformers.sentence_transformer.modules"
Matrix = npt.NDArray[np.float32]


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def sources(
    maker: pairs.Maker,
    shared: Path,
    places: tuple[material.Place, ...],
    figures: tuple[material.Figure, ...],
    pieces: tuple[material.Piece, ...],
) -> dict[str, Callable[[], Batch]]:
    """A maker of batches for every kind of pair."""
    texts = pairs.texts(places)
    made = {
        kind: maker.cloze([piece for piece in pieces if piece.source == kind], BATCH)
        for kind in ("law", "policy", "report")
    }
    tests = [pair for name in ("cmrc2018_dev", "drcd") for pair in material.tests(shared / "text", name, "learn")]
    passages = {passage: number for number, passage in enumerate(dict.fromkeys(passage for _, passage in tests))}
    made["test"] = maker.asked([(question, passages[passage]) for question, passage in tests], list(passages), BATCH)
    lay = pairs.everyday(pieces, maker.chance)
    made["everyday"] = maker.asked(lay, [f"{piece.context}\n{piece.text}" for piece in pieces], BATCH)
    synonyms = pairs.synonyms(maker.chance)
    terms = {term: number for number, term in enumerate(dict.fromkeys(term for _, term in synonyms))}
    made["synonym"] = maker.asked([(word, terms[term]) for word, term in synonyms], list(terms), BATCH)
    own = [
        (question, number)
        for question, numbers, held_out in material.asked(places, shared / "policies")
        if not held_out
        for number in numbers[:2]
    ]
    files = [place.file for place in places]
    made["asked"] = maker.asked(own, texts, BATCH // 2, files)
    made["figure"] = maker.asked(pairs.figures(figures, maker.chance), texts, BATCH // 2, files)
    say(
        f"pairs: test {len(tests)}, everyday {len(lay)}, synonym {len(synonyms)}, asked {len(own)}, figure {len(figures)}"
    )
    return made


class Table:
    """The vectors being trained: one row a piece, plus what its characters share, so that rare words learn with others."""

    def __init__(self, first: Matrix, weights: Matrix, characters: Any) -> None:
        import torch

        warnings.filterwarnings("ignore", message="Sparse CSR tensor support")
        self.rows = torch.nn.Parameter(torch.from_numpy(first.copy()))
        self.shared = torch.nn.Parameter(torch.zeros(characters.shape[1], first.shape[1]))
        self._weights = torch.from_numpy(weights)
        parts = (characters.indptr, characters.indices)
        self._compose = torch.sparse_csr_tensor(
            *(torch.from_numpy(part.astype(np.int64)) for part in parts),
            torch.from_numpy(characters.data),
            size=characters.shape,
            check_invariants=False,
        )

    def whole(self) -> Any:
        import torch

        return self.rows + torch.sparse.mm(self._compose, self.shared) * self._weights


def embedded(table: Any, texts: Sequence[Ids]) -> Any:
    """Mean of each text's rows, of unit length."""
    import torch

    starts = np.cumsum([0] + [len(ids) for ids in texts[:-1]])
    flat = torch.from_numpy(np.concatenate(texts))
    bags = torch.nn.functional.embedding_bag(flat, table, torch.from_numpy(starts), mode="mean")
    return torch.nn.functional.normalize(bags, dim=1)


def loss_of(table: Any, batch: Batch) -> Any:
    """Multiple-negatives ranking loss: every other passage of the batch is wrong, unless it is the same one."""
    import torch

    full = [number for number, ids in enumerate(batch.questions) if len(ids) and len(batch.passages[number])]
    rest = [number for number in range(len(batch.questions), len(batch.passages)) if len(batch.passages[number])]
    order = np.asarray(full + rest)
    questions = embedded(table, [batch.questions[number] for number in full])
    passages = embedded(table, [batch.passages[number] for number in order])
    keys = torch.from_numpy(batch.keys[order])
    same = keys[: len(full), None] == keys[None, :]
    same[torch.arange(len(full)), torch.arange(len(full))] = False
    scores = (questions @ passages.T * SCALE).masked_fill(same, -1e4)
    right = torch.arange(len(full))
    forward = torch.nn.functional.cross_entropy(scores, right)
    if rest:
        return forward
    return (forward + torch.nn.functional.cross_entropy(scores.T, right)) / 2


def trained(table: Table, made: dict[str, Callable[[], Batch]], maker: pairs.Maker, steps: int) -> Matrix:
    """Run the steps with a rate that rises shortly and then falls along a cosine; returns the final vectors."""
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)
    kinds, shares = list(SHARES), np.asarray(list(SHARES.values()))
    groups = [{"params": [table.rows]}, {"params": [table.shared]}]
    optimiser = torch.optim.Adam(groups, lr=RATE)
    running: dict[str, list[float]] = {}
    for step in range(steps):
        rate = RATE * min(1.0, (step + 1) / 40) * (0.51 + 0.5 * math.cos(math.pi * step / steps))
        for group, factor in zip(optimiser.param_groups, (1.0, CHARACTER_RATE), strict=True):
            group["lr"] = rate * factor
        kind = kinds[maker.numbers.choice(len(kinds), p=shares / shares.sum())]
        loss = loss_of(table.whole(), made[kind]())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        running.setdefault(kind, []).append(float(loss.item()))
        if step % 100 == 99:
            say(
                f"{step + 1}/{steps} "
                + " ".join(f"{kind} {np.mean(values[-20:]):.2f}" for kind, values in running.items())
            )
    with torch.no_grad():
        final: Matrix = table.whole().numpy().copy()
    final[0] = 0.0
    return final


def write(folder: Path, tokenizer: Any, table: Matrix) -> None:
    """Save as a sentence-transformers model: whole numbers of one byte, one scale a piece (loaded as float32)."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    scales = np.abs(table).max(axis=1) / 127 + 1e-12
    rows = np.clip(np.rint(table / scales[:, None]), -127, 127).astype(np.int8)
    weights = folder / "model.safetensors"
    save_file({"embeddings": rows, "weights": scales.astype(np.float32)}, str(weights))
    weights.chmod(0o644)
    written = {
        "tokenizer.json": json.loads(tokenizer.to_str()),
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{MODULES}.StaticEmbedding"},
            {"idx": 1, "name": "1", "path": "1_Normalize", "type": f"{MODULES}.Normalize"},
        ],
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer", "prompts": {"query": "", "document": ""},
            "default_prompt_name": None, "similarity_fn_name": "cosine",
        },
        "1_Normalize/config.json": {},
    }  # fmt: skip
    for name, content in written.items():
        words = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (folder / name).write_text(words + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the material, make vocabulary and start vectors, train, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder with text/, policies/ and seeds/")
    parser.add_argument("--library", type=Path, required=True, help="library with the policies added")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=STEPS)
    given = parser.parse_args(arguments)
    places, figures = material.library(given.library, without=given.shared / "seeds")
    pieces = material.pieces(given.shared / "text", places)
    learned = [
        pair for name in ("cmrc2018_dev", "drcd") for pair in material.tests(given.shared / "text", name, "learn")
    ]
    general = list(dict.fromkeys(text for pair in learned for text in pair))
    say(f"{len(places)} passages, {len(figures)} targets, {len(pieces)} paragraphs")
    policy = [piece.text for piece in pieces if piece.source != "law"]
    laws = [piece.text for piece in pieces if piece.source == "law"]
    tokenizer = vocabulary.tokenizer(vocabulary.vocabulary(policy, [*general, *laws[::4]], SIZE))
    say(f"{tokenizer.get_vocab_size()} pieces")
    met, seen = start.neighbours(tokenizer, [*policy, *general, *laws])
    names = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda piece: piece[1])]
    characters, _ = start.composition(names)
    first, weights = start.start(start.vectors(met, DIMENSION), seen, characters)
    del met
    maker = pairs.Maker(tokenizer)
    made = sources(maker, given.shared, places, figures, pieces)
    write(given.out, tokenizer, trained(Table(first, weights, characters), made, maker, given.steps))
    say(f"written to {given.out}")


if __name__ == "__main__":
    main()
