"""Sentences taken out of passages as answers (摘录): verbatim, each with its citation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.model import Span
from kb import places
from kb.beginnings import begun, without_page_numbers
from kb.evidence import BASIS, Asked, Sentence
from kb.needs import Found, coverage, find
from kb.query import cue
from kb.rerank import Judged
from kb.spelling import plain

LEAST, MOST = 10, 400  # characters of a quote, white space aside
SHOWN = 180  # characters of a quoted sentence shown in an answer
WIDE, LISTED = (
    170,
    320,
)  # characters up to which a sentence is quoted with its neighbours, or with the list it leads into
EACH = 3  # sentences of one passage in an answer
MET = 0.5  # strength from which a need counts as met at a place
SAYS_WHAT = 1.0
"""What a sentence that says what the asked term is gains before all that only use the term, on top of its learned weight.

Hardly any of the questions learned from asks a meaning, so the weight alone (0) is a little small: of 192 such questions it
leaves three without the explanation in front, any value from 0.5 on none of these. No other question hangs on it (2026-11-28).
"""
NAMES_PARTS = 2.0  # what one that names the asked parts gains
PASSAGES = 12  # passages whose sentences are proposed
NAMES = (
    "coverage", "head", "heaviest", "figure", "figure_coverage", "year", "place", "elsewhere", "defines", "duty", "passage", "rank",
    "short", "first", "table", "length", "directive", "descriptive", "likeness",
)  # fmt: skip
_ELSEWHERE = NAMES.index("elsewhere")
_WEIGHTS = Path(__file__).with_name("extracts.json")
PARTICULAR = frozenset(("province", "city", "foreign"))
_DUTY = re.compile(r"负责|牵头|申报主体|由.{2,24}(?:组织|申报|实施|承担|管理)|会同|报送|责任单位")
_SAYS_WHO = re.compile(
    r"(?:[厅局委部办署院]|政府|部门|中心|公司|协会|管委会|单位|机构|企业)[^,。;、]{0,14}(?:负责(?![制人])|牵头)"
    r"|申报主体|由.{2,24}(?:组织|申报|实施|承担|管理)|会同|报送|责任单位[:为是]"
)
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、)]|第[一二三四五六七八九十]+[章节条])?[^。；;：:]{2,44}"
)
_ATTACHED = re.compile(r"\s*附件\s*\d{0,2}\s*:[^。;]{0,60}")  # names what is attached, says nothing of it
_FIGURES = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d")  # digits that are no year
_PREAMBLE = re.compile(
    r"\s*(?:(?:为了?|根据|按照|依据|依照|遵照)[^。;]{6,}(?:特制[定订]|制[定订][本此该]|印发|[^。;,]{0,8}如下|现就|现将|现予|现组织|即日开展|特提出)[^。;]{0,60}[。:]?"
    r"|(?:现将[^。]{2,90}(?:印发|转发)|现印发给|现将有关|现就有关)[^。]{0,60}[。:]?|(?:[^。;,]{0,12}以)?习近平[^。;]{2,30}思想为指导[^\n]*|[^。;\d]{2,160}(?:政府|部门|单位|厅|局|委员会|企业|公司|管委会):)\s*"
)
_PART = re.compile(r"[^，,；;：:。\n]*(?:[，,；;：:。\n]+|$)")
_ITEM = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、)）]|[①-⑳]|——)")
_SEMICOLON = re.compile(r"[；;]\s*$")
_ASIDE = re.compile(r"\s*[（(](?![一二三四五六七八九十\d]{1,3}[）)])")


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence proposed for an answer, with the passage it stands in; ``span`` is its place in the document.

    ``elsewhere``: it is about another place than the one asked for.
    """

    judged: Judged
    sentence: Sentence
    score: float
    elsewhere: bool = False

    @property
    def doc(self) -> str:
        return self.judged.passage.doc

    @property
    def span(self) -> Span:
        return quotable(self.judged.passage.text, self.judged.passage.start, self.sentence.start, self.sentence.end)

    @property
    def marks(self) -> tuple[Span, ...]:
        """Where in the document it speaks of what was asked for."""
        start, span = self.judged.passage.start, self.span
        found = (Span(start + one.start, start + one.end) for one in self.judged.evidence.found if one.strength > MET)
        return tuple(mark for mark in found if mark.overlaps(span))

    @property
    def text(self) -> str:
        start = self.judged.passage.start
        return self.judged.passage.text[self.span.start - start : self.span.end - start]


def proposed(question: Asked, judged: Sequence[Judged]) -> list[Extract]:
    """The sentences of the best passages, best first; what says nothing (headings, preambles) only where nothing else stands."""
    near = judged[:PASSAGES]
    worth = [_sentences(question, one) for one in near]
    if not any(worth):
        worth = [one.evidence.sentences for one in near]
    found: list[Extract] = []
    weights = _weights()
    for rank, (one, sentences) in enumerate(zip(near, worth, strict=True)):
        head = find(plain(one.passage.head), question.needs)
        for sentence in sentences:
            values = features(question, one, rank, sentence, head, judged[0].score)
            score = sum(weight * value for weight, value in zip(weights, values, strict=True))
            score += SAYS_WHAT if sentence.defines else 0.0
            if question.lists is not None:
                met = values[0] + values[1]
                score += NAMES_PARTS * question.lists.worth(one.evidence.view, sentence.start, sentence.end, met)
            found.append(Extract(one, sentence, score, values[_ELSEWHERE] > 0))
    return sorted(found, key=lambda extract: (-extract.score, extract.judged.passage.row, extract.sentence.start))


