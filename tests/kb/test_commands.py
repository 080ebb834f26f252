"""The command line as people and programs meet it: statuses, messages, formats. Every case runs the real program."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.commands.console import deliver, watched
from kb.commands.parsing import parse
from kb.errors import WriteError
from kb.model import Added, Failure

ROOT = Path(__file__).resolve().parents[2]
PLAN = """青岚市能源发展实施方案

一、发展目标
到2028年，全市光伏发电装机容量达到50万千瓦左右，非化石能源消费占比不低于22%。
二、保障措施
各部门要按职责分工抓好落实，及时公布进展情况。
"""

pytestmark = pytest.mark.slow


class Result:
    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.status, self.data = done.returncode, done.stdout
        self.out, self.err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def run(*arguments: str | Path, cwd: Path, **environment: str) -> Result:
    known = {name: value for name, value in os.environ.items() if not name.startswith("POLICYKB_")}
    command = [sys.executable, "-m", "kb", *map(str, arguments)]
    known |= {"PYTHONPATH": str(ROOT), **environment}
    return Result(subprocess.run(command, cwd=cwd, env=known, capture_output=True, timeout=120))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of one document."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "能源.txt").write_text(PLAN, encoding="utf-8")
    assert run("add", "能源.txt", cwd=folder).status == 0
    return folder


@pytest.mark.parametrize(
    "given", [["没有.pdf"], ["没有的文件夹"], ["空"], ["目录.json"], ["--replace", "甲", "能源.txt"]]
)
def test_adding_nothing_leaves_no_library_behind(tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "空").mkdir()
    (tmp_path / "目录.json").write_text("{}", encoding="utf-8")
    (tmp_path / "能源.txt").write_text(PLAN, encoding="utf-8")
    done = run("add", *given, cwd=tmp_path)
    assert done.status in (2, 3) and "。" in done.err
    assert not (tmp_path / "library").exists()


def encrypted(path: Path) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), encrypt=StandardEncryption("user", "owner"))
    canvas.drawString(100, 700, "secret")
    canvas.save()


def make_text_named_pdf(folder: Path) -> list[str]:
    (folder / "甲.pdf").write_text("这只是一段文字。", encoding="utf-8")
    return ["甲.pdf"]


def make_empty(folder: Path) -> list[str]:
    (folder / "空.pdf").write_bytes(b"")
    return ["空.pdf"]


def make_encrypted(folder: Path) -> list[str]:
    encrypted(folder / "密.pdf")
    return ["密.pdf"]


def make_old_word(folder: Path) -> list[str]:
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0 old")
    return ["旧.doc"]


def make_mixed(folder: Path) -> list[str]:
    (folder / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "好.txt").write_text(PLAN, encoding="utf-8")
    return ["坏.pdf", "好.txt"]


def make_folder_without_documents(folder: Path) -> list[str]:
    (folder / "数据").mkdir()
    (folder / "数据" / "a.bin").write_bytes(b"x")
    return ["数据"]


@pytest.mark.parametrize(
    ("make", "status", "words"),
    [
        (make_text_named_pdf, 1, "甲.pdf"),
        (make_empty, 1, "文件是空的"),
        (make_encrypted, 1, "加密"),
        (make_old_word, 1, "另存为 DOCX"),
        (make_mixed, 1, "坏.pdf"),
        (make_folder_without_documents, 2, "没有可添加的文件"),
        (lambda folder: ["没有这个.pdf"], 2, "路径不存在"),
        (lambda folder: [], 2, "缺少参数"),
        (lambda folder: ["--workers", "0", "x"], 2, "正整数"),
        (lambda folder: ["--ocr", "maybe", "x"], 2, "可选"),
    ],
)
def test_wrong_input_to_add_is_told_in_chinese(
    tmp_path: Path, make: Callable[[Path], list[str]], status: int, words: str
):
    done = run("add", *make(tmp_path), "--library", "lib", cwd=tmp_path)
    assert done.status == status, done.err
    assert words in done.out + done.err
    assert "Traceback" not in done.out + done.err
    if make is make_mixed:
        assert [doc["doc"] for doc in json.loads(run("documents", "--json", "--library", "lib", cwd=tmp_path).out)] == [
            "好"
        ]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ([], 2, "缺少参数"),
        (["fly"], 2, "可选"),
        (["documents", "--colour"], 2, "不认识的参数"),
        (["search", ""], 2, "问题是空的"),
        (["ask", "　 "], 2, "问题是空的"),
        (["ask"], 2, "问题是空的"),
        (["ask", "What is the wind power target for 2030?"], 0, "中文"),
        (["search", "What is the wind power target?"], 0, "中文"),
        (["ask", "青岚市2028年光伏装机目标是多少"], 0, "50万千瓦"),
        (["ask", "南极企鹅的数量目标"], 0, ""),
        (["search", "光伏发电装机容量", "--limit", "no"], 2, "正整数"),
        (["search", "光伏", "--doc", "没有"], 2, "库中没有这份文件：没有"),
        (["clauses", "没有"], 2, "documents"),
        (["cite", "没有"], 2, "没有这个条款编号"),
        (["cite", "没有", "--style", "apa"], 2, "gbt7714"),
        (["targets", "--year", "明年"], 2, "年份"),
        (["targets", "--from", "2030", "--to", "2025"], 2, "晚于"),
        (["targets", "--format", "docx"], 2, "可选"),
        (["targets", "--format", "csv", "--headers", "zh"], 0, "目标年"),
        (["targets", "--format", "jsonl", "--headers", "zh"], 2, "列名是固定的"),
        (["targets", "--min", "x"], 2, "不是数字"),
        (["targets", "--max", "nan"], 2, "不是数字"),
        (["targets", "--min", "inf", "--unit", "万千瓦"], 2, "不是数字"),
        (["rebuild", "--from", "index"], 0, "已重建全部索引"),
        (["targets", "--min", "9", "--max", "1"], 2, "大于"),
        (["targets", "-o", "/proc/none/x.csv"], 2, "无法写入"),
        (["add", ""], 2, "路径是空的"),
        (["serve", "--port", "99999"], 2, "65535"),
        (["remove", "没有"], 2, "没有这份文件"),
        (["remove", "--undo", "能源~9"], 2, "没有这份文件"),
        (["restore", "没有.zip", "--library", "新库"], 2, "没有文件"),
        (["restore", "能源.txt", "--library", "新库"], 2, "备份文件"),
        (["search", "--questions", "没有.jsonl"], 2, "无法读取"),
        (["ask", "--questions", "能源.txt"], 2, "第 1 行"),
        (["evaluate"], 2, "没有给出评测文件"),
        (["documents", "--library", "能源.txt"], 3, "是一个文件"),
        (["documents", "--library", "没有的库"], 3, "找不到政策库"),
        (["--library", "能源.txt", "add", "能源.txt"], 3, "是一个文件"),
        (["check"], 0, "完好"),
        (["align", "光伏发电装机容量"], 0, "50"),
        (["ask", "光伏\udcff装机"], 0, ""),
    ],
)
def test_every_wrong_use_has_its_status_and_a_chinese_message(
    filled: Path, arguments: list[str], status: int, words: str
):
    done = run(*arguments, cwd=filled)
    assert done.status == status, done.err
    assert words in done.out + done.err
    assert "Traceback" not in done.err
    assert not (filled / "没有的库").exists()


def test_a_damaged_library_cannot_be_opened_and_says_what_to_do(tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "policykb.sqlite").write_bytes(b"not a database" * 500)
    done = run("documents", cwd=tmp_path)
    assert (done.status, "restore" in done.err) == (3, True)


def test_the_library_can_be_named_before_or_after_the_verb_or_by_the_environment(filled, tmp_path):
    library = filled / "library"
    for arguments, environment in (
        (["--library", library, "documents"], {}),
        (["documents", "--library", library], {}),
        (["documents"], {"POLICYKB_LIBRARY": str(library)}),
    ):
        assert "能源" in run(*arguments, cwd=tmp_path, **environment).out


def test_settings_that_cannot_be_understood_are_named(filled):
    done = run("documents", cwd=filled, POLICYKB_MAX_PAGES="many")
    assert (done.status, "POLICYKB_MAX_PAGES" in done.err) == (2, True)


def test_documents_as_json_have_the_agreed_fields(filled):
    (record,) = json.loads(run("documents", "--json", cwd=filled).out)
    fields = (
        "doc title doc_number issuers issued_on published_on effective_on genre region validity pages clauses targets"
    )
    assert " ".join(record) == f"{fields} doubtful references source read_at reader"
    assert set(record["region"]) == {"province", "city"}


def test_the_target_table_comes_in_every_format(filled):
    first = json.loads(run("targets", "--format", "jsonl", cwd=filled).out.splitlines()[0])
    assert (first["doc"], first["value"], first["unit"], first["year"], first["page"]) == (
        "能源",
        50,
        "万千瓦",
        2028,
        None,
    )
    assert run("targets", "--format", "csv", cwd=filled).data.startswith(b"\xef\xbb\xbf")
    assert run("targets", "--format", "xlsx", "--metric", "光伏", "-o", "out/表.xlsx", cwd=filled).status == 0
    assert (filled / "out" / "表.xlsx").read_bytes().startswith(b"PK")
    assert run("targets", "-o", "t.csv", cwd=filled).status == 0
    assert "指标" in (filled / "t-数据字典.csv").read_text("utf-8-sig")
    assert "共 2 行" in run("targets", cwd=filled).out


def test_clauses_and_leftovers_and_citations_are_listed(filled):
    rows = json.loads(run("clauses", "能源", "--json", cwd=filled).out)
    assert {"id", "label", "page", "text"} <= set(rows[0])
    goal = next(row for row in rows if row["label"] == "一、")
    assert "[Z]" in run("cite", goal["id"], cwd=filled).out
    assert run("cite", goal["id"], "--style", "ris", cwd=filled).out.startswith("TY  - ")
    assert json.loads(run("leftovers", "能源", "--json", cwd=filled).out) is not None


def test_many_questions_are_answered_line_by_line(filled):
    asked = [
        {"id": "a", "question": "2028年非化石能源消费占比"},
        {"id": 2, "question": ""},
        {"id": "c", "question": "Why?"},
    ]
    (filled / "q.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in asked), encoding="utf-8")
    lines = [json.loads(line) for line in run("ask", "--questions", "q.jsonl", cwd=filled).out.splitlines()]
    assert [line["id"] for line in lines] == ["a", 2, "c"]
    first, empty, foreign = lines
    assert {"id", "hits", "answer", "citations", "abstained"} == set(first)
    assert {"doc", "clause", "page", "text", "score", "also"} <= set(first["hits"][0])
    assert "22%" in first["answer"]
    assert {"doc", "clause", "page", "quote", "label"} <= set(first["citations"][0])
    assert all(10 <= len(citation["quote"]) <= 400 and citation["quote"] in PLAN for citation in first["citations"])
    assert empty["abstained"] and foreign["abstained"]


def test_the_report_of_an_addition_is_written_as_json(tmp_path):
    make_mixed(tmp_path)
    done = run("add", ".", "--report", "r.json", "--library", "lib", cwd=tmp_path)
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert done.status == 1
    assert report["counts"] == {"added": 1, "unchanged": 0, "alias": 0, "replaced": 0, "failed": 1}
    assert report["failed"][0]["message"]
    assert "新增 1" in done.out
    assert "2/2" in done.err


def test_removing_says_how_to_undo_it(tmp_path):
    make_mixed(tmp_path)
    run("add", "好.txt", cwd=tmp_path)
    assert "--undo 好" in run("remove", "好", cwd=tmp_path).out
    assert json.loads(run("documents", "--json", cwd=tmp_path).out) == []
    assert run("remove", "--undo", "好", cwd=tmp_path).status == 0
    assert len(json.loads(run("documents", "--json", cwd=tmp_path).out)) == 1


@pytest.mark.parametrize(
    ("name", "typed"), [("好", "好"), ("a-1", "a-1"), ("两 份", "'两 份'"), ("《规划》", "'《规划》'")]
)
def test_a_name_is_typed_as_a_shell_takes_it(name, typed):
    from kb.commands.remove import _typed

    assert _typed(name) == typed


def test_backup_and_restore_go_through_the_command_line(filled, tmp_path):
    assert run("backup", tmp_path / "b.zip", cwd=filled).status == 0
    assert run("restore", tmp_path / "b.zip", "--library", tmp_path / "again", cwd=filled).status == 0
    assert "能源" in run("documents", "--library", tmp_path / "again", cwd=filled).out
    assert run("restore", tmp_path / "b.zip", cwd=filled).status == 2


def test_a_pipe_that_closes_early_is_no_error(filled):
    done = subprocess.run(
        f"{sys.executable} -m kb clauses 能源 | head -1",
        shell=True,
        cwd=filled,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr


def test_progress_is_plain_lines_when_nobody_watches(capsys):
    failure = Failure("乙.pdf", "Damaged", "文件已损坏")
    steps = [
        Added("甲.pdf", "甲", "added", 1, 2, pages=3, targets=4, seconds_left=200.0),
        Added("乙.pdf", "乙", "failed", 2, 2, failure=failure),
    ]
    report = watched(steps)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "1/2 已添加 甲.pdf（3 页，4 条目标） 约剩 3 分钟"
    assert lines[1] == "2/2 失败 乙.pdf：文件已损坏"
    assert report.failures == (failure,)


def test_a_file_name_with_a_line_end_stays_in_its_line(capsys):
    watched([Added("甲\n乙.pdf", "甲_乙", "unchanged", 1, 1)])
    assert capsys.readouterr().err == "1/1 未变 甲 乙.pdf\n"


def test_an_older_file_stays_whole_when_a_result_cannot_be_written(tmp_path):
    resource = pytest.importorskip("resource")
    file = tmp_path / "表.csv"
    file.write_bytes(b"older")
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3, most))
    try:
        with pytest.raises(WriteError, match="大小上限"):
            deliver("newer and longer", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    assert file.read_bytes() == b"older" and [path.name for path in tmp_path.iterdir()] == ["表.csv"]


def test_a_result_goes_through_a_link_to_its_file(tmp_path):
    (tmp_path / "there").mkdir()
    link = tmp_path / "表.csv"
    link.symlink_to(tmp_path / "there" / "真.csv")
    deliver("words", str(link))
    assert link.is_symlink() and (tmp_path / "there" / "真.csv").read_text() == "words"


def test_a_port_that_is_taken_is_told(filled):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("serve", "--port", str(taken.getsockname()[1]), cwd=filled)
    assert (done.status, "已被占用" in done.err) == (2, True)


def test_help_is_in_chinese(capsys):
    with pytest.raises(SystemExit):
        parse(["targets", "--help"])
    shown = capsys.readouterr().out
    assert "用法" in shown
    assert "show this help" not in shown


def test_a_phrase_found_nowhere_is_told_and_places_are_shown(filled: Path) -> None:
    done = run("search", "“月球充电站”", cwd=filled)
    assert done.status == 0
    assert "没有一处写有“月球充电站”" in done.err
    told = json.loads(run("search", "“月球充电站”", "--json", cwd=filled).out)
    assert told["unfound"] == ["月球充电站"]
    found = run("search", "光伏发电装机容量", cwd=filled)
    assert "没有一处" not in found.err
    assert "第4行" in found.out or "第3行" in found.out
    assert json.loads(run("ask", "“月球充电站”", "--json", cwd=filled).out)["abstained"]
