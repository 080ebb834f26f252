"""Targets of the labelled documents, scored: ``python -m bench.targets [--show] [DOC…]`` (needs ../shared).

Reads the documents named by ../shared/gold/targets, extracts, writes the rows as JSON Lines and calls the scorer there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from extract import extract
from extract.model import Target
from ingest import read, segment
from ingest.model import Document

SHARED = Path(__file__).resolve().parents[2] / "shared"


def source(name: str) -> Path:
    """The file that a gold document's name stands for."""
    for path in sorted((SHARED / "seeds").glob(f"{name}*")) + sorted(
        (SHARED / "policies").glob(f"{name}*.[pP][dD][fF]")
    ):
        if path.stem == name or path.stem.startswith((f"{name}、", f"{name}_")):
            return path
    raise FileNotFoundError(name)


def row(document: Document, name: str, target: Target) -> dict[str, Any]:
    """The target under the field names of the labelling guide."""
    quantity, period = target.quantity, target.period
    return {
        "doc": name,
        "quote": document.quote(target.span),
        "page": document.page_of(target.span.start) if document.pages and document.pages[0].width else None,
        "table": target.table,
        "kind": target.kind,
        "metric": target.metric,
        "value": None if quantity is None or quantity.value is None else float(quantity.value),
        "value_max": None if quantity is None or quantity.value_max is None else float(quantity.value_max),
        "value_text": quantity.written if quantity else target.milestone,
        "unit": quantity.unit if quantity else "",
        "comparator": quantity.comparator if quantity else "=",
        "change": target.change,
        "year": period.end_year if period else None,
        "year_role": period.role if period else None,
        "year_basis": period.basis if period else None,
        "period_start": period.start_year if period else None,
        "baseline_year": target.baseline_year,
        "agencies": [mention.name for mention in target.agencies],
        "lead": [mention.name for mention in target.lead_agencies],
        "scope": target.scope,
        "binding": target.binding,
        "hedge": target.hedge,
        "value_missing": bool(quantity and quantity.missing),
        "confidence": target.confidence,
        "rule": target.rule,
    }


def main(arguments: list[str]) -> int:
    show = "--show" in arguments
    wanted = [argument for argument in arguments if not argument.startswith("--")]
    gold = [
        path
        for path in sorted((SHARED / "gold" / "targets").glob("*.jsonl"))
        if not wanted or path.stem.split("_")[0] in wanted
    ]
    if not gold:
        print("没有找到 ../shared/gold/targets，无法评分", file=sys.stderr)
        return 1
    rows = []
    for path in gold:
        file = source(path.stem)
        document = read(file.read_bytes(), file.stem, file.suffix)
        rows += [row(document, file.stem, target) for target in extract(document, segment(document)).targets]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as out:
        out.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in rows)
    scorer = [sys.executable, str(SHARED / "gold" / "score_targets.py"), *map(str, gold), "--pred", out.name]
    return subprocess.run(scorer + (["--show"] if show else []), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
