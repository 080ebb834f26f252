"""Extraction (抽取): clauses of a document → quantitative targets with every field, and the numbers left over."""

from __future__ import annotations

from extract.targets import extract

__all__ = ["extract"]
