"""What of a passage is worth saying in an answer."""

from __future__ import annotations

import pytest

from kb.evidence import Sentence
from kb.extracts import is_heading, is_preamble
from kb.spelling import plain


@pytest.mark.parametrize(
    "sentence",
    [
        "为贯彻落实市委、市政府关于节能工作的部署，加快推进既有建筑改造，特制定本方案。",
        "根据《市节能条例》等规定，结合本市实际，制定本办法。",
        "现将《市屋顶光伏推广方案》印发给你们，请认真组织实施。",
        "为做好冬季取暖工作，现就有关事项通知如下：",
        "各区人民政府，市政府各委、办、局：",
        "根据《市用电管理规定》等文件要求，我局现组织开展今年的补贴申报工作。",
        "现印发给你们，请结合实际认真执行。",
    ],
)
def test_a_preamble_is_told_by_its_words(sentence):
    assert is_preamble(plain(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "为保障供暖安全，供热单位应当制定应急预案。",
        "根据气温变化制定调度方案，到2030年完成改造30万平方米。",
        "主要措施如下：",
        "各区政府应当在每年3月底前公布名单。",
        "按照职责分工组织实施，完善配套制度。",
    ],
)
def test_a_sentence_that_says_what_is_to_be_done_is_no_preamble(sentence):
    assert not is_preamble(plain(sentence))


def test_a_row_of_a_table_is_no_heading_but_its_header_is():
    text = "指标\t2020年\t2030年\n森林覆盖率\t36\t≥38\n湿地保护率\t73\t≥80\n"
    lines = [text.index(line) for line in ("指标", "森林", "湿地")]
    header, row = (Sentence(lines[at], lines[at + 1], 0.0, 0.0, False, False) for at in (0, 1))
    assert is_heading(text, header)
    assert not is_heading(text, row)
