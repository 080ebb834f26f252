"""Why an amount is no target (非目标): statistics, thresholds, list counts, prices, deadlines; each with its Chinese reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract import descriptive, durations, lexicon, listings, metrics, standing
from extract.cells import Cell
from extract.unit_grammar import base_unit


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a sentence stands: the titles above it, the document's genre and first year, and the year that governs it.

    ``year`` is the governing deadline (None without one), ``own`` whether the sentence itself states it.
    """

    titles: str
    genre: str
    now: int
    year: int | None
    own: bool
    status: bool
    procedure: bool = False
    report: bool = False


@cache
def _pattern(key: str) -> re.Pattern[str]:
    found = lexicon.table("exclusions")[key]
    return re.compile("|".join(found) if isinstance(found, list) else found, re.MULTILINE)


def is_status(titles: str) -> bool:
    """Whether the headings announce what has been done or what is, not what is to be done (抢抓机遇，推动流域保护)."""
    named, task = _pattern("status_titles"), _pattern("task_titles")
    return any(named.search(title) is not None and not task.match(title) for title in titles.split("\n"))


def reason(cell: Cell, setting: Setting) -> str:
    """The reason in Chinese why the amount is no target; "" when nothing speaks against it."""
    bracketed = descriptive.bracketed(cell)
    if bracketed:
        return bracketed
    for check in (_scored, _zone, _shape, _time, _threshold):
        found = check(cell, setting)
        if found:
            return found
    return listings.reason(cell) or _price(cell, setting) or _procedure(cell, setting) or descriptive.reason(cell)


def untimely(cell: Cell, setting: Setting) -> str:
    """The reason why an amount whose indicator is known is none of the future or only a condition; "" when it is one."""
    return _time(cell, setting) or _procedure(cell, setting)


_POINTS = re.compile(r"(?:得|扣|加|减|计)\s*\d+(?:\.\d+)?\s*分(?!钟|贝|之|米)")
"""Points that a clause gives for all that it asks, over its commas: 有专人看护、器材完好得1.5分."""


def _scored(cell: Cell, setting: Setting) -> str:
    """Points of a marking scheme, and the constants of a calculation."""
    text, low, high = cell.paragraph.text, cell.segment[0], cell.sentence.end
    part = text.find("；", cell.amount.end, high)
    near = text[low : min(cell.segment[1] + 12, high)]
    if _pattern("scored").search(near) or _POINTS.search(text[low : part if part >= 0 else high]):
        return "评分标准中的数，不是目标"
    if _pattern("parameter").search(cell.subject) and not (cell.verb in _MOVES and metrics.has_noun(cell.subject)):
        return "利率、系数等参数，不是目标"
    return ""


_MOVES = (
    "降至",
    "降到",
    "降低到",
    "降低至",
    "下降到",
    "下降至",
    "压降到",
    "压降至",
    "控制在",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
)
"""Verbs that set a parameter (费率, 利率) a goal."""


def _zone(cell: Cell, setting: Setting) -> str:
    """A distance that bounds an area (岸线1公里范围内严禁…)."""
    if base_unit(cell.unit) not in ("公里", "千米", "米", "km", "海里"):
        return ""
    inside = re.match(r"^(?:的)?(?:范围|半径|距离)?(?:以内|之内|内|以外|之外|外|范围)|^见绿|^见园|^入园", cell.right)
    if inside or _pattern("zone").search(cell.left):
        return "划定范围的距离，不是目标"
    return ""


_ALL_FOLLOW = re.compile(r"(?:全面|全部)执行$")
"""What all follow is a standard with its grade (全面执行75%节能标准): the row is that all do."""


def _shape(cell: Cell, setting: Setting) -> str:
    unit = base_unit(cell.unit)
    if unit == "%" and (_ALL_FOLLOW.search(cell.paragraph.text, cell.sentence.start, cell.amount.start) is not None):
        return "规格等级（电压等级、级别等），不是指标值"
    if unit == "%" and cell.left.endswith("建筑节能") and re.match(r"(?:的)?(?:标准|和|及|、)", cell.right):
        return "规格等级（电压等级、级别等），不是指标值"
    if unit in lexicon.words("units", "attributive") or re.match(r"级(?![市别县])", cell.right):
        return "规格等级（电压等级、级别等），不是指标值"
    return "" if durations.is_measured(cell) else "期限或时长，不是指标值"


_PLEDGE = re.compile(r"承诺|提出[^。]{0,20}目标|提出到|宣布|自主贡献")


