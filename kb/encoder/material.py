"""What the model learns from (训练材料): laws, work reports, reading tests, and the passages of a library of policies."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kb.encoder import anchors

Part = Literal["learn", "tune", "measure"]
_DIGITS: dict[Part, str] = {"learn": "0123456789a", "tune": "bc", "measure": "def"}
_HEAD = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇]+[章节条篇]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[.．、]|（\d+）|——)?"
    r"\s*[^。；：:]{4,40}[。：:]?"
)
SHORTEST, LONGEST = 36, 500


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph to learn from (段落): ``head`` characters at its beginning are its heading, 0 when it has none.

    ``context`` is what the encoder is given before it (title and headings of a policy), "" for other texts.
    """

    text: str
    head: int
    source: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the library as the encoder sees it: document (sha256, first 16 digits), title, headings, words, span."""

    file: str
    title: str
    head: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A target of the library to ask for: place, metric, year and the number of the passage that states it."""

    region: str
    metric: str
    year: int | None
    place: int


def pieces(shared: Path, places: tuple[Place, ...]) -> tuple[Piece, ...]:
    """Every paragraph once: of policies, work reports and laws, in this order."""
    found: dict[str, Piece] = {}
    for text, source, context in _paragraphs(shared, places):
        text = re.sub(r"^#+\s*", "", text).strip()
        if len(text) >= SHORTEST and "...." not in text and text not in found:
            found[text] = Piece(text[:LONGEST], heading(text), source, context)
    return tuple(found.values())


def heading(text: str) -> int:
    """How long the heading at the beginning of a paragraph is; 0 when there is none or little follows it."""
    match = _HEAD.match(text)
    return match.end() if match and match.end() * 2 < len(text) else 0


def _paragraphs(shared: Path, places: tuple[Place, ...]) -> Iterator[tuple[str, str, str]]:
    for place in places:
        yield place.text, "policy", f"{place.title}\n{place.head}"
    for row in _rows(shared / "work_reports.jsonl.gz"):
        for line in (row.get("full_text") or row.get("text") or "").splitlines():
            yield line, "report", ""
    for row in _rows(shared / "laws.jsonl.gz"):
        for line in row["text"].splitlines():
            if not line.startswith("<!--"):
                yield line, "law", ""


def tests(shared: Path, name: str, part: Part) -> tuple[tuple[str, str], ...]:
    """Question and passage of a reading test (阅读理解): cmrc2018_dev or drcd, split by passage."""
    digits = _DIGITS[part]
    rows = _rows(shared / f"{name}.jsonl.gz")
    pairs = ((row["question"], row["passage"]) for row in rows)
    return tuple(pair for pair in pairs if hashlib.sha1(pair[1].encode()).hexdigest()[0] in digits)


def library(folder: Path, without: Path | None = None) -> tuple[tuple[Place, ...], tuple[Figure, ...]]:
    """Passages and targets of a library, documents whose originals lie in ``without`` left out."""
    from kb.store import Store

    left_out = {path.stem for path in without.iterdir()} if without is not None else set()
    store = Store.open(folder, create=False)
    places: list[Place] = []
    rows: dict[str, list[tuple[int, int, int]]] = {}
    for passage, _ in store.iter_passages():
        if passage.doc not in left_out:
            rows.setdefault(passage.doc, []).append((passage.start, passage.end, len(places)))
            file = passage.document_id
            places.append(Place(file, passage.title, passage.head, passage.text, passage.start, passage.end))
    figures = []
    for target in store.targets():
        for start, end, number in rows.get(target.doc, ()):
            if start <= target.start < end:
                figures.append(Figure(target.region, target.metric, target.year, number))
                break
    store.close()
    return tuple(places), tuple(figures)


def asked(places: tuple[Place, ...], policies: Path) -> tuple[tuple[str, tuple[int, ...], bool], ...]:
    """The project's own questions with the numbers of the places that answer each, and whether it is held out."""
    by_file: dict[str, list[tuple[int, str]]] = {}
    for number, place in enumerate(places):
        by_file.setdefault(place.file[:16], []).append((number, anchors.squeezed(place.text)))
    every = anchors.read()
    found: list[tuple[str, tuple[int, ...], bool]] = []
    for one, words in zip(every, anchors.texts(every, policies), strict=True):
        numbers = anchors.holders(words, by_file.get(one.file[:16], ()))
        if numbers:
            found.extend((question, numbers, one.held_out) for question in one.questions)
    return tuple(found)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
