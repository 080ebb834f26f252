"""Fonts of a PDF that do not say what their codes stand for (字体缺少编码对照表), and the PDF with such tables put in."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ORDERINGS = frozenset({"GB1", "CNS1", "Japan1", "Korea1", "KR"})
"""Character collections whose numbers have fixed characters; a font in one of them needs no table."""
HEAD = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /Restored def /CMapType 2 def\n"
    b"1 begincodespacerange\n"
)
TAIL = b"endcmap end end\n"
BLOCK = 100
"""Entries of one block of a table, at most."""


@dataclass(frozen=True, slots=True)
class MuteFont:
    """A font without a table from codes to characters: the number of its object, the bytes of one code (1 or 2), its
    embedded TrueType program and its table from codes to glyphs; both b"" when there is none."""

    number: int
    wide: int
    program: bytes
    glyphs: bytes

    def glyph(self, code: int) -> int:
        """The glyph of a code; 0 for none."""
        if not self.glyphs:
            return code
        return int.from_bytes(self.glyphs[2 * code : 2 * code + 2], "big")


class FontTables:
    """A PDF written anew without its encryption, in which tables can be put beside its mute fonts."""

    def __init__(self, pdf: Any) -> None:
        """``pdf`` is pdfium's; raises whatever pdfminer stumbles over in it."""
        import pypdfium2.raw as raw
        from pdfminer.pdfdocument import PDFDocument
        from pdfminer.pdfparser import PDFParser

        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        buffer = io.BytesIO()
        pdf.save(buffer, flags=raw.FPDF_NO_INCREMENTAL | raw.FPDF_REMOVE_SECURITY)
        self._data = buffer.getvalue()
        self._document = PDFDocument(PDFParser(buffer))
        self._entries: dict[int, dict[str, Any]] = {}
        fonts = [font for number in self._numbers() if (font := self._mute(number))]
        self.fonts: tuple[MuteFont, ...] = tuple(fonts)

    def _numbers(self) -> list[int]:
        return sorted({number for xref in self._document.xrefs for number in xref.get_objids()})

    def _mute(self, number: int) -> MuteFont | None:
        """The font that an object is, when it is a mute one."""
        from pdfminer.pdftypes import resolve1

        try:
            entries = self._document.getobj(number)
            if not isinstance(entries, dict) or _name(entries.get("Type")) != "Font" or self._told(entries):
                return None
            self._entries[number] = entries
            if _name(entries.get("Subtype")) != "Type0":
                return MuteFont(number, 1, b"", b"")
            inner = resolve1(resolve1(entries["DescendantFonts"])[0])
            program = resolve1((resolve1(inner.get("FontDescriptor")) or {}).get("FontFile2"))
            glyphs = resolve1(inner.get("CIDToGIDMap"))
            return MuteFont(number, 2, _bytes(program), _bytes(glyphs))
        except Exception:  # a broken object is no font
            return None

    def _told(self, entries: dict[str, Any]) -> bool:
        """Whether a font says what its codes stand for, or is none that a page can name."""
        from pdfminer.pdftypes import resolve1

        table = _bytes(resolve1(entries.get("ToUnicode")))
        if b"beginbfchar" in table or b"beginbfrange" in table:
            return True
        encoding = resolve1(entries.get("Encoding"))
        kind = _name(entries.get("Subtype"))
        if kind == "Type0":
            inner = resolve1(resolve1(entries["DescendantFonts"])[0])
            ordering = resolve1((resolve1(inner.get("CIDSystemInfo")) or {}).get("Ordering"))
            known = isinstance(ordering, bytes) and ordering.decode("latin-1") in ORDERINGS
            return known or _name(encoding) not in ("Identity-H", "Identity-V")
        return not (isinstance(encoding, dict) and _nameless(encoding))

    def with_tables(self, tables: Mapping[int, bytes], named: bool = False) -> bytes:
        """The PDF with tables (``table_of``, ``remainders``) beside fonts by their objects' numbers; with ``named`` each
        font bears its object's number as its name."""
        added: dict[int, bytes] = {}
        free = self._free
        for number, table in tables.items():
            at = free + len(added)
            entries = {**self._entries[number], "ToUnicode": _Reference(at)}
            added[at] = _stream(table)
            added[number] = _written(_renamed(entries, f"F{number}") if named else entries)
        return self._with(added)

    def specimen(self, rows: Sequence[Sequence[tuple[int, int]]], size: float) -> bytes:
        """The PDF with another first page (字样): rows of fonts' codes set one after the other, ``size`` points high; rows
        are two sizes high."""
        from pdfminer.pdfpage import PDFPage
        from pdfminer.psparser import LIT

        wide = {font.number: font.wide for font in self.fonts}
        height = 2 * size * len(rows)
        words = [
            b"BT 1 0 0 1 %g %g Tm %b ET\n"
            % (
                size / 4,
                height - size * (2 * n + 1.4),
                b" ".join(b"/F%d %g Tf <%b> Tj" % (font, size, _hex(code, wide[font])) for font, code in row),
            )
            for n, row in enumerate(rows)
        ]
        width = size * (1.2 * max(map(len, rows)) + 0.5)
        number = next(PDFPage.create_pages(self._document)).pageid
        fonts = {f"F{font}": _Reference(font) for row in rows for font, _ in row}
        page = {
            "Type": LIT("Page"),
            "Parent": self._document.getobj(number)["Parent"],
            "MediaBox": [0, 0, width, height],
        }
        page |= {"Resources": {"Font": fonts}, "Contents": _Reference(self._free)}
        return self._with({self._free: _stream(b"".join(words)), number: _written(page)})

    @property
    def _free(self) -> int:
        """The first number that no object has."""
        return max(self._numbers(), default=0) + 1

    def _with(self, added: Mapping[int, bytes]) -> bytes:
        """The PDF with objects added or changed."""
        out = bytearray(self._data)
        rows: list[bytes] = []
        for number, body in sorted(added.items()):
            rows.append(b"%d 1\n%010d 00000 n\r\n" % (number, len(out)))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        last = self._document.xrefs[0].get_trailer()
        trailer = {key: last[key] for key in ("Root", "Info", "ID") if key in last}
        trailer["Size"] = max(self._free, *added, 0) + 1
        trailer["Prev"] = int(self._data[self._data.rfind(b"startxref") :].split()[1])
        out += b"xref\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (b"".join(rows), _written(trailer), len(out))
        return bytes(out)


