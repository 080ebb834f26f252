"""Single signs read from the picture of a line (单字识别): each with its place and the characters it may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.readers.ocr_engine import engine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

CHOICES = 5
"""Characters that are kept for one sign, at most."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands at a place of a line: where (0–1 of the picture's width), and characters with their probabilities,
    the likeliest first."""

    at: float
    choices: tuple[tuple[str, float], ...]


def signs_of(picture: Picture) -> list[Sign]:
    """The signs of one line from left to right, white space left out."""
    import numpy as np

    reader = engine()._load_rec_model()
    _, least_high, least_wide = reader.rec_image_shape
    high, wide = picture.shape[:2]
    ratio = max(wide / high, least_wide / least_high)
    steps = reader.session(reader.resize_norm_img(picture, ratio)[np.newaxis].astype(np.float32))[0]
    names = reader.postprocess_op.character
    best = steps.argmax(axis=1)
    signs: list[Sign] = []
    start = 0
    for end in range(1, len(best) + 1):
        if end < len(best) and best[end] == best[start]:
            continue
        if len(names[best[start]].strip()) == 1:
            step = start + int(steps[start:end, best[start]].argmax())
            likely = [int(n) for n in np.argsort(steps[step])[: -CHOICES - 2 : -1] if n and len(names[n]) == 1][
                :CHOICES
            ]
            choices = tuple((names[n], float(steps[step, n])) for n in likely)
            signs.append(Sign((start + end) / 2 / len(best) * ratio * high / wide, choices))
        start = end
    return signs
