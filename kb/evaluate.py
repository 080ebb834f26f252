"""How right a library is (评测): target rows against labels, search and answers against questions with known passages.

Label files hold the rows of ``gold/LABELLING.md``; question files ``{"id", "question", "answers": [{"doc", "quote"}]}``
lines, ``answers`` empty (or type ``unanswerable``) where the library must say that it does not know.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import BadValue
from kb.model import Citation, Hit
from kb.scoring import FIELDS, Tally, score, squeezed

if TYPE_CHECKING:
    from kb.library import Library

_NAMES = {
    "comparator": "比较", "change": "变化", "baseline_year": "基期", "agencies": "责任单位", "lead": "牵头", "scope": "范围",
    "year_role": "年份性质", "period_start": "起始年", "binding": "约束性",
}  # fmt: skip
_DEPTH, _CITED, _HELD = 10, 5, 0.6
_LONGEST_PASSAGE = 1500


def targets(library: Library, files: Sequence[Path]) -> str:
    """Precision, recall and F1 of the target table for every labelled document, and the share of right fields."""
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for file in files:
        for row in lines(file, "doc"):
            labels[row["doc"]].append(row)
    known = {info.doc: info for info in library.documents()}
    total, written = Tally(), ["文件\t标注\t抽取\t准确率\t召回率\tF1\t严格F1"]
    for doc, rows in sorted(labels.items()):
        if doc not in known:
            written.append(f"{doc}\t{len(rows)}\t库中没有这份文件")
            continue
        tally = score(rows, [asdict(row) for row in library.store.targets_of(doc)])
        total.add(tally)
        written.append(_shown(doc, tally))
    written.append(_shown("合计", total))
    pairs = max(1, total.pairs)
    written.append(
        "配对行各列正确率：" + "，".join(f"{_NAMES[name]} {total.fields[name] / pairs:.2f}" for name in FIELDS)
    )
    return "\n".join(written)


def _shown(doc: str, tally: Tally) -> str:
    return (
        f"{doc}\t{tally.labelled}\t{tally.found}\t{tally.precision:.3f}\t{tally.recall:.3f}\t{tally.f1:.3f}"
        f"\t{tally.strict_f1:.3f}"
    )


def questions(library: Library, file: Path) -> str:
    """Recall@k and MRR of search, share of questions answered with the right citation, and of right refusals."""
    counts: Counter[str] = Counter()
    reciprocal = 0.0
    for item in lines(file, "question"):
        wanted = [] if item.get("type") == "unanswerable" else list(item.get("answers") or [])
        query = library.understand(item["question"])
        answer = library.ask(query)
        if not wanted:
            counts["unanswerable"] += 1
            counts["refused"] += answer.abstained
            continue
        counts["answerable"] += 1
        counts["wrongly refused"] += answer.abstained
        rank = _rank(library.search(query, _DEPTH), wanted, needs_all=bool(item.get("need_all")))
        for depth in (1, 5, _DEPTH):
            counts[f"recall {depth}"] += rank <= depth
        reciprocal += 1 / rank if rank <= _DEPTH else 0.0
        counts["cited"] += _cited(answer.citations[:_CITED], wanted, needs_all=bool(item.get("need_all")))
        numbers = _numbers(str(item.get("answer_text") or ""))
        counts["with numbers"] += bool(numbers)
        counts["numbers right"] += bool(numbers) and numbers <= _numbers(answer.text)
    return _report(file, counts, reciprocal)


def _report(file: Path, counts: Counter[str], reciprocal: float) -> str:
    answerable = max(1, counts["answerable"])
    recalls = "，".join(f"Recall@{depth} {counts[f'recall {depth}'] / answerable:.3f}" for depth in (1, 5, _DEPTH))
    return "\n".join(
        [
            f"{file.name}：{counts['answerable']} 个有答案的问题，{counts['unanswerable']} 个库中没有答案的问题",
            f"检索：{recalls}，MRR {reciprocal / answerable:.3f}",
            f"回答：引证正确 {counts['cited'] / answerable:.3f}，数字正确 {counts['numbers right']}/{counts['with numbers']}，"
            f"误拒 {counts['wrongly refused']}，应拒而拒 {counts['refused']}/{counts['unanswerable']}",
        ]
    )


def lines(file: Path, needed: str) -> Iterable[dict[str, Any]]:
    """The objects of a JSON Lines file; BadValue names the line that has no ``needed``."""
    try:
        written = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadValue(f"{file} 无法读取") from error
    for number, line in enumerate(written, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            raise BadValue(f"{file} 第 {number} 行不是 JSON") from error
        if not isinstance(item, dict) or needed not in item:
            raise BadValue(f"{file} 第 {number} 行没有 {needed}")
        yield item


def _rank(hits: Sequence[Hit], wanted: Sequence[dict[str, Any]], *, needs_all: bool) -> int:
    """The place of the first hit that holds an answer (of the last needed one); past the end when there is none."""
    ranks = []
    for answer in wanted:
        places = {answer["doc"], *answer.get("or", [])}
        found = (
            place
            for place, hit in enumerate(hits, 1)
            if places & {hit.passage.doc, *(other.doc for other in hit.also)}
            and _holds(hit.passage.text, answer["quote"])
        )
        ranks.append(next(found, 10**6))
    return max(ranks) if needs_all else min(ranks)


def _cited(given: Sequence[Citation], wanted: Sequence[dict[str, Any]], *, needs_all: bool) -> bool:
    done = [any(_answers(citation, answer) for citation in given) for answer in wanted]
    return all(done) if needs_all else any(done)


def _answers(citation: Citation, answer: dict[str, Any]) -> bool:
    if citation.doc not in {answer["doc"], *answer.get("or", [])}:
        return False
    return _holds(citation.quote, answer["quote"]) or squeezed(citation.quote) in squeezed(answer["quote"])


def _holds(passage: str, quote: str) -> bool:
    """Whether most of the quote stands in the passage as one run."""
    one, other = squeezed(passage), squeezed(quote)
    if not one or not other or len(one) > _LONGEST_PASSAGE:
        return False
    if other in one:
        return True
    run = SequenceMatcher(None, one, other, autojunk=False).find_longest_match(0, len(one), 0, len(other)).size
    return run >= _HELD * len(other)


def _numbers(words: str) -> set[str]:
    """The figures of a text, years left out."""
    found = {f"{float(number):g}" for number in re.findall(r"\d+(?:\.\d+)?", words.replace(",", ""))}
    return found - {str(year) for year in range(1990, 2061)}
