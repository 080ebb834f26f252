"""What an answer leaves unsaid is noted beside it: a year, a figure, one of two things, one side of a comparison."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb import answer as composing
from kb import gaps
from kb.likeness import Nearness
from kb.model import Filters
from tests.kb.little_library import MANY, Written, searcher

TEXTS = {
    "湖州": (
        Place("浙江省", "湖州市"),
        "湖州市“十四五”散煤治理规划\n一、主要目标\n到2025年，全市绿色仓库面积达到90万平方米。\n"
        "二、主要任务\n（一）压减散煤\n加快淘汰燃煤小锅炉，推进散煤清零，组织村镇逐户登记。（市能源局牵头，市商务局配合）\n"
        "（二）控制人口密度\n严格控制老城区常住人口增长，优化人口布局。\n"
        "（三）发展储能\n鼓励园区配建储能电站，给予运行补助。\n",
    ),
    "台州": (
        Place("浙江省", "台州市"),
        "台州市散煤治理方案\n一、主要任务\n（一）压减散煤\n建立散煤销售点台账，禁止新设散煤销售点。\n"
        "（二）建设仓库\n支持仓库屋顶改造，提升绿色仓库管理水平。\n",
    ),
    "丽水": (
        Place("浙江省", "丽水市"),
        "丽水市仓库建设方案\n一、主要目标\n到2025年，全市绿色仓库面积达到60万平方米。\n",
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    texts = [Written(name, text, place) for name, (place, text) in TEXTS.items()]
    return searcher(tmp_path_factory.mktemp("gaps"), (*texts, MANY))


def ask(library, question):
    answer = library.ask(library.understand(question))
    assert answer.statements, answer.reason
    return answer


def noted(library, question):
    """The notes on what would be said, whether or not the evidence is held to be enough."""
    query = library.understand(question)
    side = composing._side(library, query, Filters())
    said, rows = composing._statements(library, query, side)
    return gaps.notes(side, said, rows, Nearness((), library.embedder))


def test_a_year_that_no_clause_names_is_noted_with_the_period_that_covers_it(library):
    (note,) = noted(library, "湖州2023年怎么压减散煤")
    assert note == "所引各条没有单独写2023年，但所在规划的期限包括这一年。"


@pytest.mark.parametrize(
    "question", ["湖州怎么压减散煤", "湖州2025年绿色仓库面积要多大", "“十四五”湖州怎么压减散煤", "台州散煤怎么管"]
)
def test_an_answer_that_says_all_has_no_notes(library, question):
    assert ask(library, question).notes == ()


def test_a_quantity_of_which_no_clause_gives_a_figure_is_noted(library):
    (note,) = noted(library, "湖州常住人口")
    assert note == "没有找到写明湖州市“常住人口”数值的条款，下面是说到它的内容。"


def test_of_two_things_the_one_that_no_clause_names_is_noted(library):
    notes = noted(library, "湖州怎么发展储能和核聚变")
    assert any("没有写到“核聚变”" in note for note in notes)


def test_two_things_that_never_stand_together_are_noted_where_it_is_asked_whether_they_do(library):
    notes = noted(library, "湖州储能电站的补助包括散煤锅炉吗")
    assert any(note.startswith("没有一条同时写到") for note in notes)


def test_what_only_places_within_the_asked_one_say_is_noted(library):
    (note,) = noted(library, "浙江怎么压减散煤")
    assert note.startswith("没有找到浙江省本级文件里的内容，所列出自") and "湖州市" in note and "台州市" in note


def test_the_side_without_a_figure_is_named_and_the_other_keeps_its_value(library):
    answer = ask(library, "湖州和台州2025年绿色仓库面积谁大")
    assert any("没有找到" in note and "台州市" in note for note in answer.notes)
    assert not any("湖州市" in note for note in answer.notes)
    assert any(one.text.startswith("湖州市：绿色仓库面积：90万平方米") for one in answer.statements)


def test_two_sides_with_figures_have_a_difference_and_no_note(library):
    answer = ask(library, "湖州和丽水2025年绿色仓库面积差多少")
    assert "湖州市比丽水市高30万平方米" in answer.statements[0].text
    assert answer.notes == ()


def test_a_comparison_without_a_subject_asks_for_one(library):
    answer = library.ask(library.understand("湖州和台州谁降得多"))
    assert answer.abstained
    assert "没有写明比较哪一项" in answer.reason


def test_the_bodies_of_two_places_are_told_side_by_side_and_the_missing_one_is_named(library):
    answer = ask(library, "湖州和台州谁管散煤")
    assert answer.statements[0].text.startswith("湖州市：责任单位：市能源局牵头")
    assert answer.notes == ("台州市：没有找到写明责任单位的条款。",)


def test_notes_are_told_on_the_command_line_and_in_its_record(library):
    from kb.commands.ask import record, shown

    answer = ask(library, "湖州和台州谁管散煤")
    assert record(answer)["notes"] == list(answer.notes)
    assert f"说明：{answer.notes[0]}" in shown(answer)


@pytest.fixture(scope="module")
def intensity(tmp_path_factory):
    text = (
        "衢州市节约用能用水规划\n一、主要目标\n到2025年，全市单位地区生产总值能耗下降14%，单位地区生产总值用水量下降12%。\n"
        "二、主要任务\n推广高效电机，更新老旧水泵。\n"
    )
    return searcher(tmp_path_factory.mktemp("intensity"), (Written("衢州", text, Place("浙江省", "衢州市")),))


def told(library, question):
    query = library.understand(question)
    return composing._statements(library, query, composing._side(library, query, Filters()))


def test_a_row_of_another_indicator_that_only_holds_the_asked_word_is_no_answer(intensity):
    assert told(intensity, "衢州2025年GDP增速是多少")[1] == []
    assert [row.value for row in told(intensity, "衢州2025年单位GDP能耗降多少")[1]] == [14.0]


def test_a_sentence_in_which_several_rows_stand_is_quoted_once(intensity):
    said, rows = told(intensity, "衢州2025年单位GDP能耗和单位GDP用水量目标")
    assert len(rows) > 1
    quoted = [one.text for one in said if one.text.startswith("到2025年")]
    assert len(quoted) == len(set(quoted))
