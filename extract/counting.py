"""Things counted and work measured (数量目标): 新建…13座, 建设10家…, 节水型企业2000家, 其中沈阳市92个."""

from __future__ import annotations

import re
from functools import cache

from extract import by_place, lexicon, metrics, owners, parts, things
from extract.cells import Cell
from extract.completion import completed, topic_of
from extract.finding import RATE, RATIO_UNITS, Finding, Memory, keeps, make, starts_with_add
from extract.model import Change
from extract.owners import joined
from extract.unit_grammar import base_unit

_BARE_NOUNS = (
    *("规模", "装机", "装机容量", "装机规模", "面积", "长度", "容量", "能力", "产能", "里程"),
    *("总规模", "年利用量", "利用量", "年处理量", "处理量", "年处理能力"),
)


def added(cell: Cell, memory: Memory) -> Finding | None:
    """新建高标准农田665万亩, 完成造林10万亩, 培育省级无废工厂200家: verb, thing, amount."""
    if cell.unit in RATIO_UNITS or cell.unit == "":
        return None
    end = cell.amount.start if improves(cell) else cell.subject_end
    match = starts_with_add().match(
        things.unplaced(metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, end))
    )
    if (
        match is None
        or cell.left.endswith("的")
        or not match["noun"].strip("，、")
        or re.match(r"(?!以及|及|和)[一-龥]{4,}", cell.right.removeprefix("等"))
    ):
        return None
    if (inside := parts.of_opened(cell, match)) is not None:
        return inside
    bounded = cell.amount.before and cell.amount.low is None
    if match["verb"] in ("实现", "达到") and bounded and not cell.sense:
        return None
    noun = _LONG.sub("长度", metrics.clean(match["noun"]))
    if re.fullmatch(r"（[^（）]*）", match["noun"]):
        before = starts_with_add().match(memory.words)
        noun = metrics.clean(before["noun"]) if before is not None and before["verb"] == match["verb"] else ""
    if len(noun) < 1 or re.search(r"(?:耗|浓度|强度|密度|系数|高度|宽度|层数|间距)$", noun):
        return None
    if cell.unit == "层" and cell.amount.before:
        return None
    noun += things.shared_behind(cell, noun)
    name = _added_name(match["verb"], noun, cell, memory)
    sense: Change = "decrease" if match["verb"] in ("压减", "削减", "减少", "降低") else "increase"
    return make(cell, name, "rate" if RATE.search(cell.left) else sense, "added", 0.85, noun=noun, verb=match["verb"])


def _added_name(verb: str, noun: str, cell: Cell, memory: Memory) -> str:
    """Verb and thing as a name: a place behind the thing in front of it, a bare measure with what it is of."""
    first = by_place.first_place(noun)
    told = first + noun.removesuffix(first) if first else noun
    name = metrics.measured((verb if verb in keeps() else "") + told, cell.unit)
    if noun in _BARE_NOUNS:
        topic = topic_of(memory)
        name = (
            joined(topic, name if verb in keeps() else _own_verb(verb, name)) if topic and topic not in name else name
        )
    else:
        name = _with_owner(name, noun, verb, cell, memory)
    return name


_LONG = re.compile(r"(?:规模)?为(?:全|总)?长$")
"""整治规模为长12公里."""
_OPENED = re.compile(
    r"^(?P<thing>[^，。；的]{2,16}?)(?:分批|分期|陆续|逐步|全部|相继|正式|同步|开始)*(?P<verb>投用|投运|投产|启用|投入(?:使用|运营|运行|生产))$"
)
"""Things that come into use: 2027年起8片足球场分批投用."""


def _due(cell: Cell) -> bool:
    """Whether the words of the amount say themselves by when."""
    return any(time.use == "deadline" and cell.start <= time.start < cell.amount.start for time in cell.sentence.times)


def _with_owner(name: str, noun: str, verb: str, cell: Cell, memory: Memory) -> str:
    """新增座位数 behind 新增县级文化馆建筑面积, 改造管网 behind 新建污水管网, 新增床位 behind what is worked at."""
    last = memory.last if memory.listed and not memory.words else None
    if last is not None and last.rule in ("added", "counted") and last.noun:
        if last.noun.endswith(noun) and last.noun != noun:
            return metrics.measured((verb if verb in keeps() else "") + last.noun, cell.unit)
        thing = owners.without_measure(last.noun)
        if thing and last.verb == verb and verb in keeps() and owners.is_generic(noun):
            return metrics.measured(verb + thing + noun, cell.unit)
    generic = owners.is_generic(noun) or noun in ("项目", "工程")
    return owners.owned(name, noun if generic else name, cell, memory)


