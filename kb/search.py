"""Search (检索): keyword and vector ranks fused, re-ranked by looking at question and passage together, duplicates folded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kb import definitions, exact, figures, places
from kb import query as questions
from kb.choice import Choose, Ways, chosen
from kb.comparison import interleaved, sides
from kb.duties import promoted
from kb.evidence import Asked, asked
from kb.keyword_queries import NARROW, WIDE, by_metrics, by_words, wordings
from kb.keywords import KeywordIndex, Wanted
from kb.likeness import Nearness
from kb.model import Also, Answer, DocumentInfo, Filters, Hit, Passage, Query
from kb.naming import by_place, tight
from kb.needs import needs
from kb.pieces import Pieces
from kb.rerank import Candidate, Judged, judge, with_likeness
from kb.spelling import plain
from kb.together import Together

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from kb.embedding import Embedder
    from kb.generator import Generator
    from kb.store import Store
    from kb.subsets import Subset
    from kb.vectors import VectorIndex

JUDGED = 48  # rows that are read and judged
NEAR = 24  # … and, of the best of them, those whose sentences are compared by vector
MEASURED = 48  # … and whose target rows are compared with a question about an amount
EXACT = 2.0  # what an exact find is worth
BESIDE = 50_000  # passages from which on keywords and vectors are searched at once, as each takes longer than handing it over
FOLDED = 6  # times as many passages as hits are looked through for copies
ALIKE = 0.8
EVERYTHING = Filters()
_PART = re.compile(r"[\W_]+")
Scored = list[tuple[int, float]]


class Searcher:
    """Finds passages and answers questions over one library; ``folder`` is the library's, indexes live inside it."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        embedder: Embedder,
        *,
        chroma_url: str = "",
        generator: Generator | None = None,
    ) -> None:
        from kb.vectors import INDEXES

        self.store = store
        self.keywords = KeywordIndex(folder / "keywords")
        self.embedder = embedder
        self._near: tuple[int, dict[str, list[str]], dict[str, Subset | None]] = (-1, {}, {})
        self._last: tuple[str, npt.NDArray[np.float32]] | None = None
        self.vectors: VectorIndex = INDEXES["chroma"](folder / "vectors", embedder.name, chroma_url)
        self.pieces = Pieces(folder / "vectors", embedder)
        self.generator = generator
        self._together = Together("search")
        self.choose: Choose = chosen

    def close(self) -> None:
        """Let go of the indexes and of the thread that searched them."""
        self._together.close()
        self.vectors.close()

    def sync(self) -> None:
        """Bring the indexes to the state of the store."""
        self.keywords.sync(self.store)
        self.vectors.sync(self.store)
        self.pieces.sync(self.store)

    def understand(self, question: str) -> Query:
        return questions.understand(question)

    def search(self, query: Query, limit: int = 10, filters: Filters = EVERYTHING) -> tuple[Hit, ...]:
        """The best passages, best first; places of the same words are folded into one hit."""
        with self.store.reading():
            return self.hits(self.judged(query, filters), limit)

    def hits(self, judged: Sequence[Judged], limit: int) -> tuple[Hit, ...]:
        """The best of them as hits, each with the line on which it begins where its format has no pages."""
        found = folded(judged, limit, self.store.infos_by_doc())
        return tuple(
            one if one.passage.page is not None else replace(one, line=self._line(one.passage)) for one in found
        )

    def _line(self, passage: Passage) -> int | None:
        return self.store.leaf(passage.doc).line_of(passage.start)

    def unfound(self, query: Query) -> tuple[str, ...]:
        """The phrases in quotation marks that stand in no passage word for word, as they were asked."""
        if not query.phrases:
            return ()
        with self.store.reading():
            self.keywords.sync(self.store)
            views = dict(zip(exact.phrases(query), query.phrases, strict=True))
            found = exact.rows_with(tuple(views), self.keywords, None)
            return tuple(asked for view, asked in views.items() if not self._holding(view, found[view]))

    def _holding(self, phrase: str, rows: Sequence[int]) -> list[int]:
        """Those of the rows in which a phrase stands word for word."""
        held = self.store.passages(rows)
        return [row for row, one in held.items() if phrase in plain(f"{one.head}\n{one.text}")]

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
        parts = [self.judged_once(self.prepare(part), filters) for part in sides(query, self.store.infos())]
        return interleaved(parts) if len(parts) > 1 else parts[0]

    def judged_once(self, question: Asked, filters: Filters = EVERYTHING) -> list[Judged]:
        """Re-ranked candidates of a question that is no comparison, or of one side of it."""
        found = self._candidates(question, self.store.subset(_narrowed(filters, question.query.docs)))
        near = (
            sorted(found, key=lambda one: -(one.keyword + one.vector))[:MEASURED] if question.figure is not None else []
        )
        targets = figures.fits(question, [one.passage for one in near], self.store) if near else {}
        judged = judge(question, found, self.store.infos_by_doc(), targets)
        judged = self._by_sentence(question, judged)
        return promoted(question, judged, self.store) if question.query.intent == "agency" else judged

    def _by_sentence(self, question: Asked, judged: list[Judged]) -> list[Judged]:
        """The best passages ranked anew by their sentences' vectors; the others stay behind them."""
        near = judged[:NEAR]
        cosines = self.pieces.cosines(
            self._vector(question.query.text),
            [(one.passage.row, one.evidence.view) for one in near],
            [[sentence.start for sentence in one.evidence.sentences] for one in near],
        )
        if cosines is None:
            return judged
        compared = [with_likeness(one, values) for one, values in zip(near, cosines, strict=True)]
        return sorted(compared, key=lambda one: (-one.score, one.passage.row)) + judged[NEAR:]

    def nearness(self, question: Asked, judged: Sequence[Judged]) -> Nearness:
        """The cosines of these passages with the question, each compared exactly, and the means to compare words."""
        rows = [one.passage.row for one in judged]
        found = dict(self.vectors.nearest(self._vector(question.query.text), len(rows), sorted(rows)))
        return Nearness(tuple(found.get(row, 0.0) for row in rows), self.embedder)

    def ways(self, query: Query) -> dict[str, list[Passage]]:
        """What each way of searching finds by itself, best first: keywords, vectors, both fused, and fused and re-ranked."""
        question = self.prepare(query)
        keyword, vector = self._by_keyword(question, None), self._by_vector(question, None)
        found = {"keyword": keyword, "vector": vector}
        ranked = {name: sorted(rows, key=lambda row: (-rows[row], row))[:WIDE] for name, rows in found.items()}
        ranked["fused"] = chosen(question, Ways(keyword, vector, {}, {}), self.store.infos_of, WIDE)
        held = self.store.passages(sorted({row for rows in ranked.values() for row in rows}))
        listed = {name: [held[row] for row in rows if row in held] for name, rows in ranked.items()}
        return {**listed, "reranked": [one.passage for one in self.judged(query)]}

    def _candidates(self, question: Asked, among: Subset | None) -> list[Candidate]:
        """The best of what every way of searching brings, by what is known of it without reading it."""
        words, metrics, vectors = self._searched(
            self._keyword_tasks(by_words(question), among),
            self._keyword_tasks(by_metrics(question), among),
            self._vector_tasks(question, among),
        )
        named = self._exact(question, among)
        keyword, vector = _shares(_first_score(words)), _last_score(vectors)
        ways = Ways(keyword, vector, _shares(_last_score(metrics)), named)
        best = self.choose(question, ways, self.store.infos_of, JUDGED)
        passages = self.store.passages(best)
        return [
            Candidate(passages[row], keyword.get(row, 0.0), max(0.0, vector.get(row, 0.0)), named.get(row, 0.0))
            for row in best
            if row in passages
        ]

    def _searched(self, *groups: Sequence[Callable[[], Scored]]) -> list[list[Scored]]:
        """What the tasks of each group find; in a large library those at the front and those at the end run at once."""
        tasks = [task for group in groups for task in group]
        found = [task() for task in tasks] if self.keywords.size < BESIDE else self._together.run(tasks)
        rest = iter(found)
        return [[next(rest) for _ in group] for group in groups]

    def _keyword_tasks(
        self, searches: Sequence[tuple[Wanted, int]], among: Subset | None
    ) -> list[Callable[[], Scored]]:
        return [partial(self.keywords.search, wanted, most, among) for wanted, most in searches]

    def _vector_tasks(self, question: Asked, among: Subset | None) -> list[Callable[[], Scored]]:
        """Vector searches in the whole library and within each asked place."""
        self.vectors.sync(self.store)
        vector = self._vector(question.query.text)
        tasks: list[Callable[[], Scored]] = [
            partial(self.vectors.nearest, vector, WIDE, among.rows if among is not None else None)
        ]
        for name, _ in question.places:
            near = self._of_place(name)
            if near is not None and len(near):
                tasks.append(partial(self.vectors.nearest, vector, NARROW, near.within(among).rows))
        return tasks

    def _by_keyword(self, question: Asked, among: Subset | None) -> dict[int, float]:
        """Rows with their BM25 scores as shares of the best one: in the whole library and within each asked place."""
        return _shares(_first_score([task() for task in self._keyword_tasks(by_words(question), among)]))

    def _by_vector(self, question: Asked, among: Subset | None) -> dict[int, float]:
        return _last_score([task() for task in self._vector_tasks(question, among)])

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        """The vector of a question; that of the last one is kept, as it is asked for more than once."""
        held = self._last
        if held is None or held[0] != text:
            held = self._last = (text, self.embedder.encode_queries([text])[0])
        return held[1]

    def _of_place(self, name: str) -> Subset | None:
        """The documents of a place, or whose title names it; None for the nation, of which most documents are."""
        if name in (places.NATION, places.LOCAL):
            return None
        generation = self.store.generation()
        if self._near[0] != generation:
            self._near = (generation, by_place(self.store.infos()), {})
        _, docs, held = self._near
        if name not in held:
            held[name] = self.store.subset(Filters(docs=tuple(docs[name]))) if name in docs else None
        return held[name]

    def _exact(self, question: Asked, among: Subset | None) -> dict[int, float]:
        """Rows that hold a quoted phrase, are a clause asked for by its label, or stand in a document that is named."""
        query = question.query
        found: dict[int, float] = {}
        named = exact.documents(query, self.store.infos())
        inside = self.store.subset(Filters(docs=tuple(named))) if named else None
        inside = inside.within(among) if inside is not None else None
        labels = tuple(map(plain, query.clause_labels))
        for label, rows in exact.rows_with(
            labels, self.keywords, inside if inside is not None and len(inside) else among
        ).items():
            held = self.store.passages(rows)
            found.update({row: EXACT for row, passage in held.items() if exact.has_label(passage, label)})
        for phrase, rows in exact.rows_with(question.phrases, self.keywords, among).items():
            found.update(dict.fromkeys(self._holding(phrase, rows), EXACT))
        if not named:  # documents that the library does not hold may be spoken of in others
            for number, rows in exact.rows_with(query.doc_numbers, self.keywords, among).items():
                held = self.store.passages(rows)
                found.update({row: EXACT for row, one in held.items() if tight(number) in tight(one.text)})
        if question.definition is not None:
            for rows in exact.rows_with(definitions.lookups(query.text, question.needs), self.keywords, among).values():
                held = self.store.passages(row for row in rows if row not in found)
                defining = (row for row, one in held.items() if question.definition.search(plain(one.text)))
                found.update(dict.fromkeys(defining, EXACT))
        if inside is not None and len(inside):
            wanted = Wanted(tuple(map(wordings, question.needs)), question.pairs)
            best = [row for row, _ in self.keywords.search(wanted, NARROW, inside)]
            for row in [*best, *inside.rows[:NARROW].tolist()][:NARROW]:
                found[row] = found.get(row, 0.0) + EXACT
        return found


