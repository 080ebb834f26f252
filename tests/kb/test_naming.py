"""Documents looked up by title, number and place."""

from __future__ import annotations

from dataclasses import replace

from kb.naming import by_place, names, of_document


def listed(store, *changes):
    return tuple(replace(store.infos()[0], doc=f"d{at}", **change) for at, change in enumerate(changes))


def test_a_title_is_found_in_the_middle_of_a_question_when_it_is_long_enough(full_store):
    known = names(listed(full_store, {"title": "甲市储能发展规划"}, {"title": "储能规划"}))
    assert known.within("请问甲市 储能发展规划提出了什么") == {"d0"}
    assert known.within("请问储能规划提出了什么") == set()


def test_quoted_titles_name_what_holds_them_and_what_they_hold(full_store):
    known = names(listed(full_store, {"title": "甲市储能发展规划（2021—2025年）"}, {"title": "甲市储能发展"}))
    assert known.titled(["储能发展规划"]) == {"d0"}
    assert known.titled(["印发甲市储能发展规划(2021-2025年)的通知"]) == {"d0"}
    assert known.titled([]) == set()


def test_documents_of_one_number_are_all_found(full_store):
    known = names(
        listed(full_store, {"doc_number": "甲发〔2021〕3号"}, {"doc_number": "甲发（2021）第3号"}, {"doc_number": None})
    )
    assert known.numbered(["甲发[2021]3号"]) == {"d0", "d1"}
    assert known.numbered(["乙发[2021]3号"]) == set()


def test_the_names_follow_the_documents(full_store):
    first = listed(full_store, {"title": "甲市储能发展规划"})
    assert names(first) is names(first)
    assert names(listed(full_store, {"title": "乙省氢能发展规划"})).within("乙省氢能发展规划") == {"d0"}


def test_a_document_is_of_its_place_of_what_holds_it_and_of_those_its_title_names(full_store):
    assert of_document("苏州市", "长三角地区行动方案")[:2] == ("苏州市", "江苏省")
    found = by_place(
        listed(
            full_store,
            {"province": "江苏省", "city": "苏州市", "title": "方案"},
            {"province": None, "city": None, "title": "支持江苏省的意见"},
        )
    )
    assert found["江苏省"] == ["d0", "d1"] and found["苏州市"] == ["d0"] and found["全国"] == ["d1"]
