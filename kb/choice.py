"""Choice (初选): which of the passages that the ways of searching bring are read and judged, by what is known without reading them.

A linear model over the ranks and scores of each way and over facts of the document. Its weights are data, fitted so that the passages
that judging would put first are among those read (``bench/fit_choice.py``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kb import exact, places
from kb.evidence import Asked
from kb.model import DocumentInfo
from kb.rerank import genre_match, place_match

Matrix = npt.NDArray[np.float64]
Scores = Mapping[int, float]
InfosOf = Callable[[Sequence[int]], Sequence[DocumentInfo | None]]
_WEIGHTS = Path(__file__).with_name("choice.json")
NAMES = (
    "keyword", "vector", "metric", "both", "near", "near_both", "keyword_rank", "vector_rank",
    "place", "place_wrong", "genre", "standing", "nation", "exact",
)  # fmt: skip
_LAST = 100  # the rank of a passage that a way did not bring


@dataclass(frozen=True, slots=True)
class Ways:
    """What each way of searching brought (各路检索结果): rows with keyword scores and target scores as shares of the best one,
    cosines, and what exact finds are worth."""

    keyword: Scores
    vector: Scores
    metric: Scores
    exact: Scores

    def rows(self) -> list[int]:
        """Every row that some way brought, ascending."""
        return sorted({*self.keyword, *self.vector, *self.metric, *self.exact})


def chosen(question: Asked, ways: Ways, infos_of: InfosOf, most: int) -> list[int]:
    """The ``most`` rows that are worth reading, best first."""
    rows = ways.rows()
    if not rows:
        return []
    scores = features(question, ways, rows, infos_of(rows)) @ _weights()
    return [rows[place] for place in np.argsort(-scores, kind="stable")[:most].tolist()]


def features(question: Asked, ways: Ways, rows: Sequence[int], infos: Sequence[DocumentInfo | None]) -> Matrix:
    """[rows, features]: what is known of each row in the order of ``NAMES``, about 0 to 1 each; ``infos`` are their documents."""
    keyword, vector, metric, named = (
        np.asarray([way.get(row, 0.0) for row in rows]) for way in (ways.keyword, ways.vector, ways.metric, ways.exact)
    )
    vector = np.maximum(vector, 0.0)
    near = _near(vector)
    facts: dict[str, tuple[float, ...]] = {}
    listed = []
    for info in infos:
        doc = info.doc if info is not None else ""
        if doc not in facts:
            facts[doc] = _facts(question, info)
        listed.append(facts[doc])
    ways_ = (keyword, vector, metric, keyword * vector, near, keyword * near, _rank(keyword), _rank(vector))
    return np.column_stack([*ways_, np.asarray(listed), named])


def _near(vector: Matrix) -> Matrix:
    """Where each cosine lies between the least and the greatest that was found, 0 to 1."""
    found = vector[vector > 0]
    if not len(found):
        return vector
    least, most = found.min(), found.max()
    near: Matrix = np.where(vector > 0, (vector - least) / max(most - least, 1e-6), 0.0)
    return near


def _rank(scores: Matrix) -> Matrix:
    """The logarithm of each rank among the scores, 0 for the best and 1 for what was not found."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    found: Matrix = np.log1p(np.where(scores > 0, np.minimum(ranks, _LAST), _LAST)) / np.log1p(_LAST)
    return found


def _facts(question: Asked, info: DocumentInfo | None) -> tuple[float, ...]:
    """What the document says of the question by its place, title, genre and standing."""
    if info is None:
        return (0.0,) * 5
    place = place_match(question, info.title, info.place) if question.places else 0.0
    return (
        max(place, 0.0),
        max(-place, 0.0),
        genre_match(question.query.genres, info),
        exact.standing(info),
        1.0 if not question.places and info.place == places.NATION else 0.0,
    )


Choose = Callable[[Asked, Ways, InfosOf, int], list[int]]


@cache
def _weights() -> Matrix:
    weights = json.loads(_WEIGHTS.read_text(encoding="utf-8"))["weights"]
    return np.asarray([float(weights[name]) for name in NAMES])
