"""The store: one transaction a document, nothing half, the same for every process and thread."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from ingest.model import Span
from kb.errors import BadValue, LibraryDamaged, LibraryTooNew, UnknownClause, UnknownDocument
from kb.model import Filters
from kb.store import Store


def test_a_saved_document_comes_back_as_it_was(store, make_bundle):
    made = make_bundle("甲市")
    store.save(made)
    document = store.document("甲市")
    assert document.id == made.id
    assert document.locate(Span(0, 6))[0].page == 1
    assert [clause.label for clause in store.clauses("甲市")] == ["一、", "二、"]
    assert len(store.extraction("甲市").targets) == 2
    assert store.info("甲市").doubtful == ((2, "有乱码"),)


def test_adding_twice_equals_adding_once(store, make_bundle, make_vectors):
    made = make_bundle("甲市")
    store.save(made, make_vectors(made))
    before = store.counts(), store.infos(), store.targets()
    store.save(made, make_vectors(made))
    assert (store.counts(), store.infos(), store.targets()) == before


def test_a_save_that_fails_half_way_changes_nothing(store, make_bundle):
    first, second = make_bundle("甲市"), make_bundle("乙市")
    store.save(first)
    generation = store.generation()
    with pytest.raises(ValueError, match="vectors"):
        store.save(second, ("model-a", np.zeros((1, 4), dtype=np.float32)))
    assert [info.doc for info in store.infos()] == ["甲市"]
    assert store.generation() == generation


def test_every_target_row_quotes_its_document(full_store):
    for row in full_store.targets():
        document = full_store.document(row.doc)
        assert document.quote(Span(row.start, row.end)) == row.quote
        assert row.page == document.page_of(row.start)


def test_a_target_row_has_every_column_of_the_guide(full_store):
    row = full_store.targets(Filters(docs=("甲市",)))[0]
    assert (row.metric, row.value, row.unit, row.comparator, row.year) == (
        "风力发电装机容量",
        120.0,
        "万千瓦",
        "~",
        2030,
    )
    assert (row.agencies, row.lead, row.hedge, row.scope) == (("市能源局",), ("市能源局",), "力争", "某市")
    assert (row.title, row.doc_number, row.region, row.clause_label) == (
        "甲市实施方案",
        "甲市发〔2022〕7号",
        "甲市",
        "一、",
    )
    assert (row.normal_value, row.normal_unit) == (1_200_000.0, "千瓦")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), 6),
        (Filters(docs=("甲市", "中央")), 4),
        (Filters(regions=("甲省",)), 2),
        (Filters(regions=("甲市",)), 2),
        (Filters(regions=("全国",)), 2),
        (Filters(regions=("某市",)), 6),
        (Filters(metric="风力"), 3),
        (Filters(metric="装机 风力"), 3),
        (Filters(agency="能源局"), 3),
        (Filters(years=(2025,)), 3),
        (Filters(year_from=2026), 3),
        (Filters(year_to=2025), 3),
        (Filters(unit="万千瓦"), 3),
        (Filters(value_min=100), 3),
        (Filters(value_max=10), 3),
        (Filters(value_min=1_000_000, unit="千瓦"), 3),
        (Filters(value_min=2_000_000, unit="千瓦"), 0),
        (Filters(issuer="乙省"), 2),
        (Filters(genres=("办法",)), 0),
        (Filters(kind="milestone"), 0),
        (Filters(text="力争"), 3),
        (Filters(metric="100%' OR 1=1 --"), 0),
    ],
)
def test_filters_narrow_the_target_table(full_store, filters, expected):
    assert len(full_store.targets(filters)) == expected


def test_an_upper_bound_holds_for_the_upper_end_of_a_range(full_store):
    with full_store.database.change() as connection:
        connection.execute("UPDATE targets SET value_max = 200.0 WHERE unit = '万千瓦' AND key = 1")
    assert len(full_store.targets(Filters(unit="千瓦", value_max=1_500_000))) == 2
    assert len(full_store.targets(Filters(unit="亿千瓦", value_max=0.02))) == 3
    assert len(full_store.targets(Filters(value_max=150))) == 5


def test_a_search_is_narrowed_by_document_and_place_only(full_store):
    assert full_store.subset(Filters(years=(2025,))) is None
    assert len(full_store.subset(Filters(regions=("甲省",)))) == 2
    assert len(full_store.subset(Filters(docs=("没有",)))) == 0


def test_passages_hold_the_words_of_their_span(full_store):
    found = list(full_store.iter_passages())
    assert [passage.row for passage, _ in found] == full_store.live_rows().tolist()
    for passage, words in found:
        assert full_store.document(passage.doc).text[passage.start : passage.end] == passage.text
        assert words == "词 语\t头"


def test_a_removed_document_is_gone_until_it_is_brought_back(full_store):
    rows = full_store.live_rows().tolist()
    full_store.remove("甲市")
    assert full_store.counts()["documents"] == 2
    assert len(full_store.live_rows()) == len(rows) - 2
    assert len(full_store.vectors("model-a")[0]) == len(rows) - 2
    with pytest.raises(UnknownDocument, match="甲市"):
        full_store.document("甲市")
    full_store.restore("甲市")
    assert full_store.live_rows().tolist() == rows
    full_store.remove("甲市")
    full_store.purge()
    with pytest.raises(UnknownDocument):
        full_store.restore("甲市")


def test_a_document_cannot_come_back_over_another_of_the_same_name(store, make_bundle):
    store.save(make_bundle("甲市"))
    store.remove("甲市")
    store.save(make_bundle("甲市", "一、新的内容\n二、别的内容，共八个字。"))
    with pytest.raises(BadValue, match="甲市"):
        store.restore("甲市")


def test_a_new_version_takes_the_place_of_the_old_and_leaves_others_alone(full_store, make_bundle, make_vectors):
    others = [row for row in full_store.targets() if row.doc != "甲市"]
    new = make_bundle("甲市", "一、新的内容\n二、别的内容，共八个字。")
    full_store.save(new, make_vectors(new), replaces="甲市")
    assert full_store.info("甲市").document_id == new.id
    assert [row for row in full_store.targets() if row.doc != "甲市"] == others
    assert full_store.targets(Filters(docs=("甲市",))) == ()
    assert len(full_store.vectors("model-a")[0]) == len(full_store.live_rows())


def test_rows_of_passages_are_never_used_twice(store, make_bundle):
    made = make_bundle("甲市")
    store.save(made)
    first = set(store.live_rows().tolist())
    store.save(made)
    assert not first & set(store.live_rows().tolist())


def test_vectors_come_back_in_order_of_rows(full_store, make_bundle, make_vectors):
    rows, matrix = full_store.vectors("model-a")
    assert rows.tolist() == full_store.live_rows().tolist()
    expected = np.concatenate([make_vectors(make_bundle(name))[1] for name in ("甲市", "乙省", "中央")])
    assert np.array_equal(matrix, expected)
    assert full_store.rows_without_vectors("model-a").tolist() == []
    assert full_store.rows_without_vectors("model-b").tolist() == rows.tolist()
    full_store.put_vectors("model-b", rows[::-1], matrix[::-1])
    again = full_store.vectors("model-b")
    assert np.array_equal(again[0], rows)
    assert np.array_equal(again[1], matrix)


def test_another_process_sees_what_was_written(store, make_bundle, tmp_path):
    other = Store.open(tmp_path)
    assert other.infos() == ()
    before = other.generation()
    store.save(make_bundle("甲市"))
    assert other.generation() > before
    assert [info.doc for info in other.infos()] == ["甲市"]
    assert other.document("甲市").name == "甲市"


def test_many_threads_read_while_one_writes(full_store, make_bundle):
    errors: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(20):
                assert len(full_store.targets()) % 2 == 0
                full_store.document("中央")
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(8):
        full_store.save(make_bundle(f"丙{number}"))
    for thread in threads:
        thread.join()
    assert not errors


def test_a_citation_of_a_policy_in_the_library_points_to_it(full_store):
    linked = full_store.linked()
    assert linked["甲市"].references[0].doc == "中央"
    assert linked["中央"].references == ()
    full_store.remove("中央")
    assert full_store.linked()["甲市"].references[0].doc is None


def test_an_alias_finds_its_document(full_store):
    info = full_store.info("甲市")
    full_store.add_alias(info.document_id, "又名", "/elsewhere/又名.pdf")
    assert full_store.info("又名").doc == "甲市"
    assert full_store.info("甲市").aliases == ("又名",)


def test_a_library_with_an_alias_is_sound(full_store):
    full_store.add_alias(full_store.info("甲市").document_id, "又名", "/elsewhere/又名.pdf")
    assert full_store.database.faults() == []


def test_an_alias_of_an_older_library_is_kept(store, make_bundle, tmp_path):
    from kb import schema

    store.save(make_bundle("甲市"))
    (older,) = (part for part in schema.MIGRATIONS[0].split(";") if "CREATE TABLE aliases" in part)
    store.database.connection.executescript(
        f"DROP TABLE aliases;{older};INSERT INTO aliases (key, name, source) VALUES (1, '又名', '/又名.pdf');"
        "PRAGMA user_version = 4;"
    )
    store.close()
    again = Store.open(tmp_path)
    assert again.info("又名").doc == "甲市"
    assert again.database.faults() == []


def test_a_library_that_several_make_at_once_is_made_once(tmp_path):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _: Store.open(tmp_path), range(8)))
    assert [store.generation() for store in stores] == [0] * 8


def test_clauses_are_found_by_their_id(full_store):
    doc, clause = full_store.clause("乙省:二、")
    assert (doc, clause.label) == ("乙省", "二、")
    with pytest.raises(UnknownClause, match="没有"):
        full_store.clause("没有")


def test_leftover_numbers_are_listed_with_reason_and_page(full_store):
    (row,) = full_store.leftovers("甲市")
    assert (row.written, row.reason, row.page, row.clause_label) == ("1日", "日期", 2, "二、")
    assert row.written[0] in row.context


def test_a_damaged_file_is_named_in_chinese(tmp_path: Path):
    (tmp_path / "policykb.sqlite").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(LibraryDamaged, match="已损坏"):
        Store.open(tmp_path)


def test_a_library_of_a_newer_program_is_refused(store, tmp_path):
    store.database.connection.execute("PRAGMA user_version = 999")
    store.close()
    with pytest.raises(LibraryTooNew, match="999"):
        Store.open(tmp_path)


def test_targets_are_found_by_the_passages_in_which_they_begin(full_store):
    passages = full_store.passages_of("甲市")
    held = full_store.targets_of_passages([passages[1].row, 999_999])
    rows = held[passages[1].row]
    assert [(row.doc, row.metric) for row in rows] == [("甲市", "公共机构单位建筑面积能耗")]
    assert held[999_999] == [] and full_store.targets_of_passages([]) == {}
    assert len(full_store.targets_of_clauses(["甲市:一、", "乙省:二、"])) == 2


def test_a_library_of_the_first_migration_is_brought_up(tmp_path, make_bundle):
    import sqlite3

    from kb import schema

    connection = sqlite3.connect(tmp_path / "policykb.sqlite", isolation_level=None)
    connection.executescript(f"BEGIN;{schema.MIGRATIONS[0]};PRAGMA user_version = 1;COMMIT;")
    connection.close()
    store = Store.open(tmp_path)
    store.save(make_bundle("甲市"))
    assert store.database.connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    assert len(store.targets()) == 2


def test_old_versions_of_a_document_can_still_be_looked_at(full_store, make_bundle):
    new = make_bundle("甲市", "一、新的内容\n二、别的内容，共八个字。")
    full_store.save(new, replaces="甲市")
    assert [(version.number, version.current) for version in full_store.versions("甲市")] == [(2, True), (1, False)]
    document, clauses, rows = full_store.version("甲市", 1)
    assert [clause.label for clause in clauses] == ["一、", "二、"]
    assert [document.quote(Span(row.start, row.end)) for row in rows] == [row.quote for row in rows]
    assert full_store.version("甲市", 2)[2] == ()
    with pytest.raises(UnknownDocument, match="第 3 版"):
        full_store.version("甲市", 3)


def test_rows_of_documents_whose_passages_do_not_follow_each_other_are_all_known(full_store):
    rows = full_store.live_rows().tolist()
    key = full_store.query("SELECT key FROM documents WHERE doc = '甲市'")[0][0]
    with full_store.database.change() as connection:
        connection.execute(
            "INSERT INTO passages (key, clause_id, label, head, kind, start, stop, page, text, words) "
            "SELECT key, clause_id, label, head, kind, start, stop, page, text, words FROM passages WHERE key = ? LIMIT 1",
            [key],
        )
    (last,) = full_store.query("SELECT max(row) FROM passages")[0]
    assert full_store.live_rows().tolist() == [*rows, last]
    own = [row for (row,) in full_store.query("SELECT row FROM passages WHERE key = ? ORDER BY row", [key])]
    assert full_store.subset(Filters(docs=("甲市",))).rows.tolist() == own
    assert own[-1] - own[0] + 1 > len(own)
    full_store.remove("甲市")
    assert not set(own) & set(full_store.live_rows().tolist())
