"""Lists whose lines give one indicator for several (分行列举): the line above names it, each line whose it is and how much.

各区单位产值能耗下降目标如下： / 东湖区、西湖区：18%。 / 南湖区：16%。
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract import cells, metrics, quantities
from extract.finding import make
from extract.frames import first_time
from extract.model import Change, YearBasis
from extract.periods import Time
from extract.reading import Dated, Frame, Result
from extract.sentence import Paragraph
from extract.view import view
from ingest.model import Block, Document

_MARK = r"[●•■◆▪✦※·—－-]*(?:（?\d{1,2}[）.、．])?"
_LINE = re.compile(rf"^{_MARK}(?P<who>[一-龥、（）]{{2,40}})：(?P<amount>[^：，。；]{{2,14}})[。；]?$")
_LEAD = re.compile(
    r"(?:^|[，。；：])(?P<metric>[^，。；：]{4,60}?)(?:的)?(?:总体|控制|规划|分解)?(?:目标|指标|任务)?(?:值|数)?(?:分别|依次|分解)?(?:为|如下|是)*[：。]$"
)
_MOVED = re.compile(r"(?P<what>.+?)(?P<how>降低|下降|减少|削减|增长|提高|提升)(?:幅度|率|比例)?$")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Over:
    """What the line above a list says: the indicator, how it changes, and the year."""

    metric: str
    change: Change
    time: Time | None


def find(document: Document) -> Mapping[int, Over]:
    """The first characters of the blocks that are lines of such lists, each with what stands over it."""
    found: dict[int, Over] = {}
    over: Over | None = None
    before: Block | None = None
    for block in document.blocks:
        if block.kind == "table" or block.span.end - block.span.start > _LONGEST or not _is_line(document, block):
            over, before = None, block
            continue
        if over is None and before is not None:
            over = _lead(document, before)
        if over is not None:
            found[block.span.start] = over
        before = block
    return found


def _is_line(document: Document, block: Block) -> bool:
    words = view(document.text, block.span.start, block.span.end).text.strip()
    line = _LINE.match(words)
    return line is not None and len(quantities.find(line["amount"])) == 1


def _lead(document: Document, block: Block) -> Over | None:
    """The indicator with which a line ends that opens a list, None when it names none."""
    match = _LEAD.search(view(document.text, block.span.start, block.span.end).text.strip())
    if match is None:
        return None
    words = re.sub(r"^.*?(?=“?十[三四五六]五”?期间)|“?十[三四五六]五”?期间|(?:到)?20\d\d年", "", match["metric"])
    name = metrics.clean(
        re.sub(r"^(?:科学|合理)?(?:设定|确定|明确|下达|分解)?(?:各[^，]{0,8}?(?:的|[）市县区州]))?", "", words)
    )
    moved = _MOVED.match(name)
    if moved is None and not metrics.has_noun(name):
        return None
    change: Change = (
        "level" if moved is None else "decrease" if moved["how"] in ("降低", "下降", "减少", "削减") else "increase"
    )
    return Over(name if moved is None else moved["what"], change, first_time(document, block.span))


def read(paragraph: Paragraph, over: Over, frame: Frame) -> Result | None:
    """The row of one line: 东湖区、西湖区：18% → 东湖区、西湖区 with the indicator above; None for any other line."""
    line = _LINE.match(paragraph.text.strip())
    made = [(sentence, cell) for sentence in paragraph.sentences for cell in cells.of_sentence(paragraph, sentence)]
    if line is None or len(made) != 1:
        return None
    sentence, cell = made[0]
    who, text = line["who"], paragraph.text
    place = _PLACES.fullmatch(who)
    finding = make(
        cell, who + over.metric, over.change, "by_place", 0.7,
        start=text.find(who), noun=over.metric, where=who if place else "",
    )  # fmt: skip
    time = over.time or frame.inherited or (Time(0, 0, None, frame.plan[1], "in") if frame.plan else None)
    basis: YearBasis = "inherited" if over.time or frame.inherited else "inferred" if time else "stated"
    return Result(rows=[Dated(finding, sentence, time, basis, "")])


_PLACES = re.compile(r"(?:[一-龥]{1,7}?[省市区县州盟旗][、和及]?)+(?:（[^）]*）)?")
