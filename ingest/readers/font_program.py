"""What an embedded font program itself says about its glyphs (字体文件的字符表): the tables cmap and post of TrueType."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

UNICODE = frozenset({(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 6), (3, 1), (3, 10)})
"""Platform and encoding of the subtables of cmap that speak of Unicode."""
NAMED = re.compile(r"uni([0-9A-F]{4})|u([0-9A-F]{4,6})")


def characters_of(program: bytes) -> dict[int, str]:
    """Glyph numbers → the characters that a TrueType program gives them; empty when it gives none or is broken."""
    try:
        tables = _tables(program)
        found = dict(_named(tables.get(b"post", b"")))
        for code, glyph in _mapped(tables.get(b"cmap", b"")):
            if glyph and (glyph not in found or _rank(code) < _rank(ord(found[glyph]))):
                found[glyph] = chr(code)
    except (struct.error, IndexError, ValueError, UnicodeDecodeError):
        return {}
    return found


def _rank(code: int) -> tuple[bool, int]:
    """Which of several characters of one glyph is meant: neither a radical, a compatibility form nor a private one."""
    odd = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xE000 <= code <= 0xF8FF or code >= 0x2F800
    return odd or code in (0xA0, 0xAD, 0x3000), code


def _tables(program: bytes) -> dict[bytes, bytes]:
    count = struct.unpack_from(">H", program, 4)[0]
    tables = {}
    for n in range(min(count, 64)):
        name, _, start, size = struct.unpack_from(">4sIII", program, 12 + 16 * n)
        tables[name] = program[start : start + size]
    return tables


def _mapped(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Characters and their glyphs by every subtable for Unicode."""
    if not cmap:
        return
    for n in range(min(struct.unpack_from(">H", cmap, 2)[0], 32)):
        platform, encoding, start = struct.unpack_from(">HHI", cmap, 4 + 8 * n)
        if (platform, encoding) not in UNICODE:
            continue
        kind = struct.unpack_from(">H", cmap, start)[0]
        if kind == 4:
            yield from _segments(cmap[start:])
        elif kind == 12:
            for group in range(min(struct.unpack_from(">I", cmap, start + 12)[0], 65536)):
                first, last, glyph = struct.unpack_from(">III", cmap, start + 16 + 12 * group)
                yield from zip(range(first, min(last, first + 65535) + 1), range(glyph, 65536), strict=False)


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Characters and glyphs of a subtable of format 4."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    steps = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    offsets = struct.unpack_from(f">{count}H", table, 16 + 6 * count)
    for n, (start, end, step, offset) in enumerate(zip(starts, ends, steps, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = 16 + 6 * count + 2 * n + offset + 2 * (code - start)
                if at + 2 > len(table):
                    continue
                glyph = struct.unpack_from(">H", table, at)[0]
                if not glyph:
                    continue
            yield code, (glyph + step) % 65536


def _named(post: bytes) -> Iterator[tuple[int, str]]:
    """Glyphs whose name says their character (uni4E00)."""
    if post[:4] != b"\x00\x02\x00\x00":
        return
    count = struct.unpack_from(">H", post, 32)[0]
    numbers = struct.unpack_from(f">{count}H", post, 34)
    names: list[str] = []
    at = 34 + 2 * count
    while at < len(post):
        names.append(post[at + 1 : at + 1 + post[at]].decode("latin-1"))
        at += 1 + post[at]
    for glyph, number in enumerate(numbers):
        found = NAMED.fullmatch(names[number - 258]) if 258 <= number < 258 + len(names) else None
        if found:
            code = int(found[1] or found[2], 16)
            if code < 0xD800 or 0xE000 <= code <= 0x10FFFF:
                yield glyph, chr(code)
