"""The SQLite file of a library (数据文件): opened safely, one connection a thread, one writer at a time.

Write-ahead logging lets other processes read while one writes; a process killed at any point leaves the last finished
transaction. ``generation`` rises with every change, so that readers know when what they keep in memory is out of date.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import CannotOpen, DiskFull, LibraryBusy, LibraryDamaged, LibraryError, LibraryReadOnly
from kb.schema import MIGRATIONS, migrate

FILE = "policykb.sqlite"
_BUSY_SECONDS = 30.0


class _Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that closing the database closes those of living threads."""


class Database:
    """The store's file with its connections; safe to use from many threads."""

    def __init__(self, file: Path, *, create: bool) -> None:
        self.file = file
        self._create = create
        self._local = threading.local()
        self._open: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._closed = False
        self.read_only = False
        self._prepare()

    def _prepare(self) -> None:
        with told_in_chinese(self.file):
            connection = self.connection
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version != len(MIGRATIONS):
                migrate(connection)

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened on first use."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            if self._closed:
                raise CannotOpen("政策库已关闭")
            found = self._connect()
            self._local.connection = found
        return found

    def _connect(self) -> sqlite3.Connection:
        with told_in_chinese(self.file):
            try:
                connection = self._opened("rwc" if self._create else "rw")
                connection.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if not self.file.is_file() or "locked" in str(error):
                    raise
                connection = self._opened("ro&immutable=1")
                self.read_only = True
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -32000")
        with self._lock:
            self._open.add(connection)
        return connection

    def _opened(self, mode: str) -> _Connection:
        address = f"{self.file.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            factory=_Connection,
        )
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return connection

    @contextmanager
    def change(self, *, counted: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in it is kept or nothing; when ``counted``, the generation rises with it."""
        if self.read_only:
            raise LibraryReadOnly(str(self.file.parent))
        connection = self.connection
        with told_in_chinese(self.file):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                if counted:
                    connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'generation'")
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the library (一致快照): everything read inside, the generation too, is of the same moment.

        It also spares each of the many small queries of a search its own locks. Nests; changes made inside are refused.
        """
        connection = self.connection
        if connection.in_transaction:
            yield
            return
        with told_in_chinese(self.file):
            connection.execute("BEGIN")
        try:
            self._local.generation = self.generation()
            yield
        finally:
            self._local.generation = None
            connection.execute("COMMIT")

    def generation(self) -> int:
        """A number that rises with every change of the library."""
        held: int | None = getattr(self._local, "generation", None)
        if held is not None:
            return held
        (value,) = self.connection.execute("SELECT value FROM facts WHERE name = 'generation'").fetchone()
        return int(value)

    def faults(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        try:
            found = [row[0] for row in self.connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [
                f"{table}：第 {row} 行无主" for table, row, *_ in self.connection.execute("PRAGMA foreign_key_check")
            ]
        except sqlite3.DatabaseError as error:
            return [str(error)]
        return found

    def copy_to(self, file: Path) -> None:
        """A consistent copy of the whole file, taken while others may go on reading and writing."""
        target = sqlite3.connect(file)
        try:
            self.connection.backup(target)
        finally:
            target.close()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            connections = list(self._open)
        for connection in connections:
            connection.close()


@contextmanager
def told_in_chinese(file: Path) -> Iterator[None]:
    """SQLite's errors as the library's own."""
    try:
        yield
    except sqlite3.Error as error:
        raise translated(error, file) from error


def translated(error: sqlite3.Error, file: Path) -> LibraryError | sqlite3.Error:
    """An error of SQLite as the library's own, or itself when it is not the user's."""
    words = str(error)
    if "locked" in words or "busy" in words:
        return LibraryBusy(str(file.parent))
    if "full" in words:
        return DiskFull(str(file.parent))
    if "malformed" in words or "not a database" in words or "disk image" in words:
        return LibraryDamaged(str(file))
    if "readonly" in words or "read-only" in words:
        return LibraryReadOnly(str(file.parent))
    if "disk I/O" in words:
        return CannotOpen(f"{file}（磁盘读写出错）")
    if "unable to open" in words:
        return CannotOpen(str(file))
    return error
