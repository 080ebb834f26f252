"""References to other documents (引用的文件): 《…》 with the number that follows it, as written, each with its span."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from ingest.model import Reference, Span

_DIGIT: Final = "[0-9０-９]"
_YEAR: Final = rf"(?:19|20|１９|２０)[ ]?{_DIGIT}[ ]?{_DIGIT}[ \u3000]*年?"
DOC_NUMBER: Final = re.compile(
    rf"[一-鿿A-Za-z（）()]{{1,20}}?[ \u3000]*[〔﹝\[［【（(〈][ \u3000]*{_YEAR}[〕﹞\]］】）)〉][ \u3000]*第?[ \u3000]*"
    rf"{_DIGIT}{{1,5}}[ \u3000]*号"
)
"""发文字号: letters of the body, the year in brackets, the number: 沪府发〔2022〕7号."""

_ORDER: Final = r"[一-鿿]{2,14}(?:令|公告)[ \u3000]*(?:[（(〔]?(?:19|20)\d\d[年）)〕]?)?[ \u3000]*第?[ \u3000]*[0-9０-９]{1,4}[ \u3000]*号"
_STANDARD: Final = r"[A-Z]{2,5}(?:[/／][A-Z]{1,3})?[ \u3000]?[0-9]{1,6}(?:\.[0-9]+)?(?:[-—–][0-9]{2,4})?"
_BEHIND: Final = re.compile(
    rf"(?:的(?:通知|公告|意见|函|决定|批复|规定))?[ \n]*[（(][ ]*(?P<n>{DOC_NUMBER.pattern}|{_ORDER}|{_STANDARD})[^（）()\n]{{0,40}}[）)]"
)
_OPEN: Final = {"《": "》", "«": "»"}
_SHORT_NAMES: Final = re.compile(r"简称[为“”\"]{0,2}[《«“\"](.{1,20}?)[》»”\"]")
_SHOWN: Final = re.compile(r"关于[《«](.{6,})[》»]的(?:公示|公告|通告)$")
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
_OWN_PAPERS: Final = re.compile(
    r"\s*[（(](?:详?见|附|表)|[（(]?附件|\s*(?:等)?(?:专题|电视|广播)?(?:节目|栏目|专题片|展览)"
)
_LONGEST: Final = 200
_WHITE: Final = re.compile(r"\s+")
_MARKS: Final = re.compile(r"[《》〈〉«»“”‘’\"'（）()\[\]\s·,，、:：—―－–−\-~～]")


def find(text: str, own: Collection[str] = ()) -> tuple[Reference, ...]:
    """Every document that ``text`` cites by its title in 《》, in order, the same title as often as it is cited.

    Left out: the document itself (its titles in ``own``), the short names it gives to others (以下简称《意见》), its own
    forms and appendices (《…表》（见附件2）), and words in 《》 too short to name a document.
    """
    skip = {_level(form) for title in own for form in (title, re.sub(r"[（(][^（）()]*[）)]$", "", title))}
    skip |= {_level(found[1]) for title in own if (found := _SHOWN.search(title))}
    skip |= {_level(words) for words in _SHORT_NAMES.findall(text)}
    return tuple(reference for reference in _titles(text) if _level(reference.title) not in skip)


def _level(title: str) -> str:
    """A title for telling whether it is the same: bare, full-width figures and letters as narrow ones."""
    return bare(title).translate(_WIDE)


def bare(title: str) -> str:
    """A title without brackets, quotes, blanks and dashes, for comparing."""
    return _MARKS.sub("", title)


def is_number(line: str) -> bool:
    """Whether a line is a document number and nothing else, brackets round it or not."""
    return bool(DOC_NUMBER.fullmatch(line.strip("（）() ")))


def _titles(text: str) -> Iterator[Reference]:
    for start in (found.start() for found in re.finditer("[《«]", text)):
        end = _close(text, start)
        if end < 0 or _inside(text, start):
            continue
        title = _WHITE.sub(" ", text[start + 1 : end - 1]).strip()
        if not _names_document(title) or _OWN_PAPERS.match(text, end):
            continue
        number = _BEHIND.match(text, end)
        stop = number.end() if number else end
        yield Reference(title, _WHITE.sub("", number["n"]) if number else None, Span(start, stop))


def _names_document(title: str) -> bool:
    words = _WHITE.sub("", title)
    if (
        "\t" in title
        or "。" in words
        or len(words) < 3
        or re.search("(?:执照|证书|许可证|申请书|承诺书|责任书)$", words)
    ):
        return False
    if words.endswith("表") and len(words) < 9:
        return False
    return len(words) >= 5 or words.endswith(("法", "法典", "条例", "办法", "规定", "协定", "公约", "宪法"))


def _close(text: str, start: int) -> int:
    """The place after the mark that closes the one at ``start``; -1 when none does within a title's length."""
    opening, depth = text[start], 0
    for at in range(start, min(len(text), start + _LONGEST)):
        sign = text[at]
        if sign == opening:
            depth += 1
        elif sign == _OPEN[opening]:
            depth -= 1
            if not depth:
                return at + 1
        elif sign in "。\t" or (sign == "\n" and text[at + 1 : at + 2] == "\n"):
            return -1
    return -1


def _inside(text: str, start: int) -> bool:
    """Whether the mark at ``start`` stands inside a title that began before it (《关于印发《…》的通知》)."""
    before = text[max(0, start - _LONGEST) : start]
    depth = 0
    for sign in before:
        depth = depth + 1 if sign in _OPEN else max(0, depth - 1) if sign in "》»" else 0 if sign in "。\n" else depth
    return depth > 0
