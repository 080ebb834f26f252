"""Yes-or-no questions, times, causes and documents that are not there: the deciding clause is quoted, what is missing is said."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb import unheld, whether
from tests.kb.little_library import MANY, Written, ask, searcher

TEXTS = {
    "湖州": (
        Place("浙江省", "湖州市"),
        "湖州市仓库消防管理实施方案\n一、主要任务\n（一）管好仓库\n老城区仓库内不得堆放鞭炮，确需周转的应当登记。\n"
        "（二）推广屋顶绿化\n鼓励新建仓库建设屋顶绿化，按面积给予补助。\n"
        "（三）推进搬迁\n鞭炮仓库有序搬迁，逐户登记。因通道狭窄，部分仓库消防车无法到达。\n"
        "（四）建设泊位\n2027年起，码头泊位全面使用岸电。\n",
    ),
    "台州": (
        Place("浙江省", "台州市"),
        "台州市码头发展规划\n一、主要任务\n（一）建设码头\n加快码头泊位改造，提升泊位服务水平。\n",
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    texts = [Written(name, text, place) for name, (place, text) in TEXTS.items()]
    return searcher(tmp_path_factory.mktemp("whether"), (*texts, MANY))


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("湖州老城区仓库可以堆放鞭炮吗", "不得"),
        ("湖州老城区仓库能不能堆放鞭炮", "不得"),
        ("湖州新建仓库必须建设屋顶绿化吗", "鼓励"),
    ],
)
def test_the_clause_that_decides_comes_first_with_its_deciding_word(library, question, word):
    answer = ask(library, question)
    first = answer.statements[0]
    assert first.text.startswith(f"写明“{word}”：")
    assert word in first.citations[0].quote
    assert not any("允许、禁止还是必须" in note for note in answer.notes)


def test_where_no_clause_decides_that_is_said(library):
    answer = ask(library, "台州的码头泊位允许堆放鞭炮吗")
    assert not any(one.text.startswith("写明“") for one in answer.statements)
    assert answer.abstained or any("是允许、禁止还是必须的条款" in note for note in answer.notes)


@pytest.mark.parametrize(
    "question", ["湖州有多少座仓库", "什么是屋顶绿化", "湖州仓库搬迁要注意什么", "湖州怎么推进仓库搬迁"]
)
def test_other_questions_ask_for_no_ruling(library, question):
    assert not whether.asked(library.prepare(library.understand(question)))


def test_a_time_that_no_clause_tells_is_noted_and_one_that_is_told_is_not(library):
    assert not any("时间的条款" in note for note in ask(library, "湖州码头泊位从哪一年起使用岸电").notes)
    answer = ask(library, "湖州鞭炮仓库哪一年搬迁")
    assert answer.abstained or any("时间的条款" in note for note in answer.notes)


def test_a_cause_that_no_clause_tells_is_noted_and_one_that_is_told_is_not(library):
    assert not any("原因的条款" in note for note in ask(library, "湖州部分仓库消防车为什么无法到达").notes)
    answer = ask(library, "湖州为什么鼓励屋顶绿化")
    assert answer.abstained or any("原因的条款" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("《湖州市码头管理条例》写了什么", "《湖州市码头管理条例》"),
        ("台州市仓库消防管理实施方案里写了哪些任务", "“台州市仓库消防管理实施方案”"),
        ("湖政发〔2031〕7号对码头有什么要求", "湖政发〔2031〕7号"),
    ],
)
def test_a_document_that_is_not_held_is_named_with_what_is_called_most_like_it(library, question, missing):
    said = unheld.note(library.understand(question), library.store.infos())
    assert said.startswith(f"库中没有{missing}这份文件。")
    if "〔" not in question:
        assert "名称最接近的是《" in said
    answer = ask(library, question)
    assert said in answer.reason or answer.notes[0].startswith(said)


@pytest.mark.parametrize(
    "question",
    [
        "湖州市仓库消防管理实施方案里写了什么",
        "《台州市码头发展规划》的主要任务",
        "台州码头规划里怎么说泊位",
        "湖州怎么管仓库",
        "行动方案里怎么说",
    ],
)
def test_a_document_that_is_held_or_not_named_is_not_missed(library, question):
    assert unheld.note(library.understand(question), library.store.infos()) == ""