def _narrowed(filters: Filters, docs: tuple[str, ...]) -> Filters:
    """Filters within the documents that a side of a comparison is about."""
    if not docs:
        return filters
    return replace(filters, docs=tuple(doc for doc in docs if doc in filters.docs) if filters.docs else docs)


def _first_score(lists: Sequence[Scored]) -> dict[int, float]:
    """Each row with the score of the first list that holds it."""
    found: dict[int, float] = {}
    for listed in lists:
        for row, score in listed:
            found.setdefault(row, score)
    return found


def _last_score(lists: Sequence[Scored]) -> dict[int, float]:
    """Each row with the score of the last list that holds it."""
    return {row: score for listed in lists for row, score in listed}


def _shares(found: dict[int, float]) -> dict[int, float]:
    top = max(found.values(), default=0.0) or 1.0
    return {row: score / top for row, score in found.items()}


def folded(judged: Sequence[Judged], limit: int, infos: Mapping[str, DocumentInfo]) -> tuple[Hit, ...]:
    """The best ``limit`` hits; a passage whose words another one already holds becomes one of its places."""
    kept: list[tuple[Judged, dict[str, int], list[Also]]] = []
    holders: dict[str, list[int]] = {}  # which of those kept hold a part: only they can say the same
    for one in judged[: FOLDED * limit]:
        parts = _PART.split(one.evidence.view)
        known = holders.keys() & parts
        if not known and len(kept) >= limit:
            continue
        shape = {part: len(part) for part in parts if len(part) > 3}
        near = sorted({at for part in known for at in holders[part]})
        twin = next((kept[at] for at in near if _same(shape, kept[at][1])), None)
        if twin is not None and twin[0].passage.doc != one.passage.doc:
            if all(also.doc != one.passage.doc for also in twin[2]):
                twin[2].append(Also(one.passage.doc, one.passage.clause_id))
        elif len(kept) < limit:
            for part in shape:
                holders.setdefault(part, []).append(len(kept))
            kept.append((one, shape, []))
    return descending(_hit(one, also, exact.caution(infos.get(one.passage.doc))) for one, _, also in kept)


def descending(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits in their order, none scored above the one before it (sides of a comparison take turns)."""
    found: list[Hit] = []
    for hit in hits:
        found.append(replace(hit, score=min(hit.score, found[-1].score)) if found else hit)
    return tuple(found)


def _hit(one: Judged, also: Sequence[Also], caution: str) -> Hit:
    start = one.passage.start
    marks = sorted({(start + found.start, start + found.end) for found in one.evidence.found if found.strength > 0.4})
    ranks = (("keyword", one.keyword), ("vector", one.vector), ("rerank", one.score))
    return Hit(one.passage, one.score, ranks, tuple(also), tuple(marks), caution)


def _same(one: dict[str, int], other: dict[str, int]) -> bool:
    """Whether two passages say the same, by the parts between their punctuation marks and how long these are.

    Four fifths of the words of the shorter one stand in the other, and it is of like length.
    """
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    if len(small) < 3 or len(small) < 0.5 * len(large):
        return False
    shared = small.keys() & large.keys()
    return bool(shared) and sum(map(small.__getitem__, shared)) >= ALIKE * sum(small.values())
