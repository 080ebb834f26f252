"""What the tests of the samples share: the words of each sample page by page, white space removed."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from corpus import HOME, fonts
from corpus.markup import load
from corpus.pages import NOTICE, draw


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def page_texts(path: Path) -> list[str]:
    """The text layer of each page as pdfium gives it."""
    document = pypdfium2.PdfDocument(path)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return texts


class Words:
    """A sample's words as a human sees them: ``text`` without page numbers, headers and notices, and each character's page."""

    def __init__(self, texts: list[str], header: str) -> None:
        self.text, self.pages = "", list[int]()
        for number, page in enumerate(texts, 1):
            kept = "".join(squeeze(line) for line in page.splitlines() if not self._furniture(line, header))
            self.text += kept
            self.pages += [number] * len(kept)

    @staticmethod
    def _furniture(line: str, header: str) -> bool:
        return squeeze(line) in (NOTICE, squeeze(header)) or bool(re.fullmatch(r"\s*—\s*\d+\s*—\s*", line))


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Words]:
    """Every sample's words. The scan and the sample without a character table are set once more with text and table."""
    folder, found = tmp_path_factory.mktemp("readable"), {}
    fonts.register()
    for path in sorted((HOME / "sources").glob("*.txt")):
        source = load(path)
        target = HOME / "pdf" / f"{path.stem}.pdf"
        if source.settings.get("kind"):
            target = folder / target.name
            draw(source, target)
        found[path.stem] = Words(page_texts(target), source.settings.get("header", NOTICE))
    return found
