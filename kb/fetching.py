"""Addresses among what is to be added (网址与目录): fetched politely into files, each remembered with where it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.download import Downloader, Politeness
from ingest.errors import IngestError
from kb.errors import BadValue
from kb.model import Added, Failure
from kb.settings import Settings
from kb.sources import gather

LOG = "downloads.jsonl"


@dataclass(frozen=True, slots=True)
class Address:
    """A web address to be added (网址), and the name its document shall have ("" for that of the file)."""

    url: str
    name: str = ""


@dataclass(slots=True)
class Fetching:
    """Fetches addresses into ``folder``; ``sources`` says afterwards which file came from where.

    Every download is noted with address, final address, time, type and size in ``downloads.jsonl`` of the library.
    """

    folder: Path
    library: Path
    settings: Settings
    sources: dict[Path, str] = field(default_factory=dict)

    def fetch(self, addresses: tuple[Address, ...], others: int) -> Iterator[Added]:
        """Fetches all; a step for each address that failed, in a run of so many addresses and ``others`` files."""
        downloader = Downloader(
            Politeness(max_mb=self.settings.max_file_mb, allow_private=self.settings.allow_private not in ("", "0"))
        )
        failed = 0
        for address in addresses:
            try:
                self._fetch(downloader, address)
            except IngestError as error:
                failed += 1
                failure = Failure(address.url, error.kind, str(error))
                yield Added(address.url, "", "failed", failed, len(addresses) + others, failure=failure)

    def _fetch(self, downloader: Downloader, address: Address) -> None:
        found = downloader.fetch(address.url)
        place = self.folder / str(len(self.sources))
        place.mkdir()
        file = place / f"{_clean(address.name) or found.name}.{found.suffix}"
        file.write_bytes(found.data)
        self.sources[file] = address.url
        note = {
            "url": found.address, "final": found.final, "fetched_at": found.fetched_at, "content_type": found.content_type,
            "bytes": len(found.data), "file": file.name,
        }  # fmt: skip
        with (self.library / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(note, ensure_ascii=False) + "\n")


def after(failed: int, steps: Iterable[Added]) -> Iterator[Added]:
    """The steps of a run before which ``failed`` addresses could not be fetched, counted along."""
    for step in steps:
        yield replace(step, done=step.done + failed, total=step.total + failed)


def is_address(path: str | Path) -> bool:
    """Whether what was given is a web address and not a file."""
    return isinstance(path, str) and re.match(r"https?://", path.strip(), re.IGNORECASE) is not None


def parted(paths: Iterable[str | Path]) -> tuple[list[str | Path], tuple[Address, ...]]:
    """Files and folders, and the addresses among what was given; a manifest (a JSON file) stands for its addresses."""
    files: list[str | Path] = []
    addresses: dict[str, Address] = {}
    for path in paths:
        if is_address(path):
            addresses.setdefault(str(path).strip(), Address(str(path).strip()))
        elif Path(path).suffix.lower() == ".json" and Path(path).is_file():
            for address in manifest(Path(path)):
                addresses.setdefault(address.url, address)
        else:
            files.append(path)
    return files, tuple(addresses.values())


def looked_for(paths: Iterable[str | Path]) -> tuple[tuple[Path, ...], tuple[Address, ...]]:
    """The files and addresses that are meant; NoSuchPath, NoDocuments or BadValue when there are none of either."""
    given, addresses = parted(paths)
    return gather(given) if given or not addresses else (), addresses


def manifest(file: Path) -> tuple[Address, ...]:
    """The addresses of a catalogue of policies; entries without one are passed over; BadValue when it is none."""
    try:
        written = json.loads(file.read_text(encoding="utf-8"))
        entries = written["policies"] if isinstance(written, dict) else written
        found = tuple(Address(entry["url"], str(entry.get("title") or "")) for entry in entries if entry.get("url"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadValue(
            f"{file} 不是政策目录", remedy="目录是 JSON 文件，policies 下每项有 title 和 url，如 corpus/manifest.json"
        ) from error
    if not found:
        raise BadValue(f"{file} 中没有网址", remedy="请在目录的 url 栏填写官方网址")
    return found


def _clean(name: str) -> str:
    return re.sub(r'[\x00-\x1f/\\:*?"<>|]', "_", name).strip()[:60]
