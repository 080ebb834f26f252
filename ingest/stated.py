"""What a web page states beside the text (信息公开表头): fills the gaps that the text itself leaves in the metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingest import dates
from ingest.headings import compact
from ingest.model import Metadata
from ingest.references import DOC_NUMBER


def completed(about: Metadata, info: Mapping[str, str]) -> Metadata:
    """The metadata with number and dates from the file's own data where the text names none; the text comes first."""
    number = about.doc_number
    if number is None and (found := DOC_NUMBER.fullmatch(compact(info.get("DocNumber", "")))):
        number = found[0]
    return replace(
        about,
        doc_number=number,
        issued_on=about.issued_on or _date(info.get("IssuedOn", "")),
        published_on=about.published_on or _date(info.get("PublishedOn", "")),
        effective_on=about.effective_on or _date(info.get("EffectiveOn", "")),
    )


def _date(written: str) -> str | None:
    """A date such as 2024年03月15日 or 2024-03-18 09:30 as ISO, None for anything else."""
    found = dates.find(
        compact(written.split(" ")[0].replace("-", "年", 1).replace("-", "月", 1)) + "日" * ("-" in written)
    )
    return found[0].iso if found else None
