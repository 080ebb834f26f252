"""Weights of ranking and extracts, fitted on the project's own questions: ``python -m bench.fit_search LIBRARY``.

LIBRARY holds the policies of ../shared. Learned from: the held-out questions of ``kb/encoder/questions.jsonl`` (the encoder has not
seen them, so that its vectors count for what they are worth), the same with the place of their document named, questions for
the bodies that clauses charge, made of the clauses' headings. Gold questions and the regression suite take no part.
Prints what is reached on documents left out in turn (five parts by file), then writes kb/rerank.json and kb/extracts.json with
``--write NAME…``; after that kb/support.json is to be learned anew from them (``bench.fit_support``, which takes up the
questions without an answer that are made here).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from kb import Library, align, duties, extracts, places, rerank, thesaurus
from kb.encoder import anchors
from kb.model import Passage
from kb.needs import find
from kb.search import Searcher
from kb.spelling import plain

Array = npt.NDArray[np.float64]
SHARED = Path(__file__).resolve().parents[2] / "shared"
ELSEWHERE = Path(__file__).parent / "asked" / "elsewhere.txt"
NEAR = ELSEWHERE.with_name("near.txt")
KEPT = 70  # candidates of a question that are learned from
NARROW = 260  # an anchor up to this long says which sentences answer
CHARGES = 160
ASKING = ("归哪些部门管", "由谁负责", "的责任单位有哪些", "是哪个部门牵头", "谁来抓", "哪几家单位负责")
STATED, ALIKE = 240, 0.4  # rows asked for; metrics more alike than this may be one
FOLDS = 5
FIXED = ("phrase", "standing", "genre")  # of ranking, set by hand: no question to learn from asks for them
NO_YEARS = ("2043年", "2048年", "2033年")
NO_PLACES = ("西藏", "新疆", "香港", "台湾", "鄂尔多斯", "喀什", "三亚", "印度", "巴西", "澳大利亚", "拉萨", "大同")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the words that answer it and the document (16 digits) in which they stand; "" when nothing does."""

    text: str
    words: str
    file: str
    kind: str


@dataclass(slots=True)
class Lists:
    """Features of what was found for one question, and which of it is right."""

    asked: Question
    ranked: Array
    right: npt.NDArray[np.bool_]
    sentences: Array
    said: npt.NDArray[np.bool_]


def own(library: Library, policies: Path) -> Iterator[Question]:
    """The held-out questions, those without a place once more with that of their document, and with its one year too."""
    every = [one for one in anchors.read() if one.held_out]
    info_of = {info.document_id: info for info in library.documents()}
    for one, words in zip(every, anchors.texts(every, policies), strict=True):
        info = info_of.get(one.file[:16])
        for text in one.questions if info is not None else ():
            yield Question(text, words, one.file[:16], "own")
            if info is not None and info.place != places.NATION and not places.find(text):
                names = [name for name in places.wordings(info.place) if len(name) > 1]
                yield Question(min(names, key=len) + text, words, one.file[:16], "placed")
                years = set(re.findall(r"(20[2-6]\d)年", words))
                if len(years) == 1 and not re.search(r"20\d\d|[哪何]年|时候", text):
                    yield Question(f"{min(names, key=len)}{years.pop()}年{text}", words, one.file[:16], "dated")


def charged(library: Library, random_: random.Random) -> Iterator[Question]:
    """Who is responsible for what a clause's heading says, half of them with the place named."""
    held = [one for one, _ in library.store.iter_passages() if any(duties.duties(one))]
    random_.shuffle(held)
    for passage in held[:CHARGES]:
        duty = next(duties.duties(passage))
        heading = re.sub(r"^[\W\d一二三四五六七八九十]+", "", passage.head.rsplit(" / ", 1)[-1])
        if 4 <= len(heading) <= 24 and duty.span.end <= passage.end:
            place = random_.choice(("", min(places.wordings(passage.region), key=len)))
            yield Question(f"{place}{heading}{random_.choice(ASKING)}", passage.text, passage.document_id, "agency")


