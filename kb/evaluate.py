"""Evaluation (评测): target rows against labels, hits and answers against questions with known passages."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import BadQuestionsFile
from kb.model import Answer, Hit, TargetRow
from kb.spelling import plain

if TYPE_CHECKING:
    from kb.library import Library

SAME_METRIC, SHARED_QUOTE = 0.6, 0.6
FIELDS = ("comparator", "change", "baseline_year", "agencies", "lead", "scope", "year_role", "period_start", "binding")
CUTS = (1, 5, 10)


# --- targets


def targets(library: Library, files: Sequence[Path]) -> str:
    """Precision, recall and F1 of rows, and of every field on the rows that match, over the labelled documents."""
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in files:
        for label in _lines(file):
            if not label.get("value_missing"):
                labels[str(label["doc"])].append(label)
    known = {info.doc for info in library.documents()}
    held: dict[str, list[TargetRow]] = defaultdict(list)
    for row in library.targets():
        if row.doc in labels and not row.value_missing:
            held[row.doc].append(row)
    total: Counter[str] = Counter()
    for doc, wanted in labels.items():
        if doc in known:
            total.update(_score(wanted, held[doc]))
    missing = [doc for doc in labels if doc not in known]
    return "\n".join(_target_report(total, len(labels) - len(missing), missing))


def _score(wanted: Sequence[dict[str, Any]], found: Sequence[TargetRow]) -> Counter[str]:
    pairs = _pairs(wanted, found)
    spare = sum(bool(wanted[at].get("optional")) for at, _ in pairs)
    counts = Counter(wanted=sum(not row.get("optional") for row in wanted), found=len(found) - spare)
    for at, other in pairs:
        label, row = wanted[at], found[other]
        if label.get("optional"):
            continue
        counts["paired"] += 1
        counts["right"] += _alike(str(label.get("metric") or ""), row.metric) >= SAME_METRIC
        for field in FIELDS:
            counts[field] += _norm(label.get(field)) == _norm(getattr(row, field))
    return counts


def _pairs(wanted: Sequence[dict[str, Any]], found: Sequence[TargetRow]) -> list[tuple[int, int]]:
    """One to one, the best pairs first: same amount and year, quotes that overlap."""
    edges = sorted(
        (
            (-weight, at, other)
            for at, label in enumerate(wanted)
            for other, row in enumerate(found)
            if (weight := _weight(label, row)) > 0
        )
    )
    left, right = set(range(len(wanted))), set(range(len(found)))
    pairs = []
    for _, at, other in edges:
        if at in left and other in right:
            left.discard(at)
            right.discard(other)
            pairs.append((at, other))
    return pairs


def _weight(label: dict[str, Any], row: TargetRow) -> float:
    if (label.get("kind") == "milestone") != (row.kind == "milestone"):
        return 0.0
    if label.get("year") != row.year and not (label.get("year") is None and row.year_basis == "inferred"):
        return 0.0
    if row.kind != "milestone" and not _same_amount(label, row):
        return 0.0
    shared = _shared(str(label.get("quote") or ""), row.quote)
    metric = _alike(str(label.get("metric") or ""), row.metric)
    if not shared and not (label.get("table") and metric >= SAME_METRIC and label.get("page") == row.page):
        return 0.0
    return 0.1 + metric + (1.0 if metric >= SAME_METRIC else 0.0) + 0.3 * shared


def _same_amount(label: dict[str, Any], row: TargetRow) -> bool:
    from extract.normalise import normalise

    unit = str(label.get("unit") or "")
    for wanted, got in ((label.get("value"), row.value), (label.get("value_max"), row.value_max)):
        if (wanted is None) != (got is None):
            return False
        if wanted is None or got is None:
            continue
        one, other = normalise(Decimal(str(wanted)), unit), normalise(Decimal(str(got)), row.unit)
        if one.unit != other.unit or one.value is None or other.value is None:
            return False
        if not math.isclose(one.value, other.value, rel_tol=2e-4, abs_tol=1e-9):
            return False
    return True


def _alike(one: str, other: str) -> float:
    """The share of characters that two names have in common (F1)."""
    first, second = Counter(_tight(one)), Counter(_tight(other))
    same = sum((first & second).values())
    return 2 * same / (sum(first.values()) + sum(second.values())) if same else 0.0


def _norm(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return frozenset(_tight(str(one)) for one in value)
    return _tight(value) if isinstance(value, str) else (value or "")


def _target_report(total: Counter[str], documents: int, missing: Sequence[str]) -> Iterator[str]:
    precision = total["right"] / total["found"] if total["found"] else 0.0
    recall = total["right"] / total["wanted"] if total["wanted"] else 0.0
    score = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    yield f"目标：{documents} 份文件，标注 {total['wanted']} 行，抽取 {total['found']} 行"
    yield f"  行  准确率 {precision:.3f}  召回率 {recall:.3f}  F1 {score:.3f}"
    for field in FIELDS:
        yield f"  {field}  {total[field] / max(1, total['paired']):.3f}"
    if missing:
        yield f"  库中没有、未计入的文件：{'、'.join(missing)}"


# --- questions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: rank of the known passage (None when not among the hits), citations, refusal."""

    kind: str
    answerable: bool
    rank: int | None
    cited: bool
    given: int
    good: int
    figures: bool | None
    abstained: bool


