"""What something consists of: sentences that name the parts."""

from __future__ import annotations

import pytest

from kb.enumerations import SOME, listed
from kb.needs import needs
from kb.query import understand
from kb.spelling import plain


def worth(question, sentence):
    asked = understand(question)
    found = listed(question, needs(asked, lambda word: 3, 1000))
    view = plain(sentence)
    return 0.0 if found is None else found.worth(view, 0, len(view), 0.5)


@pytest.mark.parametrize(
    ("question", "sentence", "says"),
    [
        ("重点耗水行业包括哪些", "“重点耗水行业”主要包括造纸、印染、制革等6类。", True),
        ("重点耗水行业有哪几类", "重点耗水行业分为造纸、印染、制革三类。", True),
        ("重点耗水行业包括哪些", "重点耗水行业为：造纸、印染、制革。", True),
        ("重点耗水行业包括哪些", "对重点耗水行业实行用水定额，超出的限期整改、通报。", False),
        ("重点耗水行业包括哪些", "园区包括造纸、印染两个片区。", False),
        ("重点耗水行业由谁管", "重点耗水行业主要包括造纸、印染、制革。", False),
        ("哪些城市有重点耗水行业", "重点耗水行业主要包括造纸、印染、制革。", False),
    ],
)
def test_a_sentence_that_names_the_parts_is_known(question, sentence, says):
    assert (worth(question, sentence) == 1.0) is says


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("清洁能源包括哪些", "扩大水能、潮汐能、沼气等清洁能源的供应。", SOME),
        ("清洁能源包括哪些", "减少煤炭、石油等非清洁能源的使用。", 0.0),
        ("要办哪些体育赛事", "引进龙舟、帆船、路跑等国际体育品牌赛事。", SOME),
        ("储热包括哪些技术", "发展熔盐、混凝土、相变材料等蓄热技术。", 0.5 * SOME),
        ("储热包括哪些技术", "发展蓄热技术，扩大应用。", 0.0),
    ],
)
def test_some_of_the_kind_count_less_than_the_parts(question, sentence, found):
    assert worth(question, sentence) == found


@pytest.mark.parametrize(("question", "units"), [("水电基地有哪几个", ()), ("要建几个水电基地", ("个",))])
def test_which_ones_is_no_question_about_a_number(question, units):
    assert understand(question).units == units


@pytest.mark.parametrize(
    ("question", "intent"),
    [("新型储能装机", "target"), ("新型储能包括哪些技术", "background"), ("金山岛人口", "target")],
)
def test_the_parts_of_something_are_no_value_and_a_quantity_alone_is_one(question, intent):
    assert understand(question).intent == intent
