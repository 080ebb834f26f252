"""Hand-made labels and questions agree with the samples they speak of."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from corpus import HOME
from tests.corpus.conftest import Words, squeeze

FIELDS: dict[str, Any] = {
    "doc": str, "section": str, "quote": str, "page": int, "table": bool, "kind": str, "metric": str, "value": (int, float),
    "value_max": (int, float), "value_text": str, "unit": str, "comparator": str, "change": str, "year": int,
    "year_role": str, "period_start": int, "baseline_year": int, "agencies": list, "lead": list, "scope": str,
    "binding": str, "optional": bool, "hedge": str,
}  # fmt: skip
OPEN = {"value", "value_max", "year", "year_role", "period_start", "baseline_year", "binding", "hedge"}
COMPARATORS, CHANGES = {"=", ">=", ">", "<=", "<", "~", "range"}, {"level", "decrease", "increase", "rate"}
KINDS = {"target", "measure", "agency", "background", "compare", "unanswerable"}


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


ROWS = [row for path in sorted((HOME / "labels").glob("*.jsonl")) for row in read(path)]
QUESTIONS = read(HOME / "questions.jsonl")
STEMS = [path.stem for path in sorted((HOME / "pdf").glob("*.pdf"))]


def test_every_sample_is_labelled() -> None:
    assert set(STEMS) == {row["doc"] for row in ROWS}
    assert min(Counter(row["doc"] for row in ROWS).values()) >= 15


def test_every_row_has_every_field_in_its_type() -> None:
    for row in ROWS:
        assert list(row) == list(FIELDS)
        for name, kind in FIELDS.items():
            assert (row[name] is None and name in OPEN) or isinstance(row[name], kind), (name, row)


def test_values_agree_with_comparators_kinds_and_years() -> None:
    for row in ROWS:
        assert row["comparator"] in COMPARATORS and row["change"] in CHANGES, row
        assert (row["value"] is None) == (row["kind"] == "milestone"), row
        assert (row["value_max"] is not None) == (row["comparator"] == "range"), row
        assert (row["year"] is None) == (row["year_role"] is None), row
        assert set(row["lead"]) <= set(row["agencies"]), row


@pytest.mark.parametrize("stem", STEMS)
def test_each_quote_stands_verbatim_on_its_page(stem: str, words: dict[str, Words]) -> None:
    text, pages, place = words[stem].text, words[stem].pages, 0
    for row in (row for row in ROWS if row["doc"] == stem):
        found = text.find(row["quote"], place)
        if found < 0:  # cut in two by a page break with footnotes between the halves
            found = max(text.find(row["quote"][:length], place) for length in range(4, len(row["quote"])))
        assert found >= 0, f"not in the text, or out of order: {row['quote']}"
        assert pages[found] == row["page"], row["quote"]
        place = found


def test_the_words_of_the_value_stand_in_the_quote() -> None:
    for row in ROWS:
        assert squeeze(row["value_text"]) in row["quote"], row


@pytest.mark.parametrize("stem", STEMS)
def test_named_agencies_stand_in_the_source(stem: str) -> None:
    source = squeeze((HOME / "sources" / f"{stem}.txt").read_text(encoding="utf-8"))
    for name in {name for row in ROWS if row["doc"] == stem for name in row["agencies"]}:
        assert name in source, name


def test_questions_are_many_and_of_every_kind() -> None:
    kinds = Counter(question["type"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 60 and set(kinds) == KINDS and min(kinds.values()) >= 6
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: str(question["id"]))
def test_answers_stand_in_the_documents_they_name(question: dict[str, Any], words: dict[str, Words]) -> None:
    assert bool(question["answers"]) == (question["type"] != "unanswerable")
    for answer in question["answers"]:
        for stem in (answer["doc"], *answer.get("or", ())):
            assert answer["quote"] in words[stem].text, (stem, answer["quote"])


def test_the_two_versions_of_a_plan_differ_as_the_readme_says() -> None:
    def rows(stem: str) -> dict[tuple[str, int | None], Any]:
        return {(row["metric"], row["year"]): row["value"] for row in ROWS if row["doc"] == stem}

    old, new = rows("s11_xian_water_v1"), rows("s12_xian_water_v2")
    changed = [key for key in old.keys() & new.keys() if old[key] != new[key]]
    assert (len(changed), len(old.keys() - new.keys()), len(new.keys() - old.keys())) == (15, 2, 3)


def test_the_manifest_is_well_formed() -> None:
    policies = json.loads((HOME / "manifest.json").read_text(encoding="utf-8"))["policies"]
    assert len(policies) >= 40 and len({policy["title"] for policy in policies}) == len(policies)
    for policy in policies:
        assert set(policy) == {"title", "issuers", "number", "date", "region", "url"}, policy
        assert policy["issuers"] and policy["region"] in ("全国", "上海市"), policy
        assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", policy["date"]), policy
        assert policy["url"] is None or re.match(r"https://([a-z]+\.)*gov\.cn/", policy["url"]), policy
