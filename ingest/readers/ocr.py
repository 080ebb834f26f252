"""Words read from pictures of pages (文字识别) by RapidOCR; loaded when the first page needs it, absent when not installed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from ingest.lines import Glyphs
from ingest.model import Box
from ingest.readers.ocr_engine import MOST_SIDE, engine, engine_name
from ingest.readers.ocr_words import mended
from ingest.rulings import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

SCALE = 2.2
"""Pixels to a point when a page is drawn for recognition (158 dpi)."""
LEAST_SKEW, MOST_SKEW = 0.001, 0.2
"""Radians that a scan may stand askew: what is less does no harm, what is more is meant so."""
SURE = 0.88
"""Mean score of a page's lines from which its words are trusted."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read from a picture: characters with places in points, the rules of its tables, the mean score (0–1).

    ``skew`` is how many radians clockwise the scan stands askew; places are those of the page put straight.
    """

    glyphs: Glyphs
    rules: tuple[Rule, ...]
    score: float
    skew: float = 0.0


def available() -> bool:
    """Whether pictures can be read on this machine."""
    return find_spec("rapidocr") is not None and engine_name() != ""


def read_page(page: Any, width: float, height: float) -> Recognised:
    """Reads a whole page from its picture."""
    picture, scale = _picture(page, width, height)
    result = engine()(picture, use_det=True, use_cls=False, use_rec=True, return_word_box=True)
    if result is None or result.txts is None:
        return Recognised(_glyphs([]), (), 0.0)
    skew = skew_of(result.boxes)
    straight = Straight(skew, picture.shape[1] / 2, picture.shape[0] / 2, scale)
    words: list[tuple[str, Box]] = []
    for line, corners in zip(result.word_results or (), result.boxes, strict=False):
        places = [straight.of(x, y) for x, y in corners]
        words += _line_words(line, min(y for _, y in places), max(y for _, y in places), straight)
    scores = [float(score) for score in result.scores]
    rules = tuple(_rules(_turned(picture, skew), scale))
    return Recognised(_glyphs(words), rules, sum(scores) / max(len(scores), 1), skew)


def skew_of(boxes: Sequence[Any]) -> float:
    """How many radians clockwise the lines of a picture stand askew, by the median of the long ones; 0 below 1/1000."""
    slopes: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in boxes:
        across, down = float(x1 + x2 - x0 - x3) / 2, float(y1 + y2 - y0 - y3) / 2
        if across > 8 * math.hypot(float(x3 - x0), float(y3 - y0)):
            slopes.append((math.atan2(down, across), across))
    slopes.sort()
    half = sum(across for _, across in slopes) / 2
    for slope, across in slopes:
        half -= across
        if half <= 0:
            return slope if LEAST_SKEW <= abs(slope) <= MOST_SKEW else 0.0
    return 0.0


@dataclass(frozen=True, slots=True)
class Straight:
    """The map from a picture askew by ``skew`` radians, ``scale`` pixels to a point, to points of the page put straight."""

    skew: float
    middle_x: float
    middle_y: float
    scale: float

    def of(self, x: float, y: float) -> tuple[float, float]:
        across, down = float(x) - self.middle_x, float(y) - self.middle_y
        cos, sin = math.cos(self.skew), math.sin(self.skew)
        return (
            (self.middle_x + across * cos + down * sin) / self.scale,
            (self.middle_y - across * sin + down * cos) / self.scale,
        )


def _turned(picture: Picture, skew: float) -> Picture:
    """The picture put straight."""
    if not skew:
        return picture
    import cv2

    high, wide = picture.shape[:2]
    move = cv2.getRotationMatrix2D((wide / 2, high / 2), math.degrees(skew), 1.0)
    return cast("Picture", cv2.warpAffine(picture, move, (wide, high), borderMode=cv2.BORDER_REPLICATE))


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
        result = engine()(piece, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
        if result is not None and result.txts and result.scores[0] > 0.5:
            words += _spread(result.txts[0], box)
    return _glyphs(words)


def _picture(page: Any, width: float, height: float) -> tuple[Picture, float]:
    import numpy as np

    scale = min(SCALE, MOST_SIDE / max(width, height, 1.0))
    image = page.render(scale=scale).to_pil().convert("RGB")
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1]), scale


def _line_words(line: Sequence[Any], top: float, bottom: float, straight: Straight) -> list[tuple[str, Box]]:
    """One recognised line's characters; neighbours meet half way, words in Latin script are spread over their box."""
    found: list[tuple[str, Box]] = []
    for text, _, corners in line:
        places = [straight.of(x, y)[0] for x, y in corners]
        x0, x1 = min(places), max(places)
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
    right = mended("".join(text for text, _ in met))
    return [(c, box) for c, (_, box) in zip(right, met, strict=True)]


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
