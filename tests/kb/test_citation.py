"""References: GB/T 7714 as the standard writes it; BibTeX, RIS and CSL-JSON as other programs read them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Metadata, Span
from kb import citation
from kb.citation_styles import Entry, bibtex, gbt7714, gbt7714_document, markdown, ris
from kb.errors import UnknownClause, UnknownName
from kb.model import Citation, DocumentInfo

CASES = json.loads((Path(__file__).parents[1] / "specs" / "citations.json").read_text("utf-8"))


def info_of(**facts: object) -> DocumentInfo:
    known: dict[str, object] = {
        "doc": "某文件",
        "document_id": "0123456789abcdef",
        "title": "",
        "doc_number": None,
        "issuers": (),
        "issued_on": None,
        "published_on": None,
        "effective_on": None,
        "genre": "方案",
        "category": "policy",
        "province": None,
        "city": None,
        "validity": "",
        "pages": 40,
        "clauses": 1,
        "targets": 0,
        "doubtful": (),
        "references": (),
        "source": "/somewhere/某文件.pdf",
        "read_at": "2032-01-01T00:00:00+00:00",
        "reader": "hand/1",
    }
    facts = {name: tuple(map(_frozen, value)) if isinstance(value, list) else value for name, value in facts.items()}
    return DocumentInfo(**(known | facts))  # type: ignore[arg-type]


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def entry_of(case: dict, quote: str = "到2030年，风电装机达到}}{5%_#$&~^\\左右。\n第二行\t末") -> Entry:
    span = Span(0, len(quote))
    place = Citation("0123456789abcdef", "某文件", "某:三", span, quote, "三、（一）2.", "题", case["page"] or 3)
    return Entry(info_of(**case["info"]), place)


@pytest.mark.parametrize("case", CASES, ids=[case["claim"] for case in CASES])
def test_a_reference_is_written_as_gbt7714_asks(case):
    assert gbt7714_document(info_of(**case["info"]), case["page"]) == case["expected"]


def test_there_are_at_least_forty_cases():
    assert len(CASES) >= 40


def test_a_numbered_reference_carries_clause_page_and_quote():
    written = gbt7714([entry_of(CASES[0], "到2030年\n达到5%。"), entry_of(CASES[1], "甲")])
    first, second = written.splitlines()
    assert first.startswith("[1] 国务院. ")
    assert first.endswith("三、（一）2.，第7页：“到2030年达到5%。”")
    assert second.startswith("[2] ")


def test_a_quote_read_from_a_picture_says_so():
    entry = entry_of(CASES[0], "甲")
    read = Entry(entry.info, replace(entry.citation, ocr=True))
    assert "文字识别" in gbt7714([read])
    assert "文字识别" in markdown([read])
    assert "文字识别" in ris([read])


@pytest.mark.parametrize("case", CASES, ids=[case["claim"] for case in CASES])
def test_bibtex_is_read_back_by_pybtex(case):
    pybtex = pytest.importorskip("pybtex.database")
    data = pybtex.parse_string(bibtex([entry_of(case)]), "bibtex")
    ((key, entry),) = data.entries.items()
    assert key.startswith("policy")
    assert case["info"]["title"] in entry.fields["title"].replace("\\", "")
    assert "三、（一）2." in entry.fields["note"]
    people = entry.persons.get("author", [])
    wanted = dict(case["info"].get("extra", [])).get("authors")
    assert len(people) == (len([n for n in _split(wanted) if n]) if wanted else len(case["info"].get("issuers", [])))


def _split(names: str) -> list[str]:
    import re

    return re.split("[、，；;]", names)


@pytest.mark.parametrize("case", CASES, ids=[case["claim"] for case in CASES])
def test_ris_is_read_back_by_rispy(case):
    rispy = pytest.importorskip("rispy")
    (record,) = rispy.loads(ris([entry_of(case)]))
    assert record["title"] == case["info"]["title"]
    assert record["notes"][0].startswith("三、（一）2.，第")
    if case["info"].get("issuers"):
        assert record["authors"] == case["info"]["issuers"]
    if case["info"]["category"] == "article":
        assert record["type_of_reference"] == "JOUR"
        assert record["journal_name" if "journal_name" in record else "secondary_title"]


@pytest.mark.parametrize("case", CASES, ids=[case["claim"] for case in CASES])
def test_csl_json_has_what_zotero_asks_for(case):
    (item,) = json.loads(citation.STYLES["csl-json"]([entry_of(case)]))
    assert item["title"] == case["info"]["title"]
    assert item["type"] in ("report", "legislation", "article-journal", "document")
    assert all(set(author) == {"literal"} for author in item.get("author", []))
    for part in item.get("issued", {}).get("date-parts", [[]])[0]:
        assert isinstance(part, int)


def test_several_clauses_of_one_document_are_one_record_with_a_note_each():
    entries = [entry_of(CASES[0], "甲"), entry_of(CASES[0], "乙")]
    assert bibtex(entries).count("@") == 1
    assert ris(entries).count("N1  - ") == 2
    assert ris(entries).count("TY  - ") == 1


def test_markdown_shows_the_words_and_not_their_markup():
    case = {"info": {"title": "<script>alert(1)</script>[链接](javascript:x)", "issuers": ["某市"]}, "page": 2}
    written = markdown([entry_of(case, "*重点* `代码` | 表")])
    assert "<script>" not in written.replace("\\<script\\>", "")
    assert "\\[链接\\]" in written
    assert "\\*重点\\*" in written


def test_a_clause_is_cited_with_its_place(full_store):
    found = citation.of_clause(full_store, "甲市:二、")
    assert (found.label, found.page, found.doc) == ("二、", 2, "甲市")
    assert full_store.document("甲市").quote(found.span) == found.quote
    assert all(region.box for region in found.regions)


def test_a_span_is_cited_under_the_clause_in_which_it_stands(full_store):
    start = full_store.document("甲市").text.index("公共机构")
    found = citation.of_clause(full_store, "甲市:一、", Span(start, start + 6))
    assert (found.clause_id, found.quote) == ("甲市:二、", "公共机构单位")


def test_a_long_clause_is_quoted_by_its_first_sentences_verbatim(store, make_bundle):
    text = "一、总则\n" + "各区要抓好落实工作。" * 60 + "二、附则\n本办法自印发之日起施行。"
    store.save(make_bundle("长文", text))
    written = citation.cite(store, ["长文:一、"], "gbt7714")
    quote = written[written.index("“") + 1 : written.rindex("”")]
    assert quote.endswith("。")
    assert 200 < len(quote) <= 300


def test_words_of_a_clause_are_cited_instead_of_its_beginning(full_store):
    start = full_store.document("甲市").text.index("公共机构")
    for style in ("gbt7714", "bibtex", "ris"):
        written = citation.cite(full_store, ["甲市:二、"], style, Span(start, start + 6))
        assert "“公共机构单位”" in written and "第2页" in written


def test_unknown_styles_and_clauses_are_refused_with_what_there_is(full_store):
    with pytest.raises(UnknownName, match="gbt7714、bibtex、ris、csl-json、markdown"):
        citation.cite(full_store, ["甲市:一、"], "apa")
    with pytest.raises(UnknownClause):
        citation.cite(full_store, ["没有"], "ris")


def test_every_row_of_the_table_carries_its_reference(store, make_bundle):
    facts = Metadata("甲市方案", "甲发〔2031〕1号", ("甲市人民政府",), issued_on="2031-01-02")
    store.save(make_bundle("甲市", metadata=facts))
    rows = citation.with_references(store, store.targets())
    assert [row.reference for row in rows] == [
        f"甲市人民政府. 甲市方案: 甲发〔2031〕1号[Z]. 2031-01-02: {page}." for page in (1, 2)
    ]


def test_a_cited_clause_begins_behind_its_number_and_stays_verbatim(full_store) -> None:
    clause = next(one for one in full_store.clauses("中央") if one.label.startswith("一、"))
    quote = citation.cite(full_store, [clause.id], "gbt7714").split("：“", 1)[1].split("”")[0]
    assert not quote.startswith("一、")
    assert "".join(quote.split()) in "".join(full_store.document("中央").text.split())


def test_a_label_that_ends_in_a_comma_needs_no_second_one() -> None:
    from kb.citation_styles import joined_place

    assert joined_place("五、（一）专栏3 5、", "第57页") == "五、（一）专栏3 5、第57页"
    assert joined_place("三、（一）2.", "第5页") == "三、（一）2.，第5页"
    assert (joined_place("二、", ""), joined_place("", "第5页")) == ("二", "第5页")
