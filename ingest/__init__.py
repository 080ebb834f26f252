"""Reading policy documents (读取): bytes → one fixed text with every character's place → clauses."""

from __future__ import annotations

from ingest.readers import ReadOptions
from ingest.reading import read
from ingest.segment import segment

__all__ = ["ReadOptions", "read", "segment"]
