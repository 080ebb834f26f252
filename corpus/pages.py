"""Pages (版面): strips are dealt out to pages and columns with their footnotes, then drawn with reportlab."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus import tables
from corpus.fonts import SONG
from corpus.markup import Source
from corpus.strips import Composer, Strip, masthead
from corpus.typesetting import BLACK, GREY, RED, Line, Style, set_paragraph, text_width

NOTICE = "示例文件（为软件演示而编写，非正式政策）"
NOTE_SIZE, NOTE_LEADING = 9.0, 13.0


@dataclass(slots=True)
class Frame:
    """A column of a page (栏): where strips go; ``used`` from the top, ``noted`` from the bottom."""

    x: float
    top: float
    width: float
    height: float
    used: float = 0
    noted: float = 0
    placed: list[tuple[Strip, float]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)

    @property
    def room(self) -> float:
        return self.height - self.used - self.noted


@dataclass(slots=True)
class Sheet:
    """One page with its frames."""

    frames: list[Frame]
    seals: list[tuple[float, float]] = field(default_factory=list)


class Paginator:
    """Deals strips out to sheets (分页). Headings stay with what follows; notes stay with their marks."""

    def __init__(self, source: Source, composer: Composer) -> None:
        self.source, self.composer = source, composer
        self.width = source.number("width", 442)
        self.height = source.number("height", 640)
        self.left = (A4[0] - self.width) / 2
        self.top = A4[1] - source.number("top", 104)
        self.sheets: list[Sheet] = []
        self.frame = self._new_sheet()
        self.headings: dict[str, int] = {}

    def _new_sheet(self) -> Frame:
        columns = getattr(self, "columns", 1)
        self.sheets.append(Sheet(self._columns(columns, self.top, self.height)))
        return self.sheets[-1].frames[0]

    def _columns(self, count: int, top: float, height: float) -> list[Frame]:
        width = (self.width - 18 * (count - 1)) / count
        return [Frame(self.left + i * (width + 18), top, width, height) for i in range(count)]

    def _next_frame(self) -> Frame:
        frames = self.sheets[-1].frames
        place = frames.index(self.frame) + 1
        return frames[place] if place < len(frames) else self._new_sheet()

    def _note_lines(self, strip: Strip) -> list[Line]:
        lines = []
        for note in strip.line.notes:
            text = f"{self.composer.mark(note)} {self.source.notes[note]}"
            lines += set_paragraph(text, Style(SONG, NOTE_SIZE), self.frame.width)
        return lines

    def deal(self, strips: Iterable[Strip]) -> list[Sheet]:
        for group in _kept_together(strips):
            if group[0].order:
                self._obey(group[0].order)
                continue
            notes = [line for strip in group for line in self._note_lines(strip)]
            need = sum(s.height for s in group) + self._note_height(notes)
            if need > self.frame.room and self.frame.used:
                self.frame = self._next_frame()
                self._repeat_header(group[0])
            for strip in group:
                self._place(strip)
        return [sheet for sheet in self.sheets if any(f.placed for f in sheet.frames)]

    def _note_height(self, lines: list[Line]) -> float:
        return len(lines) * NOTE_LEADING + (10 if lines and not self.frame.notes else 0)

    def _repeat_header(self, strip: Strip) -> None:
        if strip.grid and strip.row >= strip.grid.header_rows > 0 and "norepeat" not in self.source.settings:
            for row in range(strip.grid.header_rows):
                self._place(Strip(strip.grid.heights[row], grid=strip.grid, row=row, frame=strip.frame))

    def _place(self, strip: Strip) -> None:
        frame = self.frame
        if not frame.used and strip.grid is None and not strip.line.pieces and not strip.rule and len(self.sheets) > 1:
            return
        lines = self._note_lines(strip)
        frame.noted += self._note_height(lines)
        frame.notes += lines
        frame.placed.append((strip, frame.used))
        frame.used += strip.height
        if strip.heading and strip.heading[0] <= 2:
            self.headings[strip.heading[1]] = len(self.sheets)

    def _obey(self, order: str) -> None:
        if order == "page" and any(f.placed for f in self.sheets[-1].frames):
            self.frame = self._new_sheet()
        elif order.startswith("seal"):
            from_right = self.left + self.width - float(order.split()[1])
            self.sheets[-1].seals.append((from_right, self.frame.top - self.frame.used - 22))
        elif order.startswith("columns"):
            self.columns = int(order.split()[1])
            top = self.frame.top - self.frame.used
            more = self._columns(self.columns, top, self.frame.height - self.frame.used)
            self.sheets[-1].frames += more
            self.frame.height = self.frame.used
            self.frame = more[0]


def _kept_together(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    group: list[Strip] = []
    for strip in strips:
        if strip.order and group:
            yield group
            group = []
        group.append(strip)
        if not strip.keep:
            yield group
            group = []
    if group:
        yield group


def _put(canvas: Canvas, line: Line, x: float, base: float) -> None:
    for piece in line.pieces:
        text = canvas.beginText(x + piece.x, base + piece.rise)
        text.setFont(piece.font, piece.size)
        text.setFillColorRGB(*piece.color)
        text.setCharSpace(piece.spacing)
        text.textOut(piece.text)
        canvas.drawText(text)


def _draw_frame(canvas: Canvas, frame: Frame) -> None:
    put = lambda line, x, base: _put(canvas, line, x, base)  # noqa: E731
    for grid, group in groupby(frame.placed, key=lambda item: item[0].grid):
        items = list(group)
        if grid is not None:
            tables.draw(canvas, grid, (s.row for s, _ in items), frame.x, frame.top - items[0][1], put)
            continue
        for strip, used in items:
            top = frame.top - used
            _put(canvas, strip.line, frame.x, top - strip.height / 2 - strip.size * 0.36)
            if strip.rule:
                canvas.setStrokeColorRGB(*strip.rule[0])
                canvas.setLineWidth(strip.rule[1])
                canvas.line(frame.x, top - strip.height / 2, frame.x + frame.width, top - strip.height / 2)
                canvas.setStrokeColorRGB(*BLACK)
    for number, group in groupby(frame.placed, key=lambda item: item[0].frame):
        items = list(group)
        if number:
            high, low = frame.top - items[0][1], frame.top - items[-1][1] - items[-1][0].height
            canvas.setLineWidth(0.8)
            canvas.rect(frame.x, low, frame.width, high - low)
    _draw_notes(canvas, frame)


def _draw_notes(canvas: Canvas, frame: Frame) -> None:
    if not frame.notes:
        return
    place = frame.top - frame.height + len(frame.notes) * NOTE_LEADING
    canvas.setLineWidth(0.4)
    canvas.line(frame.x, place + 3, frame.x + 130, place + 3)
    for line in frame.notes:
        place -= NOTE_LEADING
        _put(canvas, line, frame.x, place + 3)


def _centered(canvas: Canvas, text: str, y: float, size: float, color: Any = BLACK) -> None:
    _put(canvas, set_paragraph(text, Style(SONG, size, align="center", color=color), A4[0])[0], 0, y)


def _draw_furniture(canvas: Canvas, source: Source, number: int, paginator: Paginator) -> None:
    bottom = paginator.top - paginator.height
    _centered(canvas, NOTICE, 26, 9, GREY)
    if number > 1 and (header := source.settings.get("header")):
        _centered(canvas, header, paginator.top + 30, 9.5)
        canvas.setLineWidth(0.5)
        canvas.line(paginator.left, paginator.top + 24, paginator.left + paginator.width, paginator.top + 24)
    habit = source.settings.get("numbering", "dash")
    shown = number + int(source.number("first_page", 1)) - 1
    if habit == "center":
        _centered(canvas, str(shown), bottom - 36, 11)
    elif habit == "dash":
        text = f"— {shown} —"
        width = text_width(text, SONG, 13)
        x = paginator.left + 14 if shown % 2 == 0 else paginator.left + paginator.width - width - 14
        _put(canvas, set_paragraph(text, Style(SONG, 13), 200)[0], x, bottom - 36)


def _draw_seal(canvas: Canvas, x: float, y: float) -> None:
    """A red ring with a star (公章的样子), without words."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*RED)
    canvas.setFillColorRGB(*RED)
    canvas.setLineWidth(2.6)
    canvas.circle(x, y, 52)
    path = canvas.beginPath()
    for i in range(10):
        radius, angle = (17 if i % 2 == 0 else 6.6), math.pi / 2 + i * math.pi / 5
        point = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        path.moveTo(*point) if i == 0 else path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _draw_imprint(canvas: Canvas, source: Source, paginator: Paginator) -> None:
    """The foot of the last page (版记): who gets a copy, who printed it and when, between two rules."""
    left, width, size = paginator.left, paginator.width, 13.0
    printed = source.settings["printed"].split("|")
    bottom = paginator.top - paginator.height + 4
    canvas.setLineWidth(0.9)
    y = bottom + 26
    if copy := source.settings.get("copy"):
        lines = set_paragraph(copy, Style(SONG, size, left=14 + 3 * size, indent=-3 * size, right=14), width)
        canvas.line(left, y + 10 + 19 * len(lines), left + width, y + 10 + 19 * len(lines))
        for number, line in enumerate(lines, 1):
            _put(canvas, line, left, y + 8 + (len(lines) - number) * 19)
    canvas.line(left, y, left + width, y)
    _put(canvas, set_paragraph(printed[0], Style(SONG, size), width)[0], left + 14, bottom + 8)
    _put(canvas, set_paragraph(printed[1], Style(SONG, size, right=14, align="right"), width)[0], left, bottom + 8)
    canvas.line(left, bottom, left + width, bottom)


