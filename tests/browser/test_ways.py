"""The ways through the app: back and forward, the switch of language, several tabs, what is typed in strange ways."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from kb import Library
from tests.browser.visit import chosen_row, download, opened, settled, uploaded

COUNT = ".st-key-exports p"


def _back(page: Any, shown: str) -> None:
    page.go_back()
    page.get_by_text(shown).first.wait_for()
    settled(page)


def test_going_back_undoes_a_filter_and_the_field_shows_it(page: Any, address: str) -> None:
    opened(page, f"{address}/targets")
    everything = page.locator(COUNT).first.inner_text()
    page.get_by_label("指标", exact=True).fill("森林覆盖率")
    page.get_by_label("指标", exact=True).press("Enter")
    page.wait_for_url("**metric=**")
    settled(page)
    assert page.locator(COUNT).first.inner_text() != everything
    _back(page, everything)
    assert page.get_by_label("指标", exact=True).input_value() == ""
    assert "metric" not in page.url
    page.go_forward()
    page.wait_for_function("() => document.querySelector('input[aria-label=\"指标\"]').value === '森林覆盖率'")


@pytest.mark.parametrize("place", ["对比", "遗漏与存疑", "目标"])
def test_a_page_just_opened_is_left_by_one_step_back(page: Any, address: str, place: str) -> None:
    opened(page, address)
    page.get_by_role("link", name=place, exact=True).click()
    page.locator('[data-testid="stDataFrame"] canvas').first.wait_for()
    settled(page)
    _back(page, "查政策，找目标，引原文")


def test_comparisons_are_left_one_by_one(page: Any, address: str) -> None:
    opened(page, f"{address}/compare")
    page.get_by_role("radio", name="时间线").click()
    page.wait_for_url("**view=timeline**")
    settled(page)
    page.get_by_role("radio", name="责任单位").click()
    page.wait_for_url("**view=duties**")
    settled(page)
    _back(page, "各指标的目标年与目标值")
    assert page.get_by_role("radio", name="时间线").get_attribute("aria-checked") == "true"


@pytest.mark.parametrize(
    ("place", "act", "shown"),
    [
        ("targets?year=2025", lambda page: chosen_row(page, 1), "blockquote.quote"),
        ("compare?view=timeline", lambda page: _written(page, "Metric", "率"), '[data-testid="stVegaLiteChart"]'),
        ("gaps?doc=s01_national_energy_plan", lambda page: chosen_row(page, 1), "blockquote.quote"),
    ],
)
def test_a_page_goes_on_working_after_the_switch_of_language(
    page: Any, address: str, place: str, act: Any, shown: str
) -> None:
    opened(page, f"{address}/{place}")
    page.get_by_text("English", exact=True).click()
    page.get_by_role("link", name="Targets").first.wait_for()
    settled(page)
    act(page)
    page.locator(shown).first.wait_for()
    assert page.get_by_text("No target fits").count() == 0
    assert not page.faults


def test_filters_that_leave_nothing_are_lifted_with_one_click(page: Any, address: str) -> None:
    opened(page, f"{address}/targets?metric=没有这个指标&year=2025&binding=约束性")
    page.get_by_text("没有符合筛选条件的目标").wait_for()
    page.get_by_role("button", name="清除全部筛选").click()
    page.locator('[data-testid="stDataFrame"] canvas').first.wait_for()
    settled(page)
    assert page.get_by_label("指标", exact=True).input_value() == ""
    assert "?" not in page.url


@pytest.mark.parametrize("view", ["metric", "duties", "timeline", "citing"])
def test_on_a_narrow_screen_the_page_itself_does_not_move_sideways(page: Any, address: str, view: str) -> None:
    page.set_viewport_size({"width": 480, "height": 900})
    opened(page, f"{address}/compare?view={view}")
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    settled(page)
    wide = "() => { const all = document.querySelector('[data-testid=\"stMain\"]'); return all.scrollWidth - all.clientWidth; }"
    assert page.evaluate(wide) == 0


def _written(page: Any, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).last.fill(words)
    page.get_by_label(label, exact=True).last.press("Enter")
    page.wait_for_url("**words=**")
    settled(page)


def test_two_documents_of_one_title_are_read_each_by_itself(
    page: Any, address: str, sample_library: Path, tmp_path: Path
) -> None:
    for name, share in (("甲地.txt", 31), ("乙地.txt", 32)):
        file = tmp_path / name
        file.write_text(f"绿色驿站建设实施意见\n\n一、目标\n到2027年，绿色驿站覆盖率达到{share}%。\n", encoding="utf-8")
        uploaded(page, address, file)
    for name, share in (("甲地", 31), ("乙地", 32)):
        opened(page, f"{address}/read?doc={name}")
        page.get_by_role("button", name="引用", exact=True).click()  # any click sends back what is chosen above
        page.locator('[data-testid="stCode"]').first.wait_for()
        settled(page)
        assert f"{share}%" in page.locator(".paper").inner_text()
        assert page.evaluate("new URL(location).searchParams.get('doc')") == name
    with Library.open(sample_library) as library:  # other tests know what the library holds
        library.remove(["甲地", "乙地"])


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("wind power target of Shanghai", "请用中文提问"),
        ("。。。？？", "没有可以查的内容"),
        ("火星基地2040年要住多少人", "这些文件中没有"),
    ],
)
def test_what_cannot_be_answered_is_told_for_what_it_is(page: Any, address: str, asked: str, told: str) -> None:
    opened(page, f"{address}/?q={asked}")
    page.locator(".answer.none b").first.wait_for()
    assert page.locator(".answer.none b").first.inner_text() == told
    assert not page.faults


def test_a_very_long_question_is_answered_and_stays_inside_the_page(page: Any, address: str) -> None:
    opened(page, f"{address}/?q={'湖北2030年森林覆盖率目标是多少，' * 40}")
    page.locator(".answer").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_tabs_are_told_apart_by_their_titles(page: Any, address: str) -> None:
    for place, title in (("?q=森林覆盖率", "森林覆盖率 · 政策库"), ("targets", "目标 · 政策库"), ("", "检索 · 政策库")):
        opened(page, f"{address}/{place}")
        page.wait_for_function("title => document.title === title", arg=title)


def test_chosen_files_keep_their_own_buttons(page: Any, address: str, tmp_path: Path) -> None:
    opened(page, f"{address}/documents")
    button = page.locator('[data-testid="stFileUploaderDropzone"] button')
    drawn = "button => getComputedStyle(button, '::after').content"
    assert "选择文件" in button.first.evaluate(drawn)
    file = tmp_path / "试.txt"
    file.write_text("试", encoding="utf-8")
    page.locator('input[type="file"]').first.set_input_files(str(file))
    page.locator('[data-testid="stFileChipDeleteBtn"] button').wait_for()
    assert "选择文件" not in page.locator('[data-testid="stFileChipDeleteBtn"] button').evaluate(drawn)
    page.locator('[data-testid="stFileChipDeleteBtn"] button').click()
    page.locator('[data-testid="stFileChipDeleteBtn"]').wait_for(state="detached")


HELD_OVER = """field => { const held = new DataTransfer(); held.items.add(new File(["a"], "a.txt", {type: "text/plain"}));
  for (const kind of ["dragenter", "dragover"])
    field.dispatchEvent(new DragEvent(kind, {dataTransfer: held, bubbles: true, cancelable: true})); }"""
DRAWN = "item => getComputedStyle(item, '::after').content"


@pytest.mark.parametrize("width", [1024, 1440])
def test_the_upload_field_speaks_chinese_whatever_is_done_with_it(
    page: Any, address: str, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, f"{address}/documents")
    field = page.locator('[data-testid="stFileUploaderDropzone"]').first
    assert page.get_by_role("button", name="选择文件").count() == 1
    assert "每个不超过 200 MB" in field.locator('[data-testid="stFileUploaderDropzoneInstructions"]').evaluate(DRAWN)
    shown = field.evaluate(
        "field => [...field.children].filter(one => !one.querySelector('button')).map(one => one.innerText).join()"
    )
    assert not re.search("[A-Za-z]", shown)
    word = field.locator("button").first.evaluate("button => button.firstElementChild.getBoundingClientRect().width")
    assert word == 0  # the button's own word is there to be heard only
    field.evaluate(HELD_OVER)
    over = field.locator('input[type="file"] + div')
    over.wait_for()
    assert "松开鼠标" in over.evaluate(DRAWN) and not re.search("[A-Za-z]", over.inner_text())
    opened(page, f"{address}/documents")
    (tmp_path / "程序.exe").write_bytes(b"MZ")
    page.locator('input[type="file"]').first.set_input_files(str(tmp_path / "程序.exe"))
    page.locator('[data-testid="stFileChip"]').hover()
    told = page.locator('[data-testid="stTooltipErrorContent"]')
    told.wait_for()
    assert "格式不支持" in told.evaluate(DRAWN) and told.evaluate("item => getComputedStyle(item).fontSize") == "0px"


def test_a_double_click_sets_a_clause_aside_once(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=湖北2030年森林覆盖率目标是多少")
    page.get_by_role("button", name="加入引用夹").first.dblclick()
    page.get_by_role("link", name="引用夹 (1)").first.wait_for()
    settled(page)
    opened(page, f"{address}/clips")
    assert page.get_by_role("button", name="移出").count() == 1
    page.get_by_role("button", name="移出").first.click()
    page.get_by_text("引用夹还是空的").wait_for()


def test_a_chosen_row_is_still_chosen_when_one_comes_back_from_its_page(page: Any, address: str) -> None:
    opened(page, f"{address}/targets?year=2025")
    chosen_row(page, 2)
    named = page.locator("h2.doc").first.inner_text()
    page.get_by_role("link", name="看原文").first.click()
    page.locator('[data-testid="stImage"] img').first.wait_for()
    page.go_back()
    page.locator("blockquote.quote").first.wait_for()
    settled(page)
    assert page.locator("h2.doc").first.inner_text() == named


@pytest.mark.parametrize("place", ["targets?region=月球省", "targets?year=1950", "targets?doc=没有这份"])
def test_a_filter_that_nothing_fits_is_shown_and_not_dropped(page: Any, address: str, place: str) -> None:
    opened(page, f"{address}/{place}")
    assert page.locator(COUNT).first.inner_text().startswith("0 ")
    name, value = place.split("?")[1].split("=")
    assert page.evaluate("name => new URL(location).searchParams.get(name)", name) == value
    assert page.locator('[data-testid="stMultiSelect"]', has_text=value).count() == 1


def test_a_document_without_targets_says_so_and_leads_to_its_numbers(
    page: Any, address: str, sample_library: Path, tmp_path: Path
) -> None:
    note = tmp_path / "来信.txt"
    note.write_text("关于来信的说明\n\n一、来信\n2021年收到来信31封。\n", encoding="utf-8")
    uploaded(page, address, note)
    assert page.get_by_role("link", name="看目标").count() == 0
    opened(page, f"{address}/targets?doc=来信")
    page.get_by_text("所选文件中没有量化目标").wait_for()
    page.get_by_role("link", name="看其中的数字为什么没有成为目标").click()
    page.wait_for_url("**gaps?doc=**")
    with Library.open(sample_library) as library:
        library.remove(["来信"])


def test_places_are_compared_alone_and_with_the_nation(page: Any, address: str, tmp_path: Path) -> None:
    metric = "非化石能源占一次能源消费比重"
    opened(page, f"{address}/compare?metric={metric}&year=2025&region=江苏省&region=月球省")
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    lines = download(page, "存为 CSV", tmp_path).read_text("utf-8-sig").splitlines()[1:]
    assert {line.split(",")[0] for line in lines} == {"江苏省", "全国"}
    assert page.get_by_text("没有这一数值的：月球省").is_visible()
    page.get_by_role("radio", name="逐年").or_(page.get_by_text("逐年", exact=True)).first.click()
    page.wait_for_url("**year=line**")
    assert "region=" in page.url


@pytest.mark.parametrize("width", [390, 720])
def test_narrow_windows_show_charts_filters_and_pages_large_enough(page: Any, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    wide = "element => element.getBoundingClientRect().width"
    opened(page, f"{address}/compare?metric=非化石能源占一次能源消费比重")
    chart = page.locator('[data-testid="stVegaLiteChart"]').first
    chart.wait_for()
    assert chart.evaluate(wide) >= 600
    opened(page, f"{address}/targets")
    assert min(field.evaluate(wide) for field in page.locator('[data-testid="stMultiSelect"]').all()) >= 180
    opened(page, f"{address}/read?doc=s02_jiangsu_peak_plan")
    assert page.locator('[data-testid="stImage"] img').first.evaluate(wide) >= 0.8 * width
    assert page.locator(".outline").evaluate("tree => tree.clientHeight") <= 260
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_text_is_read_on_clause_by_clause(page: Any, address: str, sample_library: Path, tmp_path: Path) -> None:
    note = tmp_path / "续读.txt"
    note.write_text("续读办法\n\n一、甲事\n先做甲事。\n\n二、乙事\n再做乙事。\n", encoding="utf-8")
    uploaded(page, address, note)
    opened(page, f"{address}/read?doc=续读")
    page.get_by_role("button", name="下一条").click()
    page.wait_for_url("**clause=**")
    settled(page)
    first = page.url
    page.get_by_role("button", name="下一条").click()
    page.wait_for_function("first => location.href !== first", arg=first)
    settled(page)
    page.get_by_role("button", name="上一条").click()
    page.wait_for_function("first => location.href === first", arg=first)
    with Library.open(sample_library) as library:
        library.remove(["续读"])


def test_a_row_leads_to_its_metric_in_other_places(page: Any, address: str) -> None:
    opened(page, f"{address}/targets?year=2025&metric=非化石能源占一次能源消费比重")
    chosen_row(page, 0)
    page.get_by_role("link", name="这一指标在各地").click()
    page.wait_for_url("**compare?metric=**")
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()


def test_targets_are_narrowed_by_value_and_span_of_years_as_on_the_command_line(
    page: Any, address: str, tmp_path: Path
) -> None:
    opened(page, f"{address}/targets?metric=覆盖率&min=40&from=2026&to=2035")
    lines = list(csv.DictReader(download(page, "下载 CSV", tmp_path).read_text("utf-8-sig").splitlines()))
    assert lines and all(2026 <= int(line["year"]) <= 2035 and float(line["value"]) >= 40 for line in lines)
    page.get_by_label("数值不小于").fill("四成")
    page.get_by_label("数值不小于").press("Enter")
    page.get_by_text("请填数字：数值不小于").wait_for()


def test_going_back_finds_the_page_where_it_was_left(page: Any, address: str) -> None:
    opened(page, f"{address}/?q=充电桩")
    page.locator(".hit").nth(5).wait_for()
    settled(page)
    main = page.locator('[data-testid="stMain"]')
    link = page.get_by_role("link", name="看原文").nth(5)
    link.scroll_into_view_if_needed()
    left = main.evaluate("main => main.scrollTop = Math.max(400, main.scrollTop)")
    link.click()
    page.locator('[data-testid="stImage"] img').first.wait_for()
    settled(page)
    page.go_back()
    page.locator(".hit").nth(5).wait_for()
    page.wait_for_function(
        "left => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - left) < 5", arg=left
    )
    assert not page.faults
