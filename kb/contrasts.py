"""Two sides of a comparison (并列比较): each side's row or sentences under its name, the difference, and what a side lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kb import align, editions, figures, refusal
from kb.extracts import chosen, same_words
from kb.figures import Figure
from kb.gaps import things
from kb.headlines import fits
from kb.model import Query, Statement, TargetRow
from kb.side import Side, cite, inner_place, reading
from kb.spelling import plain
from kb.statements import BEHIND, charged, own
from kb.support import of_place

if TYPE_CHECKING:
    from kb.store import Store

EACH = 2  # statements of one side about who is responsible
TOLD = 0.8  # the share of a question that a sentence with a figure must meet to give the asked one
COMPARED = 0.8  # how alike two rows' metrics must be for a difference: 湿垃圾处理能力 is not 生活垃圾处理能力
_FIGURES = re.compile(
    r"多[少大高]|几|差距|相差|(?:谁|哪[个里边]).{0,8}[高低多少大小快慢严松好差]|目标|占比|比例|比重|率$|率[^\w]|增速|强度"
)


def compared(store: Store, found: Sequence[Side]) -> tuple[list[Statement], list[TargetRow], list[str]]:
    """The sides in turn, each under its name, first the difference; the rows used, and notes on what a side lacks."""
    names = _names(store, [side.question.query for side in found])
    if found[0].question.query.intent == "agency":
        return _charged(store, names, found)
    rows = _paired(
        [
            [one for one in figures.figures(side.question, side.judged, store) if fits(side.question, one)]
            for side in found
        ]
    )
    blocks = [_block(store, *one, most=2 if len(found) < 3 else 1) for one in zip(names, found, rows, strict=True)]
    statements = [block[at] for at in range(max(map(len, blocks), default=0)) for block in blocks if at < len(block)]
    gap = _gap(store, names, rows)
    shown = [one.row for one in rows if one is not None]
    return [*gap, *statements], shown, list(_lacking(names, found, rows, bool(gap)))


def _charged(
    store: Store, names: Sequence[str], found: Sequence[Side]
) -> tuple[list[Statement], list[TargetRow], list[str]]:
    """The bodies of each place in turn, under its name; which place's documents name none."""
    here = [replace(side, judged=[one for one in side.judged if of_place(side.question, one)]) for side in found]
    blocks = [charged(store, side) for side in here]
    lacking = [f"{name}：没有找到写明责任单位的条款。" for name, block in zip(names, blocks, strict=True) if not block]
    blocks = [
        [replace(one, text=f"{name}：{one.text}") for one in block[:EACH]] or _block(store, name, side, None, 1)
        for name, side, block in zip(names, found, blocks, strict=True)
    ]
    said = [block[at] for at in range(EACH) for block in blocks if at < len(block)]
    return said, [], lacking


def _block(store: Store, name: str, side: Side, row: Figure | None, most: int) -> list[Statement]:
    block = []
    if row is not None:
        block.append(Statement(f"{name}：{figures.headline(row, False)}", (cite(store, row.extract, row.row),)))
    for one in chosen(own(side), most, BEHIND):
        if row is None or not same_words(one, row.extract):
            inner = inner_place(side.question, one)
            label = f"{name}（{inner}）" if inner else name
            block.append(Statement(f"{label}：{reading(store, side, one)}", (cite(store, one),)))
    return block


def _gap(store: Store, names: Sequence[str], rows: Sequence[Figure | None]) -> list[Statement]:
    """The difference of the first two sides, where both have a row of one metric and unit."""
    first, second = rows[0], rows[1]
    if first is None or second is None or align.similarity(first.row.metric, second.row.metric) < COMPARED:
        return []
    gap = figures.difference(first.row, second.row, (names[0], names[1]))
    if gap is None:
        return []
    cited = (cite(store, first.extract, first.row), cite(store, second.extract, second.row))
    return [Statement(f"{_metric_of(first.row, second.row)}：{gap[0]}（计算）", cited, gap[1])]


def _lacking(names: Sequence[str], found: Sequence[Side], rows: Sequence[Figure | None], gap: bool) -> Iterator[str]:
    """Which side has no figure where figures are asked for, or no clause that says what is asked; why nothing is subtracted."""
    measured = _FIGURES.search(plain(found[0].question.query.text)) is not None or any(rows)
    for name, side, row in zip(names, found, rows, strict=True):
        if row is None and not own(side):
            yield refusal.lacking(side)
        elif row is None and measured and not _told(side):
            yield f"{name}：没有找到写明{things(side.question)}数值的条款。"
    if len(rows) == 2 and rows[0] is not None and rows[1] is not None and not gap:
        first, second = rows[0].row, rows[1].row
        alike = align.similarity(first.metric, second.metric) >= COMPARED
        why = "单位、基期或变化方式不同" if alike else f"指标不同（{first.metric}；{second.metric}）"
        yield f"两边的{why}，没有相减。"


def _told(side: Side) -> bool:
    """A sentence of the side's own that gives a figure of what is asked, though no row of the target table does."""
    return any(one.sentence.figure and one.sentence.coverage >= TOLD for one in chosen(own(side), 2, BEHIND))


def _metric_of(first: TargetRow, second: TargetRow) -> str:
    """What two rows compare: the shorter one of their names, with the years where these differ."""
    name = min((first.metric, second.metric), key=len)
    if first.year is None or second.year is None or first.year == second.year or first.region == second.region:
        return name
    return f"{name}（前者{first.year}年，后者{second.year}年）"


def _paired(lists: Sequence[Sequence[Figure]]) -> list[Figure | None]:
    """For each side its row; for the first two sides the pair that fits best together: one metric, one unit."""
    chosen_rows: list[Figure | None] = [listed[0] if listed else None for listed in lists]
    if len(lists) > 1 and lists[0] and lists[1]:
        pairs = [
            (first.score + second.score + _alike(first.row, second.row), first, second)
            for first in lists[0][:6]
            for second in lists[1][:6]
            if first.row.unit == second.row.unit or first.row.normal_unit == second.row.normal_unit != ""
        ]
        if pairs:
            _, chosen_rows[0], chosen_rows[1] = max(pairs, key=lambda pair: pair[0])
    return chosen_rows


def _alike(first: TargetRow, second: TargetRow) -> float:
    """What it is worth that two rows can be compared: one metric, one year."""
    alike = align.similarity(first.metric, second.metric)
    return 0.0 if alike < COMPARED else 3.0 * alike + (1.0 if first.year == second.year else 0.0)


def _names(store: Store, queries: Sequence[Query]) -> list[str]:
    """What the sides are called: by edition or place where these differ, else by year."""
    if len({query.docs for query in queries}) > 1:
        return [editions.name(store.info(query.docs[0])) for query in queries]
    if len({query.places for query in queries}) > 1:
        return ["、".join(query.places) for query in queries]
    return ["、".join(f"{year}年" for year in query.years) for query in queries]
