"""The whole of the policies extracted and looked at: ``python -m bench.policies [FOLDER] [--every N] [--metrics N]``.

Two things are printed. First the account of numbers: every digit of a document's text must stand in the number of a row
or in one leftover with a reason, never in both or in two leftovers (years, those of milestones too, are leftovers: 年份
或时间; a number that two metrics share, 甲、乙均达到100%, is counted apart). Then what a researcher would look at first:
the most frequent metrics, units that the conversion does not know, years outside 2015–2060, shares above 100 %, empty,
very short and very long metrics.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract import extract, indicators
from extract.lexicon import table, words
from extract.model import Extraction, Target
from extract.normalise import conversion
from ingest import read, segment
from ingest.model import Document
from ingest.readers import ReadOptions

FOLDER = Path("../shared/policies")
_FIRST, _LAST = 2015, 2060
_FIGURES = "0123456789０１２３４５６７８９"
_SHORT, _LONG = 3, 36


@dataclass(slots=True)
class Account:
    """Where the digits of the documents went (数字的去向)."""

    digits: int = 0
    in_rows: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    shared: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def account_for(document: Document, extraction: Extraction, account: Account) -> None:
    """Add one document's digits to ``account``; what is lost or counted twice is kept with the words around it."""
    rows, left = bytearray(len(document.text)), bytearray(len(document.text))
    for leftover in extraction.leftovers:
        account.reasons[leftover.reason] += 1
        for place in range(leftover.span.start, leftover.span.end):
            left[place] = min(left[place] + 1, 2)
    for span in (target.quantity.number_span for target in extraction.targets if target.quantity is not None):
        for place in range(span.start, span.end):
            rows[place] = min(rows[place] + 1, 2)
    for place, sign in enumerate(document.text):
        if sign not in _FIGURES:
            continue
        account.digits += 1
        account.in_rows += rows[place] > 0
        around = f"{document.name[:12]}…: {document.text[max(0, place - 12) : place + 8]!r}"
        if not rows[place] and not left[place]:
            account.lost.append(around)
        account.shared += rows[place] > 1
        if left[place] > 1 or (rows[place] and left[place]):
            account.doubled.append(around)


@dataclass(slots=True)
class Look:
    """What a researcher sees in the rows (对目标表的巡视): counts of odd things, each with a few examples."""

    names: Counter[str] = field(default_factory=Counter)
    homes: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    odd: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: int = 0
    known: int = 0

    def take(self, document: Document, target: Target) -> None:
        self.rows += 1
        name = indicators.canonical(target.metric)
        self.known += name is not None
        self.names[name or target.metric] += 1
        self.homes[name or target.metric].add(document.name)
        for what in oddities(target):
            amount = target.quantity.written if target.quantity else target.milestone
            year = target.period.end_year if target.period else "—"
            self.odd[what].append(f"{document.name[:10]} | {target.metric[:44]} | {amount} | {year}")


def oddities(target: Target) -> Iterator[str]:
    """What is odd about a row, in Chinese; a good row has nothing."""
    name, quantity, period = target.metric, target.quantity, target.period
    if not name.strip():
        yield "指标为空"
    elif len(name) < _SHORT:
        yield f"指标不足 {_SHORT} 字"
    elif len(name) > _LONG:
        yield f"指标超过 {_LONG} 字"
    if period is not None and not _FIRST <= period.end_year <= _LAST:
        yield f"年份在 {_FIRST}—{_LAST} 之外"
    if period is None:
        yield "没有年份"
    if quantity is None:
        return
    if quantity.unit == "":
        yield "没有单位"
    elif not _convertible(quantity.unit):
        yield "单位不识"
    highest = quantity.high if quantity.high is not None else quantity.low
    if quantity.unit in ("%", "‰") and highest is not None and highest > 100:
        yield "百分数大于 100"
    if quantity.missing:
        yield "数字缺失"


def _convertible(unit: str) -> bool:
    """Whether the unit has a dimension, or is a plain count word (家, 座) with or without 万."""
    factor, base = conversion(unit)
    known = (*words("units_zh", "bases"), *table("units_zh")["shown"].values(), *words("units", "counters"))
    return base != unit or factor != 1 or base in known


def report(account: Account, look: Look, most: int) -> None:
    """Print the account of numbers and what was seen in the rows."""
    print(f"digits {account.digits}, in rows {account.in_rows}, in leftovers {account.digits - account.in_rows}")
    print(f"lost {len(account.lost)}, counted twice {len(account.doubled)}, shared by two rows {account.shared}")
    for title, cases in (("lost", account.lost), ("twice", account.doubled)):
        for one in cases[:10]:
            print(f"  {title}: {one}")
    print("\nreasons of leftovers: " + "；".join(f"{why} {count}" for why, count in account.reasons.most_common()))
    print(f"\nrows {look.rows}, metrics {len(look.names)}; rows whose metric the lexicon knows {look.known}")
    print(f"\nthe {most} most frequent metrics (rows, documents)")
    for name, count in look.names.most_common(most):
        print(f"  {count:4} {len(look.homes[name]):4}  {name}")
    for what, cases in sorted(look.odd.items(), key=lambda pair: -len(pair[1])):
        print(f"\n{what}: {len(cases)}")
        for one in cases[:: max(1, len(cases) // 12)][:12]:
            print(f"  {one}")


def main(arguments: list[str]) -> int:
    every = int(arguments[arguments.index("--every") + 1]) if "--every" in arguments else 1
    most = int(arguments[arguments.index("--metrics") + 1]) if "--metrics" in arguments else 50
    folder = Path(arguments[0]) if arguments and not arguments[0].startswith("--") else FOLDER
    files = sorted(folder.glob("*.[pP][dD][fF]"))[::every]
    if not files:
        print(f"没有 PDF：{folder}", file=sys.stderr)
        return 2
    account, look = Account(), Look()
    for path in files:
        document = read(path.read_bytes(), path.stem, path.suffix, ReadOptions(ocr="never"))
        extraction = extract(document, segment(document))
        account_for(document, extraction, account)
        for target in extraction.targets:
            look.take(document, target)
    print(f"documents {len(files)}")
    report(account, look, most)
    return 1 if account.lost or account.doubled else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
