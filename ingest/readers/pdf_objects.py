"""What is drawn on a PDF page besides characters, from pdfium's page objects: rules, pictures, outlined words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.model import Box
from ingest.rulings import Rule

Matrix = tuple[float, float, float, float, float, float]
THIN = 3.0
SHORT = 6.0
MOST = 20_000
"""Page objects looked at, at most: a page with more is a drawing."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything drawn on a page: straight rules, the share of the page that pictures cover, whether all characters
    are invisible (a scan with a hidden text layer), small filled shapes that may be outlined characters, and filled
    rectangles without a border (底纹)."""

    rules: tuple[Rule, ...]
    pictures: float
    hidden: bool
    shapes: tuple[Box, ...]
    fills: tuple[Box, ...] = ()


def drawn_on(page: Any, matrix: Matrix, width: float, height: float) -> Drawn:
    """Looks through a page's objects; places are in points of the page as displayed."""
    import pypdfium2.raw as raw

    rules: list[Rule] = []
    shapes: list[Box] = []
    fills: list[Box] = []
    covered = 0.0
    for handle, kind, moves in _objects(page.raw, raw):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _path(raw, handle, (*moves, matrix), rules, shapes, fills)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(raw, handle, (*moves, matrix))
            if box:
                wide = max(0.0, min(box.x1, width) - max(box.x0, 0.0))
                high = max(0.0, min(box.bottom, height) - max(box.top, 0.0))
                covered += wide * high / max(width * height, 1.0)
    hidden = covered > 0.5 and _hidden(page.raw, raw)
    return Drawn(tuple(rules), min(covered, 1.0), hidden, tuple(shapes), tuple(fills))


def _hidden(page: Any, raw: Any) -> bool:
    """Whether all characters of a page are invisible."""
    invisible = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}
    modes = {
        raw.FPDFTextObj_GetTextRenderMode(handle)
        for handle, kind, _ in _objects(page, raw)
        if kind == raw.FPDF_PAGEOBJ_TEXT
    }
    return bool(modes) and modes <= invisible


def _objects(page: Any, raw: Any) -> Iterator[tuple[Any, int, tuple[Matrix, ...]]]:
    """Page objects with their kinds and the matrices of the forms they lie in, innermost first."""
    get, kind_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
    for index in range(min(raw.FPDFPage_CountObjects(page), MOST)):
        handle = get(page, index)
        kind = kind_of(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _in_form(raw, handle, (), 0)
        else:
            yield handle, kind, ()


def _in_form(
    raw: Any, form: Any, moves: tuple[Matrix, ...], depth: int
) -> Iterator[tuple[Any, int, tuple[Matrix, ...]]]:
    if depth > 4:
        return
    own = _object_matrix(raw, form)
    for index in range(min(raw.FPDFFormObj_CountObjects(form), MOST)):
        handle = raw.FPDFFormObj_GetObject(form, index)
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM:
            yield from _in_form(raw, handle, (own, *moves), depth + 1)
        else:
            yield handle, kind, (own, *moves)


def _object_matrix(raw: Any, handle: Any) -> Matrix:
    held = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, ctypes.byref(held)):
        return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def _bounds(raw: Any, handle: Any, moves: tuple[Matrix, ...]) -> Box | None:
    left, low, right, high = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    if not raw.FPDFPageObj_GetBounds(
        handle, ctypes.byref(left), ctypes.byref(low), ctypes.byref(right), ctypes.byref(high)
    ):
        return None
    (ax, ay), (bx, by) = _moved((left.value, low.value), moves), _moved((right.value, high.value), moves)
    return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _path(
    raw: Any, handle: Any, moves: tuple[Matrix, ...], rules: list[Rule], shapes: list[Box], fills: list[Box]
) -> None:
    """Adds a path's rules, or the path itself when it may be the outline of a character or the shading of a cell."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    box = _bounds(raw, handle, moves)
    if box is None:
        return
    wide, high = box.x1 - box.x0, box.bottom - box.top
    if wide < 2 and high < 2:
        return
    if not stroke.value and 2 < max(wide, high) < 40 and raw.FPDFPath_CountSegments(handle) > 8:
        shapes.append(box)
        return
    thin = _bar(box.x0, box.x1, box.top, box.bottom)
    if not thin and not stroke.value:
        box_like = min(wide, high) > 8 and raw.FPDFPath_CountSegments(handle) <= 6
        if box_like and not _white(raw, handle, False):
            fills.append(box)
        return
    if _white(raw, handle, bool(stroke.value)):
        return
    if thin:
        rules += thin
    elif raw.FPDFPath_CountSegments(handle) <= 400:
        rules += _outline(raw, handle, (_object_matrix(raw, handle), *moves))


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
