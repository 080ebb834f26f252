"""What a question asks the meaning of (释义): the term, and how documents say what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kb import places
from kb.needs import Need
from kb.query import cue, meaning, weak
from kb.spelling import plain

_NO_TERM = re.compile(r"(?:目标|要求|任务|措施|原则|标准|时间|范围|条件|重点|内容|结果|对象|程序|流程|依据|多少)$")
_ABOUT = re.compile(r"^.{0,16}?(?:里|中|上)?(?:所|提到|说到|提及|讲到|说|讲|提|出现)的?(?=[\u4e00-\u9fff])")
_EDGES = re.compile(r"^[\s\W的是请问]+|[\s\W的是呢吗啊到底究竟]+$")
_LONGEST = 24  # characters of a term
_BETWEEN = r"[^,。;:\n]{0,4}"
_FOREIGN = r"(?:\s*[(][^()]{2,60}[)])?"
_SAYS = (
    r"(?:[\s\"',:]{0,3}(?:一般|通常|主要|均|都)?(?:是指|指的是|是一[种个类项]|即|定义为)"
    r"|(?:[\s\"',:]{1,3}|一般|通常|主要)指(?![标导数南定挥令示出引向派明望责])|\s*[(][a-z][a-z ,.-]{4,60}[)])"
)
_ENTRY = (
    r"(?:^|[\n。;])\s*(?:[\[(]?\d{1,3}[\])]?(?:\.\d{1,2})*[.、]?\s*)?[\"']?"  # where an entry of a list of terms begins
)
_GLOSSED = r"[a-z][a-z ,()-]{3,60}\n"  # an entry of a standard's terms: the term, its English name, then what it is
_IS = r"[\s\"',:]{0,3}是"


def wanted(text: str) -> bool:
    """Whether a question asks what something means, rather than what it is set to (目标是什么)."""
    return _surely().search(plain(text)) is not None


def asked(text: str) -> bool:
    """Whether a question asks, or may ask (碳汇是什么), what something means."""
    return wanted(text) or _loosely().search(plain(text)) is not None


def term(text: str) -> str:
    """The term whose meaning is asked, in the plain view; "" when no short term is left."""
    view = plain(text)
    if not asked(text):
        return ""
    for mention in places.find(text):
        view = view[: mention.start] + "，" * (mention.end - mention.start) + view[mention.end :]
    view = cue("define").sub("，", view)
    parts = [_EDGES.sub("", part) for part in re.split(r"[,，。?？!！:：;；\s\"']+", view)]
    longest = max(parts, key=len, default="")
    about = _ABOUT.sub("", longest)
    longest = about if len(about) > 1 else longest
    named = 2 <= len(longest) <= _LONGEST and (wanted(text) or not _NO_TERM.search(longest))
    return longest if named else ""


def pattern(text: str, needs: Sequence[Need]) -> re.Pattern[str] | None:
    """How a document would say what the term is; None when no meaning is asked."""
    if not needs or not asked(text):
        return None
    whole = term(text)
    if not whole and not wanted(text):
        return None
    names = [_either(_wordings(whole, needs))] if whole else []
    told = [need for need in needs if not weak(need.word)]
    names.append(_BETWEEN.join(_either([word for word, _, _ in need.wordings]) for need in told or needs))
    subject = _either(names, escape=False)
    entry = f"{_ENTRY}{subject}(?:[\"']?{_FOREIGN}:|\\s*{_GLOSSED})" if wanted(text) else "(?!)"
    says = _SAYS if wanted(text) else f"(?:{_SAYS}|{_IS})"
    return re.compile(f"(?:{subject}[\"']?{_FOREIGN}{says}|{entry})")


def lookups(text: str, needs: Sequence[Need]) -> tuple[str, ...]:
    """Words that stand together in a passage that says what the term is, for the keyword index; the term alone last."""
    whole = term(text)
    if not whole:
        return ()
    names = _wordings(whole, needs)
    return (*(f"{name}，{says}" for name in names for says in ("是指", "指的是")), *names)


@cache
def _surely() -> re.Pattern[str]:
    return re.compile(f"{_either(meaning('anywhere'))}|^{_either(meaning('first'))}")


@cache
def _loosely() -> re.Pattern[str]:
    return re.compile(rf"{_either(meaning('last'))}(?:东西|玩意儿?)?[\s\W呢啊呀]*$")


def _wordings(whole: str, needs: Sequence[Need]) -> list[str]:
    """The term, and its official wordings when it is one need of the question."""
    same = next((need for need in needs if need.word == whole), None)
    return [whole] if same is None else [word for word, _, _ in same.wordings]


def _either(words: Sequence[str], escape: bool = True) -> str:
    listed = sorted(dict.fromkeys(words), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, listed) if escape else listed) + ")"
