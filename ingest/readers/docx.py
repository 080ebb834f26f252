"""Word files (DOCX): paragraphs with the numbers that Word shows, tables, notes, text boxes, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from ingest.draft import Draft
from ingest.errors import Damaged, IngestError, TooLarge
from ingest.lines import RAISED
from ingest.model import BlockKind, Furniture, FurnitureKind
from ingest.paragraphs import ended
from ingest.readers import ReadOptions
from ingest.readers.docx_numbering import Numbering, W
from ingest.readers.docx_package import AGAIN, looked_through
from ingest.readers.docx_revisions import accept
from ingest.readers.docx_words import LEFT_OUT, Words, on, tidy, words_of
from ingest.readers.flowing import MOST_CELLS, Flow, PlainCell, kind_of

READER = "docx/3"
DEEPEST = 12
"""Tables and boxes inside each other; deeper ones are a trap."""
WRAPPERS = {W + "sdt", W + "sdtContent", W + "customXml", W + "ins", W + "moveTo", W + "smartTag"}


def draft(data: bytes, options: ReadOptions) -> Draft:
    """Reads a Word file; WrongType, Encrypted, Damaged or TooLarge say what stands in the way."""
    looked_through(data, options.max_file_mb)
    try:
        import docx

        document = docx.Document(BytesIO(data))
        page = _Reading(_Styles(document), _numbering(document), _notes(document))
        accept(document.element.body)
        page.blocks(document.element.body, 0)
        return Draft((), tuple(page.flow.units), READER, tuple(_furniture(document)), tuple(_info(document)))
    except IngestError:
        raise
    except Exception as error:
        raise Damaged(type(error).__name__, remedy=AGAIN) from error


class _Styles:
    """What the paragraph styles say: the name of a style, its list, its alignment and weight, along ``basedOn``."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._by_id = {item.get(W + "styleId"): item for item in root.findall(W + "style")}
        self._default = next(
            (
                item.get(W + "styleId")
                for item in root.findall(W + "style")
                if item.get(W + "type") == "paragraph" and item.get(W + "default") in ("1", "true")
            ),
            "",
        )

    def chain(self, paragraph: Any) -> Iterator[Any]:
        """The paragraph itself, then its styles from the nearest to the one all rest on."""
        yield paragraph
        link = paragraph.find(f"{W}pPr/{W}pStyle")
        name, seen = (link.get(W + "val") if link is not None else self._default), set()
        while name in self._by_id and name not in seen:
            seen.add(name)
            style = self._by_id[name]
            yield style
            based = style.find(W + "basedOn")
            name = based.get(W + "val") if based is not None else None

    def value(self, paragraph: Any, path: str) -> str | None:
        """The nearest value of a property (``W``-qualified path from the paragraph or style)."""
        for item in self.chain(paragraph):
            found = item.find("/".join(W + step for step in path.split("/")))
            if found is not None:
                return str(found.get(W + "val") or "")
        return None

    def names(self, paragraph: Any) -> list[str]:
        return [
            (name.get(W + "val") or "").lower()
            for item in self.chain(paragraph)
            if (name := item.find(W + "name")) is not None
        ]

    def bold(self, paragraph: Any) -> bool:
        return any((look := item.find(W + "rPr")) is not None and on(look, "b") for item in self.chain(paragraph))


