"""Charts to take away: pictures drawn with the shipped font, data that opens in spreadsheets."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

from ui import charts


def spec(words: str) -> str:
    import altair
    import pandas as pd

    frame = pd.DataFrame([{"x": 1, "名": words}])
    chart = altair.Chart(frame).mark_text(fontSize=40).encode(text="名:N").properties(width=300, height=80)
    return json.dumps(charts.styled(chart).to_dict(), ensure_ascii=False)


def ink(png: bytes) -> int:
    import numpy as np
    from PIL import Image

    return int((np.asarray(Image.open(io.BytesIO(png)).convert("L")) < 128).sum())


def test_a_png_shows_different_chinese_words_differently() -> None:
    first, second = charts.picture(spec("一"), "png"), charts.picture(spec("鑫鑫鑫鑫"), "png")
    assert first.startswith(b"\x89PNG") and ink(second) > 4 * ink(first) > 0


def test_the_shipped_font_holds_names_of_places_and_common_characters() -> None:
    from fontTools.ttLib import TTFont

    known = TTFont(charts._FOLDER / "PolicySans.otf").getBestCmap()
    assert {ord(sign) for sign in "鄂赣衢亳濮黔琼粤沪风电装机容量万千瓦≥▲▼①"} <= known.keys()


_BORROWED = """
import json, sys
from pathlib import Path
from ui import charts
charts._FOLDER = Path(sys.argv[1])
for number, spec in enumerate(json.loads(sys.argv[2])):
    (Path(sys.argv[1]) / f"{number}.png").write_bytes(charts.picture(spec, "png"))
"""


def test_chinese_of_a_png_comes_from_the_shipped_font_and_from_no_font_of_the_machine(tmp_path: Path) -> None:
    """The shipped font, changed so that 江 looks like 一: a PNG shows the changed sign, whatever the machine has."""
    from fontTools.ttLib import TTFont

    font = TTFont(charts._FOLDER / "PolicySans.otf")
    for table in font["cmap"].tables:
        if ord("江") in table.cmap:
            table.cmap[ord("江")] = table.cmap[ord("一")]
    font.save(tmp_path / "PolicySans.otf")
    given = json.dumps([spec("江"), spec("一"), spec("风")])
    subprocess.run([sys.executable, "-c", _BORROWED, str(tmp_path), given], check=True, capture_output=True)
    changed, like, other = (ink((tmp_path / f"{number}.png").read_bytes()) for number in range(3))
    assert changed == like > 0 and other > 2 * like


def test_an_svg_keeps_its_words_as_text() -> None:
    assert "江苏省" in charts.picture(spec("江苏省"), "svg").decode()


def test_no_cell_of_the_data_starts_a_formula() -> None:
    text = charts.table([{"地区": "=1+1", "数值": 3.5}, {"地区": "江苏省", "数值": None}]).decode("utf-8-sig")
    assert text == "地区,数值\r\n'=1+1,3.5\r\n江苏省,\r\n"
