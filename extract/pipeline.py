"""The one spaCy pipeline (语言管道): blank Chinese cut by jieba with the policy dictionary, rulers over the lexicons,
and our own readers of amounts and periods as components.

Figures are found by character grammar and laid over the tokens (``Doc.char_span``), never by token patterns: words are
cut too unevenly around them. spaCy's objects stay in here; others get words and marks. Everything is loaded on first
use, and only sentences that hold a candidate are ever cut.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from extract import lexicon, periods, quantities
from ingest.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

KEYS = ("quantities", "periods", "indicators", "cues")
"""The groups in ``Doc.spans`` that the pipeline fills."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a sentence that the pipeline recognised: ``kind`` is one of ``KEYS``, ``label`` what it is."""

    kind: str
    label: str
    span: Span


@cache
def nlp() -> Language:
    """The pipeline; built once a process (about two seconds)."""
    import spacy
    from spacy.language import Language

    for name, component in (("policy_quantities", _quantities), ("policy_periods", _periods)):
        if not Language.has_factory(name):
            Language.component(name, func=component)
    language = spacy.blank("zh")
    language.tokenizer = _Cutter(language.vocab)
    indicators = language.add_pipe("span_ruler", name="indicator_ruler", config={"spans_key": "indicators"})
    indicators.add_patterns([{"label": label, "pattern": word} for label, word in _indicator_words()])
    cues = language.add_pipe("span_ruler", name="cue_ruler", config={"spans_key": "cues"})
    cues.add_patterns([{"label": label, "pattern": word} for label, word in _cue_words()])
    language.add_pipe("policy_quantities")
    language.add_pipe("policy_periods")
    return language


def marks(text: str) -> tuple[Mark, ...]:
    """What the pipeline recognises in a sentence, in order; spans count from the sentence's start."""
    doc = nlp()(text)
    found = [
        Mark(key, span.label_, Span(span.start_char, span.end_char))
        for key in KEYS
        for span in doc.spans.get(key, ())
        if span.end_char > span.start_char
    ]
    return tuple(sorted(found, key=lambda mark: (mark.span, mark.kind)))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of a phrase as jieba cuts it with the policy dictionary."""
    return tuple(_jieba().cut(text, HMM=False))


class _Cutter:
    """spaCy's tokenizer seam, filled by jieba: words without blanks between them, every character kept."""

    def __init__(self, vocab: Any) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        from spacy.tokens import Doc

        cut = [word for word in _jieba().cut(text, HMM=False) if word]
        return Doc(self.vocab, words=cut, spaces=[False] * len(cut))

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> _Cutter:
        return self


@cache
def _jieba() -> Any:
    """jieba with the policy dictionary, apart from the process-wide one."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    tokenizer.load_userdict(str(lexicon.FOLDER / "dictionary.txt"))
    return tokenizer


def _indicator_words() -> Iterator[tuple[str, str]]:
    """(name of the indicator, one of its spellings) of the indicator lexicon."""
    content = json.loads((lexicon.FOLDER / "indicators.json").read_text(encoding="utf-8"))
    for indicator in content["indicators"]:
        for word in dict.fromkeys((indicator["name"], *indicator.get("also", ()))):
            yield indicator["name"], word


def _cue_words() -> Iterator[tuple[str, str]]:
    """(group, word) of the cue words that open or close a statement of a target."""
    for group in ("level", "down", "up", "add", "hedges"):
        for word in lexicon.words("cues", group):
            if len(word) > 1:
                yield group, word


def _quantities(doc: Doc) -> Doc:
    """Component: amounts by the character grammar, as spans over the tokens."""
    found = [
        doc.char_span(amount.span.start, amount.span.end, label=amount.unit or "1", alignment_mode="expand")
        for amount in quantities.find(doc.text)
    ]
    doc.spans["quantities"] = [span for span in found if span is not None]
    return doc


def _periods(doc: Doc) -> Doc:
    """Component: periods by the character grammar, as spans over the tokens."""
    found = [
        doc.char_span(time.span.start, time.span.end, label=str(time.end_year), alignment_mode="expand")
        for time in periods.find(doc.text)
        if time.span is not None
    ]
    doc.spans["periods"] = [span for span in found if span is not None]
    return doc
