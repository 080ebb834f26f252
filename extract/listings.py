"""Counts that only list (列举计数): 三项原则, 9种资源, 济南、青岛2个城市; what is built, laid out or formed in that number is none."""

from __future__ import annotations

import re
from functools import cache

from extract import frequencies, lexicon, things
from extract.cells import Cell


@cache
def _pattern(key: str) -> re.Pattern[str]:
    found = lexicon.table("exclusions")[key]
    return re.compile("|".join(found) if isinstance(found, list) else found, re.MULTILINE)


@cache
def _any_verb() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(lexicon.words("cues", "add")))


@cache
def _acting() -> re.Pattern[str]:
    verbs = lexicon.alternation((*lexicon.words("cues", "add"), "具备", "拥有"))
    return re.compile(rf"(?:{verbs}|占[^，。]{{2,14}})(?:约|达|达到|超过|不少于|总)?$")


def verb_before(cell: Cell) -> bool:
    """Whether a verb of doing, or 占 with its whole, stands right before the amount."""
    return _acting().search(cell.left) is not None


def reason(cell: Cell) -> str:
    """The reason in Chinese why a count only lists; "" when it does not."""
    if frequencies.is_done(cell):
        return ""
    for check in (_marked, _watched, _of_kinds, _of_names):
        if check(cell):
            return "列举计数，不是目标"
    return ""


_LISTING = ("个", "项", "条", "种", "类", "次", "批", "级", "家", "层", "年")


def _marked(cell: Cell) -> bool:
    """Whether quotation marks or an abstract noun show that the count only sums up: “三个100%”, 3项原则."""
    unit, text, amount = cell.unit, cell.paragraph.text, cell.amount
    summed = re.search(r"[一二三四五六七八九十\d]个[“‘]?$", text[max(0, amount.start - 4) : amount.start])
    quoted = text[amount.start - 1 : amount.start] in tuple("“‘")
    if (unit == "%" and summed) or (quoted and (amount.form == "numeral" or unit in ("个", "项", "条"))):
        return True
    abstract = _pattern("abstract").match(text[amount.end : amount.end + 8]) is not None
    return abstract and (unit in ("个", "项") or (amount.form == "numeral" and unit in _LISTING))


_POINTS = r"断面|点位|[国省市]控站点"
_WATCHED = re.compile(rf"(?:指标(?:数量)?|{_POINTS}|(?:管控|保护)单元|管控(?:单元|区))$")
_SET_UP = re.compile(
    r"(?<!已)(?<!共)(?:设置|布设|设立|增设|新设|布置|加设|补设|安装|加装|新装)(?:约|不少于|至少)?(?:Ⓠ[^，。；]*|[一-龥]{2,16})?$"
)


def _watched(cell: Cell) -> bool:
    """Whether points that are watched or units of control are only counted; what is built or set up in that number is not."""
    if things.is_shared(cell):
        return False
    counted = _WATCHED.search(cell.subject + cell.right.strip("）等"))
    if counted is None or cell.unit not in ("个", "项") or cell.sense or _BUILDS.search(cell.left):
        return False
    placed = _SET_UP.search(cell.paragraph.mask, cell.segment[0], cell.amount.start)
    return placed is None or re.search(rf"(?:{_POINTS})$", counted.group()) is None


def _of_kinds(cell: Cell) -> bool:
    """Whether kinds, times or things that nothing is done with are counted: 两种模式, 四个区域."""
    amount, unit = cell.amount, cell.unit
    open_end = unit == "次" and (amount.low is None or amount.high is None)
    fixed = not amount.after and not open_end and not cell.sense and not cell.left.endswith("新增")
    if unit == "类" and cell.verb in ("优于", "好于"):
        return True
    if unit in ("种", "类", "次", "起", "轮", "期") and fixed:
        return True
    if amount.form != "numeral":
        return False
    alone = cell.left.endswith(("、", "—", "-")) and cell.right[:1] in ("", "、", "等", "—", "-")
    return alone or (unit in ("个", "项", "条", "次", "批", "种", "级", "层") and not _concrete(cell))


def _of_names(cell: Cell) -> bool:
    """Whether the count is that of the names before it (济南、青岛等2个城市)."""
    amount, unit = cell.amount, cell.unit
    names = re.search(
        r"(?:^|[，；]|在|将|对|支持|推进|推动|开展|加快|以|由|含|包括|的)([^，；在将对]{2,40}、[^，；]{1,20})$",
        cell.left,
    )
    builds = _BUILDS.search(cell.left) is not None and not (amount.form == "numeral" and unit in ("个", "条", "项"))
    if names and unit in _NAMED and not cell.sense and not builds and _count_of(cell, names.group(1)):
        return True
    before = cell.paragraph.text[max(0, amount.start - 1) : amount.start]
    if before == "等" and re.match(r"[一-龥]{1,8}于一体", cell.right):
        return True
    return before == "等" and amount.form in ("figure", "numeral") and not _verb_in_segment(cell)


_NAMED = ("个", "座", "家", "项", "条", "市", "省", "县", "处", "所", "类", "种")
_BUILDS = re.compile(r"新建|扩建|重建|改建|续建|建成|建设|新增|完成|打造|创建|培育")


def _concrete(cell: Cell) -> bool:
    """Whether something is built or formed in the number that Han numerals give: 形成七个供电分区."""
    noun = re.match(
        r"(?:左右|以上)?[一-龥]{2,12}?(?:区|站|基地|园|中心|平台|项目|工程|企业|集群|城市|县|镇|村|社区|机组|厂|实验室|通道|线路|公园|海湾|湿地|节点|馆|库|点|院|所|市场|断面)",
        cell.right,
    )
    moved = _MOVES.search(cell.left) is not None and cell.right.endswith("建设")
    return noun is not None and (moved or _FORMS.search(cell.left) is not None)


_MOVES = re.compile(r"(?:推动|推进|加快|支持|抓好|启动)(?:本市|全市|全省|全县|全区)?$")
"""Verbs that, with 建设 behind the thing, say that it is built: 推动四个仓储基地建设."""
_FORMS = re.compile(
    r"(?:新建|扩建|建成|建设|形成|打造|创建|培育|完成|布局|新增|增设|新设|布设|设置|设立)[^，。；]{0,12}$"
)


def _count_of(cell: Cell, names: str) -> bool:
    """Whether the count is that of the names listed before it: 济南、青岛、烟台、潍坊4个城市."""
    listed = len(re.split(r"、|和|及|与", names))
    low = cell.amount.low
    return (
        low is not None
        and low == cell.amount.high
        and not verb_before(cell)
        and abs(int(low) - listed) <= 1
        and low < 40
    )


def _verb_in_segment(cell: Cell) -> bool:
    return _any_verb().search(cell.paragraph.text, cell.sentence.start, cell.amount.start) is not None
