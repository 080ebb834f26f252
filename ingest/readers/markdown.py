"""Markdown (MD): what a reader of the rendered page sees, without front matter and marks; lines numbered as in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.draft import Draft, Unit
from ingest.errors import NoText
from ingest.lines import Line
from ingest.model import BlockKind, Box, Furniture
from ingest.paragraphs import MARKER, ended, kind_of
from ingest.readers import ReadOptions, text
from ingest.readers.flowing import Flow
from ingest.readers.front_matter import parted
from ingest.readers.markdown_inline import HARD, Notes, plain
from ingest.readers.markdown_tables import is_titled, rows_at, table
from ingest.readers.web_page import parse
from ingest.readers.web_words import Article
from ingest.typearea import TypeArea

READER = "markdown/2"
FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})[^`]*$")
HEADING = re.compile(r"\s{0,3}(#{1,6})(?:\s+|(?=[^\s#\x00-\x7f]))(.*?)(?:\s+#+)?\s*$")
UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{3,})\s*$")
RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$")
QUOTED = re.compile(r"^(?:\s{0,3}>\s?)+")
BULLET = re.compile(r"\s*[-*+]\s+(?:\[[ xX]\]\s+)?(?=\S)")
NUMBERED = re.compile(r"\s*\d{1,3}[.)、．]\s*(?=\S)")
NOTE = re.compile(r"\s{0,3}\[\^([^\[\]\s]+)\]:\s*(.*)$")
NAMED = re.compile(r"\s{0,3}\[([^\[\]^][^\[\]]*)\]:\s*<?(\S+?)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*$")
UNSEEN = re.compile(r"<!--|<(?:script|style|svg)\b", re.I)
TABLE = re.compile(r"<table(?=[\s>])", re.I)
TABLE_END = re.compile(r"</table\s*>", re.I)


def draft(data: bytes, options: ReadOptions) -> Draft:
    """Reads a markdown file; WrongType for binary content, NoText when nothing but marks and front matter is in it."""
    lines = _seen(text.decode(data)).replace("\f", "\n").split("\n")
    info, front = parted(lines)
    body = [""] * front + lines[front:]
    reading = _Reading(links={found[1].lower(): found[2] for line in body if (found := NAMED.match(line))})
    reading.read(body)
    if not reading.items:
        raise NoText(remedy="请检查文件是否导出完整")
    info = {**({"Title": reading.titles[0]} if reading.titles else {}), **info}
    furniture = tuple(Furniture("side", line, 1) for line in lines[:front] if line.strip("-+ "))
    return Draft((), tuple(reading.units()), READER, furniture, tuple(sorted(info.items())))


@dataclass(slots=True)
class _Reading:
    """The file while it is read: paragraphs not yet joined (lists of lines) and finished units, in order."""

    links: Mapping[str, str]
    notes: Notes = field(default_factory=Notes)
    items: list[Unit | list[Line]] = field(default_factory=list)
    held: list[tuple[int, str]] = field(default_factory=list)
    glued: set[int] = field(default_factory=set)
    listed: bool = False
    titles: list[str] = field(default_factory=list)

    def read(self, body: Sequence[str]) -> None:
        """Reads all lines; ``glued`` are afterwards those that go on with the line before them whatever it looks like."""
        bare = [QUOTED.sub("", line) for line in body]
        place = 0
        while place < len(bare):
            for take in (self.literal, self.table, self.written):
                end = take(bare, place)
                if end is not None:
                    break
            else:
                self.line(bare, place)
                end = place + 1
            place = end
        self.flush()

    def line(self, body: Sequence[str], place: int) -> None:
        """A line that is neither in a table nor in a block of literal text."""
        line, number = body[place], place + 1
        if not line.strip():
            if not (self.held and self.held[-1][1].rstrip().endswith(("，", "、"))):
                self.flush()
        elif UNDERLINE.match(line) and len(self.held) == 1 and not self.listed and not ended(self.held[0][1].rstrip()):
            (_, words), self.held = self.held[0], []
            self.put("heading", words, number - 1, 1 if "=" in line else 2)
        elif RULE.match(line):
            self.flush()
        elif (heading := HEADING.match(line)) is not None:
            self.flush()
            self.put("heading", heading[2], number, len(heading[1]))
            self.titles += [self.plain(heading[2]).strip()] if heading[1] == "#" else []
        elif (note := NOTE.match(line)) is not None:
            self.flush()
            self.put("note", f"{self.notes.mark(note[1])} {note[2]}", number)
        elif not NAMED.match(line):
            self.prose(line, number)

    def prose(self, line: str, number: int) -> None:
        """A line of a paragraph or of an item of a list."""
        bullet = BULLET.match(line)
        if bullet or NUMBERED.match(line):
            self.flush()
            self.listed = True
        elif self._goes_on(line):
            self.glued.add(number)
        broken = line.rstrip("\\") + HARD if line.endswith(("  ", "\\")) else line
        self.held.append((number, broken[bullet.end() :] if bullet else broken))

    def _goes_on(self, line: str) -> bool:
        """Whether a line carries on the sentence before it: in mid-sentence, or indented under an item of a list."""
        last = self.held[-1][1].rstrip() if self.held else ""
        if not last or ended(last):
            return False
        broken = "，" in last and last[-1] not in "）)》" and not MARKER.match(line.strip())
        return broken or last.endswith("、") or (self.listed and line[:2].isspace())

    def flush(self) -> None:
        """Ends the paragraph that is being read."""
        held, self.held, self.listed = self.held, [], False
        if held:
            words = self.plain("\n".join(line for _, line in held)).split("\n")
            lines = [
                _line(part, number)
                for (number, _), line in zip(held, words, strict=True)
                for part in line.split(HARD)
                if part.strip()
            ]
            if lines:
                self.items.append(lines)

    def put(self, kind: BlockKind, words: str, number: int, level: int = 0) -> None:
        text = self.plain(words).replace(HARD, " ").strip()
        if text:
            self.items.append(Unit(kind, (_line(text, number),), level=level))

    def plain(self, words: str) -> str:
        return plain(words, self.links, self.notes)

    def literal(self, body: Sequence[str], place: int) -> int | None:
        """Takes in a block between fences, each of its lines as it stands; the line behind it, None where none begins."""
        fence = FENCE.match(body[place])
        if fence is None:
            return None
        self.flush()
        end = next((at for at in range(place + 1, len(body)) if body[at].strip().startswith(fence[1])), len(body))
        for number, line in enumerate(body[place + 1 : end], place + 2):
            if line.strip():
                self.items.append([_line(line, number)])
        return min(end + 1, len(body))

    def table(self, body: Sequence[str], place: int) -> int | None:
        """Takes in a table of bars or tabs; the line behind it, None where none begins."""
        rows, end = rows_at(body, place)
        if not any(cell.strip() for row in rows for cell in row.cells):
            return None
        self.flush()
        if len(rows) >= 3 and all(text.ENTRY.fullmatch("\t".join(row.cells)) for row in rows):
            self.items += [Unit("toc", (_line("\t".join(row.cells), row.number),)) for row in rows]
        else:
            made = table(rows, self.plain, titled=is_titled(body, place))
            self.items.append(Unit("table", (), made))
        return end

    def written(self, body: list[str], place: int) -> int | None:
        """Takes in a table written in HTML, what stands before it on its line first; the line to go on with."""
        start = TABLE.search(body[place])
        if start is None:
            return None
        depth, end = 0, place
        for end in range(place, len(body)):
            depth += len(TABLE.findall(body[end])) - len(TABLE_END.findall(body[end]))
            if depth <= 0:
                break
        if depth > 0:
            return None
        if self.plain(body[place][: start.start()]).strip():
            self.prose(body[place][: start.start()], place + 1)
        self.flush()
        whole = "\n".join(body[place : end + 1])[start.start() :]
        stop = [found.end() for found in TABLE_END.finditer(whole)][-1]
        self.items += [_numbered(unit, place + 1) for unit in _units_of_page(whole[:stop])]
        body[end] = whole[stop:]
        return end

    def units(self) -> list[Unit]:
        """All blocks, the lines of wrapped paragraphs joined."""
        wrap = text.wrap_width([line for item in self.items if isinstance(item, list) for line in item])
        area = TypeArea(0, wrap, 2, 1, indents=False)
        found: list[Unit] = []
        for item in _whole(self.items, wrap):
            found += [item] if isinstance(item, Unit) else [
                Unit(kind_of(lines, area), tuple(lines)) for lines in _parts(item, self.glued, wrap)
            ]  # fmt: skip
        return found


def _seen(words: str) -> str:
    """The file without comments, scripts and drawings; their line ends stay, so that lines keep their numbers."""
    parts: list[str] = []
    at = 0
    while (found := UNSEEN.search(words, at)) is not None:
        opened = found[0].lower()
        close = re.compile("-->" if opened == "<!--" else f"</{opened[1:]}\\s*>", re.I).search(words, found.end())
        if close is None:
            break
        parts += [words[at : found.start()], "\n" * words.count("\n", found.start(), close.end())]
        at = close.end()
    return "".join([*parts, words[at:]])


def _whole(items: Sequence[Unit | list[Line]], wrap: float) -> Iterator[Unit | list[Line]]:
    """The items, paragraphs that go on behind a blank line (files with one between all lines) put together."""
    held: list[Line] = []
    for item in items:
        if isinstance(item, Unit):
            yield from [held] if held else []
            yield item
            held = []
        elif held and held[-1].box.x1 - held[-1].box.x0 >= 0.97 * wrap and not ended(held[-1].text):
            held = held + item
        else:
            yield from [held] if held else []
            held = item
    if held:
        yield held


def _parts(lines: Sequence[Line], glued: set[int], wrap: float) -> Iterator[list[Line]]:
    """The paragraphs among lines that no blank line parts."""
    held: list[Line] = []
    for line in lines:
        if held and line.number not in glued and (line.number == held[-1].number or text.breaks(held, line, wrap)):
            yield held
            held = []
        held.append(line)
    yield held


def _units_of_page(html: str) -> list[Unit]:
    """The blocks that a piece of HTML shows."""
    article, flow = Article(), Flow()
    article.walk(parse(html))
    article.flush()
    for part in article.parts:
        if isinstance(part, list):
            flow.table(part)
        else:
            flow.add("paragraph", part.lines)
    return flow.units


def _numbered(unit: Unit, number: int) -> Unit:
    """A block with all its lines placed on one line of the file."""
    lines = tuple(replace(line, number=number) for line in unit.lines)
    if unit.table is None:
        return replace(unit, lines=lines)
    cells = (
        replace(cell, lines=tuple(replace(line, number=number) for line in cell.lines)) for cell in unit.table.cells
    )
    return replace(unit, table=replace(unit.table, cells=tuple(cells)))


def _line(words: str, number: int) -> Line:
    shown = text.CLEARED.sub("", words).strip(text.BLANK + "\t")
    return Line(shown, 0, Box(0, number, text.width(shown), number + 0.5), b"", 2.0, number)
