"""Hostile files read in the sandbox: each costs only itself, whatever it does to its reader."""

from __future__ import annotations

import io
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from ingest.errors import Crashed, IngestError, NoText, OutOfMemory, TimedOut, TooLarge
from ingest.model import Document
from ingest.sandbox import Limits, run_all

STRANGE = """
import os, sys, time
from pathlib import Path
from ingest.readers import READERS
from ingest.reading import read

READERS.update(hang="strange_readers_hang", die="strange_readers_die", deep="strange_readers_deep")

def work(path):
    return read(Path(path).read_bytes(), Path(path).stem, Path(path).suffix)
"""
READER = {
    "hang": "import time\ndef draft(data, options):\n    while True: time.sleep(0.01)\n",
    "die": "import os\ndef draft(data, options):\n    os.abort()\n",
    "deep": "def draft(data, options):\n    return draft(data, options)\n",
}
PLAIN = "关于推进绿道建设的通知\n到2030年，绿道总长达到500公里。\n".encode()


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of objects as given, the first one its catalogue."""
    data, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(places))
    size, start = len(places) + 1, len(data)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, rows, size, start,
    )  # fmt: skip


def page_tree_loop() -> bytes:
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 4/Parent 3 0 R/Kids[3 0 R 2 0 R]>>",
            3: b"<</Type/Pages/Count 4/Parent 2 0 R/Kids[2 0 R 3 0 R]>>",
        }
    )


def form_loop() -> bytes:
    """A page whose picture holds itself."""
    body = b"/F Do"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>stream\n/F Do\nendstream"
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>>>",
            4: form,
            5: b"<</Length %d>>stream\n%s\nendstream" % (len(body), body),
        }
    )


def page_bomb() -> bytes:
    """A page whose words, 300 MB of blanks, are packed into 300 KB."""
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            4: b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body),
        }
    )


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("word/document.xml", b"<a>" + b" " * 300_000_000)
    return buffer.getvalue()


FILES = {
    "first.txt": PLAIN, "tree.pdf": page_tree_loop(), "form.pdf": form_loop(), "x.hang": b"x", "second.txt": PLAIN,
    "x.die": b"x", "x.deep": b"x", "third.txt": PLAIN,
}  # fmt: skip


@pytest.fixture
def outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Reads files in the sandbox; gives what each ended in."""
    (tmp_path / "strange_readers.py").write_text(STRANGE)
    for name, code in READER.items():
        (tmp_path / f"strange_readers_{name}.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    work = __import__("strange_readers").work

    def run(files: dict[str, bytes], limits: Limits) -> dict[str, Document | IngestError]:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        names = list(files)
        paths = [str(tmp_path / name) for name in names]
        return {names[place]: result for place, result in run_all(work, paths, limits=limits)}

    yield run
    sys.modules.pop("strange_readers", None)
    from ingest.readers import READERS

    for name in READER:
        READERS.pop(name, None)


@pytest.mark.slow
def test_loops_hangs_and_deaths_cost_their_file_alone(outcome) -> None:  # type: ignore[no-untyped-def]
    began = time.monotonic()
    done = outcome(FILES, Limits(seconds=8, memory_mb=500))
    assert time.monotonic() - began < 60
    assert set(done) == set(FILES)
    for name in ("first.txt", "second.txt", "third.txt"):
        assert "绿道总长" in done[name].text
    assert isinstance(done["x.hang"], TimedOut)
    assert isinstance(done["x.die"], Crashed) and "SIGABRT" in str(done["x.die"])
    assert isinstance(done["x.deep"], Crashed)
    for name in ("tree.pdf", "form.pdf"):
        assert isinstance(done[name], Document | IngestError)
        assert not isinstance(done[name], TimedOut | Crashed | OutOfMemory)


@pytest.mark.slow
def test_bombs_cost_their_file_alone(outcome) -> None:  # type: ignore[no-untyped-def]
    files = {"first.txt": PLAIN, "pack.docx": zip_bomb(), "page.pdf": page_bomb(), "second.txt": PLAIN}
    done = outcome(files, Limits(seconds=60, memory_mb=150))
    assert "绿道总长" in done["first.txt"].text and "绿道总长" in done["second.txt"].text
    assert isinstance(done["pack.docx"], TooLarge)
    assert isinstance(done["page.pdf"], OutOfMemory | NoText | Document)


GRABBER = """
import ctypes, os

def work(item):
    if item == "sound":
        return item
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p
    for _ in range(400):
        block = library.malloc(ctypes.c_size_t(10_000_000))
        if not block:
            os.abort()  # as native libraries do that are refused memory
        ctypes.memset(block, 1, 10_000_000)
    return item
"""


def test_a_library_that_aborts_for_want_of_memory_is_out_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cap on addresses makes it abort before the watch on memory sees it, or not: the verdict is the same."""
    (tmp_path / "strange_grabber.py").write_text(GRABBER)
    monkeypatch.syspath_prepend(str(tmp_path))
    work = __import__("strange_grabber").work
    done = dict(run_all(work, ["sound", "greedy", "sound"], limits=Limits(seconds=60, memory_mb=150)))
    sys.modules.pop("strange_grabber", None)
    assert done[0] == done[2] == "sound"
    assert isinstance(done[1], OutOfMemory)
