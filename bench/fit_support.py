"""Weights of the decision whether evidence is enough: ``python -m bench.fit_support LIBRARY [--write]`` gives ``kb/support.json``.

LIBRARY holds the policies of ../shared; from it two copies of about ten policies each are made (none of those held out), in which
a word is more often one that nobody uses. Learned from: the questions of ``bench.fit_search``; rows of the target table, asked
of their place and of one without such a row; questions with a place that the library lacks or a year that nothing is said of;
other things (``bench/asked/elsewhere.txt``); places of the library with things of which no policy speaks (``bench/asked/near.txt``,
each with two places drawn); the near misses and the questions beside them of ``bench/refusals.py``, but nothing of the
policies that are held out there. Gold questions, the regression suite and the questions kept aside take no part.

Chosen by cross-validation (five parts, all questions of one policy in one part), on the near misses and the questions beside
them in the part left out: the chance below which is refused, as high as ``MOST`` of the answerable ones allow, and how firmly the
weights are held near 0, so that most near misses are refused then. The bias is shifted so that this chance is ``support.ENOUGH``.
Prints that for every choice, and what the chosen weights refuse of each kind.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bench import refusals
from bench.fit_search import SHARED, Question, charged, own, stated, unanswered
from kb import Library, places, support
from kb.comparison import sides
from kb.extracts import proposed
from kb.search import Searcher

Array = npt.NDArray[np.float64]
FOLDS = 5
COPIES, FEW = 2, 10  # libraries of a few policies, and about how many policies each holds
OTHERS = ("near", "elsewhere", "place", "year")
SHARES = {(True, True): 0.25, (False, True): 0.25, (True, False): 0.3, (False, False): 0.2}  # (beside?, answered?)
SMALL, SOME = 0.4, 0.25  # what libraries of a few policies weigh, and the share of the other near misses asked of them
FIRMNESS = (5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5)
MOST = 0.045  # the share of answerable questions left out that may be refused: a fifth of them are worded far from their passages


@dataclass(frozen=True, slots=True)
class Seen:
    """A question and what is known of all that was found for it; ``small``: in a library of a few policies."""

    asked: Question
    values: tuple[float, ...]
    unmet: bool
    small: bool = False

    @property
    def answered(self) -> bool:
        """Whether the question has an answer in the library."""
        return bool(self.asked.file) and not self.asked.kind.startswith("no ")

    @property
    def beside(self) -> bool:
        """A question of ``bench/refusals.py``."""
        return self.asked.kind.startswith(("no ", "asked "))


def see(searcher: Searcher, asked: Question) -> Seen | None:
    """What support sees of one question; None when nothing is found."""
    question = searcher.prepare(searcher.understand(asked.text))
    judged = searcher.judged_once(question)
    if not judged:
        return None
    nearness = searcher.nearness(question, judged[: support.NEAR])
    extracts = proposed(question, judged)
    values = support.features(question, judged, extracts, nearness)
    return Seen(asked, values, support.unmet(question, extracts))


def beside(searcher: Searcher) -> Iterator[Question]:
    """The questions of ``bench/refusals.py`` that may be learned from, comparisons left aside."""
    for one in refusals.read():
        if not one.held_out and len(sides(searcher.understand(one.question))) == 1:
            yield Question(one.question, "", one.file[:16], f"{'asked' if one.answered else 'no'} {one.kind}")


def small(whole: Path, folder: Path, number: int) -> Library:
    """A copy of a library with only about ten of the policies beside which questions about refusing are learned from."""
    files = list(dict.fromkeys(one.file for one in refusals.read() if one.file and not one.held_out))
    kept = set(files[number :: max(1, len(files) // FEW)])
    shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("files", "vectors", "keywords"))
    library = Library.open(folder, create=False)
    library.remove([info.doc for info in library.documents() if info.document_id[:16] not in kept])
    return library


def in_small(library: Library, asked: Sequence[Question], random_: random.Random) -> Iterator[Seen]:
    """The same questions asked of a library of a few policies, as far as it can answer them, and near misses."""
    held = {info.document_id[:16] for info in library.documents()}
    for one in asked:
        near = one.kind.startswith(("no ", "asked "))
        if one.file in held or (near and not one.file) or (one.kind in OTHERS and random_.random() < SOME):
            found = see(library.searcher, one)
            if found is not None:
                yield replace(found, small=True)


def gathered(whole: Path, policies: Path) -> list[Seen]:
    """All questions that are learned from, seen over the library and over its copies of a few policies."""
    chance = random.Random(7)
    with Library.open(whole, create=False) as library:
        searcher = library.searcher
        asked = [*own(library, policies), *charged(library, chance)]
        rows = list(stated(library, chance))
        regions = {
            min(places.wordings(info.place), key=len) for info in library.documents() if info.place != places.NATION
        }
        asked += [*unanswered(asked, sorted(name for name in regions if name), chance), *rows, *beside(searcher)]
        aside = {file[:16] for file in refusals.held_out_files()}
        asked = [one for one in asked if one.file[:16] not in aside]
        seen = [found for one in asked if (found := see(searcher, one)) is not None]
    with TemporaryDirectory() as folder:
        for number in range(COPIES):
            with small(whole, Path(folder) / str(number), number) as library:
                seen += in_small(library, asked, chance)
    return seen


def fit(seen: Sequence[Seen], firmness: float) -> Array:
    """Weights of the chance that there is an answer (logistic), held near 0; each group of questions has its fixed share."""
    from scipy.optimize import minimize

    values = np.asarray([one.values for one in seen])
    goal = np.asarray([1.0 if one.answered else 0.0 for one in seen])
    weight = np.asarray(_weights(seen))

    def loss(weights: Array) -> tuple[float, Array]:
        chance = 1 / (1 + np.exp(-values @ weights))
        value = -(weight * (goal * np.log(chance + 1e-9) + (1 - goal) * np.log(1 - chance + 1e-9))).sum()
        slope = values.T @ (weight * (chance - goal)) + 2 * firmness * weights
        return float(value + firmness * weights @ weights), slope

    start = np.zeros(values.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x)


def _weights(seen: Sequence[Seen]) -> list[float]:
    groups = [
        (one.beside, one.answered, one.small, "" if one.answered or one.beside else one.asked.kind) for one in seen
    ]
    many, kinds = Counter(groups), Counter(group[:3] for group in set(groups))
    part = {True: SMALL, False: 1.0 - SMALL}
    return [SHARES[group[:2]] * part[group[2]] / kinds[group[:3]] / many[group] for group in groups]


def parts(seen: Sequence[Seen]) -> list[int]:
    """The part of each question: all of one policy, or of one wording where it has none, are in one."""
    names = sorted({_name(one) for one in seen})
    random.Random(7).shuffle(names)
    part = {name: at % FOLDS for at, name in enumerate(names)}
    return [part[_name(one)] for one in seen]


def _name(one: Seen) -> str:
    return one.asked.file or one.asked.text


def chances(seen: Sequence[Seen], weights: Array) -> Array:
    """The chance that each question has an answer, 0 where it lacks what no weight makes up for."""
    met = np.asarray([not one.unmet for one in seen])
    return np.asarray(met / (1 + np.exp(-np.asarray([one.values for one in seen]) @ weights)))


def left_out(seen: Sequence[Seen], firmness: float) -> tuple[Array, Array]:
    """The chances of the near misses and of the questions beside them, by weights that were not learned from them."""
    found: dict[bool, list[float]] = {True: [], False: []}
    part = parts(seen)
    for number in range(FOLDS):
        weights = fit([one for one, at in zip(seen, part, strict=True) if at != number], firmness)
        asked = [one for one, at in zip(seen, part, strict=True) if at == number and one.beside and not one.small]
        for one, chance in zip(asked, chances(asked, weights), strict=True):
            found[one.answered].append(float(chance))
    return np.asarray(found[False]), np.asarray(found[True])


def chosen(seen: Sequence[Seen]) -> tuple[float, float]:
    """The firmness that does best on what is left out, and the chance below which is to be refused."""
    points, worth = {}, {}
    for firmness in FIRMNESS:
        misses, answerable = left_out(seen, firmness)
        points[firmness] = float(np.sort(answerable)[int(MOST * len(answerable))])
        worth[firmness] = float(np.mean(misses < points[firmness]))
        wrongly = np.mean(answerable < points[firmness])
        print(f"firmness {firmness}: below {points[firmness]:.3f} refused {worth[firmness]:.3f}, wrongly {wrongly:.3f}")
    best = max(FIRMNESS, key=lambda firmness: worth[firmness])
    return best, points[best]


def shifted(weights: Array, point: float) -> Array:
    """The weights with the bias at which the chance ``point`` becomes ``support.ENOUGH``."""
    moved = weights.copy()
    moved[support.FEATURES.index("bias")] += math.log(support.ENOUGH / (1 - support.ENOUGH)) - math.log(
        point / (1 - point)
    )
    return moved


def write(weights: Array) -> None:
    path = Path(support.__file__).with_name("support.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    data["weights"] = {name: round(float(weight), 3) for name, weight in zip(support.FEATURES, weights, strict=True)}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--policies", type=Path, default=SHARED / "policies")
    parser.add_argument("--write", action="store_true", help="write kb/support.json")
    given = parser.parse_args()
    seen = gathered(given.library, given.policies)
    print(
        f"{sum(one.answered for one in seen)} questions with an answer, {sum(not one.answered for one in seen)} without"
    )
    firmness, point = chosen(seen)
    weights = shifted(fit(seen, firmness), point)
    gone = chances(seen, weights) < support.ENOUGH
    for kind in sorted({one.asked.kind for one in seen}):
        listed = [bool(is_refused) for one, is_refused in zip(seen, gone, strict=True) if one.asked.kind == kind]
        print(f"{kind}: refused {sum(listed)} of {len(listed)}")
    if given.write:
        write(weights)
    return 0


if __name__ == "__main__":
    sys.exit(main())
