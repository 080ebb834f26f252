"""Runs of responsible bodies (责任单位) as texts write them: lists, labels (牵头单位：), duties (按职责分工负责) → names.

Names are kept exactly as written and in order; 等, 等部门 and the like are left out, brackets inside a name
(各市、县〔市、区〕人民政府) stay with it. Nothing here knows where in a document a run stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import ingest.gazetteer as gazetteer
from extract import lexicon
from extract.model import Mention
from ingest.model import Span

OPENING: Final = "（([［【〔｛{〈"
CLOSING: Final = "）)]］】〕｝}〉"
_SEPARATORS: Final = "、，,；;。\t\n｡"
_BARE: Final = re.compile(r"(?:有关|相关|主管)?(?:单位|部门|企业|地区|地方)")
_ETC: Final = re.compile(
    r"(?<![高中平同对])等(?:[^、，；。]{0,10}?(?:部门|单位|机构|企业|地区|市县|方面|行业|主体|领域|省市|科室|处室))?$"
)
_FIRST: Final = re.compile(r"^(?:主要)?(?:由|以及|并由|并|会同|和|及|与)(?!\w{0,2}平县)")
_ETC_BETWEEN: Final = re.compile(
    r"(?<![高中平同对])等(?:[^、，；。]{0,10}?(?:部门|单位|机构|企业|地区|市县|方面|主体)|有关方面)?(?:以及|和|及|与)"
)
_NO_NAME: Final = re.compile(
    r"[：:]|\d{4}年|\d月|时限|年底前|长期坚持|持续推进|^(?:完成|推进|落实|持续|长期|全面|积极)"
)
_LAST: Final = re.compile(r"(?:以及|和|及|与|会同)$")
_JOIN: Final = re.compile(r"以及|会同|和|及|与")
_BRACKETED: Final = re.compile(r"[（(〔［\[〈][^（(〔［\[〈）)〕］\]〉]*[）)〕］\]〉]$")
_REMARK: Final = re.compile(
    r"[（(〔［\[〈][^（(〔［\[〈）)〕］\]〉]*(?:下同|以下|不再)[^（(〔［\[〈）)〕］\]〉]*[）)〕］\]〉]?$"
)
_PLACE_TAIL: Final = re.compile(r"^(?:市|县|区|州|盟|旗|镇|乡|街道|自治区|直辖市|计划单列市|自治州|自治县|园区)")
_PLACE_HEAD: Final = re.compile(r"^(?:各|有关|相关|各有关|各相关|全市|全省|省辖|设区|地级|市|县)")


@dataclass(frozen=True, slots=True)
class Statement:
    """Who is charged (责任分工): all bodies in order, and those among them that lead (牵头)."""

    agencies: tuple[Mention, ...]
    lead: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a run between separators, with the role its label or its duty gives it."""

    start: int
    end: int
    labelled: bool
    lead: bool


@cache
def _label() -> re.Pattern[str]:
    lead = "|".join(lexicon.words("agencies", "lead_labels"))
    plain = "|".join(lexicon.words("agencies", "plain_labels"))
    return re.compile(rf"(?:(?P<lead>{lead})|(?:{plain}))(?:[及和、与/／](?:{lead}|{plain}))*\s*[：:∶﹕】\]］]\s*")


@cache
def _duty() -> re.Pattern[str]:
    lead = "|".join(lexicon.words("agencies", "lead_duties"))
    plain = "|".join(lexicon.words("agencies", "plain_duties"))
    manner = "|".join(lexicon.words("agencies", "duty_manners"))
    return re.compile(rf"(?:{manner})*(?:(?P<lead>{lead})|{plain})+$")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(lexicon.words('agencies', 'endings'))})$")


def label_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """The label (责任单位：, 牵头部门：) that stands at ``start``, or None."""
    return _label().match(text, start, end)


