"""What the stored results were made with (版本戳): a change of rules shows which stages are out of date."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_HOUSE = Path(__file__).resolve().parent.parent
_RULES = ("extract", "ingest", "kb/passages.py", "kb/keywords.py", "kb/spelling.py")
_READING = "ingest/readers/"
_KINDS = {".py", ".json", ".txt"}


@cache
def rules() -> str:
    """Twelve hex digits over everything that turns a document into clauses, targets and passages (规则版本)."""
    digest = hashlib.sha256()
    for place in _RULES:
        path = _HOUSE / place
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.relative_to(_HOUSE).as_posix()
            if file.suffix in _KINDS and file.is_file() and not name.startswith(_READING):
                digest.update(f"{name}\0".encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
