"""Search over the little library: what comes first, what is folded, what is found exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Place
from kb.model import Filters
from tests.kb.little_library import add, searcher


def hits(library, question, limit=5, filters=None):
    return library.search(library.understand(question), limit, filters or Filters())


@pytest.mark.parametrize(
    ("question", "doc", "words"),
    [
        ("旧电池往哪儿去", "苏州能源", "梯次利用"),
        ("烧柴油的大货车怎么管", "苏州能源", "淘汰老旧柴油货车"),
        ("宁波海上风电2025年要装多少", "宁波能源", "海上风电装机容量达到120万千瓦"),
        ("全国2025年林地占比目标", "国家能源", "森林覆盖率达到24%"),
        ("存量煤电机组往什么方向改", "国家能源", "煤电机组节能改造"),
        ("碳匯是什麼意思", "国家能源", "碳汇"),
    ],
)
def test_everyday_words_find_the_official_passage(library, question, doc, words):
    first = hits(library, question)[0]
    assert first.passage.doc == doc
    assert words in first.passage.text


def test_the_asked_place_comes_before_another_one_with_the_same_words(library):
    assert hits(library, "苏州2025年光伏装机目标")[0].passage.doc == "苏州能源"
    assert hits(library, "宁波2025年光伏装机目标")[0].passage.doc == "宁波能源"


def test_both_sides_of_a_comparison_are_among_the_first_hits(library):
    assert {hit.passage.doc for hit in hits(library, "苏州和宁波2025年光伏目标差多少", 2)} == {"苏州能源", "宁波能源"}


@pytest.mark.parametrize(
    "question",
    ["苏州和宁波2025年光伏目标差多少", "2021年苏州和宁波谁的PM2.5高", "苏州光伏2025年和2030年各多少", "旧电池往哪儿去"],
)
def test_no_hit_is_scored_above_the_one_before_it(library, question):
    asked = library.understand(question)
    for found in (hits(library, question, 10), library.ask(asked).hits):
        scores = [hit.score for hit in found]
        assert len(scores) > 1
        assert scores == sorted(scores, reverse=True)


def test_a_phrase_that_stands_nowhere_is_named(library):
    asked = library.understand("“同步配套储能”和“月球充电站”写在哪里")
    assert library.unfound(asked) == ("月球充电站",)
    assert library.unfound(library.understand("同步配套储能写在哪里")) == ()
    answer = library.ask(library.understand("“月球充电站”"))
    assert answer.abstained
    assert answer.nearest
    assert answer.unfound == ("月球充电站",)
    assert "“月球充电站”" in answer.reason
    assert library.ask(library.understand("“同步配套储能”")).unfound == ()


def test_a_document_number_that_no_document_has_is_named(library):
    answer = library.ask(library.understand("苏府发〔2031〕99号"))
    assert answer.abstained
    assert "苏府发〔2031〕99号" in answer.reason


def test_a_hit_in_a_text_without_pages_tells_its_line(library):
    hit = hits(library, "旧电池往哪儿去")[0]
    text = library.store.leaf(hit.passage.doc).text
    assert hit.passage.page is None
    assert hit.line == text.count("\n", 0, hit.passage.start) + 1


def test_a_paragraph_that_two_cities_share_is_one_hit_with_its_other_place(library):
    found = [hit for hit in hits(library, "机关大院带头铺屋顶光伏和太阳能路灯", 8) if "太阳能路灯" in hit.passage.text]
    assert len(found) == 1
    assert {found[0].passage.doc, *(also.doc for also in found[0].also)} == {"苏州能源", "宁波能源"}


def test_a_document_number_finds_its_document(library):
    assert {hit.passage.doc for hit in hits(library, "甬政发〔2022〕40号", 2)} == {"宁波能源"}


def test_the_number_of_a_document_that_is_not_there_finds_the_passage_that_cites_it(tmp_path: Path):
    found = searcher(tmp_path)
    for city, number in (("湖州市", "浙气示〔2019〕12号"), ("嘉兴市", "浙气示〔2019〕21号")):
        text = f"{city}划船管理规定\n一、依据\n划船管理依照省里的办法（{number}）执行，由街道劝导。\n"
        add(found.store, city, text, Place("浙江省", city))
    assert hits(found, "浙气示〔2019〕21号")[0].passage.doc == "嘉兴市"


def test_what_a_term_means_is_found_where_a_text_says_it(tmp_path: Path):
    found = searcher(tmp_path)
    uses = "".join(f"（{n}）第{n}批浮标碳账户试点，建好浮标碳账户，用好浮标碳账户。\n" for n in "一二三四五六")
    add(found.store, "使用", f"湖州市浮标碳账户方案\n一、任务\n{uses}", Place("浙江省", "湖州市"))
    add(
        found.store,
        "释义",
        "划船规定\n一、附则\n本规定所称浮标碳账户，是指记录船只排放的账册。\n",
        Place("浙江省", "嘉兴市"),
    )
    assert "账册" in hits(found, "浮标碳账户是什么意思")[0].passage.text


def test_a_title_finds_its_document(library):
    assert hits(library, "《宁波市可再生能源发展实施方案》海上风电")[0].passage.doc == "宁波能源"


def test_quotation_marks_ask_for_the_exact_words(library):
    assert "划定高排放车辆禁行区域" in hits(library, "“高排放车辆禁行区域”")[0].passage.text


def test_a_clause_label_finds_its_clause(library):
    assert hits(library, "第三条")[0].passage.text.startswith("第三条")


def test_filters_are_obeyed_whatever_the_question_says(library):
    found = hits(library, "苏州光伏装机", 10, Filters(docs=("宁波能源",)))
    assert {hit.passage.doc for hit in found} == {"宁波能源"}
    assert hits(library, "光伏", 10, Filters(docs=("没有",))) == ()


def test_marks_are_places_in_the_document_that_hold_the_asked_words(library):
    first = hits(library, "港区推广什么重卡")[0]
    text = library.store.document(first.passage.doc).text
    assert any("重卡" in text[start:end] for start, end in first.marks)


def test_a_question_put_right_by_the_reader_is_searched_as_it_stands(library):
    query = replace(library.understand("光伏装机目标"), places=("宁波市",))
    assert library.search(query, 1)[0].passage.doc == "宁波能源"


def test_a_repealed_document_ranks_behind_the_one_in_force(tmp_path: Path):
    library = searcher(tmp_path)
    text = "湖州市氢能自行车管理规定\n一、停放\n氢能自行车应当停放在划定的蓝线以内，{}。\n"
    add(library.store, "旧规定", text.format("违者由街道劝导"), Place("浙江省", "湖州市"), validity="已废止")
    add(library.store, "新规定", text.format("违者由社区劝导"), Place("浙江省", "湖州市"), validity="现行")
    library.sync()
    found = hits(library, "氢能自行车停在哪儿")
    assert found[0].passage.doc == "新规定"
    assert {hit.passage.doc: hit.caution for hit in found if "自行车" in hit.passage.text} == {
        "新规定": "",
        "旧规定": "已废止",
    }


NATIONAL = (
    "统筹布局县域雪具回收网点，到2028年建成回收网点1200个，旧雪板再制造比例不低于35%。鼓励雪场开设以旧换新柜台，"
    "对拆解企业实行白名单管理，严禁露天焚烧碳纤维边角料；主管部门每半年公布一次名单，接受社会监督。"
)


def test_the_national_text_copied_by_three_provinces_is_one_hit_with_its_places(tmp_path: Path):
    library = searcher(tmp_path)
    add(library.store, "全国雪具", f"全国雪具回收利用实施意见\n一、回收网点\n{NATIONAL}\n", Place())
    for province in ("吉林省", "河北省", "新疆维吾尔自治区"):
        text = f"{province}雪具回收利用实施方案\n一、贯彻国家要求\n{NATIONAL}本省雪场另行建立台账。\n"
        add(library.store, f"{province}雪具", text, Place(province))
    library.sync()
    found = [hit for hit in hits(library, "旧雪板往哪儿回收", 10) if "1200个" in hit.passage.text]
    assert [hit.passage.doc for hit in found] == ["全国雪具"]
    assert {also.doc for also in found[0].also} == {"吉林省雪具", "河北省雪具", "新疆维吾尔自治区雪具"}
    of_one_place = [hit for hit in hits(library, "河北旧雪板往哪儿回收", 10) if "1200个" in hit.passage.text]
    assert of_one_place[0].passage.doc == "河北省雪具", "asked for a province, its own text stands for all"


@pytest.mark.parametrize("text", ["", "的", "？", "abc", "2030", "《》“”"])
def test_any_text_can_be_searched_for(library, text):
    assert isinstance(hits(library, text), tuple)


def test_keyword_searches_beside_the_vectors_find_what_they_find_alone(library, monkeypatch):
    asked = ("苏州和宁波2025年光伏目标差多少", "旧电池往哪儿去", "全国2025年林地占比目标", "第十二条", "“梯次利用”")
    alone = [hits(library, question) for question in asked]
    monkeypatch.setattr("kb.search.BESIDE", 1)
    assert [hits(library, question) for question in asked] == alone
    library.close()
    assert [hits(library, question) for question in asked] == alone
