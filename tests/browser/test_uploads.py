"""A long upload can be stopped: what was read by then stays, the rest does not come."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from kb import Library
from tests.browser.visit import opened, settled

FILES = 40
SHORT_ONES, LONG = (
    4,
    30,
)  # a few are read at once; each of the others takes about a second, so that there is time to stop


def test_a_long_upload_that_is_cancelled_keeps_what_was_done(
    page: Any, address: str, sample_library: Path, tmp_path: Path
) -> None:
    words = "各单位要按照职责分工，把节水工作抓实抓细，及时总结推广好的做法。" * 120
    for number in range(FILES):
        body = "\n".join([words] * (LONG if number >= SHORT_ONES else 1))
        text = f"取消试验{number:02d}号节水通知\n\n一、总体要求\n\n{body}\n"
        (tmp_path / f"取消试验{number:02d}.txt").write_text(text, encoding="utf-8")
    opened(page, f"{address}/documents")
    page.locator('input[type="file"]').first.set_input_files(sorted(map(str, tmp_path.glob("*.txt"))))
    page.get_by_role("button", name=f"读入 {FILES} 个文件").click()
    page.get_by_text("刚读完：").wait_for(timeout=90_000)
    page.get_by_role("button", name="取消", exact=True).click()
    told = page.get_by_text("已处理").first
    told.wait_for(timeout=90_000)
    settled(page)
    found = re.search(r"已处理 (\d+) 个文件：(\d+) 个成功", told.inner_text())
    assert found is not None
    done, good = map(int, found.groups())
    assert 0 < done < FILES and good == done
    assert page.get_by_text("任务已取消；已经读完的文件都保留在库中。").count() == 1
    with Library.open(sample_library, create=False) as library:
        kept = [info.doc for info in library.documents() if info.doc.startswith("取消试验")]
    assert len(kept) == done
    opened(page, f"{address}/documents?name={kept[0]}")
    assert page.get_by_text("1 份文件").count() >= 1
    assert not page.faults
