"""How right a library is (评测): target rows against labels, search and answers against questions with known passages.

Label files hold the rows of ``gold/LABELLING.md``; question files ``{"id", "question", "answers": [{"doc", "quote"}]}``
lines, ``answers`` empty (or type ``unanswerable``) where the library must say that it does not know.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb.errors import BadValue
from kb.json_lines import objects
from kb.model import Citation, Hit
from kb.scoring import FIELDS, Tally, score, squeezed

if TYPE_CHECKING:
    from kb.library import Library

_NAMES = {
    "comparator": "比较", "change": "变化", "baseline_year": "基期", "agencies": "责任单位", "lead": "牵头", "scope": "范围",
    "year_role": "年份性质", "period_start": "起始年", "binding": "约束性",
}  # fmt: skip
DEPTH, _CITED, _HELD = 10, 5, 0.6
_MISSED = 10**6
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one question (评测结果): where its answer stands among the hits, and what the answer is worth.

    ``rank`` counts from 1 and is far past the end when the passage is not among the hits; None for a question that the library
    must refuse. ``numbers`` is None when no figure is expected.
    """

    id: str
    kind: str
    rank: int | None
    cited: bool
    numbers: bool | None
    abstained: bool

    @property
    def failures(self) -> tuple[str, ...]:
        """What fell short: rank (not among the first five), cited, numbers, refused."""
        if self.rank is None:
            return () if self.abstained else ("refused",)
        short = {"rank": self.rank > _CITED, "cited": not self.cited, "numbers": self.numbers is False}
        return tuple(name for name, wrong in short.items() if wrong)


def questions(library: Library, file: Path) -> str:
    """Recall@k and MRR of search, share of questions answered with the right citation, and of right refusals."""
    return report(file.name, [outcome(library, item) for item in lines(file, "question")])


def outcome(library: Library, item: Mapping[str, Any]) -> Outcome:
    """One question searched for and answered; its figures stand in ``numbers`` or in ``answer_text``."""
    wanted = [] if item.get("type") == "unanswerable" else list(item.get("answers") or [])
    query = library.understand(item["question"])
    answer = library.ask(query)
    name, kind, all_of_them = str(item.get("id", "")), str(item.get("type", "")), bool(item.get("need_all"))
    if not wanted:
        return Outcome(name, kind, None, False, None, answer.abstained)
    figures = set(item["numbers"]) if "numbers" in item else _numbers(str(item.get("answer_text") or ""))
    return Outcome(
        name,
        kind,
        rank_of(library.search(query, DEPTH), wanted, needs_all=all_of_them),
        _cited(answer.citations[:_CITED], wanted, needs_all=all_of_them),
        figures <= _numbers(answer.text) if figures else None,
        answer.abstained,
    )


def report(title: str, outcomes: Sequence[Outcome]) -> str:
    """The three lines that sum up a set of questions."""
    answerable = [one for one in outcomes if one.rank is not None]
    refusable = [one for one in outcomes if one.rank is None]
    ranks, count = [one.rank or _MISSED for one in answerable], max(1, len(answerable))
    counted = [one for one in answerable if one.numbers is not None]
    recalls = "，".join(f"Recall@{k} {sum(rank <= k for rank in ranks) / count:.3f}" for k in (1, 5, DEPTH))
    reciprocal = sum(1 / rank for rank in ranks if rank <= DEPTH) / count
    return "\n".join(
        [
            f"{title}：{len(answerable)} 个有答案的问题，{len(refusable)} 个库中没有答案的问题",
            f"检索：{recalls}，MRR {reciprocal:.3f}",
            f"回答：引证正确 {sum(one.cited for one in answerable) / count:.3f}，"
            f"数字正确 {sum(one.numbers is True for one in counted)}/{len(counted)}，"
            f"误拒 {sum(one.abstained for one in answerable)}，应拒而拒 {sum(one.abstained for one in refusable)}/{len(refusable)}",
        ]
    )


def lines(file: Path, needed: str) -> Iterable[dict[str, Any]]:
    """The objects of a JSON Lines file; BadValue names the line that has no ``needed``."""
    for number, item in objects(file, BadValue):
        if needed not in item:
            raise BadValue(f"{file} 第 {number} 行没有 {needed}")
        yield item


def rank_of(hits: Sequence[Hit], wanted: Sequence[dict[str, Any]], *, needs_all: bool) -> int:
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
        ranks.append(next(found, _MISSED))
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
