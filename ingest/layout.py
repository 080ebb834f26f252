"""Layout (版面): the lines, tables, boxes and notes of all pages → units in reading order, joined over page breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.draft import Sheet, Unit
from ingest.lines import Line
from ingest.model import Box
from ingest.paragraphs import NOTE_START, breaks, ended, kind_of
from ingest.typearea import TypeArea, type_area

CAPTION = re.compile(r"(?:附|续)?\s*[表图]\s*[\d一二三四五六七八九十]|专栏")


@dataclass(slots=True)
class _Flow:
    """Running text as it is joined: finished units, the open paragraph, and what stands between its lines."""

    units: list[Unit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    area: TypeArea | None = None
    floats: list[Unit] = field(default_factory=list)

    def line(self, line: Line, area: TypeArea) -> None:
        """Takes the next line of running text."""
        if self.lines and self.area and breaks(self.lines, line, self.area, area):
            self.close()
        if not self.lines:
            self._release()
        self.lines.append(line)
        self.area = area

    def aside(self, units: Sequence[Unit]) -> None:
        """Takes a table, box or note; it waits while the open paragraph may still go on behind it."""
        open_end = self.lines and not ended(self.lines[-1].text) and not CAPTION.match(self.lines[0].text)
        if open_end and self.area and self.area.share(self.lines[-1]) > 0.6:
            self.floats.extend(units)
            return
        self.close()
        self._release()
        self.units.extend(units)

    def close(self) -> None:
        """Ends the open paragraph; what waited stands before it when its page does, else behind it."""
        if not self.lines or not self.area:
            return
        unit = Unit(kind_of(self.lines, self.area), tuple(self.lines))
        end = self.lines[-1].page
        before = [unit for unit in self.floats if _page(unit) < end]
        self.floats = [unit for unit in self.floats if _page(unit) >= end]
        self.units.extend(before)
        self.units.append(unit)
        self.lines.clear()
        self._release()

    def _release(self) -> None:
        self.units.extend(self.floats)
        self.floats.clear()


def _page(unit: Unit) -> int:
    return unit.table.page if unit.table else unit.lines[0].page


def units_of(sheets: Sequence[Sheet]) -> list[Unit]:
    """The units of a document in reading order."""
    typical = _typical(sheets)
    flow = _Flow()
    boxes = _Boxes()
    for sheet in sheets:
        body, framed, notes = _parts(sheet, typical)
        areas = {column: type_area([line for line in body if line.column == column], typical) for column in (0, 1, 2)}
        asides: list[tuple[Box, Sequence[Unit]]] = [(t.box, [Unit("table", (), t)]) for t in sheet.tables]
        asides += [(frame, boxes.units(lines, frame, sheet)) for frame, lines in framed]
        asides.sort(key=lambda aside: aside[0].top)
        places = [_place(box, body) for box, _ in asides]
        for n, line in enumerate(body):
            for place, (_, units) in zip(places, asides, strict=True):
                if place == n:
                    flow.aside(units)
            flow.line(line, areas[line.column])
        for place, (_, units) in zip(places, asides, strict=True):
            if place == len(body):
                flow.aside(units)
        if notes:
            flow.aside(_note_units(notes))
    flow.close()
    flow.aside(())
    return boxes.joined(flow.units)


def _place(box: Box, body: Sequence[Line]) -> int:
    """Before which of a page's running lines a table or box stands; in two columns within its own column."""
    columns = {line.column for line in body} - {0}
    column = 0
    if columns:
        gutter = min((line.box.x0 for line in body if line.column == 2), default=box.x1)
        column = 0 if box.x0 < gutter - 20 and box.x1 > gutter + 20 else 1 if box.x0 < gutter - 20 else 2
    mine = [n for n, line in enumerate(body) if line.column == column]
    below = [n for n in mine if body[n].box.top > box.top]
    if below:
        return below[0]
    return mine[-1] + 1 if mine and column else len(body)


def _typical(sheets: Sequence[Sheet]) -> TypeArea:
    """The type area that most pages of one width share."""
    lines = [line for sheet in sheets for line in sheet.lines if not line.column]
    return type_area(lines if lines else [line for sheet in sheets for line in sheet.lines])


