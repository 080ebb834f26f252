"""The patterns by which a sentence states a target (句式): one short function each, tried in order.

A rule looks at one amount with the words around it (a ``Cell``) and returns a ``Finding`` or None. ``RULES`` is the
table of them; the first that answers names the row's ``rule``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from extract import lexicon, metrics
from extract.cells import Cell
from extract.exclusions import AIM as _AIM
from extract.model import Change
from extract.quantities import Amount, base_unit


@dataclass(frozen=True, slots=True)
class Finding:
    """A target before it has its year, agencies and id; places are offsets in the paragraph's view.

    ``amount`` is None for a milestone, whose words are ``milestone``. ``start``–``end`` is the quote. ``noun`` is what
    the amount counts without the verb: what an ellipsis further on takes up.
    """

    amount: Amount | None
    metric: str
    change: Change
    start: int
    end: int
    rule: str
    confidence: float
    noun: str = ""
    verb: str = ""
    baseline: int | None = None
    place: tuple[int, int] | None = None
    year_place: int | None = None
    year: int | None = None
    milestone: str = ""


@dataclass(slots=True)
class Memory:
    """What the sentences read so far leave behind for ellipses: the last finding, and the last words without an amount."""

    last: Finding | None = None
    words: str = ""
    dimension: tuple[str, ...] = field(default=())
    listed: bool = False


Rule = Callable[[Cell, Memory], Finding | None]


@cache
def _starts_with_add() -> re.Pattern[str]:
    words = lexicon.alternation(lexicon.words("cues", "add"))
    hedges = lexicon.alternation(
        (*lexicon.words("cues", "hedges"), *lexicon.words("cues", "start"), *lexicon.words("cues", "adverbs"))
    )
    return re.compile(rf"^(?:{hedges}|[Ⓣ，、；共再将拟约各均])*?(?P<verb>(?:{words})(?:并(?:{words}))?)(?P<noun>.*)$")


@cache
def _keeps() -> frozenset[str]:
    return frozenset(lexicon.words("cues", "keep"))


_RATE = re.compile(
    r"年均(?!浓度|值|[^增降减提下上]{0,8}浓度)|每年|年平均(?!浓度)|逐年|平均年|(?<!全)(?<!\d)年新增|年增长|年递增|年增速|年增幅"
)
_RATIO_UNITS = ("%", "‰", "百分点", "个百分点", "倍")


def _make(cell: Cell, metric: str, change: Change, rule: str, confidence: float, **more: object) -> Finding:
    start = int(more.pop("start", cell.start))  # type: ignore[call-overload]
    end = int(more.pop("end", cell.amount.end))  # type: ignore[call-overload]
    text = cell.paragraph.text
    while start < cell.amount.start and text[start] in "，、；：":
        start += 1
    return Finding(cell.amount, metric, change, start, end, rule, confidence, **more)  # type: ignore[arg-type]


def word(cell: Cell, memory: Memory) -> Finding | None:
    """全覆盖、零增长、减半: a word of the closed list after its subject."""
    if cell.amount.form != "word":
        return None
    written = cell.paragraph.text[cell.amount.number : cell.amount.digits_end].replace("“", "")
    subject = metrics.clean(re.sub(r"(?:实现|达到|做到|推进|基本)+[“‘]?$", "", cell.subject))
    right = cell.right.lstrip("”’")
    if len(subject) < 2 or (right and not right.startswith(("，", "。", "；", "、", "和", "及", "）", "并", "以及", "行动"))):
        return None
    noun = {"覆": "覆盖率", "填": "填埋率", "直": "直排率", "增": "增长率"}.get(
        written[1 if written.startswith("零") else -2], ""
    )
    if "覆盖" in written:
        noun = "覆盖率"
    change: Change = cell.amount.implied or "level"  # type: ignore[assignment]
    if written in ("零增长", "负增长"):
        noun = "使用量" if not metrics.has_noun(subject) else ""
    name = subject if metrics.has_noun(subject) and noun == "" else subject + noun
    return _make(cell, name, change, "word", 0.85, noun=subject)


def every(cell: Cell, memory: Memory) -> Finding | None:
    """公共建筑全部采用…, 城镇新建建筑全面执行…标准, 实现全量回收: the whole of a group does something."""
    if cell.amount.form != "whole":
        return None
    text, word_ = cell.paragraph.text, cell.paragraph.text[cell.amount.number : cell.amount.digits_end]
    subject = metrics.clean(
        cell.subject if not cell.sense else metrics.plain(text, cell.paragraph.mask, cell.start, cell.subject_end)
    )
    right = re.split(r"[，。；（]", cell.right)[0]
    if text[cell.amount.number - 1 : cell.amount.number] == "到":
        return _make(cell, re.sub(r"(?:由|从)$", "", subject), "level", "every", 0.7, end=cell.end) if subject else None
    if len(subject) < 2 or subject.startswith("的"):
        words = metrics.clean(memory.words)
        subject = words + subject if words else subject
    if len(subject) < 2 or not right:
        return None
    if word_.startswith("全面"):
        right = word_[2:] + right
    member = re.match(rf"(?:{lexicon.alternation(lexicon.words('wholes', 'members'))})(?P<what>.+)$", right)
    name = f"{subject}中{member['what']}占比" if member else f"{subject}{right}比例"
    if word_ == "全量":
        name = subject + right + "率"
    return _make(
        cell,
        name,
        "level",
        "every",
        0.8,
        end=cell.amount.end + len(right) - (2 if word_.startswith("全面") else 0),
        noun=subject,
    )


def whole(cell: Cell, memory: Memory) -> Finding | None:
    """X占Y的30%, X达到Y的20%以上, 不应大于Y的20%: a share of a named whole."""
    if cell.unit != "%" or cell.sense in ("decrease", "increase") or (cell.sense and cell.verb != "占"):
        return None
    between = cell.paragraph.text[cell.amount.start + len(cell.amount.before) : cell.amount.number]
    match = re.search(r"^(?P<x>.*?)(?:占|达到|达|不低于|超过|控制在|为|应?不少于)(?P<y>[^，。]{2,24}?)的?$", cell.left)
    if between.endswith("的"):
        x, y = metrics.clean(cell.left), between[:-1]
    elif (
        match
        and (cell.left.endswith("的") or "占" in cell.left)
        and not match["y"].endswith(("比重", "比例", "率", "占比"))
    ):
        x, y = metrics.clean(match["x"]), match["y"]
    else:
        return None
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
    return _make(cell, f"{x}占{y}比例", "level", "whole", 0.88, noun=x)


def change(cell: Cell, memory: Memory) -> Finding | None:
    """X比2020年下降13.5%, X提高2个百分点, 年均增长15%以上."""
    if cell.sense not in ("decrease", "increase"):
        return None
    subject = metrics.clean(cell.subject)
    if not subject and (_new_object(cell) is not None):
        return None
    rate = _RATE.search(cell.left)
    thing = re.match(r"^的?([一-龥]{2,8})$", cell.right)
    if rate:
        subject = metrics.clean(re.sub(r"(?:实现|平均)?(?:年均|每年|年平均|逐年|平均年|年)$", "", subject))
    if len(subject) < 2 and _AIM.match(cell.right):
        return _make(cell, subject + cell.verb, cell.sense, "change", 0.75, end=cell.end, noun=subject + cell.verb)
    if len(subject) < 2 and thing and cell.unit == "%":
        sense_: Change = "rate" if rate else cell.sense
        return _make(cell, cell.verb + thing[1], sense_, "change", 0.75, end=cell.end, noun=thing[1])
    if not subject:
        subject = metrics.clean(memory.words) if not memory.last or memory.words else memory.last.metric
    if len(subject) < 2:
        return None
    sense: Change = "rate" if rate else cell.sense
    return _make(cell, subject, sense, "change", 0.93, noun=subject)


def _new_object(cell: Cell) -> str | None:
    """The object behind the amount of a verb that stands alone in front of it: 减少30个…; None when nothing follows."""
    right = cell.right.strip()
    return right if right and not right.startswith(("，", "的", "）")) and cell.unit not in _RATIO_UNITS else None


def level(cell: Cell, memory: Memory) -> Finding | None:
    """X达到20%, X不低于50%, X控制在10亿吨以内."""
    if cell.sense != "level" and not cell.amount.before:
        return None
    subject = metrics.clean(cell.subject)
    if cell.right.startswith("的") and len(cell.right) > 3 and not _AIM.match(cell.right):
        return None
    if not subject:
        return None
    added = _starts_with_add().match(subject)
    if added and added["noun"] and (len(added["noun"]) < 2):
        return None
    name = _completed(metrics.measured(subject, cell.unit), subject, cell, memory)
    if (
        cell.right
        and cell.unit == "%"
        and cell.verb in ("达到", "实现")
        and not metrics.has_noun(subject)
        and len(cell.right) < 12
    ):
        name = subject + cell.right
    return _make(
        cell,
        _share_name(name, memory, cell),
        "level",
        "level",
        0.93 if metrics.has_noun(subject) else 0.85,
        noun=subject,
    )


_GENERIC = re.compile(
    r"^(?:最高|最低|平均|总|净|年|其|单位|新增|人均|累计|建设|改造|安装)?(?:宽度|长度|面积|规模|产值|数量|投资|容量|变电容量|比例|占比|比重|产量|能力|总量|"
    r"装机|装机容量|装机规模|密度|高度|层数|率|水平|总投资|线路长度|线路)?(?:面积|规模|数量|长度)?$"
)


def _completed(name: str, subject: str, cell: Cell, memory: Memory) -> str:
    """A name that says too little takes up the words before it: 净宽度 of the corridor, 其他建筑 of the same share."""
    last = memory.last
    if cell.unit == "%" and not metrics.has_noun(subject) and last is not None and last.amount is not None:
        if last.amount.unit == "%" and metrics.has_noun(last.metric) and last.rule in ("level", "fraction", "whole"):
            return name + _indicator(last.metric, subject)
    if _GENERIC.match(subject):
        if memory.listed and last is not None and last.rule in ("added", "counted"):
            return (last.verb if last.verb in _keeps() else "") + name
        topic = _topic(memory)
        if topic and not topic.endswith(subject):
            return topic + name
    return name


def _indicator(metric: str, subject: str) -> str:
    """What the metric says of its subject: behind the word that both subjects end in, else its last few characters."""
    place = metric.rfind(subject[-2:])
    if 0 <= place < len(metric) - 3:
        return metric[place + 2 :]
    match = re.search(r"(?:[一-龥]{0,4}(?:率|比例|比重|占比))$", metric)
    return match.group() if match else ""


def _topic(memory: Memory) -> str:
    """What the words before are about: the last finding's noun, or the subject of a segment without an amount."""
    if memory.words:
        doing = re.search(r".*(?:推进|推动|加快|实施|开展|加强|发展)(?P<what>[^，]{2,})$", memory.words)
        if doing and len(metrics.clean(memory.words)) > 12:
            return metrics.clean(doing["what"])
        subject = re.split(r"(?:应当?|要|需|须|可|将|以|达到|与)(?=[^，]{2})", memory.words)[0]
        return metrics.clean(subject) if 2 <= len(metrics.clean(subject)) <= 20 else ""
    return memory.last.noun if memory.last is not None else ""


