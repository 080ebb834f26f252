"""Exact finding of documents, labels and standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb import exact
from kb.query import understand

TITLES = ("甲市储能发展规划", "乙省氢能发展规划", "储能和节能行动方案")


def infos(store):
    return store.infos()


@pytest.mark.parametrize(
    "written", ["甲市发〔2022〕7号", "甲市发[2022]7号", "甲市发（2022）第7号", "甲市发〔２０２２〕７号"]
)
def test_a_document_is_named_by_its_number_in_any_brackets(full_store, written):
    assert exact.documents(understand(written), infos(full_store)) == {"甲市"}


def test_a_document_is_named_by_its_title(full_store):
    assert exact.documents(understand("《乙省实施方案》里的能耗目标"), infos(full_store)) == {"乙省"}


@pytest.mark.parametrize(
    "question", ["乙省氢能规划里要建多少加氢站", "氢能发展规划提出了哪些任务", "乙省氢能发展规划的目标"]
)
def test_a_document_is_named_by_a_part_of_its_title_and_its_kind(full_store, question):
    known = [replace(info, title=title) for info, title in zip(infos(full_store), TITLES, strict=True)]
    expected = next(info.doc for info in known if "氢能" in info.title)
    assert exact.documents(understand(question), known) == {expected}


def test_a_kind_of_document_alone_names_none(full_store):
    assert exact.documents(understand("规划里要建多少加氢站"), infos(full_store)) == frozenset()


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
