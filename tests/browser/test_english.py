"""The English switch covers every page: no word of the interface stays Chinese; words of documents and answers do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kb import Library
from tests.browser.test_pages import PLACES, VIEWS
from tests.browser.visit import opened, put_away, settled
from ui.examples import OF_SAMPLES
from ui.words import english

CJK = re.compile(r"[\u4e00-\u9fff]+")
SHOWN = """() => { const found = new Set(); const app = document.querySelector('[data-testid="stApp"]');
  const walk = document.createTreeWalker(app, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const node = walk.currentNode, parent = node.parentElement;
    if (!parent.closest('style, script, svg, .answer:not(.none)')) found.add(node.textContent.trim()); }
  for (const one of app.querySelectorAll('[placeholder], [aria-label], [title], [alt]'))
    for (const name of ['placeholder', 'aria-label', 'title', 'alt']) found.add((one.getAttribute(name) || '').trim());
  return [...found]; }"""


@pytest.fixture(scope="session")
def content(sample_library: Path) -> tuple[str, frozenset[str]]:
    """All words of the documents, and the values that pages show of them one by one."""
    with Library.open(sample_library) as library:
        infos, rows = library.documents(), library.targets()
        texts = [library.document(info.doc).text for info in infos] + list(OF_SAMPLES)
        texts += [clause.label + clause.section for info in infos for clause in library.clauses(info.doc)]
        values = {v for i in infos for v in (i.title, i.genre, i.place, i.doc, i.doc_number, i.validity, *i.issuers)}
        values |= {v for r in rows for v in (r.metric, r.unit, r.region, r.scope, r.binding, *r.agencies)}
        values |= {name for name, *_ in library.metrics()} | {"年", "月", "日", "第", "页", "约"}
    return "".join(texts).replace("\n", ""), frozenset(value for value in values if value)


def _pattern(phrase: str) -> re.Pattern[str] | None:
    """Finds a phrase of the interface; None for one that says too little to be told from a document's words."""
    said = "".join(CJK.findall(re.sub(r"\{\w+\}", "", phrase)))
    return re.compile(re.sub(r"\\{\w+\\}", ".*", re.escape(phrase))) if len(said) >= 4 or said == phrase else None


PHRASES = [pattern for phrase in english() if (pattern := _pattern(phrase)) is not None]


def left_over(shown: list[str], content: tuple[str, frozenset[str]]) -> list[str]:
    """What is shown in Chinese and comes from no document."""
    text, values = content
    translated = set(english().values())
    found = []
    for words in shown:
        bare = re.sub(r"[\s\d(),.·…]+", "", words)
        if not CJK.search(bare) or bare in values or words in OF_SAMPLES or words in translated:
            continue
        spoken = any(phrase.fullmatch(words) for phrase in PHRASES) and words not in text
        if spoken or not all(run in text or any(run in value for value in values) for run in CJK.findall(words)):
            found.append(words)
    return found


@pytest.mark.parametrize(
    "place",
    [
        *PLACES, *(f"compare?view={view}" for view in VIEWS[1:]), "gaps?view=pages", "?q=湖北2030年森林覆盖率目标是多少",
        "?q=火星基地2040年要住多少人", "read?doc=s02_jiangsu_peak_plan",
    ],
)  # fmt: skip
def test_no_word_of_the_interface_stays_chinese(
    page: Any, address: str, content: tuple[str, frozenset[str]], place: str
) -> None:
    opened(page, f"{address}/{place}")
    put_away(page)
    page.get_by_text("English", exact=True).click()
    page.get_by_role("link", name="Targets").first.wait_for()
    settled(page)
    found = left_over(page.evaluate(SHOWN), (content[0] + place, content[1]))
    for _ in range(40):  # a chart or a table is drawn again by the browser itself, after the page has come to rest
        if not found:
            break
        page.wait_for_timeout(250)
        found = left_over(page.evaluate(SHOWN), (content[0] + place, content[1]))
    assert not found, found