@dataclass(frozen=True, slots=True)
class _Reference:
    """A reference to an object of the file by its number."""

    objid: int


def table_of(signs: Mapping[int, str], wide: int) -> bytes:
    """A table (ToUnicode) from codes of ``wide`` bytes to characters."""
    rows = [
        b"<%b> <%b>\n" % (_hex(code, wide), sign.encode("utf-16-be").hex().encode())
        for code, sign in sorted(signs.items())
    ]
    return HEAD + _space(wide) + _blocks(rows, b"bfchar") + TAIL


def remainders(first: int, by: int, wide: int) -> bytes:
    """A table that tells of every code its remainder when divided by ``by`` (a multiple of 256), as characters from
    ``first`` on."""
    rows = [
        b"<%b> <%b> <%04x>\n" % (_hex(code, wide), _hex(code + 255, wide), first + code % by)
        for code in range(0, 256**wide, 256)
    ]
    return HEAD + _space(wide) + _blocks(rows, b"bfrange") + TAIL


def _blocks(rows: Sequence[bytes], kind: bytes) -> bytes:
    blocks = [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)]
    return b"".join(b"%d begin%b\n%bend%b\n" % (len(block), kind, b"".join(block), kind) for block in blocks)


def _space(wide: int) -> bytes:
    return b"<%b> <%b>\nendcodespacerange\n" % (b"00" * wide, b"ff" * wide)


def _hex(code: int, wide: int) -> bytes:
    return b"%0*x" % (2 * wide, code)


def _stream(body: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%b\nendstream" % (len(body), body)


def _renamed(entries: dict[str, Any], name: str) -> dict[str, Any]:
    """A font under another name; that of a composite font is its descendant's."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.psparser import LIT

    if _name(entries.get("Subtype")) != "Type0":
        return {**entries, "BaseFont": LIT(name)}
    inner = resolve1(resolve1(entries["DescendantFonts"])[0])
    return {**entries, "BaseFont": LIT(name), "DescendantFonts": [{**inner, "BaseFont": LIT(name)}]}


def _nameless(encoding: dict[str, Any]) -> bool:
    """Whether an encoding gives its codes names that are no characters' (/g12, /C0_1)."""
    from pdfminer.encodingdb import name2unicode
    from pdfminer.pdftypes import resolve1

    names = [_name(each) for each in resolve1(encoding.get("Differences")) or () if _name(each)]
    known = 0
    for name in names:
        try:
            name2unicode(name)
            known += 1
        except (KeyError, ValueError):
            continue
    return known < 0.5 * len(names)


def _name(value: Any) -> str:
    name = getattr(value, "name", "")
    return name if isinstance(name, str) else ""


def _bytes(stream: Any) -> bytes:
    return bytes(stream.get_data()) if hasattr(stream, "get_data") else b""


def _written(value: Any) -> bytes:
    """A value as a PDF file writes it."""
    if isinstance(value, dict):
        return b"<<" + b" ".join(_key(key) + b" " + _written(each) for key, each in value.items()) + b">>"
    if isinstance(value, (list, tuple)):
        return b"[" + b" ".join(map(_written, value)) + b"]"
    if isinstance(value, (bytes, bytearray)):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if value is None:
        return b"null"
    if hasattr(value, "objid"):
        return b"%d 0 R" % value.objid
    if hasattr(value, "name"):
        return _key(value.name)
    if isinstance(value, float):
        return f"{value:.5f}".encode()
    if isinstance(value, int):
        return b"%d" % value
    raise ValueError(f"{type(value).__name__} is no PDF value")


def _key(name: str | bytes) -> bytes:
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape")
    return b"/" + b"".join(bytes((c,)) if 33 <= c <= 126 and c not in b"#()<>[]{}/%" else b"#%02x" % c for c in raw)
