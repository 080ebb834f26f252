"""Front matter (文件头信息): the lines of facts that a markdown file opens with; facts of the file, never words of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from json import loads

LONGEST = 200
"""Lines within which front matter must end."""
PAIR = re.compile(r"([\w\u4e00-\u9fff][\w\u4e00-\u9fff .-]{0,40}?)\s*[:：=]\s*(.*)$")
INSIDE = re.compile(r"\s+\S|\s*-\s|\s*#|\s*[\]}],?\s*$")


def parted(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The facts of a file's front matter by our own names, and how many of its lines make up the front matter."""
    end = _end(lines)
    if not end:
        return {}, 0
    facts: dict[str, str] = {}
    name = ""
    for line in lines[1:end]:
        found = PAIR.match(line)
        if found and not line[0].isspace():
            name = _names().get(found[1].strip().lower().replace("-", "_"), "")
            value = _value(found[2])
        else:
            value = _value(re.sub(r"^\s*-\s+", "", line)) if line.strip() not in ("[", "]") else ""
        if name and value:
            facts[name] = f"{facts[name]}、{value}" if name in facts else value
    return facts, end + 1


def _end(lines: Sequence[str]) -> int:
    """The line on which front matter ends, 0 when the file opens with none."""
    fence = lines[0].rstrip().lstrip("\ufeff") if lines else ""
    if fence not in ("---", "+++"):
        return 0
    pairs = 0
    for place, line in enumerate(lines[1:LONGEST], 1):
        if line.rstrip() == fence or (fence == "---" and line.rstrip() == "..."):
            return place if pairs else 0
        if line.strip() and not INSIDE.match(line):
            if not PAIR.match(line):
                return 0
            pairs += 1
    return 0


def _value(written: str) -> str:
    """A value without quotation marks, a list in brackets with its items side by side."""
    bare = re.sub(r"\s+#.*$", "", written.strip()).strip()
    if bare in ("|", ">", "|-", ">-", "~", "null"):
        return ""
    if bare.startswith("[") and bare.endswith("]"):
        return "、".join(_value(item) for item in bare[1:-1].split(",") if item.strip())
    return bare.strip("\"'").strip(" ,")


@cache
def _names() -> dict[str, str]:
    """Names under which files state facts → our own; those of tables of facts on web pages (发文字号 …) are among them."""
    lists = loads(files("ingest.readers").joinpath("web_furniture.json").read_text(encoding="utf-8"))
    return {**lists["labels"], **lists["front_matter"]}