def _compose(source: Source, contents: dict[str, int]) -> tuple[Paginator, list[Sheet]]:
    composer = Composer(source, source.number("width", 442), contents)
    paginator = Paginator(source, composer)
    head = masthead(source, paginator.width)
    sheets = paginator.deal(strip for part in (head, composer.strips()) for strip in part)
    if "printed" in source.settings and paginator.frame.room < 90:
        sheets.append(Sheet([Frame(paginator.left, paginator.top, paginator.width, paginator.height)]))
    return paginator, sheets


def draw(source: Source, target: Path) -> int:
    """Sets a source as a PDF with page 1 first and returns the number of pages; the same source gives the same bytes."""
    contents: dict[str, int] = {}
    paginator, sheets = _compose(source, contents)
    for _ in range(3):
        if not any(element.kind == "toc" for element in source.elements) or contents == paginator.headings:
            break
        contents = dict(paginator.headings)
        paginator, sheets = _compose(source, contents)
    canvas = Canvas(str(target), pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(source.settings["title"])
    canvas.setAuthor("示例")
    for number, sheet in enumerate(sheets, 1):
        _draw_furniture(canvas, source, number, paginator)
        for frame in sheet.frames:
            _draw_frame(canvas, frame)
        for x, y in sheet.seals:
            _draw_seal(canvas, x, y)
        if number == len(sheets) and "printed" in source.settings:
            _draw_imprint(canvas, source, paginator)
        canvas.showPage()
    canvas.save()
    return len(sheets)
