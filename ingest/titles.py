"""A document's title (标题) and kind (文种): the policy's own title, found in the lines at its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ingest import gazetteer, references
from ingest.headings import compact

GENRES: Final[tuple[str, ...]] = (
    "规划", "纲要", "战略", "计划", "方案", "意见", "措施", "安排", "要点", "清单", "榜单", "决定", "决议", "办法", "条例",
    "规定", "细则", "规则", "准则", "导则", "指引", "指南", "目录", "名录", "标准", "规范", "规程", "方法", "通则", "通知", "通报", "公告",
    "通告", "公报", "公示", "批复", "答复", "复函", "函", "命令", "令", "解释", "章程", "倡议书", "预案", "白皮书", "蓝皮书", "报告",
)  # fmt: skip
"""Kinds of document (文种) as they end a title."""

_SUFFIX: Final = r"(?:[（(\[〔][^（）()\[\]〔〕]{1,24}[）)\]〕])*"
_GENRE: Final = re.compile(f"({'|'.join(sorted(GENRES, key=len, reverse=True))}){_SUFFIX}(?:20[0-9]{{2}})?$")
_LAWLIKE: Final = re.compile("(?:条例|办法|规定|细则|法)$")
_LAW: Final = re.compile(f"[一-鿿]法{_SUFFIX}$")
_ISSUED: Final = "印发|发布|公布|下发|转发|批转|出台|公开征求|征求"
_ISSUING: Final = re.compile(
    rf"(?:关于)?(?:{_ISSUED})了?(?:[^《》]{{0,30}}(?:制订|制定|编制|起草)的)?[《<«](?P<t>.+?)[》〉>»~～](?P<rest>{_SUFFIX})(?:的(?:通知|公告|函|通告)|意见的函)?$"
)
_ISSUING_BARE: Final = re.compile(
    rf"(?:关于(?:{_ISSUED})(?P<a>[^《》«»]{{6,80}}?)|(?:{_ISSUED})(?P<b>关于[^《》«»]{{6,80}}?))的(?:通知|公告|函|通告)$"
)
_NEWS: Final = re.compile(
    r"(?:印发|出台|发布|制定|审议通过|公布)了?[《«](?P<t>[^《》«»]{6,80}(?:〈[^〉]*〉[^《》]*)?)[》»]"
)
_NUMBER_BEHIND: Final = re.compile(r"[（(\[][^（）()]{0,16}[〔［\[(（【]?(?:19|20)\d\d[〕］\])）】年]第?\d+号[）)\]]?$")
_NUMBER_AFTER: Final = re.compile(r"(?<=[知案见告划法定])[一-鿿]{1,6}[〔［\[【（(](?:19|20)\d\d[〕］\]】）)]第?\d+号$")
_DATED: Final = re.compile(r"[（(\[][^（）()]*(?:19|20)\d\d年[^（）()]*(?:日|通过|修订|修正|施行)[）)\]]$")
_NUMBERED: Final = re.compile(r"^.{2,30}(?:公告|令)[（(]?(?:19|20)\d\d年第\d+号[）)]?[―—–\-]+")
_NOT_TITLE: Final = re.compile(
    r"(?!.*关于).*文件$|.{0,20}(?:国家|行业|地方|团体|企业)标准$|[^一-鿿]*$|.*(?:来源|时间|日期|浏览次数|字号|索引号|备案号)[：:]|目录$|目次$|.*[：:]$|附件?\d*$|附件[\d一二三四五六七八九十]{0,3}[：:]"
    r"|[（(].*[）)]$|.{0,12}(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?$|[二〇○零一三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月$"
)
_MARKED: Final = re.compile(
    r"第[一二三四五六七八九十]+[章编节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、]|[①-⑳]"
)
_BODY_LINE: Final = re.compile(r".{2,60}(?:厅|局|部|委|委员会|政府|办公室|总署|银行|分行|支行)")
WIDE: Final = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_BYLINE: Final = re.compile(
    r"(?<=[知告示案见定法划则例])(?:信息)?(?:来源|发布时间|发布日期|时间|日期|浏览次数)[：:].*$"
)
_FRONT: Final = 16
_LONGEST: Final = 110


@dataclass(frozen=True, slots=True)
class Title:
    """A document's title and what it was found in.

    ``written`` is the title that the document bears itself (a notice's own: 关于印发《…》的通知), ``title`` that of the
    policy in it; ``last`` is the line index after the written title (0 when the title was not found in the lines).
    """

    title: str
    written: str
    last: int


def find(name: str, lines: Sequence[str], text: str, info_title: str) -> Title:
    """The title in the first ``lines`` of a document, else what its file says, else its name.

    ``lines`` are its paragraphs, ``text`` the whole of it, ``info_title`` the title among the file's own data.
    """
    front = [_BYLINE.sub("", compact(line)).translate(WIDE) for line in lines[:_FRONT]]
    written, last = _written(front)
    if written:
        inner = _inner(written)
        if inner:
            printed = _printed(inner, lines)
            if printed or _numbered_body(lines, last):
                return Title(_spaced((printed or inner).translate(WIDE), lines), written, last)
        return Title(_spaced(written, lines[:last]), written, last)
    news = _NEWS.search(compact(text[:600]))
    if news and _GENRE.search(news["t"]):
        return Title(news["t"], "", 0)
    return Title(_fallback(name, front, compact(info_title)), "", 0)


def _spaced(words: str, lines: Sequence[str]) -> str:
    """A title found without blanks, with those that stand between names in it (中共中央 国务院关于…)."""
    raw = "".join(line.strip() for line in lines).translate(WIDE)
    places = [at for at, sign in enumerate(raw) if not sign.isspace()]
    start = "".join(raw[at] for at in places).find(words)
    if start < 0:
        return words
    written = raw[places[start] : places[start + len(words) - 1] + 1]
    return re.sub(r"\s+", " ", re.sub(r"(?<![央委府部局厅院会办署])\s+|\s+(?![一-鿿]{2})", "", written))


def genre_of(title: str) -> str:
    """The kind of document that a title names (文种); "" when it names none."""
    words = compact(title).rstrip("》»〉")
    found = _GENRE.search(words)
    if found:
        return found[1]
    return "法" if _LAW.search(words) else ""


def without_issuer(title: str) -> str:
    """A title without the bodies' names before 关于, so that two ways of citing one document agree."""
    found = re.match(
        r"^.{2,60}?(?:部门|厅|局|部|委|委员会|政府|办公室|国务院|中共中央|法院|检察院|银行)[\s、，]*(?=关于)", title
    )
    return title[found.end() :] if found else title


def _written(front: Sequence[str]) -> tuple[str, int]:
    """The first run of up to five lines that reads as a whole title, and the index of the line after it."""
    for start, line in enumerate(front):
        if _MARKED.match(line) and start:
            break
        if len(line) < 2 or _NOT_TITLE.match(line) or _numbering(line) or _masthead(front, start):
            continue
        end = _run(front, start)
        if end:
            return _cleaned("".join(front[start:end])), end
    return "", 0


def _numbering(line: str) -> bool:
    """Whether a line holds a document number, be it badly read (苏环办(2021 J 364)."""
    return references.is_number(line) or bool(
        not genre_of(line) and re.fullmatch(r".{1,14}[〔［\[(（【][^一-鿿]{0,2}(?:19|20)\d\d[^一-鿿]{0,8}号?", line)
    )


def _masthead(front: Sequence[str], place: int) -> bool:
    """Whether a line only names the bodies that issue the document and does not begin its title."""
    line = front[place]
    if re.fullmatch(r".{2,20}(?:令|命令)(?:[（(]?第.{1,12}号[）)]?)?", line):
        return True
    if genre_of(line) or "关于" in line or not _BODY_LINE.fullmatch(line):
        return False
    following = next((words for words in front[place + 1 : place + 6] if not _BODY_LINE.fullmatch(words)), "")
    return not following.startswith(("关于", "印发", "转发", "贯彻"))


def _run(front: Sequence[str], start: int) -> int:
    """The index after the title that starts at line ``start``; 0 when none does."""
    words = ""
    for at in range(start, min(start + 5, len(front))):
        line = front[at]
        if at > start and (_MARKED.match(line) or _breaks(line)):
            return 0
        words += line
        if len(words) > _LONGEST or "。" in words or words.count("，") > 2 or re.search(r"\[\d+\]", words):
            return 0
        if _whole(words):
            end = at + 1
            while end < len(front) and _continues(words, front[end]):
                words += front[end]
                end += 1
            return end
    return 0


def _breaks(line: str) -> bool:
    """Whether a line cannot be a further line of a title."""
    if re.fullmatch(_SUFFIX, line):
        return False
    return line.endswith(("：", ":", "。")) or references.is_number(line) or bool(_NOT_TITLE.match(line))


def _continues(words: str, line: str) -> bool:
    """Whether ``line`` still belongs to a title that could end before it: （试行）, 的通知, 实施方案的通知."""
    if re.fullmatch(_SUFFIX, line):
        return not (
            references.is_number(line.strip("（）()[]")) or _DATED.search(line) or re.search("发布|公开|删减", line)
        )
    return (
        len(line) <= 24
        and bool(re.search(r"(?:的通知|的公告|的公示|的函|通知)$", line))
        and _whole(words + line)
        and "关于" not in line
    )


def _whole(words: str) -> bool:
    words = _cleaned(words)
    if not all(words.count(a) == words.count(b) for a, b in ("（）", "“”")):
        return False
    if words.count("《") != words.count("》") and not words.endswith("的通知"):
        return False
    return len(words) >= (3 if _LAWLIKE.search(words) else 6) and bool(
        _GENRE.search(words) or _LAW.search(words) or _ISSUING.search(words)
    )


def _cleaned(words: str) -> str:
    """A title without the number or date that some printers put behind it, or the announcement's number before it."""
    return _NUMBERED.sub("", _DATED.sub("", _NUMBER_BEHIND.sub("", _NUMBER_AFTER.sub("", words))))


def _inner(written: str) -> str:
    """The policy that a notice issues: 关于印发《X》的通知 → X; "" for other titles."""
    found = _ISSUING.search(written)
    if found:
        return found["t"] + found["rest"]
    bare = _ISSUING_BARE.search(written)
    return (bare["a"] or bare["b"]) if bare else ""


def _printed(inner: str, lines: Sequence[str]) -> str:
    """The policy's own title as it stands in the document, as one line or several; "" when it does not.

    A place may stand before it that the notice left out (商洛市“十四五”…规划).
    """
    want = _bare(inner)
    for at in range(1, len(lines)):
        words = ""
        for line in lines[at : at + 4]:
            words += compact(line)
            bare = _bare(words)
            if len(bare) > len(want) + 10:
                break
            if bare == want or (bare.endswith(want) and bare[: -len(want)] in gazetteer.places()):
                return words.strip("《》")
    return ""


def _bare(words: str) -> str:
    return re.sub(r"[\s《》«»“”\"—\-－―−‒–~～的]", "", words.translate(WIDE))


def _numbered_body(lines: Sequence[str], last: int) -> bool:
    """Whether the body is a policy of its own rather than a notice that only announces one."""
    marked = sum(
        bool(re.match(r"\s*(?:第[一二三四五六七八九十]+[章条]|[一二三四五六七八九十]+、)", line))
        for line in lines[last:]
    )
    return marked >= 3 and len(lines) > 25


def _fallback(name: str, front: Sequence[str], info_title: str) -> str:
    named = re.sub(r"^\d+[、.．_\s-]+", "", name).strip()
    if _whole(info_title):
        return _inner(info_title) or info_title
    if _GENRE.search(compact(named)):
        return compact(named)
    lines = (line for line in front if 6 <= len(line) <= 50 and not _NOT_TITLE.match(line) and "。" not in line)
    line = next((line for line in lines if not _BODY_LINE.fullmatch(line)), "")
    return line or compact(named)
