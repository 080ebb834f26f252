"""Files of JSON Lines that a user gives (逐行 JSON): one object a line, a fault named with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb.errors import LibraryError


def objects(file: Path, wrong: type[LibraryError]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each object with the number of its line, from 1; empty lines are passed over. ``wrong`` names file and line of a fault.

    Lines end at line feeds alone: a JSON string may hold U+2028 and the other separators that ``splitlines`` knows.
    """
    try:
        written = file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise wrong(f"{file} 无法读取（应是 UTF-8 编码的文本文件）") from error
    for number, line in enumerate(written, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise wrong(f"{file} 第 {number} 行不是 JSON") from error
        if not isinstance(item, dict):
            raise wrong(f"{file} 第 {number} 行不是 JSON 对象")
        yield number, item