def _share_name(name: str, memory: Memory, cell: Cell) -> str:
    """占总装机的比重 takes its subject from the finding before."""
    if name.startswith("占") and memory.last is not None and memory.last.noun:
        return memory.last.noun + name
    if memory.last is not None and re.match(
        r"^(?:该|此|上述|这一)(?:比例|比重|指标|数值|占比|数量|规模|面积)?(?:数量|面积|规模)?$", name
    ):
        return memory.last.metric
    return name


def ellipsis(cell: Cell, memory: Memory) -> Finding | None:
    """到2030年，进一步提升到15%: no subject of its own, so the indicator is the one before."""
    if not (cell.sense or cell.amount.before) or metrics.clean(cell.subject) or cell.amount.form == "missing":
        return None
    if cell.right.startswith("的") and len(cell.right) > 3 and not _AIM.match(cell.right):
        return None
    words = metrics.clean(re.sub(r"并[^，]*$", "", memory.words))
    if memory.last is not None and memory.last.amount is not None and (not words or not metrics.has_noun(words)):
        if memory.last.amount.unit != cell.unit:
            return None
        return _make(cell, memory.last.metric, memory.last.change, "ellipsis", 0.8, noun=memory.last.noun)
    if len(words) >= 2 and cell.first and (metrics.has_noun(words) or cell.unit == "%"):
        return _make(cell, words, "level", "ellipsis", 0.75, noun=words)
    return None


