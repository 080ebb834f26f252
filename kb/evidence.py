"""How far a passage, and each of its sentences, speaks of what a question asks (证据)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kb import definitions, enumerations, persons, places
from kb.keywords import pairs
from kb.model import Passage, Query
from kb.needs import Found, Need, both, covered, find, shares, strengths
from kb.query import cue, unit_wordings
from kb.spelling import plain

_SENTENCE = re.compile(r"[^。;！？!?\n]*(?:[。;！？!?\n]+|$)")
_YEARS = re.compile(r"(20\d\d)年?(?:-|~|至|到)(20\d\d)年")
_DIGIT = re.compile(r"\d")
_FIGURE = r"\d[\d.,]*\s*"
_NUMERAL = "[一二三四五六七八九十百千两]+"
_SCALE = "(?:[十百千万亿]*)"
_OFTEN = re.compile(r"多久.{0,12}[一几]次|[几多]久一次|多长时间.{0,8}一次")
_PERIOD = re.compile(r"(?:每|一|半|[两二三四])个?(?:年|季度|月|周|旬|天|日)|(?:年|季|月|周)度|定期")
_DAY = re.compile(r"哪一?天|几月几[日号]|几[日号]|什么日子|最[晚迟]|截止|期限|日期")
_DATE = re.compile(r"\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)|\d{1,2}日|\d+个?工作日|个工作日")
_ON_WHAT = re.compile(
    r"(?:依据|根据|按照?|依照|遵照)(?:的是|了|国家|上级|中央|省里?)?(?:什么|啥|哪[些个部份几条项])"
    r"|(?:制定|编制|出台|起草)[^,。]{0,4}的?(?:依据|根据)|(?:依据|根据)(?:是|有)(?:什么|啥|哪)"
)
BASIS = re.compile(r"(?:根据|依据|按照|依照|遵照|贯彻|落实)[^。;]{0,60}《")  # on what a document is based (制定依据)
_NUMBERED = re.compile(
    r"\s*(?:[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、)](?!\d)|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九十]是)"
)
_TERM = re.compile(r"\s*[\u4e00-\u9fff]{2,14}\s*[a-z][a-z ()-]{3,60}\n")
_TITLE, _SHORT = 64, 28  # characters of a title, and of a numbered sentence that only says what the next ones are about


@dataclass(frozen=True, slots=True)
class Asked:
    """A question prepared for comparing with many passages.

    ``figure`` finds amounts of the kind that is asked for (None when no amount or year is asked), ``definition`` the
    words that say what a thing is (None when that is not asked); ``years`` are the wordings of the years or of the plan
    period; ``shares`` what each need weighs as a share of all. ``heaviest`` is the need that tells most, -1 when there
    is none.
    ``figure`` finds telephone numbers, addresses or the titles that a document is based on where these are asked.
    ``post`` is the post whose holder is asked for (局长是谁), "" otherwise; ``figure`` finds names then. ``strict``: only a
    sentence with such a name, a date or a period can answer. ``lists`` finds a sentence that names the parts of what is asked
    about (两高行业包括……), None when no parts are asked. ``words``: a name, a number to call or a document is asked for, of which no
    row of the target table tells.
    """

    query: Query
    needs: tuple[Need, ...]
    shares: tuple[float, ...]
    places: tuple[tuple[str, tuple[str, ...]], ...]
    years: tuple[str, ...]
    figure: re.Pattern[str] | None
    definition: re.Pattern[str] | None
    pairs: tuple[str, ...]
    phrases: tuple[str, ...]
    heaviest: int
    post: str = ""
    strict: bool = False
    lists: enumerations.Listed | None = None
    words: bool = False


class Sentence(NamedTuple):
    """A sentence of a passage (passage offsets) with the share of the question's needs that it meets.

    ``likeness``: the cosine of its vector with the question's, 0 where it was not measured.
    """

    start: int
    end: int
    coverage: float
    year: float
    figure: bool
    place: bool
    defines: bool = False
    likeness: float = 0.0

    @property
    def score(self) -> float:
        return worth(self)

    def near(self, likeness: float) -> Sentence:
        """This sentence with its likeness measured."""
        return Sentence(self.start, self.end, self.coverage, self.year, self.figure, self.place, self.defines, likeness)


def worth(one: Sentence) -> float:
    """How well a sentence answers by what it says; its likeness is not in it."""
    _, _, coverage, year, figure, place, defines, _ = one
    return coverage + 0.15 * year + 0.2 * figure + 0.05 * place + 0.4 * defines


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in one passage."""

    view: str
    found: tuple[Found, ...]
    sentences: tuple[Sentence, ...]

    @property
    def best(self) -> Sentence:
        return max(self.sentences, key=worth)


def asked(query: Query, needs: Sequence[Need]) -> Asked:
    """The question with its patterns compiled once."""
    post = persons.post(query.text)
    reach = None if post or query.intent == "measure" else persons.reach(query.text)
    figure = (
        persons.named(post) if post else (reach or (BASIS if _ON_WHAT.search(plain(query.text)) else _figure(query)))
    )
    return Asked(
        query=query,
        needs=tuple(needs),
        shares=shares(needs),
        places=tuple((name, places.wordings(name)) for name in query.places),
        years=_year_words(query),
        figure=figure,
        definition=definitions.pattern(query.text, needs),
        pairs=tuple(dict.fromkeys(pairs("，".join(need.word for need in needs)))),
        phrases=tuple(map(plain, query.phrases)),
        heaviest=max(range(len(needs)), key=lambda at: needs[at].weight, default=-1),
        post=post,
        strict=bool(post) or reach is not None or figure in (_DATE, _PERIOD, BASIS),
        words=bool(post) or reach is not None or figure is BASIS,
        lists=enumerations.listed(query.text, needs) if query.intent in ("background", "target") else None,
    )


