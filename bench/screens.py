"""Takes the README's pictures of the app (截图) over the sample library: ``python -m bench.screens [--url URL]``."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from bench.tasks import FLAGS, ROOT, Visit, served

FOLDER = ROOT / "docs" / "screens"
PLACES = {
    "search": "?q=2025年全国非化石能源要占到多少？",
    "reader": "?q=江苏2030年光伏装机目标",
    "targets": "targets?year=2025&region=江苏省",
    "compare": "compare?view=metric&metric=非化石能源占一次能源消费比重&year=2025",
}
MOST_BYTES = 250_000


def take(url: str, width: int = 1360, height: int = 860) -> list[Path]:
    """The four pictures; the reader is reached by the way a user goes, from an answer to its page."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(parents=True, exist_ok=True)
    made = []
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, place in PLACES.items():
            tab = chromium.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            tab.set_default_timeout(120_000)
            visit = Visit(tab, url)
            visit.open(place)
            if name in ("search", "reader"):
                tab.wait_for_selector(".answer")
                visit.rest()
            if name == "reader":
                visit.link("看原文")
                tab.wait_for_selector('[data-testid="stImage"] img')
            if name == "targets":
                visit.row(2)
            tab.wait_for_timeout(1500)
            visit.rest()
            path = FOLDER / f"{name}.png"
            tab.screenshot(path=str(path))
            _lighter(path)
            made.append(path)
            tab.close()
        chromium.close()
    return made


def _lighter(path: Path) -> None:
    """At most 250 kB: fewer colours when needed."""
    from PIL import Image

    picture = Image.open(path).convert("RGB")
    for colours in (256, 128, 64):
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="", help="where the app already answers")
    given = parser.parse_args().url
    if given:
        print(*take(given), sep="\n")
    else:
        with served() as own:
            print(*take(own), sep="\n")
