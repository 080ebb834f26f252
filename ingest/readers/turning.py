"""Words printed sideways or upside down on a page as displayed: the page turned so that they stand upright."""

from __future__ import annotations

from ingest.lines import Glyphs
from ingest.rulings import Rule


def turn_of(glyphs: Glyphs) -> int:
    """How many degrees clockwise most words of a page are printed: 0, 90 (downwards), 180 or 270 (upwards)."""
    steps = {0: 0, 90: 0, 180: 0, 270: 0}
    x0, top = glyphs.x0, glyphs.top
    for i in range(1, len(glyphs)):
        if i == 80 and steps[0] > 60:
            return 0
        across, down = x0[i] - x0[i - 1], top[i] - top[i - 1]
        if abs(across) + abs(down) > 60:
            continue
        if abs(across) > 2 * abs(down):
            steps[0 if across > 0 else 180] += 1
        elif abs(down) > 2 * abs(across):
            steps[90 if down > 0 else 270] += 1
    best = max(steps, key=lambda turn: steps[turn])
    return best if steps[best] > 1.5 * steps[0] and steps[best] >= 4 else 0


def turned(glyphs: Glyphs, turn: int, width: float, height: float) -> Glyphs:
    """The characters of a page on the page turned back by ``turn`` degrees; width and height are the displayed ones."""
    boxes = [
        _turned(turn, width, height, *box) for box in zip(glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom, strict=True)
    ]
    x0, top, x1, bottom = ([box[k] for box in boxes] for k in range(4))
    return Glyphs(glyphs.text, x0, top, x1, bottom, glyphs.blank)


def turned_rule(rule: Rule, turn: int, width: float, height: float) -> Rule:
    """A rule on the page turned back."""
    if rule.across:
        x0, top, x1, bottom = _turned(turn, width, height, rule.start, rule.place, rule.end, rule.place)
    else:
        x0, top, x1, bottom = _turned(turn, width, height, rule.place, rule.start, rule.place, rule.end)
    if x1 - x0 > bottom - top:
        return Rule(True, (top + bottom) / 2, x0, x1)
    return Rule(False, (x0 + x1) / 2, top, bottom)


def _turned(
    turn: int, width: float, height: float, x0: float, top: float, x1: float, bottom: float
) -> tuple[float, float, float, float]:
    if turn == 90:
        return top, width - x1, bottom, width - x0
    if turn == 180:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 270:
        return height - bottom, x0, height - top, x1
    return x0, top, x1, bottom