def _sentences(question: Asked, one: Judged) -> Sequence[Sentence]:
    """A passage's sentences without headings and without preambles (为贯彻……，制定本方案)."""
    text, view = one.passage.text, one.evidence.view
    said = [sentence for sentence in one.evidence.sentences if not is_heading(text, sentence)]
    said = said or list(one.evidence.sentences)
    if question.phrases or question.figure is BASIS:
        return said
    return [sentence for sentence in said if not is_preamble(view[sentence.start : sentence.end])]


def is_preamble(view: str) -> bool:
    """A sentence that only says why, by what and to whom a document is sent; ``view`` is plain."""
    return _PREAMBLE.fullmatch(view) is not None


def features(
    question: Asked, one: Judged, rank: int, sentence: Sentence, head: Sequence[Found], top: float
) -> tuple[float, ...]:
    """What is known of a sentence as an answer, in the order of ``NAMES``."""
    view = one.evidence.view[sentence.start : sentence.end]
    inside = [found for found in one.evidence.found if sentence.start <= found.start < sentence.end]
    solid = len(view.strip())
    measure = question.query.intent == "measure"
    return (
        sentence.coverage,
        coverage([*inside, *head], question.needs) - sentence.coverage,
        max((found.strength for found in inside if found.need == question.heaviest), default=0.0),
        1.0 if sentence.figure else 0.0,
        sentence.coverage if sentence.figure else 0.0,
        sentence.year,
        1.0 if sentence.place and question.places else 0.0,
        _elsewhere(question, one, view),
        1.0 if sentence.defines else 0.0,
        1.0 if question.query.intent == "agency" and _DUTY.search(view) else 0.0,
        one.score - top,
        1.0 / (1.0 + rank),
        1.0 if solid < 16 else 0.0,
        1.0 if sentence.start == 0 else 0.0,
        1.0 if one.passage.kind == "table" else 0.0,
        min(1.0, solid / 200),
        min(1.0, len(cue("directive").findall(view)) / 3) if measure else 0.0,
        1.0 if measure and cue("descriptive").search(view) else 0.0,
        sentence.likeness,
    )


def charges_somebody(extract: Extract) -> bool:
    """Whether a sentence itself says who does what (申报主体为……, 由……负责); 属地负责 and 负责制 charge nobody."""
    return _SAYS_WHO.search(plain(extract.text)) is not None


def _elsewhere(question: Asked, one: Judged, view: str) -> float:
    """1 for a sentence about another place than the one asked for, though its document may be of that place."""
    if not question.places or any(name == places.WORLD for name, _ in question.places):
        return 0.0
    named = {mention.place.name for mention in places.find(view) if mention.place.level in PARTICULAR}
    asked = {name for name, _ in question.places}
    held = {outer for name in asked if (known := places.named(name)) is not None for outer in known.within}
    return 1.0 if named and not named & asked and named - held - {one.passage.region} else 0.0


def chosen(extracts: Iterable[Extract], most: int, behind: float, wide: bool = False) -> list[Extract]:
    """The first sentences that say something new: none twice, none scored more than ``behind`` below the best.

    Of one passage no more than ``EACH``: of 700 questions learned from, three cite the right passage 545 times, two 542 and one 522;
    of 503 held-out ones 375, 375 and 367 times.
    """
    kept: list[Extract] = []
    for extract in extracts:
        if kept and extract.score < kept[0].score - behind:
            break
        if sum(one.judged.passage.row == extract.judged.passage.row for one in kept) == EACH:
            continue
        ways = (widened(extract), extract) if wide else (extract,)  # its neighbours may be quoted already
        taken = next((way for way in ways if not any(same_words(way, other) for other in kept)), None)
        if taken is None:
            continue
        kept.append(taken)
        if len(kept) == most:
            break
    return kept


def widened(extract: Extract, most: int = WIDE) -> Extract:
    """The sentence with its neighbours in the same paragraph as far as ``most`` characters go; the list behind a colon too."""
    text, sentences = extract.judged.passage.text, extract.judged.evidence.sentences
    at = next((n for n, one in enumerate(sentences) if one.start == extract.sentence.start), None)
    if at is None or "\t" in text[extract.sentence.start : extract.sentence.end]:
        return extract
    most = LISTED if _leads(text, sentences[at]) else most
    first = last = at
    while True:
        around = [n for n in (last + 1, first - 1) if 0 <= n < len(sentences)]
        around = [n for n in around if _goes_on(text, sentences, min(n, last), max(n, first))]
        around = [n for n in around if sentences[max(n, last)].end - sentences[min(n, first)].start <= most]
        if not around:
            break
        best = max(around, key=lambda n: (sentences[n].coverage, n > last))
        first, last = min(first, best), max(last, best)
    sentence = extract.sentence._replace(start=sentences[first].start, end=sentences[last].end)
    return replace(extract, sentence=sentence)


