"""An optional language model (语言模型) that words answers: every sentence is checked against the quotes it cites.

Any address that speaks the OpenAI chat protocol will do. The model sees numbered quotes and nothing else; what it says
without a known mark, or with a figure, bound, place or title that is not in the quotes it marks, is left out.
"""

from __future__ import annotations

import http.client
import json
import re
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kb import places
from kb.model import Citation, Statement
from kb.spelling import plain

SECONDS = 30.0
MOST_QUOTES, LONGEST_REPLY = 8, 4000
_MARK = re.compile(r"[\[［【](\d{1,2})[\]］】]")
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*(?:\s*[\[［【]\d{1,2}[\]］】])*")
_AMOUNT = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*((?:[%万亿千百十]|个百分点)*)")
_NUMERAL = re.compile(
    r"百分之[一二三四五六七八九十百零点]+|[一二三四五六七八九十两百千万亿]+(?=(?:个|项|座|万|亿|吨|年|倍|成|家|公里|千瓦|%))"
)
_TITLE = re.compile(r"《([^《》]{2,60})》")
_BOUNDS = (
    "不低于", "不高于", "不超过", "不少于", "不大于", "至少", "至多", "以上", "以下", "以内", "超过", "高于", "低于", "左右",
    "下降", "降低", "减少", "上升", "提高", "增长", "增加", "全部", "禁止", "严禁", "不得", "约束性", "预期性",
)  # fmt: skip
_TASK = (
    "你为政策研究人员回答问题。只能使用下面编号的原文，不得使用其他知识。用两到五个简短的中文句子回答，"
    "每句末尾用方括号标出所依据原文的编号，如[1]。数字、单位、年份、比较词和地名必须照抄原文。原文没有回答问题时，只写：无。"
)


class Generator(Protocol):
    """Words an answer from quotes; an empty tuple when nothing could be said or nothing passed the check."""

    def statements(self, question: str, quotes: Sequence[Citation]) -> tuple[Statement, ...]: ...


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A model behind an OpenAI-compatible address; ``url`` up to and with ``/v1`` or the whole ``/chat/completions``."""

    url: str
    model: str
    key: str = ""
    seconds: float = SECONDS

    def statements(self, question: str, quotes: Sequence[Citation]) -> tuple[Statement, ...]:
        used = tuple(quotes[:MOST_QUOTES])
        if not used or not self.url.startswith(("http://", "https://")):
            return ()
        try:
            reply = self._reply(question, used)
        except (OSError, ValueError, KeyError, IndexError, TypeError, http.client.HTTPException):
            return ()
        return checked(reply[:LONGEST_REPLY], used)

    def _reply(self, question: str, quotes: Sequence[Citation]) -> str:
        listed = "\n".join(
            f"[{number}] 《{quote.title}》{quote.label}：{' '.join(quote.quote.split())}"
            for number, quote in enumerate(quotes, 1)
        )
        body = {
            "model": self.model,
            "temperature": 0,
            "messages": [
                {"role": "system", "content": _TASK},
                {"role": "user", "content": f"原文：\n{listed}\n\n问题：{question}"},
            ],
        }
        address = self.url.rstrip("/")
        if not address.endswith("/chat/completions"):
            address = f"{address}/chat/completions"
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
            said: Any = json.load(answer)
        content = said["choices"][0]["message"]["content"]
        if not isinstance(content, str):
            raise ValueError("no text in the reply")
        return content


def checked(reply: str, quotes: Sequence[Citation]) -> tuple[Statement, ...]:
    """The sentences of a reply that their quotes bear out, each with its citations, the marks taken out."""
    kept = []
    for match in _SENTENCE.finditer(reply):
        sentence = match.group().strip()
        marks = [int(number) for number in _MARK.findall(sentence)]
        words = _MARK.sub("", sentence).strip()
        if not marks or not words or any(not 1 <= mark <= len(quotes) for mark in marks):
            continue
        cited = tuple(quotes[mark - 1] for mark in dict.fromkeys(marks))
        if borne_out(words, cited):
            kept.append(Statement(words, cited))
    return tuple(kept)


def borne_out(words: str, quotes: Sequence[Citation]) -> bool:
    """Whether every figure with its scale, every bound, place and title of a sentence stands in the quotes it cites."""
    said = plain(words)
    held = plain("\n".join(quote.quote for quote in quotes))
    titles = plain("\n".join(quote.title for quote in quotes))
    if not amounts(said) <= amounts(held) | _years(titles):
        return False
    if not set(_NUMERAL.findall(said)) <= set(_NUMERAL.findall(held)):
        return False
    if any(word in said and word not in held for word in map(plain, _BOUNDS)):
        return False
    if any(title not in titles and title not in held for title in _TITLE.findall(said)):
        return False
    known = {mention.place.name for mention in places.find(f"{held}\n{titles}")}
    known |= {outer for name in known if (place := places.named(name)) is not None for outer in place.within}
    named = [mention.place for mention in places.find(said) if mention.place.level not in ("nation", "local")]
    return all(place.name in known for place in named)


def amounts(view: str) -> set[tuple[str, str]]:
    """Figures with the scale behind them: 1,200万 → ("1200", "万"); 20.0% → ("20", "%")."""
    found = set()
    for number, scale in _AMOUNT.findall(view):
        figure = number.replace(",", "")
        found.add((figure.rstrip("0").rstrip(".") if "." in figure else figure, scale))
    return found


def _years(titles: str) -> set[tuple[str, str]]:
    return {(year, "") for year in re.findall(r"(?:19|20)\d\d", titles)}


def configured(url: str, model: str, key: str) -> Generator | None:
    """The model of the settings; None when no address is set."""
    return ChatModel(url, model, key) if url else None
