"""Corrected metadata: shown at once, kept through re-reading and new versions, taken back with None."""

from __future__ import annotations

import pytest

from kb.corrections import correct
from kb.errors import BadValue
from kb.model import Filters


def test_a_corrected_document_shows_it_everywhere(full_store):
    correct(
        full_store,
        "甲市",
        {"title": "甲市能源方案", "issued_on": "2022年7月1日", "issuers": "甲市发改委、甲市能源局", "city": ""},
        who="张三",
    )
    info = full_store.info("甲市")
    assert (info.title, info.issued_on, info.issuers, info.place) == (
        "甲市能源方案",
        "2022-07-01",
        ("甲市发改委", "甲市能源局"),
        "甲省",
    )
    row = full_store.targets(Filters(docs=("甲市",)))[0]
    assert (row.title, row.issuer, row.region) == ("甲市能源方案", "甲市发改委、甲市能源局", "甲省")
    assert full_store.passages_of("甲市")[0].title == "甲市能源方案"


def test_a_correction_stays_when_the_document_is_read_again_or_replaced(full_store, make_bundle):
    correct(full_store, "甲市", {"title": "改正的标题", "category": "law"}, who="")
    full_store.save(make_bundle("甲市"))
    assert full_store.info("甲市").title == "改正的标题"
    full_store.save(make_bundle("甲市", "一、新版本的文字"), replaces="甲市")
    assert (full_store.info("甲市").title, full_store.info("甲市").category) == ("改正的标题", "law")


def test_none_takes_a_correction_back(full_store):
    before = full_store.info("甲市")
    correct(full_store, "甲市", {"title": "改正的标题", "doc_number": ""}, who="")
    assert full_store.info("甲市").doc_number is None
    correct(full_store, "甲市", {"title": None, "doc_number": None}, who="")
    assert full_store.info("甲市") == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pages": 3}, "不能更改"),
        ({"title": " "}, "标题不能为空"),
        ({"issued_on": "2022-13-01"}, "日期"),
        ({"issued_on": "去年"}, "日期"),
        ({"category": "novel"}, "policy"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_nothing_changes(full_store, changes, words):
    generation = full_store.generation()
    with pytest.raises(BadValue, match=words):
        correct(full_store, "甲市", {"genre": "办法", **changes}, who="")
    assert full_store.generation() == generation
