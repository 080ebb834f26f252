"""The tokenizer simplifies and cuts into words of at most four characters."""

from __future__ import annotations

import pytest

from kb.encoder import vocabulary
from kb.spelling import plain

PIECES = [
    ("<unk>", 0.0), ("既有建筑", -6.0), ("节能", -5.0), ("建筑", -5.0), ("2025", -8.0), ("pm2.5", -8.0), ("的", -3.0),
    *((letter, -12.0) for letter in vocabulary.LETTERS), *((character, -11.0) for character in "既有建筑节能年上海"),
]  # fmt: skip


def cut(text: str) -> list[str]:
    encoding = vocabulary.tokenizer(PIECES).encode(text, add_special_tokens=False)
    return [piece for piece, number in zip(encoding.tokens, encoding.ids, strict=True) if number]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("既有建筑节能", ["既有建筑", "节能"]),
        ("既有建築節能", ["既有建筑", "节能"]),
        ("２０２５年，上海！", ["2025", "年", "上", "海"]),
        ("PM2.5", ["pm2.5"]),
        ("", []),
        ("，。！", []),
    ],
)
def test_runs_are_cut_into_the_likeliest_pieces(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_every_traditional_character_becomes_its_simplified_one_and_no_other_changes() -> None:
    from tokenizers import normalizers

    mapping = vocabulary.simplified()
    simplify = normalizers.Precompiled(vocabulary.charsmap(mapping))
    assert all(simplify.normalize_str(old) == new for old, new in mapping.items())
    others = [chr(code) for code in range(0x20, 0xA000, 7) if chr(code) not in mapping]
    assert all(simplify.normalize_str(character) == character for character in others)


def test_a_small_mapping_survives_the_double_array() -> None:
    from tokenizers import normalizers

    simplify = normalizers.Precompiled(vocabulary.charsmap({"甲": "乙", "丙": "乙", "a": "b"}))
    assert simplify.normalize_str("甲丙丁ab") == "乙乙丁bb"


def test_words_that_stand_together_in_many_surroundings_are_found() -> None:
    around = "一二三四五六七八九十百千万亿上下左右前后"
    texts = [f"{left}漷漶{right}" for left in around for right in around]
    rest = ["".join(chr(0x4E00 + (37 * row + 91 * place) % 3000) for place in range(60)) for row in range(2500)]
    assert "漷漶" in vocabulary.coined(texts + rest)
    assert vocabulary.coined([text.replace("漷", "一") for text in texts[:10]]) == {}


def test_the_vocabulary_holds_characters_words_years_and_the_thesaurus() -> None:
    pieces = dict(vocabulary.vocabulary(["推进既有建筑节能改造"], ["今天天气很好"], 30_000))
    assert len(pieces) <= 30_000
    assert {"老楼", "2030", "改造", "造", "pm2.5", "%"} <= set(pieces)
    assert all(len(piece) <= 10 and piece == plain(piece) for piece in pieces if piece not in ("<unk>", "℃"))
    assert pieces["改造"] > pieces["%"]
