"""Names of indicators (指标名): the words before or behind an amount, cleaned so that they could head a column."""

from __future__ import annotations

import re
from functools import cache

from extract import lexicon
from extract.sentence import B, T

_EDGE = "，。；：、,:;·—- \n\t●•■◆▪※*＊"


@cache
def _start() -> re.Pattern[str]:
    return re.compile(rf"^(?:{lexicon.alternation(lexicon.words('cues', 'start'))}|[，、；：\s])")


@cache
def _wide() -> re.Pattern[str]:
    return re.compile(rf"^(?:{lexicon.alternation(lexicon.words('cues', 'wide'))})(?:范围内|域内)?(?=.{{2}})")


@cache
def _tail() -> re.Pattern[str]:
    words = [
        *lexicon.words("cues", "hedges"),
        "的",
        "分别",
        "等",
        "在",
        "至",
    ]
    return re.compile(rf"(?:{lexicon.alternation(words)}|[，、；：])$")


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"(?:{lexicon.alternation(lexicon.words('cues', 'nouns'))})(?:（[^（）]*）)?$")


@cache
def _lead_verb() -> re.Pattern[str]:
    """A verb in front of the indicator: 提高X, 新建X."""
    return re.compile(rf"^(?:{lexicon.alternation(lexicon.words('cues', 'add'))})")


def plain(text: str, mask: str, start: int, end: int) -> str:
    """``text[start:end]`` without the time phrases and base years that the mask shows."""
    return "".join(c for c, sign in zip(text[start:end], mask[start:end], strict=True) if sign not in (T, B))


_OBJECT = re.compile(r"^[^，。；]*(?:(?<!即)(?<!必)(?<!也)将|把)(?=[^，。；]{3,}$)")


_INNER_VERB = re.compile(
    r"(?<=[一-龥][一-龥])(?:力争|争取|基本|逐步|全面|率先)*(?:实现|确保)(?=[一-龥“（]{2,}(?:率|比例|比重|占比)$)|(?<=[一-龥][一-龥])(?:力争|争取|基本|逐步|全面)+实现(?=[一-龥]{2})"
)
_TRAILING_VERB = re.compile(r"(?:(?:五年|5年|三年|3年|两年)(?:累计)?|(?:稳步|持续)?(?:回升|巩固))$")


_SAID = re.compile(
    r"^(?:[一-龥]{2,10})?(?:提出|宣布|承诺|明确|计划)(?=[一-龥（“]{3})(?!标准|投资|生育|单列)"
    r"|^(?:我们)?国家(?:要求|规定|确定)(?=[一-龥]{2})|^(?:贯彻|落实|聚焦|对标)+国家(?=[一-龥]{6})(?!重点)"
    r"|^[^，。；]{0,14}(?:主席|总书记|总理)[^，。；]*?(?:宣布|宣示|承诺|提出|[作做]出)了?(?:(?:中国|我国)(?:将|力争|争取)+)?(?=[一-龥]{3})"
)
_BEFORE = re.compile(
    r"^除[^，。；]{2,24}外，?"  # 除应急车辆外，公交车…
    r"|^[一二三四五六七八九]是(?:继续)?"
    r"|^（\d{1,2}）|（）"
    r"|^以(?:率先|如期|全面|基本)?实现(?=[一-龥]{2})"  # 以…实现…为目标
    r"|^(?:包括|包含|含)?[^，。；]{2,40}在内的(?=[^，。；]{4})"  # 包括甲在内的乙
    r"|^[^。；]*(?:措施|方式|手段|途径|机制|办法|方法)(?:确保|保证|保障|实现)(?=[^，。；]{4})"  # 采取…措施确保…
    r"|^[^，。；]{2,12}?(?:共|共计|拟|计划)(?=(?:新建|建设|改造|建成)[^，。；]{3})"  # 一期项目共新建…
)
_SIDE_BY_SIDE = re.compile(
    r"^(?P<who>[^，。；]*?)(?:广泛|大力|积极|加快|全面|深入)*(?:推广|建设|加强|提升|完善|健全|推进|开展)[^，。；]*、"
    r"(?:基本|全面)?实现(?=[^，。；]{4})"
)  # 城镇推广甲、实现乙
_ALTERNATIVE = re.compile(
    r"(?:应当?|须|要)?(?:低于|高于|优于|达到)[^，。；]{2,24}(?:水平|标准|目标)或(?:[较比占].*)?$"  # 应低于平均水平或较基期
    r"|(?:提升|提高|增加|下降|降低|减少|达)到?至?\d[\d.]*[%％](?:以上|左右)?或$"  # 提升到70%或（较…提高…）
)
_MUST = re.compile(r"(?<=[一-龥][一-龥])(?:应当?|必须|须|要|需)(?:全面|严格)?(?:落实|做到|保证|确保|实现)(?=[一-龥])")
_FIRST_FIGURE = re.compile(
    r"（[^（）]{0,8}?\d[\d.]*[台座个套处家条项辆][，、]?(?:共|合计|总计|共计)?$"
)  # 锅炉拆除（9台共211蒸吨）
_IN_FIELD = re.compile(r"^在([^，。；]{2,})方面$")
_NUMBERED = re.compile(r"^\d{1,2}[.．、](?=[一-龥A-Z])")
_EXPLAINED = re.compile(
    r"（(?:以下(?:统)?(?:简)?称|简称|下同|(?:包?含|包括|指|即)(?=[^（）]{2})|单位[:：])[^（）]*）"
    r"|（[^（）]{0,3}(?:吨|千克|毫克|微克|克|千瓦时?|焦|米|亩|公顷|元|升|人|个)[^（）]{0,6}/[^（）]{1,8}）"
)
"""What a parenthesis only explains (以下简称…, 含…) or measures in (吨/万元); 不含…, 除…外 and short names (PUE) stay."""
_COUNTED_LIST = re.compile(r"^[^，。；]*、[^，。；]*等(\d+[种类个项](?=[一-龥]{4}).+)$")


