"""PDF by pypdfium2: characters with their boxes, page by page, on the page as displayed."""

from __future__ import annotations

import ctypes
from typing import Any

from ingest.continued import joined
from ingest.draft import Draft, Sheet
from ingest.errors import Damaged, EmptyFile, Encrypted, NoText, TooLarge, WrongType
from ingest.furniture import strip
from ingest.lines import Glyphs, lines_of
from ingest.paragraphs import paragraphs
from ingest.readers import ReadOptions
from ingest.readers.pdf_rules import rules_of
from ingest.rulings import grids
from ingest.tables import ruled

READER = "pdfium/1"
Matrix = tuple[float, float, float, float, float, float]


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
    if not any(sheet.lines for sheet in sheets):
        raise NoText
    bare, furniture = strip(sheets)
    kept, heads = joined(bare)
    return Draft(kept, tuple(paragraphs(kept)), READER, furniture + heads, info)


def _reason(error: Exception) -> str:
    words = str(error)
    for english, chinese in (("Data format", "格式错误"), ("security", "加密方式不受支持"), ("File", "文件读取失败")):
        if english.lower() in words.lower():
            return chinese
    return "无法解析"


def _sheet(pdf: Any, index: int) -> Sheet:
    import pypdfium2 as pdfium

    try:
        page = pdf[index]
    except pdfium.PdfiumError:
        return Sheet(index + 1, 595.0, 842.0, (), doubt="本页已损坏，无法读取")
    try:
        width, height = page.get_size()
        glyphs = glyphs_of(page, width, height)
        rules = rules_of(page, _matrix(page, width, height))
    finally:
        page.close()
    number = index + 1
    figures = grids(rules, max(width, height) / 842) if len(rules) >= 4 else []
    if not figures:
        return Sheet(number, width, height, tuple(lines_of(glyphs, number)))
    found = ruled(glyphs, figures, number)
    return Sheet(number, width, height, tuple(lines_of(found.rest, number)), found.tables, found.frames)


def glyphs_of(page: Any, width: float, height: float) -> Glyphs:
    """The characters of a page with their boxes as displayed (rotation and crop box taken into account)."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    try:
        handle = text_page.raw
        count = raw.FPDFText_CountChars(handle)
        rect = raw.FS_RECTF()
        at, unicode, loose = ctypes.byref(rect), raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        a, b, c, d, e, f = _matrix(page, width, height)
        upright = b == 0 and c == 0
        text: list[str] = []
        x0: list[float] = []
        top: list[float] = []
        x1: list[float] = []
        bottom: list[float] = []
        blanks: list[bool] = []
        blank = False
        for i in range(count):
            code = unicode(handle, i)
            if code <= 32 or code == 0xA0 or code == 0x3000 or code == 0xFFFE or code > 0x10FFFF:
                blank = blank or code != 0xFFFE
                continue
            if not loose(handle, i, at):
                continue
            left, right, low, high = rect.left, rect.right, rect.bottom, rect.top
            if upright:
                xa, xb, ya, yb = a * left + e, a * right + e, d * high + f, d * low + f
            else:
                xa, xb, ya, yb = c * high + e, c * low + e, b * left + f, b * right + f
            text.append(chr(code))
            x0.append(xa if xa < xb else xb)
            x1.append(xb if xa < xb else xa)
            top.append(ya if ya < yb else yb)
            bottom.append(yb if ya < yb else ya)
            blanks.append(blank)
            blank = False
    finally:
        text_page.close()
    return Glyphs(text, x0, top, x1, bottom, blanks)


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