def stated(library: Library, random_: random.Random) -> Iterator[Question]:
    """What rows of the target table state (place, year, metric in everyday words), and the same of a place without such a row."""
    rows = [
        row
        for info in library.documents()
        if info.place not in ("", places.NATION)
        for row in library.store.targets_of(info.doc)
        if row.region == info.place and row.year is not None and 4 <= len(row.metric) <= 16 and row.kind == "target"
    ]
    held: dict[str, set[str]] = {}
    for row in rows:
        held.setdefault(row.region, set()).add(row.metric)
    ids = {info.doc: info.document_id for info in library.documents()}
    everyday = {term: group.everyday for group in thesaurus.groups() for term in group.official if len(term) > 1}
    for row in random_.sample(rows, min(STATED, len(rows))):
        asking = random_.choice(("要达到多少", "目标是多少", "要到多少", "多少"))
        name = min(places.wordings(row.region), key=len)
        metric = row.metric
        for term in sorted((term for term in everyday if term in metric), key=len, reverse=True)[:1]:
            metric = metric.replace(term, random_.choice(everyday[term]))
        yield Question(f"{name}{row.year}年{metric}{asking}", row.quote, ids[row.doc][:16], "stated")
        other = random_.choice(sorted(held))
        if all(align.similarity(row.metric, one) < ALIKE for one in held[other]):
            name = min(places.wordings(other), key=len)
            yield Question(f"{name}{row.year}年{metric}{asking}", "", "", "crossed")


def unanswered(asked: Sequence[Question], regions: Sequence[str], random_: random.Random) -> Iterator[Question]:
    """Near misses of the questions, and questions about other things; ``regions`` are names of the library's places."""
    for one in [one for one in asked if one.kind != "dated"]:
        named = [mention for mention in places.find(one.text) if mention.place.name != places.NATION]
        year = re.search(r"20\d\d年?", one.text)
        if year:
            yield replace(one, text=one.text.replace(year.group(), random_.choice(NO_YEARS)), file="", kind="year")
        if named and random_.random() < 0.5:
            text = one.text[: named[0].start] + random_.choice(NO_PLACES) + one.text[named[0].end :]
            yield replace(one, text=text, file="", kind="place")
    for line in ELSEWHERE.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield Question(line.strip(), "", "", "elsewhere")
    for line in NEAR.read_text(encoding="utf-8").splitlines():
        for place in random_.sample(regions, 2) if line.strip() else ():
            yield Question(line.strip().format(place=place), "", "", "near")


def look(searcher: Searcher, asked: Question) -> Lists | None:
    """Everything that ranking, extracts and support see of one question; None when nothing is found."""
    question = searcher.prepare(searcher.understand(asked.text))
    judged = searcher.judged_once(question)
    if not judged:
        return None
    wanted = grams(asked.words, 8)
    shares = [share(one.passage, wanted, asked.file) for one in judged]
    least = max(0.15, min(0.4, max(shares)))
    sentences, said, wanted = [], [], grams(asked.words, 6)
    for rank, one in enumerate(judged[: extracts.PASSAGES]):
        head = find(plain(one.passage.head), question.needs)
        for sentence in one.evidence.sentences:
            if not extracts.is_heading(one.passage.text, sentence):
                own_words = grams(one.passage.text[sentence.start : sentence.end], 6)
                held = len(own_words & wanted) / len(own_words)
                back = len(own_words & wanted) / max(1, len(wanted))
                said.append(held >= 0.7 or back >= 0.6)
                sentences.append(extracts.features(question, one, rank, sentence, head, judged[0].score))
    return Lists(
        asked,
        np.asarray([one.features for one in judged[:KEPT]]),
        np.asarray([share >= least for share in shares[:KEPT]]),
        np.asarray(sentences),
        np.asarray(said),
    )


def share(passage: Passage, wanted: set[str], file: str) -> float:
    """How much of the answer's words a passage holds; in another document it must be most of them."""
    share = len(grams(passage.text, 8) & wanted) / len(wanted)
    return share if passage.document_id == file or share > 0.5 else 0.0


def grams(text: str, size: int) -> set[str]:
    solid = re.sub(r"\W", "", text)
    return {solid[at : at + size] for at in range(max(1, len(solid) - size + 1))}


