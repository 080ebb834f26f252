"""Cuts the font of charts (图表字体) out of Noto Sans CJK SC, so that saved pictures show Chinese on any machine.

Usage: python -m bench.chart_font FILE, where FILE is NotoSansCJK-Regular.ttc (Debian: fonts-noto-cjk). It holds the 3,755
common characters of GB 2312, those of places, bodies, metrics and units, and the signs of policy texts; it carries
another name, as the SIL Open Font License asks of changed fonts, and stays under it (ui/fonts/OFL.txt).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NAME = "Policy Sans"
SIGNS = "、。，；：？！“”‘’（）〔〕【】《》〈〉—…·～％‰℃㎡㎥°±×÷≤≥≈▲▼＝①②③④⑤⑥⑦⑧⑨⑩ⅠⅡⅢⅣⅤ₀₁₂₃⁰¹²³⁻　"


def characters() -> set[str]:
    """Every character the font must hold."""
    common = {bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)}
    data = [*ROOT.glob("ingest/gazetteer/*.json"), *ROOT.glob("extract/data/*.json"), ROOT / "ui" / "english.json"]
    data += ROOT.glob("corpus/sources/*.txt")
    used = {sign for path in data for sign in path.read_text("utf-8")}
    return {sign for sign in common | used | set(SIGNS) | {chr(code) for code in range(32, 127)} if sign.isprintable()}


def make(source: Path) -> Path:
    """Write the subset beside its licence."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTCollection

    faces: list[Any] = TTCollection(source).fonts
    font = next(face for face in faces if face["name"].getDebugName(6).startswith("NotoSansCJKsc"))
    options = Options(layout_features=[], hinting=False, desubroutinize=False, notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG", "GDEF", "meta"]
    worker = Subsetter(options)
    worker.populate(unicodes=[ord(sign) for sign in characters() if len(sign) == 1])
    worker.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = NAME
        elif record.nameID == 6:
            record.string = NAME.replace(" ", "")
    font["head"].created = font["head"].modified = 3_700_000_000
    font.recalcTimestamp = False
    target = ROOT / "ui" / "fonts" / "PolicySans.otf"
    font.save(target)
    return target


if __name__ == "__main__":
    made = make(Path(sys.argv[1]))
    print(json.dumps({"file": made.name, "bytes": made.stat().st_size}))
