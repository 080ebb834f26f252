"""Cuts the sample fonts (字体子集) out of open fonts; needed only when a source uses characters the subsets lack.

Usage: python -m corpus.make_fonts FOLDER, where FOLDER holds NotoSerifCJK-Regular.ttc, NotoSerifCJK-Bold.ttc,
NotoSansCJK-Medium.ttc (Debian: fonts-noto-cjk, fonts-noto-cjk-extra) and LXGWWenKai-Regular.ttf (fonts-lxgw-wenkai).
All four are under the SIL Open Font License; the subsets carry other names, as it asks of changed fonts with reserved
names, and stay under it (corpus/fonts/OFL.txt).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.reorderGlyphs import reorderGlyphs

from corpus.fonts import FOLDER, HEI, KAI, SONG, TITLE
from corpus.markup import Element, load

FILES = {
    SONG: "NotoSerifCJK-Regular.ttc",
    TITLE: "NotoSerifCJK-Bold.ttc",
    HEI: "NotoSansCJK-Medium.ttc",
    KAI: "LXGWWenKai-Regular.ttf",
}
ALWAYS = (
    "示例文件（为软件演示而编写，非正式政策）目录附件 0123456789.,%+-/()—–…、，。；：（）〔〕《》“”"
    "①②③④⑤⑥⑦⑧⑨⑩ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)


def needed(sources: Path) -> dict[str, set[str]]:
    """Characters each role must hold. Song gets all; the others what headings, titles and marked runs use."""
    chars: dict[str, set[str]] = {role: set(ALWAYS) for role in FILES}
    for path in sorted(sources.glob("*.txt")):
        source = load(path)
        text = path.read_text(encoding="utf-8")
        chars[SONG] |= set(text)
        chars[TITLE] |= set("".join(source.settings.values()))
        chars[HEI] |= set("".join(re.findall(r"\*\*(.+?)\*\*", text))) | set("专栏目录注资料来源附件摘要关键词第章条")
        chars[KAI] |= set("".join(re.findall(r"//(.+?)//", text))) | set("".join(source.settings.values()))
        for element in source.elements:
            _collect(element, chars)
    for role in chars:
        chars[role] -= {"\n", "\t"}
    return chars


def _collect(element: Element, chars: dict[str, set[str]]) -> None:
    roles = {"title": (TITLE,), "h1": (HEI,), "h2": (KAI,), "annex": (HEI,), "box": (HEI,), "caption": (HEI,)}
    more = {
        "chapter": (HEI,),
        "h3": (KAI, HEI),
        "author": (KAI,),
        "center": (KAI,),
        "flush": (),
        "abstract": (KAI,),
        "seal": (TITLE,),
    }
    for role in {**roles, **more}.get(element.kind, ()):
        chars[role] |= set(element.text)
    if element.kind == "table":
        for row in element.rows[: element.header_rows]:
            chars[HEI] |= set("".join(row))
    for inner in element.inner:
        _collect(inner, chars)


def _open(path: Path) -> Any:
    if path.suffix == ".ttf":
        return TTFont(path)
    faces = TTCollection(path).fonts
    return next(face for face in faces if face["name"].getDebugName(6).startswith(("NotoSerifCJKsc", "NotoSansCJKsc")))


def _to_truetype(font: Any) -> None:
    """Cubic outlines (CFF) become quadratic ones (glyf), within half a unit of a thousand."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["glyf"], font["loca"] = table, newTable("loca")
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    for key in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(limits, key, 0)
    for key in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(limits, key, 0)
    limits.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


def _sort_glyphs(font: Any) -> None:
    """Glyphs in the order of their characters, so that a reader without a /ToUnicode table finds simple runs in cmap."""
    codes = {name: code for code, name in sorted(font.getBestCmap().items(), reverse=True)}
    order = font.getGlyphOrder()
    reorderGlyphs(font, order[:1] + sorted(order[1:], key=lambda name: codes.get(name, 0x110000)))


def make(role: str, path: Path, characters: set[str]) -> Path:
    """Writes FOLDER/<role>.ttf with these characters; those that the font lacks are named on standard error."""
    font = _open(path)
    lacking = sorted(c for c in characters if ord(c) not in font.getBestCmap())
    if lacking:
        print(f"{path.name} lacks: {' '.join(lacking)}", file=sys.stderr)
    options = Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 6, 13, 14],
        drop_tables=["GSUB", "GPOS", "BASE"],
    )
    options.drop_tables += ["vhea", "vmtx", "DSIG", "GDEF", "VDMX", "hdmx", "gasp", "JSTF", "meta"]
    worker = Subsetter(options)
    worker.populate(unicodes={ord(c) for c in characters})
    worker.subset(font)
    if "CFF " in font:
        _to_truetype(font)
    _sort_glyphs(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = role
    font["head"].created = font["head"].modified = 3_700_000_000
    font.recalcTimestamp = False
    target = FOLDER / f"{role}.ttf"
    font.save(target)
    return target


def main(folder: str) -> None:
    chars = needed(FOLDER.parent / "sources")
    for role, name in FILES.items():
        found = next(Path(folder).rglob(name))
        target = make(role, found, chars[role])
        print(f"{target.name}: {len(chars[role])} characters, {target.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(sys.argv[1])