def clean(name: str, *, keep_verb: bool = False) -> str:
    """The name without conjunctions, verbs of causing and hedges in front, and without adverbs behind."""
    name = _EXPLAINED.sub("", name) if "（" in name else name
    name = _OBJECT.sub("", _COUNTED_LIST.sub(r"\1", _BEFORE.sub("", name.strip(_EDGE))))
    name = _IN_FIELD.sub(r"\1", _SAID.sub("", _NUMBERED.sub("", name)))
    name = _SIDE_BY_SIDE.sub(r"\g<who>", name)
    name = _MUST.sub("", _FIRST_FIGURE.sub("", _ALTERNATIVE.sub("", name)))
    tail = _tail()
    name = _unled(name, keep_verb=keep_verb)
    if (match := _wide().match(name)) is not None:
        name = _unled(name[match.end() :], keep_verb=True)
    while (match := tail.search(name)) is not None and len(name) > len(match.group()) + 1:
        name = name[: match.start()].rstrip(_EDGE)
    name = _INNER_VERB.sub("", _TRAILING_VERB.sub("", name))
    return _balanced(name.strip(_EDGE))


def _unled(name: str, *, keep_verb: bool) -> str:
    """The name without conjunctions and verbs of causing in front."""
    while name:
        match = _start().match(name)
        if match is None or (keep_verb and _lead_verb().match(name)) or _glued(name, match.group()):
            break
        name = name[match.end() :].lstrip(_EDGE)
    return name


def _glued(name: str, word: str) -> bool:
    """Whether the leading word is part of a longer one (主要污染物, 在建项目, 应急), as before a bare 率 (保障率, 控制率)."""
    return name[len(word) : len(word) + 1] == "率" or name.startswith(
        tuple(lexicon.table("cues")["glued"].get(word, ()))
    )


def _balanced(name: str) -> str:
    """The name without a quotation mark or parenthesis that lost its partner."""
    for opening, closing in ("“”", "（）", "‘’", "《》"):
        if name.count(opening) != name.count(closing):
            name = name.replace(opening, "").replace(closing, "")
    return name


def has_noun(name: str) -> bool:
    """Whether the name ends in the head noun of an indicator (率, 量, 面积 …)."""
    return _noun().search(name) is not None


_OF_KIND = re.compile(r"(?:车|辆|车辆|机组|企业|单位|村|户|点位|人员|建筑|园区|学校|船舶|设施|城市|项目|面积)$")


def shared(name: str) -> str:
    """The name of a percentage that does not say itself that it is one: 新能源公交车辆 → 新能源公交车辆占比."""
    if has_noun(name) or name.endswith(("覆盖面", "程度", "达标", "控制")):
        return name
    return name + ("占比" if _OF_KIND.search(name) else "比例")