_DOES = re.compile(r"^(?:的)?(?:执行|达标|覆盖|安装|回收|处置|收集|利用|接入|入园|落实|纳入|完成|淘汰|实现|建成|使用|开展)$")
_NO_DOING = ("和", "、", "及", "（", "）", "提高", "提升", "下降", "降低", "增", "”")


def fraction(cell: Cell, memory: Memory) -> Finding | None:
    """70%以上县级党政机关建成节约型机关; 新建城区100%执行…标准: how many of a group do something."""
    right = cell.right.strip("，")
    if cell.unit != "%" or (len(right) < 4 and not _DOES.match(right)) or right.startswith(_NO_DOING):
        return None
    if re.search(r"[个条项]“?$", cell.left):
        return None
    subject = metrics.clean(cell.subject)
    saving = re.match(r"^的?节能(?:设计)?(?:标准|要求)", right)
    if saving:
        owner = re.sub(r"(?:执行|达到|满足|实行|实施|按照?)+$", "", subject)
        return _make(cell, owner + "节能率", "level", "fraction", 0.8, end=cell.end, noun=owner)
    if cell.sense == "level" or re.match(r"^(?:的|以上的|左右的)?(?:速度|水平|比例|要求|标准|幅度)", right):
        return None
    name = metrics.clean(subject + re.sub(r"^的", "", right))
    return _make(cell, name + "比例", "level", "fraction", 0.75, end=cell.end, noun=name)


