"""Six samples written as Word files: headings by style with automatic numbers, merged cells, footnotes, boxes, tracked changes.

The same sources as the sample PDFs; what is read must be the source's words, its tables and the clause tree of the PDF.
"""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.markup import Element, Source, load
from ingest import ReadOptions, read, segment
from ingest.model import Document

ROOT = Path(__file__).parents[2]
NAMES = ("s01", "s02", "s04", "s05", "s06", "s08")
TREES: dict[str, list[str]] = json.loads((ROOT / "tests/golden/trees.json").read_text("utf-8"))["samples"]
SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
MARK = re.compile(r"\[\^(\w+)\]")
ADDED, STRUCK = "（以下简称方案）", "（送审稿）"


def plain(words: str) -> str:
    """A source's words without its inline marks."""
    return re.sub(r"//|\*\*|\\", "", MARK.sub("", words)).strip()


class Word:
    """A Word file in the making."""

    def __init__(self, source: Source) -> None:
        self.document, self.source = docx.Document(), source
        self.notes: list[str] = []
        rows = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%1）"/></w:lvl>'
        numbering = self.document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{rows}</w:abstractNum>'))
        self.lists = 900
        self.changed = False

    def bytes(self) -> bytes:
        for element in self.source.elements:
            self.put(element)
        if self.notes:
            self._keep_notes()
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def put(self, element: Element) -> None:
        if element.kind == "table":
            self._table(element)
        elif element.kind == "box" and any(inner.kind == "table" for inner in element.inner):
            self.document.add_paragraph(plain(element.text))
            for inner in element.inner:
                self.put(inner)
        elif element.kind == "box":
            cell = self.document.add_table(rows=1, cols=1).cell(0, 0)
            cell.text = plain(element.text)
            for inner in element.inner:
                cell.add_paragraph(plain(inner.text))
        elif element.kind == "h2" and SECOND.match(element.text):
            self._numbered(element.text)
        elif element.kind in ("title", "h1", "h2", "h3"):
            style = "Title" if element.kind == "title" else f"Heading {element.kind[1]}"
            self.document.add_paragraph(plain(element.text), style=style)
        elif element.kind == "annex":
            self.document.add_paragraph(plain(element.text))
        elif element.text and element.kind not in ("space", "seal", "toc"):
            self._paragraph(element.text)

    def _numbered(self, words: str) -> None:
        """A second-level heading whose number Word counts itself; a new list where it begins with （一）."""
        label = SECOND.match(words)
        assert label is not None
        if label.group() == "（一）":
            self.lists += 1
            numbering = self.document.part.numbering_part.element
            over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            numbering.append(
                parse_xml(f'<w:num {nsdecls("w")} w:numId="{self.lists}"><w:abstractNumId w:val="90"/>{over}</w:num>')
            )
        paragraph = self.document.add_paragraph(plain(words[label.end() :]), style="Heading 2")
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr>')
        )

    def _paragraph(self, words: str) -> None:
        paragraph = self.document.add_paragraph()
        at = 0
        for mark in MARK.finditer(words):
            paragraph.add_run(plain(words[at : mark.start()]))
            self.notes.append(self.source.notes[mark[1]])
            number = len(self.notes) + 1
            paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="{number}"/></w:r>'))
            at = mark.end()
        paragraph.add_run(plain(words[at:]))
        if not self.changed and len(words) > 60:
            self.changed = True
            for kind, inner in (("ins", f"<w:t>{ADDED}</w:t>"), ("del", f"<w:delText>{STRUCK}</w:delText>")):
                paragraph._p.append(
                    parse_xml(f'<w:{kind} {nsdecls("w")} w:id="9" w:author="a"><w:r>{inner}</w:r></w:{kind}>')
                )

    def _table(self, element: Element) -> None:
        table = self.document.add_table(rows=len(element.rows), cols=len(element.rows[0]))
        for r, row in enumerate(element.rows):
            for c, words in enumerate(row):
                if words not in ("<", "^"):
                    table.cell(r, c).text = plain(words)
        for r, row in enumerate(element.rows):
            for c, words in enumerate(row):
                if words in ("<", "^"):
                    table.cell(*((r, c - 1) if words == "<" else (r - 1, c))).merge(table.cell(r, c))

    def _keep_notes(self) -> None:
        rows = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{plain(words)}</w:t></w:r></w:p></w:footnote>'
            for n, words in enumerate(self.notes, 2)
        )
        part = Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            f"<w:footnotes {nsdecls('w')}>{rows}</w:footnotes>".encode(),
            self.document.part.package,
        )
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


@cache
def sample(name: str) -> tuple[Source, Document]:
    (path,) = (ROOT / "corpus" / "sources").glob(f"{name}_*.txt")
    source = load(path)
    return source, read(Word(source).bytes(), source.stem, "docx", ReadOptions())


def squeezed(words: str) -> str:
    return re.sub(r"\s|[¹²³⁴⁵⁶⁷⁸⁹⁰]", "", words)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_read_once(name: str) -> None:
    source, document = sample(name)
    text = squeezed(document.text)
    for element in source.elements:
        if element.kind not in ("table", "box", "space", "seal", "toc", "break", "rule") and element.text:
            assert squeezed(plain(element.text)) in text, element.text[:20]
    for words in source.notes.values():
        assert text.count(squeezed(plain(words))) == 1
    assert ADDED in document.text and STRUCK not in document.text


@pytest.mark.parametrize("name", NAMES)
def test_the_clause_tree_is_that_of_the_pdf(name: str) -> None:
    source, document = sample(name)
    steps = [clause.path for clause in segment(document) if clause.path and clause.heading]
    mine = ["/".join(marker.label or "·" for marker in path) for path in steps]
    printed = [label.split("|")[-1] for label in TREES[source.stem]]
    framed = re.compile(r"(?:^|/)专栏\w+$")  # in the PDF a box with a table in it is one table, its title a row of it
    assert [label for label in mine if not framed.search(label)] == [
        label for label in printed if label and not label.endswith("^") and not framed.search(label)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_tables_keep_their_cells_and_what_they_span(name: str) -> None:
    source, document = sample(name)
    flat = [part for element in source.elements for part in (element, *element.inner)]
    drawn = [element for element in flat if element.kind == "table"]
    found = [block for block in document.blocks if block.kind == "table"]
    assert len(drawn) == len(found)
    for element, block in zip(drawn, found, strict=True):
        read_cells = {(c.row, c.column): squeezed(document.quote(c.span)) for c in block.cells if c.span}
        written = {
            (r, c): squeezed(plain(words))
            for r, row in enumerate(element.rows)
            for c, words in enumerate(row)
            if words not in ("<", "^", "")
        }
        assert read_cells == written
        covered = sum(cell.rows * cell.columns for cell in block.cells)
        assert covered == len(element.rows) * len(element.rows[0])


def test_the_samples_hold_all_that_word_files_are_read_for() -> None:
    blocks = [(name, block) for name in NAMES for block in sample(name)[1].blocks]
    assert {kind for _, block in blocks for kind in [block.kind]} >= {
        "title",
        "heading",
        "paragraph",
        "table",
        "note",
        "box",
    }
    assert any(cell.rows > 1 or cell.columns > 1 for _, block in blocks for cell in block.cells)
