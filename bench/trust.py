"""Whether ``confidence`` means what it says: ``python -m bench.trust`` (labels of ../shared/gold, corpus and tests/quality).

For rows in each tenth of confidence, and for each pattern, the share that a label agrees with. Only sums are shown.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench.targets import SHARED, row
from extract import extract
from ingest import read, segment
from kb.scoring import ALIKE, metric_likeness, paired

CORPUS = Path("corpus")


def labelled() -> dict[str, list[dict[str, Any]]]:
    """Labels by document."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for path in [*sorted((SHARED / "gold" / "targets").glob("*.jsonl")), *sorted((CORPUS / "labels").glob("*.jsonl"))]:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                item = json.loads(line)
                rows[item["doc"]].append(item)
    return rows


def judged(labels: dict[str, list[dict[str, Any]]]) -> Iterable[tuple[str, float, bool]]:
    """(pattern, confidence, agrees with a label) of every extracted row."""
    folders = (SHARED / "policies", SHARED / "seeds", CORPUS / "pdf")
    files = {path.stem: path for folder in folders for path in folder.glob("*") if path.suffix in (".pdf", ".txt")}
    for name, wanted in sorted(labels.items()):
        if name not in files:
            continue
        document = read(files[name].read_bytes(), name, files[name].suffix)
        found = [row(document, name, target) for target in extract(document, segment(document)).targets]
        found = [item for item in found if not item["value_missing"]]
        pairs = paired([item for item in wanted if not item.get("value_missing")], found)
        right = {id(item) for label, item in pairs if metric_likeness(label, item) >= ALIKE}
        for item in found:
            yield str(item["rule"]), float(item["confidence"]), id(item) in right


def table(title: str, groups: dict[str, list[tuple[float, bool]]]) -> None:
    print(f"{title:14}{'rows':>6}{'said':>8}{'right':>8}")
    for name, members in sorted(groups.items()):
        said = sum(value for value, _ in members) / len(members)
        print(f"{name:14}{len(members):6}{said:8.2f}{sum(ok for _, ok in members) / len(members):8.2f}")


def main() -> int:
    labels = labelled()
    if not labels:
        print("没有标注，无法核对可信度", file=sys.stderr)
        return 1
    bins: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    rules: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for rule, confidence, ok in judged(labels):
        bins[f"{int(confidence * 10) / 10:.1f}–"].append((confidence, ok))
        rules[rule].append((confidence, ok))
    table("confidence", bins)
    table("pattern", rules)
    every = [pair for members in bins.values() for pair in members]
    error = sum((value - ok) ** 2 for value, ok in every) / len(every)
    print(f"Brier score {error:.3f} over {len(every)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
