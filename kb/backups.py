"""A whole library as one file and back (备份与恢复): a zip with the data file and the originals, indexes left out."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from kb.database import FILE, Database, translated
from kb.errors import CannotRestore, LibraryError, WriteError, cause
from kb.files import FOLDER

if TYPE_CHECKING:
    from kb.library import Library

_MANIFEST = "policykb.json"
_ORIGINAL = re.compile(rf"{FOLDER}/[0-9a-f]{{64}}")


def backup(library: Library, file: Path) -> Path:
    """Write the library into ``file``; consistent even while another process adds. WriteError when it cannot."""
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".policykb-") as folder:
            copy = Path(folder, FILE)
            library.store.database.copy_to(copy)
            with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                facts = {"kind": "policykb backup", "version": 1, **library.counts()}
                archive.writestr(_MANIFEST, json.dumps(facts, ensure_ascii=False))
                archive.write(copy, FILE, zipfile.ZIP_DEFLATED, 1)
                for (sha256,) in library.store.query("SELECT DISTINCT sha256 FROM documents"):
                    if library.originals.path(sha256).is_file():
                        archive.write(library.originals.path(sha256), f"{FOLDER}/{sha256}")
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(file)
    except OSError as error:
        raise WriteError(f"{file}（{cause(error)}）") from error
    except sqlite3.Error as error:
        if "full" in str(error):
            raise WriteError(f"{file}（磁盘空间不足）") from error
        raise translated(error, library.store.database.file) from error
    finally:
        part.unlink(missing_ok=True)
    return file


def restore(file: Path, folder: Path) -> None:
    """Unpack a backup into ``folder``, which must be empty or missing; it appears whole or not at all."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotRestore(f"{folder} 已存在且不为空", remedy="请恢复到一个新的文件夹，再用 --library 指定它")
    if not file.is_file():
        raise CannotRestore(f"没有文件 {file}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".policykb-restore-"))
        try:
            _unpack(file, made)
            if folder.exists():
                folder.rmdir()
            made.chmod(0o755)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except zipfile.BadZipFile as error:
        raise CannotRestore(f"{file} 不是完好的备份文件") from error
    except OSError as error:
        raise CannotRestore(f"{folder}（{cause(error)}）") from error


def _unpack(file: Path, folder: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        if _MANIFEST not in names or FILE not in names:
            raise CannotRestore(f"{file} 不是本程序的备份文件")
        for name in names:
            if name == FILE or _ORIGINAL.fullmatch(name):
                archive.extract(name, folder)
    try:
        database = Database(folder / FILE, create=False)
    except LibraryError as error:
        raise CannotRestore(f"{file} 中的数据文件已损坏") from error
    try:
        faults = database.faults()
    finally:
        database.close()
    if faults:
        raise CannotRestore(f"{file} 中的数据文件已损坏（{faults[0]}）")
