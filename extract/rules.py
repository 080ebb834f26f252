"""The patterns by which a sentence states a target (句式): one short function each, tried in order.

A rule looks at one amount with the words around it (a ``Cell``) and returns a ``Finding`` or None. ``RULES`` is the
table of them; the first that answers names the row's ``rule``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract import bearers, by_place, frequencies, indicators, lexicon, metrics, parts
from extract.capabilities import possessed
from extract.cells import Cell
from extract.completion import after_retrofit, completed, of_same, of_share, told, topic_of
from extract.counting import GROWN, added, bare, counted, improves
from extract.exclusions import AIM, is_asked
from extract.finding import RATE, RATIO_UNITS, Finding, Memory, make, starts_with_add
from extract.model import Change
from extract.owners import is_generic, joined, owned, per_same
from extract.spoken import every, text_after, word
from extract.standing import held, laid_out, needed, present, provided, sized, standard, stock, stored
from extract.worked import worked

Rule = Callable[[Cell, Memory], Finding | None]


_BUYS = re.compile(r"(?:购买|采购|配建|配置|消费|使用|缴纳|提取|安排)[一-龥]{2,12}")
"""What is done by that share: 按照不低于用电量的30%购买绿证."""
_ADVERB_END = re.compile(r"(?<=[比率重例量额数])(?:一般|原则上|总体|基本|应当?|均|也|要|须|必须|力争|争取)+$")
_OF_TOTAL = re.compile(r"达到?[一-龥]{2,12}(?:面积|总量|总数|总产值|生产总值|总人口)$")


def whole(cell: Cell, memory: Memory) -> Finding | None:
    """X占Y的30%, X达到Y的20%以上, 不应大于Y的20%: a share of a named whole."""
    if cell.unit != "%" or cell.sense in ("decrease", "increase") or (cell.sense and cell.verb != "占"):
        return None
    between = cell.paragraph.text[cell.amount.start + len(cell.amount.before) : cell.amount.number]
    left = metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, cell.amount.start)
    left = _ADVERB_END.sub("", left)
    match = re.search(
        r"^(?P<x>.*?)(?:占|达到|达|不低于|超过|控制在|为|应?不少于|降至|降到|降低到|降低至|提高到|提高至|提升到|提升至)(?P<y>[^，。]{2,24}?)的?$",
        left,
    )
    if between.endswith("的"):
        x, y = metrics.clean(cell.subject), between[:-1]
        if (buys := _BUYS.match(cell.right)) is not None and x.endswith(("按照", "按")):
            x = re.sub(r"按照?$", "", x) + buys.group()
    elif (
        match
        and (cell.left.endswith("的") or "占" in cell.left or _OF_TOTAL.search(left) is not None)
        and not match["y"].endswith(("比重", "比例", "率", "占比"))
    ):
        x, y = metrics.clean(match["x"]), match["y"]
    else:
        return None
    if x == "总面积" and memory.words:
        x = joined(topic_of(memory), x)
    if not x:
        x = memory.last.noun if memory.last else metrics.clean(memory.words)
    if not x or y.endswith(("达到", "为", "达")) or re.search(r"(?:下降|降低|提高|增长|提升|减少)[到至]?$", y):
        return None
    if (
        cell.left.startswith("其中")
        and memory.last is not None
        and memory.last.rule == "whole"
        and not metrics.has_noun(x)
    ):
        x += memory.last.noun
    y = re.sub(r"(?:总量的?|的)$", "", y) + ("总量" if y.endswith("总量") else "")
    name = x if metrics.has_share(x) and cell.amount.before and "占" not in cell.left else f"{x}占{y}比例"
    return make(cell, name, "level", "whole", 0.88, noun=x)


def change(cell: Cell, memory: Memory) -> Finding | None:
    """X比2020年下降13.5%, X提高2个百分点, 年均增长15%以上."""
    if cell.sense not in ("decrease", "increase") or improves(cell):
        return None
    subject = metrics.clean(cell.subject)
    if not subject and (_new_object(cell) is not None):
        return None
    rate = RATE.search(cell.left)
    if (growth := _GROWTH.search(cell.left)) is not None and len(subject) > 1:
        subject = metrics.clean(re.sub(r"(?:实现|平均)?(?:年均|每年|年平均|逐年|平均年|年)$", "", subject))
        subject = owned(subject, subject, cell, memory) if is_generic(subject) else subject
        name = subject + ("年均" if rate else "") + growth["noun"]
        return make(cell, name, "rate" if rate else "increase", "change", 0.93, noun=subject)
    thing = re.match(r"^的?([一-龥]{2,8})$", cell.right)
    if rate:
        subject = metrics.clean(re.sub(r"(?:实现|平均)?(?:年均|每年|年平均|逐年|平均年|年)$", "", subject))
    if len(subject) < 2 and AIM.match(cell.right):
        return make(cell, subject + cell.verb, cell.sense, "change", 0.75, end=cell.end, noun=subject + cell.verb)
    if len(subject) < 2 and thing and cell.unit == "%":
        sense_: Change = "rate" if rate else cell.sense
        return make(cell, cell.verb + thing[1], sense_, "change", 0.75, end=cell.end, noun=thing[1])
    last = memory.last if memory.listed else None
    if last is not None and last.rule == "change" and (shared := _for_places(subject, last.metric)):
        return make(cell, shared, last.change, "change", 0.85, noun=shared, where=subject)
    if not subject:
        subject = metrics.clean(memory.words) if not memory.last or memory.words else memory.last.metric
    if len(subject) < 2:
        return None
    sense: Change = "rate" if rate else cell.sense
    subject = after_retrofit(cell, memory) + subject if subject.startswith("改造后") else subject
    subject = owned(subject, subject, cell, memory) if is_generic(subject) else per_same(subject, cell, memory)
    return make(cell, subject, sense, "change", 0.93, noun=subject)


_GROWTH = re.compile(r"(?P<noun>增速|增幅|增长速度|增长率)(?:[^，。；\d]{0,6})$")
"""A growth rate named as such, right before its bound: 用水量增速控制在2%以内."""
_PLACES = re.compile(r"^(?:[一-龥]{1,5}?(?:市|区|县|州|旗)[、和及])*[一-龥]{1,5}?(?:市|区|县|州|旗)")


def _for_places(subject: str, metric: str) -> str:
    """平度市、莱西市 behind 市南区、崂山区单位产值能耗: the same indicator for other places; "" when they are no places."""
    before = _PLACES.match(metric)
    own = _PLACES.match(subject)
    if before is None or own is None or own.end() != len(subject) or before.end() > len(metric) - 3:
        return ""
    return subject + metric[before.end() :]


def _new_object(cell: Cell) -> str | None:
    """The object behind the amount of a verb that stands alone in front of it: 减少30个…; None when nothing follows."""
    right = cell.right.strip()
    return right if right and not right.startswith(("，", "的", "）")) and cell.unit not in RATIO_UNITS else None


def level(cell: Cell, memory: Memory) -> Finding | None:
    """X达到20%, X不低于50%, X控制在10亿吨以内."""
    if cell.sense != "level" and not cell.amount.before:
        return None
    subject = metrics.clean(cell.subject)
    if cell.right.startswith("的") and len(cell.right) > 3 and not AIM.match(cell.right):
        return None
    if not subject or subject in _NAMELESS or subject in lexicon.words("cues", "wide"):
        return None
    if subject.endswith(GROWN) and metrics.has_noun(subject[:-2]):
        return make(cell, subject[:-2], "increase", "level", 0.85, noun=subject[:-2])
    if cell.right.startswith("为标准") or ("为" not in subject and metrics.has_noun(subject[1:])):
        subject = subject.removeprefix("以")
    if (within := _WITHIN.match(subject)) is not None and cell.unit == "%":
        subject = within["where"] + within["what"]
    if (part := parts.of_whole(cell, subject, memory)) is not None:
        return part
    if not cell.sense and memory.listed and _goes_on(cell, subject, memory):
        return bare(cell, memory)
    added = starts_with_add().match(subject)
    if added and added["noun"] and len(added["noun"]) < 2 and not metrics.has_noun(subject):
        return None
    name = completed(metrics.measured(subject, cell.unit), subject, cell, memory)
    if cell.unit == "%" and re.match(r"^的?节能(?:设计)?(?:标准|要求)", cell.right):
        return make(cell, subject + "节能率", "level", "level", 0.9, noun=subject)
    if (
        cell.right
        and cell.unit == "%"
        and cell.verb in ("达到", "实现", "做到")
        and not metrics.has_noun(subject)
        and len(cell.right) < 12
    ):
        name = subject + cell.right
        name += "" if metrics.has_noun(name) or cell.verb != "做到" else "比例"
    if cell.unit == "%" and cell.verb == "完成" and 2 < len(cell.right) < 16 and not metrics.has_noun(subject):
        name = subject + re.sub(r"(?:任务|工作|目标)$", "", cell.right) + "完成比例"
    if cell.unit == "%" and re.search(r".占.{2,}", name) and not metrics.has_share(name):
        name += "比例"
    name = of_share(name, memory, cell)
    if (
        cell.unit == "%"
        and len(name) > 2
        and name == subject != metrics.shared(name)
        and indicators.canonical(name) is None
    ):
        subject = of_same(subject, memory)
        return make(cell, metrics.shared(subject), "level", "fraction", 0.8, noun=subject)
    if (moved := _MOVED.search(name)) is not None and cell.unit == "%" and moved.start() > 3:
        fell: Change = "increase" if moved.group()[:2] in ("提高", "提升", "增长") else "decrease"
        return make(cell, name[: moved.start()], fell, "change", 0.9, noun=name[: moved.start()])
    return make(
        cell,
        name,
        "rate" if RATE.search(cell.left) and cell.unit not in RATIO_UNITS else "level",
        "level",
        0.93 if metrics.has_noun(subject) else 0.85,
        noun=subject,
    )


_WITHIN = re.compile(r"^(?P<what>.{4,}(?:占比|比例|比重|率))在(?P<where>[^在]{2,12}(?:地区|城市|流域|区域|城镇|农村))$")
_MOVED = re.compile(r"(?:下降|降低|减少|削减|提高|提升|增长)幅度$|(?:下降|降低|减少|削减)率$")
_NAMELESS = ("预期值", "目标值", "指标值", "数值")


def _goes_on(cell: Cell, subject: str, memory: Memory) -> bool:
    """Whether a subject without an indicator goes on the list before it: 新增水电装机约20万千瓦，风电约8万千瓦."""
    last = memory.last
    same = last is not None and last.amount is not None and last.amount.unit == cell.unit
    return (
        same and cell.unit not in RATIO_UNITS and not metrics.has_noun(subject) and cell.amount.before in ("约", "近")
    )


def ellipsis(cell: Cell, memory: Memory) -> Finding | None:
    """到2030年，进一步提升到15%: no subject of its own, so the indicator is the one before."""
    subject = metrics.clean(cell.subject)
    if (
        not (cell.sense or cell.amount.before)
        or (subject and subject not in _NAMELESS)
        or cell.amount.form == "missing"
    ):
        return None
    if cell.right.startswith("的") and len(cell.right) > 3 and not AIM.match(cell.right):
        return None
    if cell.sense == "level" and (stated := told(memory)):
        return make(cell, stated, "level", "ellipsis", 0.85, noun=stated)
    words = metrics.clean(re.sub(r"并[^，]*$", "", memory.words))
    if "现状" in words:
        return None
    if memory.last is not None and memory.last.amount is not None and (not words or not metrics.has_noun(words)):
        last, share = memory.last, memory.last.amount.unit in ("百分点", "个百分点") and cell.unit == "%"
        if share and cell.sense == "level" and metrics.has_share(last.metric):
            return make(cell, last.metric, "level", "ellipsis", 0.8, noun=last.noun)
        if memory.last.amount.unit != cell.unit:
            return None
        summed = last.change == "rate" and "累计" in cell.left
        return make(cell, last.metric, "increase" if summed else last.change, "ellipsis", 0.8, noun=last.noun)
    if len(words) >= 2 and cell.first and (metrics.has_noun(words) or cell.unit == "%"):
        return make(cell, words, "level", "ellipsis", 0.75, noun=words)
    return None


_DOES = re.compile(
    r"^(?:的)?(?:执行|达标|覆盖|安装|回收|处置|收集|利用|接入|入园|落实|纳入|完成|淘汰|实现|建成|使用|开展|收贮|清零|消除|配套|建立|公开|监管|治理|达到|安全处置|安全收贮)$"
)


_NO_DOING = ("和", "、", "及", "（", "）", "提高", "提升", "下降", "降低", "增", "”")


_TAKEN = re.compile(
    r"(?:^|[，；将对])(?P<verb>(?:就地|就近|循环|安全|全部)?(?:(?:消纳|利用|收集|处理|处置|回收|控制|吸纳|截留|滞留)(?:和|与|、|并)?)+)$"
)
"""Verbs that take a share of a thing (就地消纳70%以上的雨水)."""


_BOTH_DO = re.compile(
    r"^(?:的)?[一-龥]{1,8}[、和][^，。；、\d]{0,12}(?:\d+(?:\.\d+)?%(?:以上|左右)?的?|全部)[一-龥]{1,8}?(?P<does>(?:达到|完成|建成|实现|通过|具备|采用|配备|建立|创建|接入)[^，。；]{2,})"
)


def _shared_doing(cell: Cell) -> str:
    """What two shares do together, behind the second: 60%以上县城、40%的乡镇|建成…; "" when one share stands alone."""
    both = _BOTH_DO.match(text_after(cell))
    return both["does"] if both is not None else ""


def fraction(cell: Cell, memory: Memory) -> Finding | None:
    """70%以上县级党政机关建成节约型机关; 新建城区100%执行…标准: how many of a group do something."""
    right = cell.right.strip("，")
    taken = _TAKEN.search(cell.left)
    if cell.unit == "%" and taken is not None and right.startswith("的") and 2 < len(right) <= 14:
        thing = metrics.clean(right[1:])
        return make(cell, thing + taken["verb"] + "比例", "level", "fraction", 0.75, end=cell.end, noun=thing)
    if cell.unit == "%" and 1 < len(right) <= 8 and not cell.sense and (shared := _shared_doing(cell)):
        return make(cell, metrics.clean(cell.subject) + right + shared + "比例", "level", "fraction", 0.75, noun=right)
    if cell.unit != "%" or (len(right) < 4 and not _DOES.match(right)) or right.startswith(_NO_DOING):
        return None
    if re.search(r"[个条项]“?$", cell.left):
        return None
    subject = metrics.clean(cell.subject)
    saving = re.match(r"^的?节能(?:设计)?(?:标准|要求)", right)
    if saving:
        owner = re.sub(r"(?:执行|达到|满足|实行|实施|按照?)+$", "", subject)
        return make(cell, owner + "节能率", "level", "fraction", 0.8, end=cell.end, noun=owner)
    asked = re.match(r"^的?(?P<what>[一-龥]{2,8}率)的?(?:要求|标准|目标)", right)
    if asked is not None and not cell.sense:
        return make(cell, asked["what"], "level", "fraction", 0.7, end=cell.end, noun=asked["what"])
    if (cell.sense == "level" and not is_asked(cell)) or re.match(
        r"^(?:的|以上的|左右的)?(?:速度|水平|比例|要求|标准|幅度)", right
    ):
        return None
    if not subject and cell.left.startswith("其中") and memory.last is not None and memory.listed:
        subject = memory.last.noun
    if not subject and _GOES_TO.match(right):
        subject = metrics.clean(memory.words)
    name = metrics.clean(subject + re.sub(r"^的", "", right))
    return make(cell, name + "比例", "level", "fraction", 0.75, end=cell.end, noun=name)


_GOES_TO = re.compile(r"由|归|用于|留给|留归")
"""Shares of what the words before name: 形成的增量，50%由省级统筹."""


SPOKEN = ("word", "every")
"""The rules for amounts that stand in words (全覆盖, 全部); no other takes them."""

RULES: dict[str, Rule] = {
    "word": word,
    "every": every,
    "often": frequencies.often,
    "for_group": bearers.for_group,
    "provided": provided,
    "needed": needed,
    "laid_out": laid_out,
    "stored": stored,
    "present": present,
    "sized": sized,
    "standard": standard,
    "stock": stock,
    "held": held,
    "whole": whole,
    "change": change,
    "counted": counted,
    "added": added,
    "whole_of": by_place.whole,
    "level": level,
    "ellipsis": ellipsis,
    "possessed": possessed,
    "fraction": fraction,
    "bare": bare,
    "worked": worked,
}
"""Name → rule, in the order in which they are tried."""
