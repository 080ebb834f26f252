"""What a researcher does in the browser: ask, open the clause, see the words marked, filter the table, export."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from tests.browser.visit import chosen_row, download, opened, picture_of_page, settled, uploaded, yellow_share


def test_a_question_is_answered_with_evidence_that_opens_at_its_marked_words(page: Any, address: str) -> None:
    opened(page, address)
    page.get_by_label("检索或提问").fill("2025年非化石能源占比")
    page.get_by_role("button", name="查", exact=True).click()
    page.wait_for_selector(".answer")
    settled(page)
    assert "20%" in page.locator(".answer").inner_text()
    page.get_by_role("link", name="看原文").first.click()
    page.wait_for_selector('[data-testid="stImage"] img')
    settled(page)
    assert "doc=" in page.url and "clause=" in page.url
    assert 0.0005 < yellow_share(picture_of_page(page)) < 0.3
    assert not page.faults


def test_the_address_of_a_question_opens_the_same_answer_for_somebody_else(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=湖北2030年森林覆盖率目标是多少")
    page.wait_for_selector(".answer")
    settled(page)
    assert page.get_by_label("检索或提问").input_value() == "湖北2030年森林覆盖率目标是多少"
    assert page.locator(".hit").count() >= 1


def test_pointing_at_a_mark_shows_the_words_on_the_page(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=湖北2030年森林覆盖率目标是多少")
    mark = page.locator(".answer a.n").first
    mark.wait_for()
    settled(page)
    tip = mark.locator(".tip")
    assert not tip.is_visible()
    mark.focus()
    assert tip.is_visible() and "森林覆盖率" in tip.inner_text()


def test_the_sentence_that_answers_is_cited_and_the_style_is_remembered(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=湖北2030年森林覆盖率目标是多少")
    page.locator(".evidence blockquote").first.wait_for()
    settled(page)
    words = "".join(page.locator(".evidence blockquote").first.inner_text().strip("“”").split())
    page.get_by_role("button", name="引用", exact=True).first.click()
    code = page.locator('[data-testid="stCode"]')
    code.first.wait_for()
    settled(page)
    written = "".join(code.first.inner_text().split())
    assert "[Z]" in written and f"“{words}”" in written
    page.get_by_role("radio", name="RIS").click()
    page.get_by_text("TY  -").first.wait_for()
    page.keyboard.press("Escape")
    code.wait_for(state="detached")
    settled(page)
    page.get_by_role("button", name="引用", exact=True).nth(1).click()
    page.get_by_text("TY  -").first.wait_for()


def test_a_wrong_part_of_what_was_understood_goes_away_with_one_click(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=湖北2030年森林覆盖率目标是多少")
    page.wait_for_selector(".answer")
    settled(page)
    page.get_by_role("button", name="2030年 ×").click()
    page.get_by_role("button", name="恢复原来的理解").wait_for()
    settled(page)
    assert "without=2030" in page.url
    assert page.get_by_role("button", name="2030年 ×").count() == 0


def test_a_filter_with_its_count_narrows_the_hits_and_stands_in_the_address(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=充电桩")
    page.locator(".hit").first.wait_for()
    settled(page)
    page.locator('[data-testid="stButtonGroup"] button', has_text="上海市").first.click()
    page.wait_for_url("**region=**")
    settled(page)
    wheres = page.locator(".hit .where").all_inner_texts()
    assert wheres and all("上海市" in where for where in wheres)


def test_the_target_table_is_filtered_by_year_and_exported_with_chinese_that_opens(
    page: Any, address: str, tmp_path: Path
) -> None:
    opened(page, f"{address}/targets?year=2025")
    page.wait_for_selector('[data-testid="stDataFrame"]')
    settled(page)
    table = download(page, "下载 CSV", tmp_path).read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows and {row["year"] for row in rows} == {"2025"}
    assert any("非化石能源" in value for row in rows for value in row.values())

    import openpyxl

    book = openpyxl.load_workbook(download(page, "下载 XLSX", tmp_path))
    sheet = book.worksheets[0]
    assert sheet.max_row == len(rows) + 1 and sheet.freeze_panes
    words = {str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value}
    assert any("非化石能源" in word for word in words)
    assert not page.faults


def test_a_row_is_corrected_beside_its_source_and_the_correction_stays(page: Any, address: str) -> None:
    opened(page, f"{address}/targets?text=江豚&metric=江豚")
    chosen_row(page, 0)
    page.get_by_text("更正", exact=True).click()
    page.get_by_label("数值").last.fill("1301")
    settled(page)
    page.get_by_role("button", name="保存更正").click()
    page.get_by_text("已更正；").first.wait_for()
    opened(page, f"{address}/targets?text=江豚&metric=江豚")
    chosen_row(page, 0)
    assert "1301" in page.locator("h2.doc + p").first.inner_text()
    page.get_by_role("button", name="撤回审核").click()
    page.get_by_text("已撤回").first.wait_for()


def test_what_is_not_in_the_documents_is_said_plainly(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=火星基地2040年要住多少人")
    page.wait_for_selector(".answer.none")
    assert "这些文件中没有" in page.locator(".answer.none").inner_text()


def test_exact_words_that_stand_nowhere_are_told_above_the_nearest_clauses(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=“火星基地示范区”怎么建设")
    assert page.get_by_text("没有一处写有“火星基地示范区”这几个字").is_visible()


def test_an_uploaded_file_is_read_and_answers_questions(page: Any, address: str, tmp_path: Path) -> None:
    note = tmp_path / "试验县节水方案.txt"
    note.write_text(
        "试验县节水工作方案\n\n一、工作目标\n\n到2027年，全县万元地区生产总值用水量比2020年下降16%，再生水利用率达到35%以上。\n",
        encoding="utf-8",
    )
    uploaded(page, address, note)
    assert page.get_by_text("试验县节水方案").count() >= 1
    opened(page, f"{address}/?q=试验县再生水利用率")
    page.wait_for_selector(".answer")
    assert "35%" in page.locator(".answer").inner_text()


def unbroken(page: Any, place: str) -> None:
    """Nothing of the document ran as a script, became a link or an image, or broke the page."""
    assert page.evaluate("window.broken") is None, place
    assert page.locator('a[href*="example.org"], img[src$="/x"]').count() == 0, place
    assert page.locator('[data-testid="stException"]').count() == 0, place


def test_a_title_that_is_markup_shows_as_text_everywhere(page: Any, address: str, tmp_path: Path) -> None:
    title = "<script>window.broken=1</script>[点我](https://example.org)**粗**方案"
    cited = "<img src=x onerror=window.broken=1>[点我](https://example.org)**粗**规划"
    file = tmp_path / "标记.txt"
    file.write_text(
        f"{title}\n\n一、工作目标\n\n根据《{cited}》，到2028年，<img src=x onerror=window.broken=1>试验林覆盖率达到41%。\n",
        encoding="utf-8",
    )
    uploaded(page, address, file)
    unbroken(page, "documents, just read")
    for place in ("read?doc=标记", "targets?text=试验林", "compare?view=timeline", "gaps?doc=标记"):
        opened(page, f"{address}/{place}")
        unbroken(page, place)
    opened(page, f"{address}/documents?name=点我")
    chosen_row(page, 0)
    page.get_by_text("引用的文件 (1)").click()
    page.get_by_text("《<img src=x").first.wait_for()
    assert "<script>" in page.locator("h2.doc").first.inner_text()
    unbroken(page, "documents")
    opened(page, f"{address}/compare?view=citing")
    page.get_by_text("也列出库外被引用的文件").click()
    settled(page)
    page.locator('[data-testid="stDataFrame"] .dvn-scroller').first.hover()
    cell = page.locator(
        '[data-testid="stDataFrame"] [role="gridcell"]', has_text="<script>"
    )  # only the rows in view are told to screen readers
    for _ in range(30):
        if cell.count():
            break
        page.mouse.wheel(0, 250)
        page.wait_for_timeout(250)
    assert cell.count()
    unbroken(page, "citing")
    opened(page, f"{address}/?q=试验林覆盖率")
    page.wait_for_selector(".answer")
    settled(page)
    assert "<img src=x" in page.locator(".stMainBlockContainer").inner_text()
    page.get_by_role("button", name="加入引用夹").first.click()
    page.get_by_role("link", name="引用夹 (").first.wait_for()
    opened(page, f"{address}/clips")
    page.get_by_text("<script>window.broken=1</script>").first.wait_for()
    unbroken(page, "clips")
    page.get_by_role("button", name="移出").first.click()
    page.get_by_text("引用夹还是空的").wait_for()
