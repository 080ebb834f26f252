"""Amounts that only describe (描述性数量): what a work is centred on, what is inspected, the size of farms, rank, a quoted name."""

from __future__ import annotations

import re
from functools import cache

from extract import lexicon
from extract.cells import Cell
from extract.unit_grammar import base_unit

_ANIMALS = ("头", "只", "羽", "匹")
_STUDIED = re.compile(
    r"^(?:规划|组织|开展|继续|深入|加快|积极)?(?:研究|探索|论证)(?!院|所|生|室|开发|中心|平台|基地|机构)"
)


@cache
def _pattern(key: str) -> re.Pattern[str]:
    found = lexicon.table("exclusions")[key]
    return re.compile("|".join(found) if isinstance(found, list) else found)


def reason(cell: Cell) -> str:
    """The reason in Chinese why an amount only describes; "" when it does not."""
    for check in (
        _focus,
        _inspected,
        _raised,
        _quoted,
        _ranked,
        _owner,
        _principle,
        _sited,
        _studied,
        _units_of_rule,
        _served,
        _kept,
        _of_all,
        _regrouped,
        _framed,
        _part_of_land,
        _rated,
    ):
        found = check(cell)
        if found:
            return found
    return ""


def bracketed(cell: Cell) -> str:
    """A figure alone in parentheses behind a name (污水处理厂（3万吨/日）) describes the name."""
    text, amount = cell.paragraph.text, cell.amount
    if _picks_out(cell) or _forbidden(cell):
        return "限定对象的门槛条件，不是目标"
    opening = text.rfind("（", max(0, amount.start - 4), amount.start)
    closing = text.find("）", amount.end, amount.end + 8)
    if opening < 0 or closing < 0 or amount.form in ("word", "whole"):
        return ""
    inside = text[opening + 1 : amount.start]
    if (
        inside == ""
        and _TASK.search(text[cell.sentence.start : opening])
        and cell.unit in lexicon.words("units", "counters")
    ):
        return ""
    if inside in ("", "约", "共", "计", "共计", "合计", "各") and "，" not in text[amount.end : closing]:
        return "括注的规模或说明，不是目标"
    return ""


def _forbidden(cell: Cell) -> bool:
    """严禁排放高浓度瓦斯（甲烷含量大于30%）: a bound in a parenthesis that says what is forbidden or taken away."""
    text, amount = cell.paragraph.text, cell.amount
    opening = text.rfind("（", cell.segment[0], amount.start)
    if opening < 0 or text[amount.end : amount.end + 1] != "）" or "）" in text[opening : amount.start]:
        return False
    exceeds = amount.before in ("超过", "大于", "高于", "小于", "低于", "不足") or amount.after.endswith(("上", "下"))
    led = re.search(r"严禁|禁止|不得|严格限制|淘汰|取缔|关停", text[cell.segment[0] : opening])
    return exceeds and led is not None


def _picks_out(cell: Cell) -> bool:
    """重点用能单位（年综合能耗1万吨标准煤以上）…: a bound in a parenthesis that says which of a group are meant."""
    text, amount = cell.paragraph.text, cell.amount
    opening = text.rfind("（", max(cell.sentence.start, amount.start - 20), amount.start)
    closed = text[amount.end : amount.end + 1] == "）" and text[amount.end + 1 : amount.end + 2] not in tuple(
        "，。；、"
    ) + ("",)
    if opening < 0 or not closed or "）" in text[opening : amount.start]:
        return False
    group = re.search(
        r"(?:单位|企业|城市|建筑|园区|用户|学校|医院|机构|数据中心)$", text[cell.sentence.start : opening]
    )
    bounded = amount.after in ("以上", "及以上", "以下", "及以下")
    exceeds = amount.before in ("超过", "大于", "不足") and cell.unit != "%"
    return group is not None and (bounded or exceeds)


_TASK = re.compile(r"(?:完成|下达)[^，。；（]{2,24}任务$")
"""A task whose amount stands in the parenthesis behind it: 完成老旧电梯更新任务（320台）."""


def _counts(cell: Cell) -> bool:
    return base_unit(cell.unit) in lexicon.words("units", "counters")


def _focus(cell: Cell) -> str:
    """以9个排口为重点: what the work is centred on."""
    led = re.search(
        r"(?:^|[，；])[^，；]*?以[^，；以]{0,40}$", cell.paragraph.text[cell.segment[0] : cell.amount.start]
    )
    sized = cell.amount.before or cell.amount.after
    if not led or not _pattern("focus").search(cell.right) or not (_counts(cell) or sized):
        return ""
    return "只说明以何为重点，不是目标" if cell.unit != "%" else ""