def labels(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """All labels between ``start`` and ``end`` in order."""
    return _label().finditer(text, start, end)


def is_body(name: str) -> bool:
    """Whether ``name`` ends as the name of a body does (…局, …人民政府, …（管委会）)."""
    plain = _BRACKETED.sub("", name)
    return len(plain) >= 2 and _ending().search(plain) is not None


@lru_cache(maxsize=8192)
def full(name: str, place: str = "") -> str:
    """The name written out (全称) for comparing and searching: 市发改委 of 来宾市 → 来宾市发展和改革委员会.

    The words as written stay what a reader is shown; an unknown name comes back unchanged but for its place.
    """
    written = re.sub(r"\s+", "", name)
    if (not place or place == "全国") and written in gazetteer.full_names():
        return gazetteer.full_names()[written]
    pattern, table = _abbreviations()
    long = pattern.sub(lambda match: table[match.group()], written)
    if not place or place == "全国":
        return long
    if long[:1] in ("省", "市") and long[1:2] not in ("级", "直"):
        return place + long[1:]
    if long.startswith("自治区"):
        return place + long[3:]
    return place + long if written in gazetteer.department_names() else long


@cache
def _abbreviations() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for short names that are no part of their own full name, and what each stands for."""
    own = {short: long for long, shorts in lexicon.table("agencies")["full_names"].items() for short in shorts}
    table = {**gazetteer.department_names(), **own}
    table |= {word: word for word in table.values()}
    return re.compile(lexicon.alternation(table)), table


def names(text: str, start: int, end: int) -> tuple[Mention, ...]:
    """The bodies listed between ``start`` and ``end``: 市发展改革委、市财政局等 → two mentions."""
    return _mentions(text, _pieces(text, start, end))


def statement(text: str, start: int, end: int, *, bare: bool = False) -> Statement | None:
    """The charge that the words from ``start`` to ``end`` make, or None when they make none.

    A label or a duty is asked for; with ``bare`` a plain list of bodies is enough.
    """
    agencies: list[Mention] = []
    lead: list[Mention] = []
    sure = False
    for section_start, section_end, label in _sections(text, start, end):
        waiting: list[tuple[int, int]] = []
        for piece_start, piece_end in _pieces(text, section_start, section_end):
            if _is_tail(text, piece_start, piece_end) or _is_sentence(text, piece_start, piece_end):
                break
            duty = _duty().search(_view(text, piece_start, piece_end))
            cut = piece_start + duty.start() if duty else piece_end
            if cut > piece_start:
                waiting.append((piece_start, cut))
            if duty is None or (label is not None and duty.start() == 0):
                continue
            found = _mentions(text, waiting)
            waiting = []
            sure = sure or any(is_body(mention.name) for mention in found)
            agencies += found
            lead += found if duty["lead"] else []
        found = _mentions(text, waiting)
        if label is not None:
            sure = sure or bool(found)
            agencies += found
            lead += found if label["lead"] else []
        elif sure or (bare and all(_is_strong(mention.name) for mention in found)):
            agencies += [mention for mention in found if is_body(mention.name)]
            sure = sure or bare
    if not sure or not agencies:
        return None
    return Statement(_once(agencies), _once(lead))


def _view(text: str, start: int, end: int) -> str:
    return text[start:end].rstrip("）)］]】 　")


def _is_tail(text: str, start: int, end: int) -> bool:
    return text[start:end].lstrip("（(").startswith(lexicon.words("agencies", "tails"))


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a piece that follows a full stop is no body: then the run is over."""
    after_stop = text[max(0, start - 4) : start].rstrip()[-1:] == "。"
    return after_stop and not is_body(_duty().sub("", _view(text, start, end)))


def _is_strong(name: str) -> bool:
    return len(name) >= 3 and re.search(r"(?:委|部|厅|局|政府|管委会|委员会|办公室|法院|检察院)$", name) is not None


def _sections(text: str, start: int, end: int) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """The run cut before each label; the first section has none when words stand before it."""
    found = [match for match in labels(text, start, end) if _depth(text, start, match.start()) == 0]
    if not found or found[0].start() > start:
        yield start, found[0].start() if found else end, None
    for place, match in enumerate(found):
        yield match.end(), found[place + 1].start() if place + 1 < len(found) else end, match


def _depth(text: str, start: int, end: int) -> int:
    depth = 0
    for char in text[start:end]:
        depth += (char in OPENING) - (char in CLOSING)
    return max(depth, 0)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between separators that stand outside brackets, white space trimmed."""
    depth, first = 0, start
    for place in range(start, end + 1):
        if place < end:
            char = text[place]
            if char in OPENING:
                depth += 1
            elif char in CLOSING:
                depth = max(depth - 1, 0)
            if depth or char not in _SEPARATORS:
                continue
        left, right = _trim(text, first, place)
        if left < right:
            yield left, right
        first = place + 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n　“”\"'·•":
        start += 1
    while end > start and text[end - 1] in " \t\n　“”\"'·•【[［":
        end -= 1
    return start, end


def _mentions(text: str, pieces: Iterable[tuple[int, int]]) -> tuple[Mention, ...]:
    """Pieces → mentions: 等 and joining words cut off, halves of one name (各市、县人民政府) put together."""
    places: list[tuple[int, int]] = []
    for start, end in pieces:
        for left, right in _halves(text, *_bare_of_words(text, start, end)):
            if left >= right or _BARE.fullmatch(text[left:right]):
                continue
            if places and _is_half(text, places[-1], (left, right)):
                places[-1] = (places[-1][0], right)
            else:
                places.append((left, right))
    return tuple(
        Mention(name, Span(start, end))
        for start, end in places
        if len(name := re.sub(r"\s+", "", text[start:end])) >= 2 and not _NO_NAME.search(name)
    )


def _bare_of_words(text: str, start: int, end: int) -> tuple[int, int]:
    by = text.rfind("由", start, end)
    if by > start and not is_body(text[start:by]) and end - by > 3:
        start = by
    first = _FIRST.match(text[start:end])
    if first and start + first.end() < end:
        start += first.end()
    etc = _ETC.search(text[start:end])
    if etc:
        end = start + etc.start()
    remark = _REMARK.search(text[start:end])
    if remark and remark.start() > 0:
        end = start + remark.start()
    last = _LAST.search(text[start:end])
    if last and last.start() > 0:
        end = start + last.start()
    return _trim(text, start, end)


def _halves(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """各市人民政府和新区管委会 → its two bodies; names that hold 和 (工业和信息化局) stay whole."""
    etc = _ETC_BETWEEN.search(text, start, end)
    if etc and is_body(text[etc.end() : end]):
        yield start, etc.start()
        yield from _halves(text, etc.end(), end)
        return
    for match in _JOIN.finditer(text, start, end):
        left, right = text[start : match.start()], text[match.end() : end]
        whole = _depth(text, start, match.start()) == 0
        if whole and len(left) >= 3 and _is_strong(left) and len(right) >= 3 and is_body(right):
            yield start, match.start()
            yield from _halves(text, match.end(), end)
            return
    yield start, end


def _is_half(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether two neighbours are halves of one name: 各市 + 县（市、区）人民政府; 广州 + 深圳市政府."""
    first, second = text[slice(*before)], text[slice(*after)]
    if text[before[1] : after[0]].strip() != "、":
        return False
    plain = _BRACKETED.sub("", first)
    if _PLACE_HEAD.match(first) and plain.endswith(lexicon.words("agencies", "places")) and not is_body(first):
        return _PLACE_TAIL.match(second) is not None
    return (
        2 <= len(first) <= 3
        and not is_body(first)
        and re.fullmatch(r"\w{2,4}[市区县州](?:人民)?政府", second) is not None
        and first[-1] not in "市县区"
        and _PLACE_HEAD.match(first) is None
    )


def _once(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Each name once, at its first place."""
    seen: dict[str, Mention] = {}
    for mention in mentions:
        seen.setdefault(mention.name, mention)
    return tuple(seen.values())
