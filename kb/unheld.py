"""Documents that a question names and the library does not hold (库中没有的文件): which, and what is called most like them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb import places, wordings
from kb.keywords import pairs
from kb.model import DocumentInfo, Query
from kb.naming import Names, names, tight
from kb.query import content
from kb.spelling import plain

NEAREST = 3  # titles named as nearest
SAYS = 0.4  # the share of a title that a name with its full kind (实施方案) must say to mean it
ALIKE = 0.25  # the least share of a name's character pairs that such a title holds
_TITLE = re.compile(r"《([^《》]{3,80})》")
_SPECIFIC = "实施方案|行动方案|工作方案|行动计划|实施意见|实施细则|管理办法|条例"
_GENERIC = "规划|纲要|方案|计划|意见|办法"
_NAME = re.compile(
    rf"(?P<name>[^,，。?？、;；:：]{{2,40}}?(?P<kind>{_SPECIFIC}|{_GENERIC}))"
    r"(?=里|中(?!的)|上?[说提写讲规要明定对给]|怎么|如何|有(?:什么|哪些)|什么时候|是什么|的?(?:主要|总体|发展|规划|工作|具体)?(?:目标|指标|内容)|$)"
)
_FILLER = frozenset(
    ["实施", "行动", "工作", "总体", "专项", "综合", "方案", "计划", "规划", "五", "十四五", "十五五", "时期"]
)
_ASKING = re.compile(r"^(?:请问|请|查一下|查查|看看|我想知道|想知道|根据|按照?|在)+")


def note(query: Query, infos: Sequence[DocumentInfo]) -> str:
    """That the library does not hold what the question calls by title or number, with the nearest titles; "" when it does."""
    known = names(infos)
    missing = [f"《{title}》" for title in _TITLE.findall(query.text) if not known.titled([title])]
    missing += [number for number in query.doc_numbers if not known.numbered([number])]
    if not missing and not query.doc_numbers and not known.within(query.text) and not _TITLE.search(query.text):
        name = _loosely(query, known)
        missing = [f"“{name}”"] if name else []
    if not missing:
        return ""
    near = _nearest("".join(missing) if not query.doc_numbers else query.text, query, known)
    instead = f"名称最接近的是{'、'.join(f'《{title}》' for title in near)}。" if near else ""
    return f"库中没有{'、'.join(missing)}这份文件。{instead}"


def _loosely(query: Query, known: Names) -> str:
    """A name without title marks (上海碳达峰实施方案里……) that no document of its place bears; "" where one does or none is named."""
    text = _TITLE.sub("", query.text)
    match = _NAME.search(text)
    if match is None:
        return ""
    name, kind = _ASKING.sub("", match["name"]), match["kind"]
    words = [word for word in content(name) if len(word) > 1 and word not in _FILLER and word != kind]
    of = {mention.place.name for mention in places.find(name)}
    if not words or not of:
        return ""  # without a place 行动方案 may mean any
    wanted = [tuple(plain(one) for one in (word, *wordings.official(word))) for word in words]
    specific = kind in _SPECIFIC.split("|")
    for info, title in zip(known.infos, known.views, strict=True):
        here = info.place in of or any(mention.place.name in of for mention in places.find(title))
        covered = all(any(one in title for one in listed) for listed in wanted)
        if here and covered and (not specific or (kind in title and _most(name, title))):
            return ""
    return name


def _most(name: str, title: str) -> bool:
    """Whether a name says enough of a title to mean it: 碳达峰实施方案 does not mean one of 园区碳达峰试点示范建设."""
    told = set(pairs(tight(title)))
    return len(told & set(pairs(tight(name)))) >= SAYS * len(told)


def _nearest(name: str, query: Query, known: Names) -> list[str]:
    """The titles that share most character pairs with a name, those of its place first among equals."""
    wanted = set(pairs(tight(name)))
    if not wanted:
        return []
    scored = []
    for info, title in zip(known.infos, known.views, strict=True):
        share = len(wanted & set(pairs(tight(title)))) / len(wanted)
        here = 0.2 if info.place in query.places else 0.0
        if share >= ALIKE:
            scored.append((-(share + here), len(title), info.title))
    return list(dict.fromkeys(title for _, _, title in sorted(scored)))[:NEAREST]
