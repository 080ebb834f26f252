"""The reading desk (案头): the part of ``Library`` that sets quotations aside and lays documents side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.model import Span
from kb.model import ClauseRow
from kb.store import Store

if TYPE_CHECKING:
    from kb.align import Change
    from kb.desk import Cited, ClauseChange, Clip


class Collecting:
    """The collection, comparisons of two documents, and who cites whom."""

    store: Store

    def clauses(self, doc: str) -> tuple[ClauseRow, ...]:
        """The clauses of a document in text order."""
        raise NotImplementedError

    def metrics(self) -> tuple[tuple[str, int, int], ...]:
        """Metrics that can be compared: name, number of rows, number of places; most places first."""
        from kb.align import metrics

        return metrics(self.store.targets())

    def changes(self, before: str, after: str) -> tuple[Change, ...]:
        """What became of the targets from one document to another: its new version, or the next plan."""
        from kb.align import changes

        return changes(self.store.targets_of(before), self.store.targets_of(after))

    def clause_changes(self, before: str, after: str) -> tuple[ClauseChange, ...]:
        """Which clauses stay, were reworded, came or went from one document to another."""
        from kb.versions import clauses

        return clauses(self.clauses(before), self.clauses(after))

    def citing(self, *, outside: bool = False) -> tuple[tuple[Cited, ...], tuple[tuple[str, str], ...]]:
        """Who cites whom: the documents with their places on a drawing, and (citing, cited) pairs."""
        from kb import graph

        infos = tuple(self.store.linked().values())
        return graph.drawing(infos, outside=outside), graph.links(infos, outside=outside)

    def clips(self) -> tuple[Clip, ...]:
        """What was set aside (引用夹), in order."""
        from kb import clips

        return clips.listed(self.store)

    def clip(self, doc: str, span: Span, *, target_id: str = "", note: str = "") -> Clip:
        """Set the words of a span aside."""
        from kb import clips

        return clips.add(self.store, doc, span, target_id=target_id, note=note)

    def edit_clip(self, number: int, *, note: str | None = None, steps: int = 0, remove: bool = False) -> None:
        """Note a clip, move it ``steps`` down (negative: up), or take it out."""
        from kb import clips

        if note is not None:
            clips.annotate(self.store, number, note)
        if steps:
            clips.move(self.store, number, steps)
        if remove:
            clips.remove(self.store, number)

    def export_clips(self, format: str = "word") -> bytes:
        """The collection as word, markdown or one of the citation styles."""
        from kb import clips

        return clips.exported(self.store, format)
