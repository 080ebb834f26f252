"""Six tasks as a new user would do them in the browser (六件事): clicks and seconds, for ``bench/RESULTS.md``.

Usage: ``python -m bench.tasks`` over a library of the samples, which it makes; ``--library FOLDER`` over a copy of a
library of the 160 policies. A click is a click of the mouse or a choice in a list; typing
words is none. Seconds run from the first page shown to the result shown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_RESTING = """() => { const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-testid="stSkeleton"]') && !document.querySelector('[data-testid="stSpinner"]'); }"""


@dataclass(slots=True)
class Visit:
    """A browser tab with a count of clicks (一次访问)."""

    page: Any
    url: str
    clicks: int = 0
    begun: float = 0.0
    result: tuple[int, float] | None = None
    PAUSE: ClassVar[float] = 0.06

    def done(self) -> None:
        """The task is done; what follows only looks whether it was done well."""
        if self.result is None:
            self.result = (self.clicks, time.monotonic() - self.begun)

    def open(self, place: str = "") -> None:
        self.page.goto(f"{self.url}/{place}")
        self.page.wait_for_selector('[data-testid="stMainBlockContainer"]')
        self.rest()

    def rest(self) -> None:
        self.page.wait_for_function(_RESTING)
        self.page.wait_for_timeout(self.PAUSE * 1000)
        self.page.wait_for_function(_RESTING)

    def click(self, found: Any) -> None:
        found.first.click()
        self.clicks += 1
        self.rest()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name))

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name))

    def write(self, label: str, words: str) -> None:
        field = self.page.get_by_label(label).first
        field.fill(words)
        field.press("Enter")
        self.rest()

    def row(self, number: int) -> None:
        table = self.page.locator('[data-testid="stDataFrame"] canvas').first
        box = table.bounding_box()
        self.page.mouse.click(box["x"] + 18, box["y"] + 36 + 35 * number + 17)
        self.clicks += 1
        self.page.wait_for_timeout(150)
        self.rest()

    def shows(self, words: str) -> None:
        self.page.get_by_text(words).first.wait_for()


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked for in a library: the tasks are the same, their words differ with what the library holds."""

    question: str
    found: str
    province: str
    metric: str
    places: int
    matter: str
    agencies: tuple[str, ...]
    wrong: str


SAMPLES = Words(
    "江苏2030年光伏装机目标", "万千瓦", "江苏省", "非化石能源占一次能源消费比重", 3, "充电", ("市交通委",), "江豚"
)
POLICIES = Words(
    "上海2030年风电装机目标", "500万千瓦", "江苏省", "非化石能源占一次能源消费比重", 5,
    "加氢站", ("市交通委", "市道路运输局", "市经济信息化委"), "森林覆盖率",
)  # fmt: skip


def cite(visit: Visit, folder: Path, words: Words) -> None:
    """Find a place's 2030 target and cite it in GB/T 7714."""
    visit.write("检索或提问", words.question)
    visit.page.wait_for_selector(".answer")
    visit.rest()
    assert words.found in visit.page.locator(".answer").inner_text().replace(" ", "")
    visit.button("引用")
    visit.shows("[Z]")


def export(visit: Visit, folder: Path, words: Words) -> None:
    """Export all 2025 targets of one province to XLSX."""
    visit.link("目标")
    visit.click(visit.page.get_by_label("年份"))
    visit.click(visit.page.get_by_role("option", name="2025"))
    visit.page.keyboard.press("Escape")
    visit.click(visit.page.get_by_label("地区"))
    visit.page.keyboard.type(words.province[:2])
    visit.click(visit.page.get_by_role("option", name=words.province))
    visit.page.keyboard.press("Escape")
    visit.rest()
    with visit.page.expect_download() as waiting:
        visit.link("下载 XLSX")
    waiting.value.save_as(folder / "targets.xlsx")
    import openpyxl

    header, *rows = openpyxl.load_workbook(folder / "targets.xlsx").worksheets[0].iter_rows(values_only=True)
    year = header.index("目标年")
    assert rows and {row[year] for row in rows} == {2025}


def compare(visit: Visit, folder: Path, words: Words) -> None:
    """Compare the non-fossil share of all places that state it."""
    visit.link("对比")
    visit.click(visit.page.get_by_label("指标（可直接输入）"))
    visit.page.keyboard.type(words.metric)
    visit.page.keyboard.press("Enter")
    visit.rest()
    visit.page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    visit.shows("按“")
    visit.done()
    with visit.page.expect_download() as waiting:
        visit.page.get_by_role("link", name="存为 CSV").first.click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
    assert len({line.split(",")[0] for line in lines[1:]}) >= words.places