_NOTE = re.compile(r"\s*(?:(?:注|备注|附注|说明)\s*[：:]|[*＊※]+\s*[：:])")
"""A note under a table, which explains how its figures are counted; what it bounds or lets fall is asked for all the same."""


def _time(cell: Cell, setting: Setting) -> str:
    sentence = cell.paragraph.text[cell.sentence.start : cell.sentence.end]
    segment = cell.paragraph.text[cell.segment[0] : cell.segment[1]]
    stated = cell.sense in ("decrease", "increase") or cell.amount.before or cell.amount.after
    if not stated and _NOTE.match(cell.paragraph.text):
        return "注释中的说明，不是目标"
    if setting.year is not None and setting.year < setting.now and not _PLEDGE.search(sentence):
        return "过去年份的数据，不是目标"
    future = setting.year is not None and setting.year >= setting.now
    if setting.status and not (future and setting.own) and not _pattern("commitment").search(segment):
        return "现状或回顾部分的统计数据"
    whole = cell.amount.form == "whole" and re.search(
        r"^(?:将|对|推动|推进)?(?:现有|已建成?|已投产)[^，。]*$", cell.left
    )
    if (
        not whole
        and _pattern("past_segment").search(segment)
        and not (future and setting.own and not _pattern("past_strong").search(segment))
    ):
        return "已实现的统计数据"
    if _pattern("past_sentence").search(sentence) and not (future and setting.own):
        return "已实现的统计数据"
    if re.search(r"[升降减增长少加]了$", cell.paragraph.text[cell.segment[0] : cell.amount.start]):
        return "已实现的统计数据"
    if re.search(r"(?:例如|比如|譬如|举例)", segment) or re.search(
        "(?:前|第|位列|位居)$", cell.paragraph.mask[cell.start : cell.amount.start]
    ):
        return "举例或排名，不是目标"
    asked = cell.amount.before.startswith("不")
    stands = not asked and re.match(
        r"(?:其中)?(?:是|有(?![序效力机害条关利所])|共有|现有(?![^，。；]{1,16}按照?)|拥有|属于|约占|占全)", segment
    )
    if (
        (cell.verb in ("是", "有", "为") or stands)
        and setting.year is None
        and not (whole or is_asked(cell) or _LIMIT.search(cell.subject))
    ):
        return "对现状的说明，不是目标"
    if setting.report and not future and not _PLEDGE.search(sentence) and not _pattern("commitment").search(segment):
        return "报告、文章中的数据，不是目标"
    if re.search(
        r"(?<!数)据(?:测算|估算|统计|预测|分析|估计|初步)|(?:按[^，。]{2,24}|经(?:初步)?)测算",
        cell.paragraph.text[cell.sentence.start : cell.amount.start],
    ):
        return "预测或估算，不是承诺的目标"
    forecast = _pattern("forecast").search(segment)
    if forecast and not (future and setting.own and forecast.group() == "预计" and _planned(cell)):
        return "预测或估算，不是承诺的目标"
    if (
        re.search(r"(?:由|从)(?:[^，。；]{0,14})$", cell.left)
        and not cell.sense
        and re.match(
            r"^(?:左右|以上)?(?:的)?(?:，)?(?:进一步|稳步|大幅|逐步|持续)?(?:提高|提升|增加|增长|下降|降低|降|减少|扩|上升|增至|扩展|调整|发展|压减|拓展|缩)",
            cell.paragraph.text[cell.amount.end : cell.amount.end + 8],
        )
    ):
        return "变化前的起点值（基数）"
    return ""


_LIMIT = re.compile(
    r"(?:生态(?:流量|水位|基流|水量)|(?<!已)下泄(?:流量|水量)|控制指标|(?<!环境)(?:上限|下限))(?:目标)?$"
)
"""Indicators that are requirements by what they mean: the flow that a river is to keep."""


def is_asked(cell: Cell) -> bool:
    """Whether what is there is only asked for: 驿站中应有30%的单体达到…."""
    return re.search(r"(?:应当?|须|必须|要|至少)(?:保持|配|设|建)?有(?:至少|不少于)?$", cell.left) is not None


def _planned(cell: Cell) -> bool:
    """Whether 预计 is the issuer's word for its own plan (预计…装机达到) and not for what others will need or use."""
    return cell.sense == "level" and re.search(r"需求|负荷|用电量|人口|消费|排放|温度|海平面", cell.subject) is None


