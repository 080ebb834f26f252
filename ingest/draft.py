"""What a reader hands on (读取稿): printed lines page by page, or units in order, before they become one text."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ingest.lines import Line
from ingest.model import BlockKind, Box, Furniture


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A table cell as found on paper: 0-based place, extent and its lines from top to bottom (none when blank)."""

    row: int
    column: int
    lines: tuple[Line, ...]
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table on one page, or joined over several: its size in rows and columns and its cells in reading order.

    ``page`` and ``box`` are those of its first part; ``edges`` are the ``columns + 1`` column edges in points.
    """

    page: int
    box: Box
    rows: int
    columns: int
    cells: tuple[DraftCell, ...]
    edges: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as read: size in points as displayed, its lines and its tables; ``doubt`` as in ``Page``.

    ``frames`` are boxes drawn round paragraphs (专栏); ``ocr`` is true when the lines were read from the picture.
    ``turn`` is how many degrees clockwise its words are printed; when it is not 0, sizes and places here are those of
    the sheet turned so that its words stand upright. ``skew`` is how many radians clockwise a scan stands askew besides;
    places here are those of the page put straight. ``openings`` are places where an unruled table may stand.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[DraftTable, ...] = ()
    frames: tuple[Box, ...] = ()
    doubt: str = ""
    ocr: bool = False
    turn: int = 0
    openings: tuple[Box, ...] = ()
    skew: float = 0.0

    def as_displayed(self, box: Box) -> Box:
        """A box of this sheet on the page as displayed, cut to the page."""
        x0, top, x1, bottom = box.x0, box.top, box.x1, box.bottom
        if self.turn == 90:
            x0, top, x1, bottom = self.height - bottom, x0, self.height - top, x1
        elif self.turn == 180:
            x0, top, x1, bottom = self.width - x1, self.height - bottom, self.width - x0, self.height - top
        elif self.turn == 270:
            x0, top, x1, bottom = top, self.width - x1, bottom, self.width - x0
        wide, high = self.size
        if self.skew:
            x0, top, x1, bottom = self._askew(Box(x0, top, x1, bottom))
        x0, x1 = min(max(x0, 0.0), wide), min(max(x1, 0.0), wide)
        return Box(x0, min(max(top, 0.0), high), x1, min(max(bottom, 0.0), high))

    def _askew(self, box: Box) -> tuple[float, float, float, float]:
        """The box that holds a box of the page put straight where it really stands."""
        cos, sin = math.cos(self.skew), math.sin(self.skew)
        wide, high = self.size
        x, y = (box.x0 + box.x1 - wide) / 2, (box.top + box.bottom - high) / 2
        x, y = wide / 2 + x * cos - y * sin, high / 2 + x * sin + y * cos
        across, down = (box.x1 - box.x0) * cos / 2, (box.bottom - box.top + (box.x1 - box.x0) * abs(sin)) / 2
        return x - across, y - down, x + across, y + down

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Unit:
    """A block before it has a place in the text: the lines that make it up, or a table; ``level`` as in ``Block``."""

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    table: DraftTable | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its reader understood it: pages, units in reading order, what was left out, and the file's own data.

    ``info`` holds the file's metadata (Title, Author, …) as strings; ``reader`` names reader and version.
    """

    sheets: tuple[Sheet, ...]
    units: tuple[Unit, ...]
    reader: str
    furniture: tuple[Furniture, ...] = ()
    info: tuple[tuple[str, str], ...] = ()
