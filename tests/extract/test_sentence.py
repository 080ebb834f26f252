"""A paragraph's mask, sentences and segments."""

from __future__ import annotations

from extract import sentence
from extract.sentence import B, P, Q, T, X


def read(text: str) -> sentence.Paragraph:
    return sentence.read(text, 0, len(text))


def test_the_mask_has_one_sign_for_each_character_of_the_view() -> None:
    text = "到2026年，用水 效率较2020年提高12.5%（按《办法》第3条）。"
    paragraph = read(text)
    assert len(paragraph.mask) == len(paragraph.text) == len(paragraph.seen.places)


def test_time_phrases_amounts_base_years_and_titles_each_have_their_sign() -> None:
    paragraph = read("到2026年，按照《节水条例2021》，用水量比2020年下降9%。")
    signs = {sign for sign in paragraph.mask if sign in (T, Q, B, X)}
    assert signs == {T, Q, B, X}


def test_a_figure_in_a_title_is_no_amount() -> None:
    paragraph = read("落实《降碳30%行动方案》。")
    assert [s.amounts for s in paragraph.sentences] == [()]


def test_a_parenthesis_without_an_amount_is_one_sign_and_with_one_stays_readable() -> None:
    hidden, open_ = read("设施（含改建）达到30座"), read("设施（含改建5座）达到30座")
    assert P in hidden.mask
    assert P not in open_.mask


def test_full_stops_end_sentences_and_commas_end_segments() -> None:
    paragraph = read("甲率达到5%，乙率达到6%；丙率达到7%。丁率达到8%。")
    assert [len(s.segments) for s in paragraph.sentences] == [3, 1]
    assert [len(s.amounts) for s in paragraph.sentences] == [3, 1]


def test_a_voltage_grades_a_name_and_is_no_amount() -> None:
    (one,) = read("新建220千伏变电站6座").sentences
    assert [amount.unit for amount in one.amounts] == ["座"]
    assert [amount.unit for amount in one.grades] == ["千伏"]


def test_a_figure_before_the_word_class_is_a_grade() -> None:
    (one,) = read("建设30万吨级泊位4个").sentences
    assert [amount.unit for amount in one.amounts] == ["个"]


def test_markup_left_in_a_text_separates() -> None:
    assert "\t" in read("<td>覆盖率达到90%</td>").mask


def test_an_empty_stretch_has_no_sentence() -> None:
    assert read("").sentences == ()
