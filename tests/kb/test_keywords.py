"""The keyword index over the little library."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kb import keywords
from kb.errors import DiskFull
from kb.keywords import KeywordIndex, Wanted, _disk_told, pairs, tokens
from kb.model import Filters
from kb.spelling import plain
from tests.kb.little_library import TEXTS, add, searcher


def asked(text: str) -> Wanted:
    return Wanted(tuple((((word,), 1.0),) for word in tokens(text).split()), tuple(pairs(plain(text))))


def doc_of(library, row: int) -> str:
    return library.store.passages([row])[row].doc


def test_the_passage_with_the_words_comes_first(library):
    best = library.keywords.search(asked("梯次利用网点"), 3)
    assert "梯次利用" in library.store.passages([best[0][0]])[best[0][0]].text


def test_traditional_characters_find_simplified_text(library):
    assert library.keywords.search(asked("動力電池回收網點"), 1) == library.keywords.search(
        asked("动力电池回收网点"), 1
    )


def test_a_search_keeps_to_the_documents_it_is_given(library):
    everywhere = {row for row, _ in library.keywords.search(asked("光伏"), 20)}
    one = library.store.subset(Filters(docs=(doc_of(library, min(everywhere)),)))
    inside = {row for row, _ in library.keywords.search(asked("光伏"), 20, one)}
    assert inside == everywhere & set(one.rows.tolist()) and inside < everywhere
    assert library.keywords.search(asked("光伏"), 20, library.store.subset(Filters(docs=("没有",)))) == []


def test_a_wide_subset_sifted_out_of_the_best_is_what_the_index_finds_within_it(library, monkeypatch):
    index, store = library.keywords, library.store
    wanted = asked("建设光伏")
    for info in store.infos():
        among = store.subset(Filters(docs=(info.doc,)))
        monkeypatch.setattr(keywords, "WIDE", 2.0)
        within = index.search(wanted, 50, among)
        monkeypatch.setattr(keywords, "WIDE", 0.0)
        assert index.search(wanted, 50, among) == within
        monkeypatch.setattr(keywords, "DEEP", 2)  # too few are looked through: the index is asked after all
        assert index.search(wanted, 50, among) == within
        monkeypatch.undo()


def test_a_search_within_a_place_brings_only_its_documents(library):
    found = library.keywords.search(Wanted(asked("光伏").groups, place="宁波市"), 20)
    assert found
    assert {doc_of(library, row) for row, _ in found} <= {"宁波能源"}


def test_targets_are_found_by_metric_and_year(library):
    wanted = Wanted(asked("光伏装机容量").groups, metrics=True, years=("2030",))
    (best, _), *_ = library.keywords.search(wanted, 5)
    assert "2030年" in library.store.passages([best])[best].text


def test_exact_words_are_narrowed_to_rows_that_may_hold_them(library):
    rows = library.keywords.holding("港区推广纯电动重卡", 10)
    assert any("港区推广纯电动重卡" in passage.text for passage in library.store.passages(rows).values())
    assert library.keywords.holding("核聚变供热", 10) == []


def test_the_index_follows_the_store_and_outlives_its_folder(tmp_path: Path):
    library = searcher(tmp_path)
    add(
        library.store,
        "新文",
        "港口氢能试点办法\n一、范围\n支持内河驳船加注绿醇。\n",
        library.store.document("国家能源").metadata.region,
    )
    library.keywords.sync(library.store)
    assert library.keywords.search(asked("加注绿醇"), 1)
    library.store.remove("新文")
    library.keywords.sync(library.store)
    rows = [row for row, _ in library.keywords.search(asked("加注绿醇"), 5)]
    assert all(library.store.passages(rows).get(row) is not None for row in rows)
    size = library.keywords.size
    shutil.rmtree(tmp_path / "keywords")
    again = KeywordIndex(tmp_path / "keywords")
    again.sync(library.store)
    assert again.size == size


def test_an_index_left_half_written_is_made_anew(tmp_path: Path):
    library = searcher(tmp_path)
    (tmp_path / "keywords" / "stamp.json").unlink()
    again = KeywordIndex(tmp_path / "keywords")
    again.sync(library.store)
    assert again.size == library.keywords.size
    assert again.search(asked("梯次利用"), 1)


def test_opening_again_keeps_the_index_on_disk(tmp_path: Path):
    library = searcher(tmp_path)
    made = (tmp_path / "keywords" / "stamp.json").stat().st_mtime_ns
    again = KeywordIndex(tmp_path / "keywords")
    again.sync(library.store)
    assert (tmp_path / "keywords" / "stamp.json").stat().st_mtime_ns == made
    assert again.size == library.keywords.size


def test_numbers_and_formulas_are_index_words():
    assert {"2025", "13.5%", "13.5", "pm2.5"} <= set(tokens("到2025年PM2.5下降13.5％").split())


def test_the_little_library_is_there(library):
    assert {info.doc for info in library.store.infos()} == set(TEXTS)


def copied(library, folder: Path) -> KeywordIndex:
    shutil.copytree(library.keywords._folder, folder / "keywords")
    return KeywordIndex(folder / "keywords")


@pytest.mark.parametrize("name", ["meta.json", "*.term", "*.store"])
def test_a_damaged_index_is_made_anew(library, tmp_path, name):
    index = copied(library, tmp_path)
    for file in (tmp_path / "keywords").glob(name):
        file.write_bytes(b"nothing of the kind")
    index.sync(library.store)
    assert index.search(asked("光伏"), 5) == library.keywords.search(asked("光伏"), 5)


def test_where_nothing_can_be_written_a_copy_is_searched(library, tmp_path):
    index = copied(library, tmp_path)
    index._move()
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "keywords").iterdir()}
    index.sync(library.store)
    assert index.search(asked("光伏"), 5) == library.keywords.search(asked("光伏"), 5)
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "keywords").iterdir()} == before


def test_a_full_disk_is_named(tmp_path):
    with pytest.raises(DiskFull, match="磁盘空间不足"), _disk_told(tmp_path / "keywords"):
        raise ValueError("Internal error: 'No space left on device (os error 28)'")
