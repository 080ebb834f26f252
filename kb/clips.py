"""The collection (引用夹): clauses and targets that a person set aside, with notes, in an order of their own.

Kept in the library beside the documents. A clip remembers its words; when they no longer stand where they stood, they
are looked for in the clause, and a clip whose words are gone is shown as lost, never as something else.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ingest.model import Span
from kb.citation import of_span
from kb.desk import Clip
from kb.errors import BadValue, LibraryError

if TYPE_CHECKING:
    from kb.store import Store

LONGEST_NOTE = 2_000


def listed(store: Store) -> tuple[Clip, ...]:
    """All clips in their order, each with the evidence as it stands now."""
    found = store.query("SELECT number, doc, clause_id, start, stop, quote, target_id, note FROM clips ORDER BY place")
    targets = {row.id: row for row in _targets(store, found)}
    clips = []
    for number, doc, clause_id, start, stop, quote, target_id, note in found:
        clip = Clip(number, doc, clause_id, Span(start, stop), quote, note)
        clips.append(replace(_evident(store, clip), target=targets.get(target_id)))
    return tuple(clips)


def _targets(store: Store, found: Any) -> Any:
    wanted = sorted({row[2] for row in found if row[6]})
    return store.targets_of_clauses(wanted) if wanted else ()


def _evident(store: Store, clip: Clip) -> Clip:
    try:
        info = store.info(clip.doc)
        document = store.document(info.doc)
    except LibraryError:
        return clip
    span = clip.span
    if span.end > len(document.text) or document.quote(span) != clip.quote:
        at = document.text.find(clip.quote)
        if at < 0:
            return clip
        span = Span(at, at + len(clip.quote))
    return replace(clip, span=span, citation=of_span(store, info.doc, span))


def add(store: Store, doc: str, span: Span, *, target_id: str = "", note: str = "") -> Clip:
    """Set the words of ``span`` aside; the same words twice stay one clip."""
    citation = of_span(store, store.info(doc).doc, span)
    same = store.query(
        "SELECT number FROM clips WHERE doc = ? AND quote = ? AND start = ?", [citation.doc, citation.quote, span.start]
    )
    if not same:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        values = [citation.doc, citation.clause_id, span.start, span.end, citation.quote, target_id, _noted(note), now]
        with store.database.change(counted=False) as connection:
            connection.execute(
                "INSERT INTO clips (doc, clause_id, start, stop, quote, target_id, note, at, place) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(place), 0) + 1 FROM clips))",
                values,
            )
    return next(clip for clip in listed(store) if clip.quote == citation.quote and clip.doc == citation.doc)


def annotate(store: Store, number: int, note: str) -> None:
    """Write a clip's note (备注)."""
    with store.database.change(counted=False) as connection:
        connection.execute("UPDATE clips SET note = ? WHERE number = ?", [_noted(note), number])


def remove(store: Store, number: int) -> None:
    with store.database.change(counted=False) as connection:
        connection.execute("DELETE FROM clips WHERE number = ?", [number])


def move(store: Store, number: int, steps: int) -> None:
    """Move a clip up (negative) or down in the order; past the ends it stays at the end."""
    order = [row[0] for row in store.query("SELECT number FROM clips ORDER BY place")]
    if number not in order:
        return
    at = order.index(number)
    order.insert(min(max(0, at + steps), len(order) - 1), order.pop(at))
    with store.database.change(counted=False) as connection:
        connection.executemany("UPDATE clips SET place = ? WHERE number = ?", [(n, one) for n, one in enumerate(order)])


def _noted(note: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise BadValue(f"备注有 {len(note)} 字", remedy=f"请控制在 {LONGEST_NOTE} 字以内")
    return note.strip()


def exported(store: Store, format: str) -> bytes:
    """The collection as a file: word, markdown, bibtex, ris or gbt7714; clips whose words are gone are left out."""
    from kb.citation_styles import STYLES, Entry
    from kb.errors import UnknownName

    clips = [clip for clip in listed(store) if clip.citation is not None]
    if format in ("word", "markdown"):
        from kb import dossier

        pairs = [(clip, store.info(clip.citation.doc)) for clip in clips if clip.citation is not None]
        return dossier.word(pairs) if format == "word" else dossier.markdown(pairs).encode()
    if format not in STYLES:
        raise UnknownName("导出格式", format, ("word", "markdown", *STYLES))
    entries = [Entry(store.info(clip.citation.doc), clip.citation) for clip in clips if clip.citation is not None]
    return STYLES[format](entries).encode()
