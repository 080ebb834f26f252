"""Whose a count or a measure is (所属): the site or work told in front of the verb, the topic of the clause before."""

from __future__ import annotations

import re

from extract import metrics, pipeline
from extract.cells import Cell
from extract.finding import Finding, Memory

_SITE = re.compile(
    r"(?:服务区|居点|站点|小区|社区|校园|学校|医院|码头|港口|港区|园区|车站|场站|机场|景区|农村|乡村|村庄|牧区|林区|矿区|库区|灌区|渔港|"
    r"航道|岸线|公路|道路|铁路|轨道交通|电网|管网|场馆|公园|市场|商圈|企业|机构|单位|部门|楼宇|建筑|项目|工程|断面|沿线|环线|口岸|基地)$"
)
"""What holds things that are counted: sites, carriers of works, bodies."""
_LED = re.compile(
    r"^(?:辖区?内|区域内|在|沿着?|于|对|为|结合|依托|利用|围绕|随着?|配合|支持|鼓励|引导|推动|推进|促进|指导|组织|兼顾|确保|力争)"
)
_ADVERB = re.compile(
    r"(?:一次性|同步|配套|陆续|分批|分步|逐步|全面|率先|统一|优先|重点|合理|适度|加快|规划|计划|还|再|共|累计|至少|原则上|平均|均|各|内|中|上|里|"
    r"应当?|必须|须|要|需|将|拟|可|周边|沿线|建设)+$"
)
_NO_OWNER = re.compile(
    r"[，、；等]|^(?:各|每|全|本|该|有关|相关|一批|[一二三四]期)|^(?:工程|项目|企业|单位|部门|机构|基地)$"
)


def in_front(cell: Cell, end: int) -> str:
    """The site or work that stands before the verb of a count, ``cell.start`` to ``end``: 牧区定居点 of 牧区定居点建设85座….

    "" where the words before are a place (its ``scope``), a group told by 各 or 每, a list, or adverbs.
    """
    words = metrics.clean(metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, end))
    words = _ADVERB.sub("", _LED.sub("", words))
    fits = 3 <= len(words) <= 16 and _SITE.search(words) is not None and _NO_OWNER.search(words) is None
    return words if fits else ""


_OF_WORK = (
    "新增|净增|新开业|新投产|新开工|年|日|月|总|累计|平均|最大|最高|最低|设计|运行|运营|营业|经营|生产|加工|处理|治理|处置|利用|培训|接待|服务|"
    "供应|建设|改造|投运|投产|建成|开工|占地|建筑|实际|年度|全年|整体|单位|综合|可"
)
_SEATS = "床位|座位|座席|席位|学位|托位|泊位|停车位|车位|机位|摊位|铺位|机组|储罐|线路"
_MEASURED = (
    "面积|长度|里程|规模|数量|容量|库容|罐容|产能|产值|产量|能力|总量|量|收入|效率|效益|增速|增幅|增长率|"
    "能耗|水耗|电耗|人次|人数|次数|时长|频次"
)
_GENERIC = re.compile(rf"^(?:{_OF_WORK})*(?:(?:{_SEATS})(?:数量?)?|(?:{_MEASURED}))$")
_WORK = "建设|施工|推进|实施|开展|改造|扩建|开工|运营|发展"
_URGED = (
    "(?:大力|积极|加快|抓紧|重点|有序|稳步|全面|深入|持续|进一步|着力|不断|科学|合理|统筹|优先|主要|如期|顺利|正式|"
    "陆续|逐步|基本|率先|适度)*"
)
_OBJECT = re.compile(
    rf"^(?![^，]*(?:达到|满足|符合|执行)){_URGED}"
    r"(?:发展|推进|推动|建设|实施|壮大|扩大|布局|补齐|增加|扩建|新建|改建|改造|开发|培育|打造|建成|启动|推广|开展)(?P<what>[^，。；]{3,30})$"
)
"""A clause that says what is worked at: 大力发展社区食堂."""
_STATED = re.compile(
    rf"^(?P<what>[^，。；]{{3,20}}?)(?:要|应当?|须|均|全部|已|将)*{_URGED}"
    rf"(?:(?:{_WORK}|铺开|落地|完工|竣工|投产|投运|补齐|启动|收尾)|(?:进入|达到|满足|符合|执行|实行|采用|布局|覆盖|迈入)[^，。；]{{2,}})$"
)
"""A clause that says how something goes on or which grade it reaches: 体育公园二期抓紧施工, 场馆无障碍设施达到三星级."""
_TREATED = re.compile(
    rf"^(?:[^，。；]{{0,20}}[段处区内中上里])?(?:拟|将|再|继续)?对(?P<what>[^，。；对]{{2,20}}?)(?:进行|实施|开展|采取){_URGED}(?P<act>[^，。；]{{2,40}})$"
)
"""A clause that says what is done to what: 对西河下游段进行河道整治."""
_TRIAL = re.compile(r"^(?:试点|试行|探索|鼓励|研究|支持|引导|示范)")
_MEASURE_END = re.compile(
    rf"(?:建筑|占地|装机|变电|营业|种植|改造)?(?:{_MEASURED}|数|(?:{_SEATS})数?)$",
)


