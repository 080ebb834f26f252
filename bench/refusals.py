"""Whether questions are answered that the library can answer, and refused that it cannot: ``python -m bench.refusals LIBRARY``.

LIBRARY holds the policies of ../shared. The questions (``bench/asked/refusals.jsonl``) were written after reading passages of 35
policies: everyday questions that those passages answer, and near misses beside them, of which a search for words over all
policies found no answer: another year, a price, a date, a name, a county, a count of something only mentioned, a cause, another
place's policy, a word of which nobody speaks. Those of one half of the policies (``held_out``) are measured, never learned from.
``--again FILE`` compares with the outcomes that another process wrote with ``--write FILE``: the same question must come out alike.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb import Library

FILE = Path(__file__).parent / "asked" / "refusals.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the kind of answer or of miss, whether the library answers it, and the policy (16 digits) it was written beside."""

    id: str
    question: str
    kind: str
    answered: bool
    file: str
    held_out: bool = False


def read(file: Path = FILE) -> tuple[Asked, ...]:
    """All questions in the order of their file."""
    return tuple(Asked(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines())


def held_out_files() -> frozenset[str]:
    """The policies of which nothing may be learned about refusing."""
    return frozenset(one.file for one in read() if one.held_out and one.file)


def counts(asked: Sequence[Asked], refused: Sequence[bool]) -> str:
    """How many of each kind are refused, in one line for the answerable and one for the others."""
    lines = []
    for answered in (True, False):
        told = [(one.kind, gone) for one, gone in zip(asked, refused, strict=True) if one.answered == answered]
        every, gone = Counter(kind for kind, _ in told), Counter(kind for kind, is_refused in told if is_refused)
        kinds = " ".join(f"{kind} {gone[kind]}/{count}" for kind, count in sorted(every.items()))
        name = "wrongly refused" if answered else "rightly refused"
        lines.append(f"  {name} {gone.total()}/{every.total()} = {gone.total() / max(1, every.total()):.3f} ({kinds})")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--write", type=Path, help="write which questions were refused")
    parser.add_argument("--again", type=Path, help="compare with what an earlier run wrote")
    given = parser.parse_args()
    asked = read()
    with Library.open(given.library, create=False) as library:
        answers = [library.ask(one.question) for one in asked]
    refused = [answer.abstained or bool(answer.notes) for answer in answers]  # or it is told that one side is not there
    for held_out in (False, True):
        pairs = [(one, gone) for one, gone in zip(asked, refused, strict=True) if one.held_out == held_out]
        print("held out" if held_out else "learned from")
        print(counts([one for one, _ in pairs], [gone for _, gone in pairs]))
    found = {one.id: gone for one, gone in zip(asked, refused, strict=True)}
    if given.write:
        given.write.write_text(json.dumps(found) + "\n", encoding="utf-8")
    if given.again:
        before = json.loads(given.again.read_text(encoding="utf-8"))
        other = [name for name, gone in found.items() if before.get(name) != gone]
        print(f"{len(other)} of {len(found)} come out otherwise than before: {' '.join(other)}")
        return int(bool(other))
    return 0


if __name__ == "__main__":
    sys.exit(main())
