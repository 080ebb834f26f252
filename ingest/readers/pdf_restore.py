"""Character tables that fonts of a PDF have lost, found again (恢复编码对照表): from the font programs, then by votes."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.lines import Glyphs, runs_of
from ingest.readers.font_program import characters_of
from ingest.readers.glyph_votes import Cast, Key, Votes
from ingest.readers.ocr_engine import MOST_SIDE
from ingest.readers.ocr_signs import signs_of
from ingest.readers.pdf_codes import Coded, coded_pages
from ingest.readers.pdf_fonts import FontTables, MuteFont, table_of
from ingest.readers.turning import turn_of, turned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

Known = Mapping[int, Mapping[int, str]]
"""Fonts by their objects' numbers → codes → characters."""
ROUNDS = ((1, 4), (1, 1), (3, 1))
"""How many glyphs of a code are read, and how many codes of a line must need it for the line to be read: in rounds, so that
the time left goes first over the whole file and to lines that tell much."""
HIGH = 44.0
"""Pixels of the height of a line when it is drawn to be read."""
INK = 40
"""How far the lightest and the darkest point of a glyph's box lie apart when there is a glyph in it."""
SHEET, SIZE = 40, 40.0
"""Codes on one sheet of specimens, and the points (and pixels) of their height."""
BESIDE = 6
"""Neighbours on each side with which a code is shown."""
BAND = 12.0
"""Points of the height of a page in which characters are compared."""
EDGE = 0.12
"""Part of a glyph's width on each side on which its neighbours may leave ink."""
ROW = 4
"""Glyphs alike in a row from which they are leaders (……) and not read one by one."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A PDF with the tables of its fonts put in; of its pages (0-based) those with characters told by pictures, and how
    many characters of a page are not beyond doubt."""

    data: bytes
    pictured: frozenset[int]
    unsure: dict[int, int]


def restored(pdf: Any, by_picture: bool, spent: Callable[[], bool]) -> Restored | None:
    """The PDF (pdfium's) with the tables that its fonts lack, as far as they can be told; None when there are none.

    ``by_picture`` allows reading glyphs from pictures of the pages until ``spent`` says that the time for it is over.
    """
    try:
        return _restored(pdf, by_picture, spent)
    except MemoryError:
        raise
    except Exception:  # pdfminer raises whatever it stumbles over in a broken file; the first reading stands then
        return None


def _restored(pdf: Any, by_picture: bool, spent: Callable[[], bool]) -> Restored | None:
    tables = FontTables(pdf)
    known = {font.number: signs for font in tables.fonts if (signs := _told(font))}
    if not tables.fonts or not (known or by_picture):
        return None
    kept = {font.number: font.wide for font in tables.fonts if by_picture or font.number in known}
    used = _Used()
    found = _Found(frozenset(kept), by_picture)
    for needed, least in ROUNDS if by_picture else ROUNDS[1:2]:
        for page in coded_pages(tables):
            used.take(page)
            found.read(pdf, page, known, needed, least, spent)
        if not any(found.open(key, known) for key in used.keys):
            break
    if by_picture:
        found.specimens(tables, used.keys, known, spent)
    read, unsure = found.told(used.keys, known)
    for (font, code), sign in read.items():
        known.setdefault(font, {})[code] = sign
    for font, code in used.keys:
        if font in kept and code not in known.setdefault(font, {}):
            known[font][code] = "\ufffd"
            unsure.add((font, code))
    data = tables.with_tables({number: table_of(known.get(number, {}), wide) for number, wide in kept.items()})
    seen = {key for key, sign in read.items() if sign != " "}
    return Restored(data, frozenset(used.pages_with(seen)), used.pages_with(unsure))


