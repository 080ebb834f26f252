"""What a document gives to each of its paragraphs (语境): its years, the titles above, and the year that a lead hands down."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.exclusions import is_status
from extract.periods import Time, in_view
from extract.reading import Frame
from extract.sentence import Paragraph
from extract.view import view
from ingest.model import Clause, Document, Span

_YEAR = re.compile(r"(20\d\d)\s*年(?![前到至以])")
_DATE = re.compile(r"(20\d\d)\s*年\s*\d{1,2}\s*月")
_PROCEDURE = re.compile(
    r"分配方案|排放报告|评价办法|评估办法|验收|申报|申请|征集|遴选|入库|核算|核查|指南|规则|规范|竞赛|推荐|备案|清缴|履约|配额|名单|目录|公告|审计|核定|揭榜|榜单|招标|评选|公示"
)
_PUBLISHED = re.compile(r"《(?P<plan>[^《》]*(?:方案|计划|规划|纲要|行动|措施|意见|要点)(?:（[^（）]*）)?)》")
"""A plan inside the title of the notice that publishes it: 关于《…三年行动方案》的公示."""
_LISTED = re.compile(
    r"^(?:\s|</?[a-zA-Z][^<>]*>)*(?:[—－-]+|[●•■◆·▪]|[（(]?\d{1,2}[)）.．、]|[①-⑳]|[一二三四五六七八九十]是|第[一二三四五六七八九十])"
)


@dataclass(frozen=True, slots=True)
class Dates:
    """A document's years: ``now``, from which on a deadline lies ahead; ``yearly`` of an annual plan; ``plan`` period.

    ``issued`` is the year that the document dates itself (成文、发布), which 年内 and 年底前 mean where the title names none.
    """

    now: int
    yearly: int | None
    plan: tuple[int, int] | None
    issued: int | None = None


def dates(document: Document) -> Dates:
    """What title, dates of issue and text say about the time of writing."""
    known = document.metadata
    title = view(known.title + "\n" + document.text[:120])
    found = [time for time in in_view(title) if time.use == "deadline"]
    plan = known.period or next(((time.start_year, time.end_year) for time in found if time.start_year), None)
    single = _YEAR.search(known.title)
    yearly = int(single[1]) if single else None
    if plan is not None and plan[0] == plan[1]:
        yearly, plan = plan[0], None
    if plan is not None:
        yearly = None
    now = _written(document, plan, yearly)
    day = known.issued_on or known.published_on or known.adopted_on
    issued = int(day[:4]) if day and plan is None else None
    return Dates(min(now, plan[0]) if plan and plan[0] <= now <= plan[1] else now, yearly, plan, issued)


def _written(document: Document, plan: tuple[int, int] | None, yearly: int | None) -> int:
    """The year in which the document was written, as well as it can be told."""
    known = document.metadata
    issued = next((day for day in (known.issued_on, known.published_on, known.adopted_on) if day), None)
    if issued:
        return int(issued[:4])
    if plan:
        return plan[0]
    if yearly:
        return yearly
    years = [int(year) for year in _DATE.findall(document.text[:1500] + document.text[-600:]) if int(year) < 2030]
    return max(years) if years else 2021


def of_clause(document: Document, clause: Clause, years: Dates) -> Frame:
    """The frame of a clause's paragraphs, with the time that its lead or its headings hand down."""
    titles = "\n".join(marker.title for marker in clause.path)
    inherited: Time | None = None
    if clause.lead is not None and _governs(document.quote(clause.lead), titles):
        inherited = first_time(document, clause.lead)
    return Frame(
        titles,
        document.metadata.genre,
        years.now,
        is_status(titles),
        _is_procedure(document.metadata.title),
        document.metadata.category in ("report", "article") and not clause.part,
        inherited or _titled(clause),
        years.yearly,
        years.plan,
        years.issued,
    )


def _is_procedure(title: str) -> bool:
    """Whether a title announces a guide for applicants or rules of procedure; a published plan is judged by its own name."""
    plan = _PUBLISHED.search(title)
    return _PROCEDURE.search(plan["plan"] if plan else title) is not None


def below(frame: Frame, handed: Time | None, left_open: Time | None, paragraph: Paragraph) -> Frame:
    """The frame of a paragraph; a list takes the time that an earlier paragraph of the clause hands to it, other words
    that of a sentence that the paragraph before left open (…；)."""
    if _LISTED.match(paragraph.text):
        return replace(frame, inherited=handed) if handed is not None else frame
    return replace(frame, carried=left_open)


def first_time(document: Document, span: Span | None) -> Time | None:
    """The deadline that a stretch of the document begins with; relative ones (全年) do not count."""
    time = _first_time(document.quote(span)) if span is not None else None
    return time if time is not None and not time.relative else None


@lru_cache(maxsize=2048)
def _first_time(text: str) -> Time | None:
    return next((time for time in in_view(view(text)) if time.use == "deadline"), None)


def _titled(clause: Clause) -> Time | None:
    """The year that a heading names (2025年目标); the innermost wins."""
    for marker in reversed(clause.path):
        time = _first_time(marker.title)
        if time is not None and not time.relative:
            return time
    return None


def _governs(lead: str, titles: str) -> bool:
    """Whether a lead sentence hands its year on: it ends in a colon, or stands among the goals."""
    return lead.rstrip().endswith(("：", ":")) or "目标" in titles
