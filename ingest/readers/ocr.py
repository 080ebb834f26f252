"""Words read from pictures of pages (文字识别) by RapidOCR; loaded when the first page needs it, absent when not installed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ingest.lines import Glyphs
from ingest.model import Box
from ingest.rulings import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

SCALE = 2.2
"""Pixels to a point when a page is drawn for recognition (158 dpi)."""
MOST_PIXELS = 3000
"""The longer side of a picture, at most."""
SURE = 0.88
"""Mean score of a page's lines from which its words are trusted."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read from a picture: characters with places in points, the rules of its tables, the mean score (0–1)."""

    glyphs: Glyphs
    rules: tuple[Rule, ...]
    score: float


def available() -> bool:
    """Whether pictures can be read on this machine."""
    return find_spec("rapidocr") is not None and _engine_name() != ""


def _engine_name() -> str:
    for module, name in (("openvino", "OPENVINO"), ("onnxruntime", "ONNXRUNTIME")):
        if find_spec(module) is not None:
            return name
    return ""


@cache
def _engine() -> Any:
    os.environ.setdefault("OPENVINO_LOG_LEVEL", "0")
    from rapidocr import EngineType, RapidOCR

    engine = getattr(EngineType, _engine_name())
    threads = os.environ.get("OMP_NUM_THREADS", "")
    return RapidOCR(
        params={
            "EngineConfig.openvino.inference_num_threads": int(threads) if threads.isdigit() else -1,
            "Rec.rec_batch_num": 1,
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.4,
            "Det.engine_type": engine,
            "Cls.engine_type": engine,
            "Rec.engine_type": engine,
        }
    )


def read_page(page: Any, width: float, height: float) -> Recognised:
    """Reads a whole page from its picture."""
    picture, scale = _picture(page, width, height)
    result = _engine()(picture, use_det=True, use_cls=False, use_rec=True, return_word_box=True)
    if result is None or result.txts is None:
        return Recognised(_glyphs([]), (), 0.0)
    words: list[tuple[str, Box]] = []
    for line, corners in zip(result.word_results or (), result.boxes, strict=False):
        top, bottom = float(min(y for _, y in corners)) / scale, float(max(y for _, y in corners)) / scale
        words += _line_words(line, top, bottom, scale)
    scores = [float(score) for score in result.scores]
    return Recognised(_glyphs(words), tuple(_rules(picture, scale)), sum(scores) / max(len(scores), 1))


def read_strips(page: Any, width: float, height: float, strips: Sequence[Box]) -> Glyphs:
    """Reads single lines of a page, each given by its box, whose words are drawn and not written."""
    picture, scale = _picture(page, width, height)
    words: list[tuple[str, Box]] = []
    for box in strips:
        x0, x1 = int((box.x0 - 2) * scale), int((box.x1 + 2) * scale)
        top, bottom = int((box.top - 2) * scale), int((box.bottom + 2) * scale)
        piece = picture[max(0, top) : bottom, max(0, x0) : x1]
        if piece.shape[0] < 8 or piece.shape[1] < 8:
            continue
        result = _engine()(piece, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
        if result is not None and result.txts and result.scores[0] > 0.5:
            words += _spread(result.txts[0], box)
    return _glyphs(words)


def _picture(page: Any, width: float, height: float) -> tuple[Picture, float]:
    import numpy as np

    scale = min(SCALE, MOST_PIXELS / max(width, height, 1.0))
    image = page.render(scale=scale).to_pil().convert("RGB")
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1]), scale


def _line_words(line: Sequence[Any], top: float, bottom: float, scale: float) -> list[tuple[str, Box]]:
    """One recognised line's characters; neighbours meet half way, words in Latin script are spread over their box."""
    found: list[tuple[str, Box]] = []
    for text, _, corners in line:
        x0, x1 = float(min(x for x, _ in corners)) / scale, float(max(x for x, _ in corners)) / scale
        if text.strip():
            found += _spread(text.replace(" ", ""), Box(x0, top, max(x1, x0 + 0.1), bottom))
    found.sort(key=lambda each: each[1].x0)
    size = (bottom - top) * 0.8
    met: list[tuple[str, Box]] = []
    for n, (text, box) in enumerate(found):
        x0, x1 = box.x0, box.x1
        if n and 0 < x0 - found[n - 1][1].x1 < 0.7 * size:
            x0 = met[-1][1].x1
        if n + 1 < len(found) and 0 < found[n + 1][1].x0 - x1 < 0.7 * size:
            x1 = (x1 + found[n + 1][1].x0) / 2
        met.append((text, Box(x0, top, max(x1, x0), bottom)))
    return met


def _spread(text: str, box: Box) -> list[tuple[str, Box]]:
    """Characters laid out over a box, half-width ones taking half the room."""
    widths = [0.55 if c.isascii() else 1.0 for c in text]
    unit = (box.x1 - box.x0) / max(sum(widths), 0.1)
    x = box.x0
    places: list[tuple[str, Box]] = []
    for c, wide in zip(text, widths, strict=True):
        if not c.isspace():
            places.append((c, Box(x, box.top, x + wide * unit, box.bottom)))
        x += wide * unit
    return places


def _glyphs(words: Sequence[tuple[str, Box]]) -> Glyphs:
    return Glyphs(
        [text for text, _ in words],
        [box.x0 for _, box in words],
        [box.top for _, box in words],
        [box.x1 for _, box in words],
        [box.bottom for _, box in words],
        [False] * len(words),
    )


def _rules(picture: Picture, scale: float) -> list[Rule]:
    """Straight lines in a picture that may rule a table: long runs of dark pixels, across and down."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    dark = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    found: list[Rule] = []
    for across in (True, False):
        length = int(28 * scale)
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if across else (1, length))
        lines = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
        lines = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 3) if across else (3, 5)))
        _, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, wide, high in (tuple(map(int, row[:4])) for row in stats[1:]):
            if across and high < 6 * scale:
                found.append(Rule(True, (y + high / 2) / scale, x / scale, (x + wide) / scale))
            elif not across and wide < 6 * scale:
                found.append(Rule(False, (x + wide / 2) / scale, y / scale, (y + high) / scale))
    return found
