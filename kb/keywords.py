"""The keyword index (关键词索引): words and character pairs of every passage in tantivy, rebuilt from the store."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb import word_counts
from kb.errors import DiskFull
from kb.model import Filters
from kb.naming import of_document
from kb.spelling import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from kb.model import Passage, TargetRow
    from kb.store import Store
    from kb.subsets import Subset

_DICTIONARY = Path(__file__).parent.parent / "extract" / "data" / "dictionary.txt"
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z0-9.+-]*[a-z0-9]|[a-z]")
STOP = frozenset("的了和与及或等在对为以于其之而并将把被从向由是有也都就还要到上下中内外各该本这那个们地得着过")
LONG = 200  # characters from which on a text is no question: then many are going to be cut
LAYOUT = 5  # rises when the fields or their words change
FIELDS = {"words": 1.0, "head": 0.5, "title": 0.3}
METRICS = {"metric": 1.0}  # the field searched for questions about amounts
YEARS = 1.0  # weight of a year that a target of the passage is for
PAIRS = 0.35  # weight of a character pair of the question
LARGE, COMMON = (
    300_000,
    0.05,
)  # passages from which on pairs in this share of them are left out: .997 of the ten best for .84 of the time
WIDE = 0.05  # from this share of all passages on, a subset is sifted out of the best of all passages
DEEP = 1_500  # … of which so many are looked through
# Bytes that the writer holds before it closes a segment: a search goes through every segment, so the fewer the quicker.
_HEAP, _HEAP_A_PASSAGE, _MOST_HEAP = 64_000_000, 2_000, 1_000_000_000
_LEAST_FREE = 1_000_000  # bytes below which a write that failed is put down to the disk being full


def cutter() -> Any:
    """The jieba tokenizer with the policy dictionary: the whole one once something long was cut, before that a quick one."""
    return whole_cutter() if whole_cutter.cache_info().currsize else _quick() or whole_cutter()


@cache
def whole_cutter() -> Any:
    """jieba with all its words in memory: most of a second to load, and the quicker the more is cut."""
    tokenizer = _jieba().Tokenizer()
    if _DICTIONARY.exists():
        with _DICTIONARY.open("rb") as file:
            tokenizer.load_userdict(file)
    tokenizer.initialize()
    if word_counts.read(_counts()) is None:
        word_counts.write(_counts(), tokenizer.FREQ, tokenizer.total)
    return tokenizer


@cache
def _quick() -> Any:
    """jieba that looks its words up in a file that ``whole_cutter`` has left: the same cuts; None when there is no file."""
    held = word_counts.read(_counts())
    if held is None:
        return None
    tokenizer = _jieba().Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = held, held.total, True
    return tokenizer


def _counts() -> Path:
    """The file of word counts beside jieba's own: another one for every version of jieba and of the policy dictionary."""
    words = _DICTIONARY.read_bytes() if _DICTIONARY.exists() else b""
    made = hashlib.sha256(words + _jieba().__version__.encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"policykb-words-{made}.bin"


def _jieba() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba


@cache
def terms_of_art() -> frozenset[str]:
    """The words of the policy dictionary."""
    if not _DICTIONARY.exists():
        return frozenset()
    return frozenset(line.split(" ", 1)[0] for line in _DICTIONARY.read_text(encoding="utf-8").splitlines() if line)


def tokens(text: str) -> str:
    """The index words of ``text``, joined by blanks: words of every length, numbers, Latin words; stop characters out."""
    return " ".join(words(plain(text)))


def words(view: str) -> list[str]:
    """Words of a plain view (see ``spelling``), long words also in their parts (检索分词)."""
    found: list[str] = []
    for word in (whole_cutter() if len(view) > LONG else cutter()).cut_for_search(view):
        if _HAN.fullmatch(word):
            if word not in STOP:
                found.append(word)
        elif not word.isspace():
            found.extend(_LATIN.findall(word))
    for number in _NUMBER.findall(view):
        found.append(number)
        if number.endswith("%"):
            found.append(number[:-1])
    return found


def pairs(view: str) -> list[str]:
    """Overlapping character pairs (二元字串) of the Chinese runs of a plain view."""
    return [run[i : i + 2] for run in _HAN.findall(view) for i in range(len(run) - 1)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search asks the index for: groups of words of which the best counts, and character pairs.

    A group is a word of the question with its official wordings: ((words, weight), …), the words of one wording
    counting together. ``place``: only passages of documents of this place. With ``metrics`` the names of
    the passages' targets are searched instead of their words, ``years`` then being the targets' years.
    """

    groups: tuple[tuple[tuple[tuple[str, ...], float], ...], ...]
    pairs: tuple[str, ...] = ()
    place: str = ""
    metrics: bool = False
    years: tuple[str, ...] = ()


class KeywordIndex:
    """The tantivy index in ``folder``; a cache that ``sync`` brings to the state of the store."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = folder / "stamp.json"
        self._lock = threading.Lock()
        self._index: Any = None
        self._searcher: Any = None
        self._generation = -1
        self._copy: tempfile.TemporaryDirectory[str] | None = None

    def sync(self, store: Store) -> None:
        """Add and remove what changed in the store since last time; build anew when the index cannot be used."""
        generation = store.generation()
        if generation == self._generation and self._searcher is not None:
            return
        with self._lock:
            try:
                self._follow(store, generation, self._held())
            except (OSError, ValueError):  # tantivy's errors are ValueErrors: a damaged folder is made anew
                if os.access(self._folder.parent, os.W_OK):
                    with _disk_told(self._folder):
                        self._follow(store, generation, None)
                else:
                    self._move()
                    self._follow(store, generation, self._held())

    def _move(self) -> None:
        """Go on in a copy of the folder that lasts as long as this index: tantivy must write even where it only reads."""
        self._copy = tempfile.TemporaryDirectory(prefix="policykb-")
        folder = Path(self._copy.name, self._folder.name)
        if self._folder.is_dir():
            shutil.copytree(self._folder, folder)
        self._folder, self._stamp = folder, folder / self._stamp.name

    def _follow(self, store: Store, generation: int, held: tuple[int, NDArray[np.int64]] | None) -> None:
        if held is None:
            self._index = None
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._index is None:
            self._index = _open(self._folder)
        if held is None or held[0] != generation:
            self._write(store, held[1] if held is not None else None, generation)
        self._index.reload()
        self._searcher = self._index.searcher()
        self._generation = generation

    def _held(self) -> tuple[int, NDArray[np.int64]] | None:
        """The generation and the rows that the index on disk holds; None when it must be built anew."""
        import numpy as np

        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
            rows = np.load(self._folder / "rows.npy")
        except (OSError, ValueError):
            return None
        return (int(stamp["generation"]), rows) if stamp.get("made") == _made() else None

    def _write(self, store: Store, before: NDArray[np.int64] | None, generation: int) -> None:
        import numpy as np

        live = store.live_rows()
        gone = np.setdiff1d(before, live) if before is not None else live[:0]
        new = np.setdiff1d(live, before) if before is not None else live
        self._stamp.unlink(missing_ok=True)
        if len(gone) or len(new):
            heap = min(_MOST_HEAP, max(_HEAP, _HEAP_A_PASSAGE * len(new)))
            writer = self._index.writer(heap_size=heap, num_threads=1)
            for row in gone.tolist():
                writer.delete_documents_by_term("row", row)
            wanted = set(new.tolist())
            held = _Targets(store)
            for passage, index in store.iter_passages(int(new[0]) - 1) if len(new) else ():
                if passage.row in wanted:
                    writer.add_document(_entry(passage, index, held.within(passage)))
            writer.commit()
            writer.wait_merging_threads()
        np.save(self._folder / "rows.npy", live)
        self._stamp.write_text(json.dumps({"made": _made(), "generation": generation}), encoding="utf-8")

    def search(self, wanted: Wanted, limit: int, among: Subset | None = None) -> list[tuple[int, float]]:
        """The best rows with their BM25 scores, best first; only those of ``among`` when it is given."""
        import tantivy

        fields = METRICS if wanted.metrics else FIELDS
        parts = [part for group in wanted.groups for part in self._group(group, fields)]
        parts += [self._term("pairs", pair, PAIRS) for pair in self._rare(wanted.pairs)]
        parts += [self._term("years", year, YEARS) for year in wanted.years]
        if not parts:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])
        if wanted.place:
            near = tantivy.Query.const_score_query(self._term("place", wanted.place, 1.0), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, near)])
        return self._run(query, limit, among)

    def holding(self, phrase: str, limit: int, among: Subset | None = None) -> list[int]:
        """Rows that may hold the exact words of a plain view: all its character pairs, numbers and Latin words."""
        import tantivy

        needed = [("pairs", pair) for pair in pairs(phrase)]
        needed += [("words", word) for word in (*_LATIN.findall(phrase), *re.findall(r"\d+(?:\.\d+)?", phrase))]
        if not needed:
            return []
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, self._term(field, word, 1.0)) for field, word in needed]
        )
        return [row for row, _ in self._run(query, limit, among)]

    def frequency(self, word: str) -> int:
        """In how many passages a word stands."""
        return int(self._searcher.doc_freq("words", word)) if self._searcher is not None else 0

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs) if self._searcher is not None else 0

    def _rare(self, listed: Sequence[str]) -> Sequence[str]:
        """The pairs that are looked for: in a large library not those that stand everywhere, which tell little and cost most."""
        if self.size < LARGE:
            return listed
        return [pair for pair in listed if self._searcher.doc_freq("pairs", pair) < COMMON * self.size]

    def _group(self, group: Sequence[tuple[tuple[str, ...], float]], fields: Mapping[str, float]) -> list[Any]:
        """What a group adds to a search: the terms of its only wording one by one, else the best of its wordings."""
        import tantivy

        wordings: list[list[Any]] = []
        for parts, weight in group:
            terms = [
                self._term(field, word, weight * boost / len(parts) ** 0.5)
                for word in parts
                for field, boost in fields.items()
            ]
            wordings.append(terms)
        if len(wordings) == 1:
            return wordings[0]
        sums = [tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms]) for terms in wordings]
        return [tantivy.Query.disjunction_max_query(sums, 0.1)]

    def _term(self, field: str, word: str, weight: float) -> Any:
        import tantivy

        query = tantivy.Query.term_query(self._index.schema, field, word, "freq")
        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)

    def _run(self, query: Any, limit: int, among: Subset | None) -> list[tuple[int, float]]:
        import tantivy

        if among is not None:
            if not len(among):
                return []
            if len(among) >= WIDE * self.size:
                kept = self._sifted(query, limit, among)
                if kept is not None:
                    return kept
            allowed = tantivy.Query.const_score_query(
                tantivy.Query.term_set_query(self._index.schema, "document", list(among.documents)), 0.0
            )
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, allowed)])
        return self._top(query, limit)

    def _sifted(self, query: Any, limit: int, among: Subset) -> list[tuple[int, float]] | None:
        """The rows of a wide subset among the best of all; None when they may be too few."""
        import numpy as np

        found = self._top(query, DEEP)
        rows = np.asarray([row for row, _ in found], dtype=np.int64)
        places = np.minimum(np.searchsorted(among.rows, rows), len(among) - 1)
        inside = (among.rows[places] == rows).tolist()
        kept = [pair for pair, held in zip(found, inside, strict=True) if held]
        return kept[:limit] if 2 * len(kept) >= limit or len(found) < DEEP else None

    def _top(self, query: Any, limit: int) -> list[tuple[int, float]]:
        found = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values("row", [address for _, address in found])
        return [(int(row), float(score)) for row, (score, _) in zip(rows, found, strict=True)]


