"""Answers over the little library: what is said, what it rests on, and when nothing is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import answer as composing
from kb import extracts, statements
from kb.model import Filters
from kb.spelling import plain
from kb.statements import bare
from tests.kb.little_library import ask, searcher

QUESTIONS = [
    "苏州2030年太阳能板要装多少",
    "苏州和宁波2025年光伏目标差多少",
    "老楼节能改造归哪些部门管",
    "旧电池往哪儿去",
    "碳汇是什么意思",
    "2021年苏州和宁波谁的PM2.5高",
    "苏府发〔2023〕15号",
    "“同步配套储能”",
    "全国2025年森林覆盖率要到多少",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_statement_is_cited_by_words_that_stand_in_the_document(library, question):
    answer = ask(library, question)
    assert answer.statements, answer.reason
    for citation in answer.citations:
        document = library.store.document(citation.doc)
        assert document.text[citation.span.start : citation.span.end] == citation.quote
        assert 10 <= len("".join(citation.quote.split())) <= 400


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_never_longer_than_eight_hundred_characters(library, question):
    assert len(ask(library, question).text) <= 800


def test_a_target_question_is_answered_by_value_hedge_year_and_place(library):
    first = ask(library, "苏州2030年太阳能板要装多少").statements[0]
    assert first.text == "苏州市光伏发电装机容量：力争900万千瓦（2030年）"
    assert "900万千瓦" in first.citations[0].quote


def test_the_rows_of_the_target_table_come_with_the_answer(library):
    (row,) = ask(library, "苏州2030年太阳能板要装多少").targets
    assert (row.value, row.unit, row.year) == (900.0, "万千瓦", 2030)


def test_a_comparison_says_the_difference_as_computed_and_cites_both_sides(library):
    first = ask(library, "苏州和宁波2025年光伏目标差多少").statements[0]
    assert first.text == "光伏发电装机容量：苏州市比宁波市高70万千瓦（计算）"
    assert first.computed == "550万千瓦 − 480万千瓦 = 70万千瓦"
    assert {citation.doc for citation in first.citations} == {"苏州能源", "宁波能源"}


def test_a_difference_in_percent_is_given_in_percentage_points(library):
    first = ask(library, "2025年非化石能源占比苏州和全国差几个点").statements[0]
    assert first.text == "非化石能源占能源消费总量比重：苏州市比全国低7个百分点（计算）"


def test_an_agency_question_is_answered_by_the_bracket_of_the_clause(library):
    first = ask(library, "老楼节能改造归哪些部门管").statements[0]
    assert first.text == "责任单位（苏州市）：市住房城乡建设局、市发展改革委、市机关事务管理局按职责分工负责"
    assert first.citations[0].quote.startswith("（市住房城乡建设局")


@pytest.mark.parametrize(
    ("charge", "said"),
    [
        ("（责任单位：市经信局、市应急局）", "市经信局、市应急局"),
        ("[责任单位：市城管委、相关区（市）县政府（管委会）]", "市城管委、相关区（市）县政府（管委会）"),
        ("（牵头单位：市住房城乡建设局）", "牵头单位：市住房城乡建设局"),
        ("责任单位：市能源局（市发展改革委）", "市能源局（市发展改革委）"),
        ("（市交通委等按职责分工负责", "市交通委等按职责分工负责"),
    ],
)
def test_who_is_charged_is_said_once_and_with_whole_brackets(charge, said):
    assert bare(charge) == said


def test_bodies_charged_with_something_else_are_not_named(library):
    assert "责任单位" not in ask(library, "碳汇归哪些部门管").text


def test_without_a_place_the_nations_row_comes_first_and_other_places_follow(library):
    said = [statement.text for statement in ask(library, "2025年光伏发电装机要多少").statements[:3]]
    assert said[0].startswith("全国光伏发电装机容量")
    assert {text[:3] for text in said[1:]} == {"苏州市", "宁波市"}


@pytest.mark.parametrize(
    ("question", "words"),
    [("烧柴油的大货车谁管，公安参与吗", "其中有市公安局"), ("柴油货车由谁管，教育局管不管", "名单中没有写明教育局")],
)
def test_whether_a_body_takes_part_is_said(library, question, words):
    assert words in ask(library, question).text


def test_a_table_tells_who_is_higher(library):
    first = ask(library, "2021年苏州和宁波谁的PM2.5高").statements[0]
    assert "苏州28.0" in first.text
    assert "高于宁波21.3" in first.text
    assert first.computed == "28.0 − 21.3 = 6.7"


def test_a_sentence_beside_one_that_names_a_place_is_not_of_that_place(library):
    side = composing._side(library, library.understand("苏州2025年光伏装机多少"), Filters())
    one = next(extract for extract in side.extracts if "苏州" not in extract.text and extract.judged.passage.text)
    theirs = replace(one.judged.passage, region="苏州市")
    nations = replace(theirs, region="全国", title="全国计划", head="一、主要目标")
    assert statements._about(side.question, replace(one, judged=replace(one.judged, passage=theirs)))
    assert not statements._about(side.question, replace(one, judged=replace(one.judged, passage=nations)))
    headed = replace(nations, head="二、苏州片区")
    assert statements._about(side.question, replace(one, judged=replace(one.judged, passage=headed)))


def test_a_side_of_which_the_library_has_nothing_is_told_and_nothing_of_another_place_stands_under_its_name(library):
    answer = ask(library, "苏州和杭州2025年光伏装机谁多")
    assert answer.statements[0].text.startswith("苏州市：")
    assert not any(one.text.startswith("杭州市") for one in answer.statements)
    assert len(answer.notes) == 1 and "没有找到杭州市2025年" in answer.notes[0]
    assert ask(library, "苏州和宁波2025年光伏差多少").notes == ()


@pytest.mark.parametrize(
    ("question", "name"), [("2021年哪个城市PM2.5最低", "宁波"), ("2021年PM2.5浓度最高的城市是谁", "无锡")]
)
def test_a_table_tells_who_is_first(library, question, name):
    assert name in ask(library, question).statements[0].text


def test_a_definition_is_given_in_the_documents_words(library):
    assert "从大气中吸收二氧化碳的过程和能力" in ask(library, "碳汇是什么意思").text


def test_a_named_document_is_introduced(library):
    assert (
        ask(library, "苏府发〔2023〕15号")
        .statements[0]
        .text.startswith("《苏州市绿色能源三年行动方案》（苏府发〔2023〕15号")
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("印度2030年光伏装机多少", "印度"),
        ("宁波2040年光伏装机目标", "2040年"),
        ("哈尔滨归哪些部门管", "哈尔滨市"),
        ("苏州市长是谁", "市长的姓名"),
    ],
)
def test_what_the_documents_do_not_say_is_refused_by_name_with_the_nearest_evidence(library, question, said):
    answer = ask(library, question)
    assert answer.abstained
    assert said in answer.reason
    assert all(citation.quote for citation in answer.nearest)


def test_another_year_of_the_same_place_is_offered_as_nearest(library):
    answer = ask(library, "宁波2040年光伏装机目标")
    assert any("480万千瓦" in citation.quote for citation in answer.nearest)


@pytest.mark.parametrize(
    ("question", "absent", "nearest"),
    [
        ("宁波2040年光伏装机目标", "没有找到宁波市2040年的相关内容", "2025年"),
        ("余杭区2025年光伏要装多少", "没有找到余杭区的相关内容", ""),
        ("哈尔滨2025年光伏要装多少", "没有找到哈尔滨市的相关内容", ""),
        ("苏州市长是谁", "没有写明苏州市市长是谁", ""),
    ],
)
def test_a_refusal_names_what_is_absent_and_what_stands_there_instead(library, question, absent, nearest):
    reason = ask(library, question).reason
    assert absent in reason
    assert nearest in reason.split("下面列出")[-1]


@pytest.mark.parametrize(
    "question", ["宁波2040年光伏装机目标", "苏州2030年猕猴要有多少只", "宁波海鲜一斤多少钱", "苏州景点门票多少钱"]
)
def test_a_place_is_said_to_be_absent_only_where_no_passage_found_speaks_of_it(library, question):
    answer = ask(library, question)
    assert answer.abstained
    assert all(f"没有找到{place}的相关内容" not in answer.reason for place in ("宁波市", "苏州市"))


@pytest.mark.parametrize(
    ("question", "there", "absent"),
    [
        ("苏州和拉萨2025年光伏装机差多少", "苏州市", "拉萨市"),
        ("哈尔滨和宁波2025年光伏装机谁高", "宁波市", "哈尔滨市"),
        ("宁波2025年和2043年光伏装机差多少", "2025年", "2043年"),
    ],
)
def test_a_side_of_a_comparison_that_is_absent_is_told_and_nothing_is_said_for_it(library, question, there, absent):
    answer = ask(library, question)
    assert answer.statements
    assert all(statement.text.startswith(there) for statement in answer.statements)
    assert len(answer.notes) == 1 and absent in answer.notes[0]


def test_what_decides_is_compared_exactly_whatever_the_index_of_vectors_brings(library):
    question = library.prepare(library.understand("苏州2030年太阳能板要装多少"))
    judged = library.judged_once(question)[:5]
    rows, matrix = library.store.vectors(library.embedder.name)
    place = {int(row): at for at, row in enumerate(rows)}
    vector = library.embedder.encode_queries([question.query.text])[0]
    exact = [float(matrix[place[one.passage.row]] @ vector) for one in judged]
    assert library.nearness(question, judged).passages == pytest.approx(exact, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "words"), [("", "没有输入问题"), ("???", "没有输入问题"), ("How much wind?", "只能回答中文问题")]
)
def test_no_question_and_a_foreign_one_are_told_so(library, text, words):
    answer = ask(library, text)
    assert answer.abstained
    assert words in answer.reason


def test_an_empty_library_says_that_it_has_nothing(tmp_path):
    empty = searcher(tmp_path, ())
    assert "请先添加相关文件" in ask(empty, "光伏目标是多少").reason


def test_a_sentence_of_a_city_is_not_given_out_as_its_provinces(library):
    alone = ask(library, "江苏屋顶光伏面积比例")
    assert alone.statements and all(
        "苏州市" in one.text for one in alone.statements if one.citations[0].doc == "苏州能源"
    )
    both = ask(library, "江苏和宁波谁回收旧电池")
    of_city = [one.text for one in both.statements if any(cited.doc == "苏州能源" for cited in one.citations)]
    assert of_city and all(text.startswith("江苏省（苏州市）：") for text in of_city)


@pytest.mark.parametrize(
    ("sentence", "charges"),
    [
        ("坚持属地负责，推进建筑师负责制。", False),
        ("对责任单位予以查处。", False),
        ("省生态环境厅负责对储备活动进行管理。", True),
        ("由市发展改革委会同有关部门组织实施。", True),
        ("申报主体为在本市注册的企业。", True),
    ],
)
def test_only_a_sentence_with_a_body_says_who_does_what(sentence, charges):
    assert bool(extracts._SAYS_WHO.search(plain(sentence))) is charges


def test_the_values_of_all_cities_are_listed_when_each_is_asked_for(library):
    said = [one.text for one in ask(library, "各市2025年光伏发电装机目标是多少").statements]
    assert sorted(said) == [
        "宁波市光伏发电装机容量：480万千瓦（2025年）",
        "苏州市光伏发电装机容量：550万千瓦（2025年）",
    ]
