"""Whether a target binds (约束性) or is expected (预期性), where the text says so."""

from __future__ import annotations

import re
from typing import Final, Literal

from ingest.model import Clause, Document, Span

Binding = Literal["约束性", "预期性"]
_CLAIM: Final = re.compile(
    r"(?:为|属于?|列为|作为|是|（|\(|^)(?P<kind>约束性|预期性)(?:的)?(?:指标|目标|任务|要求|[）)])"
)
_NAMED: Final = re.compile(r"约束性|预期性")
_NUMERAL: Final = r"(?:\d+|[一二三四五六七八九十]+)\s*[项个]"
_COUNTED: Final = re.compile(rf"{_NUMERAL}(?:约束性|预期性)|(?:约束性|预期性)(?:的)?(?:指标|目标){_NUMERAL}")


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
    kinds = {match["kind"] for match in _CLAIM.finditer(words)}
    if len(kinds) != 1 or len(set(_NAMED.findall(words))) != 1 or _COUNTED.search(words):
        return None
    return "约束性" if kinds == {"约束性"} else "预期性"