def possessed(cell: Cell, memory: Memory) -> Finding | None:
    """具备5%以上的响应能力, 形成占负荷5%左右的响应能力, 达到75%节能要求: the thing stands behind its amount."""
    right = re.split(r"[，。；、]", cell.right)[0]
    if cell.unit != "%" or cell.amount.form in ("word", "whole"):
        return None
    ability = re.match(r"^(?:的)?(?P<thing>[^，。；]{0,14}(?:能力|规模|水平|容量|比例|储备|余量))$", right)
    if ability is None or not re.search(
        r"(?:具备|形成|拥有|建成|配置|配备|建立|实现|达到|占[^，。]{2,14}|储备)(?:不低于|不少于|约)?$", cell.left
    ):
        return None
    owner = (
        metrics.clean(re.split(r"(?:具备|形成|拥有|建成|配置|配备|建立|实现|达到|占)", cell.subject)[0])
        if cell.subject
        else ""
    )
    share = re.search(r"占(?P<y>[^，。]{2,14})$", cell.left)
    name = metrics.clean(owner) + ability["thing"] + (f"占{share['y']}比例" if share else "")
    return _make(cell, name, "level", "possessed", 0.75, end=cell.amount.end + len(right), noun=name)


def added(cell: Cell, memory: Memory) -> Finding | None:
    """新建高标准农田665万亩, 完成造林10万亩, 培育省级无废工厂200家: verb, thing, amount."""
    if cell.unit in _RATIO_UNITS or cell.unit == "":
        return None
    match = _starts_with_add().match(
        metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, cell.subject_end)
    )
    if match is None or not match["noun"].strip("，、"):
        return None
    noun = metrics.clean(match["noun"])
    if len(noun) < 1:
        return None
    name = metrics.measured((match["verb"] if match["verb"] in _keeps() else "") + noun, cell.unit)
    if noun in ("规模", "装机", "装机容量", "装机规模", "面积", "长度", "容量", "能力", "产能", "里程"):
        topic = _topic(memory)
        name = topic + name if topic and topic not in name else name
    sense: Change = "decrease" if match["verb"] in ("压减", "削减", "减少", "降低") else "increase"
    return _make(cell, name, "rate" if _RATE.search(cell.left) else sense, "added", 0.85, noun=noun, verb=match["verb"])


