"""The built samples: they open, look the same everywhere, and come out of their sources again byte by byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from corpus import HOME, samples
from corpus.build import build
from corpus.markup import load
from tests.corpus.conftest import page_texts

SOURCES = {path.stem: path for path in sorted((HOME / "sources").glob("*.txt"))}


def fonts_of(path: Path) -> dict[str, Any]:
    """The Type0 fonts of a PDF by name."""
    with path.open("rb") as file:
        document, found = PDFDocument(PDFParser(file)), {}
        for xref in document.xrefs:
            for number in xref.get_objids():
                entry = document.getobj(number)
                if isinstance(entry, dict) and str(entry.get("Subtype")) == "/'Type0'":
                    descendant = resolve1(resolve1(entry["DescendantFonts"])[0])
                    found[str(entry["BaseFont"])] = (entry, resolve1(descendant["FontDescriptor"]))
    return found


def pictures(path: Path) -> Any:
    """All pages of a PDF drawn small and grey, as one array."""
    document = pypdfium2.PdfDocument(path)
    pages = [document[n].render(scale=0.5, grayscale=True).to_numpy() for n in range(len(document))]
    document.close()
    return np.stack(pages).astype(float)


def test_every_source_has_its_pdf_and_no_pdf_lacks_a_source() -> None:
    assert [path.stem for path in samples()] == list(SOURCES)


@pytest.mark.parametrize("stem", SOURCES)
def test_a_sample_opens_with_three_to_ten_a4_pages(stem: str) -> None:
    document = pypdfium2.PdfDocument(HOME / "pdf" / f"{stem}.pdf")
    assert 3 <= len(document) <= 10
    assert all(abs(document[n].get_size()[0] - 595.3) < 1 for n in range(len(document)))
    document.close()


@pytest.mark.slow
def test_building_again_gives_the_same_pages(tmp_path: Path) -> None:
    pages = build(folder=tmp_path)
    assert list(pages) == list(SOURCES)
    for path in samples():
        assert page_texts(tmp_path / path.name) == page_texts(path), path.name
        assert np.abs(pictures(tmp_path / path.name) - pictures(path)).mean() < 1, path.name


@pytest.mark.parametrize("stem", SOURCES)
def test_every_font_is_embedded(stem: str) -> None:
    found = fonts_of(HOME / "pdf" / f"{stem}.pdf")
    kind = load(SOURCES[stem]).settings.get("kind")
    assert bool(found) == (kind != "scanned")
    for entry, descriptor in found.values():
        assert "FontFile2" in descriptor
        assert ("ToUnicode" in entry) == (kind != "unmapped")


def test_the_scan_holds_pictures_and_no_text() -> None:
    document = pypdfium2.PdfDocument(HOME / "pdf" / "s09_hefei_public_scan.pdf")
    assert not any(document[n].get_textpage().count_chars() for n in range(len(document)))
    document.close()


def test_without_a_character_table_one_engine_gives_garbage_and_the_fonts_own_table_gives_the_text() -> None:
    path = HOME / "pdf" / "s03_sichuan_climate_plan.pdf"
    document = pypdfium2.PdfDocument(path)
    garbage = document[1].get_textpage().get_text_range()
    document.close()
    with pdfplumber.open(path) as pdf:
        recovered = "".join(page.extract_text() for page in pdf.pages)
    assert "非化石能源消费占比" not in garbage
    assert "非化石能源消费占比达到42%左右" in recovered.replace("\n", "")
    assert "(cid:" not in recovered


def test_the_whole_corpus_stays_small() -> None:
    assert sum(path.stat().st_size for path in samples()) < 4_000_000
    assert sum(path.stat().st_size for path in (HOME / "fonts").glob("*.ttf")) < 1_500_000
    assert "SIL OPEN FONT LICENSE" in (HOME / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()
