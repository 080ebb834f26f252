"""Steps that the browser tests share: open a page, wait until it rests, read its pictures, take a download."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

_RESTING = """() => { const app = document.querySelector('[data-testid="stApp"]');
  return app && app.dataset.testConnectionState === "CONNECTED" && app.dataset.testScriptState === "notRunning"
    && !document.querySelector('[data-testid="stSkeleton"]') && !document.querySelector('[data-testid="stSpinner"]')
    && [...document.images].every(one => one.complete || one.loading === "lazy"); }"""


def settled(page: Any) -> None:
    """Wait until the page has done its work and stayed so for a moment; a picture that comes late moves what is below it."""
    page.wait_for_selector('[data-testid="stMainBlockContainer"] > *')
    for _ in range(3):
        page.wait_for_function(_RESTING)
        page.wait_for_timeout(120)


def opened(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector('[data-testid="stMainBlockContainer"]')
    settled(page)


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
    body: bytes = page.request.get(page.evaluate("e => e.src", source.element_handle())).body()
    return body


def download(page: Any, label: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def chosen_row(page: Any, number: int) -> None:
    """Choose a row of the first table by the box at its left (a canvas: by place)."""
    table = page.locator('[data-testid="stDataFrame"] canvas').first
    table.wait_for()
    settled(page)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 36 + 35 * number + 17)
    page.wait_for_timeout(300)
    settled(page)


def put_away(page: Any) -> None:
    """On the page of documents: what an earlier upload told, of another test perhaps, is put away."""
    told = page.get_by_role("button", name="知道了")
    if told.count():
        told.click()
        told.wait_for(state="detached")
        settled(page)


def uploaded(page: Any, address: str, file: Path) -> None:
    """Add a file on the page of documents and wait until it is in."""
    opened(page, f"{address}/documents")
    put_away(page)
    page.locator('input[type="file"]').first.set_input_files(str(file))
    page.get_by_role("button", name="读入 1 个文件").click()
    page.get_by_text("已处理 1 个文件").wait_for(timeout=90_000)
