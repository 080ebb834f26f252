"""How quick the pages are in a real browser (快慢): first opening, warm actions, a table of 5,000 rows, console errors.

Usage: ``python -m bench.browsing --library FOLDER [--large]``. The library is copied, so that nothing of it changes;
with ``--large`` a document of 5,600 targets is added first. Every figure is wall seconds until the page rests with the
result in it, and the processor seconds of the server for it.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.tasks import FLAGS, ROOT, Visit, serving
from kb import Library

LINES, CHAPTER = 5_600, 50


@dataclass(slots=True)
class Clock:
    """Times steps of a visit: wall seconds, and processor seconds of the server ``pid``."""

    visit: Visit
    pid: int
    lines: list[str] = field(default_factory=list)
    slow: int = 0

    def step(self, name: str, most: float, act: Callable[[], object], shown: str) -> None:
        """Do something, wait until ``shown`` (a selector) is there and the page rests, and write the time down."""
        begun, used = time.perf_counter(), _processor(self.pid)
        act()
        self.visit.page.locator(shown).first.wait_for()
        self.visit.rest()
        wall, used = time.perf_counter() - begun - Visit.PAUSE, _processor(self.pid) - used
        self.slow += wall > most
        self.lines.append(f"| {name} | {wall:.2f} | {used:.2f} | {most:g} |")
        print(self.lines[-1], flush=True)


def _processor(pid: int) -> float:
    """Processor seconds that a process has used so far."""
    import os

    parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def many_targets(folder: Path) -> Path:
    """A plain text whose every line states a target, in chapters of fifty lines as a long plan has them."""
    file = folder / "万条指标.txt"
    lines = ["片区绿化指标汇编", ""]
    for n in range(LINES):
        if n % CHAPTER == 0:
            lines += ["", f"第{n // CHAPTER + 1}章 片区目标", ""]
        lines.append(f"{n % CHAPTER + 1}.到{2025 + n % 11}年，第{n}号片区绿化覆盖率达到{20 + n % 70}.{n % 10}%。")
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def pages(clock: Clock, doc: str) -> None:
    """Every page opened by its address, as a visitor's first page of a warm server; ``doc`` is opened to be read."""
    visit = clock.visit
    places = {
        "首页": ("", "h1.doc"),
        "检索（带问题）": ("?q=上海到2030年风电要装多少？", ".answer"),
        "阅读": ("read?doc=" + quote(doc), '[data-testid="stImage"] img'),
        "目标": ("targets", '[data-testid="stDataFrame"] canvas'),
        "对比：指标": ("compare?view=metric", '[data-testid="stVegaLiteChart"]'),
        "对比：两份文件": ("compare?view=documents", '[data-testid="stDataFrame"] canvas, .pair'),
        "对比：责任单位": ("compare?view=duties", '[data-testid="stVegaLiteChart"]'),
        "对比：时间线": ("compare?view=timeline", '[data-testid="stVegaLiteChart"]'),
        "对比：引用关系": ("compare?view=citing", '[data-testid="stVegaLiteChart"]'),
        "文档": ("documents", '[data-testid="stDataFrame"] canvas'),
        "遗漏与存疑": ("gaps", '[data-testid="stDataFrame"] canvas'),
        "引用夹": ("clips", '[data-testid="stAlert"], blockquote'),
        "关于": ("about", '[data-testid="stMetric"]'),
    }
    for name, (place, shown) in places.items():
        clock.step(f"打开 {name}", 3.0, lambda place=place: visit.page.goto(f"{visit.url}/{place}"), shown)  # type: ignore[misc]