def is_generic(name: str) -> bool:
    """Whether a name says how much but not of what: 新增床位, 年处理能力, 新开业营业面积增速."""
    return _GENERIC.match(name) is not None


def topic(cell: Cell, memory: Memory, *, seats: bool = False) -> str:
    """What a generic name is said of: the clause before, the head of the sentence behind a trial, the finding before.

    "" where the clause before tells another matter. ``seats`` (新增床位) are not those of the finding before.
    """
    last = memory.last if memory.listed else None
    if not memory.words:
        return _thing_of(last) if last is not None and not seats else ""
    words = memory.words.strip("，、")
    if _TRIAL.match(words):
        head = re.split(r"[，；：]", cell.paragraph.text[cell.sentence.start : cell.segment[0]])[0]
        words = "" if head in (words, "") or _TRIAL.match(head) else head
    return _told_by(words)


def treated(words: str) -> str:
    """What a clause says is done to what: 西河下游段河道整治; of several measures only to what. "" when it does not."""
    found = _TREATED.match(words)
    if found is None:
        return ""
    several = "、" in found["act"] or found["act"].endswith(("措施", "工作", "工程"))
    return found["what"] if several else found["what"] + found["act"]


def _fuller(noun: str, memory: Memory) -> str:
    """The noun with the name that the clause before gives its thing: 建设|月牙湖湿地，恢复湿地面积… → 月牙湖湿地面积."""
    thing = without_measure(noun)
    counted = noun.endswith(("数量", "总量"))
    named = _told_by(memory.words.strip("，、")) if thing and memory.words and not counted else ""
    return named + noun[len(thing) :] if len(named) > len(thing) and named.endswith(thing) else ""


def _thing_of(last: Finding) -> str:
    """What the finding before counts, or measures by a measure that can be told from it."""
    thing = without_measure(last.noun)
    return thing if last.rule in ("added", "counted") or thing != last.noun else ""


def _told_by(words: str) -> str:
    """The thing that a clause without an amount is about; "" when it is none."""
    words = metrics.clean(re.sub(r"^其中[，：]?", "", words), keep_verb=True)
    words = re.sub(r"^.*等(?=[^等]{4,16}$)", "", words) if len(words) > 16 else words
    match = _OBJECT.match(words) or _STATED.match(words)
    if match is None:
        return words if _SITE.search(words) is not None and len(words) <= 16 else ""
    what = metrics.clean(re.sub(rf"(?<=...)(?:{_WORK}|供给)$", "", match["what"]))
    most = 30 if what.endswith(("工程", "项目")) else 20
    return what if 2 <= len(what) <= most and not is_generic(what) and "、" not in what[:1] else ""


def without_measure(noun: str) -> str:
    """The thing whose measure a name is: 县乡两级文化馆建筑面积 → 县乡两级文化馆; "" when nothing is left."""
    thing = _MEASURE_END.sub("", noun)
    return thing if len(thing) >= 2 and not is_generic(thing) else ""


