"""Numbers that are no targets (未入表的数字): each figure of the text that no row uses, with the reason in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.model import Leftover
from extract.reading import Dated, Refused
from extract.sentence import Paragraph, X
from extract.stretches import Stretches
from ingest.model import Clause, Document, Span

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_AROUND = (
    (
        re.compile(
            r"(?:图表?|表|附件|附录|附表|附图|公式（?|注|步骤|方向|专栏|课题|选题|任务|编号|No)[A-Za-z]?[.．]?\d{0,3}[.．-]?$"
        ),
        "图表、附件等的编号",
    ),
    (re.compile(r"(?:电话|传真|手机|邮编|QQ群?号?|热线|联系方式)[^，。；\n]{0,12}$"), "联系方式"),
    (re.compile(r"\d[:：∶]$"), "比例关系"),
    (re.compile(r"https?[:：]//\S*$|@[\w.]*$|doi\S*$"), "网址或编码"),
)


def of_paragraph(
    document: Document,
    clause: Clause,
    paragraph: Paragraph,
    rows: Sequence[Dated],
    refused: Sequence[Refused],
    reason: str,
) -> list[Leftover]:
    """The figures of a paragraph that no row holds; ``reason`` overrides what the figure itself would say."""
    text, seen = paragraph.text, paragraph.seen
    taken: Stretches[None] = Stretches()
    for row in rows:
        if row.finding.amount is not None:
            taken.add(row.finding.amount.number, row.finding.amount.digits_end, None)
    found: list[Leftover] = []
    for item in refused:
        amount = item.amount
        if taken.meet(amount.number, amount.digits_end):
            continue
        taken.add(amount.number, amount.digits_end, None)
        found.append(
            Leftover(
                document.id,
                clause.id,
                seen.span(amount.number, amount.digits_end),
                text[amount.start : amount.end],
                reason or item.reason,
            )
        )
    dated: Stretches[None] = Stretches()
    for time in paragraph.times:
        dated.add(time.start, time.end, None)
    for match in _FIGURE.finditer(text):
        if taken.meet(match.start(), match.end()):
            continue
        found.append(
            Leftover(
                document.id,
                clause.id,
                seen.span(match.start(), match.end()),
                match.group(),
                reason or _why(paragraph, dated, match),
            )
        )
    found.sort(key=lambda item: item.span)
    return found


def outside(
    document: Document,
    start: int,
    end: int,
    clause: Clause | None = None,
    reason: str = "正文之外（封面、目录、版记）的数字",
) -> list[Leftover]:
    """The figures of a stretch that belongs to no clause."""
    owner = clause.id if clause is not None else ""
    return [
        Leftover(document.id, owner, Span(match.start(), match.end()), match.group(), reason)
        for match in _FIGURE.finditer(document.text, start, end)
    ]


def _why(paragraph: Paragraph, dated: Stretches[None], match: re.Match[str]) -> str:
    """What a figure says of itself by its surroundings; ``dated`` are the paragraph's time phrases."""
    text, mask, start, end = paragraph.text, paragraph.mask, match.start(), match.end()
    if dated.meet(start, start + 1):
        return "年份或时间"
    if mask[start] == X:
        return "文件名称中的数字"
    after, before = text[end : end + 1], text[max(0, start - 1) : start]
    for pattern, reason in _AROUND:
        if pattern.search(text[max(0, start - 16) : start]):
            return reason
    if after in "年月日" and after:
        return "日期"
    if before == "第" or after in ("条", "款", "章", "节", "号"):
        return "条款序号或编号"
    if after in ("〕", "]") or before in ("〔", "["):
        return "文号"
    if before.isascii() and before.isalpha() or after.isascii() and after.isalpha():
        return "名称、代号或型号中的数字"
    if start == 0 or (before in ("（", "\n", "。", "；") and after in ("）", ".", "、", "．")):
        return "条目序号"
    if after in (":", "：", "∶") and text[end + 1 : end + 2].isdigit():
        return "比例关系"
    if before in ("+", "“", "×", "/") or after in ("+", "×", "/"):
        return "名称、代号或算式中的数字"
    if "一" <= before <= "龥" and "一" <= after <= "龥":
        return "名称或列举中的数字"
    return "没有单位或限定词的数字"
