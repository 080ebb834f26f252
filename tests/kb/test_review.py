"""Reviews: what a person decided stays, whatever is extracted again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from ingest.model import Metadata, Span
from kb import decisions
from kb.decisions import add_row, decide, gold, listed
from kb.errors import UnknownDocument, UnknownName
from kb.model import Filters
from kb.review import BadReview

WIND, ENERGY = 0, 1


@pytest.fixture
def filled(store, make_bundle):
    store.save(make_bundle("甲市"))
    return store


def rows(store):
    return store.targets_of("甲市")


def again(store, make_bundle, text=None, **changes):
    """The document extracted anew, possibly as another version."""
    made = make_bundle("甲市", text) if text else make_bundle("甲市")
    if changes:
        made = replace(made, **changes)
    same = store.info("甲市").document_id == made.id
    store.save(made, replaces=None if same else "甲市")


def test_a_confirmed_row_says_who_and_when(filled, make_bundle):
    target = rows(filled)[WIND]
    row = decide(filled, "甲市", target.id, "confirm", {}, who="张三", note="对过原文")
    assert (row.review, row.reviewer, row.confidence) == ("confirmed", "张三", 1.0)
    assert row.reviewed_at.startswith("20")
    again(filled, make_bundle)
    assert rows(filled)[WIND] == row
    (found,) = listed(filled)
    assert (found.who, found.action, found.note, found.lost) == ("张三", "confirm", "对过原文", False)


def test_a_correction_survives_a_new_extraction(filled, make_bundle):
    target = rows(filled)[ENERGY]
    row = decide(
        filled,
        "甲市",
        target.id,
        "correct",
        {"value": "6.5", "year": "2026年", "agencies": "市机管局、市财政局"},
        who="李四",
        note="",
    )
    assert (row.value, row.year, row.agencies, row.review) == (6.5, 2026, ("市机管局", "市财政局"), "corrected")
    assert row.quote == target.quote
    again(filled, make_bundle)
    assert rows(filled)[ENERGY] == row
    assert len(filled.targets(Filters(years=(2026,)))) == 1
    assert filled.targets(Filters(years=(2025,))) == ()


def test_a_correction_finds_its_row_when_the_extractor_gives_it_another_id(filled, make_bundle):
    target = rows(filled)[ENERGY]
    decide(filled, "甲市", target.id, "correct", {"metric": "公共机构能耗强度"}, who="", note="")
    made = make_bundle("甲市")
    renamed = tuple(replace(row, id=f"new:{row.id}", confidence=0.5) for row in made.targets)
    filled.save(replace(made, targets=renamed))
    assert [row.metric for row in rows(filled)] == ["风力发电装机容量", "公共机构能耗强度"]
    assert [row.review for row in rows(filled)] == ["", "corrected"]


def test_a_corrected_row_stays_when_the_extractor_no_longer_finds_it(filled, make_bundle):
    target = rows(filled)[ENERGY]
    decide(filled, "甲市", target.id, "correct", {"value": 7}, who="王五", note="")
    made = make_bundle("甲市")
    filled.save(replace(made, targets=made.targets[:1]))
    assert [row.value for row in rows(filled)] == [120, 7]


def test_a_correction_follows_its_words_into_a_new_version(filled, make_bundle):
    target = rows(filled)[ENERGY]
    decide(filled, "甲市", target.id, "correct", {"value": 7}, who="王五", note="")
    again(filled, make_bundle, "修订说明：略作调整。\n" + filled.document("甲市").text)
    row = next(row for row in rows(filled) if row.review)
    document = filled.document("甲市")
    assert document.quote(Span(row.start, row.end)) == row.quote == target.quote
    assert (row.value, row.start, row.page) == (7, target.start + 11, 2)


def test_a_correction_whose_words_are_gone_is_kept_as_lost_and_comes_back_with_them(filled, make_bundle):
    target = rows(filled)[ENERGY]
    decide(filled, "甲市", target.id, "correct", {"value": 7}, who="王五", note="")
    again(filled, make_bundle, "一、总则\n二、附则全部改写，没有数字。")
    assert rows(filled) == ()
    assert [review.lost for review in listed(filled)] == [True]
    again(filled, make_bundle)
    assert [row.value for row in rows(filled) if row.review] == [7]
    assert [review.lost for review in listed(filled)] == [False]


def test_a_rejected_row_stays_away_until_the_decision_is_withdrawn(filled, make_bundle):
    target = rows(filled)[WIND]
    assert decide(filled, "甲市", target.id, "reject", {}, who="张三", note="不是目标") is None
    assert len(rows(filled)) == filled.info("甲市").targets == 1
    again(filled, make_bundle)
    assert len(rows(filled)) == 1
    row = decide(filled, "甲市", target.id, "withdraw", {}, who="张三", note="")
    assert row == target
    assert [review.action for review in listed(filled, "甲市")] == ["reject", "withdraw"]


def test_a_rejected_row_can_be_confirmed_after_all(filled):
    target = rows(filled)[WIND]
    decide(filled, "甲市", target.id, "reject", {}, who="", note="")
    assert decide(filled, "甲市", target.id, "confirm", {}, who="李四", note="").review == "confirmed"


def test_corrections_add_up_and_the_last_word_counts(filled):
    target = rows(filled)[WIND]
    decide(filled, "甲市", target.id, "correct", {"value": 130, "hedge": ""}, who="甲", note="")
    row = decide(filled, "甲市", target.id, "correct", {"value": 140}, who="乙", note="")
    assert (row.value, row.hedge, row.reviewer, row.normal_value) == (140, None, "乙", 1_400_000)


def test_a_person_can_add_a_row_that_was_missed(filled, make_bundle):
    start = filled.document("甲市").text.index("2022年3月1日")
    span = Span(start, start + 9)
    row = add_row(
        filled,
        "甲市",
        span,
        {"metric": "施行天数", "value": 1, "unit": "天", "year": 2022, "year_role": "from"},
        who="赵六",
        note="",
    )
    assert (row.review, row.quote, row.clause_label, row.page) == ("added", "2022年3月1日", "二、", 2)
    assert row.clause_id == "甲市:二、"
    again(filled, make_bundle)
    assert row in rows(filled)
    changed = decide(filled, "甲市", row.id, "correct", {"value": 2}, who="", note="")
    assert (changed.value, changed.review) == (2, "added")
    decide(filled, "甲市", row.id, "withdraw", {}, who="", note="")
    assert len(rows(filled)) == 2


@pytest.mark.parametrize(
    ("action", "changes", "words"),
    [
        ("correct", {}, "没有给出更正的内容"),
        ("confirm", {"value": 1}, "只有更正"),
        ("correct", {"value": "很多"}, "应是数字"),
        ("correct", {"value": float("nan")}, "应是数字"),
        ("correct", {"year": "明年"}, "四位年份"),
        ("correct", {"comparator": "≈"}, "之一"),
        ("correct", {"metric": "  "}, "不能为空"),
        ("correct", {"quote": "改写原文"}, "不能更改"),
        ("correct", {"confidence": 1}, "不能更改"),
    ],
)
def test_a_review_that_makes_no_sense_is_refused_and_changes_nothing(filled, action, changes, words):
    before = rows(filled), filled.generation()
    with pytest.raises(BadReview, match=words):
        decide(filled, "甲市", before[0][0].id, action, changes, who="", note="")
    assert (rows(filled), filled.generation()) == before


def test_unknown_rows_actions_and_documents_are_refused(filled):
    with pytest.raises(BadReview, match="没有"):
        decide(filled, "甲市", "没有", "confirm", {}, who="", note="")
    with pytest.raises(UnknownName, match="confirm、correct、reject、withdraw"):
        decide(filled, "甲市", rows(filled)[0].id, "delete", {}, who="", note="")
    with pytest.raises(UnknownDocument):
        decide(filled, "乙市", "x", "confirm", {}, who="", note="")
    with pytest.raises(BadReview, match="数值"):
        add_row(filled, "甲市", Span(0, 4), {"metric": "某指标"}, who="", note="")
    with pytest.raises(IndexError):
        add_row(filled, "甲市", Span(0, 99999), {"metric": "某指标", "value": 1}, who="", note="")


def test_reviewed_rows_are_exported_as_labels(filled):
    first, second = rows(filled)
    decide(filled, "甲市", first.id, "confirm", {}, who="张三", note="")
    decide(filled, "甲市", second.id, "reject", {}, who="张三", note="")
    (line,) = gold(filled).decode().splitlines()
    label = json.loads(line)
    assert (label["metric"], label["reviewer"], label["lead"]) == ("风力发电装机容量", "张三", ["市能源局"])
    assert "\n" not in label["quote"]


def test_reviews_of_one_document_leave_others_alone(filled, make_bundle):
    filled.save(make_bundle("乙市", metadata=Metadata("乙市方案")))
    before = filled.targets_of("乙市")
    decide(filled, "甲市", rows(filled)[0].id, "reject", {}, who="", note="")
    assert filled.targets_of("乙市") == before
    assert decisions.listed(filled, "乙市") == ()