def examine(question: Asked, passage: Passage) -> Evidence:
    """The passage's sentences, each with what it says of the question; a table's rows speak with their header."""
    layout = _layout(passage.head, passage.text)
    view, header = layout.view, layout.header
    found = find(view, question.needs)
    met: list[dict[int, float]] = [{} for _ in layout.starts]
    for hit in found:
        best = met[bisect_right(layout.starts, hit.start) - 1]
        if hit.strength > best.get(hit.need, 0.0):
            best[hit.need] = hit.strength
    above = strengths(find(header, question.needs)) if header else {}
    places_named = tuple(word for _, written in question.places for word in written)
    figure, definition, parts = question.figure, question.definition, question.shares
    listed = []
    for start, end, row, best in zip(layout.starts, layout.ends, layout.rows, met, strict=True):
        words = view[start:end]
        listed.append(
            Sentence(
                start,
                end,
                covered(both(best, above) if row else best, parts),
                _years_named(question, f"{header}{words}" if row else words) if question.years else 0.0,
                figure is not None and ((row and not question.strict) or figure.search(view, start, end) is not None),
                bool(places_named) and any(word in words for word in places_named),
                definition is not None and definition.search(view, start, end) is not None,
            )
        )
    return Evidence(view, tuple(found), tuple(listed))


@dataclass(frozen=True, slots=True)
class _Layout:
    """What of a passage is the same for every question: its plain view, its sentences, which are rows of a table, and its header."""

    view: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    rows: tuple[bool, ...]
    header: str


@lru_cache(maxsize=8192)
def _layout(head: str, text: str) -> _Layout:
    view = plain(text)
    bounds = sentences(view)
    header = _header(head, view) if "\t" in view else ""
    rows = tuple([_is_row(view, start, end) for start, end in bounds]) if header else (False,) * len(bounds)
    starts, ends = zip(*bounds, strict=True)
    return _Layout(view, starts, ends, rows, header)


def _is_row(view: str, start: int, end: int) -> bool:
    return view.find("\t", start, end) >= 0 and _DIGIT.search(view, start, end) is not None


def _header(head: str, view: str) -> str:
    """What stands above the rows of a table: the last heading with the names of the columns, and rows without figures."""
    lines = [line for line in view.split("\n") if "\t" in line]
    upper = []
    for line in lines:
        if _DIGIT.search(re.sub(r"(?:19|20)\d\d年?|pm2.5", "", line)):
            break
        upper.append(line)
    return "\n".join([*plain(head).split(" / ")[-2:], *upper])


def _years_named(question: Asked, words: str) -> float:
    """The share of the asked years that are named or lie in a span of years; 1 for a named plan period."""
    years = question.query.years
    if not years:
        return 1.0 if any(word in words for word in question.years) else 0.0
    if "20" not in words and "19" not in words:
        return 0.0
    spans = [(int(match.group(1)), int(match.group(2))) for match in _YEARS.finditer(words)]
    return sum(str(year) in words or any(a < year < b for a, b in spans) for year in years) / len(years)


def sentences(view: str) -> tuple[tuple[int, int], ...]:
    """Sentences that tile a text; a full-width semicolon ends one too, the title of a paragraph does not."""
    found: list[tuple[int, int]] = []
    last = 0  # where the last piece begins, titles before it left aside
    for match in _SENTENCE.finditer(view):
        start, end = match.span()
        if found and start - last <= _TITLE and _is_title(view[last:start]):
            found[-1] = (found[-1][0], end)
        elif end > start:
            found.append((start, end))
        last = start
    return tuple(found) or ((0, len(view)),)


def _is_title(words: str) -> bool:
    """A short numbered sentence ((一)推广建筑光伏。) or a term with its English name: it belongs to the sentence behind it."""
    if _TERM.fullmatch(words):
        return True
    one = len(words) <= _SHORT and words.find("。") == len(words) - 1
    return one and _NUMBERED.match(words) is not None


def _year_words(query: Query) -> tuple[str, ...]:
    found = [str(year) for year in query.years]
    if query.period is not None:
        start, end = query.period
        found += [f"{start}-{end}", f"{end}年"]
        if (start - 1951) % 5 == 0 and end == start + 4:
            found += _plan_names((start - 1951) // 5)
    return tuple(found)


def _plan_names(number: int) -> tuple[str, ...]:
    from kb.query import PLANS

    return tuple(f"{word}五" for word, value in PLANS.items() if value == number)


def _figure(query: Query) -> re.Pattern[str] | None:
    view = plain(query.text)
    if definitions.wanted(query.text):
        return None
    amount, year = bool(cue("amount").search(view)), bool(cue("year").search(view))
    if _OFTEN.search(view):
        return _PERIOD
    if year and not amount and _DAY.search(view):
        return _DATE
    if "%" in query.units:
        return re.compile(rf"{_FIGURE}(?:[%‰]|个?百分点)|百分之|千分之|[一二三四五六七八九]成|分之|翻[一两]?番")
    if query.units:
        written = sorted({plain(word) for unit in query.units for word in unit_wordings(unit)}, key=len, reverse=True)
        return re.compile(f"(?:{_FIGURE}|{_NUMERAL}){_SCALE}(?:{'|'.join(map(re.escape, written))})")
    if year and not amount:
        return re.compile(r"(?:19|20)\d\d(?:年|-)")
    if amount or query.intent in ("target", "compare"):
        return re.compile(r"(?<![\d年])\d[\d.,]*(?!\d*年)(?:%|[^\d\s年月日号])")
    return None
