"""Tracked changes of a Word file (修订): taken as accepted, as far as they go over paragraphs and rows of tables."""

from __future__ import annotations

from typing import Any

from ingest.readers.docx_numbering import W

GONE = (W + "del", W + "moveFrom")


def accept(body: Any) -> None:
    """Takes out rows that were deleted and joins paragraphs between which the end of a paragraph was.

    Words that were deleted or moved away inside a paragraph are passed over when it is read.
    """
    for row in [item for item in body.iter(W + "tr") if _says(item.find(W + "trPr"))]:
        row.getparent().remove(row)
    for paragraph in list(body.iter(W + "p")):
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        after = paragraph.getnext()
        if not _says(mark) or after is None or after.tag != W + "p":
            continue
        place = 1 if after.find(W + "pPr") is not None else 0
        for child in reversed([item for item in paragraph if item.tag != W + "pPr"]):
            after.insert(place, child)
        paragraph.getparent().remove(paragraph)


def _says(properties: Any) -> bool:
    """Whether properties of a row or of a paragraph's end mark say that it was taken out."""
    return properties is not None and any(properties.find(name) is not None for name in GONE)
