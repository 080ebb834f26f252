"""Evaluation of a whole library against labels and questions."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from ingest.model import Span
from kb import evaluate
from kb.errors import BadValue
from kb.export import record
from kb.model import Answer, Citation, Hit, Passage, Query, Statement


def library_of(store):
    return SimpleNamespace(documents=store.infos, store=store)


def write(path, rows):
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


def test_a_table_is_right_against_itself_and_missing_documents_are_named(full_store, tmp_path):
    rows = [record(row) for row in full_store.targets()]
    file = write(tmp_path / "gold.jsonl", [*rows, {**rows[0], "doc": "不在库中"}])
    report = evaluate.targets(library_of(full_store), [file])
    assert "合计\t6\t6\t1.000\t1.000\t1.000\t1.000" in report
    assert "不在库中\t1\t库中没有这份文件" in report


@pytest.mark.parametrize(
    ("text", "words"), [("{", "第 1 行不是 JSON"), ("[]", "不是 JSON 对象"), ('{"a": 1}', "没有 doc")]
)
def test_a_label_file_that_is_none_is_named_by_line(tmp_path, full_store, text, words):
    (tmp_path / "x.jsonl").write_text(text)
    with pytest.raises(BadValue, match=words):
        evaluate.targets(library_of(full_store), [tmp_path / "x.jsonl"])


class Answering:
    """A library that always finds the same passage and cites it, and knows nothing of 企鹅."""

    def understand(self, question: str) -> Query:
        return Query(question, "target")

    def search(self, query: Query, limit: int):
        passage = Passage(
            1, "id", "甲", "甲:一", "一、", "", "题", "全国", "text", "到2030年，装机达到120万千瓦左右。", 0, 19, 1
        )
        return (Hit(passage, 1.0),)

    def ask(self, query: Query) -> Answer:
        if "企鹅" in query.text:
            return Answer(query.text, query, (), reason="没有")
        place = Citation("id", "甲", "甲:一", Span(0, 19), "到2030年，装机达到120万千瓦左右。", "一、", "题", 1)
        return Answer(query.text, query, (Statement("120万千瓦", (place,)),))


def test_search_answers_and_refusals_are_counted(tmp_path):
    file = write(
        tmp_path / "q.jsonl",
        [
            {
                "id": 1,
                "question": "装机",
                "answers": [{"doc": "甲", "quote": "装机达到120万千瓦"}],
                "answer_text": "120万千瓦",
            },
            {
                "id": 2,
                "question": "别处",
                "answers": [{"doc": "乙", "quote": "装机达到120万千瓦", "or": ["甲"]}],
                "answer_text": "130",
            },
            {"id": 3, "question": "不同", "answers": [{"doc": "甲", "quote": "完全没有的话语在这里"}]},
            {"id": 4, "question": "企鹅", "type": "unanswerable", "answers": []},
        ],
    )
    report = evaluate.questions(Answering(), file)
    assert "3 个有答案的问题，1 个库中没有答案的问题" in report
    assert "Recall@1 0.667" in report
    assert "引证正确 0.667，数字正确 1/2，误拒 0，应拒而拒 1/1" in report