def _inspected(cell: Cell) -> str:
    """对43个排口进行排查: what is only looked at, and not changed."""
    if not _counts(cell) or not re.search(r"(?:^|[，；])对[^，；]{0,16}$", cell.left):
        return ""
    act = re.search(r"(?:进行|开展|实施|加强)[^，。；]*$", cell.right)
    changed = re.search(r"治理|修复|改造|搬迁|整治|淘汰|关闭|销号|加固|建设|提升", cell.right)
    return "排查、检查的对象，不是目标" if act and not changed and _pattern("inspected").search(cell.right) else ""


def _raised(cell: Cell) -> str:
    """50—500头养殖场: the size of farms."""
    sized = base_unit(cell.unit) in _ANIMALS and _pattern("raised").search(cell.right)
    return "限定对象的门槛条件，不是目标" if sized else ""


def _quoted(cell: Cell) -> str:
    """“鱼类三场”: a numeral that closes a name in quotation marks."""
    text = cell.paragraph.text
    opening = text.rfind("“", max(0, cell.amount.start - 8), cell.amount.start)
    closes = cell.amount.form == "numeral" and text[cell.amount.end : cell.amount.end + 1] == "”"
    return "列举计数，不是目标" if closes and opening >= 0 else ""


def _ranked(cell: Cell) -> str:
    """12个海湾走在前列; 18个市县及开发区: a praise, or all places there are."""
    if not _counts(cell) or cell.sense:
        return ""
    if _pattern("ranked").search(cell.right):
        return "举例或排名，不是目标"
    return "列举计数，不是目标" if _pattern("all_places").search(cell.right) else ""


_COUNTRY = re.compile(
    r"^(?:省（?[市区]?[、区市）]*|直辖市|自治区|地级及以上城市|地级市|设区市|县级市|县（[^（）]{1,8}）|县|区|乡镇|街道|行政村|市州|州（市）|市（州）)$"
)


def _units_of_rule(cell: Cell) -> str:
    """覆盖9个省、2个直辖市: units of administration that are only counted."""
    named = _COUNTRY.match(cell.paragraph.text[cell.amount.end : cell.end]) or _COUNTRY.match(cell.right)
    shown = re.search(r"(?:建成|创建|打造|完成|培育|新增|选择|推进|支持)[^，。；]{0,8}$", cell.left)
    lessons = re.search(r"(?:经验|做法|模式|成果)$", cell.right) and re.search(r"(?:推广|借鉴|总结|学习)$", cell.left)
    counted = _counts(cell) and cell.unit == "个" and not cell.sense
    return "列举计数，不是目标" if counted and ((named and not shown) or lessons) else ""


def _served(cell: Cell) -> str:
    """站点500米全覆盖: the distance within which all are served."""
    length = base_unit(cell.unit) in ("米", "公里", "分钟", "千米")
    after = cell.paragraph.text[cell.amount.end : cell.amount.end + 8]
    return "划定范围的距离，不是目标" if length and re.match(r"(?:服务)?(?:半径|范围)?全覆盖", after) else ""


def _kept(cell: Cell) -> str:
    """加强9个古镇保护建设, 巩固12条河道整治成效: work on what stands already."""
    led = re.search(
        r"(?:^|[，；、])(?:持续|进一步|不断|继续|全面|切实)*(?:加强|巩固|强化|深化|做好|抓好|维护|优化)$", cell.left
    )
    thing = re.search(
        r"(?:建设|管理|管护|保护|监管|成效|成果|治理|运维|维护|运行|监测|衔接|联系|合作|工作)$", cell.right
    )
    return "对已有对象的工作，不是目标" if led and thing and _counts(cell) and not cell.sense else ""


_ALL_REACHED = re.compile(
    r"(?:[一-龥]{0,4}(?:区县|县区|县市|市县|市州|盟市|州市|地市|乡镇|街道|镇街|镇|乡|县|区|市|州|村|社区)"
    r"[一-龥（）“”、]{0,18})全(?:面)?覆盖"
)
_ALL_MUST = re.compile(r"[一-龥（）、]{2,16}(?:均|都)(?:应当?|须|必须|要)")
_KINDS_OF_PLACE = re.compile(r"(?:地级|设区|县级|区县|县区|市县|县市|省)")


