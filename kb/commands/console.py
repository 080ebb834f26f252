"""What the verbs share at the terminal (终端): opening the library, progress on standard error, results where wanted."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kb.errors import WriteError, cause
from kb.library import Library
from kb.model import Added, Report

_BAR = 24
_STATUS = {"added": "已添加", "unchanged": "未变", "alias": "记为另名", "replaced": "已更新", "failed": "失败"}


def opened(chosen: argparse.Namespace, *, create: bool = False) -> Library:
    """The library that the command line names."""
    return Library.open(chosen.library, create=create)


def say(words: str) -> None:
    """A remark on standard error."""
    print(words, file=sys.stderr, flush=True)


def add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", help="结果写入文件（默认输出到屏幕）")


def deliver(content: str | bytes, output: str | None) -> None:
    """Write a result to the file, or to standard output."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        _write(Path(output), data)
    except OSError as error:
        raise WriteError(f"{output}（{cause(error)}）") from error


def _write(file: Path, data: bytes) -> None:
    """The whole file or none: an older one stays when the disk is full."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and not file.is_file():  # a pipe, a device; a folder refuses by itself
        file.write_bytes(data)
        return
    whole = file.resolve()  # a link goes on leading to its file
    part = whole.with_name(f".{whole.name[:50]}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        if whole.exists():
            shutil.copymode(whole, part)
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def watched(steps: Iterable[Added], *, done: str = "") -> Report:
    """Run the steps to their end, showing progress: a bar on a terminal, plain lines elsewhere."""
    began = time.monotonic()
    bar = sys.stderr.isatty()
    kept = []
    try:
        for step in steps:
            kept.append(step)
            if bar:
                print(f"\r\x1b[2K{_drawn(step)}", end="", file=sys.stderr, flush=True)
            else:
                say(_line(step, done))
    finally:
        if bar and kept:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
    return Report(tuple(kept), time.monotonic() - began)


def _drawn(step: Added) -> str:
    share = step.done / step.total if step.total else 1.0
    filled = round(share * _BAR)
    name = _name(step)
    return f"{'█' * filled}{'░' * (_BAR - filled)} {step.done}/{step.total}{_left(step)}  {name[:28]}"


def _line(step: Added, done: str) -> str:
    words = done if done and step.status != "failed" else _STATUS[step.status]
    what = f"（{step.pages} 页，{step.targets} 条目标）" if step.status in ("added", "replaced") else ""
    why = f"：{step.failure.message}" if step.failure else ""
    return f"{step.done}/{step.total} {words} {_name(step)}{what}{why}{_left(step)}"


def _name(step: Added) -> str:
    """The file's name in one line: a file system allows line ends in it."""
    return " ".join(Path(step.path).name.split())


def _left(step: Added) -> str:
    if step.seconds_left is None or step.done == step.total:
        return ""
    seconds = round(step.seconds_left)
    if seconds < 90:
        return f" 约剩 {max(1, seconds)} 秒"
    return f" 约剩 {round(seconds / 60)} 分钟"
