"""Pictures of pages (页面图) with the cited words marked: whole pages, and strips around the marks."""

from __future__ import annotations

import io
from collections.abc import Sequence

import streamlit as st

from ingest.model import Region, Span
from kb.model import PageView
from ui import parts
from ui.words import say

_YELLOW = (255, 226, 92)
_AROUND = 34.0
_LEAST = 0.55  # of the width of the page, so that a short mark is not blown up


@st.cache_data(show_spinner=False, max_entries=200)
def _picture(document_id: str, doc: str, page: int, spans: tuple[tuple[int, int], ...], scale: float) -> bytes:
    view: PageView = parts.library().page(doc, page, tuple(Span(a, b) for a, b in spans), scale=scale)
    return mark_picture(view, scale)


@st.cache_data(show_spinner=False, max_entries=200)
def _strip(document_id: str, doc: str, page: int, spans: tuple[tuple[int, int], ...], scale: float) -> bytes:
    """The band of the page in which the marks stand, without the empty margins at its sides."""
    view: PageView = parts.library().page(doc, page, tuple(Span(a, b) for a, b in spans), scale=scale)
    if not view.boxes:
        return mark_picture(view, scale)
    top = max(0.0, min(box.top for box in view.boxes) - _AROUND)
    bottom = min(view.height, max(box.bottom for box in view.boxes) + _AROUND, top + 260)
    left = max(0.0, min(box.x0 for box in view.boxes) - _AROUND)
    right = min(view.width, max(max(box.x1 for box in view.boxes) + _AROUND, left + view.width * _LEAST))
    return mark_picture(view, scale, (left, top, right, bottom))


def mark_picture(view: PageView, scale: float, part: tuple[float, float, float, float] | None = None) -> bytes:
    """The page's PNG with its boxes marked in translucent yellow, as with a text marker.

    With ``part`` (left, top, right, bottom in points) only this part of the page.
    """
    from PIL import Image, ImageChops

    picture = Image.open(io.BytesIO(view.png)).convert("RGB")
    dx, dy = 0, 0
    if part is not None:
        dx, dy = int(part[0] * scale), int(part[1] * scale)
        picture = picture.crop((dx, dy, int(part[2] * scale), int(part[3] * scale)))
    layer = Image.new("RGB", picture.size, "white")
    for box in view.boxes:
        layer.paste(
            _YELLOW,
            (
                int(box.x0 * scale) - 2 - dx,
                int(box.top * scale) - 2 - dy,
                int(box.x1 * scale) + 2 - dx,
                int(box.bottom * scale) + 2 - dy,
            ),
        )
    out = io.BytesIO()
    ImageChops.multiply(picture, layer).save(out, "PNG", compress_level=1)
    return out.getvalue()


def show(
    document_id: str, doc: str, page: int, spans: Sequence[Span], *, scale: float = 1.6, strip: bool = False
) -> None:
    """The picture of a page, or the strip of it in which the words stand; says so when it cannot be drawn."""
    draw = _strip if strip else _picture
    try:
        png = draw(document_id, doc, page, tuple((s.start, s.end) for s in spans), scale)
    except Exception as error:  # the text stays usable without its picture
        st.caption(say("本页图像无法显示：{why}", why=parts.plain(str(error))))
        return
    st.image(png, width="stretch", alt=say("{doc} 第 {n} 页，命中处标黄", doc=doc, n=page))


def pages_of(regions: Sequence[Region]) -> tuple[int, ...]:
    """The pages on which the regions lie, in order, each once."""
    return tuple(dict.fromkeys(region.page for region in regions if region.page is not None))
