"""The knowledge base (政策知识库): store, search, answers, citations, exports. ``Library`` is the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> Any:
    """``kb.Library`` is loaded when it is first asked for, so that parts of the package can be used alone."""
    if name == "Library":
        from kb.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
