"""What recognition misreads alike is put right where the line leaves no doubt, and nothing else is touched."""

from __future__ import annotations

import pytest

from ingest.readers.ocr_words import mended


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("一13一", "—13—"),
        ("-30一", "-30—"),
        ("表8一3", "表8-3"),
        ("沪府发(2021]23号", "沪府发〔2021〕23号"),
        ("(国办发[2020]第39号)", "(国办发〔2020〕第39号)"),
        ("建设百干万千瓦级风电基地", "建设百千万千瓦级风电基地"),
        ("达到8干瓦时", "达到8千瓦时"),
    ],
)
def test_what_cannot_be_meant_is_put_right(read: str, meant: str) -> None:
    assert mended(read) == meant and len(mended(read)) == len(read)


@pytest.mark.parametrize("line", ["一", "之一", "（2021）规划", "若干万全县干部", "干净用水", "13一", "第十一13号"])
def test_what_may_be_meant_stays(line: str) -> None:
    assert mended(line) == line