@contextmanager
def _disk_told(folder: Path) -> Iterator[None]:
    """Errors of writing an index on a full disk as the library's own; others stay what they are."""
    try:
        yield
    except (OSError, ValueError) as error:
        if "No space left" in str(error) or shutil.disk_usage(folder.parent).free < _LEAST_FREE:
            raise DiskFull(str(folder.parent)) from error
        raise


def _open(folder: Path) -> Any:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_integer_field("row", fast=True, indexed=True)
    for field in (*FIELDS, *METRICS, "pairs", "place", "years"):
        schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    schema.add_text_field("document", tokenizer_name="raw", index_option="basic")
    return tantivy.Index(schema.build(), path=str(folder))


class _Targets:
    """The target rows of one document at a time, as the passages of a library come document by document."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._doc = ""
        self._rows: tuple[TargetRow, ...] = ()

    def within(self, passage: Passage) -> list[TargetRow]:
        if passage.doc != self._doc:
            self._doc, self._rows = passage.doc, self._store.targets(Filters(docs=(passage.doc,)))
        return [row for row in self._rows if passage.start <= row.start < passage.end]


def _entry(passage: Passage, index: str, targets: Sequence[TargetRow]) -> Any:
    import tantivy

    body, _, head = index.partition("\t")
    return tantivy.Document(
        row=passage.row,
        document=passage.document_id,
        words=body,
        head=head,
        title=_title_words(passage.title),
        pairs=" ".join(pairs(plain(f"{passage.head}\n{passage.text}"))),
        place=" ".join(map(plain, of_document(passage.region, passage.title))),
        metric=" ".join(dict.fromkeys(word for row in targets for word in words(plain(f"{row.metric} {row.unit}")))),
        years=" ".join({str(row.year) for row in targets if row.year is not None}),
    )


@lru_cache(maxsize=64)
def _title_words(title: str) -> str:
    return tokens(title)


@cache
def _made() -> str:
    """What the index was made by: its layout, jieba and the policy dictionary."""
    import tantivy

    digest = hashlib.sha256(f"{LAYOUT} {tantivy.__version__}".encode())
    return digest.hexdigest()[:16]
