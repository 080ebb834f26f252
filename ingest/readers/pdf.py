"""PDF by pypdfium2: characters with their boxes, page by page, on the page as displayed."""

from __future__ import annotations

import ctypes
from collections import Counter
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
from ingest.readers import ReadOptions
from ingest.readers.pdf_objects import Drawn, Matrix, drawn_on
from ingest.readers.pdf_symbols import WIDE_MARKS, is_private, shown
from ingest.readers.turning import turn_of, turned, turned_rule
from ingest.rulings import grids
from ingest.tables import ruled

READER = "pdfium/1"
SPACES = frozenset([*range(33), 0x7F, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B, 0xFEFF])


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
    try:
        count = len(pdf)
        if count > options.max_pages:
            raise TooLarge(f"共 {count} 页，上限 {options.max_pages} 页")
        sheets = tuple(_sheet(pdf, index) for index in range(count))
        info = tuple((key, value) for key, value in pdf.get_metadata_dict().items() if value)
    finally:
        pdf.close()
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


def _sheet(pdf: Any, index: int) -> Sheet:
    import pypdfium2 as pdfium

    number = index + 1
    try:
        page = pdf[index]
    except pdfium.PdfiumError:
        return Sheet(number, 595.0, 842.0, (), doubt=gate.BROKEN)
    try:
        width, height = page.get_size()
        matrix = _matrix(page, width, height)
        glyphs = glyphs_of(page, matrix)
        drawn = drawn_on(page, matrix, width, height)
    finally:
        page.close()
    turn = turn_of(glyphs)
    if turn:
        glyphs = turned(glyphs, turn, width, height)
        drawn = replace(drawn, rules=tuple(turned_rule(rule, turn, width, height) for rule in drawn.rules))
        if turn != 180:
            width, height = height, width
    sheet = sheet_of(glyphs, drawn, number, width, height)
    return replace(sheet, doubt=_doubt(glyphs, drawn, sheet), turn=turn)


def sheet_of(glyphs: Glyphs, drawn: Drawn, number: int, width: float, height: float) -> Sheet:
    """A page's lines and tables from its characters and the rules drawn on it."""
    figures = grids(drawn.rules, max(width, height) / 842) if len(drawn.rules) >= 4 else []
    if not figures:
        return Sheet(number, width, height, tuple(lines_of(glyphs, number)))
    found = ruled(glyphs, figures, number)
    return Sheet(number, width, height, tuple(lines_of(found.rest, number)), found.tables, found.frames)


def _doubt(glyphs: Glyphs, drawn: Drawn, sheet: Sheet) -> str:
    """Why a page's text cannot be trusted, "" when it can."""
    if not len(glyphs):
        return gate.PICTURE if drawn.pictures > 0.05 or len(drawn.shapes) > 20 else ""
    if drawn.hidden and drawn.pictures > 0.6:
        return gate.SCAN
    if len(glyphs) < 30 and drawn.pictures > 0.6:
        return gate.PICTURE
    if len(_bare_shapes(glyphs, drawn)) >= 4:
        return gate.OUTLINED
    cells = [line for table in sheet.tables for cell in table.cells for line in cell.lines]
    return gate.doubt("\n".join(line.text for line in (*sheet.lines, *cells)))


def _bare_shapes(glyphs: Glyphs, drawn: Drawn) -> list[Box]:
    """Shapes like characters, four or more on one height, that no character covers."""
    shapes = [s for s in drawn.shapes if 0.3 < (s.x1 - s.x0) / max(s.bottom - s.top, 0.1) < 3]
    rows = Counter(round((shape.top + shape.bottom) / 8) for shape in shapes)
    bare: list[Box] = []
    for shape in shapes:
        if rows[round((shape.top + shape.bottom) / 8)] < 4 or len(bare) > 100:
            continue
        x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
        if not any(
            glyphs.x0[i] <= x <= glyphs.x1[i] and glyphs.top[i] <= y <= glyphs.bottom[i] for i in range(len(glyphs))
        ):
            bare.append(shape)
    return bare


def glyphs_of(page: Any, matrix: Matrix) -> Glyphs:
    """The characters of a page with their boxes as displayed (rotation and crop box taken into account)."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        handle = text_page.raw
        count = raw.FPDFText_CountChars(handle)
        rect = raw.FS_RECTF()
        at, unicode, loose = ctypes.byref(rect), raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        a, b, c, d, e, f = matrix
        upright = b == 0 and c == 0
        text: list[str] = []
        x0: list[float] = []
        top: list[float] = []
        x1: list[float] = []
        bottom: list[float] = []
        blanks: list[bool] = []
        blank, em = False, 0.0
        for i in range(count):
            code = unicode(handle, i)
            if code in SPACES:
                blank = True
                continue
            if code == 0xFFFE or not loose(handle, i, at):
                continue
            left, right, low, high = rect.left, rect.right, rect.bottom, rect.top
            if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                code = _paired(unicode, handle, i, code)
                if not code:
                    continue
            sign = chr(code)
            if is_private(code):
                sign = shown(raw, handle, i, code, right - left)
            elif "\u4e00" <= sign <= "\u9fff":
                em = right - left
            elif sign in WIDE_MARKS and em and 0.85 * em < right - left < 1.2 * em and not text[-1].isdigit():
                sign = WIDE_MARKS[sign]
            if upright:
                xa, xb, ya, yb = a * left + e, a * right + e, d * high + f, d * low + f
            else:
                xa, xb, ya, yb = c * high + e, c * low + e, b * left + f, b * right + f
            text.append(sign)
            x0.append(xa if xa < xb else xb)
            x1.append(xb if xa < xb else xa)
            top.append(ya if ya < yb else yb)
            bottom.append(yb if ya < yb else ya)
            blanks.append(blank)
            blank = False
    finally:
        text_page.close()
    return Glyphs(text, x0, top, x1, bottom, blanks)


def _paired(unicode: Any, handle: Any, i: int, code: int) -> int:
    """The code point of a surrogate pair at its first half, 0 at its second, U+FFFD for half a pair."""
    if code > 0x10FFFF:
        return 0xFFFD
    if code >= 0xDC00:
        return 0 if i and 0xD800 <= unicode(handle, i - 1) < 0xDC00 else 0xFFFD
    low = unicode(handle, i + 1)
    return 0x10000 + ((code - 0xD800) << 10) + low - 0xDC00 if 0xDC00 <= low < 0xE000 else 0xFFFD


def _matrix(page: Any, width: float, height: float) -> Matrix:
    """The map from PDF user space to points of the displayed page, origin top left: x' = ax + cy + e, y' = bx + dy + f."""
    import pypdfium2.raw as raw

    places = []
    x, y = ctypes.c_int(), ctypes.c_int()
    fine = 100
    for px, py in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
        raw.FPDF_PageToDevice(
            page.raw, 0, 0, round(width * fine), round(height * fine), 0, px, py, ctypes.byref(x), ctypes.byref(y)
        )
        places.append((x.value / fine, y.value / fine))
    (e, f), (ax, ay), (bx, by) = places
    a, b, c, d = ((ax - e) / 100, (ay - f) / 100, (bx - e) / 100, (by - f) / 100)
    return tuple(round(v) if abs(v - round(v)) < 1e-3 else v for v in (a, b, c, d)) + (e, f)  # type: ignore[return-value]
