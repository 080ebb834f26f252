"""Sample policy documents written for this project (示例文件): sources, built PDFs, labels, questions, manifest."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).resolve().parent


def samples() -> tuple[Path, ...]:
    """The built sample PDFs (示例 PDF) in order of their names; they ship with the project and need no build."""
    return tuple(sorted((HOME / "pdf").glob("*.pdf")))
