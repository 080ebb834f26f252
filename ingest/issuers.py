"""Who issued a document (发文机关): the bodies of its title, its masthead and its signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest import bodies
from ingest.headings import compact
from ingest.model import Place

_DATED: Final = re.compile(
    r"(?:[12１２][0-9０-９]{3}年[0-9０-９]{1,2}月[0-9０-９]{1,2}日|[二○〇零ＯO一][一二三四五六七八九〇○零ＯO]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日|^年月日)"
    r"(?:附件[0-9]*|[（(].{2,20}[）)].*)?$"
)

_CONGRESS: Final = re.compile(
    r"(?:(?P<place>(?:(?!日)[一-鿿]){2,12}?(?:省|市|自治区|自治州|自治县))|第?[一二三四五六七八九十]{0,3}届?)(?:第[一二三四五六七八九十]{1,3}届)?(?P<nation>全国)?人民代表大会(?P<standing>常务委员会)?第[一二三四五六七八九十0-9]{1,4}次"
)
_ORDER: Final = re.compile(r"(?:中华人民共和国)?(国务院)(?:令第|第[0-9]{1,4}次常务会议|批准|发布)")


def of_title(written: str, place: Place | None) -> tuple[str, ...]:
    """The bodies that a title names before 关于, 印发 or 贯彻; () when it names none."""
    found = re.match(
        r"(.{3,160}?)(?:联合)?(?:关于|印发|转发|批转|出台|贯彻落实|贯彻|对(?=.{4,60}答复))", compact(written)
    )
    return bodies.parse(found[1], place) if found else ()


def of_masthead(lines: Sequence[str], place: Place | None) -> tuple[str, ...]:
    """The bodies of a red masthead (上海市生态环境局文件), which may run over several lines."""
    for at, line in enumerate(lines[:10]):
        words = compact(line)
        if words.endswith("文件") and len(words) <= 40:
            names = bodies.parse(words[:-2], place) or (() if words != "文件" else ())
            above = [name for other in lines[max(0, at - 5) : at] for name in bodies.parse(other, place)]
            return tuple(dict.fromkeys([*above, *names]))
    return ()


def signatures(lines: Sequence[str], place: Place | None) -> list[tuple[int, int, tuple[str, ...]]]:
    """Every signature (落款): first line, line of its date, and the bodies that stand over or before the date."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for at, line in enumerate(lines):
        words = compact(line)
        dated = _DATED.search(words)
        if dated is None or len(words) > 120:
            continue
        before = re.sub(r"[（(].{2,40}代章[）)]", "", words[: dated.start()])
        names = list(bodies.parse(before, place)) if before else []
        if before and not names:
            continue
        first = at
        while first > 0 and at - first < 40:
            above = compact(lines[first - 1])
            if re.fullmatch(r"[（(].{2,40}(?:代章|代)[）)]", above):
                first -= 1
                continue
            more = bodies.parse(above, place)
            if not more:
                break
            names[:0] = more
            first -= 1
        if names:
            found.append((first, at, tuple(dict.fromkeys(names))))
    return found


def of_adoption(lines: Sequence[str]) -> tuple[str, ...]:
    """The body that adopted or ordered a law, from the ``lines`` under its title: 第…届人大常委会…通过, 国务院令第…号."""
    head = compact("".join(line for line in lines if len(line) <= 240))
    if found := _CONGRESS.search(head):
        place, standing = found["place"] or found["nation"] or "", found["standing"] or ""
        return (f"{place}人民代表大会{standing}",)
    if found := _ORDER.search(head):
        return (found[1],)
    return ()