def has_share(name: str) -> bool:
    """Whether the name says itself that it is a share (…比例, …率)."""
    return re.search(r"(?:率|比例|比重|占比|比)(?:（[^（）]*）)?$", name) is not None


def head_noun(name: str) -> str:
    """The head noun that members of an enumeration share (装机容量, 面积, 投资); "" when there is none."""
    match = re.search(
        r"(?:装机容量|装机规模|总装机|装机|变电容量|容量|面积|长度|里程|规模|投资|产值|产量|产能|消费量|能力|用电量|发电量|供应量|数量)$",
        name,
    )
    return match.group() if match else ""


_MEASURE_NOUNS = (
    (re.compile(r"(?:公顷|亩|平方米|平米|平方公里|㎡|km2|km²|hm2|hm²|平方千米)$"), "面积"),
    (re.compile(r"(?<!立方)(?:公里|千米|米|km)$"), "长度"),
    (re.compile(r"(?:千瓦|兆瓦|吉瓦|kW|MW|GW|千伏安|兆伏安)$"), "规模"),
    (re.compile(r"(?:人次|人|名)$"), "人数"),
    (re.compile(r"^次$"), "次数"),
)


_PER_EACH = re.compile(
    r"^(.*(?:量|值|数|能耗|面积|人口))(每[十百千万亿]*(?:平方米|平方公里|立方米|公顷|亩|人|户|公里))$"
)


def fronted(name: str) -> str:
    """The name with what it is counted by in front: 建筑垃圾排放量每万平方米 → 每万平方米建筑垃圾排放量."""
    plain_name, each = per_each(name)
    return each + plain_name


def per_each(name: str) -> tuple[str, str]:
    """The name, and what it is counted by when that stands behind it (每万平方米), else ""."""
    match = _PER_EACH.match(name)
    return (match[1], match[2]) if match else (name, "")


_PER_TIME = re.compile(r"^(?:建设|设计|处理)?(?:规模)?([年日](?:综合)?(?:处理|处置|利用|回收|生产|加工))$")
"""What works do in a year or a day: 建设规模年处理1万吨."""


def measured(name: str, unit: str) -> str:
    """The name with the noun that the unit implies when it has none of its own: 高标准农田 + 亩 → 高标准农田面积."""
    name = fronted(name)
    if (works := _PER_TIME.match(name)) is not None and unit.endswith(("吨", "立方米")):
        return works[1] + "能力"
    unit = re.sub(r"（.）$", "", unit)
    if (
        not name
        or has_noun(name)
        or not unit
        or unit.startswith(("%", "百分点", "个百分点", "倍", "吨", "万吨", "亿元", "万元", "元"))
    ):
        return name
    if unit.startswith(("微克/", "毫克/", "μg/", "mg/")) and not re.search(r"[值准]$", name):
        return name + "浓度"
    if "/" in unit or name.endswith(("人次", "人数")):
        return name
    if unit in ("公里", "千米", "米", "km"):
        name = re.sub(r"^(?:全|总)长$", "长度", name)
        if name.endswith(("河长", "线长")) and len(name) > 2:
            return name
        name = re.sub(r"(?<=.{2})(?:规模为|为)?(?:全|总)?长$", "", name)
    if unit == "层":
        return re.sub(r"以?(?:最高|最低|一般)$", "", name) + "层数"
    for pattern, noun in _MEASURE_NOUNS:
        if pattern.search(unit):
            return name if name.endswith(noun) else name + noun
    if re.search(r"[个家座项辆台套户处条所艘批场种类件份对只头株棵村组间栋盏块片支名口部]$", unit):
        return name + "数量"
    return name


def split_subjects(name: str) -> list[str]:
    """Subjects joined by 、/和/及/与 outside parentheses, in order."""
    parts, depth, at = [], 0, 0
    for match in re.finditer(r"[（“]|[）”]|、|以及|和|及(?!周边|其)|(?<=率)与(?=[^，]*率$)", name):
        sign = match.group()
        if sign in "（“":
            depth += 1
        elif sign in "）”":
            depth = max(0, depth - 1)
        elif depth == 0 and match.start() > at:
            parts.append(name[at : match.start()])
            at = match.end()
    parts.append(name[at:])
    return [part for part in parts if part]