def duty(visit: Visit, folder: Path, words: Words) -> None:
    """Find who answers for a matter: a source that speaks of it names the bodies one by one."""
    visit.link("对比")
    visit.click(visit.page.get_by_role("radio", name="责任单位"))
    visit.write("事项、指标或单位", words.matter)
    visit.page.locator(".hit").first.wait_for()
    visit.done()
    told = [hit for hit in visit.page.locator(".hit").all_inner_texts() if words.matter in hit]
    assert any(all(agency in hit for agency in words.agencies) for hit in told)


def upload(visit: Visit, folder: Path, words: Words) -> None:
    """Upload a PDF and see its targets."""
    file = folder / "上传试验.pdf"
    shutil.copy(ROOT / "corpus" / "pdf" / "s05_qingdao_building_plan.pdf", file)
    file.write_bytes(file.read_bytes() + f"\n% {time.time()}\n".encode())
    visit.link("文档")
    visit.page.locator('input[type="file"]').first.set_input_files(str(file))
    visit.clicks += 1
    visit.button("读入 1 个文件")
    visit.shows("已处理 1 个文件")
    visit.link("看目标")
    visit.page.locator('[data-testid="stDataFrame"] canvas').first.wait_for()


def correct(visit: Visit, folder: Path, words: Words) -> None:
    """Correct a wrong row; then (not counted) have its document read again and see that the correction stands."""
    visit.link("目标")
    visit.write("指标", words.wrong)
    visit.row(0)
    visit.click(visit.page.get_by_text("更正", exact=True))
    visit.page.get_by_label("数值").last.fill("1302")
    visit.button("保存更正")
    visit.shows("已更正；")
    visit.done()
    name = (visit.page.locator(".where", has_text="·").first.inner_text()).split(" · ")[0]
    visit.page.get_by_role("link", name="文档").click()
    visit.rest()
    visit.write("查找文件", name)
    visit.row(0)
    visit.button("重新读取")
    visit.page.get_by_text("已处理 1 个文件").wait_for(timeout=180_000)
    visit.open(f"targets?metric={words.wrong}&text=")
    visit.row(0)
    assert "1302" in visit.page.locator("h2.doc + p").first.inner_text().replace(",", "")


TASKS: dict[str, Callable[[Visit, Path, Words], None]] = {
    "查到一个目标并按 GB/T 7714 引用": cite,
    "导出一省 2025 年全部目标为 XLSX": export,
    "比较各地非化石能源占比": compare,
    "查一件事由谁负责": duty,
    "上传 PDF 并看到它的目标": upload,
    "更正一行目标": correct,
}


@contextmanager
def serving(library: Path) -> Iterator[tuple[str, int]]:
    """The app over a library on a free port: its address and process id."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT, env={**os.environ, "POLICYKB_LIBRARY": str(library)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{port}", server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


@contextmanager
def served() -> Iterator[str]:
    """The app over a fresh library of the samples."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library"
        command = [sys.executable, "-m", "kb", "--library", str(library), "add", "corpus/pdf"]
        subprocess.run(command, cwd=ROOT, capture_output=True)
        with serving(library) as (url, _):
            yield url


def run(url: str, words: Words) -> list[str]:
    """The lines of the table, one a task."""
    from playwright.sync_api import sync_playwright

    lines = ["| 任务 | 点击 | 秒 |", "| --- | ---: | ---: |"]
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        warm = Visit(chromium.new_page(), url)
        warm.page.set_default_timeout(120_000)
        warm.open("?q=森林覆盖率")
        warm.page.wait_for_selector(".answer", timeout=120_000)
        for name, task in TASKS.items():
            tab = chromium.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True).new_page()
            tab.set_default_timeout(60_000)
            visit = Visit(tab, url)
            visit.open()
            visit.begun = time.monotonic()
            task(visit, Path(folder), words)
            visit.done()
            clicks, seconds = visit.result or (0, 0.0)
            lines.append(f"| {name} | {clicks} | {seconds:.1f} |")
            print(lines[-1], flush=True)
            tab.context.close()
        chromium.close()
    return lines


def main() -> None:
    """Serve what is to be served and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--library", type=Path, help="a library of the 160 policies, served as a copy")
    given = parser.parse_args().library
    if given is None:
        with served() as url:
            run(url, SAMPLES)
        return
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(given, Path(folder) / "library")
        with serving(Path(folder) / "library") as (url, _):
            run(url, POLICIES)


if __name__ == "__main__":
    main()
