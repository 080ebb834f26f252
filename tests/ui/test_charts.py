"""Charts to take away: pictures drawn with the shipped font, data that opens in spreadsheets."""

from __future__ import annotations

import io
import json

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


def test_an_svg_keeps_its_words_as_text() -> None:
    assert "江苏省" in charts.picture(spec("江苏省"), "svg").decode()


def test_no_cell_of_the_data_starts_a_formula() -> None:
    text = charts.table([{"地区": "=1+1", "数值": 3.5}, {"地区": "江苏省", "数值": None}]).decode("utf-8-sig")
    assert text == "地区,数值\r\n'=1+1,3.5\r\n江苏省,\r\n"
