"""What each part of search is worth: ``python -m bench.ablation LIBRARY [--seeds LIBRARY] [--samples LIBRARY]``.

A table of Recall@5 and MRR@10 for keywords alone, vectors alone, both fused, and fused and re-ranked; LIBRARY holds policies and
seeds of ../shared, ``--seeds`` the seeds alone, ``--samples`` the sample corpus. Questions: the gold ones over the seeds, the
regression suite over policies and samples, and the encoder's held-out questions with and without their place.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench import fit_search, questions
from kb import Library, evaluate
from kb.model import Hit, Passage

WAYS = ("keyword", "vector", "fused", "reranked")
GOLD = fit_search.SHARED / "gold" / "questions.jsonl"
Ranks = dict[str, list[int]]


def asked(library: Library, items: Sequence[dict[str, Any]]) -> Ranks:
    """The place of the first right passage of every question that has an answer, by way of searching."""
    found: Ranks = defaultdict(list)
    for item in items:
        wanted = item.get("answers") or []
        if wanted and item.get("type") != "unanswerable":
            for way, passages in library.searcher.ways(library.understand(item["question"])).items():
                hits = [Hit(passage, 0.0) for passage in passages[: evaluate.DEPTH]]
                found[way].append(evaluate.rank_of(hits, wanted, needs_all=bool(item.get("need_all"))))
    return found


def held_out(library: Library, kind: str, given: argparse.Namespace) -> Ranks:
    """The same for the encoder's held-out questions, whose anchors are wider than a passage may be."""
    found: Ranks = defaultdict(list)
    for one in [one for one in fit_search.own(library, given.policies) if one.kind == kind][:: given.every]:
        wanted = fit_search.grams(one.words, 8)
        for way, passages in library.searcher.ways(library.understand(one.text)).items():
            found[way].append(_first(passages, wanted, one.file))
    return found


def _first(passages: Sequence[Passage], wanted: set[str], file: str) -> int:
    ranks = (at for at, one in enumerate(passages, 1) if fit_search.share(one, wanted, file) >= 0.4)
    return next(ranks, 10**6)


def line(name: str, ranks: Ranks) -> str:
    cells = []
    for way in WAYS:
        listed = np.asarray(ranks[way])
        reciprocal = np.mean(np.where(listed <= evaluate.DEPTH, 1 / listed, 0.0))
        cells.append(f"{np.mean(listed <= 5):.3f} / {reciprocal:.3f}")
    return f"| {name} | {len(ranks[WAYS[0]])} | " + " | ".join(cells) + " |"


def lines(given: argparse.Namespace) -> Iterator[str]:
    gold = [json.loads(row) for row in GOLD.read_text(encoding="utf-8").splitlines()] if GOLD.exists() else []
    if given.seeds:
        with Library.open(given.seeds, create=False) as library:
            yield line("gold, seeds alone", asked(library, gold))
    with Library.open(given.library, create=False) as library:
        yield line("gold, seeds among policies", asked(library, [item for item in gold if not item.get("seeds_only")]))
        suite = questions.placed(questions.items(questions.POLICIES), library, given.policies)
        yield line("suite over policies", asked(library, suite))
        yield line("held-out questions", held_out(library, "own", given))
        yield line("held-out questions, place named", held_out(library, "placed", given))
    if given.samples:
        with Library.open(given.samples, create=False) as library:
            yield line("suite over samples", asked(library, questions.items(questions.SAMPLES)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--policies", type=Path, default=fit_search.SHARED / "policies")
    parser.add_argument("--every", type=int, default=3, help="take every n-th held-out question only")
    print("| questions | n | keyword | vectors | fused | fused and re-ranked |\n| --- | --- | --- | --- | --- | --- |")
    for row in lines(parser.parse_args()):
        print(row, flush=True)


if __name__ == "__main__":
    main()
