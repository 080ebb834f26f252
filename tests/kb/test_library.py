"""The library as a whole: what goes in, what stays, what survives."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import corpus
from ingest.model import Span
from kb import Library
from kb.errors import (
    BadValue,
    CannotRestore,
    EmptyQuestion,
    LibraryBusy,
    LibraryDamaged,
    NoDocuments,
    NoPage,
    NoSuchPath,
    NotAFolder,
    NotALibrary,
    NotFound,
    OriginalMissing,
    UnknownDocument,
    UnknownName,
)
from kb.model import Filters
from kb.settings import Settings

PLAN = """青岚市建筑节能实施方案

一、总体目标
到2027年，全市新建民用建筑中绿色建筑面积占比达到95%以上，既有建筑节能改造面积累计达到300万平方米。
二、重点任务
（一）提升新建建筑标准。自2026年起，政府投资的公共建筑全部执行超低能耗标准。（市住房城乡建设局牵头，市发展改革委配合）
（二）改造既有建筑。“十五五”期间，完成老旧小区节能改造120个。
"""
NOTICE = """关于做好青岚市2026年公共机构节水工作的通知

各区人民政府：
一、节水目标
2026年，全市公共机构人均用水量比2025年下降3%。
二、保障措施
各单位要健全用水台账，按季度公布用水情况。
"""


def write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def opened(path: Path) -> Library:
    return Library.open(path / "library", Settings())


def statuses(steps) -> dict[str, str]:
    return {Path(step.path).name: step.status for step in steps}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return opened(tmp_path)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return write(tmp_path / "sources", 建筑=PLAN, 节水=NOTICE)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two documents, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("template")
    with opened(folder) as library:
        list(library.add(write(folder / "sources", 建筑=PLAN, 节水=NOTICE), workers=1))
    return folder


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Library:
    shutil.copytree(template / "library", tmp_path / "library")
    return opened(tmp_path)


@pytest.fixture(scope="module")
def pdf() -> Path:
    return next(path for path in corpus.samples() if path.stem.startswith("s02"))


# --- adding


def test_every_file_of_a_folder_comes_in(library, sources):
    steps = list(library.add(sources, workers=1))
    assert statuses(steps) == {"建筑.txt": "added", "节水.txt": "added"}
    assert [step.done for step in steps] == [1, 2]
    assert steps[-1].seconds_left == 0
    assert [info.doc for info in library.documents()] == ["建筑", "节水"]
    assert library.check() == ()
    assert {row.value for row in library.targets(Filters(metric="绿色建筑"))} == {95.0}


def test_the_same_bytes_again_change_nothing(library, sources):
    list(library.add(sources, workers=1))
    before = library.generation(), library.documents(), library.targets()
    assert set(statuses(library.add(sources, workers=1)).values()) == {"unchanged"}
    assert (library.generation(), library.documents(), library.targets()) == before


def test_the_same_bytes_under_another_name_are_an_alias(filled, tmp_path):
    other = write(tmp_path / "other", 又名=PLAN)
    assert statuses(filled.add(other)) == {"又名.txt": "alias"}
    assert filled.info("又名").doc == "建筑"
    assert statuses(filled.add(other)) == {"又名.txt": "unchanged"}
    assert filled.counts()["documents"] == 2


@pytest.mark.slow
def test_twins_in_one_run_are_one_document(library, tmp_path):
    folder = write(tmp_path / "twins", 甲=PLAN, 乙=PLAN, 丙=PLAN)
    found = statuses(library.add(folder, workers=2))
    assert sorted(found.values()) == ["added", "alias", "alias"]
    assert library.counts()["documents"] == 1


@pytest.mark.slow
def test_new_bytes_from_the_same_path_are_a_new_version(library, sources):
    list(library.add(sources, workers=1))
    kept = {row.label: row.id for row in library.clauses("建筑")}
    others = library.clauses("节水")
    write(
        sources, 建筑=PLAN.replace("一、总体目标", "本方案自印发之日起施行。\n一、总体目标").replace("120个", "150个")
    )
    assert statuses(library.add(sources, workers=1)) == {"建筑.txt": "replaced", "节水.txt": "unchanged"}
    now = {row.label: row.id for row in library.clauses("建筑")}
    assert now["二、（一）"] == kept["二、（一）"]
    assert now["二、（二）"] != kept["二、（二）"]
    assert library.clauses("节水") == others
    assert library.counts()["documents"] == 2
    assert library.check() == ()


@pytest.mark.slow
def test_a_file_can_be_named_as_the_new_version_of_a_document(library, sources, tmp_path):
    list(library.add(sources, workers=1))
    new = write(tmp_path / "new", 修订稿=NOTICE.replace("3%", "4%")) / "修订稿.txt"
    assert statuses(library.add(new, replace="节水")) == {"修订稿.txt": "replaced"}
    assert {row.value for row in library.targets(Filters(docs=("节水",)))} == {4.0}
    with pytest.raises(UnknownDocument):
        list(library.add(new, replace="没有"))
    with pytest.raises(BadValue):
        list(library.add(sources, replace="节水"))


@pytest.mark.slow
def test_another_file_of_the_same_name_never_overwrites(filled, tmp_path):
    other = write(tmp_path / "elsewhere", 建筑=NOTICE + "三、附则\n本通知自发布之日起施行。\n")
    (step,) = filled.add(other)
    assert (step.status, step.doc) == ("added", "建筑~2")
    assert filled.info("建筑").title == "青岚市建筑节能实施方案"


def test_failures_are_values_and_the_rest_comes_in(library, sources):
    (sources / "空.txt").write_bytes(b"")
    (sources / "冒充.pdf").write_text("这不是 PDF", encoding="utf-8")
    (sources / "旧格式.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (sources / "图表.bin").write_bytes(b"x")
    steps = {Path(step.path).name: step for step in library.add(sources, workers=1)}
    assert {name: step.status for name, step in steps.items()} == {
        "空.txt": "failed",
        "冒充.pdf": "failed",
        "旧格式.doc": "failed",
        "建筑.txt": "added",
        "节水.txt": "added",
    }
    assert steps["空.txt"].failure.kind == "EmptyFile"
    assert "另存为" in steps["旧格式.doc"].failure.message
    assert steps["冒充.pdf"].failure.kind in ("WrongType", "Damaged")
    assert library.check() == ()
    assert len(list((library.folder / "files").iterdir())) == 2


@pytest.mark.slow
def test_a_file_that_cannot_be_read_keeps_its_old_version(library, sources):
    list(library.add(sources, workers=1))
    (sources / "建筑.txt").write_bytes(b"")
    assert statuses(library.add(sources))["建筑.txt"] == "failed"
    assert library.info("建筑").targets > 0


@pytest.mark.slow
def test_a_path_that_does_not_exist_is_named(library, sources):
    with pytest.raises(NoSuchPath, match="没有这里"):
        list(library.add("/没有这里"))
    found = statuses(library.add([sources, "/没有这里/甲.txt"], workers=1))
    assert found["甲.txt"] == "failed"
    assert found["建筑.txt"] == "added"


def test_a_name_that_is_no_text_comes_in(library, tmp_path):
    folder = write(tmp_path / "odd", 甲=PLAN)
    names = [os.fsdecode(os.fsencode(folder) + name) for name in (b"/\xb1\xb1.txt", b"/\xb1\xb2.txt")]
    try:
        for name, text in zip(names, (NOTICE, NOTICE.replace("3%", "4%")), strict=True):
            Path(name).write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("this system has no such names")
    assert set(statuses(library.add(folder, workers=1)).values()) == {"added"}
    assert set(statuses(library.add(folder, workers=1)).values()) == {"unchanged"}
    assert library.counts()["documents"] == 3
    assert library.check() == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_among_the_files_does_not_hold_up_the_rest(library, sources):
    os.mkfifo(sources / "管道.txt")
    steps = {Path(step.path).name: step for step in library.add(sources, workers=1)}
    assert {name: step.status for name, step in steps.items()}["建筑.txt"] == "added"
    assert "不是普通文件" in steps["管道.txt"].failure.message


def test_an_emptied_data_file_does_not_cost_the_originals(filled):
    filled.close()
    (filled.folder / "policykb.sqlite").write_bytes(b"")
    with pytest.raises(LibraryDamaged, match="空的"):
        Library.open(filled.folder, Settings())
    assert len(list((filled.folder / "files").iterdir())) == 2


def test_files_of_others_among_the_originals_are_left_alone(filled):
    (filled.folder / "files" / "我的笔记.txt").write_text("别删", encoding="utf-8")
    (filled.folder / "files" / "文件夹").mkdir()
    (filled.folder / "files" / ".part-x").write_bytes(b"half")
    assert [fault.mended for fault in filled.check()] == [True]
    assert {path.name for path in (filled.folder / "files").iterdir()} >= {"我的笔记.txt", "文件夹"}
    assert filled.check() == ()


def test_a_document_whose_stored_form_is_damaged_is_named(filled):
    with filled.store.database.change() as connection:
        connection.execute(
            "UPDATE bodies SET document = X'00' WHERE key = (SELECT key FROM documents WHERE doc = '建筑')"
        )
    with pytest.raises(LibraryDamaged, match="建筑.*rebuild"):
        filled.document("建筑")
    assert filled.document("节水").text


def test_a_library_with_an_alias_is_sound_and_can_be_restored(filled, tmp_path):
    list(filled.add(write(tmp_path / "other", 又名=PLAN)))
    assert filled.check() == ()
    filled.backup(tmp_path / "b.zip")
    Library.restore(tmp_path / "b.zip", tmp_path / "back")
    with Library.open(tmp_path / "back", Settings()) as back:
        assert back.info("又名").doc == "建筑"


def test_a_folder_without_documents_is_wrong_use(library, tmp_path):
    (tmp_path / "空").mkdir()
    (tmp_path / "空" / "数据.bin").write_bytes(b"x")
    with pytest.raises(NoDocuments, match="空"):
        list(library.add(tmp_path / "空"))


@pytest.mark.slow
def test_too_large_a_file_is_refused_by_size(tmp_path, sources):
    library = Library.open(tmp_path / "small", Settings(max_file_mb=1))
    (sources / "巨.txt").write_bytes("节能".encode() * 400_000)
    assert statuses(library.add(sources, workers=1))["巨.txt"] == "failed"


@pytest.mark.slow
def test_stopping_early_keeps_what_is_done(library, sources):
    steps = library.add(sources, workers=1)
    first = next(steps)
    steps.close()
    assert first.doc in [info.doc for info in library.documents()]
    assert library.check() == ()
    assert "unchanged" in statuses(library.add(sources, workers=1)).values()
    assert library.counts()["documents"] == 2


@pytest.mark.slow
def test_a_second_writer_is_told_to_wait_while_readers_go_on(library, sources, tmp_path):
    steps = library.add(sources, workers=1)
    next(steps)
    other = opened(tmp_path)
    with pytest.raises(LibraryBusy, match="另一个进程"):
        list(other.add(sources))
    assert len(other.documents()) == 1
    list(steps)
    assert len(other.documents()) == 2
    assert other.search("绿色建筑面积占比")


# --- what is in it


@pytest.mark.slow
def test_another_process_finds_what_was_added(library, sources, tmp_path):
    other = opened(tmp_path)
    assert other.search("节水") == ()
    list(library.add(sources, workers=1))
    assert other.search("公共机构人均用水量")[0].passage.doc == "节水"
    library.remove("节水")
    assert all(hit.passage.doc != "节水" for hit in other.search("公共机构人均用水量"))


@pytest.mark.slow
def test_everything_works_after_the_sources_were_moved_away(tmp_path, pdf):
    source = tmp_path / "moved" / pdf.name
    source.parent.mkdir()
    shutil.copy(pdf, source)
    with opened(tmp_path) as library:
        list(library.add(source))
    shutil.rmtree(source.parent)
    with opened(tmp_path) as library:
        row = next(row for row in library.targets() if row.page)
        view = library.page(row.doc, row.page, [Span(row.start, row.end)])
        assert view.png.startswith(b"\x89PNG")
        assert view.boxes
        assert library.original(row.doc) == pdf.read_bytes()
        assert library.search(row.metric)
        assert not list(library.rebuild("read"))[0].failure
        assert library.check() == ()


@pytest.mark.slow
def test_a_picture_has_the_size_that_was_asked_and_boxes_only_of_its_page(tmp_path, pdf):
    from PIL import Image

    with opened(tmp_path) as library:
        list(library.add(pdf))
        (info,) = library.documents()
        document = library.document(info.doc)
        view = library.page(info.doc, 2, [Span(0, len(document.text))], scale=1.5)
        picture = Image.open(io.BytesIO(view.png))
        assert abs(picture.width - view.width * 1.5) <= 2
        assert view.pages == info.pages
        assert len(view.boxes) == len({r.box for r in document.regions if r.page == 2})
        with pytest.raises(NoPage, match="共"):
            library.page(info.doc, 999)


def test_a_text_file_has_no_page_pictures(filled):
    with pytest.raises(NoPage):
        filled.page("建筑", 1)


def test_an_empty_question_is_refused(library, sources):
    for question in ("", "  \n　"):
        with pytest.raises(EmptyQuestion):
            library.ask(question)
        with pytest.raises(EmptyQuestion):
            library.search(question)


# --- removing, rebuilding, checking


def test_removed_documents_come_back_until_the_next_rebuild(filled):
    filled.remove("节水")
    filled.restore_removed("节水")
    assert filled.search("公共机构人均用水量")[0].passage.doc == "节水"
    filled.remove(["节水"])
    list(filled.rebuild("index"))
    assert len(list((filled.folder / "files").iterdir())) == 1
    with pytest.raises(UnknownDocument, match="rebuild"):
        filled.restore_removed("节水")
    with pytest.raises(UnknownDocument):
        filled.remove(["建筑", "没有"])
    assert [info.doc for info in filled.documents()] == ["建筑"]


def test_documents_are_taken_out_and_brought_back_all_or_none(filled):
    filled.remove(["节水", "节水", "建筑"])
    with pytest.raises(UnknownDocument, match="没有.*没有恢复任何文件"):
        filled.restore_removed(["节水", "没有", "建筑"])
    assert filled.documents() == ()
    assert [info.doc for info in filled.restore_removed(["节水", "建筑", "节水"])] == ["节水", "建筑"]
    assert {info.doc for info in filled.documents()} == {"建筑", "节水"}


def test_bytes_of_another_document_are_no_new_version(filled, tmp_path):
    other = tmp_path / "改名.txt"
    other.write_bytes(filled.originals.read(filled.store.sha256(filled.document("节水").id)))
    (step,) = filled.add(other, replace="建筑")
    assert step.status == "failed" and step.failure.kind == "HeldElsewhere"
    assert "就是库中的 节水" in step.failure.message and "建筑" in step.failure.message
    assert [(info.doc, info.aliases) for info in filled.documents()] == [("建筑", ()), ("节水", ())]
    (step,) = filled.add(other, replace="节水")
    assert step.status == "alias"
    filled.remove("节水")
    (step,) = filled.add(other, replace="建筑")
    assert step.status == "replaced" and [info.doc for info in filled.documents()] == ["建筑"]


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["read", "extract", "embed", "index"])
def test_rebuilding_from_any_stage_gives_the_same_library(filled, stage):

    def seen() -> tuple:
        clauses = [row for info in filled.documents() for row in filled.clauses(info.doc)]
        hits = [hit.passage.text for hit in filled.search("既有建筑节能改造")]
        return clauses, filled.targets(), hits

    before = seen()
    steps = list(filled.rebuild(stage, workers=1))
    assert len(steps) == (2 if stage in ("read", "extract") else 0)
    assert seen() == before
    assert filled.check() == ()


@pytest.mark.slow
def test_one_document_is_read_again_alone_and_what_was_removed_stays_restorable(filled):
    filled.remove("节水")
    assert [step.doc for step in filled.rebuild("read", docs="建筑", workers=1)] == ["建筑"]
    filled.restore_removed("节水")
    with pytest.raises(UnknownDocument):
        list(filled.rebuild("read", docs=["没有"]))


@pytest.mark.slow
def test_rebuild_redoes_only_what_is_out_of_date(filled):
    assert list(filled.rebuild()) == []
    with filled.store.database.change() as connection:
        connection.execute("UPDATE documents SET rules = 'old' WHERE doc = '建筑'")
    assert [step.doc for step in filled.rebuild(workers=1)] == ["建筑"]
    with filled.store.database.change() as connection:
        connection.execute("UPDATE documents SET reader = 'text/0' WHERE doc = '节水'")
    assert [step.doc for step in filled.rebuild(workers=1)] == ["节水"]
    with pytest.raises(UnknownName, match="read、extract、embed、index"):
        list(filled.rebuild("everything"))


def test_check_finds_a_missing_original_and_clears_what_a_crash_left(filled):
    files = filled.folder / "files"
    (files / ".part-abc").write_bytes(b"half")
    (files / ("0" * 64)).write_bytes(b"stray")
    with filled.store.database.change() as connection:
        connection.execute("DELETE FROM vectors")
    faults = filled.check()
    assert all(fault.mended for fault in faults)
    assert {fault.where for fault in faults} == {"files", "向量"}
    assert filled.check() == ()
    sha256 = filled.store.sha256(filled.info("建筑").document_id)
    (files / sha256).write_bytes(b"changed")
    (fault,) = filled.check()
    assert (fault.where, fault.mended) == ("建筑", False)
    (files / sha256).unlink()
    with pytest.raises(OriginalMissing):
        filled.original("建筑")


@pytest.mark.slow
def test_check_names_a_document_whose_record_is_damaged(filled):
    with filled.store.database.change() as connection:
        connection.execute("UPDATE bodies SET document = x'00' WHERE key = 1")
    filled.close()
    again = Library.open(filled.folder, Settings())
    assert [fault.mended for fault in again.check()] == [False]
    assert list(again.rebuild("read", workers=1))
    assert again.check() == ()


# --- backups


@pytest.mark.slow
def test_a_backup_restores_the_whole_library(filled, tmp_path):
    file = filled.backup(tmp_path / "备份.zip")
    Library.restore(file, tmp_path / "again")
    with Library.open(tmp_path / "again", Settings(), create=False) as again:
        assert again.documents() == filled.documents()
        assert again.targets() == filled.targets()
        assert again.original("建筑") == filled.original("建筑")
        assert again.search("既有建筑节能改造")
        assert again.check() == ()


@pytest.mark.slow
def test_a_backup_is_never_restored_over_anything(library, sources, tmp_path):
    list(library.add(sources, workers=1))
    file = library.backup(tmp_path / "b.zip")
    with pytest.raises(CannotRestore, match="不为空"):
        Library.restore(file, library.folder)
    with pytest.raises(CannotRestore, match="不为空"):
        Library.restore(file, sources / "建筑.txt")


def test_a_damaged_backup_leaves_nothing_behind(filled, tmp_path):
    whole = filled.backup(tmp_path / "b.zip").read_bytes()
    half = tmp_path / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(tmp_path / "foreign.zip", "w") as archive:
        archive.writestr("../../outside.txt", "x")
    flipped = bytearray(whole)
    place = whole.index(b"policykb.sqlite") + 4000
    flipped[place : place + 50] = b"\0" * 50
    (tmp_path / "flipped.zip").write_bytes(bytes(flipped))
    for name in ("half.zip", "foreign.zip", "flipped.zip", "missing.zip"):
        with pytest.raises(CannotRestore):
            Library.restore(tmp_path / name, tmp_path / "again")
        assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".policykb*"))


# --- opening


def test_a_path_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(NotAFolder) as caught:
        Library.open(tmp_path / "f", Settings())
    assert caught.value.exit_code == 3


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "论文.docx").write_text("x")
    with pytest.raises(NotALibrary):
        Library.open(tmp_path, Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["论文.docx"]


def test_a_missing_library_is_not_made_by_reading(tmp_path):
    with pytest.raises(NotFound, match="add"):
        Library.open(tmp_path / "none", Settings(), create=False)
    assert not (tmp_path / "none").exists()


# --- killed at any moment

SCRIPT = """
import sys
from kb import Library
from kb.settings import Settings
for step in Library.open(sys.argv[1], Settings()).add(sys.argv[2], workers=2):
    print(step.done, flush=True)
print("end", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", [0.3, 1, 2, 4, 6, "end"])
def test_a_killed_addition_leaves_whole_documents_and_can_be_taken_up_again(tmp_path, moment):
    sources = write(tmp_path / "s", **{f"文件{n}": PLAN.replace("120", str(120 + n)) for n in range(8)})
    command = [sys.executable, "-c", SCRIPT, str(tmp_path / "library"), str(sources)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if isinstance(moment, float):
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(moment)
    else:
        for line in child.stdout:
            if line.strip() == str(moment):
                break
    child.kill()
    child.wait()
    with opened(tmp_path) as library:
        assert [fault for fault in library.check() if not fault.mended] == []
        for info in library.documents():
            assert len(library.clauses(info.doc)) == info.clauses
            assert library.store.passages_of(info.doc)
        list(library.add(sources, workers=2))
        assert library.counts()["documents"] == 8
        assert library.check() == ()
        assert {hit.passage.doc for hit in library.search("老旧小区节能改造", limit=10)}
