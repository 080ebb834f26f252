"""Chroma is a cache: whatever happens to its folder, the store's vectors are found."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from kb import large_pages, matrices, vectors
from kb.index_state import State
from kb.vector_rows import Matrix, Rows, ascending, digest, places_of
from kb.vectors import BATCH, ChromaIndex, ExactIndex

ROOT = Path(__file__).resolve().parents[2]


class Kept:
    """A source that counts how often its vectors are read."""

    def __init__(self, count: int, number: int = 1) -> None:
        self.number, self.reads = number, 0
        self.rows = np.arange(1, count + 1, dtype=np.int64)
        made = np.random.default_rng(3).normal(size=(count, 16)).astype(np.float32)
        self.matrix: Matrix = made / np.linalg.norm(made, axis=1, keepdims=True)

    def generation(self) -> int:
        return self.number

    def live_rows(self) -> Rows:
        return self.rows

    def vectors(self, model: str) -> tuple[Rows, Matrix]:
        self.reads += 1
        return self.rows, self.matrix


def state(folder: Path) -> State:
    return State(**json.loads((folder / "state.json").read_text()))


def made(folder: Path, source: Kept, model: str = "model-1") -> str:
    """Build the index in ``folder``, close it, and return its collection's name."""
    index = ChromaIndex(folder, model)
    index.sync(source)
    assert index.nearest(source.matrix[4], 1)[0][0] == 5
    index.close()
    return state(folder).collection


def test_opening_an_unchanged_folder_reads_no_vector(tmp_path: Path) -> None:
    name = made(tmp_path, Kept(120))
    source = Kept(120)
    index = ChromaIndex(tmp_path, "model-1")
    index.sync(source)
    assert index.nearest(source.matrix[9], 3)[0][0] == 10
    assert source.reads == 0
    assert state(tmp_path).collection == name
    index.close()


def test_until_chroma_is_opened_the_file_beside_it_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PAUSE", 6000.0)
    name = made(tmp_path, Kept(120))
    hidden = tmp_path / name
    hidden.rename(tmp_path / "hidden")
    source = Kept(120)
    index = ChromaIndex(tmp_path, "model-1")
    index.sync(source)
    before = index.nearest(source.matrix[9], 20)
    assert (before[0][0], source.reads) == (10, 0)
    (tmp_path / "hidden").rename(hidden)
    index.ready()
    (tmp_path / matrices.FILE).unlink()
    after = index.nearest(source.matrix[9], 20)
    assert [row for row, _ in after] == [row for row, _ in before]
    assert (source.reads, state(tmp_path).collection) == (0, name)
    index.close()


@pytest.mark.parametrize(("large", "asked"), [(120, 1), (121, 0)])
def test_large_pages_are_asked_for_once_a_large_graph_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int, asked: int
) -> None:
    calls: list[bool] = []
    monkeypatch.setattr(vectors, "LARGE", large)
    made(tmp_path, Kept(120))
    source = Kept(120)
    index = ChromaIndex(tmp_path, "model-1")
    monkeypatch.setattr(large_pages, "ask_for", lambda: calls.append(index._collection is not None))
    index.sync(source)
    assert calls == []
    index.ready()
    index.ready()
    assert calls == [True] * asked
    assert (index.nearest(source.matrix[9], 3)[0][0], source.reads) == (10, 0)
    index.close()


def test_what_cannot_be_opened_in_the_background_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = made(tmp_path, Kept(120))
    monkeypatch.setattr(vectors, "PAUSE", 0.0)
    refused = threading.Event()

    def connect(self: ChromaIndex, place: str) -> None:
        refused.set()
        raise RuntimeError("the interpreter is shutting down")

    source = Kept(120)
    index = ChromaIndex(tmp_path, "model-1")
    with monkeypatch.context() as broken:
        broken.setattr(ChromaIndex, "_connect", connect)
        index.sync(source)
        index.nearest(source.matrix[9], 3)
        assert refused.wait(60)
        for thread in threading.enumerate():
            if thread.name == "chroma":
                thread.join(60)
    assert state(tmp_path).collection == name
    index.sync(source)
    assert index.nearest(source.matrix[9], 3)[0][0] == 10
    assert state(tmp_path).collection == name
    index.close()


def test_a_library_of_before_gets_its_file_of_vectors(tmp_path: Path) -> None:
    made(tmp_path, Kept(120))
    (tmp_path / matrices.FILE).unlink()
    source = Kept(120)
    index = ChromaIndex(tmp_path, "model-1")
    index.sync(source)
    index.ready()
    rows, matrix = matrices.read(tmp_path, "model-1", 1, source.rows) or pytest.fail("no file")
    assert rows.tolist() == source.rows.tolist()
    assert matrix.tobytes() == source.matrix.tobytes()
    index.close()


def test_a_change_while_chroma_is_still_closed_is_seen(tmp_path: Path) -> None:
    name = made(tmp_path, Kept(120))
    index = ChromaIndex(tmp_path, "model-1")
    index.sync(Kept(120))
    later = Kept(130, number=2)
    index.sync(later)
    assert index.nearest(later.matrix[125], 1)[0][0] == 126
    assert (state(tmp_path).collection, state(tmp_path).count) == (name, 130)
    index.close()


def test_a_generation_that_rose_without_other_rows_keeps_the_collection(tmp_path: Path) -> None:
    name = made(tmp_path, Kept(120))
    index = ChromaIndex(tmp_path, "model-1")
    index.sync(Kept(120, number=9))
    assert (state(tmp_path).collection, state(tmp_path).generation) == (name, 9)
    index.close()