def fit_lists(lists: Sequence[tuple[Array, npt.NDArray[np.bool_]]], before: Array, firmness: float = 1e-3) -> Array:
    """Weights under which right entries of each list stand first (listwise softmax), held near those before."""
    from scipy.optimize import minimize

    used = [(features, right) for features, right in lists if right.any() and not right.all()]
    stacked = np.concatenate([features for features, _ in used])
    good = np.concatenate([right for _, right in used])
    sizes = [len(features) for features, _ in used]
    starts = np.cumsum([0, *sizes[:-1]])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = stacked @ weights
        shares = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        shares /= np.repeat(np.add.reduceat(shares, starts), sizes)
        mass = np.add.reduceat(shares * good, starts) + 1e-12
        slope = stacked.T @ (shares - shares * good / np.repeat(mass, sizes))
        away = weights - before
        return float(firmness * away @ away - np.log(mass).mean()), slope / len(used) + 2 * firmness * away

    return np.asarray(minimize(loss, before, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x)


def first(scores: Array, right: npt.NDArray[np.bool_]) -> int:
    """The place of the first right entry, counted from 0."""
    order = np.argsort(-scores, kind="stable")
    return int(np.argmax(right[order])) if right.any() else 10**6


def told(found: Sequence[int]) -> str:
    ranks = np.asarray(found)
    return " ".join(f"@{k} {np.mean(ranks < k):.3f}" for k in (1, 3, 5, 10)) + f" (n {len(ranks)})"


def weights_of(name: str) -> Array:
    path = Path(rerank.__file__).with_name(name)
    names = {"rerank.json": rerank.NAMES, "extracts.json": extracts.NAMES}[name]
    return np.asarray([json.loads(path.read_text(encoding="utf-8"))["weights"][one] for one in names])


def held_out(lists: Sequence[Lists]) -> None:
    """What weights learned from four parts reach on the fifth, beside the weights as they are."""
    files = sorted({one.asked.file for one in lists})
    now: dict[str, list[int]] = {}
    for part in range(FOLDS):
        left = set(files[part::FOLDS])
        rest = [one for one in lists if one.asked.file not in left]
        ranking = fit_lists([(one.ranked, one.right) for one in rest], weights_of("rerank.json"))
        saying = fit_lists([(one.sentences, one.said) for one in rest if _narrow(one)], weights_of("extracts.json"))
        for one in lists:
            if one.asked.file in left:
                for name, weights in (("as it is", weights_of("rerank.json")), ("fitted", ranking)):
                    now.setdefault(f"ranking {one.asked.kind} {name}", []).append(
                        first(one.ranked @ weights, one.right)
                    )
                if _narrow(one):
                    for name, weights in (("as it is", weights_of("extracts.json")), ("fitted", saying)):
                        now.setdefault(f"sentence {one.asked.kind} {name}", []).append(
                            first(one.sentences @ weights, one.said)
                        )
    for name, ranks in sorted(now.items()):
        print(f"{name}: {told(ranks)}")


def _narrow(one: Lists) -> bool:
    return len(one.asked.words) <= NARROW and len(one.sentences) > 0


def write(name: str, names: Sequence[str], weights: Array) -> None:
    path = Path(rerank.__file__).with_name(name)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    data["weights"] = {one: round(float(weight), 4) for one, weight in zip(names, weights, strict=True)}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--policies", type=Path, default=SHARED / "policies")
    parser.add_argument("--every", type=int, default=1, help="learn from every n-th question only")
    parser.add_argument(
        "--write",
        nargs="+",
        choices=("rerank", "extracts"),
        default=(),
        help="weights to write",
    )
    given = parser.parse_args()
    chance = random.Random(7)
    with Library.open(given.library, create=False) as library:
        searcher = library.searcher
        asked = [*own(library, given.policies), *charged(library, chance)][:: given.every]
        lists = [found for one in asked if (found := look(searcher, one)) is not None]
    print(f"{len(lists)} questions", file=sys.stderr)
    held_out(lists)
    for name, (names, weights) in ordering(lists).items():
        if name in given.write:
            write(f"{name}.json", names, weights)


def ordering(lists: Sequence[Lists]) -> dict[str, tuple[Sequence[str], Array]]:
    """Weights of ranking and of extracts with the names of their features; those set by hand stay as they are."""
    before = weights_of("rerank.json")
    ranking = fit_lists([(one.ranked, one.right) for one in lists], before)
    for name in FIXED:
        ranking[rerank.NAMES.index(name)] = before[rerank.NAMES.index(name)]
    saying = fit_lists([(one.sentences, one.said) for one in lists if _narrow(one)], weights_of("extracts.json"))
    return {"rerank": (rerank.NAMES, ranking), "extracts": (extracts.NAMES, saying)}


if __name__ == "__main__":
    main()
