"""Fonts of the samples (字体): open TrueType subsets from corpus/fonts, embedded as CID fonts the way Word and WPS do."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfdoc, pdfmetrics

FOLDER = Path(__file__).resolve().parent / "fonts"
SONG, TITLE, HEI, KAI = "SampleSong", "SampleTitle", "SampleHei", "SampleKai"
ROLES = (SONG, TITLE, HEI, KAI)


class CidFont:
    """A TrueType font that reportlab writes as Type0/Identity-H with only the glyphs used (CID 字体).

    With ``mapped`` false the /ToUnicode table is left out: what a PDF reader copies then is the glyph numbers read as
    characters, while the embedded font program still tells which glyph stands for which character.
    """

    _dynamicFont = 1  # noqa: N815 (reportlab's name)
    _multiByte = 1  # noqa: N815
    shapable = False

    def __init__(self, name: str, path: Path, mapped: bool = True) -> None:
        self.fontName = name
        self.mapped = mapped
        self._path = path
        self.font = TTFont(path, recalcTimestamp=False)
        self.glyphs: dict[int, str] = dict(self.font.getBestCmap())
        self._scale: float = 1000 / self.font["head"].unitsPerEm
        self._used: dict[int, dict[int, int]] = {}
        self._names: dict[int, str] = {}
        self.face = self

    def width(self, char: str) -> float:
        """Advance of a character in thousandths of the font size; ValueError when the subset lacks it."""
        glyph = self.glyphs.get(ord(char))
        if glyph is None:
            raise ValueError(f"{self.fontName} lacks {char!r} (U+{ord(char):04X}): run corpus/make_fonts.py")
        return float(self.font["hmtx"][glyph][0]) * self._scale

    def stringWidth(self, text: str, size: float, encoding: str = "utf-8") -> float:  # noqa: N802 (reportlab's name)
        return sum(self.width(char) for char in text) * size / 1000

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        used = self._used.setdefault(id(doc), {})
        numbers = [self.font.getGlyphID(self.glyphs[ord(char)]) for char in text]
        used.update(zip(numbers, map(ord, text), strict=True))
        return [(0, b"".join(number.to_bytes(2, "big") for number in numbers))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: N802
        if id(doc) not in self._names:
            self._names[id(doc)] = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + self._names[id(doc)]
            doc.delayedFonts.append(self)
        return "/" + self._names[id(doc)]

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        used, internal = self._used.pop(id(doc)), self._names.pop(id(doc))
        base = f"{_tag(self.fontName, used)}+{self.fontName}"
        program = doc.Reference(_stream(self._subset(used.values())), f"fontFile:{base}")
        descriptor = doc.Reference(self._descriptor(base, program), f"fontDescriptor:{base}")
        widths = pdfdoc.PDFArray([item for gid in sorted(used) for item in self._width_entry(gid)])
        info = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
        descendant = _dictionary(
            Type="/Font", Subtype="/CIDFontType2", BaseFont="/" + base, CIDSystemInfo=pdfdoc.PDFDictionary(info),
            FontDescriptor=descriptor, DW=1000, W=widths, CIDToGIDMap="/Identity",
        )  # fmt: skip
        entries: dict[str, Any] = {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": "/" + base, "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"descendant:{base}")]),
        }  # fmt: skip
        if self.mapped:
            entries["ToUnicode"] = doc.Reference(_stream(_unicode_map(used)), f"toUnicode:{base}")
        font = _dictionary(**entries)
        doc.Reference(font, internal)
        doc.idToObject["BasicFonts"].dict[internal] = font

    def _width_entry(self, gid: int) -> list[Any]:
        advance = self.font["hmtx"][self.font.getGlyphName(gid)][0] * self._scale
        return [gid, pdfdoc.PDFArray([round(advance)])]

    def _subset(self, characters: Iterable[int]) -> bytes:
        font = TTFont(self._path, recalcTimestamp=False)
        worker = Subsetter(Options(retain_gids=True, notdef_outline=True, hinting=False, name_IDs=[1, 2, 6, 13, 14]))
        worker.populate(unicodes=set(characters))
        worker.subset(font)
        out = BytesIO()
        font.save(out)
        return out.getvalue()

    def _descriptor(self, base: str, program: Any) -> Any:
        head, line = self.font["head"], self.font["hhea"]
        box = [round(v * self._scale) for v in (head.xMin, head.yMin, head.xMax, head.yMax)]
        return _dictionary(
            Type="/FontDescriptor", FontName="/" + base, Flags=4, FontBBox=pdfdoc.PDFArray(box), ItalicAngle=0,
            Ascent=round(line.ascent * self._scale), Descent=round(line.descent * self._scale), CapHeight=733,
            StemV=80, FontFile2=program,
        )  # fmt: skip


def _dictionary(**entries: Any) -> Any:
    named = {k: pdfdoc.PDFName(v[1:]) if isinstance(v, str) and v[0] == "/" else v for k, v in entries.items()}
    return pdfdoc.PDFDictionary(named)


def _stream(content: bytes) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Length1": len(content)}), content, [pdfdoc.PDFZCompress])


def _tag(name: str, used: dict[int, int]) -> str:
    """Six capitals that name the subset, the same for the same characters."""
    value = sum((i + 1) * gid for i, gid in enumerate(sorted(used))) + sum(map(ord, name))
    return "".join(chr(65 + value // 26**i % 26) for i in range(6))


def _unicode_map(used: dict[int, int]) -> bytes:
    pairs = [f"<{gid:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for gid, code in sorted(used.items())]
    parts = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(p)} beginbfchar\n" + "\n".join(p) + "\nendbfchar" for p in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def register(mapped: bool = True) -> None:
    """Makes the four sample fonts known to reportlab; ``mapped`` as in :class:`CidFont`."""
    for role in ROLES:
        pdfmetrics._fonts[role] = CidFont(role, FOLDER / f"{role}.ttf", mapped)


def font(role: str) -> CidFont:
    """The registered font of a role; KeyError before :func:`register`."""
    found: CidFont = pdfmetrics._fonts[role]
    return found