def actions(clock: Clock) -> None:
    """What is done again and again on a page that is already open."""
    visit, page = clock.visit, clock.visit.page
    visit.open()

    def ask(words: str) -> Callable[[], None]:
        def act() -> None:
            box = page.get_by_label("检索或提问").first
            box.fill(words)
            box.press("Enter")
            page.wait_for_function("q => new URL(location).searchParams.get('q') === q", arg=words)

        return act

    for words in ("2025年全国非化石能源要占到多少？", "充电桩", "谁负责加氢站建设？"):
        clock.step(f"提问：{words}", 1.0, ask(words), ".answer")
    clock.step("按地区筛选命中", 1.0, page.locator('[data-testid="stButtonGroup"] button').first.click, ".answer")
    clock.step("引用（格式窗）", 1.0, page.get_by_role("button", name="引用").first.click, '[data-testid="stCode"]')
    page.keyboard.press("Escape")
    visit.rest()
    clock.step("看原文", 1.0, page.get_by_role("link", name="看原文").first.click, '[data-testid="stImage"] img')
    clock.step("下一页", 1.0, page.get_by_role("button", name="下一页").click, '[data-testid="stImage"] img')
    clock.step("上一页", 1.0, page.get_by_role("button", name="上一页").click, '[data-testid="stImage"] img')
    row = page.locator('[class*="st-key-mark_"] button')
    if row.count():
        clock.step("点本页目标", 1.0, row.first.click, '[data-testid="stImage"] img')
    table = '[data-testid="stDataFrame"] canvas'
    clock.step("到“目标”页", 1.0, page.get_by_role("link", name="目标", exact=True).click, table)

    def write(label: str, words: str) -> Callable[[], None]:
        def act() -> None:
            page.get_by_label(label).first.fill(words)
            page.get_by_label(label).first.press("Enter")

        return act

    clock.step("按指标筛选", 1.0, write("指标", "能源"), table)
    page.wait_for_timeout(800)  # the filter was sent with the key; let its run begin and end
    visit.rest()
    clock.step("选中一行看原文", 1.0, lambda: visit.row(1), "h2.doc")
    clock.step("到“对比”页", 1.0, page.get_by_role("link", name="对比").click, '[data-testid="stVegaLiteChart"]')
    clock.step("到“文档”页", 1.0, page.get_by_role("link", name="文档").click, table)
    clock.step("到“遗漏与存疑”页", 1.0, page.get_by_role("link", name="遗漏与存疑").click, table)
    clock.step("到“检索”页", 1.0, page.get_by_role("link", name="检索").click, "h1.doc, .answer")


def scrolling(clock: Clock) -> None:
    """The whole target table: how many rows, and how even the frames are while the wheel turns."""
    visit, page = clock.visit, clock.visit.page
    table = '[data-testid="stDataFrame"] canvas'
    clock.step("全部目标的表", 3.0, lambda: page.goto(f"{visit.url}/targets"), table)
    box = page.locator(table).first.bounding_box()
    page.mouse.move(box["x"] + 400, box["y"] + 200)
    page.evaluate(
        "() => { window.frames_ = []; let last = performance.now(); const on = now => { window.frames_.push(now - last);"
        " last = now; window.raf_ = requestAnimationFrame(on); }; window.raf_ = requestAnimationFrame(on); }"
    )
    for _ in range(60):
        page.mouse.wheel(0, 2_400)
        page.wait_for_timeout(30)
    frames = sorted(page.evaluate("() => { cancelAnimationFrame(window.raf_); return window.frames_.slice(1); }"))
    page.wait_for_timeout(1_000)  # the table tells where it stands once it rests
    first = page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('[data-testid=stDataFrame] [role=row][aria-rowindex]')]"
        ".map(row => +row.getAttribute('aria-rowindex')).filter(row => row > 1))"
    )
    rows = page.evaluate("() => +document.querySelector('[data-testid=stDataFrame] [role=grid]').ariaRowCount")
    print(
        f"表 {rows - 1} 行；滚到第 {first} 行；每帧毫秒 中位 {frames[len(frames) // 2]:.0f}，"
        f"九成 {frames[len(frames) * 9 // 10]:.0f}，最长 {frames[-1]:.0f}"
    )


@contextmanager
def copied(library: Path, large: bool) -> Iterator[Path]:
    """A copy of the library, with the document of many targets when it should be large."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library"
        shutil.copytree(library, copy)
        if large:
            command = [sys.executable, "-m", "kb", "--library", str(copy), "add", str(many_targets(Path(folder)))]
            added = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
            if added.returncode:
                raise RuntimeError(added.stdout + added.stderr)
        yield copy


def run(library: Path, *, large: bool) -> int:
    """The tables, and how many steps were slower than they may be or wrote an error to the console."""
    from playwright.sync_api import sync_playwright

    with Library.open(library, create=False) as known:
        longest = max(known.documents(), key=lambda info: info.pages).doc
    with copied(library, large) as copy, serving(copy) as (url, pid), sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page: Any = chromium.new_page(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
        page.set_default_timeout(60_000)
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        clock = Clock(Visit(page, url), pid)
        print("| 步骤 | 秒 | 服务器处理器秒 | 至多 |\n| --- | ---: | ---: | ---: |")
        clock.step("服务器启动后的第一页", 3.0, lambda: page.goto(url), "h1.doc")
        clock.step("启动后的第一问", 3.0, lambda: page.goto(f"{url}/?q=湖北2030年森林覆盖率"), ".answer")
        pages(clock, longest)
        actions(clock)
        scrolling(clock)
        print(f"{clock.slow} 步超时；控制台错误 {len(faults)} 个", *faults[:10], sep="\n")
        chromium.close()
    return clock.slow + len(faults)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--library", type=Path, required=True, help="the library to serve a copy of")
    parser.add_argument("--large", action="store_true", help="add a document of 5,600 targets first")
    given = parser.parse_args()
    raise SystemExit(1 if run(given.library, large=given.large) else 0)
