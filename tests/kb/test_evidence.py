"""What single sentences of a passage say of a question."""

from __future__ import annotations

import pytest

from kb.evidence import asked, examine, sentences
from kb.model import Passage
from kb.needs import needs
from kb.query import understand


def passage(text: str, head: str = "", kind: str = "text") -> Passage:
    return Passage(1, "d", "甲", "c", "一、", head, "甲市方案", "甲市", kind, text, 0, len(text), None)


def evidence(question: str, text: str, head: str = "", kind: str = "text"):
    query = understand(question)
    return examine(asked(query, needs(query, lambda word: 5, 100)), passage(text, head, kind))


def best(question: str, text: str) -> str:
    found = evidence(question, text)
    return text[found.best.start : found.best.end]


def test_the_best_sentence_holds_words_year_and_figure():
    text = "全面发展风电。到2030年，风电装机达到50万千瓦。到2025年，风电装机达到20万千瓦。"
    assert best("2030年风电装多少万千瓦", text) == "到2030年，风电装机达到50万千瓦。"


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("湿地保护率要到百分之几", "湿地保护率达到55%。", True),
        ("湿地保护率要到百分之几", "湿地面积达到55万亩。", False),
        ("新增多少公顷绿地", "新增绿地30公顷。", True),
        ("新增多少公顷绿地", "新增绿地，2025年完成。", False),
        ("哪年碳达峰", "2030年前实现碳达峰。", True),
        ("违规罚多少钱", "处三万元以上十万元以下罚款。", True),
        ("怎么保护湿地", "湿地保护率达到55%。", False),
        ("用电多少吨标煤", "用能折合12万吨标准煤。", True),
        ("森林火灾受害率控制在多少以内", "森林火灾受害率控制在0.8‰以内。", True),
        ("申报表哪天前交", "申报表于3月15日前报送。", True),
        ("申报表哪天前交", "2024年组织申报。", False),
        ("水质多久公布一次", "每季度公布水质。", True),
        ("水质多久公布一次", "2025年公布水质。", False),
    ],
)
def test_a_figure_is_of_the_kind_that_is_asked_for(question, text, figure):
    assert evidence(question, text).sentences[0].figure is figure


def test_a_year_inside_a_span_of_years_is_named_by_it():
    assert evidence("2024年绿色建筑占比", "2022年至2025年，绿色建筑占比逐年提高。").sentences[0].year == 1.0


def test_two_asked_years_are_named_in_part_by_one():
    assert evidence("2030年比2005年降多少", "2030年实现达峰。").sentences[0].year == 0.5


def test_the_rows_of_a_table_speak_with_its_header():
    found = evidence(
        "2021年宁波细颗粒物浓度", "宁波\t21.3\n杭州\t27.5", "表1 2021年细颗粒物浓度 / 表头：城市 浓度", "table"
    )
    assert found.sentences[0].coverage == found.sentences[1].coverage > 0.5
    assert found.sentences[0].place
    assert not found.sentences[1].place


def test_a_definition_is_known_by_its_words():
    found = evidence("什么叫近零碳社区", "推进近零碳社区。近零碳社区是指排放很低的社区。")
    assert [sentence.defines for sentence in found.sentences] == [False, True]


def test_sentences_tile_the_text():
    text = "一、标题\n第一句。第二句；第三句！\n\n最后"
    assert "".join(text[start:end] for start, end in sentences(text)) == text


def test_the_title_of_a_paragraph_belongs_to_the_sentence_behind_it():
    text = "(一)推广太阳能。鼓励新建厂房安装光伏。有条件的先行。\n1.5万户受益。另起一句。"
    assert [text[start:end] for start, end in sentences(text)] == [
        "(一)推广太阳能。鼓励新建厂房安装光伏。",
        "有条件的先行。\n",
        "1.5万户受益。",
        "另起一句。",
    ]
