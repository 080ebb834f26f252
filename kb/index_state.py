"""What a folder of vectors holds (索引状态): written beside the collection only when all of it is there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """A whole collection: of which model and generation of the store, how many rows.

    ``rows`` is a digest over the rows in order; ``place`` the folder of the database, "" on a server.
    """

    model: str
    collection: str
    place: str
    generation: int
    count: int
    rows: str


def read(folder: Path) -> State | None:
    """What the folder says; None when it says nothing that can be read."""
    try:
        return State(**json.loads((folder / FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(folder: Path, state: State) -> None:
    """Say that the collection is whole: the last step of every change."""
    folder.mkdir(parents=True, exist_ok=True)
    waiting = (folder / FILE).with_suffix(".new")
    waiting.write_text(json.dumps(asdict(state)), "utf-8")
    waiting.replace(folder / FILE)


def forget(folder: Path) -> None:
    """Before a change: until it is whole again, nobody may trust the collection."""
    (folder / FILE).unlink(missing_ok=True)
