"""The relational store's tables (数据表) as numbered migrations; an old migration is never edited.

Documents are ``live``, ``removed`` (can be brought back until the next rebuild) or ``superseded`` by a newer version.
Everything that hangs on a document goes with it. ``passages.row`` is never used twice, so indexes may key on it.
"""

from __future__ import annotations

import sqlite3

from kb.errors import LibraryTooNew

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    INSERT INTO facts VALUES ('generation', '0');
    CREATE TABLE documents (
        key INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        doc TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'live' CHECK (state IN ('live', 'removed', 'superseded')),
        version INTEGER NOT NULL DEFAULT 1,
        sha256 TEXT NOT NULL,
        source TEXT NOT NULL,
        suffix TEXT NOT NULL,
        ocr TEXT NOT NULL,
        read_at TEXT NOT NULL,
        reader TEXT NOT NULL,
        rules TEXT NOT NULL,
        title TEXT NOT NULL,
        doc_number TEXT,
        issuers TEXT NOT NULL,
        issued_on TEXT,
        published_on TEXT,
        effective_on TEXT,
        genre TEXT NOT NULL,
        category TEXT NOT NULL,
        province TEXT,
        city TEXT,
        validity TEXT NOT NULL,
        pages INTEGER NOT NULL,
        doubtful TEXT NOT NULL,
        cited TEXT NOT NULL,
        extra TEXT NOT NULL,
        clause_count INTEGER NOT NULL,
        target_count INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX documents_live_doc ON documents (doc) WHERE state = 'live';
    CREATE UNIQUE INDEX documents_live_id ON documents (id) WHERE state = 'live';
    CREATE INDEX documents_source ON documents (source);
    CREATE TABLE bodies (
        key INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
        document BLOB NOT NULL,
        clauses BLOB NOT NULL,
        extraction BLOB NOT NULL
    );
    CREATE TABLE clauses (
        key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        PRIMARY KEY (key, position)
    ) WITHOUT ROWID;
    CREATE INDEX clauses_id ON clauses (id);
    CREATE TABLE targets (
        key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        position INTEGER NOT NULL,
        id TEXT NOT NULL,
        clause_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        metric TEXT NOT NULL,
        value REAL,
        value_max REAL,
        unit TEXT NOT NULL,
        normal_value REAL,
        normal_unit TEXT NOT NULL,
        year INTEGER,
        period_start INTEGER,
        scope TEXT NOT NULL,
        agencies TEXT NOT NULL,
        binding TEXT,
        quote TEXT NOT NULL,
        row TEXT NOT NULL,
        PRIMARY KEY (key, position)
    ) WITHOUT ROWID;
    CREATE INDEX targets_id ON targets (id);
    CREATE INDEX targets_year ON targets (year);
    CREATE TABLE passages (
        row INTEGER PRIMARY KEY AUTOINCREMENT,
        key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        clause_id TEXT NOT NULL,
        label TEXT NOT NULL,
        head TEXT NOT NULL,
        kind TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        page INTEGER,
        text TEXT NOT NULL,
        words BLOB NOT NULL
    );
    CREATE INDEX passages_key ON passages (key);
    CREATE INDEX passages_clause ON passages (clause_id);
    CREATE TABLE vectors (
        model TEXT NOT NULL,
        key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        count INTEGER NOT NULL,
        dimension INTEGER NOT NULL,
        matrix BLOB NOT NULL,
        PRIMARY KEY (model, key)
    ) WITHOUT ROWID;
    CREATE TABLE aliases (
        key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        name TEXT NOT NULL,
        source TEXT NOT NULL,
        PRIMARY KEY (key, source)
    ) WITHOUT ROWID;
    CREATE TABLE reviews (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        doc TEXT NOT NULL,
        target_id TEXT NOT NULL,
        clause_id TEXT NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('confirm', 'correct', 'reject', 'add', 'withdraw')),
        fields TEXT NOT NULL,
        anchor TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX reviews_doc ON reviews (doc);
    """,
    """
    ALTER TABLE targets ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
    UPDATE targets SET start = json_extract(row, '$[37]');
    CREATE TABLE corrections (
        doc TEXT NOT NULL,
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        who TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (doc, name)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE clips (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        doc TEXT NOT NULL,
        clause_id TEXT NOT NULL,
        start INTEGER NOT NULL,
        stop INTEGER NOT NULL,
        quote TEXT NOT NULL,
        target_id TEXT NOT NULL,
        note TEXT NOT NULL,
        at TEXT NOT NULL,
        place INTEGER NOT NULL
    );
    """,
    """
    CREATE INDEX targets_start ON targets (key, start);
    """,
    # The key's columns first: SQLite 3.40 finds "NULL value" faults that are none where they are not.
    """
    CREATE TABLE names (
        key INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (key, source)
    ) WITHOUT ROWID;
    INSERT INTO names (key, source, name) SELECT key, source, name FROM aliases;
    DROP TABLE aliases;
    ALTER TABLE names RENAME TO aliases;
    """,
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to the newest migration, each in its own transaction; LibraryTooNew when they are ahead.

    Processes that open the same library at once each see, inside the transaction, what the others have done.
    """
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise LibraryTooNew(f"数据版本 {version}，本程序支持到 {len(MIGRATIONS)}")
    for number, statements in enumerate(MIGRATIONS[version:], version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) < number:
                for statement in statements.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