_WIDE = re.compile(
    r"(?:全[市省区县国州]|[本我][市省区县]|各[市省区县])(?:范围内|域内)?(?:将|共|累计|要|拟|计划|再|规划)*$"
)
_NEW = re.compile(r"^(?:其中[，：]?)?(?:新建|新上|新开工|新投产|扩建|改建|新改扩建|新（改、扩）建|改造后)")
_GRADE_REACHED = re.compile(
    r"^(?P<who>[^，。；]{3,20}?)(?:应当?|须|要|均|全部)*(?:达到|满足|符合)[^，。；]*(?:级|水平|标准|要求|规定)(?:以上)?$"
)


def owned(name: str, subject: str, cell: Cell, memory: Memory) -> str:
    """The name with whose it is, where it says too little by itself (新增床位, 年处理能力); else the name as it is."""
    if _of_all(cell, subject):
        return name
    if name == subject and (fuller := _fuller(subject, memory)):
        return fuller
    if is_generic(subject):
        return of_topic(name, cell, memory, seats=re.search(_SEATS, subject) is not None)
    if len(subject) > 6 or not _NEW.match(memory.words) or not _says_measure(name):
        return name
    if (reached := _GRADE_REACHED.match(memory.words)) is not None:
        owner = metrics.clean(re.sub(r"^其中[，：]?", "", reached["who"]), keep_verb=True)
        return joined(owner, name) if owner[-2:] not in name else name
    return name


def of_topic(name: str, cell: Cell, memory: Memory, *, seats: bool) -> str:
    """The name with the topic that the words before give it; ``seats`` as in ``topic``."""
    owner = topic(cell, memory, seats=seats)
    return joined(owner, name) if owner else name


def _says_measure(name: str) -> bool:
    return metrics.has_noun(name) or name.endswith(("人次", "人数"))


def _of_all(cell: Cell, subject: str) -> bool:
    """Whether the name is said of the whole jurisdiction: 全省装机容量."""
    place = cell.left.find(subject)
    return place > 0 and _WIDE.search(cell.left[:place]) is not None


_SHARE_END = re.compile(r"(?:率|度|比例|占比|比重|系数|数量)$")


def joined(owner: str, name: str) -> str:
    """Owner and name as one: a measure of the owner's own is cut off, and what both say is said once.

    水土流失治理度 + 治理面积 → 水土流失治理面积; 抽水蓄能装机容量 + 在建装机容量 → 抽水蓄能在建装机容量.
    """
    head = metrics.head_noun(owner)
    stem = owner.removesuffix(head) if head and head in name else _SHARE_END.sub("", owner)
    if len(stem) < 2:
        return name
    shared = next((size for size in range(min(len(stem), len(name)), 1, -1) if stem.endswith(name[:size])), 0)
    return stem + name[shared:]


_PER = re.compile(r"(?:单位|每)[^，。；、]{1,12}|(?:人|亩|户|车|地|床)均|(?:百|千|万|亿)元[^，。；、]{0,10}")
_HELD = re.compile(r"每[^，。；、]{1,10}(?:拥有|配备|配有|占有)(?![量率数])")


def per_same(subject: str, cell: Cell, memory: Memory) -> str:
    """The denominator that members of a list share, said once: 每万名学生近视例数下降6%、肥胖例数下降4%."""
    last = memory.last if memory.listed and cell.paragraph.text[cell.start - 1 : cell.start] == "、" else None
    if last is None or _PER.match(subject) or not _PER.match(last.metric):
        return subject
    each = _HELD.match(last.metric)
    if each is not None and _HELD.match(subject) is None and not metrics.has_share(subject):
        return each.group() + subject
    same = next((n for n in range(min(len(subject), len(last.metric)), 0, -1) if last.metric.endswith(subject[-n:])), 0)
    words = pipeline.words(last.metric[: len(last.metric) - same])
    prefix = "".join(words[:-1])
    return prefix + subject if same and same < len(subject) and _PER.fullmatch(prefix) else subject
