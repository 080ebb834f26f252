"""What a researcher does in the browser: ask, open the clause, see the words marked, filter the table, export."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest


def settled(page: Any) -> None:
    """Wait until the page has done its work."""
    page.wait_for_selector('[data-testid="stMainBlockContainer"]')
    page.wait_for_function(
        """() => !document.querySelector('[data-testid="stStatusWidget"]')
                 && !document.querySelector('[data-testid="stSkeleton"]')
                 && !document.querySelector('[data-testid="stSpinner"]')"""
    )
    page.wait_for_timeout(300)


def yellow_share(picture: bytes) -> float:
    """How much of a picture is the yellow of a mark."""
    import numpy as np
    from PIL import Image

    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    marked = (pixels[..., 0] > 230) & (pixels[..., 1] > 200) & (pixels[..., 2] < 140)
    return float(marked.mean())


def picture_of_page(page: Any) -> bytes:
    source = page.locator('[data-testid="stImage"] img').first
    source.wait_for()
    return page.request.get(page.evaluate("e => e.src", source.element_handle())).body()


def download(page: Any, label: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_question_is_answered_with_evidence_that_opens_at_its_marked_words(page: Any, address: str) -> None:
    page.goto(address)
    settled(page)
    page.get_by_label("检索或提问").fill("2025年非化石能源占比")
    page.get_by_role("button", name="查", exact=True).click()
    page.wait_for_selector(".answer")
    settled(page)
    assert "20%" in page.locator(".answer").inner_text()
    page.get_by_role("link", name="看原文").first.click()
    page.wait_for_selector('[data-testid="stImage"] img')
    settled(page)
    assert "doc=" in page.url and "clause=" in page.url
    assert 0.001 < yellow_share(picture_of_page(page)) < 0.3
    assert not page.faults


def test_the_address_of_a_question_opens_the_same_answer_for_somebody_else(page: Any, address: str) -> None:
    page.goto(f"{address}/?q=到2030年森林覆盖率")
    page.wait_for_selector(".answer")
    settled(page)
    assert page.get_by_label("检索或提问").input_value() == "到2030年森林覆盖率"
    assert page.locator(".hit").count() >= 1


def test_the_target_table_is_filtered_by_year_and_exported_with_chinese_that_opens(
    page: Any, address: str, tmp_path: Path
) -> None:
    page.goto(f"{address}/targets?year=2025")
    page.wait_for_selector('[data-testid="stDataFrame"]')
    settled(page)
    table = download(page, "下载 CSV", tmp_path).read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    years = {value for row in rows for name, value in row.items() if name in ("年份", "year")}
    assert rows and years == {"2025"}
    assert any("非化石能源" in value for row in rows for value in row.values())

    import openpyxl

    book = openpyxl.load_workbook(download(page, "下载 XLSX", tmp_path))
    sheet = book.worksheets[0]
    assert sheet.max_row == len(rows) + 1 and sheet.freeze_panes
    words = {str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value}
    assert any("非化石能源" in word for word in words)
    assert not page.faults


def test_what_is_not_in_the_documents_is_said_plainly(page: Any, address: str) -> None:
    page.goto(f"{address}/?q=火星基地2040年要住多少人")
    page.wait_for_selector(".answer.none")
    assert "这些文件中没有" in page.locator(".answer.none").inner_text()


def test_an_uploaded_file_is_read_and_answers_questions(page: Any, address: str, tmp_path: Path) -> None:
    note = tmp_path / "试验县节水方案.txt"
    note.write_text(
        "试验县节水工作方案\n\n一、工作目标\n\n到2027年，全县万元地区生产总值用水量比2020年下降16%，再生水利用率达到35%以上。\n",
        encoding="utf-8",
    )
    page.goto(f"{address}/documents")
    settled(page)
    page.locator('input[type="file"]').set_input_files(str(note))
    page.get_by_role("button", name="读入 1 个文件").click()
    page.get_by_text("已处理 1 个文件").wait_for()
    assert page.get_by_text("试验县节水方案").count() >= 1
    page.goto(f"{address}/?q=试验县再生水利用率")
    page.wait_for_selector(".answer")
    assert "35%" in page.locator(".answer").inner_text()


@pytest.mark.parametrize("place", ["", "read", "targets", "documents", "about"])
def test_every_page_opens_in_both_languages_without_an_error(page: Any, address: str, place: str) -> None:
    page.goto(f"{address}/{place}")
    settled(page)
    assert page.locator('[data-testid="stException"]').count() == 0
    page.get_by_text("English", exact=True).click()
    page.get_by_role("link", name="Targets").first.wait_for()
    settled(page)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert not page.faults
