"""Lists of places: which of them say it, each with its own words, and never one place for all."""

from __future__ import annotations

import pytest

from ingest.model import Place
from kb.query import asks_places
from kb.search import Searcher
from kb.store import Store
from tests.kb.little_library import HashedPairs, add

PLACES = {"无锡市": "江苏省", "常州市": "江苏省", "嘉兴市": "浙江省", "金华市": "浙江省"}
AIR = {"无锡市": 29, "常州市": 33, "嘉兴市": 26, "金华市": 38}
PEAK = {
    "无锡市": "到2027年，全市实现碳达峰。",
    "嘉兴市": "到2029年，全市实现碳达峰。",
    "金华市": "到2033年，全市实现碳达峰。",
}
REWARDS = {"常州市": "对建成投运的加氢站给予最高四百万元补贴。", "嘉兴市": "建设加氢站的企业可以申请建设补贴。"}
SURVEY = """城市降碳进度汇编
一、达峰时间
表1 各城市碳达峰目标年份
城市\t碳达峰目标年份
扬州\t2026
镇江\t2026
泰州\t2028
南通\t2036
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listings")
    store = Store.open(folder)
    for city, province in PLACES.items():
        text = (
            f"{city}清洁空气行动方案\n一、主要目标\n到2025年，全市PM2.5浓度控制在{AIR[city]}微克/立方米以内。{PEAK.get(city, '')}\n"
            f"二、主要任务\n（一）推广清洁车辆\n逐步更新公交车辆。{REWARDS.get(city, '')}\n"
        )
        add(store, f"{city}空气", text, Place(province, city))
    add(store, "汇编", SURVEY, Place())
    found = Searcher(store, folder, HashedPairs())
    found.sync()
    return found


def ask(library, question):
    return library.ask(library.understand(question))


def test_cities_that_peak_before_a_year_are_listed_with_their_years_and_later_ones_are_not(library):
    answer = ask(library, "哪些城市提出2030年前达峰")
    assert "扬州、镇江2026年；泰州2028年" in answer.statements[0].text
    assert "南通" not in answer.text
    assert {"无锡市碳达峰：2027年", "嘉兴市碳达峰：2029年"} <= {one.text for one in answer.statements}
    assert "金华市" not in answer.text


def test_every_place_of_a_list_is_cited_by_words_that_hold_it(library):
    first = ask(library, "哪些城市提出2030年前达峰").statements[0]
    quoted = "".join(citation.quote for citation in first.citations)
    assert all(place in quoted for place in ("扬州", "镇江", "泰州"))
    for citation in first.citations:
        assert library.store.document(citation.doc).text[citation.span.start : citation.span.end] == citation.quote


@pytest.mark.parametrize(
    ("question", "cities"),
    [
        ("哪些城市PM2.5低于30", {"无锡市", "嘉兴市"}),
        ("哪些城市2025年PM2.5要降到33以下", {"无锡市", "常州市", "嘉兴市"}),
        ("哪些城市PM2.5高于35", {"金华市"}),
        ("各市PM2.5目标是多少", set(PLACES)),
    ],
)
def test_only_places_within_the_asked_bound_are_listed(library, question, cities):
    answer = ask(library, question)
    assert {row.region for row in answer.targets} == cities


def test_clauses_that_say_it_are_listed_place_by_place(library):
    said = {one.text[:3]: one for one in ask(library, "哪些城市给加氢站补贴").statements}
    assert set(said) == {"常州市", "嘉兴市"}
    assert "四百万元" in said["常州市"].text


@pytest.mark.parametrize(
    ("question", "levels", "each"),
    [
        ("哪些城市要建加氢站", {"city"}, False),
        ("哪些省份有海上风电", {"province"}, False),
        ("各省目标", {"province"}, True),
        ("哪几个地方试点", {"province", "city", "district"}, False),
    ],
)
def test_the_level_of_the_places_is_told_from_the_question(question, levels, each):
    asked = asks_places(question)
    assert asked is not None
    assert (set(asked.levels), asked.each) == (levels, each)


@pytest.mark.parametrize("question", ["哪些市场在建", "哪些省级园区", "哪个城市最干净", "哪些地方政府要负责"])
def test_no_list_of_places_is_read_into_other_questions(question):
    assert asks_places(question) is None