def _of_all(cell: Cell) -> str:
    """实现8个区县全覆盖, 覆盖13个设区市: how many there are of those that all are reached."""
    if not _counts(cell) or cell.sense or cell.amount.after:
        return ""
    after = cell.paragraph.text[cell.amount.end : cell.amount.end + 30]
    whole = _ALL_REACHED.match(after) or _ALL_MUST.match(after)
    reached = re.search(r"覆盖(?:到|了)?(?:全[省市区国])?$", cell.left) and _KINDS_OF_PLACE.match(after)
    return "列举计数，不是目标" if whole or reached else ""


def _regrouped(cell: Cell) -> str:
    """监测断面调整为60个: how many points are watched."""
    moved = re.search(r"(?:断面|点位|监测点|控制单元)(?:数量)?$", cell.subject) and cell.verb.startswith("调整")
    return "列举计数，不是目标" if moved and _counts(cell) else ""


_FRAME = re.compile(r"(?:指标|体系|任务|内容)[^，。；]*?(?:分为?|包括|包含|涵盖|由)[^。；]*$")


def _framed(cell: Cell) -> str:
    """指标体系分环境治理和风险防控两大类26项: how many entries the plan's own frame has."""
    bare = re.match(r"(?:指标|任务|内容)?(?:[，。；（]|$)", cell.paragraph.text[cell.amount.end :][:4])
    framed = _FRAME.search(cell.paragraph.text[cell.segment[0] : cell.amount.start])
    return "列举计数，不是目标" if cell.unit in ("项", "个") and bare and framed and not cell.sense else ""


_SHARE_OF_LAND = re.compile(r"，占(?:全[省市区县州国]|国土|辖区|陆域|总)[^，。；\d]{0,14}\d[\d.]*[%％](?![以左])")


def _part_of_land(cell: Cell) -> str:
    """划定红线3.96万平方公里，占全州国土面积的47.71%: how large something is that stands already."""
    dated = any(time.use == "deadline" for time in cell.sentence.times)
    plain = not (cell.sense or cell.amount.before or cell.amount.after or dated)
    behind = _SHARE_OF_LAND.match(cell.paragraph.text, cell.amount.end)
    marked = re.search(r"划定|分布|现存", cell.left)
    return "对现状的说明，不是目标" if plain and behind and marked else ""


def _rated(cell: Cell) -> str:
    """修建20—50吨/日污水处理设施102座: the size of each of the things that are counted behind it."""
    after = next((other for other in cell.sentence.amounts if other.start == cell.end), None)
    counts = after is not None and base_unit(after.unit) in lexicon.words("units", "counters")
    sized = "/" in cell.unit and cell.unit[0] not in "%" and re.fullmatch(r"的?[一-龥]{2,16}", cell.right) is not None
    return "规格等级（电压等级、级别等），不是指标值" if counts and sized and not cell.sense else ""


def _owner(cell: Cell) -> str:
    """对产废量超过100吨的企业…: a bound that picks out whom a duty concerns, whether 的 stands or not."""
    if _counts(cell) or cell.unit == "%" or not cell.amount.before:
        return ""
    led = re.search(r"(?:^|[，；])对[^，；]*$", cell.left)
    group = re.match(r"^的?(?:企业|单位|项目|用户|建筑|地区|城市|机组|锅炉|园区|船舶|车辆|设施)", cell.right)
    return "限定对象的门槛条件，不是目标" if led and group else ""


def _principle(cell: Cell) -> str:
    """按照“…、全面覆盖”的要求: a word of the whole in a quoted list of principles."""
    words = cell.paragraph.text[max(cell.sentence.start, cell.amount.start - 60) : cell.amount.start]
    led = re.search(r"(?:按照|坚持|遵循|围绕|根据|本着|秉持)(?:着)?[“‘][^”’。；]*$", words)
    spoken = cell.amount.form in ("word", "whole")
    return "只说明原则或要求，不是指标值" if led and spoken else ""


def _sited(cell: Cell) -> str:
    """项目总占地面积约120亩: the ground that a work stands on."""
    site = re.search(r"(?<!人均)(?:占地|占地面积|用地面积)$", cell.subject)
    return "括注的规模或说明，不是目标" if site and not cell.sense and cell.amount.high is not None else ""


def _studied(cell: Cell) -> str:
    """研究使用硫含量不超过0.1%的燃油: a question to be studied, no commitment."""
    words = cell.paragraph.text[cell.segment[0] : cell.amount.start]
    bound = cell.amount.before and not cell.sense and not _counts(cell)
    return "研究探索的内容，不是目标" if bound and _STUDIED.match(words) else ""
