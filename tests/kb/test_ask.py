"""An answer at the terminal: every sentence once, references below, the quote only where it says more."""

from __future__ import annotations

from ingest.model import Span
from kb.commands.ask import record, shown
from kb.model import Answer, Citation, Query, Statement

WHOLE = "（二）扩大装机。到2030年，海东市风电装机达到50万千瓦。"
ROW = "风电装机达到50万千瓦，光伏装机达到80万千瓦，生物质装机达到9万千瓦"


def cited(quote: str, start: int) -> Citation:
    return Citation("d", "海东", f"c{start}", Span(start, start + len(quote)), quote, "二、", "海东市方案", 4)


def answer(*statements: Statement) -> Answer:
    return Answer("问", Query("问", "target"), statements)


def test_a_sentence_that_says_its_quote_is_printed_once() -> None:
    printed = shown(answer(Statement(WHOLE.removeprefix("（二）"), (cited(WHOLE, 5),))))
    assert printed.count("海东市风电装机达到50万千瓦") == 1
    assert "[1] 海东市方案 二、 第4页  c5" in printed


def test_a_quote_that_says_more_than_the_sentences_stands_below() -> None:
    said = Statement("海东市风电装机：50万千瓦（2030年）", (cited(ROW, 90),))
    assert f"“{ROW}”" in shown(answer(said))


def test_every_quote_is_printed_when_asked_for_and_begins_behind_its_mark() -> None:
    both = answer(Statement(WHOLE.removeprefix("（二）"), (cited(WHOLE, 5),)))
    assert "    “扩大装机。" in shown(both, quotes=True)
    assert record(both)["citations"][0]["quote"] == WHOLE