def questions(library: Library, file: Path) -> str:
    """Recall@k, MRR, citations and refusals over questions with known passages ({"doc", "quote"} or {"doc", "clause"})."""
    outcomes = [outcome(library, item) for item in _lines(file)]
    if not outcomes:
        raise BadQuestionsFile(f"{file} 中没有问题")
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[one.kind].append(one)
    parts = [f"问题：{file.name}，{len(outcomes)} 个"]
    parts += [_line(kind, group) for kind, group in sorted(groups.items())]
    return "\n".join([*parts, _line("合计", outcomes)])


def outcome(library: Library, item: dict[str, Any]) -> Outcome:
    """One question asked of the library."""
    query = library.understand(str(item["question"]))
    hits = library.search(query, max(CUTS))
    answer = library.ask(query)
    known = [_passage(library, one) for one in item.get("answers", ())]
    ranks = [_rank(hits, one) for one in known]
    whole = bool(item.get("need_all"))
    reached = [rank for rank in ranks if rank is not None]
    rank = (max(reached) if len(reached) == len(ranks) else None) if whole else min(reached, default=None)
    done = [any(_cites(citation.doc, citation.quote, one) for citation in answer.citations[:5]) for one in known]
    return Outcome(
        kind=str(item.get("type", "")),
        answerable=bool(known),
        rank=rank if known else None,
        cited=bool(done) and (all(done) if whole else any(done)),
        given=len(answer.citations[:5]),
        good=sum(any(_cites(one.doc, one.quote, passage) for passage in known) for one in answer.citations[:5]),
        figures=_figures(str(item.get("answer_text", "")), answer),
        abstained=answer.abstained,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    docs: frozenset[str]
    words: str


def _passage(library: Library, answer: dict[str, Any]) -> _Known:
    docs = frozenset([str(answer["doc"]), *answer.get("or", ())])
    if "quote" in answer:
        return _Known(docs, _tight(str(answer["quote"])))
    label = str(answer.get("clause", ""))
    clauses = [clause for clause in library.clauses(str(answer["doc"])) if clause.label == label]
    if not clauses:
        raise BadQuestionsFile(f"{answer['doc']} 中没有条款 {label}")
    return _Known(docs, _tight(clauses[0].text))


def _rank(hits: Sequence[Hit], known: _Known) -> int | None:
    for number, hit in enumerate(hits, 1):
        docs = {hit.passage.doc, *(also.doc for also in hit.also)}
        if docs & known.docs and _holds(hit.passage.text, known.words):
            return number
    return None


def _cites(doc: str, quote: str, known: _Known) -> bool:
    words = _tight(quote)
    return doc in known.docs and len(words) >= 10 and (_holds(quote, known.words) or words in known.words)


def _holds(passage: str, words: str) -> bool:
    """Whether a passage contains at least 60 % of the words as one run."""
    text = _tight(passage)
    if not words or words in text:
        return bool(words)
    match = SequenceMatcher(None, text, words, autojunk=False).find_longest_match(0, len(text), 0, len(words))
    return match.size >= SHARED_QUOTE * len(words)


def _figures(expected: str, answer: Answer) -> bool | None:
    """Whether all figures of the expected answer stand in the answer; None when it has none (years do not count)."""
    wanted = {figure for figure in _numbers(expected) if not re.fullmatch(r"(?:19|20)\d\d", figure)}
    return wanted <= set(_numbers(answer.text)) if wanted else None


def _numbers(text: str) -> Iterator[str]:
    for number in re.findall(r"\d+(?:\.\d+)?", plain(text).replace(",", "")):
        yield number.rstrip("0").rstrip(".") if "." in number else number


def _line(name: str, group: Iterable[Outcome]) -> str:
    listed = list(group)
    asked = [one for one in listed if one.answerable]
    refused = [one for one in listed if not one.answerable]
    parts = [f"{name or '（未分类）'}：{len(listed)} 个"]
    if asked:
        parts += [
            f"R@{cut} {sum(one.rank is not None and one.rank <= cut for one in asked) / len(asked):.3f}" for cut in CUTS
        ]
        parts.append(f"MRR {sum(1 / one.rank for one in asked if one.rank is not None) / len(asked):.3f}")
        parts.append(f"引证正确 {sum(one.cited for one in asked) / len(asked):.3f}")
        given = sum(one.given for one in asked)
        parts.append(f"引证准确率 {sum(one.good for one in asked) / max(1, given):.3f}")
        parts.append(f"误拒 {sum(one.abstained for one in asked)}/{len(asked)}")
    figures = [one.figures for one in asked if one.figures is not None]
    if figures:
        parts.append(f"数字正确 {sum(figures)}/{len(figures)}")
    if refused:
        parts.append(f"应拒已拒 {sum(one.abstained for one in refused)}/{len(refused)}")
    return "  ".join(parts)


def _shared(one: str, other: str) -> float:
    """How much of two quotes is one run of the same words; 0 when less than half of the shorter."""
    first, second = _tight(one), _tight(other)
    if not first or not second:
        return 0.0
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match(0, len(first), 0, len(second))
    return match.size / max(len(first), len(second)) if 2 * match.size >= min(len(first), len(second)) else 0.0


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", plain(text))


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file.read_text("utf-8-sig").splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadQuestionsFile(f"{file} 第 {number} 行不是 JSON") from error
            yield row
