"""Tables of real policies against a reading by eye: ``python -m bench.tables [--ocr auto] [--show]``.

``tests/golden/tables.json`` holds 46 table pages drawn at random (the seed stands in it) from the pages of ../shared/policies
on which a table is read, ruled or captioned, at most two of a policy. Each was looked at beside its picture: the rows and
columns of its tables, over which pages they go on, and the words of every cell, of which only the first 8 hex digits of
their sha1 are kept (white space left out). A cell is right when it stands at its row and column with these words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

from ingest import ReadOptions, read
from ingest.model import Block, Document

ROOT = Path(__file__).resolve().parent.parent
POLICIES = ROOT.parent / "shared" / "policies"
TRUTH = ROOT / "tests" / "golden" / "tables.json"

Cells = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Seen:
    """A table as it stands on one page: the pages over which it goes on, its columns, and the page's own cells.

    ``cells`` are keyed by row (0 is the first on the page that holds words) and column; a cell counts to the page on
    which its words begin.
    """

    pages: tuple[int, ...]
    columns: int
    cells: Cells

    @property
    def rows(self) -> int:
        """Rows of which a cell begins on the page."""
        return len({row for row, _ in self.cells})


@dataclass(frozen=True, slots=True)
class Score:
    """Cells right, cells that stand on paper, cells read; tables of the right size; tables joined over the right pages."""

    right: int = 0
    printed: int = 0
    found: int = 0
    sized: int = 0
    joined: int = 0
    tables: int = 0

    def plus(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def share(self) -> float:
        """Cells right of all that are printed or read, whichever are more."""
        return self.right / max(self.printed, self.found, 1)


def key(words: str) -> str:
    """What is kept of a cell's words."""
    return sha1(re.sub(r"\s", "", words).encode()).hexdigest()[:8]


def seen(document: Document, page: int) -> list[Seen]:
    """The tables of a document that have words on a page, from top to bottom."""
    return [table for block in document.blocks if block.kind == "table" for table in _seen(document, block, page)]


def _seen(document: Document, block: Block, page: int) -> Iterator[Seen]:
    pages = tuple(sorted({region.page for region in document.locate(block.span) if region.page}))
    if page not in pages:
        return
    mine = [cell for cell in block.cells if cell.span and document.locate(cell.span)[0].page == page]
    first = min((cell.row for cell in mine), default=0)
    columns = max(cell.column + cell.columns for cell in block.cells)
    words = {(cell.row - first, cell.column): document.quote(cell.span) for cell in mine if cell.span}
    yield Seen(pages, columns, {place: key(text) for place, text in words.items()})


def scored(document: Document, page: Mapping[str, Any], show: bool = False) -> Score:
    """How a page's tables were read; ``page`` is one entry of the truth."""
    read_tables = seen(document, page["page"])
    total = Score()
    for n, table in enumerate(page["tables"]):
        want: Cells = {_place(place): words for place, words in table["cells"].items()}
        have = read_tables[n] if n < len(read_tables) else Seen((), 0, {})
        right = sum(have.cells.get(place) == words for place, words in want.items())
        rows = len({row for row, _ in want})
        if show and right < max(len(want), len(have.cells)):
            wrong = [place for place in want if have.cells.get(place) != want[place]]
            print(
                f"{document.name[:24]} p{page['page']}: {right} of {len(want)}, {len(have.cells)} read, wrong {wrong}"
            )
        total = total.plus(
            Score(
                right,
                len(want),
                len(have.cells),
                int((have.rows, have.columns) == (rows, table["columns"])),
                int(have.pages == tuple(table["pages"])),
                1,
            )
        )
    return total


def _place(written: str) -> tuple[int, int]:
    row, column = written.split(",")
    return int(row), int(column)


def truth() -> list[dict[str, Any]]:
    """The pages that were looked at."""
    pages: list[dict[str, Any]] = json.loads(TRUTH.read_text("utf-8"))["pages"]
    return pages


def by_file(folder: Path = POLICIES) -> dict[str, Path]:
    """The policies by the first 16 hex digits of the sha256 of their bytes."""
    return {sha256(path.read_bytes()).hexdigest()[:16]: path for path in sorted(folder.glob("*.[pP][dD][fF]"))}


def measured(ocr: str, show: bool = False) -> Score:
    """All pages scored; without recognition (``never``) those that need it are left out."""
    files = by_file()
    documents: dict[str, Document] = {}
    total = Score()
    for page in truth():
        if page["file"] not in files or (page.get("ocr") and ocr == "never"):
            continue
        if page["file"] not in documents:
            path = files[page["file"]]
            documents[page["file"]] = read(path.read_bytes(), path.stem, "pdf", ReadOptions(ocr=ocr))  # type: ignore[arg-type]
        total = total.plus(scored(documents[page["file"]], page, show))
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ocr", choices=("never", "auto"), default="never")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    score = measured(options.ocr, options.show)
    print(
        f"cells right {score.right} of {score.printed} printed, {score.found} read: {score.share:.4f}; tables {score.tables}, "
        f"of the right size {score.sized}, joined over the right pages {score.joined}"
    )


if __name__ == "__main__":
    main()
