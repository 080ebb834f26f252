"""Numbers first (数字在前): the rows of the target table that answer a question about an amount or a year, then the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from kb import align, axes, figures, listings, places, wordings
from kb.evidence import Asked
from kb.extracts import PARTICULAR, Extract, chosen, same_words
from kb.figures import Figure
from kb.model import Citation, Statement, TargetRow
from kb.query import asks_places, base_years
from kb.side import Side, cite, statement
from kb.statements import BEHIND, EXTRACTS, answering, of_side
from kb.table_words import is_row, of_year

if TYPE_CHECKING:
    from kb.store import Store

METRIC_FITS = 0.45  # the share of the question that a row's metric must meet to be the answer
OTHER_FITS = 0.75  # … when the row is of another indicator than the one that the question names
GIVES = 0.8  # the share of a question that a sentence with a figure must meet to give the asked one without a row
ONE_METRIC = 0.6  # how alike two rows' metrics must be to be one target told twice
MOST_PLACES = 16  # rows told when the values of all places are asked for
PLACES, NEAR = 4, 1.2  # rows of different places shown when none is asked for, and how far behind the best one
TIED, MOST_TIED = 0.3, 3  # rows that fit about as well as the best one, and how many of them are told


def figured(store: Store, side: Side) -> tuple[list[Statement], list[TargetRow]]:
    """The best row of the target table first, then the sentences that say most."""
    question = side.question
    listing = asks_places(question.query.text)
    each = listing is not None and all(name == places.LOCAL for name, _ in question.places)
    looked = len(side.judged) if each else figures.LOOKED
    found = [one for one in figures.figures(question, side.judged, store, looked) if fits(question, one)]
    if each and listing is not None:
        best = _of_places(_of_level(listing.levels, found), MOST_PLACES)
    else:
        several = _of_indicators(question, found)
        best = several or (_beside(found) if question.places else _of_places(found, PLACES))
    said = [figures.headline(one) + (figures.premise(side.question, one.row) if one is best[0] else "") for one in best]
    statements = [Statement(words, _twice(store, one, found)) for words, one in zip(said, best, strict=True)]
    listed = of_side(side, answering(side, side.extracts))
    given = any(one.sentence.figure and one.sentence.coverage >= GIVES for one in listed)
    if best:
        statements += _since(store, side, found)
        listed = [one for one in listed if one.sentence.figure]
    elif not given:
        statements += _nearest(store, question)
    own = [one.extract for one in best]
    others = chosen(listed, EXTRACTS, BEHIND)
    headlined = [citation for statement in statements for citation in statement.citations]
    taken = _once(one for one in own if not is_row(one))  # a row of a table says no more than its headline
    taken += [one for one in others if not any(same_words(one, other) for other in own) and not _row_of(one, headlined)]
    most = 0 if each and best else EXTRACTS
    return statements + [statement(store, side, one) for one in taken[:most]], [one.row for one in best]


def _once(extracts: Iterable[Extract]) -> list[Extract]:
    """Each sentence once, though several rows stand in it."""
    return list({(one.doc, one.span): one for one in extracts}.values())


def _row_of(extract: Extract, given: Sequence[Citation]) -> bool:
    """A row of a table that a statement cites already."""
    return is_row(extract) and any(one.doc == extract.doc and one.span.overlaps(extract.span) for one in given)


def _beside(found: Sequence[Figure]) -> list[Figure]:
    """Of one place: the best row and others of its document and unit that fit about as well (两类停车场的配建比例)."""
    shown: list[Figure] = []
    for one in found:
        row, first = one.row, found[0].row
        near = one.score > found[0].score - TIED and row.doc == first.doc and row.unit == first.unit
        if near and not any(_says_the_same(row, other.row) for other in shown):
            shown.append(one)
    return shown[:MOST_TIED]


def _twice(store: Store, figure: Figure, found: Sequence[Figure]) -> tuple[Citation, ...]:
    """Where a row stands, and where its document tells the same target once more."""
    again = (
        one
        for one in found
        if one.row.doc == figure.row.doc
        and not one.extract.span.overlaps(figure.extract.span)
        and _says_the_same(one.row, figure.row)
    )
    return tuple(cite(store, one.extract, one.row) for one in (figure, *islice(again, 1)))


def _says_the_same(one: TargetRow, other: TargetRow) -> bool:
    """Whether two rows are one target told twice (正文与指标表)."""
    alike = align.similarity(one.metric, other.metric) >= ONE_METRIC
    return alike and (one.value, one.value_max, one.year) == (other.value, other.value_max, other.year)


def _of_level(levels: frozenset[str], found: Sequence[Figure]) -> list[Figure]:
    """The rows of places of the asked levels; of every place below the nation if none is."""
    known = [(one, places.named(one.row.region)) for one in found]
    kept = [one for one, region in known if region is not None and region.level in levels]
    return kept or [one for one, region in known if region is not None and region.level in PARTICULAR] or list(found)


def _of_indicators(question: Asked, found: Sequence[Figure]) -> list[Figure]:
    """Where several indicators are asked for (碳达峰和碳中和分别是哪一年), the best row of each; [] where only one has a row."""
    names = question.query.metrics if len(question.query.metrics) > 1 else ()
    called = [(one, align.canonical(one.row.metric, axes.owner(one.row))) for one in found] if names else []
    best = [next((one for one, name in called if name == wanted), None) for wanted in names]
    told = [one for one in best if one is not None]
    return told if len(told) > 1 else []


def _of_places(found: Sequence[Figure], most: int) -> list[Figure]:
    """Without a place in the question: the rows of the nation and of other places that fit about as well, the nation's first."""
    shown: dict[str, Figure] = {}
    for one in found:
        if one.score > found[0].score - NEAR and one.metric >= found[0].metric - 0.2:
            shown.setdefault(one.row.scope or one.row.region, one)
    listed = list(shown.values())[:most]
    return sorted(listed, key=lambda one: (one.row.scope or one.row.region) != places.NATION)


