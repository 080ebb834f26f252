"""Which files are meant by the paths that were given (来源): folders are walked, odd files named, nothing guessed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.readers import READERS, UNREADABLE
from kb.errors import NoDocuments, NoSuchPath


def gather(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """Every file to be added, in order, each once; paths that do not exist are kept, so that they fail by name.

    From a folder come the files that can be read and those of document formats that cannot (.doc, .wps …); other
    files of a folder are passed over. NoDocuments when nothing is left, NoSuchPath when no path exists.
    """
    written = list(paths)
    if any(isinstance(path, str) and not path.strip() for path in written):
        raise NoSuchPath(remedy="给出的路径是空的，请写出文件或文件夹；当前文件夹写作 .")
    given = [Path(path) for path in written]
    if given and not any(path.exists() for path in given):
        raise NoSuchPath("、".join(str(path) for path in given))
    found: dict[Path, None] = {}
    for path in given:
        for file in _files(path) if path.is_dir() else [path]:
            found.setdefault(Path(os.path.abspath(file)), None)  # noqa: PTH100
    if not found:
        raise NoDocuments("、".join(str(path) for path in given))
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and suffix_of(name) in _KNOWN:
                yield Path(parent, name)


def suffix_of(name: str) -> str:
    """A file name's extension without its dot, in lower case."""
    return Path(name).suffix.lower().lstrip(".")


_KNOWN = {*READERS, *UNREADABLE} - {"jpg", "png", "tif", "zip", "rar"}
