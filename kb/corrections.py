"""Corrected metadata (元数据更正): what a person put right of a document's title, number, dates …, kept by short name."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from ingest.model import Metadata
from kb import records
from kb.errors import BadValue

if TYPE_CHECKING:
    from kb.store import Store

WORDS = ("title", "doc_number", "genre", "validity")
DATES = ("issued_on", "published_on", "effective_on")
PLACES = ("province", "city")
CATEGORIES = ("policy", "law", "report", "article", "other")
CORRECTABLE = (*WORDS, *DATES, *PLACES, "issuers", "category")


def correct(store: Store, doc: str, changes: Mapping[str, Any], *, who: str) -> None:
    """Record the corrections of a live document and show them at once; None takes one back."""
    from kb.saving import DESCRIBED, described

    given = {name: None if value is None else _checked(name, value) for name, value in changes.items()}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with store.database.change() as connection:
        for name, value in given.items():
            connection.execute("DELETE FROM corrections WHERE doc = ? AND name = ?", [doc, name])
            if value is not None:
                row = [doc, name, json.dumps(value, ensure_ascii=False), who.strip() or "未署名", now]
                connection.execute("INSERT INTO corrections VALUES (?, ?, ?, ?, ?)", row)
        key, packed = connection.execute(
            "SELECT d.key, b.document FROM documents d JOIN bodies b ON b.key = d.key WHERE d.doc = ? AND d.state = 'live'",
            [doc],
        ).fetchone()
        facts = corrected(connection, doc, records.unpack_document(packed).metadata)
        columns = ", ".join(f"{name} = ?" for name in DESCRIBED)
        connection.execute(f"UPDATE documents SET {columns} WHERE key = ?", [*described(facts), key])


def corrected(connection: sqlite3.Connection, doc: str, facts: Metadata) -> Metadata:
    """The metadata as read, with the document's corrections in place."""
    for name, written in connection.execute("SELECT name, value FROM corrections WHERE doc = ? ORDER BY name", [doc]):
        value = json.loads(written)
        if name in PLACES:
            facts = replace(facts, region=replace(facts.region, **{name: value or None}))
        elif name == "issuers":
            facts = replace(facts, issuers=tuple(value))
        else:
            change: dict[str, Any] = {name: value if value or name in ("title", "genre", "validity") else None}
            facts = replace(facts, **change)
    return facts


def _checked(name: str, value: Any) -> Any:
    if name not in CORRECTABLE:
        raise BadValue(f"{name} 不能更改", remedy=f"可更改的有：{'、'.join(CORRECTABLE)}")
    if name == "issuers":
        listed = re.split(r"[、；;，,\n]", value) if isinstance(value, str) else list(value)
        return [part.strip() for part in listed if part.strip()]
    words = str(value).strip()
    if name == "title" and not words:
        raise BadValue("标题不能为空")
    if name == "category" and words not in CATEGORIES:
        raise BadValue(f"category 应为 {'、'.join(CATEGORIES)} 之一，现为 {words}")
    if name in DATES and words:
        return _date(name, words)
    return words


def _date(name: str, words: str) -> str:
    found = re.fullmatch(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?", words)
    try:
        if found is None:
            raise ValueError
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        raise BadValue(f"{name} 应是日期，如 2022-07-01，现为 {words}") from None
