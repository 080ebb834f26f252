"""Yes-or-no questions about rules (是非问): the clause whose own words allow, forbid or demand what is asked, or that none does.

No answer says yes or no by itself: it quotes the clause that decides (不得、禁止、必须、可以、鼓励……) and names the deciding word. Where
no clause of the asked place decides, the reader is told so, and what is quoted is only near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.bearing import SAME, heft
from kb.evidence import Asked
from kb.extracts import Extract
from kb.likeness import Nearness
from kb.needs import find, strengths
from kb.spelling import plain
from kb.support import of_place

LOOKED = 80  # proposed sentences looked through
MOST = 2  # deciding clauses quoted
MEETS = 0.6  # the share of the things asked about that a deciding clause must meet, and how well the heaviest of them
HEARD = 0.3  # … by its words alone; words near in meaning may add the rest
NEAR = 0.8  # what a word near in meaning counts beside the asked one
TELLS = 3.0  # from this weight on a thing may not stay unspoken of:
PARTLY, SPOKEN = 0.34, 0.5  # by how much of its words at least, or how near a word to it
_WHETHER = re.compile(
    r"(?:[吗嘛]|(?<!什)么)(?=\W*$)|是否|[能可]否|能不能|可不可以|要不要|用不用|需不需要|该不该|应不应该|准不准|许不许|让不让|是不是(?:必须|要|得|应该|禁止|允许|可以)|必不必须"
)
_RULE = re.compile(
    r"禁|不准|不许|不得|允许|准许|许可|许不许|[准让]不|可以|可不可以|[能可]否|能(?![源量力效耗级够])|能够|必须|必需|强制|要(?![点素])|非得|得(?![到分出])"
    r"|应[该当]|应不应|该|需要|用不用|鼓励|支持|限制|免|让|准(?!备)"
)
_RULES = re.compile(
    rf"[还也都]?(?:{_RULE.pattern})[^\W]?|[\d一二三四五六七八九十百千万亿两半]+|[市县区省村镇道非米度号]|单独|全部|能不能.+|可不可以.+|[上去今前明]一?年"
)
_DECIDES = re.compile(
    r"原则上不[再得]?|(?:全面|严格|明令|逐步|依法)?禁止|严禁|不得|不准|不许|不允许|不能|不再|不予|不宜|不应|无需|不需|免予|免收|免征|免费|停止|取缔|必须|应当"
    r"|应(?!急|对|用|变|链)|可以|允许|准许|鼓励|支持(?!力)|强制|限制|严格控制|严控|不[低少高大]于|不超过|可(?=[申向按自在由采不通优直享选凭])|均须|须(?!知)|全部|应[装建接收治绿]尽"
)
_PART = re.compile(r"[^,:\n]+")


@dataclass(frozen=True, slots=True)
class Decided:
    """A sentence whose words decide what was asked (``word``: 不得), and the share of the things asked about that it meets."""

    extract: Extract
    word: str
    share: float


def asked(question: Asked) -> bool:
    """Whether it is asked if something is allowed, forbidden or demanded."""
    query, view = question.query, plain(question.query.text)
    if question.figure is not None or query.intent in ("agency", "compare", "find"):
        return False
    return _WHETHER.search(view) is not None and _RULE.search(view) is not None


def decided(question: Asked, extracts: Sequence[Extract], nearness: Nearness) -> list[Decided]:
    """The deciding sentences of the asked place, that first which meets most of what is asked about; [] where none decides."""
    things = asked_things(question)
    if not things:
        return []
    found = []
    for extract in extracts[:LOOKED]:
        if of_place(question, extract.judged) and not extract.elsewhere:
            word, share = _decides(question, things, extract, nearness)
            if word:
                found.append(Decided(extract, word, share))
    return sorted(found, key=lambda one: -round(one.share, 1))[:MOST]  # of equal ones that ranked first


def asked_things(question: Asked) -> dict[int, float]:
    """What is asked about with its weight: the needs that count, words of ruling (允许, 必须) and parts of numbers aside."""
    listed = {}
    for at, (need, heavy) in enumerate(zip(question.needs, heft(question), strict=True)):
        count = need.weight if len(need.word) == 1 else heavy  # 拆, 烧: what is to be done
        if count > 0 and not _RULES.fullmatch(need.word):
            listed[at] = count
    return listed


def _decides(question: Asked, things: dict[int, float], extract: Extract, nearness: Nearness) -> tuple[str, float]:
    """The word by which a sentence decides and how much it meets there: in the part with that word and the one before it."""
    sentence = extract.sentence
    view = extract.judged.evidence.view[sentence.start : sentence.end]
    parts = [match.group() for match in _PART.finditer(view)]
    passage = extract.judged.passage
    above = strengths(find(plain(f"{passage.head}\n{passage.title}"), question.needs))
    best = ("", 0.0)
    for at, part in enumerate(parts):
        match = _DECIDES.search(part)
        if match is not None:
            share = meets(question, things, ",".join(parts[max(0, at - 1) : at + 1]), above, nearness)
            if share > best[1]:
                best = (match.group(), share)
    return best


def meets(question: Asked, things: dict[int, float], words: str, above: dict[int, float], nearness: Nearness) -> float:
    """The share of the things that words of the plain view speak of, with the headings ``above`` them; 0 where it is too little.

    What no heading names must stand in the words themselves: all of it that tells much, by an asked or a near word.
    """
    literal = strengths(find(words, question.needs))
    own = {at: count for at, count in things.items() if above.get(at, 0.0) < MEETS}
    if sum(count * literal.get(at, 0.0) for at, count in own.items()) < HEARD * sum(own.values()):
        return 0.0
    held, raised = _held(
        question, things, {at: max(literal.get(at, 0.0), above.get(at, 0.0)) for at in things}, words, nearness
    )
    if any(things[at] >= TELLS and held[at] < PARTLY and near < SPOKEN for at, near in raised.items()):
        return 0.0
    return _share(things, held, raised)


def touches(
    question: Asked, things: dict[int, float], words: str, above: dict[int, float], nearness: Nearness
) -> float:
    """The same share where near words alone may make it up; 0 where it is too little."""
    literal = strengths(find(words, question.needs))
    held = {at: max(literal.get(at, 0.0), above.get(at, 0.0)) for at in things}
    return _share(things, held, {}) or _share(things, *_held(question, things, held, words, nearness))


def _held(
    question: Asked, things: dict[int, float], held: dict[int, float], words: str, nearness: Nearness
) -> tuple[dict[int, float], dict[int, float]]:
    """What is held by the asked words, and what words near in meaning raise of the rest."""
    open_ = [at for at in things if held[at] < MEETS]
    near = nearness.words([question.needs[at].word for at in open_], words)
    return held, {at: NEAR * min(1.0, max(0.0, cosine) / SAME) for at, cosine in zip(open_, near, strict=True)}


def _share(things: dict[int, float], held: dict[int, float], raised: dict[int, float]) -> float:
    total = sum(things.values())
    share = sum(count * max(held[at], raised.get(at, 0.0)) for at, count in things.items()) / total if total else 0.0
    return share if share >= MEETS else 0.0