def _own_verb(verb: str, name: str) -> str:
    """复绿面积 keeps its verb behind another thing (岸线); 建成面积 does not."""
    return verb + name if verb.endswith(("绿", "植", "林", "复")) and not name.startswith(verb) else name


def improves(cell: Cell) -> bool:
    """Whether 提升 is the end of a work that is done (完成林分质量提升20万亩) and no rise of an indicator."""
    return (
        cell.sense == "increase"
        and cell.verb == "提升"
        and base_unit(cell.unit).endswith((*_AREA, "个", "座", "处", "户", "台", "项"))
        and starts_with_add().match(cell.left) is not None
    )


_WORK = (
    "公里",
    "千米",
    "米",
    "亩",
    "公顷",
    "平方米",
    "平方公里",
    "立方米",
    "千瓦",
    "兆瓦",
    "吉瓦",
    "kW",
    "MW",
    "GW",
    "吨",
    "千伏安",
)


_AREA = ("亩", "公顷", "平方米", "平方公里", "公里", "千米", "亩次")


_TECHNICAL = re.compile(
    r"^(?:燃煤|亚临界|超临界|超超临界|煤电|天然气)?(?:机组|锅炉|压缩机|燃气轮机|装置|级|等级)"
    r"|技术|研发|攻关|研究|材料|原型|样机|示范及验证"
)


_BUILDING = re.compile(
    r"新|建|造|植|改|修|治|关|退|淘汰|推广|安装|培育|完成|整治|发展|压减|拆|疏浚|清|绿化|实施|增加|消纳|利用|处理|投产|开工|投运|争取|"
    r"达到|突破|提供|筹|训|认定|引导|动员|落实|支持|接入|协调"
)


def counted(cell: Cell, memory: Memory) -> Finding | None:
    """建设10家左右生态工业园区, 推动1000家企业开展清洁生产审核: verb, amount, thing."""
    if cell.unit in RATIO_UNITS or cell.unit == "":
        return None
    right = re.sub(r"^(?:以上|左右)?[长宽高深]?的", "", cell.right).strip("，、；")
    right = re.sub(r"(?:以及|及|和|与|、)[一二两三四五六七八九十]+[个座家条处台套项](?=[一-龥]{2}).*$", "", right)
    right, end = things.counted(cell, re.sub(r"(?:以及|及|和|与)其他$", "", right))
    if (
        len(right) < 2
        or right.count('"') % 2
        or _places_of(cell)
        or things.is_size(cell)
        or re.match(r"(?:以及|及|和)(?!时)", right)
    ):
        return None
    if (placed := by_place.counted(cell, right, memory)) is not None:
        return placed
    last = memory.last if memory.listed else None
    if last is not None and last.rule == "added" and (own := things.shared_with(cell, right, last.noun)):
        name = metrics.measured((last.verb if last.verb in keeps() else "") + own, cell.unit)
        return make(cell, name, last.change, "counted", 0.75, end=end, noun=own, verb=last.verb)
    opened = _OPENED.match(right)
    if opened is not None and cell.first and _due(cell) and not metrics.clean(cell.subject):
        name = owners.of_topic(metrics.measured(opened["thing"], cell.unit), cell, memory, seats=True)
        return make(cell, name, "increase", "counted", 0.75, end=end, noun=opened["thing"], verb=opened["verb"])
    verb = _verb_of(cell, memory)
    if verb is None or not _countable(cell, verb, right):
        return None
    shown = verb if verb in keeps() and not right.startswith(verb) and verb in cell.left + _listed_verb(memory) else ""
    right = right.split("、")[0] if len(right) > 40 else right
    noun = metrics.clean(re.sub(r"(?:等|及相关工作|工作)$", "", right), keep_verb=True)
    if verb == "完成" and (done := things.done(noun)):
        noun, shown = done, ""
    elif verb == "完成":
        noun += things.act_of_list(cell, noun)
    name = metrics.measured(_owner(cell, noun) + shown + noun, cell.unit)
    if noun in ("项目", "工程") or owners.is_generic(noun):
        name = owners.of_topic(name, cell, memory, seats=True)
    sense: Change = "rate" if RATE.search(cell.left) else "increase"
    return make(cell, name, sense, "counted", 0.8, end=end, noun=noun, verb=verb)


def _owner(cell: Cell, noun: str) -> str:
    """The site or work before the verb of a count, unless the thing says it itself."""
    verb = _verb_end().search(cell.left)
    owner = owners.in_front(cell, cell.start + verb.start()) if verb is not None and cell.first else ""
    return "" if owner[-2:] in noun else owner


