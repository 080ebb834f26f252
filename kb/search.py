"""Search (检索): keyword and vector ranks fused, re-ranked by looking at question and passage together, duplicates folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kb import query as questions
from kb.comparison import interleaved, sides
from kb.duties import promoted
from kb.evidence import Asked, asked
from kb.keywords import KeywordIndex, Wanted, words
from kb.model import Also, Answer, Filters, Hit, Query
from kb.needs import OFFICIAL, Need, needs
from kb.rerank import Candidate, Judged, judge
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.embedding import Embedder
    from kb.store import Store
    from kb.vectors import VectorIndex

WIDE = 80  # rows that each way of searching brings
NARROW = 40  # … and that the search within the asked places brings
JUDGED = 120  # rows that are re-ranked
EVERYTHING = Filters()


class Searcher:
    """Finds passages and answers questions over one library; ``folder`` is the library's, indexes live inside it."""

    def __init__(self, store: Store, folder: Path, embedder: Embedder) -> None:
        from kb.vectors import INDEXES

        self.store = store
        self.keywords = KeywordIndex(folder / "keywords")
        self.embedder = embedder
        self.vectors: VectorIndex = INDEXES["chroma"](folder / "vectors", embedder.name)

    def sync(self) -> None:
        """Bring both indexes to the state of the store."""
        self.keywords.sync(self.store)
        self.vectors.sync(self.store)

    def understand(self, question: str) -> Query:
        return questions.understand(question)

    def search(self, query: Query, limit: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """The best passages, best first; places of the same words are folded into one hit."""
        return folded(self.judged(query, filters), limit)

    def ask(self, query: Query, filters: Filters = EVERYTHING) -> Answer:
        """An answer with citations, or the reason why there is none."""
        from kb.answer import compose

        return compose(self, query, filters)

    def prepare(self, query: Query) -> Asked:
        """The question's needs, weighed by how rare their words are in this library."""
        self.keywords.sync(self.store)
        return asked(query, needs(query, self.keywords.frequency, self.keywords.size))

    def judged(self, query: Query, filters: Filters = EVERYTHING) -> list[Judged]:
        """Re-ranked candidates, best first; those of the sides of a comparison in turn."""
        parts = [self.judged_once(self.prepare(part), filters) for part in sides(query)]
        return interleaved(parts) if len(parts) > 1 else parts[0]

    def judged_once(self, question: Asked, filters: Filters = EVERYTHING) -> list[Judged]:
        """Re-ranked candidates of a question that is no comparison, or of one side of it."""
        found = self._candidates(question, self.store.passage_rows(filters))
        judged = judge(question, found, {info.doc: info for info in self.store.infos()})
        return promoted(question, judged, self.store) if question.query.intent == "agency" else judged

    def _candidates(self, question: Asked, among: set[int] | None) -> list[Candidate]:
        keyword = self._by_keyword(question, among)
        vector = self._by_vector(question.query.text, among)
        exact = self._exact(question, among)
        top = max(keyword.values(), default=1.0) or 1.0
        fused = {
            row: keyword.get(row, 0.0) / top + vector.get(row, 0.0) + (2.0 if row in exact else 0.0)
            for row in {*keyword, *vector, *exact}
        }
        best = sorted(fused, key=lambda row: (-fused[row], row))[:JUDGED]
        passages = self.store.passages(best)
        return [
            Candidate(passages[row], keyword.get(row, 0.0) / top, max(0.0, vector.get(row, 0.0)))
            for row in best
            if row in passages
        ]

    def _by_keyword(self, question: Asked, among: set[int] | None) -> dict[int, float]:
        wanted = Wanted(tuple(map(_wordings, question.needs)) + _fixed(question), question.pairs)
        found = dict(self.keywords.search(wanted, WIDE, among))
        for name, _ in question.places:
            near = replace(wanted, place=plain(name))
            for row, score in self.keywords.search(near, NARROW, among):
                found.setdefault(row, score)
        return found

    def _by_vector(self, text: str, among: set[int] | None) -> dict[int, float]:
        self.vectors.sync(self.store)
        vector = self.embedder.encode_queries([text])[0]
        return dict(self.vectors.nearest(vector, WIDE, among))

    def _exact(self, question: Asked, among: set[int] | None) -> set[int]:
        """Rows that hold a quoted phrase word for word."""
        rows: set[int] = set()
        for phrase in question.phrases:
            held = self.store.passages(self.keywords.holding(phrase, 4 * WIDE, among))
            rows.update(row for row, passage in held.items() if phrase in plain(passage.text))
        return rows


def _wordings(need: Need) -> tuple[tuple[tuple[str, ...], float], ...]:
    """A need as the index is asked for it: the word with its parts, or an official wording."""
    factor = min(1.0, need.weight / 2)
    official = tuple((tuple(dict.fromkeys(words(term))) or (term,), OFFICIAL * 0.7 * factor) for term in need.official)
    return ((need.parts, factor), *official)


def _fixed(question: Asked) -> tuple[tuple[tuple[tuple[str, ...], float], ...], ...]:
    """Places and years as groups of words."""
    groups = []
    for _, written in question.places:
        groups.append(tuple(((word,), 0.6) for word in written))
    for year in question.years:
        if year.isdigit():
            groups.append((((year,), 0.6),))
    return tuple(groups)


def folded(judged: Iterable[Judged], limit: int) -> tuple[Hit, ...]:
    """The best ``limit`` hits; a passage whose words another one already holds becomes one of its places."""
    kept: list[tuple[Judged, frozenset[str], list[Also]]] = []
    for one in judged:
        shape = _shape(one.passage.text)
        twin = next((entry for entry in kept if _same(shape, entry[1])), None)
        if twin is not None and twin[0].passage.doc != one.passage.doc:
            twin[2].append(Also(one.passage.doc, one.passage.clause_id))
        elif len(kept) < limit:
            kept.append((one, shape, []))
        elif len(kept) >= 3 * limit:
            break
    return tuple(_hit(one, also) for one, _, also in kept)


def _hit(one: Judged, also: Sequence[Also]) -> Hit:
    start = one.passage.start
    marks = sorted({(start + found.start, start + found.end) for found in one.evidence.found if found.strength > 0.4})
    ranks = (("keyword", one.keyword), ("vector", one.vector), ("rerank", one.score))
    return Hit(one.passage, one.score, ranks, tuple(also), tuple(marks))


def _shape(text: str) -> frozenset[str]:
    """Runs of eight characters without white space and punctuation, every fourth by value: enough to know a copy."""
    letters = re.sub(r"\W+", "", plain(text))
    runs = {letters[at : at + 8] for at in range(max(1, len(letters) - 7))}
    return frozenset(runs)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two passages say the same: nine tenths of the shorter one's runs stand in the other, of like length."""
    small, large = sorted((one, other), key=len)
    return len(small) >= 12 and len(small) >= 0.6 * len(large) and len(small & large) >= 0.85 * len(small)
