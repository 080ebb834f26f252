"""The originals (原件): every added file kept as it came under ``files/<sha256>``, for page pictures and re-reading."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.errors import EmptyFile, TooLarge, Unreadable
from kb.errors import OriginalMissing, cause, refused

FOLDER = "files"
_CHUNK = 1 << 20
_OURS = re.compile(r"[0-9a-f]{64}|\.part-.*")


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file: the sha256 of its bytes, where it lies, its size, and whether it was there before."""

    sha256: str
    path: Path
    size: int
    known: bool


class Originals:
    """The folder of originals. A file appears under its name only when it is complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def path(self, sha256: str) -> Path:
        return self.folder / sha256

    def take(self, source: Path, most_bytes: int) -> Original:
        """Copy a file in; IngestError when it is empty, too large or cannot be read, LibraryError when it cannot be kept."""
        with _opened(source) as file:
            try:
                return self._kept(file, most_bytes)
            except OSError as error:
                raise refused(error, self.folder.parent) from error

    def _kept(self, file: BinaryIO, most_bytes: int) -> Original:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".part-", dir=self.folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy:
                digest, size = _copy(file, copy, most_bytes)
            part.chmod(0o644)
            kept = self.path(digest)
            known = kept.is_file() and kept.stat().st_size == size
            if not known:
                part.replace(kept)
            return Original(digest, kept, size, known)
        finally:
            part.unlink(missing_ok=True)

    def read(self, sha256: str) -> bytes:
        """The bytes of an original; OriginalMissing when it is gone."""
        try:
            return self.path(sha256).read_bytes()
        except OSError as error:
            raise OriginalMissing(sha256[:16]) from error

    def intact(self, sha256: str) -> bool:
        """Whether the original is there and still has the bytes it came with."""
        path = self.path(sha256)
        if not path.is_file():
            return False
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest() == sha256

    def drop(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        """The names of all kept files, unfinished copies included (they begin with a dot); files of others are left out."""
        if self.folder.is_dir():
            for path in sorted(self.folder.iterdir()):
                if _OURS.fullmatch(path.name):
                    yield path.name


def _opened(source: Path) -> BinaryIO:
    try:
        if not stat.S_ISREG(source.stat().st_mode):  # a pipe or a device would never end
            raise Unreadable("不是普通文件")
        return source.open("rb")
    except OSError as error:
        raise Unreadable(cause(error)) from error


def _copy(file: BinaryIO, copy: BinaryIO, most_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := _read(file):
        size += len(chunk)
        if size > most_bytes:
            raise TooLarge(f"超过 {most_bytes // 1_000_000} MB")
        digest.update(chunk)
        copy.write(chunk)
    if not size:
        raise EmptyFile()
    copy.flush()
    os.fsync(copy.fileno())
    return digest.hexdigest(), size


def _read(file: BinaryIO) -> bytes:
    try:
        return file.read(_CHUNK)
    except OSError as error:
        raise Unreadable(cause(error)) from error
