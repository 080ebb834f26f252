"""Work that can wait is done once, and holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from kb.later import Later

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def test_work_is_done_once() -> None:
    done: list[int] = []
    over = threading.Event()
    later = Later(lambda: (done.append(1), over.set())[0], 0.0, "once")
    later.begin()
    later.begin()
    assert over.wait(PATIENCE)
    assert done == [1]


def test_dropped_work_is_not_done() -> None:
    done: list[int] = []
    later = Later(lambda: done.append(1), PATIENCE, "dropped")
    later.begin()
    (thread,) = [thread for thread in threading.enumerate() if thread.name == "dropped"]
    later.drop()
    thread.join(PATIENCE / 2)
    assert not thread.is_alive()
    later.begin()
    assert done == []


def test_a_process_that_ends_waits_for_no_pause() -> None:
    code = "from kb.later import Later\nLater(lambda: print('done'), 6000.0, 'late').begin()"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True)
    assert ended.stdout == b""