_WORK = ("公里", "千米", "米", "亩", "公顷", "平方米", "平方公里", "立方米", "千瓦", "兆瓦", "吉瓦", "kW", "MW", "GW", "吨", "千伏安")
_AREA = ("亩", "公顷", "平方米", "平方公里", "公里", "亩次")
_TECHNICAL = re.compile(
    r"^(?:燃煤|亚临界|超临界|超超临界|煤电|天然气)?(?:机组|锅炉|压缩机|燃气轮机|装置|级|等级)"
    r"|技术|研发|攻关|研究|材料|原型|样机|示范及验证"
)
_BUILDING = re.compile(
    r"新|建|造|植|改|修|治|关|退|淘汰|推广|安装|培育|完成|整治|发展|压减|拆|疏浚|清|绿化|实施|增加|消纳|利用|处理|投产|开工|投运|争取|"
    r"达到|突破|提供|筹|训|认定|引导|动员|落实"
)


def counted(cell: Cell, memory: Memory) -> Finding | None:
    """建设10家左右生态工业园区, 推动1000家企业开展清洁生产审核: verb, amount, thing."""
    if cell.unit in _RATIO_UNITS or cell.unit == "":
        return None
    right = re.sub(r"^(?:以上|左右)?的", "", cell.right).strip("，、；")
    if len(right) < 2:
        return None
    verb = _verb_of(cell, memory)
    if verb is None or not _countable(cell, verb, right):
        return None
    right, end = _thing(cell, right)
    described = re.sub(r"^.{0,2}具有[^，]{2,10}的", "", right)
    noun = metrics.clean(re.sub(r"(?:等|及相关工作|工作)$", "", described), keep_verb=True)
    name = metrics.measured((verb if verb in _keeps() else "") + noun, cell.unit)
    sense: Change = "rate" if _RATE.search(cell.left) else "increase"
    return _make(cell, name, sense, "counted", 0.8, end=end, noun=noun, verb=verb)


@cache
def _verb_end() -> re.Pattern[str]:
    verbs = lexicon.alternation(lexicon.words("cues", "add"))
    between = "一批|各类|约|达|超过|不少于|至少|总|共|[^，。；、的]{2,12}的"
    return re.compile(rf"(?P<verb>{verbs})(?:{between})?$")


def _verb_of(cell: Cell, memory: Memory) -> str | None:
    """The verb that governs a counted thing: before the amount, at the head of its words, or of the list it stands in."""
    match = _verb_end().search(cell.left)
    if match is None:
        end = cell.subject_end + (len(cell.verb) if cell.sense else 0)
        match = _starts_with_add().match(metrics.plain(cell.paragraph.text, cell.paragraph.mask, cell.start, end))
    if match is not None:
        return match["verb"]
    alone = not re.sub(r"^(?:在|对|让|有|组织|支持)?(?:全市|全省|全国|全区|全县)?(?:内)?$", "", metrics.clean(cell.left))
    listed = memory.last if memory.listed and memory.last and memory.last.rule in ("counted", "added") else None
    if listed is not None and alone:
        return listed.verb
    acts = re.match(rf"^[一-龥（）、]{{2,20}}?(?P<verb>进行|{lexicon.alternation(lexicon.words('cues', 'add'))})", cell.right)
    on = re.search(r"(?:^|[，；])(?:分别)?(?:对|在|将|为|选择|以|于)[^，。；、]{0,16}$", cell.left) is not None
    if acts is None or not cell.first:
        return None
    return acts["verb"] if alone or (on and len(acts["verb"]) > 1) else None


