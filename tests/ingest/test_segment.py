"""Documents are cut into clauses by the numbering of their kind; the cases are data that an expert can extend."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from ingest.model import Block, BlockKind, Clause, Document, Metadata, Span
from ingest.reading import read
from ingest.segment import segment

CASES = json.loads((Path(__file__).parent.parent / "specs" / "clauses.json").read_text(encoding="utf-8"))


def document(blocks: Sequence[Sequence[str]], name: str = "样本") -> Document:
    text, made = "", []
    for kind, words in blocks:
        start = len(text) + bool(text)
        text += ("\n" if text else "") + words
        made.append(Block(cast(BlockKind, kind), Span(start, len(text))))
    return Document("0" * 16, name, Metadata(title=name), text, (), (), tuple(made), "test/1")


def written(clause: Clause) -> str:
    steps = "/".join(f"{marker.label}{marker.title}" for marker in clause.path)
    return f"{clause.part}|{steps}" if clause.part else steps


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["claim"])
def test_clauses(case: dict[str, Any]) -> None:
    assert [written(clause) for clause in segment(document(case["blocks"]))] == case["tree"]


def test_a_document_without_text_has_no_clauses() -> None:
    assert segment(document([])) == ()


def test_the_sentence_that_ends_in_a_colon_governs_the_items_under_it() -> None:
    made = document(
        [
            ("heading", "一、目标"),
            ("paragraph", "近年成效明显。到2027年，主要目标是："),
            ("paragraph", "（一）漏损率降到8%；"),
            ("paragraph", "（二）再生水利用率达到35%。"),
        ]
    )
    clauses = segment(made)
    leads = [made.quote(clause.lead) if clause.lead else "" for clause in clauses]
    assert leads == ["", "到2027年，主要目标是：", "到2027年，主要目标是："]


def test_a_time_that_opens_the_parents_words_governs_its_children() -> None:
    made = document(
        [
            ("heading", "二、主要目标"),
            ("paragraph", "到2028年，水网骨架基本形成。"),
            ("heading", "（一）供水"),
            ("paragraph", "日供水能力达到90万吨。"),
            ("heading", "（二）排水"),
            ("paragraph", "排水管网全面覆盖。"),
        ]
    )
    clauses = segment(made)
    assert [made.quote(clause.lead) for clause in clauses if clause.lead] == ["到2028年，水网骨架基本形成。"] * 2


def test_ids_stay_when_other_clauses_change() -> None:
    blocks = [("heading", "一、甲"), ("paragraph", "原文。"), ("heading", "二、乙"), ("paragraph", "不变。")]
    changed = [("paragraph", "新加的前言。"), *blocks[:1], ("paragraph", "改过的文字。"), *blocks[2:]]
    before, after = segment(document(blocks)), segment(document(changed))
    assert before[1].id == after[2].id
    assert before[0].id != after[1].id


def test_ids_stay_when_only_white_space_changes() -> None:
    before = segment(document([("paragraph", "一、甲 乙。"), ("paragraph", "丙丁。")]))
    after = segment(document([("paragraph", "一、甲乙。"), ("paragraph", "丙 丁。")]))
    assert [clause.id for clause in before] == [clause.id for clause in after]


def test_equal_clauses_get_ordinals() -> None:
    blocks = [("paragraph", "附件1"), ("paragraph", "一、填表。"), ("paragraph", "附件1"), ("paragraph", "一、填表。")]
    ids = [clause.id for clause in segment(document(blocks))]
    assert len(set(ids)) == 4
    assert ids[2] == ids[0] + "~2" and ids[3] == ids[1] + "~2"


def test_a_clause_label_reads_as_people_cite_it() -> None:
    blocks = [
        ("paragraph", "附件2"),
        ("heading", "三、任务"),
        ("heading", "（一）治理"),
        ("paragraph", "2.清淤。分段清淤。"),
        ("paragraph", "3.护岸。全线护岸。"),
    ]
    clauses = segment(document(blocks))
    assert clauses[-1].label == "附件2 三、（一）3."
    assert clauses[-1].section == "三、任务 / （一）治理 / 3. 护岸"


def test_a_title_block_that_is_nothing_but_a_sentence_of_an_item_has_no_empty_heading() -> None:
    line = "一、到2025年，供水能力达到80万吨。"
    text = f"{line}\n{line}\n一、"
    blocks = (
        Block("title", Span(0, len(line))),
        Block("toc", Span(len(line) + 1, 2 * len(line) + 1)),
        Block("paragraph", Span(2 * len(line) + 2, len(text))),
    )
    made = Document("f" * 16, "样本", Metadata(title="样本"), text, (), (), blocks, "test/1")
    assert all(clause.heading is None or made.quote(clause.heading) for clause in segment(made))


def tree(words: str, suffix: str = "md") -> list[str]:
    return [clause.label for clause in segment(read(words.encode(), "样张", suffix))]


def test_headings_without_numbers_make_clauses_where_the_file_marks_them_as_headings() -> None:
    words = "# 港口方案\n\n制定本方案。\n\n## 总体目标\n\n到2025年达到90%。\n\n### 分年目标\n\n逐年推进。\n\n"
    words += "## 重点任务\n\n### 建设泊位\n\n新建12个。\n"
    assert tree(words) == ["", "总体目标", "总体目标 分年目标", "重点任务", "重点任务 建设泊位"]
    page = "<h1>苏州市港口方案</h1><p>为推动港口绿色发展，减少污染，制定本方案。</p><h2>目标</h2><p>甲。</p><h3>任务</h3><p>乙。</p>"
    assert tree(f"<html><body>{page}</body></html>", "html") == ["", "目标", "目标 任务"]


def test_marked_headings_and_numbers_nest_in_each_other() -> None:
    words = (
        "# 方案\n\n前言。\n\n## 一、要求\n\n### 目标\n\n文字。\n\n1. 其一。\n2. 其二。\n\n### 分区\n\n文字。\n\n"
        "## 二、任务\n\n### （一）建设\n\n"
        "文字。\n\n#### 说明\n\n文字。\n\n### （二）管理\n\n文字。\n\n## 保障\n\n文字。\n"
    )
    assert tree(words)[1:] == [
        "一、", "一、目标", "一、目标 1.", "一、目标 2.", "一、分区", "二、", "二、（一）", "二、（一）说明", "二、（二）", "保障",
    ]  # fmt: skip


def test_several_headings_of_the_first_level_are_clauses_too() -> None:
    assert tree("# 总则\n\n文。\n\n# 任务\n\n## 建设\n\n文。\n\n# 附则\n\n文。\n") == [
        "总则",
        "任务",
        "任务 建设",
        "附则",
    ]