def test_a_few_new_rows_go_into_the_same_collection(tmp_path: Path) -> None:
    name = made(tmp_path, Kept(120))
    index = ChromaIndex(tmp_path, "model-1")
    index.sync(Kept(140, number=2))
    assert (state(tmp_path).collection, state(tmp_path).count) == (name, 140)
    index.close()


def test_another_model_gets_another_collection_and_the_old_one_goes(tmp_path: Path) -> None:
    name = made(tmp_path, Kept(120))
    assert made(tmp_path, Kept(120), "model-2") != name
    assert [path.name for path in tmp_path.glob("passages-*")] == [state(tmp_path).collection]


@pytest.mark.parametrize(
    "harm", ["no state", "broken state", "wrong count", "no folder", "broken database", "wrong rows"]
)
def test_a_damaged_folder_is_made_anew(tmp_path: Path, harm: str) -> None:
    name = made(tmp_path / "first", Kept(120))
    copied = tmp_path / "copied"  # opened by nobody before, so that no handle of this process hides the damage
    shutil.copytree(tmp_path / "first", copied)
    file = copied / "state.json"
    written = json.loads(file.read_text())
    if harm == "no state":
        file.unlink()
    elif harm == "broken state":
        file.write_text('{"model": ')
    elif harm == "wrong count":
        file.write_text(json.dumps(written | {"count": 119}))
    elif harm == "wrong rows":
        file.write_text(json.dumps(written | {"rows": "0" * 16}))
    elif harm == "no folder":
        shutil.rmtree(copied / name)
    else:
        (copied / name / "chroma.sqlite3").write_bytes(b"not a database" * 100)
    source = Kept(120)
    index = ChromaIndex(copied, "model-1")
    index.sync(source)
    assert index.nearest(source.matrix[9], 3)[0][0] == 10
    index.ready()
    assert index.nearest(source.matrix[9], 3)[0][0] == 10
    assert state(copied).collection != name
    assert state(copied).count == 120
    index.close()


def test_a_second_owner_compares_exactly_and_sees_changes(tmp_path: Path) -> None:
    first, second = ChromaIndex(tmp_path, "model-1"), ChromaIndex(tmp_path, "model-1")
    source = Kept(120)
    first.sync(source)
    second.sync(source)
    assert second.nearest(source.matrix[9], 1)[0][0] == 10
    later = Kept(130, number=2)
    second.sync(later)
    assert second.nearest(later.matrix[125], 1)[0][0] == 126
    assert state(tmp_path).count == 120
    first.close()
    second.sync(later)
    assert state(tmp_path).count == 130
    second.close()


def test_a_folder_that_cannot_be_made_still_answers_exactly(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    source = Kept(120)
    index = ChromaIndex(blocked / "vectors", "model-1")
    index.sync(source)
    assert index.nearest(source.matrix[9], 1)[0][0] == 10
    index.close()


KILLED = """
import sys, threading
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from kb import vectors
from tests_kept import Kept
vectors.BATCH = 200
index = vectors.ChromaIndex(Path(sys.argv[2]), "model-1")
source = Kept(4000)
print("begin", flush=True)
index.sync(source)
print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_while_it_was_built_it_is_whole_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "tests_kept.py").write_text("import importlib.util as u\n" + KEPT_FROM_HERE.format(path=__file__))
    folder = tmp_path / "vectors"
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(ROOT), str(folder)], stdout=subprocess.PIPE, env=environment
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"begin\n"
    deadline = time.monotonic() + 60
    while not list(folder.glob("passages-*/*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    source = Kept(4000)
    index = ChromaIndex(folder, "model-1")
    index.sync(source)
    assert index.nearest(source.matrix[3998], 1)[0][0] == 3999
    assert state(folder).count == 4000
    index.close()


KEPT_FROM_HERE = """
spec = u.spec_from_file_location("kept", {path!r})
module = u.module_from_spec(spec)
spec.loader.exec_module(module)
Kept = module.Kept
"""


@pytest.mark.slow
def test_the_graph_finds_nearly_all_that_the_exact_index_finds(tmp_path: Path) -> None:
    source = Kept(12_000)
    graph, exact = ChromaIndex(tmp_path, "model-1"), ExactIndex(tmp_path, "model-1")
    graph.sync(source)
    exact.sync(source)
    queries = source.matrix[::600]
    shared = [len(rows(graph.nearest(q, 20)) & rows(exact.nearest(q, 20))) for q in queries]
    assert sum(shared) / (20 * len(queries)) >= 0.97
    assert BATCH < 12_000
    graph.close()


def rows(found: list[tuple[int, float]]) -> set[int]:
    return {row for row, _ in found}


def test_rows_come_in_ascending_order_with_their_vectors() -> None:
    ordered, matrix = ascending(np.array([5, 2, 9]), np.array([[5.0], [2.0], [9.0]], dtype=np.float32))
    assert ordered.tolist() == [2, 5, 9]
    assert matrix[:, 0].tolist() == [2.0, 5.0, 9.0]


def test_places_of_rows_leave_out_those_that_are_not_there() -> None:
    held = np.array([2, 5, 9])
    assert places_of(held, {9, 2, 7, 100}).tolist() == [0, 2]
    assert places_of(held, set()).tolist() == []
    assert places_of(np.zeros(0, dtype=np.int64), {1}).tolist() == []


def test_a_digest_depends_on_every_row() -> None:
    assert digest(np.array([1, 2, 3])) != digest(np.array([1, 2, 4]))
    assert digest(np.array([1, 2, 3])) == digest(np.array([1, 2, 3], dtype=np.int32))
