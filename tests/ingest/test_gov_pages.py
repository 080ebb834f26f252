"""Real government pages: the words of the article and nothing else of the page, its tables as tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ingest import ReadOptions, read

PAGES = Path(__file__).parents[3] / "shared" / "text" / "gov_html"
WHITE = re.compile(r"[\s\u3000\xa0\u200b\ufeff]+")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not PAGES.is_dir(), reason="没有 ../shared/text/gov_html（真实政府网页）"),
]


def squeezed(words: str) -> str:
    return WHITE.sub("", words)


def article(file: Path) -> Any:
    """The element that holds a page's article, found by the name that these sites give it."""
    import lxml.html

    data = file.read_bytes()
    try:
        page = lxml.html.fromstring(data.decode("utf-8"))
    except UnicodeDecodeError:
        page = lxml.html.fromstring(data.decode("gb18030", "replace"))
    for element in page.xpath("//script|//style"):
        element.drop_tree()
    found = page.xpath("//*[@id='UCAP-CONTENT'] | //*[@class='pages_content'] | //*[@class='article']")
    return max(found, key=lambda element: len(element.text_content()), default=None)


def is_table(element: Any) -> bool:
    rows = element.xpath(".//tr")
    return len(rows) > 1 and max(len(row.xpath("./td|./th")) for row in rows) > 1


def test_every_paragraph_and_table_of_the_article_is_read_and_nothing_beside_it() -> None:
    pages = paragraphs = tables = 0
    for file in sorted(PAGES.glob("*.htm*")):
        body = article(file)
        if body is None:
            continue
        document = read(file.read_bytes(), file.stem, "html", ReadOptions(ocr="never"))
        text, whole = squeezed(document.text), squeezed(body.text_content())
        for paragraph in body.xpath(".//p"):
            words = squeezed(paragraph.text_content())
            assert words in text, (file.stem[:3], words[:20])
            paragraphs += bool(words)
        beside = [block for block in document.blocks if squeezed(document.quote(block.span)) not in whole]
        assert all(block.kind in ("title", "table") for block in beside), file.stem[:3]
        drawn = [element for element in body.xpath(".//table") if is_table(element)]
        assert len(drawn) == sum(block.kind == "table" for block in document.blocks), file.stem[:3]
        tables += len(drawn)
        pages += 1
    assert (pages, paragraphs > 2500, tables) == (60, True, 10)
