"""Fonts that have lost their character tables: the tables are found again, and the text is what it was with them."""

from __future__ import annotations

import pytest

from ingest.model import Document
from ingest.readers import ReadOptions, ocr
from ingest.readers.font_program import characters_of
from ingest.readers.glyph_votes import Cast, Votes
from ingest.readers.ocr_signs import Sign
from ingest.readers.pdf_codes import coded_pages
from ingest.readers.pdf_fonts import FontTables
from ingest.readers.pdf_restore import restored
from ingest.reading import read
from tests.ingest.mute_fonts import code_of, font, pdf_of, program


def lines() -> list[str]:
    """A page of lines in the sample font's own characters, with figures and marks."""
    known = font().getBestCmap()
    han = [chr(code) for code in sorted(known) if 0x4E00 <= code <= 0x9FFF]
    rows = ["".join(han[26 * n : 26 * n + 24]) + "，。" for n in range(9)]
    return [*rows, "到2025年，" + "".join(han[3:9]) + "下降13.5%。", "".join(han[:6])]


def document(data: bytes, choice: str) -> Document:
    return read(data, "样本", "pdf", ReadOptions(ocr=choice))  # type: ignore[arg-type]


def test_a_font_program_says_which_characters_its_glyphs_are() -> None:
    told = characters_of(program(True))
    for sign in "，。2025%下降":
        assert told[code_of(sign) - 0x500] == sign
    assert characters_of(program(False)) == {} and characters_of(b"\x00\x01\x00\x00broken") == {}


def test_a_font_with_a_table_is_not_mute_and_one_without_is() -> None:
    import pypdfium2 as pdfium

    for mapped, count in ((True, 0), (False, 1)):
        pdf = pdfium.PdfDocument(pdf_of([lines()], mapped, True))
        assert len(FontTables(pdf).fonts) == count
        pdf.close()


def test_codes_that_look_like_arabic_are_found_in_their_order() -> None:
    import pypdfium2 as pdfium

    words = lines()
    pdf = pdfium.PdfDocument(pdf_of([words], False, True))
    tables = FontTables(pdf)
    (page,) = coded_pages(tables)
    number = tables.fonts[0].number
    assert list(page.keys) == [(number, code_of(sign)) for line in words for sign in line]
    assert min(code for _, code in page.keys if code) > 0x500
    pdf.close()


def test_a_page_is_read_by_its_font_program_as_with_the_lost_table() -> None:
    pages = [lines(), lines()[::-1]]
    whole, lost = document(pdf_of(pages, True, True), "never"), document(pdf_of(pages, False, True), "never")
    assert lost.text == whole.text and lost.regions == whole.regions
    assert not any(page.ocr or page.doubt for page in lost.pages)


def test_without_recognition_a_font_that_says_nothing_leaves_the_page_doubtful() -> None:
    lost = document(pdf_of([lines()], False, False), "never")
    assert all(page.doubt and not page.ocr for page in lost.pages)


@pytest.mark.slow
def test_votes_of_recognised_signs_give_the_text_as_with_the_lost_table() -> None:
    if not ocr.available():
        pytest.skip("未安装 rapidocr")
    pages = [lines(), lines()[::-1]]
    whole, lost = document(pdf_of(pages, True, False), "never"), document(pdf_of(pages, False, False), "auto")
    assert "到2025年，" in lost.text and "下降13.5%。" in lost.text
    wrong = sum(a != b for a, b in zip(lost.text, whole.text, strict=True))
    assert wrong <= 0.01 * len(whole.text) and (not wrong or any(page.doubt for page in lost.pages))
    assert lost.regions == whole.regions and all(page.ocr for page in lost.pages)


@pytest.mark.slow
@pytest.mark.parametrize("leader", [".", "…"])
def test_leaders_of_a_contents_page_are_told_by_their_shape(leader: str) -> None:
    if not ocr.available():
        pytest.skip("未安装 rapidocr")
    rows = [line for line in lines() if "." not in line]
    pages = [[*rows, "下降" + leader * 18 + "5", "一七万" + leader * 17 + "8"]]
    whole, lost = document(pdf_of(pages, True, False), "never"), document(pdf_of(pages, False, False), "auto")
    assert "下降" + leader * 18 in whole.text and lost.text == whole.text


def signs(*choices: dict[str, float]) -> list[Sign]:
    return [Sign((n + 0.5) / len(choices), tuple(each.items())) for n, each in enumerate(choices)]


def casts(*codes: int, wide: float = 1.0) -> list[Cast]:
    return [Cast((7, code), (n + 0.5) / len(codes), wide / len(codes)) for n, code in enumerate(codes)]


