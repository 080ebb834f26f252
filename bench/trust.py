"""Whether ``confidence`` means what it says: ``python -m bench.trust [--fit]`` (labels of ../shared/gold, corpus, tests/quality).

For rows in each tenth of confidence, and for each pattern, the share that a label agrees with. Only sums are shown.
With ``--fit`` the figures of extract/data/confidence.json are fitted anew on the gold (with little weight: its documents
were read while the patterns were written), the samples and the first batch of drawn policies, and tried on the others.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.targets import SHARED, row
from extract import confidence, extract, lexicon
from ingest import read, segment
from kb.scoring import ALIKE, metric_likeness, paired
from tests.quality.shared_input import LABELS, gold_of_labels, policies

CORPUS = Path("corpus")
GROUPS = ("gold", "samples", "first batch", "second batch, kept aside", "third batch, kept aside")
WEIGHTS = {"gold": 0.1, "samples": 1.0, "first batch": 1.0, GROUPS[3]: 0.0, GROUPS[4]: 0.0}
_SECOND = frozenset(("11", "70", "249", "302", "336", "384", "416", "436", "486"))  # tests/quality/labels/README.md
_STEPS = (0.08, 0.04, 0.02, 0.01)
_LEAST, _MOST = 0.2, 0.98
_PULL = 80.0  # how strongly a figure is held at the one it had: so much for a change of 1 squared

Figures = dict[tuple[str, str], float]


@dataclass(frozen=True, slots=True)
class Judged:
    """An extracted row of a labelled document: its group, pattern, what raises or lowers trust, and whether it is right."""

    group: str
    rule: str
    factors: tuple[str, ...]
    said: float
    right: bool
    table: bool


def labelled() -> dict[str, tuple[str, list[dict[str, Any]]]]:
    """Group and labels by document. The second and third batch of drawn policies are kept aside: who writes the rules
    has not seen their labels. Policies without targets are among them: what is found there is invented."""
    found: dict[str, tuple[str, list[dict[str, Any]]]] = {}
    for group, folder in (("gold", SHARED / "gold" / "targets"), ("samples", CORPUS / "labels")):
        for path in (path for path in sorted(folder.glob("*.jsonl")) if "scan" not in path.stem):
            for line in path.read_text(encoding="utf-8").splitlines():
                item = json.loads(line)
                found.setdefault(item["doc"], (group, []))[1].append(item)
    names = {path.stem.split("、")[0]: path.stem for path in policies()}
    for path in (*LABELS.glob("*.jsonl"), *(LABELS / "third").glob("*.jsonl")):
        group = GROUPS[4] if path.parent.name == "third" else GROUPS[3] if path.stem in _SECOND else GROUPS[2]
        if path.stem in names:
            found[names[path.stem]] = group, gold_of_labels(path)
    return found


def judged(labels: Mapping[str, tuple[str, list[dict[str, Any]]]]) -> Iterable[Judged]:
    """Every extracted row of the labelled documents."""
    folders = (SHARED / "policies", SHARED / "seeds", CORPUS / "pdf")
    files = {
        path.stem: path for folder in folders for path in folder.glob("*") if path.suffix.lower() in (".pdf", ".txt")
    }
    for name, (group, wanted) in sorted(labels.items()):
        if name not in files:
            continue
        document = read(files[name].read_bytes(), name, files[name].suffix)
        found = [row(document, name, target) for target in extract(document, segment(document)).targets]
        found = [item for item in found if not item["value_missing"]]
        pairs = paired([item for item in wanted if not item.get("value_missing")], found)
        right = {id(item) for label, item in pairs if metric_likeness(label, item) >= ALIKE}
        for item in found:
            dated, hedged = item["year"] is not None, bool(item["hedge"])
            names = tuple(confidence.factors(item["metric"], dated, item["year_basis"], hedged))
            yield Judged(
                group=group,
                rule=str(item["rule"]),
                factors=() if item["kind"] == "milestone" else names,
                said=float(item["confidence"]),
                right=id(item) in right,
                table="表" in item["rule"],
            )


def table(title: str, groups: Mapping[str, Sequence[tuple[float, bool]]]) -> None:
    print(f"\n{title:20}{'rows':>6}{'said':>8}{'right':>8}")
    for name, members in sorted(groups.items()):
        said = sum(value for value, _ in members) / len(members)
        print(f"{name:20}{len(members):6}{said:8.2f}{sum(ok for _, ok in members) / len(members):8.2f}")


def tenths(title: str, pairs: Sequence[tuple[float, bool]]) -> None:
    """The calibration table of (said, right) pairs with its Brier score."""
    bins: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for value, ok in pairs:
        bins[f"{math.floor(value * 10 + 1e-9) / 10:.1f}–"].append((value, ok))
    if pairs:
        table(title, bins)
        error = sum((value - ok) ** 2 for value, ok in pairs) / len(pairs)
        print(f"Brier score {error:.3f} over {len(pairs)} rows")


def share(figures: Figures, one: Judged) -> float:
    value = figures.get(("rules", one.rule), 0.7)
    for name in one.factors:
        value *= figures[("factors", name)]
    return min(max(value, 0.05), _MOST)


def fitted(rows: Sequence[Judged], start: Figures) -> Figures:
    """The figures under which the rows are likeliest, each held near where it stood: one after the other, by smaller steps."""

    def cost(figures: Figures) -> float:
        sums = 0.0
        for one in rows:
            said = share(figures, one)
            sums -= WEIGHTS[one.group] * math.log(said if one.right else 1 - said)
        return sums + sum(_PULL * (figures[name] - start[name]) ** 2 for name in figures)

    best, least = dict(start), cost(start)
    for step in _STEPS:
        moving = True
        while moving:
            moving = False
            for name in start:
                for change in (-step, step):
                    tried = best | {name: round(best[name] + change, 2)}
                    if name[0] == "rules" and not _LEAST <= tried[name] <= _MOST:
                        continue
                    if (now := cost(tried)) < least - 1e-6:
                        best, least, moving = tried, now, True
    return best


def fit(rows: Sequence[Judged]) -> None:
    data = lexicon.table("confidence")
    start = {(part, name): float(value) for part in ("rules", "factors") for name, value in data[part].items()}
    plain = [one for one in rows if not one.table]
    figures = fitted([one for one in plain if WEIGHTS[one.group]], start)
    for part in ("rules", "factors"):
        print(part, json.dumps({name: value for (kind, name), value in figures.items() if kind == part}))
    for group in (group for group in GROUPS if not WEIGHTS[group]):
        aside = [one for one in rows if one.group == group]
        tenths(f"{group}, before", [(one.said, one.right) for one in aside])
        tenths(f"{group}, fitted", [(one.said if one.table else share(figures, one), one.right) for one in aside])


def main(arguments: list[str]) -> int:
    labels = labelled()
    if not labels:
        print("没有标注，无法核对可信度", file=sys.stderr)
        return 1
    rows = list(judged(labels))
    if "--fit" in arguments:
        fit(rows)
        return 0
    for group in GROUPS:
        tenths(group, [(one.said, one.right) for one in rows if one.group == group])
    drawn = [one for one in rows if "batch" in one.group]
    tenths("all drawn", [(one.said, one.right) for one in drawn])
    rules: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for one in drawn:
        rules[one.rule].append((one.said, one.right))
    table("pattern, all drawn", rules)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