def _goes_on(text: str, sentences: Sequence[Sentence], before: int, after: int) -> bool:
    """Whether two neighbouring sentences stand in one paragraph, or in one list, and neither is a charge in brackets."""
    words = text[sentences[after].start : sentences[after].end]
    line = text[sentences[before].start : sentences[after].end].strip()
    listed = _leads(text, sentences[before]) or (
        _ITEM.match(words) and _SEMICOLON.search(text[: sentences[after].start])
    )
    return ("\n" not in line or bool(listed)) and not is_aside(words)


def _leads(text: str, sentence: Sentence) -> bool:
    """A sentence that leads into a list (应具备以下条件：)."""
    return text[sentence.start : sentence.end].rstrip().endswith(("：", ":"))


def is_aside(words: str) -> bool:
    """A bracket of its own behind a sentence (（市水务局牵头）), not a numbered paragraph (（二）建立……)."""
    return _ASIDE.match(words) is not None


def same_words(one: Extract, other: Extract) -> bool:
    """Whether two extracts overlap, or one says what the other says."""
    if one.doc == other.doc and one.span.overlaps(other.span):
        return True
    first, second = (re.sub(r"\W", "", plain(extract.text)) for extract in (one, other))
    small, large = sorted((first, second), key=len)
    if not small:
        return True
    runs = {small[at : at + 6] for at in range(max(1, len(small) - 5))}
    return sum(run in large for run in runs) >= 0.7 * len(runs)


def is_heading(text: str, sentence: Sentence) -> bool:
    """A line of its own without a closing stop, and more text behind it; a table's row with figures is none."""
    words = text[sentence.start : sentence.end]
    if "\t" in words and _FIGURES.search(words):
        return False
    if _ATTACHED.fullmatch(plain(words)):
        return True
    return words.endswith("\n") and sentence.end < len(text) and _HEADING.fullmatch(words.strip()) is not None


def quotable(text: str, offset: int, start: int, end: int) -> Span:
    """The sentence trimmed, widened when it is too short to be a quote, narrowed when too long; document offsets."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while _solid(text[start:end]) < LEAST and (start > 0 or end < len(text)):
        start = text.rfind("\n", 0, max(0, start - 1)) + 1 if start > 0 else 0
        if _solid(text[start:end]) < LEAST:
            after = text.find("\n", end + 1)
            end = len(text) if after < 0 else after
    while _solid(text[start:end]) > MOST - 10:
        cut = max(text.rfind(stop, start + 200, end - 10) for stop in "，；、。")
        end = cut if cut > start else start + MOST - 10
    return Span(offset + start, offset + max(end, start + 1))


@cache
def _weights() -> tuple[float, ...]:
    data = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return tuple(float(data["weights"][name]) for name in NAMES)


def _solid(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def shown(question: Asked, extract: Extract, most: int = SHOWN) -> str:
    """The sentence for reading: whole when short, else the run of its parts that holds what was asked."""
    text = extract.text
    if len(text) <= (LISTED if "\n" in text else most):
        return _readable(text)
    offset = extract.span.start - extract.judged.passage.start
    places = [
        (found.start - offset, found.end - offset)
        for found in extract.judged.evidence.found
        if found.start >= offset and found.end <= offset + len(text)
    ]
    if question.figure is not None:
        places += [match.span() for match in question.figure.finditer(plain(text))][:4]
    parts = [match.span() for match in _PART.finditer(text) if match.end() > match.start()]
    return _readable(_run(text, parts, places, most))


def _readable(text: str) -> str:
    """One line that begins with words, behind list marks and page numbers."""
    return begun(without_page_numbers(clean(text)))


def _run(text: str, parts: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]], most: int) -> str:
    """The contiguous run of parts, up to ``most`` characters, that holds the most of the places."""
    best, most_held = (0, parts[0][1]), -1
    for first, (start, _) in enumerate(parts):
        for _, end in parts[first:]:
            if end - start > most and end != parts[first][1]:
                break
            held = sum(start <= one and other <= end for one, other in places)
            if held > most_held:
                best, most_held = (start, end), held
    start, end = best
    before = "……" if start > 0 else ""
    after = "……" if end < len(text) - 1 else ""
    return f"{before}{text[start:end].strip('，,；;：:、 ')}{after}"


def clean(text: str) -> str:
    """One line for reading: line breaks and tabs become blanks, tags that a text carries are left out."""
    return re.sub(r"\s+", " ", re.sub(r"</?[a-z][^<>]{0,80}>", " ", text)).strip()


def numbers(text: str) -> Iterator[str]:
    """Figures of a text in one spelling, without thousands separators and trailing zeros."""
    for match in re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?", plain(text)):
        figure = match.group().replace(",", "")
        yield figure.rstrip("0").rstrip(".") if "." in figure else figure