@dataclass(slots=True)
class _Reading:
    """The file while it is read: its units so far, its lists' counters, its notes by kind and id."""

    styles: _Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Any]
    flow: Flow = field(default_factory=Flow)
    noted: int = 0
    opening: bool = True
    cells: int = 0

    def blocks(self, parent: Any, depth: int, kind: BlockKind | None = None) -> None:
        """The paragraphs and tables that stand in ``parent``, in order; all of ``kind`` when one is given."""
        if depth > DEEPEST:
            raise TooLarge("表格或文本框嵌套过深")
        for child in parent:
            if child.tag == W + "p":
                self.paragraph(child, depth, kind)
            elif child.tag == W + "tbl":
                self.table(child, depth)
            elif child.tag in WRAPPERS:
                self.blocks(child, depth + 1, kind)

    def paragraph(self, element: Any, depth: int, kind: BlockKind | None) -> None:
        words = words_of(element)
        own = kind or self.kind(element, words)
        pieces = self.numbered(element, words, self.noting(words)).split("\n")
        together = own in ("title", "heading") or all(not ended(piece) for piece in pieces[:-1] if piece)
        if own == "toc":
            self.flow.add(own, (" ".join(pieces).replace("\t", " "),))
        elif together:
            self.flow.add(own, (piece.replace("\t", " ") for piece in pieces), self.declared(element))
        else:
            for piece in pieces:
                self.flow.add(own, (piece.replace("\t", " "),))
        if own == "paragraph" and ended(words.text):
            self.opening = False
        for box in words.boxes:
            self.blocks(box, depth + 1, "box")
        self.write_notes(words)

    def kind(self, element: Any, words: Words) -> BlockKind:
        """What a paragraph is: by its style's name, its outline level, then by its looks."""
        names = self.styles.names(element)
        if any(name.startswith("toc") for name in names):
            return "toc"
        if "title" in names:
            return "title"
        level = self.styles.value(element, "pPr/outlineLvl")
        if any(name.startswith("heading ") for name in names) or (level or "9") in "012345678":
            long = len(words.text) > 60 and "。" in words.text
            return "paragraph" if long else "heading"
        text = words.text.replace("\n", "")
        bold = self.styles.bold(element) or words.bold > 0.8 * max(len(text), 1)
        centred = self.styles.value(element, "pPr/jc") == "center"
        if not text:
            return "paragraph"
        return kind_of(text, bold=bold, large=_large(element), centred=centred, opening=self.opening)

    def numbered(self, element: Any, words: Words, text: str) -> str:
        """The paragraph's text behind the number that Word prints before it."""
        number = self.styles.value(element, "pPr/numPr/numId")
        if not text or number in (None, "0"):
            return text
        label = self.numbering.label(
            number or "", int(self.styles.value(element, "pPr/numPr/ilvl") or self.level(element))
        )
        return f"{label} {text}" if label and label[-1] in ".．" and text[0].isdigit() else label + text

    def declared(self, element: Any) -> int:
        """The level of a heading by its outline level or its style's name (Heading 2, 标题 2), 0 without either."""
        outline = self.styles.value(element, "pPr/outlineLvl") or ""
        if outline in tuple("012345678"):
            return int(outline) + 1
        named = (re.fullmatch(r"heading (\d)", name) for name in self.styles.names(element))
        return next((int(found[1]) for found in named if found), 0)

    def level(self, element: Any) -> int:
        """The list level of a style that names only its list: that of its outline."""
        level = self.styles.value(element, "pPr/outlineLvl") or "0"
        return int(level) if level in "012345678" else 0

    def noting(self, words: Words) -> str:
        """The text with the references to notes as raised figures."""
        marks = [_raise(self.noted + 1 + at) for at in range(len(words.notes))]
        return re.sub("\x00(\\d+)\x00", lambda found: marks[int(found[1])], words.text)

    def write_notes(self, words: Words) -> None:
        """The notes of a paragraph as blocks behind it, each with its figure."""
        for key in words.notes:
            self.noted += 1
            note = self.notes.get(key)
            if note is not None:
                lines = [words_of(item).text.replace("\t", " ") for item in note.iter(W + "p")]
                text = " ".join(line.replace("\n", " ") for line in lines if line)
                self.flow.add("note", (f"{_raise(self.noted)} {text}",) if text else ())

    def table(self, element: Any, depth: int) -> None:
        """A table with its merged cells; the tables, notes and text boxes inside its cells follow it."""
        if depth > DEEPEST:
            raise TooLarge("表格嵌套过深")
        cells: list[PlainCell] = []
        inner: list[Any] = []
        open_at: dict[int, int] = {}
        behind: list[Words] = []
        rows = list(_inside(element, W + "tr"))
        for row, tr in enumerate(rows):
            head = tr.find(f"{W}trPr/{W}tblHeader") is not None
            column = _number(tr, "trPr/gridBefore", 0)
            for tc in _inside(tr, W + "tc"):
                span = max(1, min(_number(tc, "tcPr/gridSpan", 1), 500))
                merge = tc.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(W + "val") != "restart" and column in open_at:
                    at = open_at[column]
                    above = cells[at]
                    cells[at] = PlainCell(
                        above.row, above.column, above.lines, row - above.row + 1, above.columns, above.header
                    )
                else:
                    open_at[column] = len(cells)
                    cells.append(PlainCell(row, column, self.cell(tc, behind, inner, depth), 1, span, head))
                column += span
        self.cells += len(cells)
        if self.cells > MOST_CELLS:
            raise TooLarge(f"表格单元格超过 {MOST_CELLS} 个")
        self.flow.table(cells)
        for one in inner:
            self.table(one, depth + 1)
        for words in behind:
            for box in words.boxes:
                self.blocks(box, depth + 1, "box")
            self.write_notes(words)

    def cell(self, tc: Any, behind: list[Words], inner: list[Any], depth: int) -> tuple[str, ...]:
        """The lines of a cell; tables inside it that have rows and columns of their own are put into ``inner``."""
        if depth > DEEPEST:
            raise TooLarge("表格嵌套过深")
        lines: list[str] = []
        for paragraph in _paragraphs(tc, depth, inner):
            words = words_of(paragraph)
            pending = sum(len(each.notes) for each in behind)
            marks = [_raise(self.noted + pending + 1 + at) for at in range(len(words.notes))]
            text = re.sub("\x00(\\d+)\x00", lambda found, marks=marks: marks[int(found[1])], words.text)  # type: ignore[misc]
            text = self.numbered(paragraph, words, text)
            lines += [piece.replace("\t", " ").strip() for piece in text.split("\n") if piece.strip()]
            if words.notes or words.boxes:
                behind.append(words)
        return tuple(lines)


