"""Whether a target binds (约束性) or is expected (预期性), where the text says so."""

from __future__ import annotations

import re
from typing import Final, Literal

from ingest.model import Clause, Document, Span

Binding = Literal["约束性", "预期性"]
_CLAIM: Final = re.compile(r"(?P<kind>约束性|预期性)(?:的)?(?:指标|目标|任务|要求)")
_DENIED: Final = re.compile(r"(?:和|与|及|、|或|非)$")


def of_cell(words: str) -> Binding | None:
    """What the cell of an 属性 column says: 约束性, 预期性 (also 约束, 预期), else None."""
    plain = re.sub(r"[\s（()）【】\[\]]+", "", words)
    if plain.startswith("约束"):
        return "约束性"
    return "预期性" if plain.startswith("预期") else None


def of(document: Document, clause: Clause, sentence: Span) -> Binding | None:
    """What a sentence says of its own figures (…为约束性指标), else None.

    A sentence that names both kinds, or counts indicators of a kind (3项约束性指标), says nothing of one figure.
    """
    words = re.sub(r"\s+", "", document.text[sentence.start : sentence.end])
    found = [match for match in _CLAIM.finditer(words) if not _counted(words, match)]
    kinds = {match["kind"] for match in found}
    if len(kinds) != 1:
        return None
    return "约束性" if kinds == {"约束性"} else "预期性"


def _counted(words: str, match: re.Match[str]) -> bool:
    before = words[: match.start()]
    return (
        re.search(r"(?:\d+|[一二三四五六七八九十]+)[项个]$", before) is not None or _DENIED.search(before) is not None
    )
