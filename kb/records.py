"""What is stored of one document (入库记录): its parts as compact bytes with an exact round trip, and the bundle.

A ``Bundle`` is all that the reading process hands to the writing one for a file: bytes that go into the store as they
are, and the few columns that are searched. It is small, so that passing it between processes costs little.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from extract.model import Extraction
from ingest.model import Box, Clause, Document, Marker, Metadata, Region, Span
from kb.model import TargetRow
from kb.packing import from_plain, pack, squeeze, stretch, to_plain, unpack

if TYPE_CHECKING:
    from kb.passages import PassageDraft

HEAD = struct.Struct("<I")
_COLUMNS = "IIiiBI"
_HUNDREDTHS, _EXACT = 0, 1


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """A passage (检索片段) as it is stored; ``words`` are its index tokens joined by blanks."""

    clause_id: str
    label: str
    head: str
    kind: str
    start: int
    end: int
    page: int | None
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """One read document on its way into the store; ``document``, ``clauses`` and ``extraction`` are packed bytes.

    ``source`` is where the file came from, ``rules`` the hash of the extraction rules, ``read_at`` an ISO time in UTC.
    """

    id: str
    doc: str
    sha256: str
    source: str
    suffix: str
    ocr: str
    read_at: str
    reader: str
    rules: str
    metadata: Metadata
    pages: int
    doubtful: tuple[tuple[int, str], ...]
    document: bytes
    clauses: bytes
    extraction: bytes
    clause_ids: tuple[str, ...]
    targets: tuple[TargetRow, ...]
    passages: tuple[PassageRecord, ...]


def bundle(
    document: Document,
    clauses: tuple[Clause, ...],
    extraction: Extraction,
    drafts: Sequence[PassageDraft],
    *,
    sha256: str,
    source: str,
    suffix: str,
    rules: str = "",
    ocr: str = "auto",
    read_at: str = "",
) -> Bundle:
    """Everything that is known of a document after extraction, packed for the store."""
    from kb.rows import target_rows

    return Bundle(
        id=document.id,
        doc=document.name,
        sha256=sha256,
        source=source,
        suffix=suffix,
        ocr=ocr,
        read_at=read_at or datetime.now(UTC).isoformat(timespec="seconds"),
        reader=document.reader,
        rules=rules,
        metadata=document.metadata,
        pages=len(document.pages),
        doubtful=tuple((page.number, page.doubt) for page in document.pages if page.doubt),
        document=pack_document(document),
        clauses=pack_clauses(clauses),
        extraction=pack(extraction),
        clause_ids=tuple(clause.id for clause in clauses),
        targets=target_rows(document, clauses, extraction.targets, extractor=rules),
        passages=_passage_records(document, clauses, drafts),
    )


def _passage_records(
    document: Document, clauses: tuple[Clause, ...], drafts: Sequence[PassageDraft]
) -> tuple[PassageRecord, ...]:
    labels = {clause.id: clause.label for clause in clauses}
    return tuple(
        PassageRecord(
            draft.clause_id,
            labels.get(draft.clause_id, ""),
            draft.head,
            draft.kind,
            draft.span.start,
            draft.span.end,
            document.page_of(draft.span.start),
            draft.text,
            draft.words,
        )
        for draft in drafts
    )


def pack_document(document: Document) -> bytes:
    head = pack(replace(document, regions=()))
    return HEAD.pack(len(head)) + head + zlib.compress(_pack_regions(document.regions), 6)


def unpack_document(data: bytes) -> Document:
    (size,) = HEAD.unpack_from(data)
    document: Document = unpack(data[HEAD.size : HEAD.size + size], Document)
    regions = _unpack_regions(zlib.decompress(data[HEAD.size + size :]))
    return replace(document, regions=regions)


def pack_clauses(clauses: tuple[Clause, ...]) -> bytes:
    """Clauses with each marker written once, since a heading stands in the path of everything under it."""
    markers: dict[Marker, int] = {}
    rows = []
    for clause in clauses:
        path = [markers.setdefault(marker, len(markers)) for marker in clause.path]
        rows.append([path, to_plain(replace(clause, path=()), Clause)])
    plain = [[to_plain(marker, Marker) for marker in markers], rows]
    return squeeze(_dumps(plain))


def unpack_clauses(data: bytes) -> tuple[Clause, ...]:
    import json

    written, rows = json.loads(stretch(data))
    markers = [from_plain(marker, Marker) for marker in written]
    return tuple(replace(from_plain(row, Clause), path=tuple(markers[number] for number in path)) for path, row in rows)


def unpack_extraction(data: bytes) -> Extraction:
    extraction: Extraction = unpack(data, Extraction)
    return extraction


def _dumps(plain: Any) -> str:
    import json

    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _pack_regions(regions: tuple[Region, ...]) -> bytes:
    """Regions as columns: start, length, page, line, has box, bytes of edges; then boxes, then edges."""
    columns = [array(code) for code in _COLUMNS]
    places = array("d")
    for region in regions:
        row = (
            region.span.start,
            len(region.span),
            -1 if region.page is None else region.page,
            -1 if region.line is None else region.line,
            region.box is not None,
            len(region.edges),
        )
        for column, value in zip(columns, row, strict=True):
            column.append(int(value))
        if region.box is not None:
            places.extend((region.box.x0, region.box.top, region.box.x1, region.box.bottom))
    small = _hundredths(places)
    boxes = places.tobytes() if small is None else small.tobytes()
    layout = struct.pack("<IIB", len(regions), len(places), _EXACT if small is None else _HUNDREDTHS)
    return b"".join([layout, *(column.tobytes() for column in columns), boxes, *(region.edges for region in regions)])


def _hundredths(places: array[float]) -> array[int] | None:
    """The places as whole hundredths of a point when that loses nothing (half the size, better compressed)."""
    small = array("i")
    for place in places:
        whole = round(place * 100)
        if whole / 100 != place or abs(whole) > 2_000_000_000:
            return None
        small.append(whole)
    return small


def unpack_columns(data: bytes) -> tuple[list[array[int]], array[Any], int, bytes]:
    """The columns of packed regions, the values of their boxes with what to divide them by, and the edges of all."""
    count, box_values, form = struct.unpack_from("<IIB", data)
    at = struct.calcsize("<IIB")
    columns = []
    for code in _COLUMNS:
        column = array(code)
        end = at + count * column.itemsize
        column.frombytes(data[at:end])
        columns.append(column)
        at = end
    places: array[Any] = array("d" if form == _EXACT else "i")
    end = at + box_values * places.itemsize
    places.frombytes(data[at:end])
    return columns, places, 1 if form == _EXACT else 100, data[end:]


def _unpack_regions(data: bytes) -> tuple[Region, ...]:
    columns, places, scale, edges = unpack_columns(data)
    return tuple(_rows_of(columns, iter([place / scale for place in places]), edges))


def _rows_of(columns: list[array[int]], values: Any, edges: bytes) -> list[Region]:
    regions, at = [], 0
    for start, length, page, line, boxed, size in zip(*columns, strict=True):
        box = Box(next(values), next(values), next(values), next(values)) if boxed else None
        place = edges[at : at + size]
        at += size
        regions.append(
            Region(Span(start, start + length), None if page < 0 else page, box, None if line < 0 else line, place)
        )
    return regions