def _nearest(store: Store, question: Asked) -> list[Statement]:
    """Where the asked place has no row that fits: its row for another year, else the nation's for the asked one, told as what it is."""
    asked = {name for name, _ in question.places} - {places.NATION, places.LOCAL, places.WORLD}
    names = wordings.asked_indicators(question.query) if question.query.metrics and len(asked) == 1 else frozenset()
    rows = [row for row in listings.called(store, names) if row.kind == "target"] if names else []
    own = [row for row in rows if listings.place_of(row) in asked]
    nation = [row for row in rows if row.scope == places.NATION and listings.of_time(question.query, row)]
    listed = own or nation
    if not listed:
        return []
    year = max(question.query.years, default=None)
    best = min(
        listed, key=lambda row: (abs((row.year or 0) - (year or 0)), -figures.change_fit(question, row), row.doc)
    )
    said = f"没有找到{'、'.join(asked)}{f'{year}年' if year else ''}的数值，相近的是：{figures.in_words(best)}"
    return [Statement(said, (listings.cited(store, best.doc, best.start, best.end),))]


def _since(store: Store, side: Side, found: Sequence[Figure]) -> list[Statement]:
    """What a row differs by from the same metric in the year that the question measures from: another row, or its table's cell."""
    base = base_years(side.question.query.text)
    if not found or not base:
        return []
    first = found[0]
    for other in figures.figures(side.question, side.judged, store):
        for row in _earlier(store, other, base):
            same = row.metric == first.row.metric or _says_the_same(other.row, first.row)
            if same and row.scope == first.row.scope and row.doc == first.row.doc and row.year != first.row.year:
                gap = figures.difference(first.row, row, (f"{first.row.year}年", f"{row.year}年"))
                if gap is not None:
                    cited = (cite(store, first.extract, first.row), cite(store, other.extract, row))
                    return [Statement(f"{gap[0]}（计算）", cited, gap[1])]
    return []


def _earlier(store: Store, figure: Figure, base: frozenset[int]) -> list[TargetRow]:
    """A row of one of these years; of a row of another year what its table says for them."""
    if figure.row.year in base:
        return [figure.row]
    if figure.row.change != "level" or not is_row(figure.extract):
        return []
    cells = [(year, of_year(store, figure.extract, year)) for year in sorted(base)]
    return [replace(figure.row, year=year, value=float(cell)) for year, cell in cells if cell is not None]


def fits(question: Asked, figure: Figure) -> bool:
    """Whether a row may stand as the answer: its metric, place and year are those asked for."""
    least = OTHER_FITS if _another(question, figure.row) else METRIC_FITS
    if figure.metric < least or figure.place == 0.0 or not figures.of_what_is_asked(question, figure.row):
        return False
    return figure.year > 0.3 or not (question.query.years or question.query.period)


def _another(question: Asked, row: TargetRow) -> bool:
    """A row of an indicator that the question does not name, though it names one (单位GDP能耗 where GDP is asked for); a part or an
    increase of the named one (公共充电桩数量, 新增风电装机) is none."""
    named = wordings.asked_indicators(question.query) if question.query.metrics else frozenset()
    known = align.canonical(row.metric, axes.owner(row)) if named else None
    return known is not None and not any(name in known or known in name for name in named)
