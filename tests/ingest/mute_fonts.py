"""PDFs whose fonts do not say what their codes stand for, written by hand so that every part of them can be wanting."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FONTS = Path(__file__).parents[2] / "corpus" / "fonts"
LEFT, EM, LEADING, HEIGHT = 88, 16, 28, 842
SHIFT = 0x500
"""Added to glyph numbers, so that codes fall where characters are written from right to left."""


@cache
def font(name: str = "SampleSong") -> Any:
    from fontTools.ttLib import TTFont

    path = FONTS / f"{name}.ttf"
    if not path.is_file():
        pytest.skip(f"corpus/fonts/{name}.ttf 尚未生成")
    return TTFont(path)


def code_of(sign: str) -> int:
    """The code that stands for a character in these PDFs."""
    return int(font().getGlyphID(font().getBestCmap()[ord(sign)])) + SHIFT


def program(told: bool, unsaid: str = "") -> bytes:
    """The font's program; unless ``told``, without its tables of characters and names, else without ``unsaid`` in them."""
    from fontTools.ttLib import TTFont

    bare, out = TTFont(FONTS / "SampleSong.ttf"), io.BytesIO()
    if not told:
        bare["post"].formatType = 3.0
        bare["cmap"].tables = []
    for table in bare["cmap"].tables:
        for sign in unsaid:
            table.cmap.pop(ord(sign), None)
    bare.save(out)
    return out.getvalue()


def pdf_of(pages: Sequence[Sequence[str]], mapped: bool, told: bool, unsaid: str = "") -> bytes:
    """Pages of lines of 16 points; ``mapped`` with a ToUnicode table, ``told`` with one in the font's program."""
    from ingest.readers.pdf_fonts import table_of

    signs = sorted({sign for page in pages for line in page for sign in line})
    glyphs = bytearray(2 * (max(map(code_of, signs)) + 1))
    for sign in signs:
        glyphs[2 * code_of(sign) : 2 * code_of(sign) + 2] = (code_of(sign) - SHIFT).to_bytes(2, "big")
    scale = 1000 / font()["head"].unitsPerEm
    widths = " ".join(f"{code_of(s)} [{font()['hmtx'][font().getBestCmap()[ord(s)]][0] * scale:.0f}]" for s in signs)
    to_unicode = b"/ToUnicode 8 0 R" if mapped else b""
    first = 9
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Sample/Encoding/Identity-H/DescendantFonts[4 0 R]%b>>"
        % to_unicode,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Sample/FontDescriptor 5 0 R/DW 1000/CIDToGIDMap 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[%b]>>" % widths.encode(),
        b"<</Type/FontDescriptor/FontName/ABCDEF+Sample/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 733/StemV 80/FontFile2 6 0 R>>",
        stream(program(told, unsaid)),
        stream(bytes(glyphs)),
        stream(table_of({code_of(sign): sign for sign in signs}, 2)),
    ]
    for n, page in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 %d]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (HEIGHT, first + 2 * n + 1)
        )
        objects.append(stream(b"".join(written(row, line) for row, line in enumerate(page))))
    return file_of(objects)


def written(row: int, line: str) -> bytes:
    codes = "".join(f"{code_of(sign):04x}" for sign in line)
    return f"BT /F1 {EM} Tf {LEFT} {HEIGHT - 100 - LEADING * row} Td <{codes}> Tj ET\n".encode()


def stream(body: bytes) -> bytes:
    packed = zlib.compress(body)
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed)


def file_of(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n\r\n" % place for place in places)
    size = len(objects) + 1
    return bytes(out) + (
        b"xref\n0 %d\n0000000000 65535 f\r\n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )
