"""Exact finding of documents, labels and standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import exact
from kb.query import understand


def infos(store):
    return store.infos()


@pytest.mark.parametrize(
    "written", ["甲市发〔2022〕7号", "甲市发[2022]7号", "甲市发（2022）第7号", "甲市发〔２０２２〕７号"]
)
def test_a_document_is_named_by_its_number_in_any_brackets(full_store, written):
    assert exact.documents(understand(written), infos(full_store)) == {"甲市"}


def test_a_document_is_named_by_its_title(full_store):
    assert exact.documents(understand("《乙省实施方案》里的能耗目标"), infos(full_store)) == {"乙省"}


def test_a_question_without_number_or_title_names_no_document(full_store):
    assert exact.documents(understand("能耗目标是多少"), infos(full_store)) == frozenset()


def test_a_passage_has_the_label_that_ends_its_own(full_store):
    passage = full_store.passages_of("甲市")[0]
    assert exact.has_label(replace(passage, label="第二章第十二条", text="…"), "第十二条")
    assert not exact.has_label(replace(passage, label="第二章第十二条", text="…"), "第二条")
    assert exact.has_label(replace(passage, label="", text="第八条 本办法自公布之日起施行。"), "第八条")


@pytest.mark.parametrize(("validity", "standing"), [("现行", 0.0), ("", 0.0), ("已废止", -1.0), ("征求意见稿", -0.3)])
def test_repealed_documents_stand_lowest(full_store, validity, standing):
    assert exact.standing(replace(infos(full_store)[0], validity=validity)) == standing
