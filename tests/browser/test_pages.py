"""Each page's main job, in the browser."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kb import Library
from tests.browser.visit import chosen_row, download, opened, settled

PLACES = ["", "targets", "compare", "read", "documents", "gaps", "clips", "about"]
VIEWS = ["metric", "documents", "duties", "timeline", "citing"]


@pytest.mark.parametrize("place", PLACES)
def test_every_page_opens_in_both_languages_without_an_error(page: Any, address: str, place: str) -> None:
    opened(page, f"{address}/{place}")
    assert page.locator('[data-testid="stException"]').count() == 0
    page.get_by_text("English", exact=True).click()
    page.get_by_role("link", name="Targets").first.wait_for()
    settled(page)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert not page.faults


@pytest.mark.parametrize("view", VIEWS)
def test_every_comparison_opens_by_its_address(page: Any, address: str, view: str) -> None:
    opened(page, f"{address}/compare?view={view}")
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator('[data-testid="stDataFrame"], [data-testid="stVegaLiteChart"]').count() >= 1
    assert not page.faults


def test_a_clause_of_the_tree_opens_and_is_marked_as_the_present_one(page: Any, address: str) -> None:
    opened(page, f"{address}/read?doc=s02_jiangsu_peak_plan")
    page.get_by_role("button", name="大力发展非化石能源").click()
    page.wait_for_url("**clause=**")
    settled(page)
    assert "大力发展非化石能源" in page.locator(".outline [aria-current]").inner_text()
    assert page.locator('[data-testid="stImage"] img').count() == 1


def test_a_link_to_a_clause_opens_it_and_the_tree_shows_it(page: Any, address: str) -> None:
    opened(page, f"{address}/read?doc=s02_jiangsu_peak_plan")
    page.get_by_role("button", name="组织保障").click()
    page.wait_for_url("**clause=**")
    page.get_by_role("button", name="本条链接").click()
    code = page.locator('[data-testid="stCode"]')
    code.wait_for()
    place = code.inner_text().strip()
    assert place.startswith(f"{address}/read?")
    page.goto("about:blank")
    opened(page, place)
    assert "组织保障" in page.locator(".outline [aria-current]").inner_text()


def test_two_versions_show_changed_targets_and_words(page: Any, address: str) -> None:
    opened(page, f"{address}/compare?view=documents&a=s11_xian_water_v1&b=s12_xian_water_v2")
    page.locator(".pair ins").first.wait_for()
    assert page.locator(".pair del").count() >= 1


def test_a_chart_is_saved_with_chinese_in_it(page: Any, address: str, tmp_path: Path) -> None:
    opened(page, f"{address}/compare?view=metric&metric=非化石能源占一次能源消费比重")
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    svg = download(page, "存为 SVG", tmp_path).read_text("utf-8")
    assert "江苏省" in svg and "Policy Sans" in svg
    assert download(page, "存为 PNG", tmp_path).read_bytes().startswith(b"\x89PNG")
    assert "江苏省" in download(page, "存为 CSV", tmp_path).read_text("utf-8-sig")


def test_who_answers_for_a_matter_is_found_by_its_word(page: Any, address: str) -> None:
    opened(page, f"{address}/compare?view=duties&about=充电")
    assert page.locator(".hit").count() >= 1
    assert "市交通委" in page.locator(".stMainBlockContainer").inner_text()


def test_the_timeline_has_its_targets_below_it_each_one_click_from_its_words(page: Any, address: str) -> None:
    opened(page, f"{address}/compare?view=timeline&words=非化石能源")
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    chosen_row(page, 0)
    assert "非化石能源" in page.locator("blockquote.quote").first.inner_text()
    assert not page.faults


def test_a_number_left_over_shows_its_place_and_can_become_a_row(page: Any, address: str) -> None:
    opened(page, f"{address}/gaps?doc=s01_national_energy_plan")
    chosen_row(page, 2)
    page.locator("blockquote.quote mark").first.wait_for()
    page.get_by_text("补成目标", exact=True).click()
    assert page.get_by_role("button", name="加入目标表").count() == 1


def test_a_doubtful_page_is_one_click_from_its_picture(page: Any, address: str) -> None:
    opened(page, f"{address}/gaps?view=pages")
    if page.get_by_text("没有存疑的页。").count():
        pytest.skip("no page of the samples is doubtful")
    chosen_row(page, 0)
    page.locator('[data-testid="stImage"] img').first.wait_for()
    assert not page.faults


def _with_picture(file: Path) -> Path:
    """A page of words and a page that is nothing but a picture without any."""
    import pypdfium2 as pdfium
    from PIL import Image

    picture = file.with_name("picture.pdf")
    Image.new("RGB", (595, 842), (90, 120, 150)).save(picture, "PDF")
    both = pdfium.PdfDocument.new()
    for source in (Path("corpus/pdf/s01_national_energy_plan.pdf"), picture):
        both.import_pages(pdfium.PdfDocument(source), [0])
    both.save(file)
    return file


def test_a_doubtful_page_is_opened_in_the_reader_at_that_page(
    page: Any, address: str, sample_library: Path, tmp_path: Path
) -> None:
    file = _with_picture(tmp_path / "末页是图.pdf")
    command = [sys.executable, "-m", "kb", "--library", str(sample_library), "add", str(file), "--ocr", "never"]
    subprocess.run(command, check=True, capture_output=True)
    opened(page, f"{address}/gaps?view=pages")
    with Library.open(sample_library) as library:
        doubtful = [(info.doc, at) for info in library.documents() for at, _ in info.doubtful]
    chosen_row(page, doubtful.index(("末页是图", 2)))
    page.get_by_role("link", name="阅读这一页").click()
    page.wait_for_url("**/read?**page=2**")
    page.locator(".st-key-turning").get_by_text("第 2 页 / 共 2 页").wait_for()
    page.get_by_role("button", name="上一页").click()
    page.locator(".st-key-turning").get_by_text("第 1 页").wait_for()
    page.get_by_text("存疑页 (1)").click()
    page.get_by_role("button", name="第 2 页：").click()
    page.locator(".st-key-turning").get_by_text("第 2 页").wait_for()
    assert not page.faults
    with Library.open(sample_library) as library:
        library.remove(["末页是图"])


def test_a_page_that_was_turned_is_left_by_one_step_back(page: Any, address: str) -> None:
    opened(page, f"{address}/read?doc=s01_national_energy_plan&page=2")
    page.locator(".st-key-turning").get_by_text("第 2 页").wait_for()
    page.get_by_role("button", name="上一页").click()
    page.wait_for_url("**page=1")
    page.locator(".st-key-turning").get_by_text("第 1 页").wait_for()
    page.go_back()
    page.locator(".st-key-turning").get_by_text("第 2 页").wait_for()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450), (1280, 720)])
@pytest.mark.parametrize("place", ["documents", "targets", "gaps?doc=s01_national_energy_plan"])
def test_what_is_chosen_in_a_table_is_seen_at_once(
    page: Any, address: str, place: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, f"{address}/{place}")
    page.locator('[data-testid="stDataFrame"]').first.evaluate("table => table.scrollIntoView({block: 'start'})")
    page.evaluate(
        "document.querySelector('[data-testid=stMain]').scrollTop -= 80"
    )  # what stands under the bar at the top
    chosen_row(page, 0)
    side = page.locator('[class*="st-key-beside_"] [data-testid="stColumn"]').nth(1)
    words = side.locator("h2.doc, blockquote.quote").first
    words.wait_for()
    box = words.bounding_box()
    assert 0 <= box["y"] < height - 20 and 0 <= box["x"] < width - 100


def test_all_choices_of_a_filter_are_seen(page: Any, address: str) -> None:
    opened(page, f"{address}/targets?" + "&".join(f"region={name}" for name in ("全国", "江苏省", "上海市", "月球省")))
    field = page.locator('[data-testid="stMultiSelect"]', has_text="月球省").first
    inside = field.bounding_box()
    for name in ("全国", "江苏省", "上海市", "月球省"):
        box = field.get_by_text(f"{name} (").first.bounding_box()
        assert inside["x"] <= box["x"] and box["x"] + box["width"] <= inside["x"] + inside["width"]


def test_what_was_collected_is_noted_and_exported_to_word(page: Any, address: str, tmp_path: Path) -> None:
    opened(page, f"{address}/?q=湖北2030年森林覆盖率目标是多少")
    page.get_by_role("button", name="加入引用夹").first.click()
    page.get_by_role("link", name="引用夹 (").first.wait_for()
    opened(page, f"{address}/clips")
    assert "森林覆盖率" in page.locator("blockquote.quote").first.inner_text()
    page.get_by_label("备注").first.fill("先记一笔")
    page.get_by_label("备注").first.blur()
    page.get_by_text("备注已保存。").first.wait_for()
    page.get_by_label("备注").first.fill("写第二章时用")  # not left: the click that exports is the one that leaves it
    word = (
        zipfile.ZipFile(io.BytesIO(download(page, "导出 Word", tmp_path).read_bytes()))
        .read("word/document.xml")
        .decode()
    )
    assert "森林覆盖率" in word and "第" in word and "写第二章时用" in word
    assert "@" in download(page, "导出 BibTeX", tmp_path).read_text("utf-8")
    page.get_by_role("button", name="移出").first.click()
    page.get_by_text("引用夹还是空的").wait_for()


def test_removing_a_document_asks_first_and_can_be_undone(page: Any, address: str) -> None:
    opened(page, f"{address}/documents?name=青岛市绿色建筑")
    chosen_row(page, 0)
    page.get_by_role("button", name="移除").click()
    page.get_by_role("button", name="确定移除").click()
    undo = page.get_by_role("button", name="撤销移除")
    undo.wait_for()
    undo.click()
    undo.wait_for(state="detached")
    settled(page)
    assert page.get_by_text("1 份文件").count() >= 1