def _thing(cell: Cell, right: str) -> tuple[str, int]:
    """What is counted, and where it ends: behind a total that stands between (97台总装机容量209万千瓦火电机组)."""
    total = re.match(r"^总(?:投资|装机容量|装机|规模|面积|建筑面积|容量|里程|长度)$", right)
    figure = next((amount for amount in cell.sentence.amounts if amount.start == cell.end), None)
    if total is None or figure is None:
        return right, cell.end
    rest = re.split(r"[，。；（]", cell.paragraph.text[figure.end : cell.segment[1]])[0]
    return rest, figure.end + len(rest)


def _countable(cell: Cell, verb: str, right: str) -> bool:
    """Whether amount and thing make a target: counted things, or a measure of work that the verb performs."""
    unit = base_unit(cell.unit)
    if unit in lexicon.words("units", "counters"):
        return True
    if not unit.startswith(_WORK) or _TECHNICAL.search(right):
        return False
    return unit.endswith(_AREA) or _BUILDING.search(verb) is not None


_PLACE = re.compile(r"^[一-龥]{2,7}(?:市|县|自治县|自治州|旗)$|^[一-龥]{1,3}(?<![园社城景库灌片小地港])区$")


def _urged(cell: Cell) -> bool:
    """Whether a time ahead, a hedge or a verb of doing stands before a bare amount."""
    words = cell.paragraph.text[cell.sentence.start : cell.amount.start]
    own = any(time.use == "deadline" and time.start < cell.amount.start for time in cell.sentence.times)
    verbs = lexicon.alternation(word for word in lexicon.words("cues", "add") if len(word) > 1)
    return own or re.search(rf"力争|争取|确保|将|拟|计划|{verbs}|总投资|投资|其中", words) is not None


def _by_place(cell: Cell, place: str, memory: Memory) -> Finding | None:
    """其中沈阳市92个: a share of the finding before, named by its place."""
    last = memory.last
    if last is None or last.amount is None or last.amount.unit != cell.unit or not memory.listed:
        return None
    metric = last.metric if last.rule != "by_place" else last.noun
    return _make(cell, place + metric, last.change, "by_place", 0.5, noun=metric)


def bare(cell: Cell, memory: Memory) -> Finding | None:
    """节水型企业2000家, 综合利用率80%以上: thing and amount side by side."""
    subject = metrics.clean(cell.subject)
    if (
        len(subject) < 2
        or cell.right.startswith("的")
        or (cell.right and not cell.right.startswith(("，", "）", "（", "等", "、")))
    ):
        return None
    if cell.unit == "" or cell.sense:
        return None
    last = memory.last
    if _PLACE.match(subject):
        return _by_place(cell, subject, memory)
    if cell.unit in _RATIO_UNITS and not metrics.has_noun(subject):
        return None
    if cell.unit not in _RATIO_UNITS and not (memory.listed or _urged(cell)):
        return None
    name = _completed(metrics.measured(subject, cell.unit), subject, cell, memory)
    if (
        last is not None
        and last.amount is not None
        and last.amount.unit == cell.unit
        and memory.listed
        and not metrics.has_noun(subject)
    ):
        head = metrics.head_noun(last.metric)
        prefix = last.verb if last.verb in _keeps() else ""
        name = prefix + subject + head if head else prefix + name
    return _make(
        cell,
        name,
        "level" if not memory.listed or not last else last.change,
        "bare",
        0.7,
        noun=subject,
        verb=last.verb if last and memory.listed else "",
    )


RULES: dict[str, Rule] = {
    "word": word,
    "every": every,
    "whole": whole,
    "change": change,
    "counted": counted,
    "added": added,
    "level": level,
    "ellipsis": ellipsis,
    "possessed": possessed,
    "fraction": fraction,
    "bare": bare,
}
"""Name → rule, in the order in which they are tried."""
