"""Pairs to learn from (训练对): what may be asked, and the passage that answers it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kb import thesaurus
from kb.encoder.material import Figure, Piece, Place

Ids = npt.NDArray[np.int64]
FRAMES = (
    "怎么做", "有什么要求", "归谁管", "是多少", "怎么办", "有什么规定", "怎么样", "要做到什么", "怎么搞", "有补贴吗", "目标是多少",
    "有哪些措施", "谁负责", "能不能", "要多少", "", "", "", "", "",
)  # fmt: skip
ASKS = ("是多少", "要达到多少", "目标", "多少", "要到多少", "达到什么水平", "定的是多少", "")
COMMON = 500  # an official term in more policy paragraphs than this says nothing about what is asked
CLIP, PLAIN_WORDS = 110, 0.85
_CLAUSE = re.compile(r"[^，。；：、！？\s]{4,40}")


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions and passages of equal number and order; further passages are wrong for all. Equal ``keys`` mean one passage."""

    questions: list[Ids]
    passages: list[Ids]
    keys: Ids


class Maker:
    """Makes batches of each kind; texts are cut into pieces once."""

    def __init__(self, tokenizer: Any, seed: int = 0) -> None:
        self._tokenizer = tokenizer
        self.chance = random.Random(seed)
        self.numbers = np.random.default_rng(seed)

    def ids(self, texts: Iterable[str]) -> list[Ids]:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [np.asarray(encoding.ids, dtype=np.int64) for encoding in encoded]

    def clipped(self, ids: Ids) -> Ids:
        """At most ``CLIP`` pieces, from anywhere in the passage."""
        if len(ids) <= CLIP:
            return ids
        start = self.chance.randint(0, len(ids) - CLIP)
        return ids[start : start + CLIP]

    def thinned(self, ids: Ids, share: float) -> Ids:
        """Some pieces left out, so that no single word decides."""
        kept = self.numbers.random(len(ids)) > share
        return ids[kept] if len(ids) > 2 and kept.sum() > 1 else ids

    def cloze(self, pieces: Sequence[Piece], size: int) -> Callable[[], Batch]:
        """Heading → paragraph, or a stretch of a paragraph → the rest of it."""
        bodies = self.ids(piece.text for piece in pieces)
        heads = [len(ids) for ids in self.ids(piece.text[: piece.head] for piece in pieces)]
        before = self.ids(piece.context for piece in pieces)
        usable = [number for number, ids in enumerate(bodies) if len(ids) > 8]

        def batch() -> Batch:
            chosen = self.numbers.choice(usable, min(size, len(usable)), replace=False)
            cut = [self._cut(bodies[number], heads[number]) for number in chosen]
            questions = [self.thinned(question, 0.1) for question, _ in cut]
            rests = [
                np.concatenate([before[number], self.clipped(rest)])
                if self.chance.random() < 0.5
                else self.clipped(rest)
                for number, (_, rest) in zip(chosen, cut, strict=True)
            ]
            return Batch(questions, rests, chosen.astype(np.int64))

        return batch

    def _cut(self, body: Ids, head: int) -> tuple[Ids, Ids]:
        chance = self.chance
        start, end = 0, head
        if not 2 <= head < 0.6 * len(body) or chance.random() < 0.5:
            length = chance.randint(4, min(18, max(4, len(body) // 2)))
            start = chance.randint(0, len(body) - length)
            end = start + length
        rest = np.concatenate([body[:start], body[end:]]) if chance.random() < 0.8 else body
        return body[start:end], rest

    def asked(
        self,
        pairs: Sequence[tuple[str, int]],
        passages: Sequence[str],
        size: int,
        files: Sequence[str] = (),
    ) -> Callable[[], Batch]:
        """Written questions. With the ``files`` of the passages, wrong ones come along: of the same file and of any."""
        questions = self.ids(question for question, _ in pairs)
        answers = [number for _, number in pairs]
        bodies = self.ids(passages)
        siblings: dict[str, list[int]] = {}
        for number, file in enumerate(files):
            siblings.setdefault(file, []).append(number)

        def batch() -> Batch:
            chosen = self.numbers.choice(len(questions), min(size, len(questions)), replace=False)
            keys = [answers[number] for number in chosen]
            if files:
                given_by = [self.chance.choice(siblings[files[key]]) for key in keys]
                keys += given_by + self.numbers.permutation(len(bodies))[:size].tolist()
            given = [self.thinned(questions[number], 0.2) for number in chosen]
            return Batch(given, [self.clipped(bodies[key]) for key in keys], np.asarray(keys, dtype=np.int64))

        return batch


def everyday(pieces: Sequence[Piece], chance: random.Random) -> list[tuple[str, int]]:
    """Clauses of paragraphs with official terms put into everyday words, and the paragraph each is from."""
    words = _everyday_words([piece.text for piece in pieces if piece.source == "policy"])
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))

    def said(match: re.Match[str]) -> str:
        return chance.choice(words[match.group()]) if chance.random() < PLAIN_WORDS else match.group()

    found = []
    for number, piece in enumerate(pieces):
        most = {"policy": 3, "report": 2}.get(piece.source, 1)
        if piece.source == "law" and number % 3:
            continue
        clauses = [clause for clause in _CLAUSE.findall(piece.text) if pattern.search(clause)]
        for clause in chance.sample(clauses, min(most, len(clauses))):
            question = pattern.sub(said, clause)
            if question != clause:
                found.append((question + chance.choice(FRAMES), number))
    return found


def _everyday_words(policies: Sequence[str]) -> dict[str, list[str]]:
    """Official terms that say something, with the everyday words for them."""
    words: dict[str, list[str]] = {}
    for group in thesaurus.groups():
        if group.field != "government":
            for term in group.official:
                if len(term) > 1:
                    words.setdefault(term, []).extend(group.everyday)
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    counted = Counter(term for text in policies for term in set(pattern.findall(text)))
    return {term: said for term, said in words.items() if counted[term] < COMMON}


def synonyms(chance: random.Random) -> list[tuple[str, str]]:
    """Everyday words and the official terms they stand for, without a passage."""
    return [
        (word + chance.choice(FRAMES), term)
        for group in thesaurus.groups()
        for word in group.everyday
        for term in group.official
    ]


def figures(rows: Sequence[Figure], chance: random.Random, each: int = 2) -> list[tuple[str, int]]:
    """Questions for targets: place, year and metric in changing order and wording."""
    words = _everyday_words([])
    found = []
    for row in rows:
        for _ in range(each):
            metric = row.metric
            for term in sorted(words, key=len, reverse=True) if chance.random() < 0.5 else ():
                if term in metric:
                    metric = metric.replace(term, chance.choice(words[term]))
                    break
            year = f"{row.year}年" if row.year and chance.random() < 0.7 else ""
            place = row.region if chance.random() < 0.5 else ""
            parts = [place, year] if chance.random() < 0.5 else [year, place]
            found.append(("".join(parts) + metric + chance.choice(ASKS), row.place))
    return found


def texts(places: Sequence[Place]) -> list[str]:
    """What the encoder is given for each passage."""
    from kb.embedding import passage_text

    return [passage_text(place.title, place.head, place.text) for place in places]