_RANGE = re.compile(
    r"(?:统计|管理|监管|纳入|名录|适用|报告|实施|申报|征收|核查|企业|单位|对象)[^，。；]{0,8}范围(?:改为|调整为|调整[到至]|扩大[到至]|扩展[到至]|包括|包含|涵盖|为|是)[^。；]*$"
)
"""What is in a list or a survey: 统计范围包括各类场馆（单馆面积3000平方米及以上）."""
_BOTH = re.compile(r"(?:以上)?(?:且|或)[^，。；、\d]{1,12}\d[^，。；、]{1,6}?的[一-龥]{2}")
"""Two bounds that together say which are meant: 住户超过300户且车位不足100个的小区."""
_ON = re.compile(r"^(?:（[^（）]{0,20}）|）)*(?:及|或)?(?:以上|以下)")


def _ranged(cell: Cell) -> bool:
    """Whether the amount is a bound from which on something is counted in."""
    text, amount = cell.paragraph.text, cell.amount
    if amount.before and _BOTH.match(text, amount.end, cell.sentence.end):
        return True
    if amount.form in ("word", "whole") or not _RANGE.search(text, cell.sentence.start, amount.start):
        return False
    return amount.after[-2:] in ("以上", "以下") or _ON.match(text[amount.end : cell.sentence.end]) is not None


def _threshold(cell: Cell, setting: Setting) -> str:
    right, amount = cell.right, cell.amount
    if _ranged(cell):
        return "限定对象的门槛条件，不是目标"
    if re.match(r"[一-龥]{1,4}及?以下", right) and re.search(r"(?:规模|数量|总量|人数)在?$", cell.left):
        return "限定对象的门槛条件，不是目标"
    if right.startswith("为主"):
        return "只说明以何为主，不是指标值"
    if re.search(r"(?:前提|情况|条件|情形)(?:下|时)", right):
        return "适用条件，不是目标"
    if amount.form in ("word", "whole"):
        return ""
    if re.match(r"(?:左右|以上)?(?:的)?(?:等级|级(?![市别县])|型|容量等级|参数)", right):
        return "规格等级（电压等级、级别等），不是指标值"
    if _sized(cell):
        return "限定对象的门槛条件，不是目标"
    bounded = amount.after in ("以上", "及以上", "以下", "及以下", "以内", "含以上", "或以上")
    counts = base_unit(cell.unit) in lexicon.words("units", "counters")
    if right.startswith("的基础上") and not (setting.own and setting.year is not None and setting.year >= setting.now):
        return "适用条件，不是目标"
    if AIM.match(right) or standing.is_required(cell) or re.match(r"^的?节能(?:设计)?(?:标准|要求)", right):
        return ""
    if right.startswith("为标准") and re.search(r"以[^，。；]{2,16}$", cell.left):
        return ""
    if amount.after and _PLANT.match(right) and _is_power(cell):
        return "限定对象的门槛条件，不是目标"
    if right.startswith("的") and bounded and not cell.subject and cell.left in ("达到", "达", "具备", "超过"):
        return "限定对象的门槛条件，不是目标"
    if right.startswith("的") and len(right) > 2 and not listings.verb_before(cell) and not _does(cell):
        return "限定对象的门槛条件，不是目标"
    joined = right and not right.startswith(("，", "）", "、", "和", "；", "（"))
    if bounded and joined and ("下" in amount.after or _capacity(cell)):
        return "限定对象的门槛条件，不是目标"
    if (
        bounded
        and right
        and not right.startswith(("，", "）", "、", "和", "；", "（", "的"))
        and not counts
        and cell.unit != "%"
        and not listings.verb_before(cell)
    ):
        return "限定对象的门槛条件，不是目标"
    if (
        not cell.last
        and amount.before
        and re.match(r"^的?[一-龥]{2,}", right)
        and not right.startswith(("和", "、", "及"))
        and not counts
        and cell.unit != "%"
    ):
        return "限定对象的门槛条件，不是目标"
    if _pattern("condition").search(cell.paragraph.text[cell.segment[0] : cell.amount.start]):
        return "适用条件，不是目标"
    if right.endswith("的") and cell.last and cell.paragraph.text[cell.end : cell.end + 1] in ("，", "。", "；"):
        return "适用条件，不是目标"
    if right.startswith(("的，", "的；", "的。", "的、", "时，")) or (
        right in ("的", "时") and not cell.left.endswith("占")
    ):
        return "适用条件，不是目标"
    return ""


_OF_SIZE = re.compile(r"(?:能耗|耗能量|消费量|排放量|产能|面积|规模|产量|容量|人口)$")


