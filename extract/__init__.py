"""Extraction (抽取): clauses of a document → quantitative targets with every field, and the numbers left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.targets import extract

__all__ = ["extract"]


def __getattr__(name: str) -> Any:
    """``extract`` is loaded when it is first asked for: who only needs the types or a lexicon does not wait for the rules."""
    if name == "extract":
        from extract.targets import extract

        return extract
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
