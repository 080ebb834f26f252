"""Weights of the choice of passages to be judged: ``python -m bench.fit_choice LIBRARY [--check LIBRARY] [--write]``.

Learned from what judging itself says once it has read everything that the ways of searching bring: under which weights are its
ten best (the five best counting threefold) among the few that are read? No label takes part, only questions: the held-out ones
of ``kb/encoder/questions.jsonl`` (the encoder has not seen them, so that its vectors count for what they are worth), the same with
place or year named, questions for bodies and for rows of the target table (``bench.fit_search``). Prints how many of the ten best
are kept, and how often all five best are, on parts left out in turn (five by question) and, with ``--check``, in another library
with the weights learned in the first.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import fit_search
from kb import Library, choice
from kb.choice import InfosOf, Ways
from kb.comparison import sides
from kb.evidence import Asked

Array = npt.NDArray[np.float64]
FIXED = {"exact": 10.0, "standing": 2.5}  # set by hand: no question to learn from asks for them
BEST, TOP, HEAVY = 10, 5, 3.0
FIRMNESS = 1e-5
FOLDS = 5
READ = (32, 40, 48, 56, 72)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found for one question: features of every row, and the place of each in judging's order."""

    features: Array
    ranks: npt.NDArray[np.int64]


def seen(library: Library, asked: Sequence[str]) -> Iterator[Seen]:
    """Every question with all that is found for it read and judged; comparisons, which are several questions, left aside."""
    searcher, store = library.searcher, library.store
    found: list[Ways] = []

    def everything(_: Asked, ways: Ways, __: InfosOf, ___: int) -> list[int]:
        found.append(ways)
        return ways.rows()

    searcher.choose = everything
    for text in asked:
        query = library.understand(text)
        if len(sides(query, store.infos())) > 1:
            continue
        question = searcher.prepare(query)
        found.clear()
        order = {one.passage.row: rank for rank, one in enumerate(searcher.judged_once(question))}
        for ways in found:
            rows = ways.rows()
            if rows:
                ranks = np.asarray([order.get(row, len(order)) for row in rows])
                yield Seen(choice.features(question, ways, rows, store.infos_of(rows)), ranks)


def questions(library: Library, policies: Path, every: int) -> list[str]:
    chance = random.Random(7)
    asked = [*fit_search.own(library, policies), *fit_search.charged(library, chance)]
    return [one.text for one in [*asked, *fit_search.stated(library, chance)][::every]]


def fitted(lists: Sequence[Seen]) -> Array:
    """Weights of the chance that judging puts a row among the best (logistic)."""
    from scipy.optimize import minimize

    features = np.vstack([one.features for one in lists])
    ranks = np.concatenate([one.ranks for one in lists])
    free = np.asarray([name not in FIXED for name in choice.NAMES])
    fixed = np.asarray([FIXED.get(name, 0.0) for name in choice.NAMES])
    goal, weight = (ranks < BEST).astype(float), np.where(ranks < TOP, HEAVY, 1.0) / len(ranks)
    inputs, offset = np.column_stack([features[:, free], np.ones(len(ranks))]), features @ fixed

    def loss(weights: Array) -> tuple[float, Array]:
        scores = inputs @ weights + offset
        chance = 1 / (1 + np.exp(-scores))
        value = -(weight * (goal * np.log(chance + 1e-12) + (1 - goal) * np.log(1 - chance + 1e-12))).sum()
        return float(value + FIRMNESS * weights @ weights), inputs.T @ (
            weight * (chance - goal)
        ) + 2 * FIRMNESS * weights

    best = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    whole = fixed.copy()
    whole[free] = best[:-1]
    return whole


def kept(lists: Sequence[Seen], weights: Array, read: int) -> tuple[float, float]:
    """The share of the ten best that are read, and of the questions of which all five best are."""
    held, every, whole = 0, 0, 0
    for one in lists:
        taken = one.ranks[np.argsort(-(one.features @ weights), kind="stable")[:read]]
        held += int((taken < BEST).sum())
        every += int((one.ranks < BEST).sum())
        whole += int((taken < TOP).sum()) == int((one.ranks < TOP).sum())
    return held / every, whole / len(lists)


def told(name: str, found: Sequence[tuple[Sequence[Seen], Array]]) -> None:
    for read in READ:
        shares = np.mean([kept(lists, weights, read) for lists, weights in found], axis=0)
        print(f"{name}, {read} read: of the ten best {shares[0]:.3f}, all five best {shares[1]:.3f}", flush=True)


def summed() -> Array:
    """The plain sum of scores, to compare with."""
    plain = {"keyword": 1.0, "vector": 1.0, "metric": 0.7, "exact": 1.0}
    return np.asarray([plain.get(name, 0.0) for name in choice.NAMES])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("library", type=Path)
    parser.add_argument("--policies", type=Path, default=fit_search.SHARED / "policies")
    parser.add_argument("--check", type=Path)
    parser.add_argument("--every", type=int, default=1, help="learn from every n-th question only")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    with Library.open(given.library, create=False) as library:
        asked = questions(library, given.policies, given.every)
        lists = list(seen(library, asked))
    print(f"{len(lists)} questions, {np.mean([len(one.ranks) for one in lists]):.0f} rows found for each", flush=True)
    told("summed", [(lists, summed())])
    parts = [
        (lists[part::FOLDS], fitted([one for at, one in enumerate(lists) if at % FOLDS != part]))
        for part in range(FOLDS)
    ]
    told("fitted, left out", parts)
    weights = fitted(lists)
    if given.check is not None:
        with Library.open(given.check, create=False) as library:
            others = list(seen(library, asked[::4]))
        told("elsewhere, summed", [(others, summed())])
        told("elsewhere, fitted", [(others, weights)])
    listed = {name: round(float(weight), 3) for name, weight in zip(choice.NAMES, weights, strict=True)}
    print(listed)
    if given.write:
        about = "Weights of the choice of passages to be judged, fitted by bench/fit_choice.py; exact and standing are set by hand."
        text = json.dumps({"about": about, "weights": listed}, ensure_ascii=False, indent=1)
        Path(choice.__file__).with_name("choice.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