def _sized(cell: Cell) -> bool:
    """Whether a bound says which of the things behind it are meant: 新增年综合能耗超过5万吨标准煤“两高”项目."""
    exceeds = cell.amount.before in ("超过", "大于", "不足", "低于", "高于")
    group = re.match(r"[“‘一-龥][^，。；]{0,10}?(?:项目|企业|单位|建筑|机组|装置|数据中心)", cell.right)
    return exceeds and group is not None and cell.unit != "%" and _OF_SIZE.search(cell.subject) is not None


_PLANT = re.compile(r"^的?[^，。；]{0,10}?(?:机组|电厂|锅炉|电站|热电联产|企业)")


def _is_power(cell: Cell) -> bool:
    return base_unit(cell.unit).endswith(("千瓦", "兆瓦", "kW", "MW"))


AIM = re.compile(r"^的基础上|^的?(?:总体|总|约束性|预期性|减排|发展|控制|规划|工作|阶段性|既定)?(?:目标|任务|指标)")


def _capacity(cell: Cell) -> bool:
    """Whether the unit is one by which plants are sorted (蒸吨, 吨/日) or the verb takes them away or alters them."""
    unit = base_unit(cell.unit)
    if unit.startswith(("蒸吨", "吨/日", "立方米/日", "吨/天", "吨标准煤", "元", "t/d")):
        return True
    work = ("公里", "亩", "公顷", "平方米", "立方米", "千瓦", "兆瓦", "%")
    return unit not in work and unit not in lexicon.words("units", "counters")


def _does(cell: Cell) -> bool:
    """Whether a share of a group stands before what the group does: 60%的社区达到创建要求."""
    return (
        cell.unit == "%"
        and (not cell.sense or is_asked(cell))
        and re.search(
            r"达到|完成|建成|实现|设立|成立|组建|参与|参加|达标|通过|执行|开展|具备|采用|使用|创建|实施|纳入|配备|安装|得到|得以|建立|普及",
            cell.right,
        )
        is not None
    )


_CONDITIONS = re.compile(
    r"(?:申报|申请|遴选|推荐|准入|入选|评选|报名)(?:的?基本)?(?:条件|要求|资格|材料)$", re.MULTILINE
)


_TOTAL = re.compile(r"(?:总量|总额|总数|总规模)(?:原则上|应|须|要|力争|确保|拟)*$")
_PART_OF_TOTAL = re.compile(r"(?:总量|总额|总数|总规模)[^，。；]{0,8}Ⓠ+，其中[，：]?[^。；]*$")
_APPLICANT = re.compile(r"申报|申请|每[户家人个]|单[户个家]|注册|各企业|该企业|其")


def _decided(cell: Cell) -> bool:
    """Whether the issuer itself sets a total, or a part of it, and no applicant has to meet it: 确定配额总量为…，其中，储备…."""
    mask = cell.paragraph.mask
    if _APPLICANT.search(mask, cell.segment[0], cell.amount.start):
        return False
    bound = cell.sense == "level" or cell.amount.high is not None
    total = _TOTAL.search(cell.subject) is not None and bound
    return total or _PART_OF_TOTAL.search(mask, cell.sentence.start, cell.amount.start) is not None


def _procedure(cell: Cell, setting: Setting) -> str:
    """Guides for applicants and rules of procedure state conditions, not targets, unless a year lies ahead.

    A condition whose number the document has lost stays: a lost number must show in the table, never be a silent hole.
    """
    if cell.amount.form == "missing":
        return ""
    if _CONDITIONS.search(setting.titles):
        return "申报条件或程序规定，不是目标"
    ahead = setting.own and setting.year is not None and setting.year > setting.now
    if setting.procedure and not ahead and not _decided(cell):
        return "申报条件或程序规定，不是目标"
    return ""


def _price(cell: Cell, setting: Setting) -> str:
    unit = base_unit(cell.unit)
    segment = cell.paragraph.text[cell.segment[0] : cell.segment[1]]
    whole = segment
    if cell.sense == "level" and cell.verb.endswith(("到", "至")) and "/" in unit and metrics.has_noun(cell.subject):
        segment = cell.paragraph.text[cell.segment[0] : cell.amount.start]
    after = cell.paragraph.text[cell.amount.unit_end : cell.amount.unit_end + 4]
    if unit == "个" and re.match("(?:亿|千万|百万)(?![千吨亩立平人元])", after):
        return "补助、价格、处罚等金额，不是目标"
    if unit == "%" and cell.amount.form not in ("word", "whole") and _pattern("money_share").search(whole):
        return "补助、价格、处罚等金额，不是目标"
    if unit.startswith(lexicon.words("units", "money")) and _pattern("money").search(segment):
        return "补助、价格、处罚等金额，不是目标"
    return ""
