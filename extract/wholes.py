"""Words that say the whole of something is meant (全部、全面执行…标准、全量): 100 %, where a verb follows that a group does."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from extract import lexicon
from extract.quantities import Amount

_HUNDRED = Decimal(100)


@cache
def _pattern() -> re.Pattern[str]:
    every = lexicon.alternation(lexicon.words("wholes", "all"))
    run = "|".join(lexicon.table("wholes")["run"])
    groups = lexicon.alternation(lexicon.words("wholes", "groups"))
    amount = lexicon.alternation(lexicon.words("wholes", "amount"))
    return re.compile(
        rf"(?P<all>全部)(?=(?:基本|如期|按期|同步|都|要|应|安全|稳定|高标准|按要求|依法)?(?:{every}))"
        rf"|(?P<group>全部)(?=(?:{groups})(?:[^，。；]{{0,6}}?)(?:{every}))"
        rf"|(?:(?<=实现)|(?<=做到))(?P<made>全部)(?=[一-龥]{{2,8}}化(?:[，。；]|$))"
        rf"|(?P<run>全面(?:执行|实现))(?<=全面..)(?<=(?=全面(?:{run})).{{4}})"
        rf"|(?P<amount>全量)(?={amount})"
        rf"|(?:(?<=到)|(?<=覆盖|涵盖|惠及))(?P<to>全部)(?=[一-龥])"
    )


def in_text(text: str) -> list[Amount]:
    """The words of a view's text that stand for 100 %, as amounts; whether they are targets is decided like for others."""
    if "全" not in text:
        return []
    found = []
    for match in _pattern().finditer(text):
        start, end = match.span()
        if start and text[start - 1] in "的":
            continue
        if match["amount"] and not re.search(r"(?:实现|达到|做到)[^。；]{0,44}$", text[max(0, start - 48) : start]):
            continue
        found.append(Amount(start, start, end, end, end, _HUNDRED, _HUNDRED, "%", "whole"))
    return found