def _parts(sheet: Sheet, typical: TypeArea) -> tuple[list[Line], list[tuple[Box, list[Line]]], list[Line]]:
    """A page's running lines, its boxes with their lines, and its footnotes."""
    framed: list[tuple[Box, list[Line]]] = [(frame, []) for frame in sheet.frames]
    body: list[Line] = []
    for line in sheet.lines:
        home = next((held for frame, held in framed if _holds(frame, line)), None)
        (body if home is None else home).append(line)
    body, notes = _split_notes(body, typical, sheet)
    return body, [(frame, held) for frame, held in framed if held], notes


def _holds(frame: Box, line: Line) -> bool:
    return frame.top <= line.middle <= frame.bottom and frame.x0 - 2 <= (line.box.x0 + line.box.x1) / 2 <= frame.x1 + 2


def _split_notes(body: list[Line], typical: TypeArea, sheet: Sheet) -> tuple[list[Line], list[Line]]:
    """Footnotes: smaller lines at the foot of the page, the first of which begins with a note's mark."""
    if not sheet.height:
        return body, []
    first = len(body)
    while first and body[first - 1].size < 0.9 * typical.em and body[first - 1].box.top > 0.4 * sheet.height:
        first -= 1
    while first < len(body) and not NOTE_START.match(body[first].text):
        first += 1
    if first == len(body) or first == 0 or body[first].size > 0.92 * body[first - 1].size:
        return body, []
    tables = [table.box.bottom for table in sheet.tables] + [frame.bottom for frame in sheet.frames]
    if any(bottom > body[first].box.top for bottom in tables):
        return body, []
    return body[:first], body[first:]


def _note_units(notes: Sequence[Line]) -> list[Unit]:
    groups: list[list[Line]] = []
    for line in notes:
        if groups and not NOTE_START.match(line.text):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Unit("note", tuple(group)) for group in groups]


@dataclass(slots=True)
class _Boxes:
    """Boxes (专栏) met so far; the last unit of one at a page's foot is joined with the first of one at the next head."""

    last: Unit | None = None
    area: TypeArea | None = None
    page: int = 0
    joins: list[tuple[Unit, Unit]] = field(default_factory=list)

    def units(self, lines: Sequence[Line], frame: Box, sheet: Sheet) -> list[Unit]:
        """The paragraphs of one box; the first is its title."""
        area = _inner(type_area(lines), lines, frame)
        flow = _Flow()
        for line in lines:
            flow.line(line, area)
        flow.close()
        units = [unit if unit.kind == "toc" else replace(unit, kind="box") for unit in flow.units]
        goes_on = self.page == sheet.number - 1 and frame.top < 0.25 * sheet.height
        if self.last and self.area and goes_on and not breaks(self.last.lines, units[0].lines[0], self.area, area):
            self.joins.append((self.last, units[0]))
        self.last, self.area, self.page = units[-1], area, sheet.number
        return units

    def joined(self, units: list[Unit]) -> list[Unit]:
        """The units with the paragraphs of boxes that go on over a page joined."""
        tails = {id(tail): id(head) for head, tail in self.joins}
        at: dict[int, int] = {}
        result: list[Unit] = []
        for unit in units:
            head = tails.get(id(unit))
            if head is not None and head in at:
                place = at[id(unit)] = at[head]
                result[place] = replace(result[place], lines=result[place].lines + unit.lines)
            else:
                at[id(unit)] = len(result)
                result.append(unit)
        return result


def _inner(area: TypeArea, lines: Sequence[Line], frame: Box) -> TypeArea:
    """The type area inside a frame: lines of a box end near its right side."""
    widest = max(line.box.x1 for line in lines)
    right = max(area.right, widest) if frame.x1 - widest < 4 * area.em else area.right
    left = min(line.box.x0 for line in lines)
    indents = any(1.2 * area.em < line.box.x0 - left < 3.2 * area.em for line in lines)
    return replace(area, left=left, right=right, indents=indents)
