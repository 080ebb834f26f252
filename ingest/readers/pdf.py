"""PDF by pypdfium2: characters with their boxes, page by page, on the page as displayed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest import gate
from ingest.continued import joined
from ingest.draft import Draft, Sheet
from ingest.errors import Damaged, EmptyFile, Encrypted, NoText, TooLarge, WrongType
from ingest.furniture import strip
from ingest.layout import units_of
from ingest.lines import Glyphs, lines_of
from ingest.model import Box
from ingest.open_tables import open_tables
from ingest.readers import ReadOptions, ocr
from ingest.readers.pdf_objects import Drawn, Matrix, drawn_on
from ingest.readers.pdf_page import glyphs_of, matrix_of
from ingest.readers.pdf_restore import Restored, restored
from ingest.readers.pdf_second import SecondOpinion
from ingest.readers.turning import turn_of, turned, turned_rule
from ingest.rulings import Grid, grids
from ingest.shading import shaded
from ingest.tables import Ruled, ruled

READER = "pdfium/1"
MOST_ROWS = 120
"""Rows of shapes looked at for words, at most: a page with more is a drawing."""


BAND = 20.0
"""Points of the height of a page in which characters are looked up together."""


def draft(data: bytes, options: ReadOptions) -> Draft:
    """Reads a PDF; Encrypted, Damaged, WrongType, EmptyFile, TooLarge or NoText when it cannot be."""
    import pypdfium2 as pdfium

    if not data:
        raise EmptyFile
    if b"%PDF-" not in data[:1024] and b"%PDF-" not in data:
        raise WrongType("文件开头不是 PDF 标记")
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise Encrypted if "password" in str(error).lower() else Damaged(_reason(error)) from error
    pages = _Pages(pdf, data, options)
    try:
        count = len(pdf)
        if count > options.max_pages:
            raise TooLarge(f"共 {count} 页，上限 {options.max_pages} 页")
        sheets = pages.sheets(count)
        info = tuple((key, value) for key, value in pages.pdf.get_metadata_dict().items() if value)
    finally:
        pages.close()
    if not any(sheet.lines or sheet.tables or sheet.doubt for sheet in sheets):
        raise NoText
    bare, furniture = strip(sheets)
    kept, heads = joined(bare)
    return Draft(kept, tuple(units_of(kept)), READER, furniture + heads, info)


def _reason(error: Exception) -> str:
    words = str(error)
    for english, chinese in (("Data format", "格式错误"), ("security", "加密方式不受支持"), ("File", "文件读取失败")):
        if english.lower() in words.lower():
            return chinese
    return "无法解析"


class _Pages:
    """Reads the pages of one PDF; what one engine leaves doubtful goes to the next, last to the picture.

    When a page shows that fonts have lost their character tables, these are sought once for the whole file.
    """

    def __init__(self, pdf: Any, data: bytes, options: ReadOptions) -> None:
        self.pdf = pdf
        self.options = options
        self.second = SecondOpinion(data)
        self.until = time.monotonic() + options.ocr_seconds
        self.spend = time.process_time() + options.ocr_cpu_seconds
        self.restored: Restored | None = None
        self.sought = False

    def sheets(self, count: int) -> tuple[Sheet, ...]:
        """All pages; those read before the lost tables were found are read again."""
        sheets: list[Sheet] = []
        for index in range(count):
            before = self.restored
            sheets.append(self.sheet(index))
            if self.restored is not before:
                sheets = [sheet if sheet.ocr else self.sheet(n) for n, sheet in enumerate(sheets[:-1])] + sheets[-1:]
        return tuple(sheets)

    def sheet(self, index: int) -> Sheet:
        """Page ``index`` (0-based), repaired as far as it can be."""
        import pypdfium2 as pdfium

        number = index + 1
        try:
            page = self.pdf[index]
        except pdfium.PdfiumError:
            return Sheet(number, 595.0, 842.0, (), doubt=gate.BROKEN)
        try:
            width, height = page.get_size()
            matrix = matrix_of(page, width, height)
            drawn = drawn_on(page, matrix, width, height)
            glyphs = glyphs_of(page, matrix)
            sheet = sheet_of(glyphs, drawn, number, width, height)
            if (gate.is_garbled(sheet.doubt) or gate.is_lost(sheet.doubt)) and self._restore():
                return self.sheet(index)
            if gate.is_garbled(sheet.doubt) or gate.is_lost(sheet.doubt):
                sheet = self._second(sheet, drawn, index, width, height)
            elif sheet.openings:
                extra = [grid for box in sheet.openings if (grid := self.second.table(index, box))]
                sheet = sheet_of(glyphs, drawn, number, width, height, extra) if extra else sheet
            if self._by_picture(sheet):
                sheet = _from_picture(page, sheet, drawn, matrix, width, height)
            elif self.restored:
                unsure = self.restored.unsure.get(index, 0)
                doubt = sheet.doubt or (gate.GUESSED.format(n=unsure) if unsure else "")
                sheet = replace(sheet, ocr=index in self.restored.pictured, doubt=doubt)
        finally:
            page.close()
        return sheet

    def _second(self, sheet: Sheet, drawn: Drawn, index: int, width: float, height: float) -> Sheet:
        """The page as the second engine reads it, when that is less doubtful."""
        glyphs = self.second.glyphs(index)
        if glyphs is None or not len(glyphs):
            return sheet
        other = sheet_of(glyphs, drawn, index + 1, width, height)
        unknown = sum(c == "\ufffd" for c in glyphs.text)
        better = gate.is_garbled(sheet.doubt) and unknown < 0.05 * len(glyphs)
        return other if not other.doubt or better else sheet

    def _restore(self) -> bool:
        """Whether the file can be read with character tables found again; sought when first asked."""
        import pypdfium2 as pdfium

        if self.sought or self.options.ocr == "always":
            return False
        self.sought = True
        found = restored(self.pdf, self.options.ocr == "auto" and ocr.available(), self._spent)
        if found is None:
            return False
        try:
            pdf = pdfium.PdfDocument(found.data)
        except pdfium.PdfiumError:
            return False
        self.close()
        self.restored, self.pdf, self.second = found, pdf, SecondOpinion(found.data)
        return True

    def _by_picture(self, sheet: Sheet) -> bool:
        """Whether a page is to be read from its picture."""
        choice = self.options.ocr
        if choice == "never" or not (choice == "always" or sheet.doubt):
            return False
        return not self._spent() and ocr.available()

    def _spent(self) -> bool:
        """Whether the time for reading pictures is over."""
        return time.monotonic() > self.until or time.process_time() > self.spend

    def close(self) -> None:
        self.second.close()
        self.pdf.close()


def _from_picture(page: Any, sheet: Sheet, drawn: Drawn, matrix: Matrix, width: float, height: float) -> Sheet:
    """A page read from its picture; words only drawn are put between those that are written."""
    if sheet.doubt == gate.OUTLINED:
        written = glyphs_of(page, matrix)
        strips = strips_of(written, drawn)
        drawn_words = ocr.read_strips(page, width, height, strips)
        found = sheet_of(written.with_more(drawn_words), replace(drawn, shapes=()), sheet.number, width, height)
        return replace(found, ocr=True) if len(drawn_words) else sheet
    result = ocr.read_page(page, width, height)
    if not len(result.glyphs):
        return sheet
    rules = drawn.rules if len(drawn.rules) >= 4 and not result.skew else result.rules
    plain = Drawn(rules, 0.0, False, ())
    found = sheet_of(result.glyphs, plain, sheet.number, width, height)
    doubt = found.doubt or ("" if result.score >= ocr.SURE else gate.UNSURE)
    return replace(found, ocr=True, doubt=doubt, skew=result.skew)


def sheet_of(
    glyphs: Glyphs, drawn: Drawn, number: int, width: float, height: float, extra: Sequence[Grid] = ()
) -> Sheet:
    """A page's lines and tables from its characters and the rules drawn on it, and whether they can be trusted.

    ``extra`` are tables that another finder found; ``Sheet.openings`` names where one should look.
    """
    doubt = _missing(glyphs, drawn)
    rules = drawn.rules
    turn = turn_of(glyphs)
    if turn:
        glyphs = turned(glyphs, turn, width, height)
        rules = tuple(turned_rule(rule, turn, width, height) for rule in rules)
        if turn != 180:
            width, height = height, width
    scale = max(width, height) / 842
    figures = grids(rules, scale) if len(rules) >= 4 else []
    if not turn:
        figures += shaded(drawn.fills, figures, scale)
    openings = open_tables(rules, glyphs, figures, width) if len(rules) >= 3 and not turn and not extra else ()
    found = ruled(glyphs, [*figures, *extra], number) if figures or extra else Ruled((), (), glyphs)
    lines = tuple(lines_of(found.rest, number))
    cells = [line for table in found.tables for cell in table.cells for line in cell.lines]
    doubt = doubt or gate.doubt("\n".join(line.text for line in (*lines, *cells)))
    return Sheet(number, width, height, lines, found.tables, found.frames, doubt, turn=turn, openings=tuple(openings))


def _missing(glyphs: Glyphs, drawn: Drawn) -> str:
    """A reason to doubt a page by what is drawn on it: words that are no characters; "" when there is none."""
    if not len(glyphs):
        return gate.PICTURE if drawn.pictures > 0.05 or len(drawn.shapes) > 20 else ""
    if drawn.hidden and drawn.pictures > 0.6:
        return gate.SCAN
    if len(glyphs) < 30 and drawn.pictures > 0.6:
        return gate.PICTURE
    return gate.OUTLINED if drawn.shapes and strips_of(glyphs, drawn) else ""


def strips_of(glyphs: Glyphs, drawn: Drawn) -> list[Box]:
    """Where words are drawn as shapes and not written: boxes of lines with four shapes like characters or more."""
    rows: list[list[Box]] = []
    for shape in sorted(drawn.shapes, key=lambda s: (s.top + s.bottom, s.x0)):
        for row in rows[-3:]:
            overlap = min(row[0].bottom, shape.bottom) - max(row[0].top, shape.top)
            if overlap > 0.4 * min(shape.bottom - shape.top, row[0].bottom - row[0].top):
                row.append(shape)
                break
        else:
            rows.append([shape])
    likely = [row for row in rows[:MOST_ROWS] if len(row) >= 4 and sum(_like_character(shape) for shape in row) >= 4]
    bands = _bands(glyphs) if likely else {}
    strips: list[Box] = []
    for row in likely:
        strips += _strips([shape for shape in sorted(row, key=lambda s: s.x0) if not _covered(shape, bands)])
    return strips


def _like_character(shape: Box) -> bool:
    return 0.3 < (shape.x1 - shape.x0) / max(shape.bottom - shape.top, 0.1) < 3


def _bands(glyphs: Glyphs) -> dict[int, list[Box]]:
    """The boxes of a page's characters by the bands of its height that they touch."""
    bands: dict[int, list[Box]] = {}
    for box in map(Box, glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom):
        for band in range(int(box.top // BAND), int(box.bottom // BAND) + 1):
            bands.setdefault(band, []).append(box)
    return bands


def _covered(shape: Box, bands: dict[int, list[Box]]) -> bool:
    """Whether a character is written where the shape is drawn."""
    x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
    return any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in bands.get(int(y // BAND), ()))


def _strips(row: Sequence[Box]) -> list[Box]:
    """The shapes of one row joined into boxes of words, split where a wide gap is."""
    strips: list[list[Box]] = []
    for shape in row:
        high = max((each.bottom - each.top for each in row), default=0.0)
        if strips and shape.x0 - strips[-1][-1].x1 < 1.3 * high:
            strips[-1].append(shape)
        else:
            strips.append([shape])
    return [
        Box(min(s.x0 for s in part), min(s.top for s in part), max(s.x1 for s in part), max(s.bottom for s in part))
        for part in strips
        if sum(map(_like_character, part)) >= 2
    ]