@cache
def _verb_end() -> re.Pattern[str]:
    verbs = lexicon.alternation(lexicon.words("cues", "add"))
    between = "一批|各类|约|达|超过|不少于|至少|总|共|[^，。；、的]{2,12}的"
    return re.compile(rf"(?P<verb>{verbs})(?:{between})?$")


def _listed_verb(memory: Memory) -> str:
    """The verb of the finding before, that a list goes on with."""
    return memory.last.verb if memory.last is not None and memory.listed else ""


@cache
def _acts() -> re.Pattern[str]:
    verbs = lexicon.alternation(lexicon.words("cues", "add"))
    return re.compile(rf"^[一-龥（）、]{{1,20}}?(?P<verb>进行|{verbs})")


@cache
def _urging() -> re.Pattern[str]:
    verbs = lexicon.alternation(word for word in lexicon.words("cues", "add") if len(word) > 1)
    return re.compile(rf"力争|争取|确保|保障(?![性房])|将|拟|计划|{verbs}|总投资|投资|其中")


def _verb_of(cell: Cell, memory: Memory) -> str | None:
    """The verb that governs a counted thing: before the amount, at the head of its words, or of the list it stands in."""
    if _GROUNDS.match(cell.left) and not _ALONGSIDE.search(cell.left):
        return None
    match = _verb_end().search(cell.left)
    if match is None:
        end = cell.subject_end + (len(cell.verb) if cell.sense else 0)
        match = starts_with_add().match(
            things.unplaced(metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, end))
        )
    if match is not None:
        return match["verb"]
    alone = not re.sub(
        r"^(?:在|对|让|有|组织|支持)?(?:全市|全省|全国|全区|全县)?(?:内)?$", "", metrics.clean(cell.left)
    )
    listed = memory.last if memory.listed and memory.last and memory.last.rule in ("counted", "added", "bare") else None
    listed = listed if listed is not None and listed.verb else None
    treated = re.search(r"(?:得到|实现|完成|达到)[^，。；]*$", cell.right)
    if treated and re.fullmatch(r"[^，。；、]{0,12}(?:的|已排查出的)", cell.left):
        return treated.group()[:2]
    if listed is not None and (alone or re.fullmatch(r"[^，。；、]{2,12}等", cell.left)):
        return listed.verb
    done = _DONE.search(cell.left)
    if done is not None:
        return done["verb"]
    acts = _acts().match(cell.right)
    on = re.search(r"(?:^|[，；])(?:分别)?(?:对|在|将|为|选择|以|于)[^，。；、]{0,16}$", cell.left) is not None
    if acts is None or not cell.first:
        return None
    return acts["verb"] if alone or (on and len(acts["verb"]) > 1) else None


_DONE = re.compile(r"(?P<verb>建设|改造|创建|培育|打造|修复|治理|整治)、$")
"""A work named by its noun, that a list of counts goes on with: 示范街区建设、6个智慧社区."""


_BESIDE = ("及其他", "和其他", "及", "和", "与", "以及")
"""Words between two counts that stand side by side: 6条黑臭水体及其他26条河道."""


def _places_of(cell: Cell) -> bool:
    """Whether the count is of the places where another count stands: 15个园区30个站点."""
    following = next((amount for amount in cell.sentence.amounts if amount.start == cell.end), None)
    counters = lexicon.words("units", "counters")
    return (
        following is not None
        and cell.amount.end < cell.end
        and not cell.right.endswith(_BESIDE)
        and base_unit(cell.unit) in counters
        and base_unit(following.unit) in counters
    )


_GROUNDS = re.compile(
    r"^(?:按照|根据|依据|结合|针对|围绕)(?!(?:实际|需要|工作|发展|情况|形势|条件){1,2}(?:每|新|开展|组织|建|完成|培育|推动))|^(?:指导|督促|对)[^，。；]*的$"
)
_ALONGSIDE = re.compile(r"(?:同步|一并|配套)(?:规划)?(?:建设|新建|改造|设置|配置|增设)$")


def _countable(cell: Cell, verb: str, right: str) -> bool:
    """Whether amount and thing make a target: counted things, or a measure of work that the verb performs."""
    unit = base_unit(cell.unit)
    if unit in lexicon.words("units", "counters") or unit.endswith(("（套）", "（辆）", "（个）", "（座）", "（家）")):
        return True
    if unit.startswith("元"):
        return re.search(r"(?:规模|产值|产业|集群|基金)$", right) is not None and verb in (
            "设立",
            "组建",
            "建立",
            "形成",
            "打造",
            "实现",
            "达到",
            "培育",
        )
    if not unit.startswith(_WORK) or _TECHNICAL.search(right):
        return False
    return unit.endswith(_AREA) or _BUILDING.search(verb) is not None