def _told(font: MuteFont) -> dict[int, str]:
    """What a font's own program says of its codes."""
    signs = characters_of(font.program) if font.program else {}
    if not font.glyphs:
        return signs
    return {code: signs[glyph] for code in range(len(font.glyphs) // 2) if (glyph := font.glyph(code)) in signs}


class _Used:
    """Which codes stand on which pages, and how often."""

    def __init__(self) -> None:
        self._places: dict[Key, int] = {}
        self._pages: dict[int, array[int]] = {}

    @property
    def keys(self) -> Collection[Key]:
        return self._places.keys()

    def take(self, page: Coded) -> None:
        """Counts a page's codes, once."""
        if page.index not in self._pages:
            places = (self._places.setdefault(key, len(self._places)) for key in page.keys if key)
            self._pages[page.index] = array("I", places)

    def pages_with(self, keys: Set[Key]) -> dict[int, int]:
        """Pages (0-based) on which codes stand → how many of their glyphs do."""
        wanted = {place for key, place in self._places.items() if key in keys}
        counts = {index: sum(place in wanted for place in places) for index, places in self._pages.items()}
        return {index: count for index, count in counts.items() if count}


@dataclass(slots=True)
class _Found:
    """What lines have shown of the codes of ``fonts``: votes (when signs are to be recognised), how often a code was
    read, its glyphs with ink less those without, leaders, and its neighbours."""

    fonts: frozenset[int]
    by_picture: bool
    votes: Votes = field(default_factory=Votes)
    seen: Counter[Key] = field(default_factory=Counter)
    ink: Counter[Key] = field(default_factory=Counter)
    shapes: dict[Key, str] = field(default_factory=dict)
    around: dict[Key, tuple[Key, ...]] = field(default_factory=dict)

    def read(self, pdf: Any, page: Coded, known: Known, needed: int, least: int, spent: Callable[[], bool]) -> None:
        """Reads the lines of a page that hold at least ``least`` codes read fewer than ``needed`` times."""
        if sum(self.open(key, known) and self.seen[key] < needed for key in {*page.keys} if key) < least:
            return
        sheet = _PageLines(page)
        for line in sheet.lines:
            keys = [key for i in line if (key := page.keys[i]) and self.open(key, known)]
            if len({key for key in keys if self.seen[key] < needed}) >= least:
                if spent():
                    return
                self.seen.update(keys)
                self._neighbours([page.keys[i] for i in line])
                sheet.read(pdf, line, self)

    def open(self, key: Key, known: Known) -> bool:
        """Whether what a code stands for is to be found out."""
        return key[0] in self.fonts and key[1] not in known.get(key[0], {})

    def _neighbours(self, keys: Sequence[Key | None]) -> None:
        """Keeps for each code its neighbours in a line, of mute fonts, for a specimen."""
        for n, key in enumerate(keys):
            if key and key not in self.around:
                row = [other for other in keys[max(0, n - BESIDE) : n + BESIDE + 1] if other]
                self.around[key] = tuple(row)

    def specimens(self, tables: FontTables, keys: Iterable[Key], known: Known, spent: Callable[[], bool]) -> None:
        """Reads the codes that lines leave unsure from a sheet on which each stands large and alone."""

        for alone in (False, True):
            signs, unsure = self.told(keys, known)
            rest = [key for key in keys if self.open(key, known) and (key not in signs or key in unsure)]
            beside = {key[0]: key for key, sign in signs.items() if key not in unsure and "\u4e00" <= sign <= "\u9fff"}
            rows = [
                (beside.get(key[0], key), key, beside.get(key[0], key)) if alone else self.around.get(key, (key,))
                for key in rest
            ]
            for start in range(0, len(rest), SHEET):
                if spent():
                    return
                self._specimen(tables, rows[start : start + SHEET], rest[start : start + SHEET])

    def _specimen(self, tables: FontTables, rows: Sequence[Sequence[Key]], wanted: Sequence[Key]) -> None:
        import pypdfium2 as pdfium

        with pdfium.PdfDocument(tables.specimen(rows, SIZE)) as pdf:
            picture = _drawn(pdf, 0, 1.0)
        for n, (row, key) in enumerate(zip(rows, wanted, strict=True)):
            piece = picture[int(2 * SIZE * n) : int(2 * SIZE * (n + 1))]
            inked = (piece.min(axis=(0, 2)) < 255 - INK).nonzero()[0]
            if len(inked):
                signs = signs_of(piece[:, max(0, inked[0] - 8) : inked[-1] + 8])
                if len(signs) == len(row):
                    self.votes.take([Cast(each if each == key else None, 0.0, 0.0) for each in row], signs)

    def told(self, keys: Iterable[Key], known: Known) -> tuple[dict[Key, str], set[Key]]:
        """The characters of codes that are not known, and which of these are not beyond doubt."""
        wanted = {key for key in keys if self.open(key, known)}
        signs = {key: sign for key, sign in self.shapes.items() if key in wanted}
        unsure: set[Key] = set()
        for key, reading in self.votes.readings().items():
            if key in wanted:
                signs[key] = reading.sign
                if not reading.sure:
                    unsure.add(key)
        blank = {key for key, count in self.ink.items() if count < 0 and key in wanted}
        return signs | dict.fromkeys(blank, " "), unsure - blank


class _PageLines:
    """The lines of one page with its picture, drawn when the first line is read; words printed sideways are turned."""

    def __init__(self, page: Coded) -> None:
        self._index = page.index
        self._turn = turn_of(page.glyphs)
        self.keys = page.keys
        self._glyphs = turned(page.glyphs, self._turn, page.width, page.height) if self._turn else page.glyphs
        self._side = max(page.width, page.height)
        self.lines: list[list[int]] = runs_of(self._glyphs)
        self._covered = _overprinted(self._glyphs)
        self._picture_scale: tuple[Picture, float] | None = None

    def read(self, pdf: Any, line: Sequence[int], found: _Found) -> None:
        """Reads one line and adds its votes, the codes that leave no ink, and the shapes of leaders."""
        picture, scale = self._picture(pdf)
        g = self._glyphs
        left, right = min(g.x0[i] for i in line) - 2, max(g.x1[i] for i in line) + 2
        top, bottom = min(g.top[i] for i in line), max(g.bottom[i] for i in line)
        margin = 0.1 * (bottom - top)
        piece = _cut(picture, scale, left, top - margin, right, bottom + margin)
        if min(piece.shape[:2]) < 6:
            return
        leaders = _leaders([self.keys[i] for i in line])
        casts: list[Cast] = []
        for n, i in enumerate(line):
            key = self.keys[i]
            edge = EDGE * (g.x1[i] - g.x0[i])
            box = _cut(picture, scale, g.x0[i] + edge, g.top[i], g.x1[i] - edge, g.bottom[i])
            inked = box.size and int(box.max()) - int(box.min()) > INK
            if key:
                found.ink[key] += 1 if inked else -1
            if not inked:
                continue
            if key and n in leaders:
                found.shapes.setdefault(key, _shape(_cut(picture, scale, g.x0[i], g.top[i], g.x1[i], g.bottom[i])))
            if n in leaders or i in self._covered:
                key = None
            casts.append(
                Cast(key, ((g.x0[i] + g.x1[i]) / 2 - left) / (right - left), (g.x1[i] - g.x0[i]) / (right - left))
            )
        if found.by_picture and any(cast.key for cast in casts):
            found.votes.take(casts, signs_of(piece))

    def _picture(self, pdf: Any) -> tuple[Picture, float]:
        """The page drawn so large that its lines can be read, and its pixels to a point."""
        if self._picture_scale is None:
            heights = sorted(b - t for t, b in zip(self._glyphs.top, self._glyphs.bottom, strict=True))
            high = max(heights[len(heights) // 2], 1.0)
            scale = min(max(HIGH / high, 2.0), 4.0, MOST_SIDE / max(self._side, 1.0))
            self._picture_scale = _drawn(pdf, self._index, scale, self._turn), scale
        return self._picture_scale


def _drawn(pdf: Any, index: int, scale: float, turn: int = 0) -> Picture:
    """The picture (BGR) of page ``index``, turned back by ``turn`` degrees."""
    import numpy as np

    page = pdf[index]
    try:
        image = page.render(scale=scale).to_pil().convert("RGB")
    finally:
        page.close()
    return np.ascontiguousarray(np.rot90(np.asarray(image)[:, :, ::-1], turn // 90))


def _overprinted(g: Glyphs) -> set[int]:
    """Places of characters on which another one is printed."""
    bands: dict[int, list[int]] = {}
    for i in range(len(g)):
        bands.setdefault(int((g.top[i] + g.bottom[i]) / 2 // BAND), []).append(i)
    found: set[int] = set()
    for band, places in bands.items():
        near = sorted(places + bands.get(band + 1, []), key=lambda i: g.x0[i])
        for n, i in enumerate(near):
            for j in near[n + 1 : n + 6]:
                high = min(g.bottom[i] - g.top[i], g.bottom[j] - g.top[j])
                over = min(g.x1[i], g.x1[j]) - g.x0[j], min(g.bottom[i], g.bottom[j]) - max(g.top[i], g.top[j])
                thin = min(g.x1[i] - g.x0[i], g.x1[j] - g.x0[j])
                if over[0] > 0.3 * thin and over[1] > 0.5 * high and g.text[i] != g.text[j]:
                    found.update((i, j))
    return found


def _cut(picture: Picture, scale: float, x0: float, top: float, x1: float, bottom: float) -> Picture:
    return picture[
        max(0, int(top * scale)) : max(0, int(bottom * scale) + 1),
        max(0, int(x0 * scale)) : max(0, int(x1 * scale) + 1),
    ]


def _leaders(keys: Sequence[Key | None]) -> set[int]:
    """Places of a line at which the same code stands at least ROW times in a row."""
    found: set[int] = set()
    start = 0
    for end in range(1, len(keys) + 1):
        if end == len(keys) or keys[end] != keys[start]:
            if end - start >= ROW:
                found.update(range(start, end))
            start = end
    return found


def _shape(box: Picture) -> str:
    """A leader by its ink: dots in one em, a dot at the foot or in the middle, a stroke in the middle or at the foot."""
    dark = box.min(axis=2) < (int(box.max()) + int(box.min())) / 2
    across, down = dark.any(axis=0), dark.any(axis=1).nonzero()[0]
    if int((across[1:] & ~across[:-1]).sum()) + int(across[0]) > 1:
        return "…"
    middle = float(down.mean()) / max(len(dark) - 1, 1)
    if int(across.sum()) < 2 * len(down):
        return "." if middle > 0.6 else "·"
    return "_" if middle > 0.8 else "—"
