"""The real documents and gold labels beside the project, where they are present, and the scorers that go with them."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"
LABELS = Path(__file__).parent / "labels"

needs_shared = pytest.mark.skipif(
    not (GOLD / "score_targets.py").exists(),
    reason="../shared is not here: real documents and gold labels were not scored",
)


def scored(script: str, *arguments: object) -> str:
    """What a gold scorer prints; the test fails with its words when it refuses the input."""
    command = [sys.executable, str(GOLD / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def figure(report: str, pattern: str) -> float:
    """The number that ``pattern`` captures in a scorer's report."""
    found = re.search(pattern, report)
    assert found, report
    return float(found.group(1))


def written(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Rows as JSON Lines in ``path``."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@lru_cache(maxsize=64)
def page_texts(path: Path) -> tuple[str, ...]:
    """The text of every page as anchors count it: pypdfium2's, all white space removed."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return tuple(re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def anchored_quote(path: Path, anchors: list[dict[str, Any]]) -> str:
    """The words that anchors name; fails when the file or the words are not the ones that were labelled."""
    words = ""
    for anchor in anchors:
        part = page_texts(path)[anchor["page"] - 1][anchor["start"] : anchor["end"]]
        assert hashlib.sha1(part.encode()).hexdigest()[:8] == anchor["check"], (path.name, anchor)
        words += part
    return re.sub(r"—\d+—", "", words)


def policies() -> list[Path]:
    """Every policy PDF beside the project; the suffix is written .pdf or .PDF."""
    return sorted((SHARED / "policies").glob("*.[pP][dD][fF]"))


@lru_cache(maxsize=1)
def policies_by_hash() -> dict[str, Path]:
    """Every policy PDF by the sha256 of its bytes."""
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in policies()}


def gold_of_labels(path: Path) -> list[dict[str, Any]]:
    """The project's own labels of one policy in the gold format, quotes restored from their anchors."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        anchors = row.pop("anchors")
        rows.append({**row, "section": "", "quote": anchored_quote(policies_by_hash()[anchors[0]["file"]], anchors)})
    return rows