def _urged(cell: Cell) -> bool:
    """Whether a time ahead, a hedge or a verb of doing stands before a bare amount."""
    words = cell.paragraph.text[cell.sentence.start : cell.amount.start]
    own = any(time.use == "deadline" and time.start < cell.amount.start for time in cell.sentence.times)
    return own or _urging().search(words) is not None


GROWN = ("新增", "净增", "增加")
"""Verbs behind the indicator that make the amount an increment: 应用面积新增30万平方米."""


_GIVEN_OUT = re.compile(r"^[^，。；]{2,}?(?:配备|配发|配置|购置|购买|加装|发放)(?P<what>[^，。；]{2,})$")
"""Equipment behind those who get it: 为174个乡镇配备执法记录仪522台."""
_BOUNDED = ("以上", "及以上", "以内", "之内")
_KEPT = re.compile(r"(?:只增)?不(?:减少|减|降低|下降|突破|增加|反弹|动摇)(?:（[^（）]*）)?$")
"""What stands is to stay: 天然湖泊面积3.2万亩不减少."""


def _bare_change(cell: Cell, memory: Memory) -> Change:
    """每年… is a yearly amount; a member of a list changes as the one before it."""
    if RATE.search(cell.left) and cell.unit not in RATIO_UNITS:
        return "rate"
    last = memory.last if memory.listed else None
    if last is None or last.amount is None or (cell.unit in RATIO_UNITS) != (last.amount.unit in RATIO_UNITS):
        return "level"
    return last.change


def _bare_subject(cell: Cell, memory: Memory) -> str:
    """The thing beside its amount: what is given out (…配备执法记录仪), a single sign with the list's verb (拆建涵闸50座、站66座)."""
    subject, last = metrics.clean(cell.subject), memory.last if memory.listed else None
    subject = _LONG.sub("长度", subject)
    if len(subject) == 1 and cell.left == subject and last is not None and last.rule == "added":
        subject = last.verb + subject
    if (given := _GIVEN_OUT.match(subject)) is not None and base_unit(cell.unit) in lexicon.words("units", "counters"):
        subject = metrics.clean(given["what"])
    return subject


def bare(cell: Cell, memory: Memory) -> Finding | None:
    """节水型企业2000家, 综合利用率80%以上: thing and amount side by side."""
    subject = _bare_subject(cell, memory)
    if (
        len(subject) < 2
        or cell.right.startswith("的")
        or (cell.right and not cell.right.startswith(("，", "）", "（", "等", "、")) and not _KEPT.match(cell.right))
    ):
        return None
    if cell.unit == "" or cell.sense:
        return None
    last = memory.last
    if by_place.is_share(cell, subject, memory):
        return by_place.share(cell, subject, memory)
    if subject.endswith(GROWN) and metrics.has_noun(subject[:-2]):
        return make(cell, subject[:-2], "increase", "bare", 0.8, noun=subject[:-2])
    if subject.endswith(GROWN) and len(subject) > 5 and base_unit(cell.unit).endswith("元"):  # 绿色贷款新增4000亿元
        return make(cell, "新增" + subject[:-2], "increase", "bare", 0.8, noun=subject[:-2], verb=subject[-2:])
    if (part := parts.of_whole(cell, subject, memory)) is not None:
        return part
    if (done := parts.only_verb(subject)) and (thing := parts.done_to(memory)):
        shown = done if last is not None and memory.listed and done == subject else ""
        change: Change = last.change if last is not None and memory.listed else "level"
        change = "increase" if change == "rate" and done != subject else change
        return make(cell, metrics.measured(shown + thing, cell.unit), change, "bare", 0.7, noun=thing)
    if cell.unit in RATIO_UNITS and not metrics.has_noun(subject):
        return None
    if (kind := parts.of_kind(cell, subject, memory)) is not None:
        return kind
    if cell.unit not in RATIO_UNITS and not (
        memory.listed
        or _urged(cell)
        or _KEPT.match(cell.right)
        or cell.amount.before.startswith("不")
        or cell.amount.after in _BOUNDED
    ):
        return None
    name = completed(metrics.measured(subject, cell.unit), subject, cell, memory)
    if (
        last is not None
        and last.amount is not None
        and base_unit(last.amount.unit) == base_unit(cell.unit)
        and memory.listed
        and not metrics.has_noun(subject)
    ):
        head = metrics.head_noun(last.metric) or parts.tail_of(last.metric, subject)
        prefix = last.verb if last.verb in keeps() and not name.startswith(last.verb) else ""
        name = prefix + subject + head if head else prefix + name
    return make(
        cell,
        name,
        _bare_change(cell, memory),
        "bare",
        0.7,
        noun=subject,
        verb=last.verb if last and memory.listed else "",
    )
