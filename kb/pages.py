"""Page pictures (页面图) of PDF originals, with the places of cited words; pdfium works under one lock a process."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from functools import lru_cache

from ingest.model import Box, Span
from kb.errors import NoPage, OriginalMissing
from kb.files import Originals
from kb.model import DocumentInfo, PageView
from kb.store import Store

_PDFIUM = threading.Lock()
_MOST_PIXELS = 25_000_000
_PICTURES = 24


def view(
    originals: Originals, store: Store, info: DocumentInfo, number: int, spans: Sequence[Span], scale: float
) -> PageView:
    """Page ``number`` (1-based) as PNG at ``scale`` pixels a point, with the boxes of the spans on it, in points.

    NoPage for numbers past the end and for formats without pages; OriginalMissing when the kept file is gone.
    """
    document = store.document_by_id(info.document_id)
    if not any(page.number == number and page.width for page in document.pages):
        raise NoPage(f"{info.doc} 第 {number} 页（共 {len(document.pages)} 页）")
    png, width, height = _picture(str(originals.path(store.sha256(info.document_id))), number, scale)
    boxes = [
        region.box
        for span in spans
        for region in document.locate(span)
        if region.page == number and region.box is not None
    ]
    return PageView(png, number, len(document.pages), width, height, joined(boxes))


def joined(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes without repetitions, in order."""
    return tuple(dict.fromkeys(boxes))


@lru_cache(maxsize=_PICTURES)
def _picture(path: str, number: int, scale: float) -> tuple[bytes, float, float]:
    import pypdfium2

    with _PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except (pypdfium2.PdfiumError, OSError) as error:
            raise OriginalMissing(path) from error
        try:
            page = pdf[number - 1]
            width, height = page.get_size()
            fitting = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=fitting)
            image = bitmap.to_pil().convert("RGB")
        finally:
            pdf.close()
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)  # twice as quick as 3, a tenth larger
    return out.getvalue(), width, height
