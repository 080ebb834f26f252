"""The page gate: text that can be trusted passes, the rest is named."""

from __future__ import annotations

import pytest

from ingest import gate

GOOD = [
    "到2025年，全市港口岸电设施覆盖率达到90%以上，年用电量超过12万千瓦时。",
    "二〇二一年十二月一日",
    "Shore power shall be available at every berth by 2030.",
    "岸電設施覆蓋率達到九成以上，臺灣與香港地區使用繁體字書寫的政策文件同樣可以讀取，不作為亂碼處理。",
    "μg/m³ ℃ ≥ ① （一） 〔2022〕7号",
    "自发布之日起至2025年底前有效，到2030年前达峰。",
]


@pytest.mark.parametrize("text", GOOD)
def test_sound_text_passes(text: str) -> None:
    assert gate.doubt(text) == ""


BAD = [
    ("岸电" * 90 + "\ufffd" * 3 + "\ue0a1" * 2, "5个字符"),
    ("ʮֹٛӴ൰ϵᐾᦨ⿻ћܾ᪴࠽ڡⵯ᱗ᅲ৚ݓ۰௦࠺࿆ೋ๚ᆓ", "乱码"),
    ("䘆䗉㌱ᶺ㜳䍺㢸㜓䐯㔙㿴䉜㛹䀖䏇䃊䁦䆔䑺䔾䖝䙳䚘䜀䝎䞜䟔䠀䡆䢌䣀", "乱码"),
    ("íîãåñóÄÅòôöáòõúùûäü" * 3, "乱码"),
    ("(cid:12)(cid:99)(cid:7)岸电", "乱码"),
    ("绿色建筑面积达到 万平方米以上，岸电使用量超过 万千瓦时", "数字缺失"),
    ("特此通知。年 月 日印发。年  月  日起施行", "数字缺失"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_doubtful_text_is_named_with_its_reason(text: str, reason: str) -> None:
    assert reason in gate.doubt(text)


def test_a_single_lost_figure_is_not_enough_to_doubt_a_page() -> None:
    assert gate.doubt("面积达到 万平方米以上，覆盖率达到90%以上。") == ""
