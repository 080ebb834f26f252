"""What an answer leaves unsaid (回答的缺口): a year, a figure, a thing or a side that was asked for and that no cited clause tells.

A reader takes an answer for an answer to all of the question. Each note names one thing that the cited clauses do not say, in
words that can be checked against the quotes; whether there is an answer at all is decided elsewhere (``kb.support``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb import kinds_told, whether
from kb.bearing import MET, RANGE, SAME, heft, periods
from kb.beginnings import begun
from kb.evidence import Asked
from kb.figures import wants_year
from kb.likeness import Nearness
from kb.model import Citation, Query, Statement, TargetRow
from kb.needs import find, strengths
from kb.places import LOCAL, NATION, named
from kb.query import base_years
from kb.side import Side
from kb.spelling import plain
from kb.table_words import is_row

HEARD = 0.5  # a word that is met less than this is not spoken of …
TELLS = 3.0  # from this weight on a word is one of the things asked about
APART = 0.8 * SAME  # … when nothing near to it in meaning stands there either
_JOINT = re.compile(r"、|和|与|跟|及|还有")
_STOP = re.compile(r"[,。;?]")
_ASKS = re.compile(r"[吗么呢几哪谁啥]|多[少大高久长]|什么|怎么|如何|是否|是不是|有没有|(.)不\1")
_WHETHER = re.compile(r"[吗么](?=\W|$)|是否|是不是|有没有|算不算|能不能|可不可以|包不包括|含不含|支不支持")
_SHARE = re.compile(r"[一二三四五六七八九十两半]")
TOLD = 0.25  # the share of a question that a sentence with a figure must meet to be taken for giving the asked one
NAMED = 2  # words of the question in one note


def notes(
    side: Side,
    said: Sequence[Statement],
    rows: Sequence[TargetRow],
    nearness: Nearness,
    ruled: Sequence[whether.Decided] | None = None,
) -> list[str]:
    """What the statements of an answer that is no comparison leave unsaid; [] when all that was asked is said.

    ``ruled``: the clauses that decide a yes-or-no question about a rule, None where none is asked.
    """
    if side.question.query.intent == "find" or not side.question.needs:
        return []
    figures = [*untold(side, said, nearness)] or [*of_figures(side, said, rows)]
    years = [] if rows or figures else of_years(side, said)
    rules = of_rules(side.question, ruled) if ruled is not None else of_words(side, said, nearness)
    return [*figures, *years, *rules, *of_bodies(side, said), *of_places(side, said)]


def of_rules(question: Asked, ruled: Sequence[whether.Decided]) -> Iterator[str]:
    """That no clause decides what is asked to be allowed, forbidden or demanded."""
    if not ruled:
        place, asked_ = "、".join(question.query.places), whether.asked_things(question)
        heavy = sorted(sorted(asked_, key=lambda at: -asked_[at])[:NAMED])
        yield f"没有找到写明{place}{_quoted(question, heavy)}是允许、禁止还是必须的条款，下面是最接近的内容。"


def untold(side: Side, said: Sequence[Statement], nearness: Nearness) -> Iterator[str]:
    """That no statement tells the time, the cause or the outcome that is asked for."""
    kind = kinds_told.missing(side.question, [_said(side, one) for one in said], nearness)
    if kind:
        place = "、".join(side.question.query.places)
        yield f"没有找到写明{place}{things(side.question)}{kind}的条款，下面是最接近的内容。"


def _said(side: Side, statement: Statement) -> kinds_told.Said:
    words = (statement.text, *(citation.quote for citation in statement.citations))
    heads = (head for citation in statement.citations for head in _heads(side, citation))
    return kinds_told.Said(tuple(map(plain, words)), plain("\n".join(heads)))


def of_words(side: Side, said: Sequence[Statement], nearness: Nearness) -> Iterator[str]:
    """Which of several things asked for no clause speaks of, or no clause together with what the question is about."""
    question = side.question
    words = [_around(side, statement) for statement in said]
    met = [strengths(find(text, question.needs)) for text in words]
    counts = heft(question)
    parts = _parts(question, counts)
    silent = [at for at in parts if max((one.get(at, 0.0) for one in met), default=0.0) < HEARD]
    about, whether = question.heaviest, _WHETHER.search(plain(question.query.text)) is not None
    if whether and about >= 0 and counts[about] >= TELLS and not any(one.get(about, 0.0) >= HEARD for one in met):
        parts, silent = [about, *parts], [about]
    if silent and len(silent) < len(parts) or silent == [about]:
        near = nearness.words([question.needs[at].word for at in silent], "\n".join(words))
        unsaid = [at for at, cosine in zip(silent, near, strict=True) if cosine < APART]
        if unsaid:
            yield f"所引各条没有写到{_quoted(question, unsaid[:NAMED])}。"
            return
    if about >= 0 and whether:
        told = [
            at
            for at, count in enumerate(counts)
            if count >= TELLS and at != about and not _SHARE.match(question.needs[at].word)
        ]
        apart = [at for at in told if not any(min(one.get(at, 0.0), one.get(about, 0.0)) >= MET for one in met)]
        if apart:
            yield f"没有一条同时写到{_quoted(question, [about])}和{_quoted(question, apart[:NAMED])}。"


def _parts(question: Asked, counts: Sequence[float]) -> list[int]:
    """The heaviest need of each part of a question that asks of several things (甲和乙……; ……吗，……呢); () where it asks of one."""
    view = plain(question.query.text)
    ends = [match.start() for match in _JOINT.finditer(view)]
    ends += [at for at in (match.start() for match in _STOP.finditer(view)) if _asks(view[:at]) and _asks(view[at:])]
    heaviest: dict[int, int] = {}
    for at, need in enumerate(question.needs):
        place = view.find(need.word)
        if counts[at] < TELLS or place < 0:
            continue
        part = sum(end < place for end in ends)
        if part not in heaviest or counts[at] > counts[heaviest[part]]:
            heaviest[part] = at
    return list(heaviest.values()) if len(heaviest) > 1 else []


def _asks(words: str) -> bool:
    return _ASKS.search(words) is not None


def of_figures(side: Side, said: Sequence[Statement], rows: Sequence[TargetRow]) -> Iterator[str]:
    """That no clause gives an amount of what is asked about; not where a row of the target table does."""
    question, query = side.question, side.question.query
    if rows or query.intent != "target" or question.figure is None or question.strict or wants_year(question):
        return
    spans = [(citation.doc, citation.span) for statement in said for citation in statement.citations]
    told = [
        one.sentence
        for one in side.extracts
        if any(doc == one.doc and span.overlaps(one.span) for doc, span in spans)
        and (is_row(one) or question.figure.search(plain(begun(one.text))))  # the number of a paragraph is no figure
    ]
    if not any(sentence.coverage >= TOLD for sentence in told):
        place = "、".join(query.places)
        yield f"没有找到写明{place}{things(question)}数值的条款，下面是说到它的内容。"


def of_bodies(side: Side, said: Sequence[Statement]) -> Iterator[str]:
    """That bodies are those of single places, where the question names no place."""
    if side.question.query.intent != "agency" or side.question.places:
        return
    regions = {one.passage.doc: one.passage.region for one in side.judged}
    of_places = {regions.get(citation.doc, NATION) for statement in said for citation in statement.citations}
    if len(of_places) > 1 and NATION not in of_places:
        yield "问题没有写明地方，所列是各地文件里的分工。"


def of_places(side: Side, said: Sequence[Statement]) -> Iterator[str]:
    """That all clauses are of places within the asked one (江苏省: 盐城市), and none of them names it."""
    asked = {name for name, _ in side.question.places} - {NATION, LOCAL}
    regions = {one.passage.doc: one.passage.region for one in side.judged}
    cited = [(regions.get(one.doc, NATION), plain(one.quote)) for statement in said for one in statement.citations]
    within = {name: place.within for name, _ in cited if (place := named(name)) is not None}
    written = [word for _, words in side.question.places for word in words]
    inside = asked and cited and all(asked & set(within.get(name, ())) - {name} for name, _ in cited)
    if inside and not any(word in quote for _, quote in cited for word in written):
        inner = "、".join(dict.fromkeys(name for name, _ in cited))
        yield f"没有找到{'、'.join(sorted(asked))}本级文件里的内容，所列出自{inner}的文件。"


def things(question: Asked) -> str:
    """The words of a question that tell most, as they were typed, in quotation marks."""
    counts = heft(question)
    heavy = sorted(range(len(counts)), key=lambda at: -counts[at])[:NAMED]
    return _quoted(question, [at for at in sorted(heavy) if counts[at] > 0])


def of_years(side: Side, said: Sequence[Statement]) -> Iterator[str]:
    """The asked years of which no clause, heading or title speaks."""
    words = "\n".join(_around(side, statement) for statement in said)
    spans = periods(words)
    for year in _asked(side.question.query):
        if f"{year}" not in RANGE.sub("", words):
            covered = any(start <= year <= end for start, end in spans)
            yield f"所引各条没有单独写{year}年{'，但所在规划的期限包括这一年' if covered else ''}。"


def _asked(query: Query) -> list[int]:
    return [year for year in query.years if year not in base_years(query.text)]


def _around(side: Side, statement: Statement) -> str:
    """What a statement says, what it quotes, and the headings and titles under which that stands, in the plain view."""
    heads = [head for citation in statement.citations for head in _heads(side, citation)]
    quotes = [citation.quote for citation in statement.citations]
    return plain("\n".join([statement.text, *quotes, *heads]))


def _heads(side: Side, citation: Citation) -> Iterator[str]:
    yield citation.title
    for one in side.judged:
        passage = one.passage
        if passage.doc == citation.doc and passage.start <= citation.span.start < passage.end:
            yield passage.head
            return


def _quoted(question: Asked, listed: Sequence[int]) -> str:
    """Words of a question as they were typed (GDP, not gdp)."""
    text = question.query.text
    view = plain(text)
    words = []
    for word in (question.needs[at].word for at in listed):
        start = view.find(word)
        words.append(f"“{text[start : start + len(word)] if start >= 0 else word}”")
    return "、".join(words)