def _paragraphs(parent: Any, depth: int, inner: list[Any]) -> Iterator[Any]:
    """All paragraphs of a cell in order, without those of text boxes and of tables proper, which go into ``inner``."""
    if depth > DEEPEST * 4:
        raise TooLarge("表格嵌套过深")
    for child in parent:
        if child.tag == W + "p":
            yield child
        elif child.tag == W + "tbl" and _is_grid(child):
            inner.append(child)
        elif child.tag in WRAPPERS or child.tag in (W + "tbl", W + "tr", W + "tc"):
            yield from _paragraphs(child, depth + 1, inner)


def _is_grid(table: Any) -> bool:
    """Whether a table has at least two rows and, in two of them, at least two cells."""
    rows = [sum(1 for _ in _inside(row, W + "tc")) for row in _inside(table, W + "tr")]
    return sum(cells >= 2 for cells in rows) >= 2


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or cells of a row, those in content controls too, without those of inner tables."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS and child.tag not in LEFT_OUT:
            yield from _inside(child, tag)


def _number(element: Any, path: str, otherwise: int) -> int:
    found = element.find("/".join(W + step for step in path.split("/")))
    written = found.get(W + "val") if found is not None else None
    return int(written) if written and written.isdigit() else otherwise


def _large(element: Any) -> bool:
    """Whether a paragraph is set in letters of 18 points or more, as titles are."""
    sizes = [size.get(W + "val") or "" for size in element.iterfind(f"{W}r/{W}rPr/{W}sz")]
    return bool(sizes) and all(size.isdigit() and int(size) >= 36 for size in sizes)


def _raise(number: int) -> str:
    return "".join(RAISED[sign] for sign in str(number))


def _numbering(document: Any) -> Numbering:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return Numbering(relation.target_part.element)
    return Numbering(None)


def _notes(document: Any) -> dict[tuple[str, str], Any]:
    """Footnotes and endnotes by kind and id, without the separators that Word keeps among them."""
    from lxml import etree

    found: dict[tuple[str, str], Any] = {}
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind not in ("footnotes", "endnotes") or relation.is_external:
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(relation.target_part.blob, parser)
        for note in root.iter(W + kind[:-1]):
            if note.get(W + "type") in (None, "normal"):
                found[kind[:-1], note.get(W + "id") or ""] = note
    return found


def _furniture(document: Any) -> Iterator[Furniture]:
    """Headers and footers, each wording once; a lone page number is one."""
    seen: set[tuple[str, str]] = set()
    kinds: Sequence[tuple[str, FurnitureKind]] = (("header", "header"), ("footer", "footer"))
    for relation in document.part.rels.values():
        for ending, kind in kinds:
            if not relation.reltype.endswith("/" + ending) or relation.is_external:
                continue
            lines = [words_of(item).text for item in relation.target_part.element.iter(W + "p")]
            text = tidy(" ".join(line.replace("\n", " ") for line in lines if line))
            if text and (kind, text) not in seen:
                seen.add((kind, text))
                number = re.fullmatch(r"[-—–\s]*\d+[-—–\s]*", text)
                yield Furniture("page_number" if number else kind, text, 1)


def _info(document: Any) -> Iterator[tuple[str, str]]:
    """Title, author and dates among the file's own data."""
    told = document.core_properties
    for name, value in (("Title", told.title), ("Author", told.author), ("Subject", told.subject)):
        if value:
            yield name, tidy(value)
    if told.created:
        yield "CreationDate", told.created.isoformat()
