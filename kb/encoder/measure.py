"""Measure a model (检索评测): python -m kb.encoder.measure MODEL --shared ../shared --library DIR."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb import embedding
from kb.encoder import material, pairs
from kb.keywords import pairs as character_pairs
from kb.keywords import words
from kb.spelling import plain

Scores = npt.NDArray[np.float32]
WEIGHTS = (0.25, 0.5, 1.0)
K1, B = 1.2, 0.6
FEW = 0.34  # share of a question's character pairs that stand in the passage: below it, the words differ


class Bm25:
    """Keyword scores (BM25) over words and character pairs: what the vectors are compared with."""

    def __init__(self, texts: Sequence[str]) -> None:
        from scipy import sparse

        self._columns: dict[str, int] = {}
        counts = [Counter(terms(text)) for text in texts]
        entries = [
            (row, self._columns.setdefault(term, len(self._columns)), count)
            for row, counted in enumerate(counts)
            for term, count in counted.items()
        ]
        rows, columns, values = (np.asarray(part) for part in zip(*entries, strict=True))
        lengths = np.asarray([counted.total() for counted in counts], dtype=np.float64)
        held = np.bincount(columns, minlength=len(self._columns))
        rarity = np.log(1 + (len(texts) - held + 0.5) / (held + 0.5))
        damped = values * (K1 + 1) / (values + K1 * (1 - B + B * lengths[rows] / lengths.mean()))
        shape = (len(texts), len(self._columns))
        self._table = sparse.csc_matrix((rarity[columns] * damped, (rows, columns)), shape=shape)

    def scores(self, questions: Sequence[str]) -> Scores:
        found = np.zeros((len(questions), self._table.shape[0]), dtype=np.float32)
        for row, question in enumerate(questions):
            columns = [self._columns[term] for term in terms(question) if term in self._columns]
            if columns:
                found[row] = np.asarray(self._table[:, columns].sum(axis=1)).ravel()
        return found


def terms(text: str) -> list[str]:
    view = plain(text)
    return words(view) + character_pairs(view)


def fused(left: Scores, right: Scores, weight: float) -> Scores:
    """Both scores in units of their own spread among the best 200, added with a weight on the right one."""
    return spread(left) + weight * spread(right)


def spread(scores: Scores) -> Scores:
    best = -np.sort(-scores, axis=1)[:, :200]
    scaled: Scores = (scores - best.mean(axis=1, keepdims=True)) / (best.std(axis=1, keepdims=True) + 1e-6)
    return scaled


def ranks(scores: Scores, answers: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    """How many passages stand before the best right one of each question."""
    best = np.asarray([scores[row, list(right)].max() for row, right in enumerate(answers)])
    before: npt.NDArray[np.int64] = (scores > best[:, None]).sum(axis=1)
    return before


def told(found: npt.NDArray[np.int64]) -> str:
    """Recall@5 and mean reciprocal rank (of the first ten)."""
    return f"{np.mean(found < 5):.3f} / {np.mean(np.where(found < 10, 1 / (found + 1), 0)):.3f}"


def overlap(question: str, passage: str) -> float:
    """The share of a question's character pairs that stand in the passage."""
    asked = set(character_pairs(plain(question)))
    return len(asked & set(character_pairs(plain(passage)))) / max(1, len(asked))


def lines(
    name: str, questions: Sequence[str], answers: Sequence[Sequence[int]], keyword: Scores, vector: Scores
) -> list[str]:
    """A table row for keyword alone, vectors alone and both, over all questions and over those in other words."""
    cells = [told(ranks(keyword, answers)), told(ranks(vector, answers))]
    cells += [told(ranks(fused(keyword, vector, weight), answers)) for weight in WEIGHTS]
    return [f"| {name} | {len(questions)} | {' | '.join(cells)} |"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table: sets of questions down, ways of searching across, Recall@5 / MRR@10 in the cells."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="", help="folder or hub name; the bundled model by default")
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--part", choices=("tune", "measure"), default="measure")
    given = parser.parse_args(arguments)
    model = embedding.load(given.model)
    shown = [
        "| questions | n | keyword | vectors | " + " | ".join(f"both, {w}" for w in WEIGHTS) + " |",
        "| --- " * 7 + "|",
    ]
    for name in ("cmrc2018_dev", "drcd"):
        shown += reading(model, given.shared / "text", name, given.part)
    shown += own(model, given.shared, given.library)
    print("\n".join(shown))


def reading(model: Any, shared: Path, name: str, part: material.Part) -> list[str]:
    """A reading test as retrieval: each question's passage among all passages of the test."""
    every = [pair for split in ("learn", "tune", "measure") for pair in material.tests(shared, name, split)]
    passages = list(dict.fromkeys(passage for _, passage in every))
    places = {passage: place for place, passage in enumerate(passages)}
    asked = material.tests(shared, name, part)
    questions = [question for question, _ in asked]
    vectors = model.encode_queries(questions) @ model.encode_passages(passages).T
    answers = [(places[passage],) for _, passage in asked]
    return lines(name, questions, answers, Bm25(passages).scores(questions), vectors)


def own(model: Any, shared: Path, library: Path) -> list[str]:
    """The project's held-out questions over policies, all of them and those whose words differ from the passage's."""
    places, _ = material.library(library, without=shared / "seeds")
    texts = pairs.texts(places)
    kept = [(question, right) for question, right, held_out in material.asked(places, shared / "policies") if held_out]
    questions, answers = [question for question, _ in kept], [right for _, right in kept]
    keyword = Bm25(texts).scores(questions)
    vectors = model.encode_queries(questions) @ model.encode_passages(texts).T
    shown = lines("own questions, held out", questions, answers, keyword, vectors)
    near = [max(overlap(question, texts[place]) for place in right) for question, right in kept]
    for name, chosen in (
        ("… in other words", [row for row, share in enumerate(near) if share < FEW]),
        ("… in the passage's words", [row for row, share in enumerate(near) if share >= FEW]),
    ):
        part = [answers[row] for row in chosen]
        shown += lines(name, [questions[row] for row in chosen], part, keyword[chosen], vectors[chosen])
    return shown


if __name__ == "__main__":
    main()
