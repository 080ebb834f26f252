"""Straight lines drawn on a PDF page, as pdfium's page objects hold them: strokes, thin filled bars, stroked boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from ingest.rulings import Rule

Matrix = tuple[float, float, float, float, float, float]
THIN = 3.0
SHORT = 6.0
MOST = 20_000
"""Page objects looked at, at most: a page with more is a drawing."""


def rules_of(page: Any, matrix: Matrix) -> list[Rule]:
    """The rules of a page in points of the page as displayed; white and invisible ones left out."""
    import pypdfium2.raw as raw

    rules: list[Rule] = []
    for handle, moves in _paths(page.raw, raw):
        rules += _rules(raw, handle, (*moves, matrix))
    return rules


def _paths(page: Any, raw: Any) -> Iterator[tuple[Any, tuple[Matrix, ...]]]:
    """Path objects with the matrices of the forms they lie in, innermost first."""
    count = min(raw.FPDFPage_CountObjects(page), MOST)
    for index in range(count):
        handle = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield handle, ()
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _form_paths(raw, handle, (), 0)


def _form_paths(raw: Any, form: Any, moves: tuple[Matrix, ...], depth: int) -> Iterator[tuple[Any, tuple[Matrix, ...]]]:
    if depth > 4:
        return
    own = _object_matrix(raw, form)
    for index in range(min(raw.FPDFFormObj_CountObjects(form), MOST)):
        handle = raw.FPDFFormObj_GetObject(form, index)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield handle, (own, *moves)
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _form_paths(raw, handle, (own, *moves), depth + 1)


def _object_matrix(raw: Any, handle: Any) -> Matrix:
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(held)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def _rules(raw: Any, handle: Any, moves: tuple[Matrix, ...]) -> list[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return []
    left, low, right, high = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(
        handle, ctypes.byref(left), ctypes.byref(low), ctypes.byref(right), ctypes.byref(high)
    ):
        return []
    box = _moved((left.value, low.value), moves) + _moved((right.value, high.value), moves)
    x0, x1, y0, y1 = min(box[0], box[2]), max(box[0], box[2]), min(box[1], box[3]), max(box[1], box[3])
    if x1 - x0 < SHORT and y1 - y0 < SHORT:
        return []
    thin = _bar(x0, x1, y0, y1)
    if not thin and not stroke.value:
        return []
    if _white(raw, handle, bool(stroke.value)):
        return []
    if thin:
        return thin
    if raw.FPDFPath_CountSegments(handle) > 400:
        return []
    return _outline(raw, handle, (_object_matrix(raw, handle), *moves))


def _bar(x0: float, x1: float, y0: float, y1: float) -> list[Rule]:
    """A thin box as the one line that it is."""
    if y1 - y0 <= THIN and x1 - x0 >= SHORT:
        return [Rule(True, (y0 + y1) / 2, x0, x1)]
    if x1 - x0 <= THIN and y1 - y0 >= SHORT:
        return [Rule(False, (x0 + x1) / 2, y0, y1)]
    return []


def _outline(raw: Any, handle: Any, moves: tuple[Matrix, ...]) -> list[Rule]:
    """The level and upright sides of a stroked path."""
    rules: list[Rule] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = None
    for index in range(raw.FPDFPath_CountSegments(handle)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _moved((x.value, y.value), moves)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last:
            rules += _side(last, point)
        if raw.FPDFPathSegment_GetClose(segment) and start:
            rules += _side(point, start)
        last = point
    return rules


def _side(a: tuple[float, float], b: tuple[float, float]) -> list[Rule]:
    return _bar(min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1]))


def _moved(point: tuple[float, float], moves: tuple[Matrix, ...]) -> tuple[float, float]:
    x, y = point
    for a, b, c, d, e, f in moves:
        x, y = a * x + c * y + e, b * x + d * y + f
    return x, y


def _white(raw: Any, handle: Any, stroke: bool) -> bool:
    """Whether a path is painted white or fully transparent."""
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = raw.FPDFPageObj_GetStrokeColor if stroke else raw.FPDFPageObj_GetFillColor
    if not ask(handle, *(ctypes.byref(part) for part in parts)):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= 250
