"""Search speed on large libraries (检索速度): ``python -m bench.searching LIBRARY [--sizes 10000 100000] [--folder DIR]``.

Grows a copy of a real library to each size: further documents whose passages are mixed from the sentences of the real
ones, with clauses, targets and vectors of their own, so that no two are alike. Prints, for each size, what the library
weighs, how long building its indexes took, ``kb search`` and ``kb ask`` as whole processes, opening in a fresh process (to
the first answer of a search), memory, and p50 and p95 of ``search`` and ``ask`` over the project's own questions, without
a filter, with a narrow one (a province) and with a wide one (a kind of document). Wall times, and the processor time of
the asking thread, which holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "kb" / "encoder" / "questions.jsonl"
FILE = "policykb.sqlite"
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")
ASKED = 150
_TOUCHED = 65_536  # pages
STARTED = 9  # processes started, each for one question
PROVINCES = ("北京市", "上海市", "江苏省", "浙江省", "山东省", "广东省", "四川省", "河北省", "湖北省", "陕西省")


class Mixer:
    """New passages from the sentences of real ones (混排片段); the index words of a sentence are cut once."""

    def __init__(self, passages: list[Any], seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self._sentences = [part for row in passages for part in _SENTENCE.findall(row["text"]) if len(part) > 8]
        self._words: dict[str, str] = {}

    def mixed(self, text: str) -> tuple[str, str]:
        """A text of about the same length with about half of its sentences from elsewhere, and its index words."""
        own = [part for part in _SENTENCE.findall(text) if part]
        parts = [part if self.chance.random() < 0.5 else self.chance.choice(self._sentences) for part in own]
        whole = "".join(parts)[: len(text)].ljust(len(text), "。")  # as long as before: its place in the body must hold
        return whole, " ".join(self._cut(part) for part in parts)

    def _cut(self, sentence: str) -> str:
        from kb.keywords import tokens

        if sentence not in self._words:
            self._words[sentence] = tokens(sentence)
        return self._words[sentence]


def grow(folder: Path, size: int) -> None:
    """Add mixed documents to the library in ``folder`` until it holds ``size`` passages."""
    from kb.embedding import load, passage_text

    embedder = load()
    connection = sqlite3.connect(folder / FILE, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA synchronous = OFF")
    documents = connection.execute("SELECT * FROM documents WHERE state = 'live' ORDER BY key LIMIT 165").fetchall()
    held = {
        row["key"]: connection.execute("SELECT * FROM passages WHERE key = ? ORDER BY row", [row["key"]]).fetchall()
        for row in documents
    }
    mixer = Mixer([row for rows in held.values() for row in rows])
    (count,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    (number,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    while count < size:
        number += 1
        connection.execute("BEGIN")
        for document in documents:
            rows = held[document["key"]][: size - count]
            if not rows:
                continue
            key = _document(connection, document, number, mixer.chance.choice(PROVINCES))
            texts = [_passage(connection, key, row, mixer) for row in rows]
            matrix = embedder.encode_passages([passage_text(document["title"], head, text) for head, text in texts])
            connection.execute(
                "INSERT INTO vectors VALUES (?, ?, ?, ?, ?)",
                [embedder.name, key, len(texts), matrix.shape[1], matrix.astype("<f4").tobytes()],
            )
            count += len(texts)
        connection.execute("UPDATE facts SET value = value + 1 WHERE name = 'generation'")
        connection.execute("COMMIT")
    connection.close()


def _document(connection: sqlite3.Connection, row: Any, number: int, province: str) -> int:
    """A document like ``row`` of another name and province, with its body, clauses and targets; returns its key."""
    values = {name: row[name] for name in row.keys() if name != "key"}  # noqa: SIM118 - a Row is no mapping
    values |= {
        "id": f"{row['id'][:10]}{number:06x}",
        "doc": f"{row['doc']}_{number}",
        "province": province,
        "city": None,
    }
    marks = ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO documents ({', '.join(values)}) VALUES ({marks})", list(values.values()))
    key = cursor.lastrowid
    assert key is not None
    connection.execute(
        "INSERT INTO bodies SELECT ?, document, clauses, extraction FROM bodies WHERE key = ?", [key, row["key"]]
    )
    for table in ("clauses", "targets"):
        names = [name for (_, name, *_) in connection.execute(f"PRAGMA table_info({table})") if name != "key"]
        listed = ", ".join(names)
        connection.execute(
            f"INSERT INTO {table} (key, {listed}) SELECT ?, {listed} FROM {table} WHERE key = ?", [key, row["key"]]
        )
    return key


def _passage(connection: sqlite3.Connection, key: int, row: Any, mixer: Mixer) -> tuple[str, str]:
    text, words = mixer.mixed(row["text"])
    _, _, head = zlib.decompress(row["words"]).decode().partition("\t")
    values = {name: row[name] for name in row.keys() if name != "row"}  # noqa: SIM118 - a Row is no mapping
    values |= {"key": key, "text": text, "words": zlib.compress(f"{words}\t{head}".encode(), 1)}
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO passages ({', '.join(values)}) VALUES ({marks})", list(values.values()))
    return row["head"], text


def questions(count: int = ASKED, seed: int = 5) -> list[str]:
    """A drawn sample of the project's own questions."""
    rows = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(seed)
    return [chance.choice(row["questions"]) for row in chance.sample(rows, min(count, len(rows)))]


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def pace() -> float:
    """How fast this machine is just now: milliseconds for three million additions; times taken at different paces differ as these do."""
    start, total = time.perf_counter(), 0
    for number in range(3_000_000):
        total += number
    return 1000 * (time.perf_counter() - start)


