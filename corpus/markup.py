"""The small markup (标记) that sample documents are written in: text lines → elements. corpus/README.md shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Kind = Literal[
    "title", "h1", "h2", "h3", "para", "flush", "center", "right", "author", "abstract", "reference",
    "table", "box", "break", "columns", "toc", "annex", "rule", "caption", "space", "chapter", "article", "seal",
]  # fmt: skip

STARTS: tuple[tuple[str, Kind], ...] = (
    ("#### ", "h3"), ("### ", "h2"), ("## ", "h1"), ("# ", "title"), ("@flush ", "flush"), ("@center ", "center"),
    ("@right ", "right"), ("@author ", "author"), ("@abstract ", "abstract"), ("@reference ", "reference"),
    ("@annex ", "annex"), ("@columns ", "columns"), ("@chapter ", "chapter"), ("@article ", "article"),
    ("@caption ", "caption"), ("@space ", "space"), ("@seal ", "seal"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """One piece of a source (版面元素): its kind, its words with inline marks, and what a table or box holds."""

    kind: Kind
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    header_rows: int = 1
    inner: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A sample's source (源文件): settings from its head, elements in order, footnotes by their mark."""

    stem: str
    settings: dict[str, str]
    elements: tuple[Element, ...]
    notes: dict[str, str] = field(default_factory=dict)

    def number(self, key: str, otherwise: float) -> float:
        return float(self.settings.get(key, otherwise))


def load(path: Path) -> Source:
    """Reads a source file; ValueError names the file when its head is missing, a table or box (``:::``, ``::::``) is open."""
    head, mark, body = path.read_text(encoding="utf-8").partition("\n===\n")
    if not mark:
        raise ValueError(f"{path.name}: no line === after the settings")
    settings = dict(re.split(r":\s*", line, maxsplit=1) for line in head.splitlines() if line.strip())
    lines = body.splitlines()
    notes = {m[1]: m[2].strip() for line in lines if (m := re.match(r"\[\^(\w+)\]: (.+)", line))}
    kept = iter([line for line in lines if not re.match(r"\[\^(\w+)\]: ", line)])
    try:
        elements = tuple(_elements(kept))
    except ValueError as reason:
        raise ValueError(f"{path.name}: {reason}") from None
    return Source(path.stem, settings, elements, notes)


def _elements(lines: Iterator[str]) -> Iterator[Element]:
    for raw in lines:
        line = raw.strip()
        if not line:
            continue
        if line.startswith(":::table"):
            yield _table(line[8:].strip(), list(_until_closed(lines, ":::")))
        elif line.startswith("::::box"):
            yield Element("box", line[7:].strip(), inner=tuple(_elements(_until_closed(lines, "::::"))))
        elif line == "@break":
            yield Element("break")
        elif line == "@toc":
            yield Element("toc")
        elif line == "@rule":
            yield Element("rule")
        else:
            yield _plain(line)


def _plain(line: str) -> Element:
    for start, kind in STARTS:
        if line.startswith(start):
            return Element(kind, line[len(start) :].strip())
    return Element("para", line)


def _until_closed(lines: Iterator[str], mark: str) -> Iterator[str]:
    for line in lines:
        if line.strip() == mark:
            return
        yield line
    raise ValueError(f"a table or box is not closed by {mark}")


def _table(options: str, lines: list[str]) -> Element:
    """Options: ``widths=3,1,1 header=2``. In a row ``<`` joins the cell to its left, ``^`` to the one above."""
    given = dict(part.split("=", 1) for part in options.split())
    rows = tuple(tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines if line.strip())
    widths = tuple(float(w) for w in given.get("widths", ",".join("1" * len(rows[0]))).split(","))
    for row in rows:
        if len(row) != len(widths):
            raise ValueError(f"table row with {len(row)} cells where {len(widths)} are due: {' | '.join(row)}")
    return Element("table", rows=rows, widths=widths, header_rows=int(given.get("header", "1")))