def readings(votes: Votes) -> dict[int, tuple[str, bool]]:
    return {code: (each.sign, each.sure) for (_, code), each in votes.readings().items()}


def test_most_votes_win_and_a_split_vote_is_not_sure() -> None:
    votes = Votes()
    for _ in range(3):
        votes.take(casts(1, 2), signs({"土": 0.9, "士": 0.1}, {"未": 0.5, "末": 0.45}))
    votes.take(casts(1, 2), signs({"士": 0.6, "土": 0.4}, {"末": 0.7, "未": 0.3}))
    found = readings(votes)
    assert found[1] == ("土", True) and not found[2][1]


def test_a_sign_missed_by_recognition_leaves_the_votes_of_the_others() -> None:
    votes = Votes()
    line = casts(1, 2, 3, 4)
    votes.take(line, [Sign(line[n].at, ((sign, 0.99),)) for n, sign in ((0, "甲"), (2, "丙"), (3, "丁"))])
    found = readings(votes)
    assert {code: sign for code, (sign, _) in found.items()} == {1: "甲", 3: "丙", 4: "丁"}


def test_the_width_tells_a_full_width_mark_from_a_half_width_one() -> None:
    votes = Votes()
    row = [Cast((7, 1), 0.1, 0.2), Cast((7, 2), 0.3, 0.2), Cast((7, 3), 0.5, 0.2), Cast((7, 4), 0.65, 0.1)]
    seen = [{"产": 0.9}, {"业": 0.9}, {"(": 0.6, "（": 0.4}, {"（": 0.6, "(": 0.4}]
    votes.take(row, [Sign(cast.at, tuple(each.items())) for cast, each in zip(row, seen, strict=True)])
    found = readings(votes)
    assert found[3][0] == "（" and found[4][0] == "("


def test_glyphs_in_the_order_of_unicode_tell_likenesses_apart() -> None:
    row = "丁七万丈三上下不与丐丑专且世丘丙业丛东丝丞両丢两严並丧个丫中丰串临丸丹为主丽举"
    row = "".join(sorted(set(row)))
    votes = Votes()
    for n, sign in enumerate(row):
        votes.take(casts(100 + n), signs({"丈": 0.2, "文": 0.8} if sign == "丈" else {sign: 0.99}))
    assert readings(votes)[100 + row.index("丈")] == ("丈", True)


def test_a_character_stands_for_one_code_of_a_font_only() -> None:
    votes = Votes()
    for _ in range(4):
        votes.take(casts(1, 2), signs({"”": 0.98}, {"”": 0.5, "“": 0.45}))
    assert readings(votes)[2] == ("“", True)


def test_a_document_number_has_its_own_brackets() -> None:
    votes = Votes()
    row = [
        {"发": 0.9},
        {"（": 0.6, "〔": 0.4},
        *({c: 0.9} for c in "2021"),
        {"）": 0.6, "〕": 0.4},
        {"8": 0.9},
        {"号": 0.9},
    ]
    for _ in range(2):
        votes.take(casts(*range(9)), signs(*row))
    found = readings(votes)
    assert found[1][0] == "〔" and found[6][0] == "〕"


def test_a_specimen_shows_rows_of_codes_of_their_font() -> None:
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(pdf_of([lines()], False, True))
    tables = FontTables(pdf)
    rows = [[(tables.fonts[0].number, code_of(sign)) for sign in row] for row in ("下降", "一七万")]
    shown = pdfium.PdfDocument(tables.specimen(rows, 40.0))
    picture = shown[0].render(scale=1).to_numpy()
    assert len(shown) == 1 and picture.shape[0] == 160
    for n, row in enumerate(rows):
        inked = (picture[80 * n : 80 * n + 80].min(axis=(0, 2)) < 128).nonzero()[0]
        assert 40 * (len(row) - 1) < inked[-1] - inked[0] < 40 * len(row)
    shown.close()
    pdf.close()


def test_a_pdf_that_cannot_be_written_anew_is_left_as_it_is() -> None:
    import pypdfium2 as pdfium

    pdf = pdfium.PdfDocument(pdf_of([lines()], False, True))
    pdf.close()
    assert restored(pdf, False, lambda: False) is None


def test_a_blank_that_the_font_program_does_not_name_is_a_blank() -> None:
    pages = [[*lines(), "GDP Target Plan of Hebei"]]
    whole, lost = document(pdf_of(pages, True, True), "never"), document(pdf_of(pages, False, True, " "), "never")
    assert "GDP Target Plan of Hebei" in lost.text and lost.text == whole.text
    assert not any(page.ocr or page.doubt for page in lost.pages)
