"""Numbering schemes (编号体系) as data: what markers look like, how they nest, and which kind of document uses which.

``（一）`` is an item under an article in a law and a second-level heading in an official document; which of the two
holds is chosen once for a document, by its own markers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_HAN: Final = "[一二三四五六七八九十百零〇○廿两]{1,7}"
_NUMBER: Final = rf"(?:{_HAN}|[0-9０-９]{{1,3}})"
_GAP: Final = r"[ \t\u3000\xa0]*"


@dataclass(frozen=True, slots=True)
class MarkerKind:
    """One way of numbering (编号样式): its nesting rank (outermost lowest) and what it looks like at a paragraph's head.

    The pattern's group ``n`` is the number, ``label`` the words kept as ``Marker.label``. ``structural`` kinds (编章节)
    are headings whatever follows; the others may number plain items too. A kind that ``needs_title`` counts only when a
    title fills the rest of its paragraph.
    """

    name: str
    rank: int
    pattern: re.Pattern[str]
    structural: bool = False
    needs_title: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """How the markers of one kind of document nest (法规体例、公文体例).

    ``items_end`` lists the kinds whose items are one paragraph long, so that an unnumbered paragraph after them goes back
    to the clause above (款 after 项); ``run_in`` says whether 标题。正文 in one paragraph gives the clause a title.
    """

    name: str
    kinds: tuple[MarkerKind, ...]
    items_end: frozenset[str] = frozenset()
    run_in: bool = True


def _kind(name: str, rank: int, pattern: str, *, structural: bool = False, needs_title: bool = False) -> MarkerKind:
    return MarkerKind(name, rank, re.compile(_GAP + f"(?P<label>{pattern})"), structural, needs_title)


_VOLUME: Final = _kind(
    "volume", 0, rf"第{_GAP}(?P<n>{_NUMBER}){_GAP}(?:编|篇|部分|部|卷)(?![门委以的])", structural=True
)
_SUBVOLUME: Final = _kind("subvolume", 1, rf"第{_GAP}(?P<n>{_NUMBER}){_GAP}分编", structural=True)
_CHAPTER: Final = _kind("chapter", 2, rf"第{_GAP}(?P<n>{_NUMBER}){_GAP}章(?![第节，。])", structural=True)
_SECTION: Final = _kind("section", 3, rf"第{_GAP}(?P<n>{_NUMBER}){_GAP}节(?![第，。])", structural=True)
_ARTICLE: Final = _kind(
    "article", 4, rf"第{_GAP}(?P<n>{_NUMBER}){_GAP}条(?:之(?P<m>{_HAN}))?(?![第款项、，。至的规和或及所中例线路河生])"
)
_DUN: Final = _kind("dun", 5, rf"(?P<n>{_HAN}){_GAP}[、．.﹒](?!{_HAN}[、，])")
_HAN_PAREN: Final = _kind("han_paren", 6, rf"[（(﹙]{_GAP}(?P<n>{_HAN}){_GAP}[）)﹚][、．.]?|(?P<s>[㈠-㈩])[、．.]?")
_HAN_HALF: Final = _kind("han_half", 7, rf"(?P<n>{_HAN}){_GAP}[）)]")
_ARABIC: Final = _kind("arabic", 8, rf"(?P<n>[0-9０-９]{{1,3}}){_GAP}[．.、﹒](?![0-9０-９])|(?P<s>[⒈-⒛])")
_ARABIC_TIGHT: Final = _kind("arabic", 8, r"(?P<n>[0-9]{1,2})[．.](?=[0-9]{2,4}[^0-9.．%％])", needs_title=True)
_ARABIC_PAREN: Final = _kind(
    "arabic_paren", 9, rf"[（(﹙]{_GAP}(?P<n>[0-9０-９]{{1,3}}){_GAP}[）)﹚][、．.]?|(?P<s>[⑴-⒇])"
)
_ARABIC_HALF: Final = _kind("arabic_half", 10, rf"(?P<n>[0-9０-９]{{1,2}}){_GAP}[）)]")
_CIRCLED: Final = _kind("circled", 11, r"(?P<s>[①-⑳㉑-㉟❶-❿])")
BARE: Final = _kind(
    "bare",
    8,
    r"(?P<n>[0-9]{1,2})[ \u3000]*(?=[一-鿿])(?![年月日个项条款类种家户座处级万亿千百人次批期天小周米公吨元台套])",
    needs_title=True,
)
"""1 适用范围: a number without a sign behind it, in documents that also count 1.1 (标准体例)."""
_LETTER: Final = _kind("letter", 12, r"(?P<n>[a-zA-Z])[)）．.、](?![a-zA-Z])")
_DECIMAL: Final = _kind(
    "decimal",
    8,
    rf"(?P<n>[0-9]{{1,2}}(?:{_GAP}[.．]{_GAP}[0-9]{{1,2}}){{1,4}})[.．]?(?![0-9.%％]|{_GAP}[年月日％%万亿个吨倍])",
)

_COMMON: Final = (
    _DUN,
    _HAN_PAREN,
    _HAN_HALF,
    _DECIMAL,
    _ARABIC,
    _ARABIC_TIGHT,
    _ARABIC_PAREN,
    _ARABIC_HALF,
    _CIRCLED,
    _LETTER,
)

LAW: Final = Scheme(
    "law",
    (_SUBVOLUME, _VOLUME, _CHAPTER, _SECTION, _ARTICLE, *_COMMON),
    items_end=frozenset({"han_paren", "han_half", "arabic", "arabic_paren", "arabic_half", "circled"}),
    run_in=False,
)
"""法规体例: 编 章 节 条 (款) （一）项 1.目."""

OFFICIAL: Final = Scheme("official", (_SUBVOLUME, _VOLUME, _CHAPTER, _SECTION, _ARTICLE, *_COMMON))
"""公文体例: (第一章 第一节) 一、 （一） 1. （1） ①."""

STANDARD: Final = Scheme("standard", (*OFFICIAL.kinds, BARE))
"""标准体例: 1 1.1 1.1.1 beside the markers of official documents."""

SCHEMES: Final[dict[str, Scheme]] = {scheme.name: scheme for scheme in (LAW, OFFICIAL, STANDARD)}

NAMED_HEADINGS: Final = re.compile(
    r"\s*(?:前\s*言|序\s*言|引\s*言|导\s*言|绪\s*论|导\s*论|总\s*论|摘\s*要|声\s*明|结\s*语|结\s*束\s*语|结\s*论|后\s*记|参\s*考\s*文\s*献|附\s*则"
    r"|名\s*词\s*解\s*释|编\s*制\s*说\s*明|致\s*谢)\s*[:：]?\s*"
)
"""Headings without a number (无编号的固定标题) that stand at the top level."""

APPENDIX: Final = re.compile(
    rf"{_GAP}(?P<label>附{_GAP}(?:件|录|表|图)?{_GAP}(?P<n>[0-9０-９]{{1,2}}(?:-[0-9]+)?|[一二三四五六七八九十]{{1,3}}|[A-Z](?![A-Za-z]))?)(?P<stop>{_GAP}[:：、．.]?){_GAP}"
)
"""附件1, 附录 A, 附：: the head of an appendix, or of the list of appendices when words follow its colon."""

BOX: Final = re.compile(
    rf"{_GAP}(?P<label>专{_GAP}栏{_GAP}(?P<n>[0-9０-９]{{1,2}}(?:[-—][0-9]+)?|{_HAN})?){_GAP}[:：、．.]?{_GAP}"
)
"""专栏1: a box inside the text with items of its own."""

CAPTION: Final = re.compile(
    rf"{_GAP}(?P<label>(?:图表|表|附表){_GAP}(?:[0-9０-９]{{1,3}}(?:[-—.．][0-9]{{1,3}})*|{_HAN})(?![0-9章节]))(?:{_GAP}[:：、．.]{_GAP}|{_GAP})"
)
"""表1, 图表 4、: the caption of a table."""
