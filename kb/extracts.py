"""Sentences taken out of passages as answers (摘录): verbatim, each with its citation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Span
from kb.evidence import Asked, Sentence
from kb.rerank import Judged
from kb.spelling import plain

LEAST, MOST = 10, 400  # characters of a quote, white space aside
SHOWN = 180  # characters of a quoted sentence shown in an answer
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、)]|第[一二三四五六七八九十]+[章节条])?[^。；，,;：:]{2,34}$"
)
_PART = re.compile(r"[^，,；;：:。\n]*(?:[，,；;：:。\n]+|$)")


@dataclass(frozen=True, slots=True)
class Extract:
    """A sentence proposed for an answer, with the passage it stands in; ``span`` is its place in the document."""

    judged: Judged
    sentence: Sentence
    score: float

    @property
    def doc(self) -> str:
        return self.judged.passage.doc

    @property
    def span(self) -> Span:
        return quotable(self.judged.passage.text, self.judged.passage.start, self.sentence.start, self.sentence.end)

    @property
    def text(self) -> str:
        start = self.judged.passage.start
        return self.judged.passage.text[self.span.start - start : self.span.end - start]


def proposed(judged: Sequence[Judged], passages: int = 12) -> list[Extract]:
    """The sentences of the best passages, best first; headings are left out where their passage says more."""
    found: list[Extract] = []
    for one in judged[:passages]:
        listed = [sentence for sentence in one.evidence.sentences if not _is_heading(one.passage.text, sentence)]
        for sentence in listed or one.evidence.sentences:
            found.append(Extract(one, sentence, one.score + 2.0 * sentence.score))
    return sorted(found, key=lambda extract: (-extract.score, extract.judged.passage.row, extract.sentence.start))


def chosen(extracts: Iterable[Extract], most: int, share: float) -> list[Extract]:
    """The first sentences that say something new: none twice, none far weaker than the best."""
    kept: list[Extract] = []
    best: float | None = None
    for extract in extracts:
        best = extract.sentence.score if best is None else max(best, extract.sentence.score)
        if extract.sentence.score < share * best or any(_alike(extract, other) for other in kept):
            continue
        kept.append(extract)
        if len(kept) == most:
            break
    return kept


def _alike(one: Extract, other: Extract) -> bool:
    if one.doc == other.doc and one.span.overlaps(other.span):
        return True
    first, second = (re.sub(r"\W", "", plain(extract.text)) for extract in (one, other))
    small, large = sorted((first, second), key=len)
    if not small:
        return True
    runs = {small[at : at + 6] for at in range(max(1, len(small) - 5))}
    return sum(run in large for run in runs) >= 0.7 * len(runs)


def _is_heading(text: str, sentence: Sentence) -> bool:
    return bool(_HEADING.match(text[sentence.start : sentence.end].strip()))


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


def _solid(text: str) -> int:
    return len(re.sub(r"\s", "", text))


def shown(question: Asked, extract: Extract, most: int = SHOWN) -> str:
    """The sentence for reading: whole when short, else the run of its parts that holds what was asked."""
    text = extract.text
    if len(text) <= most:
        return clean(text)
    offset = extract.span.start - extract.judged.passage.start
    places = [
        (found.start - offset, found.end - offset)
        for found in extract.judged.evidence.found
        if found.start >= offset and found.end <= offset + len(text)
    ]
    if question.figure is not None:
        places += [match.span() for match in question.figure.finditer(plain(text))][:4]
    parts = [match.span() for match in _PART.finditer(text) if match.end() > match.start()]
    return clean(_run(text, parts, places, most))


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
    """One line for reading: line breaks and tabs become blanks."""
    return re.sub(r"\s+", " ", text).strip()


def numbers(text: str) -> Iterator[str]:
    """Figures of a text in one spelling, without thousands separators and trailing zeros."""
    for match in re.finditer(r"\d+(?:,\d{3})*(?:\.\d+)?", plain(text)):
        figure = match.group().replace(",", "")
        yield figure.rstrip("0").rstrip(".") if "." in figure else figure
