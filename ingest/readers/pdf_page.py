"""Characters of a PDF page by pdfium, each with its box on the page as displayed."""

from __future__ import annotations

import ctypes
from typing import Any

from ingest.lines import Glyphs
from ingest.readers.pdf_objects import Matrix
from ingest.readers.pdf_symbols import WIDE_MARKS, is_private, shown

SPACES = frozenset([*range(33), 0x7F, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B, 0xFEFF])


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
        blank, em, held = False, 0.0, -2
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
                if held == len(text) - 1:  # ３９,比… is a comma, unlike that of １,２００
                    text[held] = WIDE_MARKS[text[held]]
            elif sign in WIDE_MARKS and em and 0.85 * em < right - left < 1.2 * em:
                if not text[-1].isdigit():
                    sign = WIDE_MARKS[sign]
                elif sign in ",;":
                    held = len(text)
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


def matrix_of(page: Any, width: float, height: float) -> Matrix:
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
