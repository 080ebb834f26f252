"""A file that bombs, hangs or crashes its reader costs that file alone."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import sandbox
from ingest.errors import Crashed, Encrypted, IngestError, OutOfMemory, TimedOut
from ingest.sandbox import Limits, run_all

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
work = importlib.import_module("work_for_children")


def outcome(hows: list[str], *, seconds: float = 20.0, memory_mb: int = 600, workers: int = 2) -> dict[str, object]:
    limits = Limits(seconds=seconds, memory_mb=memory_mb)
    return {hows[n]: result for n, result in run_all(work.misbehave, hows, workers=workers, limits=limits)}


def test_every_item_is_answered_once_with_its_number() -> None:
    results = dict(run_all(work.double, range(50), workers=2))
    assert results == {n: 2 * n for n in range(50)}


def test_no_items_need_no_children() -> None:
    assert list(run_all(work.double, [], workers=2)) == []


def test_a_hang_ends_at_the_limit_and_others_are_done() -> None:
    before = time.monotonic()
    results = outcome(["hang", "spin", "fine"], seconds=2.0)
    assert isinstance(results["hang"], TimedOut) and isinstance(results["spin"], TimedOut)
    assert results["fine"] == "fine"
    assert time.monotonic() - before < 20


def test_a_death_or_a_crash_costs_that_item_alone() -> None:
    results = outcome(["fine", "die", "crash", "good"])
    assert isinstance(results["die"], Crashed) and isinstance(results["crash"], Crashed)
    assert results["fine"] == "fine" and results["good"] == "good"


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is enforced on Linux only")
def test_an_item_that_eats_memory_is_stopped() -> None:
    results = outcome(["eat", "fine"])
    assert isinstance(results["eat"], OutOfMemory | Crashed)
    assert results["fine"] == "fine"


def test_a_typed_failure_crosses_the_border_with_its_words() -> None:
    results = outcome(["encrypted", "fault"])
    error = results["encrypted"]
    assert isinstance(error, Encrypted) and "密码" in str(error) and "样本" in str(error)
    assert isinstance(results["fault"], IngestError) and "KeyError" in str(results["fault"])


def test_printing_and_large_answers_do_not_disturb_the_pipe() -> None:
    results = outcome(["print", "large"])
    assert results["print"] == "print" and len(str(results["large"])) == 3_000_000


def test_children_live_on_from_item_to_item() -> None:
    assert len({result for _, result in run_all(work.process_id, range(20), workers=2)}) <= 2


def test_closing_early_ends_the_children() -> None:
    run = run_all(work.misbehave, ["fine", "hang", "hang"], workers=2, limits=Limits(seconds=60))
    next(run)
    before = time.monotonic()
    run.close()
    assert time.monotonic() - before < 5


def test_a_script_without_a_main_guard_is_safe(tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text(
        "from ingest.sandbox import run_all\n"
        "from ingest.numerals import parse\n"
        "print(sorted((n, str(r)) for n, r in run_all(parse, ['十二', '三十'])))\n",
        encoding="utf-8",
    )
    root = str(Path(sandbox.__file__).resolve().parent.parent)
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env={"PYTHONPATH": root}, timeout=60, check=False
    )
    assert done.stdout.strip() == "[(0, '12'), (1, '30')]", done.stderr
