"""Questions whose passages are named by anchors (问题与锚点): a place in a PDF, never its words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

QUESTIONS = Path(__file__).with_name("questions.jsonl")
HELD_OUT = "cdef"  # questions over files whose sha256 begins with one of these are measured, never learned
_SNIPPET, _STEP = 14, 24


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage and how people ask for it: ``start``/``end`` count characters of the page's text without white space.

    ``file`` is the PDF's sha256, ``check`` the first eight hex digits of the sha1 of the slice.
    """

    file: str
    page: int
    start: int
    end: int
    check: str
    questions: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        return self.file[0] in HELD_OUT


class AnchorMissed(ValueError):
    """An anchor whose slice is not what was anchored; the message names file and page."""


def read(file: Path = QUESTIONS) -> tuple[Asked, ...]:
    """All anchored questions of a file."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.append(Asked(row["file"], row["page"], row["start"], row["end"], row["check"], tuple(row["questions"])))
    return tuple(found)


def texts(asked: Sequence[Asked], folder: Path) -> tuple[str, ...]:
    """The words at each anchor, read from the PDFs of ``folder``; AnchorMissed when a slice has changed."""
    wanted = {one.file for one in asked}
    pages: dict[tuple[str, int], str] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() == ".pdf":
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            if digest in wanted:
                numbers = {one.page for one in asked if one.file == digest}
                pages.update({(digest, number): text for number, text in _pages(data, numbers)})
    return tuple(_slice(one, pages) for one in asked)


def _pages(data: bytes, numbers: Iterable[int]) -> list[tuple[int, str]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    found = []
    for number in sorted(numbers):
        page = document[number - 1].get_textpage()
        found.append((number, squeezed(page.get_text_range())))
        page.close()
    document.close()
    return found


def _slice(one: Asked, pages: dict[tuple[str, int], str]) -> str:
    text = pages.get((one.file, one.page), "")[one.start : one.end]
    if hashlib.sha1(text.encode()).hexdigest()[:8] != one.check:
        raise AnchorMissed(f"{one.file[:16]} page {one.page}: {one.start}–{one.end}")
    return text


def squeezed(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s", "", text)


def holders(words: str, passages: Sequence[tuple[int, str]]) -> tuple[int, ...]:
    """Which of the numbered, squeezed passages of a document hold the words at an anchor: most of its snippets, or most."""
    snippets = [words[at : at + _SNIPPET] for at in range(8, max(9, len(words) - _SNIPPET - 6), _STEP)]
    counted = {number: sum(snippet in text for snippet in snippets) for number, text in passages}
    most = max(counted.values(), default=0)
    enough = max(1.0, 0.4 * len(snippets))
    return tuple(number for number, count in counted.items() if count >= min(enough, most) and count)
