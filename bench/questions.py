"""The project's own questions as a regression suite: ``python -m bench.questions LIBRARY [--samples LIBRARY] [--show] [--mark]``.

LIBRARY holds the policies of ../shared (more documents do no harm), ``--samples`` a library of ``corpus/pdf``. The questions over
the policies stand in ``bench/asked/policies.jsonl``, their answers as anchors; those over the samples in
``corpus/questions.jsonl``. ``known`` in a question lists what is known to fail (rank: not among the first five hits;
cited; numbers; refused): anything else that fails is new and makes the exit status 1. ``--mark`` writes what fails now.
``--questions FILE`` asks other questions instead, those kept aside in ``tests/quality/questions``, and prints counts alone.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb import Library, evaluate
from kb.encoder import anchors

ROOT = Path(__file__).resolve().parents[1]
POLICIES = ROOT / "bench" / "asked" / "policies.jsonl"
SAMPLES = ROOT / "corpus" / "questions.jsonl"
SHARED = ROOT.parent / "shared"
Item = dict[str, Any]


def items(file: Path) -> list[Item]:
    """The questions of a file in its order."""
    return list(evaluate.lines(file, "question"))


def placed(rows: Sequence[Item], library: Library, policies: Path) -> list[Item]:
    """Questions with anchors as questions with quotes: the words at the anchors, and every document that holds the same words."""
    named = [part for row in rows for answer in row["answers"] for part in answer]
    asked = [anchors.Asked(part["file"], part["page"], part["start"], part["end"], part["check"], ()) for part in named]
    words = iter(anchors.texts(asked, policies))
    texts = {info.doc: _squeezed(library.document(info.doc).text) for info in library.documents()}
    docs = {info.document_id: info.doc for info in library.documents()}
    found = []
    for row in rows:
        answers = []
        for answer in row["answers"]:
            quote = "".join(next(words) for _ in answer)
            own = docs.get(answer[0]["file"][:16], "")
            also = [doc for doc, text in texts.items() if doc != own and _squeezed(quote) in text]
            answers.append({"doc": own, "quote": quote, "or": also})
        found.append({**row, "answers": answers})
    return found


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def outcomes(library: Library, asked: Sequence[Item]) -> list[evaluate.Outcome]:
    """What came of every question."""
    return [evaluate.outcome(library, item) for item in asked]


def new_failures(asked: Sequence[Item], found: Sequence[evaluate.Outcome]) -> list[str]:
    """Questions that fail in a way not marked as known, with what fails."""
    listed = []
    for item, one in zip(asked, found, strict=True):
        wrong = [name for name in one.failures if name not in item.get("known", ())]
        if wrong:
            listed.append(f"{item['id']} {'、'.join(wrong)}：{item['question']}")
    return listed


def mended(asked: Sequence[Item], found: Sequence[evaluate.Outcome]) -> list[str]:
    """Questions of which something marked as known no longer fails."""
    pairs = zip(asked, found, strict=True)
    return [str(item["id"]) for item, one in pairs if set(item.get("known", ())) - set(one.failures)]


def mark(file: Path, found: Sequence[evaluate.Outcome]) -> None:
    """Write into a file of questions what fails now."""
    rows = items(file)
    for row, one in zip(rows, found, strict=True):
        row.pop("known", None)
        if one.failures:
            row["known"] = list(one.failures)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def by_kind(found: Sequence[evaluate.Outcome]) -> str:
    """One line for every kind of question, then for all."""
    kinds: dict[str, list[evaluate.Outcome]] = defaultdict(list)
    for one in found:
        kinds[one.kind].append(one)
    return "\n".join(evaluate.report(kind, listed) for kind, listed in [*sorted(kinds.items()), ("all", found)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--policies", type=Path, default=SHARED / "policies")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--mark", action="store_true")
    parser.add_argument(
        "--questions", type=Path, help="other questions with anchors over LIBRARY: counted, nothing else"
    )
    given = parser.parse_args()
    if given.questions:
        with Library.open(given.library, create=False) as library:
            print(by_kind(outcomes(library, placed(items(given.questions), library, given.policies))))
        return 0
    worse = False
    for file, folder in ((POLICIES, given.library), (SAMPLES, given.samples)):
        if folder is None:
            continue
        with Library.open(folder, create=False) as library:
            rows = items(file)
            asked = placed(rows, library, given.policies) if file == POLICIES else rows
            found = outcomes(library, asked)
        print(f"== {file.name}\n{by_kind(found)}")
        failed = new_failures(rows, found)
        print(f"new failures {len(failed)}, mended {len(mended(rows, found))}")
        worse = worse or bool(failed)
        if given.show:
            print("\n".join(failed))
        if given.mark:
            mark(file, found)
    return int(worse and not given.mark)


if __name__ == "__main__":
    sys.exit(main())
