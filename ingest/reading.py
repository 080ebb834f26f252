"""From the bytes of a file to a document: reader, one text, metadata."""

from __future__ import annotations

from hashlib import sha256

from ingest import metadata, stated
from ingest.compose import compose
from ingest.errors import EmptyFile, NoText, TooLarge
from ingest.model import Document
from ingest.readers import ReadOptions, reader_for


def read(data: bytes, name: str, suffix: str, options: ReadOptions | None = None) -> Document:
    """Reads a file: its bytes, the document's short name (the file's stem) and its extension.

    Raises an IngestError that says in Chinese what is wrong and what to do.
    """
    chosen = options or ReadOptions()
    reader = reader_for(suffix)
    if not data:
        raise EmptyFile
    if len(data) > chosen.max_file_mb * 1_000_000:
        raise TooLarge(f"{len(data) / 1_000_000:.0f} MB，上限 {chosen.max_file_mb} MB")
    draft = reader(data, chosen)
    whole = compose(draft.units, draft.sheets)
    if not whole.text and not any(page.doubt for page in whole.pages):
        raise NoText
    info = dict(draft.info)
    about = stated.completed(metadata.describe(name, whole.text, whole.blocks, info), info)
    return Document(
        id=sha256(data).hexdigest()[:16],
        name=name,
        metadata=about,
        text=whole.text,
        pages=whole.pages,
        regions=whole.regions,
        blocks=whole.blocks,
        reader=draft.reader,
        furniture=draft.furniture,
    )