def memory_pace() -> float:
    """How fast memory answers just now: milliseconds for four million numbers read here and there out of 128 MB.

    On a machine that others use too, this changes by more than two while additions keep their pace, and searching with it.
    """
    import numpy as np

    held = np.arange(16_000_000, dtype=np.int64)
    places = np.random.default_rng(3).integers(0, len(held), 4_000_000)
    start = time.perf_counter()
    held[places].sum()
    return 1000 * (time.perf_counter() - start)


def page_pace() -> float:
    """What touching a page of memory costs that was not touched for a second: microseconds each, of 65,536 pages of 4 KB here and there.

    0.2 where memory is one's own. A host that moves the memory of its guests about takes their pages away every second to see
    which are used; each is then given back at the first touch, for up to 20 microseconds, and a search touches thousands: it
    takes three times as long, or ten, while additions and large arrays keep their pace.
    """
    import numpy as np

    with mmap.mmap(-1, _TOUCHED * mmap.PAGESIZE) as memory:
        if hasattr(mmap, "MADV_NOHUGEPAGE"):
            memory.madvise(mmap.MADV_NOHUGEPAGE)
        held = np.frombuffer(memory, dtype=np.uint8)
        places = np.random.default_rng(3).permutation(_TOUCHED) * mmap.PAGESIZE
        held[places] = 1
        time.sleep(1.0)
        start = time.perf_counter()
        held[places].sum()
        seconds = time.perf_counter() - start
        del held
    return 1e6 * seconds / _TOUCHED


def _paces() -> str:
    return f"pace {pace():.0f} ms, of memory {memory_pace():.0f} ms, of pages {page_pace():.1f} µs"


def _timed(run: Callable[[str], object], asked: list[str]) -> str:
    """p50 and p95 over the questions, once others have been asked: files that are mapped cost most when first touched."""
    for question in questions(ASKED, seed=23):
        if question not in asked:
            run(question)
    wall, own = [], []
    for question in asked:
        start, busy = time.perf_counter(), time.thread_time()
        run(question)
        wall.append(1000 * (time.perf_counter() - start))
        own.append(1000 * (time.thread_time() - busy))
    wall.sort()
    own.sort()
    half, most = len(wall) // 2, int(0.95 * len(wall))
    return f"p50 {wall[half]:6.1f}  p95 {wall[most]:6.1f} ms; processor p50 {own[half]:6.1f}  p95 {own[most]:6.1f} ms"


def commands(folder: Path) -> Iterator[str]:
    """From the start of a process to its end with an answer, as at a terminal; the middle one of ``STARTED`` runs."""
    for verb in ("search", "ask"):
        wall, own = [], []
        for question in questions(STARTED, seed=11):
            before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            line = [sys.executable, "-m", "kb", "--library", str(folder), verb, question]
            subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            wall.append(time.perf_counter() - start)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            own.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        yield f"kb {verb}, whole process {sorted(wall)[STARTED // 2]:.2f} s, processor {sorted(own)[STARTED // 2]:.2f} s"


def measure(folder: Path) -> Iterator[str]:
    """What one library shows, in a process that has not opened it before; the machine's pace before and after."""
    yield _paces()
    yield from commands(folder)
    from kb import Library
    from kb.model import Filters

    asked = questions()
    start, spent = time.perf_counter(), time.process_time()
    library = Library.open(folder)
    library.search(asked[0])
    seconds, own = time.perf_counter() - start, time.process_time() - spent
    yield f"open to the first hits {seconds:.2f} s (processor {own:.2f} s), memory {_resident():.0f} MB"
    library.warm()
    yield f"search            {_timed(library.search, asked)}"
    for name, filters in (
        ("province", Filters(regions=("江苏省",))),
        ("genre   ", Filters(genres=("通知", "意见", "方案"))),
    ):
        rows = library.store.subset(filters) or ()
        yield f"search, {name}  {_timed(lambda one, only=filters: library.search(one, filters=only), asked)}  ({len(rows)} rows)"  # type: ignore[misc]
    yield f"ask               {_timed(library.ask, asked)}"
    yield f"memory {_resident():.0f} MB"
    yield _paces()
    library.close()


def _build(folder: Path) -> str:
    from kb import Library

    start, spent = time.perf_counter(), time.process_time()
    with Library.open(folder) as library:
        library.sync()
    return f"indexes built in {time.perf_counter() - start:.0f} s ({time.process_time() - spent:.0f} processor seconds)"


def _size(folder: Path) -> str:
    parts = {path.name: path for path in folder.iterdir()}
    sums = {
        name: sum(file.stat().st_size for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file())
        / 1e6
        for name, path in parts.items()
    }
    return ", ".join(f"{name} {size:.0f} MB" for name, size in sorted(sums.items()) if size >= 1)


def _child(verb: str, folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "bench.searching", str(folder), f"--{verb}"], cwd=ROOT, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("library", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, help="where the grown libraries are kept (a temporary folder otherwise)")
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.build:
        print(_build(args.library), flush=True)
        return 0
    if args.measure:
        for line in measure(args.library):
            print(line, flush=True)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        for size in args.sizes:
            folder = (args.folder or Path(temporary)) / f"grown-{size}"
            print(f"== {size} passages", flush=True)
            if not folder.is_dir():
                folder.mkdir(parents=True)
                shutil.copy(args.library / FILE, folder / FILE)
                grow(folder, size)
                _child("build", folder)
            print(_size(folder), flush=True)
            _child("measure", folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
