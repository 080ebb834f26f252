"""Whether what is cited holds the kind of answer that is wanted (答案类型是否写明): a time, a cause, the outcome of something done.

A sentence holds it when it has an answer of that kind and speaks, itself or by the headings above it, of the things asked about:
the year of something else beside them is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.evidence import Asked, sentences
from kb.likeness import Nearness
from kb.needs import find, strengths
from kb.spelling import plain
from kb.wanted import NAMES, Wanted, wanted
from kb.whether import asked_things, meets, touches

OUTCOME = "成效"
_KINDS = ("date", "cause")
_PLAN = re.compile(r"十[一二三四五六]五")  # a plan period tells a time, too
_NUMBER = re.compile(r"\[(?:19|20)\d\d\]\s*\d+号|《[^《》]*》")  # the year of a document's number or title is none
_REACHED = re.compile(
    r"(?:以后|之后|(?<!今)后|完)[^,。?要会应需]{0,14}(?:多少|几)"
    r"|(?:省|减|降|少|节约|增|涨|多|提高|下降|上升|改善)[^,。?要会能]{0,2}了(?:多少|几)"
)
_CHANGED = re.compile(r"节约|节省|减少|下降|降低|减排|降至|降到|提高|增加|增长|上升|改善|累计|相当于")


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one statement and of its quotes, and the headings and titles above them; all in the plain view."""

    words: tuple[str, ...]
    above: str


def missing(question: Asked, said: Sequence[Said], nearness: Nearness) -> str:
    """时间, 原因 or 成效 where one is asked for and no statement tells it; "" else."""
    kind = wanted(question)
    name = NAMES[kind.kind] if kind.kind in _KINDS else ""
    if kind.kind in ("amount", "share", "money") and _REACHED.search(plain(question.query.text)):
        name = OUTCOME
    if not name or kind.pattern is None or question.query.intent in ("agency", "compare", "find"):
        return ""
    things = asked_things(question)
    return name if things and not any(_tells(question, things, one, kind, nearness) for one in said) else ""


def _tells(question: Asked, things: dict[int, float], said: Said, kind: Wanted, nearness: Nearness) -> bool:
    above = strengths(find(said.above, question.needs))
    speaks = touches if kind.kind == "date" else meets  # the sentence with a deadline says little else: 请于……前报送
    for view in (_NUMBER.sub("", words) for words in said.words):
        for start, end in sentences(view) if view else ():
            words = view[start:end]
            if _holds(kind, words) and speaks(question, things, words, above, nearness):
                return True
    return False


def _holds(kind: Wanted, words: str) -> bool:
    if kind.kind not in _KINDS:
        return (
            _CHANGED.search(words) is not None and kind.pattern is not None and kind.pattern.search(words) is not None
        )
    if kind.kind == "date" and _PLAN.search(words):
        return True
    return kind.pattern is not None and kind.pattern.search(words) is not None
