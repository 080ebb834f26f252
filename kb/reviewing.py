"""What people put right (审核与更正): the part of ``Library`` that records decisions on rows and on metadata."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from ingest.model import Span
from kb.model import DocumentInfo, Review, TargetRow
from kb.store import Store


class Reviewing:
    """Confirming, correcting, rejecting and adding rows, and correcting metadata; each survives re-reading."""

    store: Store

    def info(self, doc: str) -> DocumentInfo:
        """One document's line, by short name, alias or id."""
        return self.store.linked()[self.store.info(doc).doc]

    def writing(self) -> AbstractContextManager[None]:
        """Hold the library's writing lock."""
        raise NotImplementedError

    def review(
        self,
        target_id: str,
        action: str,
        changes: Mapping[str, Any] | None = None,
        *,
        doc: str,
        who: str = "",
        note: str = "",
    ) -> TargetRow | None:
        """Confirm, correct, reject a row of the target table, or withdraw what was decided; None when it is rejected.

        ``changes`` pairs columns of ``kb.review.EDITABLE`` with new values. The decision survives re-extraction, new
        versions and rebuilds.
        """
        from kb import decisions

        with self.writing():
            return decisions.decide(
                self.store, self.info(doc).doc, target_id, action, changes or {}, who=who, note=note
            )

    def add_target(
        self, doc: str, span: Span, fields: Mapping[str, Any], *, who: str = "", note: str = ""
    ) -> TargetRow:
        """Add a row that the extractor missed, for the words of ``span``; ``fields`` as in ``review``."""
        from kb import decisions

        with self.writing():
            return decisions.add_row(self.store, self.info(doc).doc, span, fields, who=who, note=note)

    def reviews(self, doc: str | None = None) -> tuple[Review, ...]:
        """All decisions, oldest first, with who and when; of one document or of all."""
        from kb import decisions

        return decisions.listed(self.store, None if doc is None else self.info(doc).doc)

    def gold(self, doc: str | None = None) -> bytes:
        """Reviewed rows as labels (JSON Lines in the form of the labelling guide)."""
        from kb import decisions

        return decisions.gold(self.store, None if doc is None else self.info(doc).doc)

    def correct_metadata(self, doc: str, changes: Mapping[str, Any], *, who: str = "") -> DocumentInfo:
        """Put right what was read of a document's title, number, issuers, dates, genre, place or validity.

        A value of None takes the correction back. Corrections survive re-reading and new versions.
        """
        from kb import corrections

        with self.writing():
            name = self.info(doc).doc
            corrections.correct(self.store, name, changes, who=who)
        return self.info(name)
